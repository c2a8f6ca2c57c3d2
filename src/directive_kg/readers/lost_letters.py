"""Letters that a file does not give: its font does not say what they are, or a program could not write them down."""

import re
from dataclasses import replace
from typing import Final

from directive_kg.readers.blocks import Paragraph, RawTable, Reading

# pdfminer's word for a glyph without a character; U+FFFD; the private use area, where each font has signs of its own.
_LOST: Final = re.compile(r"\(cid:\d{1,6}\)|[\ufffd\ue000-\uf8ff]")
_SIGNS: Final = (b"(cid:", b"\xee", b"\xef")  # one of them is in whatever `_LOST` finds, written in UTF-8
_UNSURE: Final = 0.3


def has_lost(text: str) -> bool:
    """Whether letters of a text are lost.

    >>> has_lost("qu(cid:237)"), has_lost("quý")
    (True, False)
    """
    return bool(_LOST.search(text))


def doubted(reading: Reading) -> Reading:
    """The reading, what lacks letters as unsure as it is."""
    written = "\n".join(line.text for line in reading.lines).encode("utf-8", "surrogatepass")
    if not any(sign in written for sign in _SIGNS):
        return reading
    return replace(reading, blocks=tuple(map(_doubted_block, reading.blocks)))


def _doubted_block(block: Paragraph | RawTable) -> Paragraph | RawTable:
    if isinstance(block, Paragraph):
        return replace(block, confidence=min(_UNSURE, block.confidence)) if has_lost(block.text) else block
    rows = tuple(
        tuple(replace(c, confidence=min(_UNSURE, c.confidence)) if has_lost(c.text) else c for c in row)
        for row in block.rows
    )
    return replace(block, rows=rows)
