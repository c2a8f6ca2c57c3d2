"""Letterheads and signatures that were set as tables: their cells as the paragraphs they would be in running text."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from directive_kg.names import fold
from directive_kg.readers.blocks import Paragraph, RawCell, RawTable
from directive_kg.readers.markup import one_line, strip_markup
from directive_kg.register.spelling import UPPER

_WIDEST: Final = 3  # columns; a table of tasks has more
_MOST_ROWS: Final = 6
_HEAD_OR_FOOT: Final = re.compile(
    r"cong hoa xa hoi|doc lap|^dang cong san|noi nhan\s*:|^(?:tm|kt|tl|tuq|t/m)\s?\.|kinh gui|^so\s*:|"
    r"^(?:pho )?(?:chu tich|thu tuong|bo truong|chu nhiem|bi thu|giam doc|truong ban)\b"
)
_RULE: Final = re.compile(r"[-_–—*=]{3,}|^\s*[*_]\s*$", re.MULTILINE)
_EMPHASISED: Final = re.compile(r"(\*\*.+?\*\*|<(?:b|strong)>.+?</(?:b|strong)>)", re.DOTALL | re.IGNORECASE)
# Where one line of a cell holds several: '… PHÓ CHỦ TỊCH Trần Văn A', 'Số: 12/VPCP-KG V/v …', 'VIỆT NAM Độc lập - …'.
_GLUED: Final = re.compile(
    rf"(?<=[{UPPER}][{UPPER}])\s+(?=[{UPPER}][{UPPER.lower()}]+(?:\s|$))|\s+(?=V/[vV]\s)|(?<=;)\s+(?=- )"
)
_SIGNED: Final = re.compile(r"\(?\s*đã ký\s*\)?", re.IGNORECASE)
_CAPITALS: Final = re.compile(rf"^[^{UPPER.lower()}]{{2,}}$")


def is_letterhead(table: RawTable) -> bool:
    """Whether a table is the head or the foot of a paper and not a list of things."""
    if len(table.rows) > _MOST_ROWS or max(len(row) for row in table.rows) > _WIDEST:
        return False
    texts = [fold(line) for row in table.rows for cell in row for line in cell.text.split("\n")]
    return any(_HEAD_OR_FOOT.search(text.strip("* |")) for text in texts)


def letterhead_paragraphs(table: RawTable) -> Iterator[Paragraph]:
    """The paragraphs of its cells, row by row; `text` of the cells still bears its marks."""
    for row in table.rows:
        for cell in row:
            yield from _cell_paragraphs(cell)


def _cell_paragraphs(cell: RawCell) -> Iterator[Paragraph]:
    pieces = [p for chunk in _RULE.split(cell.text.replace("****", "** **")) for p in _EMPHASISED.split(chunk)]
    for piece in pieces:
        bold = bool(_EMPHASISED.fullmatch(piece))
        for line in _lines(strip_markup(piece)):
            yield Paragraph(line, cell.line, cell.page, bold=bold)


def _lines(text: str) -> Iterator[str]:
    """The cell's own lines: wrapped ones joined, glued ones parted, list items kept apart."""
    if re.match(r"(?:Nơi nhận|Kính gửi)", text):
        joined = re.sub(r"\s+-\s", "\n- ", one_line(text))
        yield from (line for line in joined.split("\n") if line.strip())
        return
    for part in _joined(_SIGNED.sub("", text)):
        yield from (piece.strip() for piece in _GLUED.split(part) if piece.strip(" ,"))


def _joined(text: str) -> Sequence[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        before = lines[-1] if lines else ""
        same_case = bool(_CAPITALS.match(before)) == bool(_CAPITALS.match(line))
        own = re.match(r"(?:Số|Độc lập|TM\.|KT\.|TL\.|T/M|K/T|(?:PHÓ |Q\. ?)?(?:CHỦ TỊCH|BỘ TRƯỞNG)|[-+] )", line)
        if lines and same_case and not own and not re.match(r"(?:Số|V/v)", before[:3] if line[:1].isupper() else ""):
            lines[-1] += " " + line
        else:
            lines.append(line)
    return lines
