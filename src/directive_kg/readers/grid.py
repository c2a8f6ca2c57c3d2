"""Tables of Word and Excel with their merged cells, to plain rows in which every cell speaks for itself."""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from directive_kg.readers.blocks import RawCell, RawTable

MAX_COLUMNS: Final = 64
_MAX_SPOKEN: Final = 2_000_000  # letters that the merged cells of one table may say again; then they say them once
# What a number column holds; a merged number is printed once and names its first row only.
_NUMBER: Final = re.compile(
    r"^\(?(?:\d{1,4}(?:\.\d{1,3}){0,4}|[IVXL]{1,6}(?:\.\d{1,3}){0,3}|[A-Za-zĐđ]|[-–—+•*])[.)]{0,2}$"
)


class GridCell(NamedTuple):
    """A cell with the columns it covers; `goes_on` when it continues the cell above it."""

    text: str
    line: int
    column: int  # from 1
    width: int = 1
    bold: bool = False
    goes_on: bool = False
    opens: bool = False  # the first cell of a vertical merge

    @property
    def end(self) -> int:
        """The last column that it covers."""
        return self.column + self.width - 1


def raw_table(rows: Iterable[Sequence[GridCell]]) -> RawTable | None:
    """Rows of cells on a grid as a RawTable, or None when nothing is written in them.

    A cell that is merged over several rows speaks for each of them, its number for the first one only.
    A row that has nothing of its own is dropped, one that only numbers the columns too; a heading in two storeys becomes
    one row. Where the sides of cells do not lie under one another, as when somebody pulled at a row, cells of one place
    in their rows are one column.
    """
    kept = _joined_heading([row for row in _spread(_in_line(list(rows))) if row])
    kept = [row for row in kept if not counts_columns([cell.text for cell in row])]
    width = max((cell.end for row in kept for cell in row), default=0)
    cells = tuple(_flat(row, width) for row in kept)
    return RawTable(cells, cells[0][0].line) if cells else None


def counts_columns(texts: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: '1 2 3 4', '(1) (2) (3)', 'A B 1 2'.

    >>> counts_columns(["(1)", "(2)", "(3)"]), counts_columns(["A", "B", "1"]), counts_columns(["1", "2", ""])
    (True, True, False)
    """
    bare = [text.strip("().:[] \n").upper() for text in texts]
    if len(max(bare, key=len, default="")) > 3:
        return False  # words
    letters = next((i for i, text in enumerate(bare) if text.isdecimal()), 0)
    wanted = [chr(ord("A") + i) for i in range(letters)] + [str(i) for i in range(1, len(bare) - letters + 1)]
    right = sum(map(str.__eq__, bare, wanted))
    # A scan may misread one or two of them; no row of words has nothing longer than two letters.
    return right == len(bare) >= 3 or (right >= max(3, 0.6 * len(bare)) and all(0 < len(t) <= 2 for t in bare))


def _in_line(rows: Sequence[Sequence[GridCell]]) -> Sequence[Sequence[GridCell]]:
    """The rows with no more grid columns than it takes for every cell to have one."""
    wide = sorted((cell.end, cell.column) for row in rows for cell in row if cell.width > 1)
    needed = {cell.column for row in rows for cell in row if cell.width == 1}
    for end, column in wide:
        if needed.isdisjoint(range(column, end + 1)):
            needed.add(end)
    last = max([*needed, *(end for end, _ in wide[-1:])], default=0)
    if len(needed) == last:
        return rows
    place = list(accumulate((column in needed for column in range(last + 1)), initial=0))
    return [
        [c._replace(column=place[c.column] + 1, width=place[c.end + 1] - place[c.column]) for c in row] for row in rows
    ]


def _spread(rows: Iterable[Sequence[GridCell]]) -> Iterable[list[GridCell]]:
    above: dict[int, GridCell] = {}
    spoken_for = 0
    for row in rows:
        filled: list[GridCell] = []
        own_words = False
        for cell in row:
            if cell.goes_on:
                source = above.get(cell.column)
                spoken = source.text if source is not None and not _is_number(source) else ""
                spoken_for += len(spoken)
                if spoken_for > _MAX_SPOKEN:
                    spoken = ""
                filled.append(cell._replace(text=spoken, bold=source.bold if source else False))
            else:
                own_words = own_words or bool(cell.text)
                above[cell.column] = cell
                filled.append(cell)
        yield filled if own_words else []


def _is_number(cell: GridCell) -> bool:
    return cell.column == 1 and bool(_NUMBER.match(cell.text.strip()))


def _joined_heading(rows: list[list[GridCell]]) -> list[list[GridCell]]:
    """A first row whose wide cells are divided by the second, the others merged into it, is one heading with it."""
    if len(rows) < 2:
        return rows
    first, second = rows[0], rows[1]
    divided = [cell for cell in first if cell.width > 1 and cell.text]
    going_on = {cell.column for cell in second if cell.goes_on}
    if not divided or not going_on or any(not c.opens and c.width == 1 and c.text for c in first):
        return rows
    joined = []
    for cell in second:
        over = next((c for c in divided if c.column <= cell.column <= c.end), None)
        said = over is not None and not cell.goes_on and cell.text
        joined.append(cell._replace(text=f"{cell.text} ({over.text})", line=over.line) if said and over else cell)
    return [joined, *rows[2:]]


def _flat(row: Sequence[GridCell], width: int) -> tuple[RawCell, ...]:
    by_column = {cell.column: cell for cell in row}
    line = row[0].line
    return tuple(
        RawCell(cell.text, cell.line, None, column, bold=cell.bold)
        if (cell := by_column.get(column))
        else RawCell("", line, None, column)
        for column in range(1, width + 1)
    )
