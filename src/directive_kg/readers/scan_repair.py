"""What character recognition confuses in Vietnamese papers and what the words around it settle."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from directive_kg.readers.page import Word

# Capital and small form are one shape here, and only the size tells them apart.
_ONE_SHAPE: Final = set("ƠỚỜỞỠỢƯỨỪỬỮỰÔỐỒỔỖỘOÓÒỎÕỌUÚÙỦŨỤ")
# A quarter has a number from I to IV: two or three strokes are no eleven.
_QUARTER: Final = re.compile(r"^[1Il|]{2,3}(?=$|[/,;.\-])|^[1Il|]V(?=$|[/,;.\-])")
_NUMBER: Final = re.compile(r"^\(?\d{1,3}[.)]?$")
_SURE: Final = 0.85
_GUESSED: Final = 0.5
_SHORT: Final = 3  # letters: what a number of a row may have been taken for


def repair_line(words: Sequence[Word]) -> list[Word]:
    """The words of one printed line with what is certain put right; confidences stay as they are."""
    in_capitals = 2 * sum(word.text.isupper() for word in words) > len(words)
    repaired: list[Word] = []
    for word in words:
        text = word.text if in_capitals else _small_again(word.text, first=not repaired)
        before = repaired[-1].text.lower() if repaired else ""
        if before in {"quý", "quí"}:
            text = _QUARTER.sub(lambda m: re.sub(r"[1l|]", "I", m.group()), text)
        repaired.append(replace(word, text=text))
    return repaired


def _small_again(text: str, *, first: bool) -> str:
    """'cỦa' is 'của' and 'CƠ' is 'Cơ' in a line that is not in capitals.

    >>> _small_again("cỦa", first=False), _small_again("SỞ", first=True), _small_again("UBND", first=False)
    ('của', 'Sở', 'UBND')
    """
    if len(text) == 1 and not first:
        return text.lower() if text in _ONE_SHAPE else text
    rest = text[1:]
    capitals = [c for c in rest if c.isupper()]
    if capitals and all(c in _ONE_SHAPE for c in capitals) and (len(text) > 2 or not text.isascii()):
        return text[0] + rest.lower()
    return text


def settle_numbers(cells: Sequence[Word]) -> list[Word]:
    """The words of a column of numbers, each the only one of its cell; one that is doubtful takes the number that those
    before and after it leave for it, with a confidence that calls for a look.
    """
    sure = [int(w.text.strip("().")) if w.confidence >= _SURE and _NUMBER.match(w.text) else None for w in cells]
    settled: list[Word] = []
    for at, word in enumerate(cells):
        before = sure[at - 1] if at else None
        after = sure[at + 1] if at + 1 < len(cells) else None
        doubtful = (
            sure[at] is None and len(word.text) <= _SHORT and (word.confidence < _SURE or not word.text.isupper())
        )
        gap = after is not None and (before is None or before == after - 2)
        if doubtful and gap and after is not None and after > 1:
            sure[at] = after - 1
        elif doubtful and before is not None and after is None and at + 1 == len(cells):
            sure[at] = before + 1
        else:
            settled.append(word)
            continue
        settled.append(replace(word, text=str(sure[at]), confidence=min(word.confidence, _GUESSED)))
    return settled
