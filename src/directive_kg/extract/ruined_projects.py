"""The project list of a ruined paper: rows whose columns the recogniser has run together.

Every row has one leading body. The words that begin its name part the title, on their left, from the coordinating
bodies, the time and the money, on their right. What stands on lines without such a mark is parted by fixed words, or
kept where it is, with low confidence.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from directive_kg.extract.deadlines import read_deadline
from directive_kg.extract.doubts import SURE
from directive_kg.extract.repair import skeleton
from directive_kg.extract.ruined_cells import Piece, join, part_right, right_begins, tidy, time_words
from directive_kg.extract.ruined_layout import table_head
from directive_kg.extract.ruined_leads import Continuation, LeadPiece, Leads, Opening, opening_at, possible_leads
from directive_kg.extract.ruined_text import RuinedText
from directive_kg.extract.ruined_words import words_of
from directive_kg.readers.blocks import Line
from directive_kg.records import Assignment, Body, Cell, Deadline, DeadlineKind, Doubt, Origin, Place, Role, Task
from directive_kg.register import Agency

_NUMBER: Final = re.compile(
    r"^[\"'“”\s]{0,3}(?:(?P<no>\d{1,2}|I\d)\s?[.,]\s?\|?|(?P<bare>\d{1,2})(?=\s[^\W\d_]))\s*|^[\"'“”]\s?\|\s*"
)
_OPENERS: Final = (
    "kế hoạch",
    "đề án",
    "dự án",
    "giải phóng",
    "tổ chức",
    "xây dựng",
    "chương trình",
    "đầu tư",
    "cải tạo",
)
_COLUMNS: Final = ("stt", "title", "lead", "coordinating", "deadline", "resources")
_FEW: Final = 4
_FEW_WHOLE: Final = 2
_FIELD_SURE: Final = {"title": 0.85, "coordinating": 0.7, "resources": 0.8}


@dataclass(slots=True)
class _Line:
    """A line of the table with what was told apart in it."""

    line: Line
    raw: str  # without the row's number
    number: int | None = None
    opening: Opening | None = None  # where a leading body's name begins in it
    left: str = ""
    lead: str = ""
    right: str = ""


@dataclass(slots=True)
class _Row:
    lines: list[_Line]
    ordinal: int
    stt: str | None = None
    inferred: bool = False
    pieces: dict[str, list[Piece]] = field(default_factory=dict)

    @property
    def opening(self) -> Opening:
        return next(x.opening for x in self.lines if x.opening)


def read_projects(
    lines: Sequence[Line], text: RuinedText, *, table: int, year: int | None
) -> tuple[tuple[Task, ...], tuple[str, ...], tuple[Doubt, ...]]:
    """(rows, columns, doubts) of an annex that lists works with their leading body; no rows where none is found."""
    start = table_head(lines)
    content = _first_row(lines, start, text)
    rows_of_text = [line for line in lines[content:] if line.text.strip()]
    cut = rows_of_text[-1] if rows_of_text and re.search(r"[,;]$", rows_of_text[-1].text.strip()) else None
    if cut is not None and text.body_at(cut.text):
        rows_of_text.pop()  # it opens the bodies of a row that is not in the file any more
    leads = possible_leads([line.text for line in rows_of_text], text)
    read = [_split(line, leads) for line in rows_of_text]
    rows = _rows(read, text)
    if not rows:
        return (), (), ()
    _number(rows)
    tasks, doubts = [], [_heading(lines[:content], table)]
    for row in rows:
        task, own = _task(row, text, table, year)
        tasks.append(task)
        doubts += own
    if cut is not None:
        doubts.append(_broken_off(cut, table))
    fields = {c.field for t in tasks for c in t.cells}
    return tuple(tasks), tuple(c for c in _COLUMNS if c == "stt" or c in fields), tuple(doubts)


def _first_row(lines: Sequence[Line], start: int, text: RuinedText) -> int:
    return next((i for i in range(start + 1, len(lines)) if _opens(lines[i].text, text)), start + 1)


def _opens(raw: str, text: RuinedText) -> bool:
    """Whether a title begins here: a capital and a word with which titles of works begin."""
    words = words_of(raw)[:3]
    if not words or not words[0].text[0].isupper():
        return False
    two = skeleton(" ".join(w.text for w in words[:2]))
    return any(skeleton(o) == two for o in _OPENERS) or text.restore(raw).text.lower().startswith(_OPENERS)


def _split(line: Line, leads: Leads) -> _Line:
    raw = line.text.strip()
    number = _NUMBER.match(raw)
    read = _Line(line, raw=raw)
    if number:
        figure = (number["no"] or number["bare"] or "").replace("I", "1")
        read.number = int(figure) if figure else None
        read.raw = raw[number.end() :]
    read.opening = opening_at(read.raw, leads)
    return read


def _part(row: "_Row", text: RuinedText) -> None:
    """Part every line of a row at the leading body's words; a line without them at fixed words."""
    place = text.register.places.get(text.home or "")
    going: Continuation | None = None
    for item in row.lines:
        piece: LeadPiece | None = item.opening
        if item.opening:
            going = Continuation(item.opening, place.name if place else "")
        elif going:
            piece = going.on(item.raw)
        if piece:
            item.left, item.lead, item.right = (
                item.raw[: piece.start],
                item.raw[piece.start : piece.end],
                item.raw[piece.end :],
            )
        else:
            item.left, item.right = _by_words(item.raw)
            if _is_junk(item.left) and not _opens(item.left, text):
                item.left = ""


def _is_junk(raw: str) -> bool:
    """Splinters of letters: what the recogniser made of a neighbouring column. They stay in the row's doubt."""
    words = words_of(raw)
    whole = sum(len(w.text) > 2 for w in words)
    return whole < _FEW_WHOLE or whole < 0.3 * len(words) or (not re.match(r"[\w“\"'(]", raw) and len(words) <= _FEW)


def _by_words(raw: str) -> tuple[str, str]:
    """A line without the leading body's words: a rule parts it, or words that open the columns on the right, or nothing."""
    if "|" in raw.strip("| "):
        left, _, right = raw.partition("|")
        return left, right
    at = right_begins(raw)
    return (raw, "") if at is None else (raw[:at], raw[at:])


def _rows(read: Sequence[_Line], text: RuinedText) -> list[_Row]:
    """One row for each beginning of a leading body's name; it starts where the title before that begins."""
    heads = [i for i, x in enumerate(read) if x.opening]
    if not heads:
        return []
    bounds = [0]
    for before, after in itertools.pairwise(heads):
        titles = [i for i in range(before + 1, after + 1) if _opens(read[i].raw, text)]
        has_title = any(_opens(x.raw, text) for x in read[bounds[-1] : before + 1])
        if not has_title and (len(titles) > 1 or (titles and read[titles[0]].number == len(bounds))):
            titles = titles[1:]  # the first one is this row's own, printed below the leading body
        ends = [i for i in range(before, after) if re.search(r"[.)]$", read[i].line.text.strip())]
        begin = titles[0] if titles else (ends[-1] + 1 if ends else after)
        while begin - 1 > before and _begins_bodies(read[begin - 1], text):
            begin -= 1
        bounds.append(begin)
    bounds.append(len(read))
    return [_Row(list(read[a:b]), n) for n, (a, b) in enumerate(itertools.pairwise(bounds), start=1)]


def _begins_bodies(line: _Line, text: RuinedText) -> bool:
    """A line that opens a list of coordinating bodies and holds nothing else: it stands above its row's title."""
    raw = line.line.text.strip(" ,‘'’.")
    found = text.body_at(raw)
    return line.number is None and found is not None and found.start == 0


def _number(rows: Sequence[_Row]) -> None:
    """Printed numbers; those that were lost between two printed ones follow, where all printed ones agree."""
    printed = {}
    for row in rows:
        numbers = [x.number for x in row.lines if x.number is not None]
        if row.ordinal in numbers:
            printed[row.ordinal] = row.ordinal
            row.stt = str(row.ordinal)
        elif numbers:
            return
    for row in rows:
        if row.stt is None and printed and min(printed) < row.ordinal < max(printed):
            row.stt, row.inferred = str(row.ordinal), True


def _task(row: _Row, text: RuinedText, table: int, year: int | None) -> tuple[Task, list[Doubt]]:
    _part(row, text)
    row.pieces = {"title": [], "lead": [], "coordinating": [], "deadline": [], "resources": []}
    for item in row.lines:
        if item.left.strip(" .,'‘’|"):
            row.pieces["title"].append(Piece(item.left, item.line.number))
        if item.lead:
            row.pieces["lead"].append(Piece(item.lead, item.line.number))
        for name, words in part_right(item.right):
            row.pieces[name].append(Piece(words, item.line.number))
    key = row.stt or f"row-{row.ordinal}"
    agency, sure = row.opening.agency, round(row.opening.likeness, 2)
    raw_all = re.sub(r"\s+", " ", " ".join(x.line.text for x in row.lines)).strip()
    cells: list[Cell] = []
    for column, name in enumerate(_COLUMNS[1:], start=2):
        pieces = row.pieces[name]
        if not pieces:
            continue
        raw = join(pieces)
        place = Place(
            raw, line=pieces[0].line, page=row.lines[0].line.page, table=table, row=row.ordinal, column=column
        )
        if name == "lead":
            cells.append(Cell(name, _bare_name(agency, text), place, sure))
            continue
        if name == "deadline":
            words, share = time_words(raw, text)
            cells.append(Cell(name, words, place, share))
            continue
        restored = text.restore(raw)
        cells.append(Cell(name, tidy(restored.text), place, round(min(restored.share, _FIELD_SURE[name]), 2)))
    by_name = {c.field: c for c in cells}
    whole = Place(raw_all, line=row.lines[0].line.number, page=row.lines[0].line.page, table=table, row=row.ordinal)
    title = by_name.get("title") or Cell("title", raw_all, whole, 0.2)
    assignments = _assignments(by_name, agency, sure, text)
    task = Task(
        key=key,
        origin=Origin.ANNEX_ROW,
        title=title,
        stt=row.stt,
        cells=tuple(cells),
        assignments=assignments,
        deadline=_deadline(by_name.get("deadline"), year),
        confidence=round(min((c.confidence for c in cells), default=0.2), 2),
    )
    doubts = [
        Doubt(
            f"task/{key}",
            "Các ô của dòng bị dính vào nhau; tách ra theo chỗ đứng của cơ quan chủ trì",
            "The row's cells run together; they were parted at the leading body's name",
            whole,
            0.5,
        )
    ]
    if row.inferred:
        doubts.append(
            Doubt(
                f"task/{key}/stt",
                "Số thứ tự không còn; suy từ thứ tự",
                "The number is gone; taken from the order",
                whole,
                0.8,
            )
        )
    return task, doubts


def _bare_name(agency: Agency, text: RuinedText) -> str:
    place = text.register.places.get(agency.jurisdiction or "")
    return agency.name.removesuffix(place.name).strip() if place else agency.name


def _assignments(cells: dict[str, Cell], agency: Agency, sure: float, text: RuinedText) -> tuple[Assignment, ...]:
    found = [Assignment(Role.LEAD, Body(cells["lead"].text, agency.code, confidence=sure), cells["lead"].place)]
    if "coordinating" in cells:
        place = cells["coordinating"].place
        seen = {agency.code}
        for other in text.bodies_in(place.text):
            if other.body.agency and other.body.agency not in seen:
                seen.add(other.body.agency)
                body = replace(other.body, confidence=min(other.body.confidence, cells["coordinating"].confidence))
                found.append(Assignment(Role.COORDINATING, body, place))
    return tuple(found)


def _deadline(cell: Cell | None, year: int | None) -> Deadline:
    if cell is None:
        return Deadline("", DeadlineKind.NONE)
    if cell.confidence < SURE:  # no day is taken from words that are not certain
        return Deadline(cell.text, DeadlineKind.NONE, place=cell.place, confidence=cell.confidence)
    read = read_deadline(cell.text, year=year, place=cell.place)
    return replace(read, confidence=min(read.confidence, cell.confidence))


def _heading(lines: Sequence[Line], table: int) -> Doubt:
    words = re.sub(r"\s+", " ", " ".join(line.text for line in lines)).strip() or "…"
    place = Place(words, line=lines[0].number if lines else None, table=table)
    return Doubt(
        f"annex/{table}/heading",
        "Tên phụ lục và đầu bảng không đọc được chắc chắn; giữ nguyên chữ",
        "The annex's title and the heads of its columns are not certain; kept as they stand",
        place,
        0.3,
    )


def _broken_off(last: Line, table: int) -> Doubt:
    """The text ends inside a row: what its last line holds is said."""
    return Doubt(
        f"annex/{table}/end",
        "Văn bản đứt giữa bảng: dòng cuối chưa hết câu, các dòng sau không có trong tệp",
        "The text breaks off inside the table: the rows after its last line are not in the file",
        Place(last.text.strip(), line=last.number, page=last.page, table=table),
        0.0,
    )
