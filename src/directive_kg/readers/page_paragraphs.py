"""Printed lines to paragraphs: by indentation, by the gap between lines, by where a line ends."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from directive_kg.names import fold
from directive_kg.readers.page import Segment, join_lines
from directive_kg.readers.paragraphs import MARK

_WIDER_GAP: Final = 1.2  # times the usual distance between lines
_INDENT: Final = 0.5  # of the letters' height
_CENTRED: Final = 8.0  # points between the middles of two centred lines
_SMALL: Final = 0.88  # of the body's letters: smaller ones are a footnote's
_ENDS: Final = (".", ";", ":", "!", "?")
_FOOTNOTE: Final = re.compile(r"^\(?\d{1,2}\)?\s?\D")
# A line that ends so is no whole item.
_OPEN: Final = re.compile(
    r"(?:[,(/-]|\b(?:và|của|các|với|về|số|điều|khoản|điểm|mục|phụ lục|ngày|tháng|quý|năm|lộ|tổ|khu|phố|đường))$",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(r"^(?:V/v|Về việc)", re.IGNORECASE)
_OWN_LINE: Final = re.compile(
    r"^(?:so:|noi nhan|kinh gui|v/v|phu luc\b|cong hoa|doc lap|tm\.|t/m|kt\.|tl\.|can cu |dieu \d{1,3}\. |\(?kem theo|\(ban hanh kem"
    r"|[\w .'-]{2,40}, ngay\b)"
)


@dataclass(frozen=True, slots=True)
class Body:
    """What is usual in a paper's running text."""

    size: float  # the letters' height
    pitch: float  # from one line to the next
    left: float  # margins of the page
    right: float


def measure(lines: Sequence[Segment]) -> Body:
    """The usual letters, line distance and margins of a page's lines."""
    if not lines:
        return Body(12.0, 16.0, 0.0, 0.0)
    size = median(line.size for line in lines)
    steps = [b.top - a.top for a, b in pairwise(lines) if 0.8 * size < b.top - a.top < 2.2 * size]
    # The lower half: paragraphs of one line have wider steps.
    pitch = median(sorted(steps)[: max(1, (len(steps) + 1) // 2)]) if steps else 1.3 * size
    ends = sorted(line.x1 for line in lines)
    return Body(size, pitch, min(line.x0 for line in lines), ends[max(0, int(0.9 * len(ends)) - 1)])


def is_footnotes_start(line: Segment, rest: Sequence[Segment], body: Body) -> bool:
    """Whether a line opens the footnotes of its page: small letters from here to the foot, behind a number."""
    return bool(_FOOTNOTE.match(line.text)) and all(s.size < _SMALL * body.size for s in (line, *rest))


def split_paragraphs(lines: Iterable[Segment], body: Body, *, in_column: bool) -> list[list[Segment]]:
    """The lines of one stretch, paragraph by paragraph."""
    found: list[list[Segment]] = []
    for line in lines:
        if found and _goes_on(found[-1], line, body, in_column=in_column):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def runs_over(before: Sequence[Segment], after: Segment, above: Body, below: Body) -> bool:
    """Whether a page's first line goes on with the last paragraph of the page before."""
    last = before[-1]
    if last.text.endswith(_ENDS) or _OWN_LINE.match(fold(after.text)) or last.bold != after.bold:
        return False
    if _runs_on(after.text):
        return True
    if MARK.match(after.text) or _is_capitals(after.text) or after.x0 > below.left + _INDENT * after.size:
        return False
    return last.x1 > above.right - 2 * last.size


def _goes_on(paragraph: Sequence[Segment], line: Segment, body: Body, *, in_column: bool) -> bool:
    last = paragraph[-1]
    if line.top - last.top > max(_WIDER_GAP * body.pitch, 1.15 * last.size) or line.top < last.top:
        return False
    if _OWN_LINE.match(fold(line.text)) or re.match(r"^Số\s*:", last.text):
        return False
    if MARK.match(line.text) and (
        last.text.endswith(_ENDS) or (not in_column and _opens_an_item(last.text, line.text))
    ):
        return False
    if _is_capitals(last.text) and not _is_capitals(line.text):
        return False  # 'QUYẾT ĐỊNH' over 'về việc …'
    if _is_capitals(line.text) and not _is_capitals(last.text):
        return False
    if in_column and _is_capitals(line.text):
        return False
    if last.bold != line.bold and not (_runs_on(line.text) and not last.text.endswith(_ENDS)):
        return False
    if in_column:
        # Lines of a letterhead are names of their own; only what a letter is about runs over several.
        return _runs_on(line.text) or bool(_SUBJECT.match(paragraph[0].text)) or _is_cut_date(last.text, line.text)
    if _are_centred(last, line, body):
        return not last.text.endswith(_ENDS)
    start = paragraph[1].x0 if len(paragraph) > 1 else min(paragraph[0].x0, line.x0)
    if line.x0 > start + _INDENT * line.size and not (len(paragraph) == 1 and _runs_on(line.text)):
        return False
    if len(paragraph) == 1 and line.x0 > body.left + _INDENT * line.size and abs(line.x0 - last.x0) < 2:
        # Two lines with one indentation: both open a paragraph, unless the whole block stands indented.
        return _runs_on(line.text)
    # A line ends a paragraph where the next line's first word would still have found room.
    room = body.right - last.x1
    first = line.words[0]
    return room < first.x1 - first.x0 + 0.5 * line.size or _runs_on(line.text)


def _opens_an_item(above: str, text: str) -> bool:
    """Whether a mark and a capital behind it open an item: not '- Quý II' behind a comma, nor '5. …' behind 'khoản'."""
    mark = MARK.match(text)
    return mark is not None and text[mark.end() :].lstrip()[:1].isupper() and not _OPEN.search(above)


def _runs_on(text: str) -> bool:
    """Whether a line opens in the middle of a sentence: with a small letter that is no mark ('a) …')."""
    return text[:1].islower() and not MARK.match(text)


def _is_cut_date(above: str, below: str) -> bool:
    """Whether a narrow column parts the line of place and date: 'Cần Thơ, ngày 18 tháng 11 năm' over '2025'."""
    return bool(re.search(r", ngày\b.{0,20}\b(?:năm|tháng|ngày)$", above)) and below[:1].isdigit()


def _are_centred(one: Segment, other: Segment, body: Body) -> bool:
    """Whether two lines share a middle without sharing their left ends."""
    middle = abs(one.x0 + one.x1 - other.x0 - other.x1) / 2
    inside = min(one.x0, other.x0) > body.left + one.size
    return middle < _CENTRED and (abs(one.x0 - other.x0) > 3 or inside)


def _is_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 2 and all(c.isupper() for c in letters)


def paragraph_text(lines: Sequence[Segment]) -> str:
    """The words of a paragraph on one line."""
    return join_lines([line.text for line in lines])
