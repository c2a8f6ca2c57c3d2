"""Finds a table that has no rules in the lines of a paper, and takes its pages apart into rows.

Reads the paper's lines; writes the heading, and for every numbered row the pieces that the pages broke it into.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeAlias

from directive_kg.extract.columns import field_of_heading
from directive_kg.extract.unruled_cues import BODY_FIELDS, Cues, closing
from directive_kg.extract.unruled_rows import plain_heading, plain_rows
from directive_kg.names import fold
from directive_kg.readers.blocks import Line

_LEAST_LAST_ROW: Final = 60  # lines that are left to the last row, behind which running text may follow
_LEFT_OPEN: Final = -3.0  # log odds, see `unruled_cues.closing`
_MAX_HEADING_LINES: Final = 30
_MAX_HEADING_WORDS: Final = 60
_MAX_HEADING_LENGTH: Final = 14  # words of one column's heading
_RULED: Final = re.compile(r"[\t|]")
_GAZETTE: Final = re.compile(r"^(?:\d+\s+)?CÔNG BÁO/Số\b")
_LONE_NUMBER: Final = re.compile(r"^\d{1,4}(?:\s+\d{1,4})?$")
_STOP: Final = re.compile(r"^(?:phụ lục(?:\s+(?:số\s+)?[ivxlc\d]{1,5})?|nơi nhận:?.*|_{3,}|\*{3,})$", re.IGNORECASE)
# The signature behind the table; in capitals, for a cell may name the same post.
_SIGNED: Final = re.compile(
    r"(?:(?:TM|KT|TL|TUQ)\s?\.|T/M\s|K/T\s)|"
    r"(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BÍ THƯ|BỘ TRƯỞNG|TRƯỞNG BAN|CỤC TRƯỞNG|CHÁNH VĂN PHÒNG|THỐNG ĐỐC)(?: ỦY BAN NHÂN DÂN.*)?$"
)
_MARK: Final = re.compile(
    r"^\(?(?P<mark>\d{1,3}(?:\.\d{1,2}){0,2}|[IVX]{1,5}\.\d{1,2}|"
    r"[IVXLC]{1,7}|[A-HĐ]|[-–—+])[.)]{0,2}(?:\s+(?P<rest>\S.*))?$"
)
_COLUMN_NUMBERS: Final = re.compile(r"^(?:\(?\d{1,2}\)?\s*)+$")
_ROMAN_DIGITS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


_Step: TypeAlias = tuple[int, Line, str, bool]  # page, line, text of the line behind it, first of its page


@dataclass(slots=True)
class SheetRow:
    """A numbered row: the lines of each page that it stands on."""

    stt: str  # as printed, without dot or brackets; '-' for a row that only has a dash
    line: int  # where its number stands
    page: int
    pieces: list[list[Line]] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)  # of each piece
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading as it stands on the first page."""

    fields: tuple[str | None, ...]  # of each column in the paper's order; None where the heading says none we know
    words: tuple[str, ...]  # folded
    start: int  # index of its first line
    end: int  # index behind its last line


@dataclass(slots=True)
class Sheet:
    """A table without rules, its pages taken apart."""

    heading: Heading
    rows: list[SheetRow]
    first_line: int  # number of the heading's first line
    end: int  # number of the last line that may belong to it
    closed: bool = False  # a signature ends it: all of the last row is the row's
    numbered: bool = True


def find_sheet(lines: Sequence[Line], cues: Cues) -> Sheet | None:
    """The first table without rules among the lines, one with numbers before one without; None when there is none."""
    filled = [line for line in lines if line.text]
    for index in range(len(filled)):
        heading = _heading_at(filled, index)
        if heading is not None:
            sheet = _rows(filled, heading)
            if len(sheet.rows) >= 2:
                return sheet
    return next(filter(None, (_plain_sheet(filled, index, cues) for index in range(len(filled)))), None)


def _plain_sheet(lines: Sequence[Line], start: int, cues: Cues) -> Sheet | None:
    found = plain_heading(lines, start)
    if found is None:
        return None
    fields, end = found
    words = tuple(fold(word) for line in lines[start:end] for word in line.text.split())
    heading = Heading(("stt", *fields), words, start, end)
    pieces, _, _ = _pages(lines, heading)
    page_of = {line.number: piece.page for piece in pieces for line in piece.lines}
    rows: list[SheetRow] = []
    for plain in plain_rows([line for piece in pieces for line in piece.lines], fields, cues):
        row = SheetRow("", plain.lines[0].number, page_of[plain.lines[0].number])
        row.groups = (plain.group,) if plain.group else ()
        for line in plain.lines:
            page = page_of[line.number]
            _add(row, line, page, new=not row.pages or row.pages[-1] != page)
        rows.append(row)
    if not rows:
        return None
    return Sheet(heading, rows, lines[start].number, rows[-1].pieces[-1][-1].number, closed=True, numbered=False)


def _heading_at(lines: Sequence[Line], start: int) -> Heading | None:
    """The heading that begins at this line, if one does: broken lines up to the first row's number."""
    if not re.match(r"(?:S?TT|Số)\b", lines[start].text, re.IGNORECASE):
        return None
    words: list[str] = []
    starts: set[int] = set()  # words that begin a line
    for end in range(start, min(start + _MAX_HEADING_LINES, len(lines))):
        text = lines[end].text
        if _RULED.search(text) or len(words) > _MAX_HEADING_WORDS:
            return None
        mark = _MARK.match(text)
        if end > start and (_COLUMN_NUMBERS.match(text) or (mark and mark["mark"] in {"I", "A", "1"})):
            fields = _headings(words, starts)
            if fields is None:
                return None
            return Heading(fields, tuple(fold(word) for word in words), start, end)
        starts.add(len(words))
        words.extend(text.split())
    return None


def _headings(words: Sequence[str], line_starts: set[int]) -> tuple[str | None, ...] | None:
    """The fields of the columns whose headings, one behind the other, are these words.

    The reading with the most columns that we know wins; a heading begins with a capital, an unknown one also a line.
    """
    best: dict[int, list[tuple[float, tuple[str | None, ...]]]] = {0: [(0.0, ())]}
    for start in range(len(words)):
        if start and not words[start][0].isupper():
            continue
        for end in range(start + 1, min(start + _MAX_HEADING_LENGTH, len(words)) + 1):
            known = field_of_heading(" ".join(words[start:end]))
            if known is None and start not in line_starts:
                continue
            for score, fields in best.get(start, ()):
                if known is not None and known in fields:
                    continue
                gain = -4.0 if known is None else 10.0 + (start in line_starts)
                best.setdefault(end, []).append((score + gain, (*fields, known)))
        for end, readings in best.items():
            best[end] = sorted(readings, key=lambda reading: -reading[0])[:20]
    readings = best.get(len(words), [])
    if not readings:
        return None
    fields = readings[0][1]
    known_fields = [name for name in fields if name not in {None, "stt"}]
    # A list of works or persons has a title, too; a table of tasks says who is to do them.
    orders = "title" in known_fields and len(known_fields) >= 3 and any(name in BODY_FIELDS for name in known_fields)
    return fields if fields[0] == "stt" and orders else None


def _repeat_at(lines: Sequence[Line], start: int, words: tuple[str, ...]) -> int | None:
    """Index behind the heading when it is repeated at this line."""
    seen = 0
    for index in range(start, min(start + _MAX_HEADING_LINES, len(lines))):
        here = fold(lines[index].text).split()
        if tuple(here) != words[seen : seen + len(here)]:
            return None
        seen += len(here)
        if seen == len(words):
            return index + 1
    return None


@dataclass(slots=True)
class _Piece:
    """The lines of the table on one page, without heading, page number and running head."""

    page: int
    lines: list[Line]


def _pages(lines: Sequence[Line], heading: Heading) -> tuple[list[_Piece], int, bool]:
    """The table's lines page by page, the number of its last line, and whether a signature ends it."""
    body = lines[heading.end :]
    gaps = Counter(b.number - a.number for a, b in pairwise(body))
    usual = gaps.most_common(1)[0][0] if gaps else 1
    pieces = [_Piece(lines[heading.start].page or 1, [])]
    last = lines[heading.end - 1].number
    index = heading.end
    while index < len(lines):
        line = lines[index]
        behind = _repeat_at(lines, index, heading.words)
        if behind is None and (_STOP.match(line.text) or _is_signature(line.text) or _RULED.search(line.text)):
            break
        if behind is None and _heading_at(lines, index) is not None:
            break
        if behind is not None:
            _drop_page_number(pieces[-1].lines)
            _turn_page(pieces, line.page)
            index = behind
            continue
        if _GAZETTE.match(line.text):
            index = _skip_running_head(lines, index, pieces)
            continue
        if line.page is not None and line.page != pieces[-1].page:
            _turn_page(pieces, line.page)
        if _is_page_number(lines, index, usual, pieces):
            _turn_page(pieces, line.page)
        else:
            pieces[-1].lines.append(line)
        last = line.number
        index += 1
    _skip_column_numbers(pieces[0].lines, len(heading.fields))
    return _without_empty(pieces), last, index < len(lines) and _is_signature(lines[index].text)


def _is_signature(text: str) -> bool:
    return text.isupper() and bool(_SIGNED.match(text))


def _turn_page(pieces: list[_Piece], page: int | None) -> None:
    """Begin a page; a page number, a running head and a repeated heading behind one another begin one page only."""
    if pieces[-1].lines:
        pieces.append(_Piece(page or pieces[-1].page + 1, []))
    elif page is not None:
        pieces[-1].page = page


def _without_empty(pieces: list[_Piece]) -> list[_Piece]:
    return [piece for piece in pieces if piece.lines]


def _drop_page_number(lines: list[Line]) -> None:
    """A lone number right before a repeated heading numbers the page."""
    while lines and _LONE_NUMBER.match(lines[-1].text):
        lines.pop()


def _skip_running_head(lines: Sequence[Line], index: int, pieces: list[_Piece]) -> int:
    """Step over the gazette's running head with the page numbers around it."""
    _drop_page_number(pieces[-1].lines)
    index += 1
    while (
        index < len(lines)
        and _LONE_NUMBER.match(lines[index].text)
        and lines[index].number - lines[index - 1].number == 1
    ):
        index += 1
    _turn_page(pieces, lines[min(index, len(lines) - 1)].page)
    return index


def _is_page_number(lines: Sequence[Line], index: int, usual: int, pieces: list[_Piece]) -> bool:
    """Whether a lone number, set off on both sides, numbers a page rather than a row."""
    if not _LONE_NUMBER.match(lines[index].text) or index + 1 >= len(lines) or not pieces[-1].lines:
        return False
    before = lines[index].number - lines[index - 1].number
    after = lines[index + 1].number - lines[index].number
    rows = [
        line.text.rstrip(".") for piece in pieces for line in piece.lines if _LONE_NUMBER.match(line.text.rstrip("."))
    ]
    follows = bool(rows) and rows[-1].isdigit() and lines[index].text == str(int(rows[-1]) + 1)
    return before > usual and after > usual and not follows


def _skip_column_numbers(lines: list[Line], columns: int) -> None:
    """Take away a line, or a run of lines, that only numbers the columns: '(1) (2) (3)'."""
    seen: list[int] = []
    for count, line in enumerate(lines, start=1):
        if not _COLUMN_NUMBERS.match(line.text):
            return
        seen += [int(number) for number in re.findall(r"\d+", line.text)]
        if seen != list(range(1, len(seen) + 1)) or len(seen) > columns:
            return
        if len(seen) == columns:
            del lines[:count]
            return


@dataclass(slots=True)
class _Numbering:
    """What number may come next."""

    arabic: int = 0
    parts: tuple[int, ...] = ()
    roman: int = 0
    below: int = 0  # of 'I.1', 'I.2'
    letter: str = ""
    fresh: bool = True  # a group has just been opened, or the table

    def accepts(self, mark: str) -> str | None:
        """The manner of a mark that may come next ('n', 'n.n', 'I', 'A', '-'), or None."""
        if mark in "-–—+":
            return "-" if self.arabic else None
        if mark[0].isdigit():
            numbers = tuple(int(part) for part in mark.split("."))
            if len(numbers) == 1:
                return "n" if numbers[0] == self.arabic + 1 or (self.fresh and numbers[0] == 1) else None
            above, below = numbers[:-1], numbers[-1]
            opened = (self.arabic, *self.parts)
            if below == 1 and above == opened[: len(above)]:
                return "n.n"
            return "n.n" if len(opened) >= len(numbers) and opened[: len(numbers)] == (*above, below - 1) else None
        if "." in mark:
            figure, _, count = mark.partition(".")
            return "I.n" if _roman(figure) == self.roman and int(count) == self.below + 1 else None
        if _roman(mark) == self.roman + 1:
            return "I"
        return "A" if mark == (chr(ord(self.letter) + 1) if self.letter else "A") else None

    def take(self, mark: str, manner: str) -> None:
        """Count the mark in."""
        self.fresh = manner in {"I", "A"}
        if manner == "n":
            self.arabic, self.parts = int(mark), ()
        elif manner == "n.n":
            self.parts = tuple(int(part) for part in mark.split("."))[1:]
        elif manner == "I.n":
            self.below += 1
        elif manner == "I":
            self.roman, self.below = self.roman + 1, 0
        elif manner == "A":
            self.letter, self.roman = mark, 0


def _roman(mark: str) -> int:
    total = 0
    for here, after in zip(mark, [*mark[1:], ""], strict=True):
        value = _ROMAN_DIGITS.get(here, 0)
        total += -value if value < _ROMAN_DIGITS.get(after, 0) else value
    return total if all(c in _ROMAN_DIGITS for c in mark) else 0


def _rows(lines: Sequence[Line], heading: Heading) -> Sheet:
    """The numbered rows of the table that this heading opens."""
    pieces, last, closed = _pages(lines, heading)
    numbering = _Numbering()
    rows: list[SheetRow] = []
    groups: list[tuple[str, SheetRow]] = []
    walk = list(_walk(pieces))
    for index, (page, line, following, new_page) in enumerate(walk):
        found = _MARK.match(line.text)
        manner = numbering.accepts(found["mark"]) if found else None
        rest = (found["rest"] or "") if found else ""
        if found and manner == "n" and not new_page and _left_over(walk, index, found["mark"]):
            manner = None
        if found and manner and _opens_row(manner, rest, following, rows):
            numbering.take(found["mark"], manner)
            row = SheetRow("-" if manner == "-" else found["mark"], line.number, page)
            if manner in {"I", "A"}:
                # A letter stands above Roman numerals, whatever came before.
                groups = [] if manner == "A" else [g for g in groups if g[0] == "A"]
                groups.append((manner, row))
            else:
                row.groups = tuple(_group_words(group) for _, group in groups)
            rows.append(row)
            if rest:
                _add(row, Line(rest, line.number, line.page), page, new=True)
        elif rows:
            _add(rows[-1], line, page, new=new_page)
    if rows:
        last = _bound_last(rows, last)
    headings = {id(row) for row in rows if _heads_others(row, rows)}
    headings |= _numbered_headings(rows, len(heading.fields))
    kept = [row for row in rows if id(row) not in headings]
    return Sheet(heading, kept, lines[heading.start].number, last, closed)


def _bound_last(rows: Sequence[SheetRow], last: int) -> int:
    """Cut what is too long to be the table's last row; gives the number of the last line that is left."""
    longest = max((len(piece) for row in rows[:-1] for piece in row.pieces), default=0)
    bound = max(_LEAST_LAST_ROW, 2 * longest)
    for index, piece in enumerate(rows[-1].pieces):
        if len(piece) > bound:
            del piece[bound:]
            del rows[-1].pieces[index + 1 :]
            return piece[-1].number
    return last


def _left_over(walk: Sequence[_Step], index: int, mark: str) -> bool:
    """Whether a number belongs to what the line before has left open ('Tháng 9,' before a lone '10').

    Only where the same number comes once more before its successor: a row is not given up for a comma.
    """
    if index == 0 or closing(walk[index - 1][1].text) > _LEFT_OPEN:
        return False
    for _, line, _, _ in walk[index + 1 :]:
        text = line.text.strip("().")
        if text in {mark, str(int(mark) + 1), "1"}:  # "1": the numbering begins anew
            return text == mark
    return False


def _walk(pieces: Sequence[_Piece]) -> Iterator[_Step]:
    """Every line with its page, the text of the line behind it on the page, and whether it is the page's first."""
    for piece in pieces:
        for index, line in enumerate(piece.lines):
            following = piece.lines[index + 1].text if index + 1 < len(piece.lines) else ""
            yield piece.page, line, following, index == 0


def _opens_row(manner: str, rest: str, following: str, rows: Sequence[SheetRow]) -> bool:
    """Whether a mark opens a row rather than being a number that a cell's wrap left alone on its line."""
    first = rest or following
    if not first or first[0].islower() or first[0] in ",;./)":
        return False
    if rest and (manner in {"-", "A"} or not rest[0].isupper()):
        # '- Kế hoạch' is a list item of a cell, and '2 tỷ đồng' the rest of a sentence.
        return False
    return not (rows and not rows[-1].pieces and manner not in {"n", "n.n", "I", "I.n"})


def _add(row: SheetRow, line: Line, page: int, *, new: bool) -> None:
    if new or not row.pieces:
        row.pieces.append([])
        row.pages.append(page)
    row.pieces[-1].append(line)


def _group_words(row: SheetRow) -> str:
    words = " ".join(line.text for piece in row.pieces for line in piece)
    return f"{row.stt}. {words}"


def _numbered_headings(rows: Sequence[SheetRow], columns: int) -> set[int]:
    """The ids of rows like '1' that only head '1.1' and its like: too few lines to fill half the columns."""
    found: set[int] = set()
    for row, after in pairwise(rows):
        lines = sum(map(len, row.pieces))
        if after.stt == f"{row.stt}.1" and lines <= max(1, (columns - 1) // 3):
            found.add(id(row))
            for other in rows:
                if other.stt.startswith(f"{row.stt}."):
                    other.groups = (*other.groups, _group_words(row))
    return found


def _heads_others(row: SheetRow, rows: Sequence[SheetRow]) -> bool:
    """Whether a Roman or lettered row is a heading: arabic rows stand below it somewhere in the table."""
    return row.stt[0].isalpha() and "." not in row.stt and any(o.stt[0].isdigit() or "." in o.stt for o in rows)
