"""The rows of a table that has neither ruled lines nor numbers: the cheapest way to part its printed lines into bands.

What speaks for a row: its cells begin together or share a middle, none opens with a small letter, no line of a cell breaks
where the next word would still have fitted, every column holds something. Costs are by judgement.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from directive_kg.readers.page import Word, is_bold

_LONGEST: Final = 30  # printed lines of one row
_ROW: Final = 1.0
_EMPTY: Final = 1.0  # a column that a row leaves empty
_NO_TITLE: Final = 5.0  # the same of the column with the most words
_SMALL_LETTER: Final = 2.5  # a cell that opens with one
_OPEN_END: Final = 2.0  # a cell that ends in a comma or a hyphen
_COULD_GO_ON: Final = 2.0  # a line that breaks before a word that would have fitted
_OTHER_WEIGHT: Final = 4.0  # bold words or capitals and others in one cell
_OTHER_NUMBERS: Final = 6.0  # for every number too many, or none
_OFF: Final = 2.0  # for every line that a cell stands away from where the row's cells stand
_MOST_OFF: Final = 3.0

Line = Sequence[Word]
Cells = dict[int, list[Word]]


@dataclass(slots=True)
class _Cell:
    """A cell of a would-be row, as far as it has been read."""

    top: float
    bottom: float
    last: list[Word]
    set_as: tuple[bool, bool]  # bold; capitals
    cost: float  # of its opening and its breaks


class Bands:
    """Printed lines of an unruled table, their words by columns."""

    def __init__(
        self,
        lines: Sequence[Line],
        column_of: Callable[[Word], int],
        is_wide: Callable[[Line], bool],
        has_number: Callable[[Line], bool] | None = None,
    ) -> None:
        """`column_of` tells a word's column, `is_wide` whether a line's words run over several.

        `has_number` tells a line with the number of a row, in a table that has such; every row has one then.
        """
        self._lines = lines
        self._numbers = [has_number(line) for line in lines] if has_number else None
        self._wide = [is_wide(line) for line in lines]
        self._cells: list[Cells] = []
        for line in lines:
            cells: Cells = {}
            for word in line:
                cells.setdefault(column_of(word), []).append(word)
            self._cells.append(cells)
        counts: dict[int, int] = {}
        self._right: dict[int, float] = {}
        for cells, wide in zip(self._cells, self._wide, strict=True):
            for column, words in cells.items() if not wide else ():
                counts[column] = counts.get(column, 0) + len(words)
                self._right[column] = max(self._right.get(column, 0.0), words[-1].x1)
        self._columns = sorted(counts)
        self._title = max(counts, key=counts.__getitem__) if counts else 0
        steps = [b[0].y - a[0].y for cells_a, cells_b in zip(self._cells, self._cells[1:], strict=False)
                 for c in cells_a if c in cells_b for a, b in [(cells_a[c], cells_b[c])]]  # fmt: skip
        self._pitch = median(steps) if steps else 12.0

    def cut(self) -> list[list[Line]]:
        """The lines of each row, whether cells stand at the top of their rows or in the middle."""
        ways = [self._cheapest(middle=middle) for middle in (False, True)]
        ends = min(ways, key=lambda way: way[0])[1]
        return [list(self._lines[a:b]) for a, b in zip([0, *ends], ends, strict=False)]

    def _cheapest(self, *, middle: bool) -> tuple[float, list[int]]:
        size = len(self._lines)
        best = [0.0] + [float("inf")] * size
        came: list[int] = [0] * (size + 1)
        for start in range(size):
            for end, cost in self._rows_from(start, middle=middle):
                if best[start] + cost < best[end]:
                    best[end], came[end] = best[start] + cost, start
        ends = [size]
        while ends[0]:
            ends.insert(0, came[ends[0]])
        return best[size], ends[1:]

    def _rows_from(self, start: int, *, middle: bool) -> list[tuple[int, float]]:
        """Where a row that begins with a line may end, and what each such row costs."""
        found: list[tuple[int, float]] = []
        cells: dict[int, _Cell] = {}
        wide = numbers = 0
        for end in range(start + 1, min(start + _LONGEST, len(self._lines)) + 1):
            wide += self._wide[end - 1]
            numbers += bool(self._numbers and self._numbers[end - 1])
            for column, words in self._cells[end - 1].items():
                self._take(cells, column, words)
            if wide and wide < end - start:
                break  # words over several columns are a row of their own
            if wide:
                found.append((end, _ROW))
                continue
            others = _OTHER_NUMBERS * abs(numbers - 1) if self._numbers and not self._is_heading(cells) else 0.0
            if start == 0 and not numbers:
                others = 0.0  # the rest of a row of the page before
            found.append((end, _ROW + others + self._cost(cells, middle=middle, first=start == 0)))
        return found

    def _take(self, cells: dict[int, _Cell], column: int, words: list[Word]) -> None:
        top, bottom = min(w.top for w in words), max(w.bottom for w in words)
        set_as = is_bold(words), _in_capitals(words)
        cell = cells.get(column)
        if cell is None:
            small = _SMALL_LETTER if words[0].text[:1].islower() else 0.0
            cells[column] = _Cell(top, bottom, words, set_as, small)
            return
        room = self._right.get(column, 0.0) - cell.last[-1].x1
        first = words[0]
        if room > first.x1 - first.x0 + 0.6 * first.height:
            cell.cost += _COULD_GO_ON if not first.text[:1].islower() else _COULD_GO_ON / 4
        if top - cell.bottom > 0.8 * self._pitch:
            cell.cost += _COULD_GO_ON  # a line left out
        cell.cost += _OTHER_WEIGHT * (set_as != cell.set_as and not words[0].text[:1].islower())
        cell.bottom, cell.last = bottom, words

    def _is_heading(self, cells: dict[int, _Cell]) -> bool:
        """Whether a row heads those below it: bold or in capitals, with nothing behind its first words."""
        least = 1 if self._numbers else 0
        return max(cells) <= least and all(any(cell.set_as) for c, cell in cells.items() if c or not least)

    def _cost(self, cells: dict[int, _Cell], *, middle: bool, first: bool) -> float:
        filled = set(cells)
        if self._is_heading(cells):
            return sum(cell.cost for cell in cells.values())
        empty = [column for column in self._columns if column not in filled]
        # What a page opens with may be the rest of a row of the page before.
        no_title = _EMPTY if first else _NO_TITLE
        total = sum(no_title if column == self._title else _EMPTY for column in empty) / (1 + first)
        top, bottom = min(c.top for c in cells.values()), max(c.bottom for c in cells.values())
        for cell in cells.values():
            off = abs(cell.top + cell.bottom - top - bottom) / 2 if middle else cell.top - top
            total += cell.cost + min(_MOST_OFF, _OFF * off / self._pitch)
            total += _OPEN_END if cell.last[-1].text.endswith((",", "-", "(")) else 0.0
        return total


def _in_capitals(words: Sequence[Word]) -> bool:
    text = "".join(word.text for word in words)
    return text.isupper() and len(text) > 3
