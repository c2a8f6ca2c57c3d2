"""Rows of a table that has neither rules nor numbers: the likeliest way to read its lines as one row after another.

Cells begin and end at line ends here; `unruled_split` cuts each row anew. Nothing on the paper holds such a row, so its
cells are never sure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from directive_kg.extract.columns import field_of_heading
from directive_kg.extract.unruled_cues import Cues
from directive_kg.extract.unruled_split import break_cost
from directive_kg.extract.unruled_width import fitting_width, printed_width
from directive_kg.readers.blocks import Line

UNSURE: Final = 0.85  # of a cell whose row has no number
_MOST_LINES: Final = 600  # of a table
_TALLEST_CELL: Final = 12  # lines
_TALLEST_HEADING: Final = 3  # lines of one column's heading
_LONGEST_HEADING: Final = 60  # characters of it
_LEAST_COLUMNS: Final = 3
_EMPTY: Final = -4.0  # log odds, as in `unruled`
_NO_TITLE: Final = -12.0
_GROUP: Final = -1.0  # log odds of a line in capitals over the rows
_LEAST_ROWS: Final = 2
_NUMBERS: Final = re.compile(r"^(?:S?TT|Số(?: TT| thứ tự)?)$", re.IGNORECASE)
_GROUP_MARK: Final = re.compile(r"^(?:[IVX]{1,5}|[A-Z])\.\s+\S")


@dataclass(frozen=True, slots=True)
class PlainRow:
    """The lines of a row and the heading lines it stands under."""

    lines: tuple[Line, ...]
    group: str | None


def plain_heading(lines: Sequence[Line], start: int) -> tuple[tuple[str, ...], int] | None:
    """The fields of a heading whose columns' names stand on lines of their own, and the index behind it."""
    fields: list[str] = []
    at = start
    while at < len(lines):
        named = _column_at(lines, at, fields)
        if named is None:
            break
        fields.append(named[0])
        at = named[1]
    if len(fields) < _LEAST_COLUMNS or not {"title", "lead", "deadline"} <= set(fields):
        return None
    if start and _NUMBERS.match(lines[start - 1].text):
        return None  # the rows have numbers, and are not such as could be read by them
    return tuple(fields), at


def _column_at(lines: Sequence[Line], start: int, taken: Sequence[str]) -> tuple[str, int] | None:
    """The longest name of a column that no other one has."""
    for end in range(min(start + _TALLEST_HEADING, len(lines)), start, -1):
        texts = [line.text for line in lines[start:end]]
        words = " ".join(texts)
        if len(words) > _LONGEST_HEADING or not words[0].isupper() or words.endswith((":", ".", ";", ",")):
            continue
        if any(text[0].isupper() for text in texts[1:]) and not words.isupper():
            continue
        field = field_of_heading(words)
        if field and field not in taken:
            return field, end
    return None


def plain_rows(lines: Sequence[Line], fields: Sequence[str | None], cues: Cues) -> list[PlainRow]:
    """The rows that the lines open with; empty where they are no rows of such columns."""
    lines = lines[:_MOST_LINES]
    widths: list[int | None] = [None] * len(fields)
    found: list[list[tuple[int, int]]] = []
    for _ in range(2):  # the first reading teaches the columns' widths
        found = _Rows(lines, fields, cues, widths).best()
        if len(found) < _LEAST_ROWS:
            return []
        cells = (
            [[line.text for line in lines[a:b]] for a, b in column if b > a] for column in zip(*found, strict=True)
        )
        widths = [fitting_width(column) for column in cells]
    rows: list[PlainRow] = []
    group, behind = None, 0
    for row in found:
        above = [line.text for line in lines[behind : row[0][0]]]
        group = above[-1] if above else group
        behind = row[-1][1]
        rows.append(PlainRow(tuple(lines[row[0][0] : behind]), group))
    return rows


class _Rows:
    """All ways to read lines as rows; a state is how many lines are used up and which column comes next."""

    def __init__(
        self, lines: Sequence[Line], fields: Sequence[str | None], cues: Cues, widths: Sequence[int | None]
    ) -> None:
        self._lines, self._fields, self._cues, self._widths = lines, fields, cues, widths

    def best(self) -> list[list[tuple[int, int]]]:
        """The cells of each row, as ranges of lines; what stands behind the best rows is left out."""
        size, columns = len(self._lines), len(self._fields)
        score = [[float("-inf")] * columns for _ in range(size + 1)]
        came: list[list[tuple[int, int] | None]] = [[None] * columns for _ in range(size + 1)]
        score[0][0] = 0.0
        for at in range(size):
            for column in range(columns):
                if score[at][column] == float("-inf"):
                    continue
                for end, cost in self._cells(at, column):
                    after = (column + 1) % columns
                    if score[at][column] + cost > score[end][after] and (end > at or after):
                        score[end][after], came[end][after] = score[at][column] + cost, (at, column)
            if score[at][0] + _GROUP > score[at + 1][0] and self._heads(at):
                score[at + 1][0], came[at + 1][0] = score[at][0] + _GROUP, (at, -1)
        return self._way_to(max(range(size + 1), key=lambda at: score[at][0]), came)

    def _way_to(self, end: int, came: Sequence[Sequence[tuple[int, int] | None]]) -> list[list[tuple[int, int]]]:
        rows: list[list[tuple[int, int]]] = []
        column = 0
        while (before := came[end][column]) is not None:
            start, own = before
            if own >= 0:
                if own == len(self._fields) - 1:
                    rows.insert(0, [])
                rows[0].insert(0, (start, end))
            end, column = start, max(own, 0)
        return rows

    def _heads(self, at: int) -> bool:
        text = self._lines[at].text
        return text.isupper() or bool(_GROUP_MARK.match(text))

    def _cells(self, start: int, column: int) -> Iterator[tuple[int, float]]:
        """Where the column's cell may end, and what speaks for it."""
        name, known = self._fields[column], self._widths[column]
        yield start, _NO_TITLE if name == "title" else _EMPTY
        for end in range(start + 1, min(start + _TALLEST_CELL, len(self._lines)) + 1):
            if self._lines[end - 1].text.isupper() and name != "title":
                break
            texts = tuple(line.text for line in self._lines[start:end])
            width = known or max(map(printed_width, texts))
            shape = sum(break_cost(a, b, width) for a, b in pairwise(texts))
            yield end, self._cues.cell(texts, name)[1] + shape
