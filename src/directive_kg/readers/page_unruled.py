"""Tables without ruled lines: columns from where the heading's words and the cells stand, rows from the gaps and numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from directive_kg.names import fold
from directive_kg.readers.page import PrintedLine, Word, is_bold, join_lines
from directive_kg.readers.page_bands import Bands
from directive_kg.readers.page_tables import CellText, Fragment, cell_text, is_number_heading, whole_number

_WORD_GAP: Final = 0.5  # of the letters' height: words no further apart are one run
_HEADING_GAP: Final = 0.25  # of the letters' height, between the lines of one heading
_SAME_GAP: Final = 0.1  # of the letters' height, beyond the usual gap between lines
_ROW_GAP: Final = 0.3  # of the letters' height, beyond the usual gap between lines
_FEW_GAPS: Final = 8
_OFTEN: Final = 0.03  # of the gaps
_NEXT_RUNS: Final = 40  # among which the next one below is looked for
_TALLEST: Final = 3  # lines of 'STT' in a narrow column, and lines of a heading above it
_LEAST_COLUMNS: Final = 4
_TALLEST_HEADING: Final = 6  # lines
_LONGEST_HEADING: Final = 12  # words over one column
_FITS: Final = 0.7  # of a page's first lines must keep to the columns for the table to go on
_LOOKED_AT: Final = 12  # lines
_CUT_WRONG: Final = 0.6  # rows whose cells begin with small letters
_JOINED: Final = 0.85
_MARK: Final = re.compile(
    r"^\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXL]{1,6}(?:\.\d{1,3}){0,3}|[a-zđA-ZĐ])?[.)]{0,2}$|^[-–—+•]$"
)
_HALF_NUMBER: Final = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.$")  # '5.1.' over '2' in a narrow column
_AFTER: Final = re.compile(r"^(?:ghi chu\s?:|noi nhan\s?:|tm\.|t/m|kt\.|phu luc\s(?:so\s)?[\divxa-c]{1,4}\b)")


@dataclass(frozen=True, slots=True)
class UnruledColumns:
    """The columns of a table that may go on over the page: the x between each two, and the outer ends."""

    left: float
    bounds: tuple[float, ...]
    right: float
    gap: float = 0.0  # between two lines of one cell
    numbered: bool = True  # whether the first column holds numbers

    def index(self, word: Word) -> int:
        """The column of a word."""
        return sum(word.x > bound for bound in self.bounds)

    @property
    def widths(self) -> tuple[float, ...]:
        """The columns' widths."""
        sides = (self.left, *self.bounds, self.right)
        return tuple(b - a for a, b in pairwise(sides))


def find_unruled(
    lines: Sequence[PrintedLine], page: int, before: UnruledColumns | None
) -> tuple[list[PrintedLine], list[Fragment], UnruledColumns | None]:
    """The lines of a page that belong to no unruled table, its unruled table, and the columns of that table.

    `before`: the columns of a table that reached the foot of the page before and may go on here without a heading.
    """
    words = [_words(line) for line in lines]
    heading = find_heading(words, before.gap if before else 0.0)
    numbered = heading is not None
    if heading is None and (before is None or not before.numbered):
        heading = _find_unnumbered(words, before.gap if before else 0.0)
    if heading is not None:
        first, last = heading
        end = _end(words, last + 1)
        gap = _usual_gap(words[first:end], before.gap if before else 0.0)
        columns = _columns(words[first : last + 1], words[last + 1 : end], gap)
        if columns is not None and not numbered:
            columns = replace(columns, numbered=False)
            end = _end_of_columns(words, last + 1, end, columns)
            if not _goes_on(words[last + 1 : end], columns):
                columns = None
        if columns is not None:
            names = _cells([w for line in words[first : last + 1] for w in line], columns)
            rows = [(CellText("STT", bold=True), *names[1:])] if numbered else [names]
            rows += _rows(words[last + 1 : end], columns)
            made = _fragment(rows, words[first:end], columns, page, has_heading=True)
            return [*lines[:first], *lines[end:]], [made], columns if end == len(lines) else None
    end = _end(words, 0)
    if before is not None and not before.numbered:
        end = _end_of_columns(words, 0, end, before)
    if before is not None and end and _goes_on(words[:end], before):
        made = _fragment(_rows(words[:end], before), words[:end], before, page, has_heading=False)
        return list(lines[end:]), [made], before if end == len(lines) else None
    return list(lines), [], None


def _words(line: PrintedLine) -> list[Word]:
    return [word for segment in line for word in segment.words]


def find_heading(lines: Sequence[Sequence[Word]], known_gap: float = 0.0) -> tuple[int, int] | None:
    """The first and last line of a heading without ruled lines: it begins with 'STT' or 'TT' and has columns.

    `known_gap`: the white between two lines of a cell on the page before.
    """
    for at in range(len(lines)):
        number = _number_heading(lines[at : at + _TALLEST])
        if number is None:
            continue
        first, last = at, at + len(number) - 1
        line = max(lines[first : last + 1], key=lambda other: len(_runs(other)))
        if len(_runs(line)) < 2:
            continue
        gap = max(_HEADING_GAP * number[0].height, _usual_gap(lines[at:], known_gap) + _SAME_GAP * number[0].height)
        while at - first < _TALLEST and first > 0 and _is_above(lines[first - 1], lines[first], number[0], line, gap):
            first -= 1
        while last + 1 < len(lines) and _same_heading(
            lines[last], lines[last + 1], number[0], lines[last + 1], line, gap
        ):
            last += 1
        if len(_clusters(lines[first : last + 1])) >= _LEAST_COLUMNS:
            return first, last
    return None


def _find_unnumbered(lines: Sequence[Sequence[Word]], known_gap: float) -> tuple[int, int] | None:
    """The first and last line of a heading without a number column: bold lines close together over four columns or more."""
    at = 0
    while at < len(lines):
        last = at
        if is_bold(lines[at]) and (len(_runs(lines[at])) >= 2 or _beside(lines, at)):
            gap = _usual_gap(lines[at:], known_gap) + _HEADING_GAP * lines[at][0].height
            while (
                last + 1 < len(lines)
                and last - at < _TALLEST_HEADING
                and _still_heading(lines[at : last + 1], lines[last + 1], gap)
            ):
                last += 1
            group = lines[at : last + 1]
            names = [[word for line in group for word in line if a - 1 <= word.x <= b + 1] for a, b in _clusters(group)]
            short = all(len(name) <= _LONGEST_HEADING and not name[0].text[:1].islower() for name in names)
            if len(names) >= _LEAST_COLUMNS and short and last + 1 < len(lines):
                return at, last
        at = last + 1
    return None


def _beside(lines: Sequence[Sequence[Word]], at: int) -> bool:
    """Whether the next line stands beside this one rather than below: cells of unequal height, set in the middle."""
    return at + 1 < len(lines) and min(w.top for w in lines[at + 1]) < max(w.bottom for w in lines[at])


def _still_heading(group: Sequence[Sequence[Word]], line: Sequence[Word], most: float) -> bool:
    """Whether a line goes on with the heading above it; a bold heading of rows stands further away or over several columns."""
    gap = min(w.top for w in line) - max(w.bottom for above in group for w in above)
    columns = _clusters(group)
    over = [sum(a < run[-1].x1 and b > run[0].x0 for a, b in columns) for run in _runs(line)]
    capitals = _text(line).isupper() and not _text(group[0]).isupper()
    return gap <= most and is_bold(line) and max(over) <= 1 and not capitals


def _end_of_columns(lines: Sequence[Sequence[Word]], start: int, end: int, columns: UnruledColumns) -> int:
    """Where running text begins: two lines that are not bold and run over three columns each."""

    def runs_on(line: Sequence[Word]) -> bool:
        return not is_bold(line) and any(
            sum(run[0].x0 < bound - 2 and run[-1].x1 > bound + 2 for bound in columns.bounds) > 1 for run in _runs(line)
        )

    return next((i for i in range(start, end) if all(runs_on(line) for line in lines[i : i + 2])), end)


def _number_heading(lines: Sequence[Sequence[Word]]) -> list[Word] | None:
    """'STT' at the head of the first line, one word of it a line where the column is narrow; None when it is not there."""
    found: list[Word] = []
    for line in lines:
        first = _runs(line)[0]
        if found and first[0].x0 >= found[0].x1:
            found.append(found[-1])  # a line of the other columns, between two words of 'Số TT'
            continue
        if found and first[0].x1 <= found[0].x0:
            return None
        found.append(first[0])
        text = "".join(word.text for word in (*dict.fromkeys(found[:-1]), *first))
        if is_number_heading(text):
            return found
        if not text.isalpha() or len(text) > 3:
            return None
    return None


def _is_above(above: Sequence[Word], below: Sequence[Word], number: Word, own: Sequence[Word], gap: float) -> bool:
    """Whether a line above the one with 'STT' belongs to the heading; one run of words may be a title's last line."""
    strict = gap if len(_runs(above)) > 1 else _HEADING_GAP * number.height
    return _same_heading(above, below, number, above, own, strict)


def _same_heading(  # noqa: PLR0917 - two lines, what is looked for in them, and how near they must be
    above: Sequence[Word], below: Sequence[Word], number: Word, other: Sequence[Word], own: Sequence[Word], most: float
) -> bool:
    """Whether two lines belong to one heading; `other` is the one that has to show it, `own` the one with 'STT'."""
    gap = min(w.top for w in below) - max(w.bottom for w in above)
    # What stands under or over 'STT' belongs to it only as a part of 'Số TT'.
    in_first = [w for w in other if w.x1 > number.x0 - 2 and w.x0 < number.x1 + 2]
    if any(_MARK.match(word.text) for word in in_first):
        return False
    over = [sum(a[0].x0 < b[-1].x1 and a[-1].x1 > b[0].x0 for b in _runs(own)) for a in _runs(other)]
    if max(over) > 2:  # a line of the title above: no heading speaks for so many columns
        return False
    return gap <= most and (not is_bold(own) or is_bold(other))


def _runs(line: Sequence[Word]) -> list[list[Word]]:
    found: list[list[Word]] = []
    for word in line:
        if found and word.x0 - found[-1][-1].x1 < _WORD_GAP * word.height:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _clusters(lines: Sequence[Sequence[Word]]) -> list[tuple[float, float]]:
    """The columns' headings: runs of words above one another, as ranges of x."""
    ranges = sorted((run[0].x0, run[-1].x1) for line in lines for run in _runs(line))
    found: list[tuple[float, float]] = []
    for x0, x1 in ranges:
        if found and x0 <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def _columns(heading: Sequence[Sequence[Word]], body: Sequence[Sequence[Word]], gap: float) -> UnruledColumns | None:
    clusters = _clusters(heading)
    if len(clusters) < _LEAST_COLUMNS or not body:
        return None
    runs = [(run[0].x0, run[-1].x1) for line in (*heading, *body) for run in _runs(line)]
    middles = [(a + b) / 2 for a, b in clusters]
    bounds = tuple(_emptiest(runs, a, b) for a, b in pairwise(middles))
    return UnruledColumns(min(a for a, _ in runs), bounds, max(b for _, b in runs), gap)


def _emptiest(runs: Sequence[tuple[float, float]], low: float, high: float) -> float:
    """The middle of the widest stretch between two x that the fewest runs cross."""
    marks = sorted({low, high, *(x for run in runs for x in run if low < x < high)})
    stretches = [(sum(x0 < b and x1 > a for x0, x1 in runs), a - b, (a + b) / 2) for a, b in pairwise(marks) if b > a]
    return min(stretches)[2] if stretches else (low + high) / 2


def _end(lines: Sequence[Sequence[Word]], start: int) -> int:
    return next((i for i in range(start, len(lines)) if _AFTER.match(fold(_text(lines[i])))), len(lines))


def _crosses(line: Sequence[Word], columns: UnruledColumns) -> bool:
    """Whether running words cross the room between two columns."""
    return any(run[0].x0 < bound - 2 and run[-1].x1 > bound + 2 for run in _runs(line) for bound in columns.bounds)


def _goes_on(lines: Sequence[Sequence[Word]], columns: UnruledColumns) -> bool:
    looked_at = lines[:_LOOKED_AT]
    kept = sum(not _crosses(line, columns) for line in looked_at)
    several = any(len({columns.index(word) for word in line}) > 1 for line in lines)
    return kept >= _FITS * len(looked_at) and several


def _rows(lines: Sequence[Sequence[Word]], columns: UnruledColumns) -> list[tuple[CellText, ...]]:
    rows: list[tuple[CellText, ...]] = []
    for band in _bands(lines, columns):
        words = [word for line in band for word in line]
        if any(_crosses(line, columns) for line in band):
            rows.append(_spanning(words, columns))
            continue
        cells = _cells(words, columns)
        if rows:
            rows[-1], cells = _whole_cells(rows[-1], cells)
        rows.append(cells)
    return rows


def _whole_cells(
    above: tuple[CellText, ...], below: tuple[CellText, ...]
) -> tuple[tuple[CellText, ...], tuple[CellText, ...]]:
    """Two rows, a cell that goes on in the lower one whole again; where a task itself seems to, both are in doubt."""
    cut = [c for c, cell in enumerate(below) if cell.text[:1].islower() and above[c].text and cell.text != "-"]
    if not cut:
        return above, below
    if len(cut) > 1 or not below[0].text or below[0].text[:1].islower():
        return tuple(_doubted(cell) for cell in above), tuple(_doubted(cell) for cell in below)
    upper, lower = list(above), list(below)
    for c in cut:  # a cell that speaks for both rows has more lines than the upper one
        joined = join_lines([above[c].text, below[c].text])
        upper[c] = replace(above[c], text=joined, confidence=min(above[c].confidence, _JOINED))
        lower[c] = CellText("")
    return tuple(upper), tuple(lower)


def _doubted(cell: CellText) -> CellText:
    return replace(cell, confidence=min(cell.confidence, _CUT_WRONG))


def _bands(lines: Sequence[Sequence[Word]], columns: UnruledColumns) -> list[list[Sequence[Word]]]:
    """The lines of each row: rows stand further apart than lines; where they do not, a number opens a row."""
    if not lines:
        return []
    height = median(word.height for line in lines for word in line)
    gaps, usual = _gaps(lines), _usual_gap(lines, columns.gap)
    bands: list[list[Sequence[Word]]] = [[lines[0]]]
    for gap, line in zip(gaps, lines[1:], strict=True):
        if gap > usual + _ROW_GAP * height:
            bands.append([line])
        else:
            bands[-1].append(line)
    if not columns.numbered:
        return [
            part for band in bands for part in Bands(band, columns.index, lambda line: _crosses(line, columns)).cut()
        ]
    return [part for band in bands for part in _by_numbers(band, columns)]


def _gaps(lines: Sequence[Sequence[Word]]) -> list[float]:
    """The white above each line but the first; cells set in the middle have lines between those of others."""
    return [
        min(w.top for w in below) - max(w.bottom for above in lines[max(0, i - 3) : i + 1] for w in above)
        for i, below in enumerate(lines[1:])
    ]


def _usual_gap(lines: Sequence[Sequence[Word]], known: float) -> float:
    """The white between two lines of one cell; where too few lines tell, what is known."""
    runs = [run for line in lines for run in _runs(line)]
    gaps = [gap for at, run in enumerate(runs) if (gap := _gap_below(run, runs[at + 1 : at + _NEXT_RUNS])) is not None]
    if len(gaps) <= (_FEW_GAPS if known else 3):
        return known
    # The least gap that comes again: most cells of many a table have a single line.
    ordered, often = sorted(gaps), max(2, round(_OFTEN * len(gaps)))
    near = _SAME_GAP * median(word.height for line in lines for word in line)
    return next((a for a, b in zip(ordered, ordered[often - 1 :], strict=False) if b - a <= near), ordered[0])


def _gap_below(run: Sequence[Word], after: Sequence[Sequence[Word]]) -> float | None:
    """The white between some words and the next ones right below them."""
    for other in after:
        if other[0].x0 < run[-1].x1 and other[-1].x1 > run[0].x0 and other[0].y > run[0].bottom:
            return other[0].top - run[0].bottom
    return None


def _by_numbers(band: list[Sequence[Word]], columns: UnruledColumns) -> list[list[Sequence[Word]]]:
    """The rows of lines that no white parts: at their numbers, or around them where numbers stand in the middle of rows."""
    if len(band) > 1 and not _crosses(band[0], columns) and not is_bold(band[0]):
        marked = [i for i, line in enumerate(band) if _is_marked(line, columns)]
        if len(marked) > 1 and marked[0] > 0:
            return Bands(
                band, columns.index, lambda line: _crosses(line, columns), lambda line: _is_marked(line, columns)
            ).cut()
    return _at_numbers(band, columns)


def _is_marked(line: Sequence[Word], columns: UnruledColumns) -> bool:
    text = _text([word for word in line if columns.index(word) == 0])
    return bool(text and _MARK.match(text))


def _at_numbers(band: list[Sequence[Word]], columns: UnruledColumns) -> list[list[Sequence[Word]]]:
    wide = [_crosses(line, columns) for line in band]
    marks, last = [], ""
    for i, line in enumerate(band):
        text = _text([word for word in line if columns.index(word) == 0])
        is_mark = text and _MARK.match(text) and not (_HALF_NUMBER.match(last) and text.isdigit())
        if is_mark or (i and wide[i] and not wide[i - 1]):
            marks.append(i)
        last = text or last
    if len(marks) < 2:
        return [band]
    cuts = [0, *marks[1:], len(band)] if marks[0] == 0 else [0, *marks, len(band)]
    return [band[a:b] for a, b in pairwise(cuts)]


def _cells(words: Sequence[Word], columns: UnruledColumns) -> tuple[CellText, ...]:
    kept: list[list[Word]] = [[] for _ in columns.widths]
    for word in words:
        kept[columns.index(word)].append(word)
    first = cell_text(kept[0])
    return (whole_number(first) if columns.numbered else first, *(cell_text(cell) for cell in kept[1:]))


def _spanning(words: Sequence[Word], columns: UnruledColumns) -> tuple[CellText, ...]:
    """A heading over several columns; a number before it keeps its own column."""
    first = [word for word in words if columns.index(word) == 0]
    number, rest = (first, [w for w in words if w not in first]) if _MARK.match(_text(first)) else ([], list(words))
    at = 1 if number else 0
    empty = CellText("")
    row = [empty] * len(columns.widths)
    row[0] = cell_text(number)
    row[at] = cell_text(rest)
    return tuple(row)


def _fragment(
    rows: Sequence[tuple[CellText, ...]] | Iterator[tuple[CellText, ...]],
    lines: Sequence[Sequence[Word]],
    columns: UnruledColumns,
    page: int,
    *,
    has_heading: bool,
) -> Fragment:
    return Fragment(
        page=page,
        top=min(word.top for line in lines for word in line),
        bottom=max(word.bottom for line in lines for word in line),
        widths=columns.widths,
        rows=tuple(rows),
        has_heading=has_heading,
    )
