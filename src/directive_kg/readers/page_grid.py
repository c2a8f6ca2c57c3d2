"""Tables with ruled lines: the lines make a grid, grid squares without a line between them are one merged cell."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from directive_kg.readers.page import Page, Rule, Word

_NEAR: Final = 3.0  # points: ends that meet, lines that are one
_MOST_RULES: Final = 20_000  # on one page; a page with more is a drawing
_MOST_LINES: Final = 2_000  # on one page once their pieces are joined
_MOST_SQUARES: Final = 60_000  # of one grid
_COVERED: Final = 0.6  # share of a square's side that a line must cover to part it from the next


@dataclass(slots=True)
class GridCell:
    """A cell with the rows and columns it spans (from 0, ends inclusive) and the words in it."""

    row: int
    column: int
    last_row: int
    last_column: int
    words: list[Word] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on one page."""

    page: int
    xs: tuple[float, ...]  # the columns' sides, from left to right
    ys: tuple[float, ...]  # the rows' sides, from top to bottom
    cells: tuple[GridCell, ...]
    open_foot: bool  # the columns' lines run on below the last row's line

    @property
    def top(self) -> float:
        """Upper side."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Lower side."""
        return self.ys[-1]

    def holds(self, word: Word) -> bool:
        """Whether a word stands inside the table."""
        return self.xs[0] - _NEAR <= word.x <= self.xs[-1] + _NEAR and self.ys[0] <= word.y <= self.ys[-1]


def find_grids(page: Page) -> list[Grid]:
    """The ruled tables of a page, from top to bottom, with their words. Boxes and frames of one column are none."""
    grids = ruled_grids(page)
    squares = [
        {(r, c): x for x in g.cells for r in range(x.row, x.last_row + 1) for c in range(x.column, x.last_column + 1)}
        for g in grids
    ]
    for word in page.words:
        for grid, cells in zip(grids, squares, strict=True):
            if grid.holds(word):
                cells[_index(grid.ys, word.y), _index(grid.xs, word.x)].words.append(word)
                break
    return [grid for grid in grids if sum(bool(cell.words) for cell in grid.cells) > 1]


def ruled_grids(page: Page) -> list[Grid]:
    """The grids that the ruled lines of a page make, from top to bottom, still without words."""
    if len(page.horizontals) + len(page.verticals) > _MOST_RULES:
        return []
    horizontals, verticals = merge_rules(page.horizontals), merge_rules(page.verticals)
    if len(horizontals) + len(verticals) > _MOST_LINES:
        return []
    grids = [
        grid
        for across, down in _joined(horizontals, verticals)
        if (grid := _grid(across, down, page.number)) is not None
    ]
    return sorted(grids, key=lambda grid: (grid.top, grid.xs[0]))


def merge_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line joined: dashes, borders drawn cell by cell, double lines."""
    merged: list[Rule] = []
    bands: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if bands and rule.at - bands[-1][0].at <= _NEAR:
            bands[-1].append(rule)
        else:
            bands.append([rule])
    for band in bands:
        at = sum(rule.at for rule in band) / len(band)
        pieces = sorted(band, key=lambda r: r.start)
        start, end = pieces[0].start, pieces[0].end
        for piece in pieces[1:]:
            if piece.start <= end + _NEAR:
                end = max(end, piece.end)
            else:
                merged.append(Rule(at, start, end))
                start, end = piece.start, piece.end
        merged.append(Rule(at, start, end))
    return [rule for rule in merged if rule.end - rule.start > 2 * _NEAR]


def _joined(horizontals: Sequence[Rule], verticals: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch one another, in groups: each group may be a table."""
    group = list(range(len(horizontals) + len(verticals)))

    def find(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for v, vertical in enumerate(verticals, start=len(horizontals)):
        for h, horizontal in enumerate(horizontals):
            if (
                vertical.start - _NEAR <= horizontal.at <= vertical.end + _NEAR
                and horizontal.start - _NEAR <= vertical.at <= horizontal.end + _NEAR
            ):
                group[find(v)] = find(h)
    across: dict[int, list[Rule]] = defaultdict(list)
    down: dict[int, list[Rule]] = defaultdict(list)
    for i, rule in enumerate(horizontals):
        across[find(i)].append(rule)
    for i, rule in enumerate(verticals, start=len(horizontals)):
        down[find(i)].append(rule)
    return [(across[key], down[key]) for key in across if down[key]]


def _sides(ats: Iterable[float], least: float, most: float) -> list[float]:
    """The sides of rows or columns, with the outermost added where the table is open there."""
    sides: list[float] = []
    for at in sorted(ats):
        if not sides or at - sides[-1] > _NEAR:
            sides.append(at)
    if least < sides[0] - 3 * _NEAR:
        sides.insert(0, least)
    if most > sides[-1] + 3 * _NEAR:
        sides.append(most)
    return sides


def _grid(across: Sequence[Rule], down: Sequence[Rule], page: int) -> Grid | None:
    xs = _sides((r.at for r in down), min(r.start for r in across), max(r.end for r in across))
    ys = _sides((r.at for r in across), min(r.start for r in down), max(r.end for r in down))
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 2 or rows * columns > _MOST_SQUARES:
        return None
    by_x: dict[int, list[Rule]] = defaultdict(list)
    for rule in down:
        by_x[_nearest(xs, rule.at)].append(rule)
    by_y: dict[int, list[Rule]] = defaultdict(list)
    for rule in across:
        by_y[_nearest(ys, rule.at)].append(rule)
    cells: list[GridCell] = []
    taken = [[False] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            last_column = column
            while last_column + 1 < columns and not (
                taken[row][last_column + 1] or _parts(by_x[last_column + 1], ys[row], ys[row + 1])
            ):
                last_column += 1
            last_row = row
            while last_row + 1 < rows and not _parts(by_y[last_row + 1], xs[column], xs[last_column + 1]):
                last_row += 1
            for r in range(row, last_row + 1):
                for c in range(column, last_column + 1):
                    taken[r][c] = True
            cells.append(GridCell(row, column, last_row, last_column))
    open_foot = max(r.end for r in down) > max(r.at for r in across) + 3 * _NEAR
    return Grid(page, tuple(xs), tuple(ys), tuple(cells), open_foot)


def _nearest(sides: Sequence[float], at: float) -> int:
    return min(range(len(sides)), key=lambda i: abs(sides[i] - at))


def _parts(rules: Iterable[Rule], start: float, end: float) -> bool:
    """Whether lines cover most of the side between two squares."""
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules)
    return covered >= _COVERED * (end - start)


def _index(sides: Sequence[float], at: float) -> int:
    for index in range(len(sides) - 1):
        if at < sides[index + 1]:
            return index
    return len(sides) - 2
