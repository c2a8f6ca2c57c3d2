"""The investment list of a ruined paper: a row is what stands around one line of figures.

A figure is taken only where it is legible and agrees with the others of its row; the columns' sums are compared with
the printed total, and what does not agree is said.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from directive_kg.extract.repair import closest, likeness, skeleton
from directive_kg.extract.ruined_layout import table_head
from directive_kg.extract.ruined_text import RuinedText
from directive_kg.extract.ruined_words import words_of
from directive_kg.readers.blocks import Line
from directive_kg.records import Doubt, Investment, Place

_FIGURE: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:[ ,]\d{3})+(?:\.\d{1,3})?(?![\d])")
_BROKEN: Final = re.compile(r"(?<=[|\s])\d{1,3} \d{6}(?!\d)")  # a figure that lost its signs
_BLOTS: Final = re.compile(r"(?:\s[’'‘`]){2,}\s*$")  # commas of figures that are gone
_UNIT: Final = re.compile(r"[DĐ]\S{1,2}\s+v\S\s*:\s*(.+)$")
_MARK: Final = re.compile(
    r"^\W{0,2}(?P<no>[A-Z]|[IVX]{1,4}|\d{1,2})\s*[.|)]+\s*(?=\S)|^(?P<bare>\d{1,2})\s+\|?\s*(?=[^\W\d])"
)
_COLUMN_NUMBERS: Final = re.compile(r"^\W*A\s+B\s+\d")
_OPENERS: Final = ("Xây dựng", "Xây mới", "Dự án", "Chỉnh lý", "Cải tạo", "Nâng cấp", "Sửa chữa", "Đầu tư", "Mua sắm",
                   "Lắp đặt", "Mở rộng", "Đề án", "Nguồn vốn", "Vốn chuẩn bị", "Danh mục", "Tổng cộng", "Di chuyển")  # fmt: skip
_FEWEST_FIGURES: Final = 6
_SURE: Final = 0.9
_LIKE_PLACE: Final = 0.8


@dataclass(slots=True)
class _Row:
    lines: list[Line]
    at: int  # index of the line of figures
    figures: list[Decimal] = field(default_factory=list)
    number: str | None = None
    kind: str = "work"  # work, total, group


def read_investments(
    lines: Sequence[Line], text: RuinedText, *, table: int
) -> tuple[tuple[Investment, ...], tuple[Doubt, ...]]:
    """The works of an annex with amounts, and what of it is not certain; nothing of an annex without amounts."""
    start = table_head(lines)
    unit = _unit(lines[: start + 1], text)
    if unit is None or sum(len(_FIGURE.findall(line.text)) for line in lines) < _FEWEST_FIGURES:
        return (), ()
    content = next((i + 1 for i, line in enumerate(lines) if _COLUMN_NUMBERS.match(line.text)), start + 1)
    rows = _rows([line for line in lines[content:] if line.text.strip()], text)
    total = next((r for r in rows if r.kind == "total"), None)
    listed = [r for r in rows if r.kind == "work"]
    doubts = [_heading_doubt(lines[:content], table)] if content else []
    works: list[Investment] = []
    remainder = _remainder(total, listed)
    _number(listed)
    for index, row in enumerate(listed, start=1):
        work, own = _investment(row, index, text, unit=unit, table=table, remainder=remainder)
        works.append(work)
        doubts += own
    for row in rows:
        if row.kind != "work":
            doubts.append(_group_doubt(row, table))
    return tuple(works), tuple(doubts)


def _unit(lines: Sequence[Line], text: RuinedText) -> str | None:
    for line in lines:
        if match := _UNIT.search(line.text):
            found = closest(match[1].strip(), ("triệu đồng", "tỷ đồng", "nghìn đồng", "đồng"))
            return found.phrase if found else text.restore(match[1].strip()).text.lower()
    return None


def _rows(lines: Sequence[Line], text: RuinedText) -> list[_Row]:
    """One row for each line of figures; lines between two of them go to the row whose opening words they follow."""
    figured = [i for i, line in enumerate(lines) if len(_FIGURE.findall(line.text)) > 1 or _BLOTS.search(line.text)]
    bounds = [0]
    for before, after in itertools.pairwise(figured):
        opening = [i for i in range(before + 1, after + 1) if _opens(lines[i].text, text)]
        bounds.append(opening[-1] if opening else after)
    bounds.append(len(lines))
    rows = []
    for at, begin, end in zip(figured, bounds, bounds[1:], strict=False):
        own = list(lines[begin:end])
        figures = lines[at]
        heads = [x for x in own if x is not figures and re.match(r"^\W{0,2}[IVX]+\s*[.|)]", x.text)]
        for head in heads:
            own.remove(head)
            rows.append(_Row([head], 0, kind="group"))
        row = _Row(own, own.index(figures), [_amount(f) for f in _FIGURE.findall(figures.text)])
        row.number, row.kind = _mark(row)
        rows.append(row)
    return rows


def _opens(raw: str, text: RuinedText) -> bool:
    bare = _without_mark(raw)
    words = words_of(bare)[:2]
    if not words or not (bare[words[0].start].isupper() or raw[:1] in "|ABCIVX"):
        return False
    two = " ".join(w.text for w in words)
    restored = text.restore(bare).text
    return any(skeleton(two) == skeleton(o) for o in _OPENERS if len(o.split()) == 2) or restored.startswith(_OPENERS)


def _without_mark(raw: str) -> str:
    match = _MARK.match(raw)
    return raw[match.end() :] if match else raw


def _amount(figure: str) -> Decimal:
    """'14,000' and '1 046.775': a comma or a lost one groups thousands, a dot opens the decimals."""
    return Decimal(re.sub(r"[ ,]", "", figure))


def _mark(row: _Row) -> tuple[str | None, str]:
    first = row.lines[row.at].text
    match = _MARK.match(first) or _MARK.match(row.lines[0].text)
    mark = (match["no"] or match["bare"]) if match else None
    head = skeleton(" ".join(w.text for w in words_of(first)[:2]))
    if head == skeleton("Tổng cộng"):
        return None, "total"
    if mark and re.fullmatch(r"[A-H]", mark):
        return mark, "group"
    return mark, "work"


def _number(rows: Sequence[_Row]) -> None:
    """Numbers that were lost: they follow from the order where every printed one agrees with it."""
    works = [r for r in rows if r.number is None or r.number.isdigit()]
    printed = [(i, int(r.number)) for i, r in enumerate(works, start=1) if r.number]
    if printed and all(i == n for i, n in printed):
        for i, row in enumerate(works, start=1):
            row.number = row.number or f"{i}?"


def _remainder(total: _Row | None, rows: Sequence[_Row]) -> Decimal | None:
    """What the printed total leaves for the one work whose figures are gone; None where that cannot be told."""
    lost = [r for r in rows if not r.figures]
    if total is None or not total.figures or len(lost) != 1:
        return None
    left = total.figures[0] - sum((r.figures[0] for r in rows if r.figures), Decimal(0))
    return left if left > 0 else None


def _investment(
    row: _Row, index: int, text: RuinedText, *, unit: str, table: int, remainder: Decimal | None
) -> tuple[Investment, list[Doubt]]:
    raw = re.sub(r"\s+", " ", " ".join(line.text for line in row.lines)).strip()
    place = Place(raw, line=row.lines[0].number, page=row.lines[0].page, table=table, row=index)
    location, name_raw = _take_location(row, text)
    name = text.restore(name_raw)
    number = row.number.rstrip("?") if row.number else None
    subject = f"investment/{index}"
    doubts: list[Doubt] = []
    confidence = name.confidence
    opens = _opens(row.lines[0].text, text)
    if row.number and row.number.endswith("?"):
        confidence = min(confidence, 0.8)
        doubts.append(
            _doubt(
                f"{subject}/no",
                "Số thứ tự không còn; suy từ thứ tự",
                "The number is gone; taken from the order",
                place,
                0.8,
            )
        )
    if not opens:
        confidence = min(confidence, 0.3)
        doubts.append(
            _doubt(f"{subject}/name", "Mất phần đầu tên công trình", "The name's beginning is lost", place, 0.3)
        )
    elif name.confidence < _SURE:
        doubts.append(
            _doubt(
                f"{subject}/name",
                "Tên công trình chỉ khôi phục được một phần",
                "The work's name is restored in part",
                place,
                name.confidence,
            )
        )
    total = row.figures[0] if row.figures else None
    if total is None:
        left = f"; tổng chung còn lại {remainder:,} {unit}" if remainder is not None else ""
        left_en = f"; the printed total leaves {remainder:,}" if remainder is not None else ""
        doubts.append(
            _doubt(
                f"{subject}/total", f"Không đọc được số tiền{left}", f"The amount cannot be read{left_en}", place, 0.0
            )
        )
        confidence = min(confidence, 0.3)
    elif problem := _disagreement(row.figures):
        if any(f > total for f in row.figures[1:]):
            total = None
        confidence = min(confidence, 0.6)
        doubts.append(
            _doubt(
                f"{subject}/total",
                f"Các số trong dòng không khớp: {problem}",
                f"The row's figures disagree: {problem}",
                place,
                0.5,
            )
        )
    if location is None:
        doubts.append(
            _doubt(f"{subject}/location", "Không đọc được địa điểm", "The location cannot be read", place, 0.0)
        )
    work = Investment(
        no=number,
        name=name.text,
        place=place,
        location=location,
        total=total,
        unit=unit,
        raw_name=name_raw,
        confidence=round(confidence, 2),
    )
    return work, doubts


def _disagreement(figures: Sequence[Decimal]) -> str | None:
    """What is wrong with a row 'total, of it from the budget, this year = part + part …'; None where nothing is."""
    total, *rest = figures
    shown = " - ".join(f"{f:,}" for f in figures)
    if any(f > total for f in rest):
        return shown
    if len(rest) >= 2 and rest[1] > rest[0]:
        return shown  # more is spent this year than the budget gives in all
    parts = rest[2:]
    if rest[1:] and parts and sum(parts, Decimal(0)) != rest[1]:
        return shown
    return None


def _take_location(row: _Row, text: RuinedText) -> tuple[str | None, str]:
    """(the place, the name without it). The place's words stand behind the name, before the figures."""
    place = text.register.places.get(text.home or "")
    kept: list[str] = []
    seen: set[int] = set()
    pieces = place.name.split() if place else []
    for index, line in enumerate(row.lines):
        figures = _BROKEN.search(line.text) or _FIGURE.search(line.text) or _BLOTS.search(line.text)
        words = line.text[: figures.start()] if figures else line.text
        words = _without_mark(words) if index in (0, row.at) else words
        if pieces and abs(index - row.at) <= 2 and not set(range(len(pieces))) <= seen:
            words = _drop_place(words, pieces, seen, whole=index == len(row.lines) - 1 and index > row.at)
        kept.append(re.sub(r"[\s.‘'’|]+$", "", words).strip(" |"))
    name = re.sub(r"\s+", " ", " ".join(k for k in kept if k)).strip()
    found = place.name[0].upper() + place.name[1:] if place and len(seen) * 2 > len(pieces) else None
    return found, name


def _drop_place(words: str, pieces: Sequence[str], seen: set[int], *, whole: bool) -> str:
    """The words without the place's at their end."""
    found = words_of(words)
    for length in range(len(pieces), 0, -1):
        for first in range(len(pieces) - length + 1):
            run = found[-length:]
            wanted = " ".join(pieces[first : first + length])
            if len(run) < length or set(range(first, first + length)) & seen:
                continue
            raw = words[run[0].start : run[-1].end]
            same = skeleton(raw) == skeleton(wanted) and raw[:1].isupper() and (length > 1 or first == 0 or whole)
            if same or (length > 1 and seen and likeness(raw, wanted) >= _LIKE_PLACE):
                seen.update(range(first, first + length))
                return words[: run[0].start]
    return words


def _doubt(subject: str, vi: str, en: str, place: Place, confidence: float) -> Doubt:
    return Doubt(subject, vi, en, place, confidence)


def _heading_doubt(lines: Sequence[Line], table: int) -> Doubt:
    words = re.sub(r"\s+", " ", " ".join(line.text for line in lines)).strip()
    place = Place(words, line=lines[0].number, page=lines[0].page, table=table)
    return Doubt(
        f"annex/{table}/heading",
        "Tên phụ lục và đầu bảng không đọc được chắc chắn; giữ nguyên chữ",
        "The annex's title and the heads of its columns are not certain; kept as they stand",
        place,
        0.3,
    )


def _group_doubt(row: _Row, table: int) -> Doubt:
    words = re.sub(r"\s+", " ", " ".join(line.text for line in row.lines)).strip()
    what = "Dòng tổng cộng" if row.kind == "total" else "Dòng nhóm"
    place = Place(words, line=row.lines[0].number, page=row.lines[0].page, table=table)
    return Doubt(
        f"annex/{table}/{row.lines[0].number}",
        f"{what} của bảng, không phải công trình; giữ nguyên chữ",
        "A total or a group of the table, no work of its own; kept as it stands",
        place,
        0.8,
    )
