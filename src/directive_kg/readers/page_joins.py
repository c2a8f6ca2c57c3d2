"""What a page break does to a merged cell: its words stand on one of the two pages and speak for the rows of both."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from directive_kg.readers.blocks import RawCell
from directive_kg.readers.page import join_lines
from directive_kg.readers.page_tables import CellText, Fragment, is_number_heading

_MERGED: Final = 0.9  # a cell over several rows that is blank goes on from the page before
_LIKELY: Final = 0.6  # a cell of one row may go on, or be empty


_RUNS_ON: Final = (",", " và", " -", "/")  # the end of words that the page cut


def whole(
    table: Fragment, rows: Sequence[Sequence[RawCell]], before: Fragment
) -> tuple[tuple[tuple[RawCell, ...], ...], Fragment]:
    """The rows of the page before and the table, the words of a merged cell that the page cut joined again in both."""
    first = int(table.has_heading)
    made, below = [list(row) for row in rows], [list(row) for row in table.rows]
    for column in range(1, len(made[-1])):
        if first >= len(below) or max(table.top_spans[column], before.foot_spans[column]) < 2:
            continue
        above, rest = made[-1][column], below[first][column]
        cut = rest.text[:1].islower() or above.text.endswith(_RUNS_ON)
        if not (above.text and rest.text and cut and table.top_spans[column]):
            continue
        text, sure = join_lines([above.text, rest.text]), min(above.confidence, rest.confidence, _MERGED)
        for row in made[-max(1, before.foot_spans[column]) :]:
            if row[column].text == above.text:
                row[column] = replace(row[column], text=text, confidence=sure)
        for cells in below[first : first + table.top_spans[column]]:
            cells[column] = replace(cells[column], text=text if cells[0].text else "", confidence=sure)
    return tuple(map(tuple, made)), replace(table, rows=tuple(map(tuple, below)))


def spoken_for(table: Fragment, last: Sequence[RawCell], before: Fragment) -> Fragment:
    """The table with what the last row of the page before says for the rows that its merged cells go on in."""
    first = int(table.has_heading)
    rows = [list(row) for row in table.rows]
    for column in range(1, len(last)):
        if first >= len(rows) or rows[first][column].text or not last[column].text:
            continue
        spanned = table.top_spans[column]
        if not spanned or max(spanned, before.foot_spans[column]) < 2:
            continue
        sure = min(last[column].confidence, _MERGED if spanned > 1 else _LIKELY)
        for row in rows[first : first + spanned]:
            if row[0].text:
                row[column] = CellText(last[column].text, last[column].bold, sure)
    return replace(table, rows=tuple(tuple(row) for row in rows))


def said_below(rows: Sequence[Sequence[RawCell]], before: Fragment, table: Fragment) -> tuple[tuple[RawCell, ...], ...]:
    """The rows of the page before with what a merged cell that is blank there says at the head of this page."""
    first = int(table.has_heading)
    made = [list(row) for row in rows]
    if first >= len(table.rows):
        return tuple(tuple(row) for row in made)
    for column, below in enumerate(table.rows[first]):
        spanned = before.foot_spans[column]
        if column == 0 or spanned < 2 or not below.text or made[-1][column].text:
            continue
        sure = min(below.confidence, _MERGED if table.top_spans[column] > 1 else _LIKELY)
        for row in made[-spanned:]:
            if row[0].text and not row[column].text:
                row[column] = replace(row[column], text=below.text, confidence=sure)
    return tuple(tuple(row) for row in made)


def is_cut_row(table: Fragment, last: Sequence[RawCell], before: Fragment) -> bool:
    """Whether the page break cut a row in two: the first row of the page has no number and goes on with the one before."""
    first = int(table.has_heading)
    if first >= len(table.rows):
        return False
    opening = table.rows[first][0].text
    if table.has_heading and not is_number_heading(table.heading[0].text) and opening:
        return opening[:1].islower()  # no numbers: the first column is a cell like others
    if opening or not last[0].text:
        return False
    if before.open_foot:
        return True
    filled = {c for c, cell in enumerate(table.rows[first]) if cell.text and cell.text != last[c].text}
    if not filled or all(table.rows[first][c].bold and not last[c].bold for c in filled):
        return False
    if any(table.rows[first][c].text[:1].islower() for c in filled):
        return True
    # Words that begin with a capital may be a row without number: that would have more than a cell or two.
    own = {c for c, cell in enumerate(last) if c and cell.text}
    ends = all(last[c].text.endswith((".", ";", ":")) for c in filled)
    return filled <= own and 2 * len(filled) <= len(own) and not ends


def both_halves(above: Sequence[RawCell], below: Sequence[CellText]) -> tuple[RawCell, ...]:
    """A row that a page break cut, whole."""
    return tuple(
        cell
        if not rest.text or rest.text == cell.text
        else replace(
            cell,
            text=join_lines([part for part in (cell.text, rest.text) if part]),
            confidence=min(cell.confidence, rest.confidence),
        )
        for cell, rest in zip(above, below, strict=True)
    )
