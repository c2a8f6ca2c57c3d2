"""Grids of one or more pages to table fragments: heading rows made one, merged cells spread, text of each cell joined."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from directive_kg.names import fold
from directive_kg.readers.blocks import RawCell
from directive_kg.readers.grid import counts_columns
from directive_kg.readers.page import GLUE, Word, is_bold, join_lines, printed_lines, segments
from directive_kg.readers.page_grid import Grid, GridCell

_NUMBER_HEADINGS: Final = frozenset({"stt", "tt", "sott", "sothutu"})
_NUMBER: Final = re.compile(
    r"^\(?(?:\d{1,4}(?:\.\d{1,3}){0,4}|[IVXL]{1,6}(?:\.\d{1,3}){0,3}|[A-Za-zĐđ]|[-–—+•*])[.)]{0,2}$"
)
_BULLET: Final = re.compile(r"^[-–—+•*]\s*")
_CUT_FIGURES: Final = re.compile(r"^(?=\d[\d. ]{1,12}[.)]?$)(?=.* )(?:\d ?){1,3}(?:\. ?(?:\d ?){1,3}){0,4}\.?$")
_SYLLABLE_END: Final = re.compile(r"^(?:c|ch|m|n|ng|nh|g|h|p|t)(?:\s|$)")  # no word of its own: 'Chươn' over 'g'
# A document's number, a day, a month or a quarter.
_WITH_SLASH: Final = re.compile(
    r"^\(?(?:\d{1,5}(?:/\d{4})?[/-][A-ZĐ]{2}[A-ZĐ\d/.\-]*|(?:\d{1,2}/){1,2}\d{4}|[IV]{1,3}/\d{4})\)?$"
)
_CLOSES: Final = (".", ";", ":")
_SAME_WIDTH: Final = 4.0  # points between the columns of a table on two pages
_MOST_HEADING_ROWS: Final = 4
_LONGEST_HEADING: Final = 30  # letters of a column's heading, where nothing else tells that it is one
_SURE: Final = 0.85
_GUESSED: Final = 0.5


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell's text and what is known of it; its line is not yet counted."""

    text: str
    bold: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Fragment:
    """A table on one page: rows of cells, the heading first where it has one."""

    page: int
    top: float
    bottom: float
    widths: tuple[float, ...]
    rows: tuple[tuple[CellText, ...], ...]
    has_heading: bool
    open_foot: bool = False  # no line is ruled below: the page cut its last row in two
    top_spans: tuple[int, ...] = ()  # rows that the cells of the first row below the heading cover; 0 for no own cell
    foot_spans: tuple[int, ...] = ()  # the same of the last row

    def __post_init__(self) -> None:
        for name in ("top_spans", "foot_spans"):
            if not getattr(self, name):
                object.__setattr__(self, name, (1,) * len(self.widths))

    @property
    def heading(self) -> tuple[CellText, ...]:
        """The first row."""
        return self.rows[0]

    def goes_on_from(self, before: "Fragment") -> bool:
        """Whether this table has the columns of the one before."""
        return len(self.widths) == len(before.widths) and all(
            abs(a - b) <= _SAME_WIDTH for a, b in zip(self.widths, before.widths, strict=True)
        )

    def follows(self, before: "Fragment") -> bool:
        """Whether this table is the next page's part of the one before."""
        return self.page == before.page + 1 and self.goes_on_from(before)

    def with_heading_of(self, before: "Fragment") -> "Fragment":
        """The table with the heading that speaks for it from the page before; of a heading that comes again, each cell as
        it was read more surely.
        """
        if not before.has_heading:
            return self
        pairs = list(zip(self.heading, before.heading, strict=True))
        again = 2 * sum(fold(own.text) == fold(other.text) for own, other in pairs) >= len(pairs)
        if not self.has_heading and not again:
            return replace(self, rows=(before.heading, *self.rows), has_heading=True)
        if not again:
            return self
        heading = tuple(_better(own, other) for own, other in pairs)
        return replace(self, rows=(heading, *self.rows[1:]), has_heading=True)


def _better(one: CellText, other: CellText) -> CellText:
    """Of two readings of one heading the whole one, else the surer one."""
    short, long = sorted((fold(one.text), fold(other.text)), key=len)
    if short != long and short in long:
        return one if fold(one.text) == long else other
    return one if one.confidence > other.confidence else other


def is_number_heading(text: str) -> bool:
    """Whether a text heads the column of numbers, broken by a narrow column or not."""
    return "".join(fold(text).strip(". ").split()) in _NUMBER_HEADINGS


def cell_text(words: Sequence[Word]) -> CellText:
    """The words of a cell as text; list items stay apart by newline.

    A dash opens an item where the cell itself opens with one or the line before ends a clause; elsewhere it is a part of
    a name that the wrap brought to the front of a line.
    """
    if not words:
        return CellText("")
    printed = printed_lines(words)
    widest = max(line[-1].x1 - line[0].x0 for line in printed)
    lines = [" ".join(s.text for s in segments(line, 1)) for line in printed]
    lines = [
        text + (GLUE if _is_cut(line, widest, after) else "")
        for line, text, after in zip(printed, lines, [*lines[1:], ""], strict=True)
        if text
    ]
    if not lines:
        return CellText("")
    is_list = bool(_BULLET.match(lines[0])) and len(lines[0]) > 1
    items: list[list[str]] = [[]]
    for line in lines:
        bullet = _BULLET.match(line)
        opens = bullet and line[bullet.end() :][:1].isupper()
        if opens and items[-1] and (is_list or items[-1][-1].endswith(_CLOSES)):
            items.append([line])
        else:
            items[-1].append(line)
    return CellText(
        "\n".join(join_lines(item) for item in items),
        is_bold(words),
        min(word.confidence for word in words),
    )


def whole_number(cell: CellText) -> CellText:
    """The number of a row, whose figures a narrow column parts, as one."""
    return replace(cell, text=cell.text.replace(" ", "")) if _CUT_FIGURES.match(cell.text) else cell


def _is_cut(line: Sequence[Word], widest: float, after: str) -> bool:
    """Whether a cell was narrower than a number and parted it: '2795/2016/Q' over 'Đ-UBND', '01/202' over '6'."""
    word = line[0]
    full = word.x1 - word.x0 > widest - (word.x1 - word.x0) / len(word.text)
    joined = word.text + after.split(" ", maxsplit=1)[0]
    if not (full and len(line) == 1):
        return False
    return bool(_SYLLABLE_END.match(after)) or ("/" in word.text and bool(_WITH_SLASH.match(joined.rstrip(".,;"))))


def fragment(grid: Grid) -> Fragment:
    """A ruled grid as rows of cells.

    A cell merged over columns stands in its first one; merged over rows, it speaks for each of them, save for a number,
    which belongs to its first row alone. A row that has no words of its own is none.
    """
    texts = {id(cell): cell_text(cell.words) for cell in grid.cells}
    for cell in grid.cells:
        if cell.last_column == 0:
            texts[id(cell)] = whole_number(texts[id(cell)])
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    squares: list[list[GridCell]] = [[grid.cells[0]] * columns for _ in range(rows)]
    for cell in grid.cells:
        for r in range(cell.row, cell.last_row + 1):
            for c in range(cell.column, cell.last_column + 1):
                squares[r][c] = cell
    if _heads_unread(squares[0], texts):
        texts[id(squares[0][0])] = CellText("STT", True, _GUESSED)
    first, last = _heading_rows(squares, texts)
    leaves = _leaves(squares[last]) if first is not None else [(c, c) for c in range(columns)]
    made: list[tuple[CellText, ...]] = []
    kept: list[int] = []
    if first is not None:
        made.append(tuple(_heading(squares[first : last + 1], texts, leaf) for leaf in leaves))
    for r in range(0 if first is None else last + 1, rows):
        row = tuple(_body(squares[r], texts, leaf, r) for leaf in leaves)
        own = any(cell.row == r and texts[id(cell)].text for cell in squares[r])
        if own and not counts_columns([cell.text for cell in row]):
            made.append(row)
            kept.append(r)
    return Fragment(
        page=grid.page,
        top=grid.top,
        bottom=grid.bottom,
        widths=tuple(grid.xs[b + 1] - grid.xs[a] for a, b in leaves),
        rows=tuple(made),
        has_heading=first is not None,
        open_foot=grid.open_foot,
        top_spans=_spans(squares[kept[0]], leaves, kept) if kept else (),
        foot_spans=_spans(squares[kept[-1]], leaves, kept) if kept else (),
    )


def _spans(row: Sequence[GridCell], leaves: Sequence[tuple[int, int]], kept: Sequence[int]) -> tuple[int, ...]:
    """Of how many rows that are kept each cell of a row speaks; 0 where a wide cell covers the column."""
    return tuple(
        sum(row[a].row <= r <= row[a].last_row for r in kept) if row[a].column == a and row[a].last_column <= b else 0
        for a, b in leaves
    )


def _heads_unread(row: Sequence[GridCell], texts: dict[int, CellText]) -> bool:
    """Whether a scan's first row is a heading whose first word was not made out: the others are short and without figures."""
    first, *others = {id(cell): texts[id(cell)] for cell in row}.values()
    return (
        first.confidence < _SURE
        and len(others) >= 3
        and bool(first.text)
        and not _NUMBER.match(first.text)
        and all(0 < len(cell.text) <= _LONGEST_HEADING and not re.search(r"\d", cell.text) for cell in others)
    )


def _heading_rows(squares: Sequence[Sequence[GridCell]], texts: dict[int, CellText]) -> tuple[int | None, int]:
    """The first and last row of the heading; (None, -1) when the table goes straight to its rows."""
    for r, row in enumerate(squares[:_MOST_HEADING_ROWS]):
        if is_number_heading(texts[id(row[0])].text):
            return r, row[0].last_row
    cells = {id(cell): cell for cell in squares[0]}
    filled = [cell for cell in cells.values() if texts[id(cell)].text]
    if len(filled) >= 3 and len(filled) == len(cells) and all(texts[id(cell)].bold for cell in filled):
        return 0, max(cell.last_row for cell in filled)
    return None, -1


def _leaves(row: Sequence[GridCell]) -> list[tuple[int, int]]:
    """The columns that the heading's last row makes, as ranges of the grid's columns."""
    leaves: list[tuple[int, int]] = []
    for cell in row:
        if not leaves or cell.column > leaves[-1][1]:
            leaves.append((cell.column, cell.last_column))
    return leaves


def _heading(rows: Sequence[Sequence[GridCell]], texts: dict[int, CellText], leaf: tuple[int, int]) -> CellText:
    cells = {id(row[leaf[0]]): row[leaf[0]] for row in rows}
    parts = [texts[key] for key in cells if texts[key].text]
    text = " ".join(part.text for part in parts)
    text = "STT" if is_number_heading(text) else text
    return CellText(text, True, min((p.confidence for p in parts), default=1.0))


def _body(row: Sequence[GridCell], texts: dict[int, CellText], leaf: tuple[int, int], r: int) -> CellText:
    found: list[CellText] = []
    for c in range(leaf[0], leaf[1] + 1):
        cell = row[c]
        opens_here = cell.column == c
        if opens_here and (cell.row == r or not (c == 0 and _NUMBER.match(texts[id(cell)].text))):
            found.append(texts[id(cell)])
    parts = [part for part in found if part.text]
    if len(parts) == 1:
        return parts[0]
    return CellText(
        " ".join(part.text for part in parts),
        bool(parts) and all(part.bold for part in parts),
        min((part.confidence for part in parts), default=1.0),
    )


def raw_cells(row: Sequence[CellText], line_of: Sequence[int], page: int) -> tuple[RawCell, ...]:
    """The cells of a row with the lines on which each begins."""
    return tuple(
        RawCell(cell.text, line, page, column, cell.confidence, cell.bold)
        for column, (cell, line) in enumerate(zip(row, line_of, strict=True), start=1)
    )
