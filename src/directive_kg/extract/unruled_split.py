"""Where the cells of one row begin and end: the likeliest way to cut its lines into the table's columns.

A forward-backward pass over all ways to cut gives every cell the share of the likelihood that agrees with it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Final, TypeAlias

from directive_kg.extract.unruled_cues import LIST_MARK, Cues
from directive_kg.extract.unruled_strip import Atom, Strip, joined_text
from directive_kg.extract.unruled_width import joined_width, printed_width

_BEAM: Final = 200  # ways kept open behind each column when a row runs over a page
_MAX_EDGES: Final = 60_000  # would-be cells of one row
_HOPELESS: Final = -24.0  # log odds; a cell whose lines speak so much against it is not followed further
_TOLERANCE: Final = 350  # thousandths of the type size by which a measured width may be off

Ends: TypeAlias = tuple[int, ...]  # how many atoms of each page are used up
Edge: TypeAlias = tuple[Ends, Ends, float]


@dataclass(slots=True)
class Model:
    """What is known of the table's columns; learnt from the rows that have been cut."""

    fields: tuple[str | None, ...]
    widths: list[int | None]  # thousandths of the type size; None before anything was cut
    empty: list[float]  # log odds of an empty cell
    words: list[dict[str, int]]  # of each column: the sure cells, in lower case, and how often they occur
    odd_gap_inside: float = -2.0  # log odds of an unusual gap inside a cell


@dataclass(frozen=True, slots=True)
class CutCell:
    """One cell of a row as cut."""

    pieces: tuple[tuple[Atom, ...], ...]  # its atoms on each page
    lines: tuple[tuple[str, ...], ...]  # its printed lines on each page that has any
    confidence: float

    @property
    def text(self) -> str:
        """All lines as one text."""
        return joined_text([line for lines in self.lines for line in lines])


@dataclass(frozen=True, slots=True)
class Cut:
    """A row, cut."""

    cells: tuple[CutCell, ...]
    score: float
    rest: tuple[Atom, ...] = ()  # of the table's last row: what stands behind it


def cut_row(strips: Sequence[Strip], model: Model, cues: Cues, *, last: bool = False, before: Cut | None = None) -> Cut:
    """The likeliest cut of a row, one strip a page, into the model's columns.

    `last` allows words behind the table; `before` is the row's cut that the model has learnt from.
    """
    stops = _stops(strips, len(model.fields))
    if stops is None:
        return _page_by_page(strips, model, cues, last)
    lattice = _Lattice(strips, model, cues, stops=stops, last=last, before=before)
    cut = lattice.cut(_HOPELESS) or lattice.cut(-math.inf)
    assert cut is not None, "without a bound the first cell may take everything"
    return cut


def _stops(strips: Sequence[Strip], columns: int) -> list[list[int]] | None:
    """Where cells may begin and end on each page; None when even the fewest places are too many to go through."""
    if len(strips) == 1:
        return [strips[0].stops(0, first=True)]
    for level in range(4):
        stops = [strip.stops(level, first=index == 0) for index, strip in enumerate(strips)]
        if columns * math.prod(len(places) * (len(places) + 1) // 2 for places in stops) <= _MAX_EDGES:
            return stops
    return None


def _page_by_page(strips: Sequence[Strip], model: Model, cues: Cues, last: bool) -> Cut:
    """Cut every page of a very long row by itself and join what falls into one column: a reading to be looked at."""
    cuts = [cut_row([strip], model, cues, last=last and strip is strips[-1]) for strip in strips]
    cells = tuple(
        CutCell(
            tuple(piece for cell in column for piece in cell.pieces),
            tuple(lines for cell in column for lines in cell.lines),
            0.5 * min(cell.confidence for cell in column),
        )
        for column in zip(*(cut.cells for cut in cuts), strict=True)
    )
    return Cut(cells, sum(cut.score for cut in cuts), cuts[-1].rest)


class _Lattice:
    """All ways to cut one row; a state is what has been used up of each page."""

    def __init__(
        self,
        strips: Sequence[Strip],
        model: Model,
        cues: Cues,
        *,
        stops: Sequence[Sequence[int]],
        last: bool,
        before: Cut | None,
    ) -> None:
        self._strips = strips
        self._stops = [frozenset(places) for places in stops]
        self._model = model
        self._cues = cues
        self._last = last
        self._own = [cell.text.lower() for cell in before.cells] if before else []
        self._full: Ends = tuple(len(strip) for strip in strips)

    def cut(self, hopeless: float) -> Cut | None:
        """The best cut; None when every one has a cell worse than hopeless."""
        columns = len(self._model.fields) + (1 if self._last else 0)
        zero: Ends = tuple(0 for _ in self._strips)
        best: dict[Ends, float] = {zero: 0.0}
        layers: list[list[Edge]] = []
        links: list[dict[Ends, Ends]] = []
        for column in range(columns):
            layer = self._edges(column, best, hopeless, final=column == columns - 1)
            reached: dict[Ends, float] = {}
            link: dict[Ends, Ends] = {}
            for start, end, score in layer:
                if end not in reached or best[start] + score > reached[end]:
                    reached[end] = best[start] + score
                    link[end] = start
            if len(self._strips) > 1 and len(reached) > _BEAM:
                reached = {end: reached[end] for end in sorted(reached, key=lambda end: -reached[end])[:_BEAM]}
            best = reached
            layers.append(layer)
            links.append(link)
        if self._full not in best:
            return None
        path = [self._full]
        for link in reversed(links):
            path.append(link[path[-1]])
        path.reverse()
        return self._made(path, _shares(layers, path), best[self._full])

    def _made(self, path: Sequence[Ends], shares: Sequence[float], score: float) -> Cut:
        cells: list[CutCell] = []
        for start, end, share in zip(path, path[1:], shares, strict=False):
            spans = list(zip(self._strips, start, end, strict=True))
            cells.append(
                CutCell(
                    tuple(strip.atoms[a:b] for strip, a, b in spans),
                    tuple(strip.lines(a, b) for strip, a, b in spans if a < b),
                    share,
                )
            )
        rest = tuple(atom for piece in cells.pop().pieces for atom in piece) if self._last else ()
        return Cut(tuple(cells), score, rest)

    def _edges(self, column: int, starts: dict[Ends, float], hopeless: float, *, final: bool) -> list[Edge]:
        """Every cell of the column that begins where a cell before ends."""
        if column == len(self._model.fields):
            # What stands behind the table is no cell: it has no shape, only a price.
            return [(start, self._full, 0.0 if start == self._full else -6.0) for start in starts]
        spans = [
            self._spans(column, index, {start[index] for start in starts}, hopeless)
            for index in range(len(self._strips))
        ]
        found: list[Edge] = []
        for start in starts:
            for choice in product(*(spans[index][a] for index, a in enumerate(start))):
                end = tuple(b for b, _ in choice)
                if not final or end == self._full:
                    found.append((start, end, sum(cost for _, cost in choice) + self._cell(column, start, end)))
        return found

    def _spans(self, column: int, index: int, starts: set[int], hopeless: float) -> dict[int, list[tuple[int, float]]]:
        """From each start, how far the column's cell may run on this page, and what its lines' shape costs."""
        found: dict[int, list[tuple[int, float]]] = {}
        for start in starts:
            spans = [(start, 0.0)]
            for end, cost in self._shapes(column, self._strips[index], start):
                if cost > hopeless and end in self._stops[index]:
                    spans.append((end, cost))
                elif cost <= hopeless and self._model.widths[column] is not None:
                    break  # with a known width it only gets worse
            found[start] = spans
        return found

    def _shapes(self, column: int, strip: Strip, start: int) -> Iterator[tuple[int, float]]:
        """What the shape of the lines from start to every later atom costs: widths, breaks, gaps, shared lines."""
        known = self._model.widths[column]
        atoms = strip.atoms
        settled = 0.0  # breaks and widths of the lines but the last
        gaps = 0.0
        for end in range(start + 1, len(strip) + 1):
            atom = atoms[end - 1]
            lines = strip.lines(start, end)
            if end - 1 > start:
                gaps += self._model.odd_gap_inside * atom.odd_gap
            if known is None:
                width = max(printed_width(line) for line in lines)
                shape = sum(break_cost(a, b, width) for a, b in pairwise(lines))
            else:
                shape = settled + _excess_cost(lines[-1], known)
                if len(lines) > 1:
                    shape += break_cost(lines[-2], lines[-1], known)
                if atom.closes_line:
                    settled = shape
            yield end, shape + gaps + _sharing_cost(atoms[start], atom)

    def _cell(self, column: int, start: Ends, end: Ends) -> float:
        """How likely the words from start to end are a cell of the column, whatever the shape of their lines."""
        if start == end:
            return self._model.empty[column]
        score = 0.0
        lines: tuple[str, ...] = ()
        for index, (strip, a, b) in enumerate(zip(self._strips, start, end, strict=True)):
            if a == b:
                continue
            here = strip.lines(a, b)
            if lines:
                width = self._model.widths[column] or max(printed_width(line) for line in lines + here)
                score += break_cost(lines[-1], here[0], width)
            elif index:
                score -= 2.0  # a cell of a broken row that begins on the second page only
            lines = lines + here if lines else here
        text, words = self._cues.cell(lines, self._model.fields[column])
        times = self._model.words[column].get(text, 0)
        if not times:
            return score + words
        if self._own and self._own[column] == text:
            times -= 1  # a cell must not speak for itself
        return score + words + min(1.5, 0.75 * times)


def _shares(layers: Sequence[Sequence[Edge]], path: Sequence[Ends]) -> list[float]:
    """Of each cell on the path, the share of the likelihood of all cuts that have the very same cell there."""
    behind: list[dict[Ends, float]] = [{path[-1]: 0.0}]
    for layer in reversed(layers):
        after = behind[-1]
        before: dict[Ends, list[float]] = {}
        for start, end, score in layer:
            if end in after:
                before.setdefault(start, []).append(after[end] + score)
        behind.append({start: _log_sum(masses) for start, masses in before.items()})
    behind.reverse()
    total = behind[0][path[0]]
    shares: list[float] = []
    ahead: dict[Ends, float] = {path[0]: 0.0}
    for column, layer in enumerate(layers):
        reached: dict[Ends, list[float]] = {}
        here = -math.inf
        for start, end, score in layer:
            if start in ahead:
                mass = ahead[start] + score
                reached.setdefault(end, []).append(mass)
                if (start, end) == (path[column], path[column + 1]):
                    here = mass
        shares.append(min(1.0, math.exp(here + behind[column + 1][path[column + 1]] - total)))
        ahead = {end: _log_sum(masses) for end, masses in reached.items()}
    return shares


def _log_sum(masses: Sequence[float]) -> float:
    top = max(masses)
    return top + math.log(sum(math.exp(mass - top) for mass in masses)) if len(masses) > 1 else top


def _excess_cost(line: str, width: int) -> float:
    excess = printed_width(line) - width - _TOLERANCE
    return -min(4.0, 1.0 + excess / 300) if excess > 0 else 0.0


def break_cost(before: str, after: str, width: int) -> float:
    """What a line break inside a cell costs: much when the next word would still have fitted."""
    cost = -0.3 if after[0].isupper() else 0.0
    spare = width - joined_width(before, after) - _TOLERANCE
    if spare > 0:
        forced = LIST_MARK.match(after) or before[-1] in ".;:"
        cost -= min(0.5, spare / 3000) if forced else min(3.5, 1.0 + spare / 1000)
    return cost


def _sharing_cost(first: Atom, last: Atom) -> float:
    """Cells that share a line are short ones: each stands on that line alone."""
    alone = first.line is last.line
    cost = 0.0
    if not first.opens_line:
        cost -= 2.5 if alone else 6.0
    if not last.closes_line and not alone:
        cost -= 3.5
    return cost
