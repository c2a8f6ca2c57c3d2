"""Pages with positions to blocks in reading order: letterheads, running text, tables; running heads left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from directive_kg.readers.blocks import Line, Paragraph, RawTable
from directive_kg.readers.letterhead import is_letterhead, letterhead_paragraphs
from directive_kg.readers.page import Page, PrintedLine, Segment, printed_lines, segments
from directive_kg.readers.page_columns import stretches
from directive_kg.readers.page_grid import Grid, find_grids
from directive_kg.readers.page_joins import both_halves, is_cut_row, said_below, spoken_for, whole
from directive_kg.readers.page_margins import without_running_heads
from directive_kg.readers.page_paragraphs import (
    Body,
    is_footnotes_start,
    measure,
    paragraph_text,
    runs_over,
    split_paragraphs,
)
from directive_kg.readers.page_tables import Fragment, fragment, raw_cells
from directive_kg.readers.page_unruled import UnruledColumns, find_unruled

_DRAWN: Final = "_-–—=*."  # three or more of these and nothing else are a rule, not a word


@dataclass(frozen=True, slots=True)
class Flow:
    """A paper's text in reading order."""

    lines: tuple[Line, ...]
    blocks: tuple[Paragraph | RawTable, ...]


def read_flow(pages: Sequence[Page]) -> Flow:
    """The blocks of a paper from its pages."""
    grids = [find_grids(page) for page in pages]
    free = [_free_lines(page, found) for page, found in zip(pages, grids, strict=True)]
    writer = _Writer()
    columns: UnruledColumns | None = None
    for page, found, lines in zip(pages, grids, without_running_heads(pages, free), strict=True):
        left, unruled, columns = _unruled(lines, page.number, columns)
        fragments = [*(fragment(grid) for grid in found), *unruled]
        writer.page(page, left, sorted((f for f in fragments if f.rows), key=lambda f: f.top))
    writer.close()
    return Flow(tuple(writer.lines), tuple(writer.blocks))


def _unruled(
    lines: Sequence[PrintedLine], page: int, before: UnruledColumns | None
) -> tuple[list[PrintedLine], list[Fragment], UnruledColumns | None]:
    """What `find_unruled` finds, and what it finds below that: an annex may begin where another ends."""
    left, found, columns = find_unruled(lines, page, before)
    below = [line for line in left if found and line[0].top > found[0].top]
    if not below:
        return left, found, columns
    rest, more, columns = _unruled(below, page, None)
    return [*left[: len(left) - len(below)], *rest], [*found, *more], columns


def _free_lines(page: Page, grids: Sequence[Grid]) -> list[PrintedLine]:
    words = [word for word in page.words if not any(grid.holds(word) for grid in grids)]
    words = [word for word in words if word.text.strip(_DRAWN) or len(word.text) < 3]
    return [tuple(segments(line, page.number)) for line in printed_lines(words)]


class _Writer:
    """Writes blocks and counts lines; the last paragraph stays open, as the next page may go on with it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.blocks: list[Paragraph | RawTable] = []
        self._open: list[Segment] = []
        self._open_line = 0
        self._footnotes: list[Paragraph] = []
        self._above: Body | None = None
        self._last_table: Fragment | None = None  # while nothing has been written after it

    def page(self, page: Page, lines: Sequence[PrintedLine], tables: Sequence[Fragment]) -> None:
        """One page: its lines and, between them, its tables (from top to bottom)."""
        body = measure([s for line in lines for s in line])
        rest = list(lines)
        for table in tables:
            above = [line for line in rest if line[0].top < table.top]
            rest = [line for line in rest if line[0].top >= table.top]
            self._prose(above, body, page)
            self._table(table)
        self._prose(rest, body, page)
        self._above = body

    def close(self) -> None:
        """Write what is still open."""
        if self._open:
            text = paragraph_text(self._open)
            bold = all(segment.bold for segment in self._open)
            sure = min(segment.confidence for segment in self._open)
            self.blocks.append(Paragraph(text, self._open_line, self._open[0].page, bold, sure))
            self._open = []
        self.blocks += self._footnotes
        self._footnotes = []

    def _line(self, text: str, page: int) -> int:
        self.lines.append(Line(text, len(self.lines) + 1, page))
        return len(self.lines)

    def _prose(self, lines: Sequence[PrintedLine], body: Body, page: Page) -> None:
        for stretch in stretches(lines, page.width):
            # A line of running text is whole, whatever gaps its setting has.
            whole = [Segment(tuple(w for s in line for w in s.words), page.number) for line in stretch.lines]
            cut = next((i for i, s in enumerate(whole) if is_footnotes_start(s, whole[i + 1 :], body)), len(whole))
            for paragraph in split_paragraphs(whole[:cut], body, in_column=stretch.is_column):
                self._paragraph(paragraph, body, in_column=stretch.is_column)
            for paragraph in split_paragraphs(whole[cut:], body, in_column=False):
                numbers = [self._line(s.text, s.page) for s in paragraph]
                self._footnotes.append(Paragraph(paragraph_text(paragraph), numbers[0], page.number))

    def _paragraph(self, paragraph: list[Segment], body: Body, *, in_column: bool) -> None:
        self._last_table = None
        first = paragraph[0]
        goes_on = (
            bool(self._open)
            and self._open[-1].page < first.page
            and self._above is not None
            and not in_column
            and runs_over(self._open, first, self._above, body)
        )
        if not goes_on:
            self.close()
            self._open_line = len(self.lines) + 1
        for segment in paragraph:
            self._line(segment.text, segment.page)
        self._open = [*self._open, *paragraph]

    def _table(self, table: Fragment) -> None:
        self.close()
        before = self._last_table
        if before is not None and table.follows(before):
            table = table.with_heading_of(before)
        last = self.blocks[-1] if self.blocks else None
        if before is not None and isinstance(last, RawTable) and table.follows(before):
            table = self._go_on(last, table, before)
            if len(table.rows) == int(table.has_heading):  # a page that holds no more than the rest of a row
                self._last_table = table
                return
        start = len(self.lines) + 1
        rows = []
        for row in table.rows:
            numbers = []
            for cell in row:
                at = len(self.lines) + 1
                for text in cell.text.split("\n"):
                    if text:
                        self._line(text, table.page)
                numbers.append(min(at, max(start, len(self.lines))))
            rows.append(raw_cells(row, numbers, table.page))
        raw = RawTable(tuple(rows), start, table.page)
        self.blocks += letterhead_paragraphs(raw) if is_letterhead(raw) else [raw]
        self._last_table = table

    def _go_on(self, last: RawTable, table: Fragment, before: Fragment) -> Fragment:
        """The table without what belongs to rows of the page before, which is written there."""
        rows, table = whole(table, last.rows, before)
        rows = said_below(rows, before, table)
        table = spoken_for(table, rows[-1], before)
        first = int(table.has_heading)
        if is_cut_row(table, rows[-1], before):
            for cell in table.rows[first]:
                if cell.text:
                    self._line(cell.text, table.page)
            rows = (*rows[:-1], both_halves(rows[-1], table.rows[first]))
            table = replace(table, rows=(*table.rows[:first], *table.rows[first + 1 :]))
        self.blocks[-1] = replace(last, rows=rows)
        return table
