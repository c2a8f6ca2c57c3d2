"""Tables in a PDF's text layer that have no rules: every cell's printed lines one under another, nothing between cells.

Reads the lines of a paper; writes the table's logical rows with their cells. The columns' widths and habits are learnt
from the table itself: a first cut of all rows gives widths, which make the next cut surer.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from directive_kg.extract.unruled_cues import BODY_FIELDS, BULLET, Cues
from directive_kg.extract.unruled_rows import UNSURE
from directive_kg.extract.unruled_sheet import Sheet, SheetRow, find_sheet
from directive_kg.extract.unruled_split import Cut, CutCell, Model, cut_row
from directive_kg.extract.unruled_strip import Strip, joined_text
from directive_kg.extract.unruled_width import fitting_width
from directive_kg.readers.blocks import Line, RawCell
from directive_kg.register import Register

_PASSES: Final = 3  # over the rows that are still in doubt
_SETTLED: Final = 0.99
_TEACHERS: Final = 25  # rows that the first widths are learnt from
_ENOUGH_ROWS: Final = 3
# Log odds by which a column's cell is empty more rarely than it seems; a lead's is where one cell speaks for several rows.
_MORE_RARELY: Final = {"title": -4.0, "lead": -1.5}
_MAX_ROW_LINES: Final = 160  # a longer row is no row


@dataclass(frozen=True, slots=True)
class UnruledRow:
    """One logical row, its pieces on several pages joined."""

    stt: str  # as printed, without dot or brackets; '-' for a row that has only a dash
    cells: Mapping[str, RawCell]  # field -> cell, empty cells left out; list items stay apart by newline
    line: int
    page: int
    groups: tuple[str, ...] = ()  # the numbered heading rows it stands under, outermost first

    @property
    def confidence(self) -> float:
        """That of its least sure cell."""
        return min((cell.confidence for cell in self.cells.values()), default=0.0)


@dataclass(frozen=True, slots=True)
class UnruledTable:
    """A table without rules, with the lines that it takes up in the file."""

    columns: tuple[str | None, ...]  # in the paper's order, stt included; None for a heading that says no field we know
    rows: tuple[UnruledRow, ...]
    first_line: int  # of the heading
    last_line: int  # inclusive


def read_unruled(
    lines: Sequence[Line], *, register: Register | None = None, home: str | None = None
) -> UnruledTable | None:
    """The first table without rules among the lines; None when there is none.

    `register` and `home` (see `Register.resolve`) make the cells of bodies surer; the table is read without them, too.
    """
    cues = Cues(register, home)
    sheet = find_sheet(lines, cues)
    return _Reader(sheet, cues).read() if sheet else None


class _Reader:
    def __init__(self, sheet: Sheet, cues: Cues) -> None:
        self._sheet = sheet
        self._rows = sheet.rows
        fields = sheet.heading.fields[1:]
        usual = _usual_gap(self._rows)
        self._model = Model(
            fields=fields,
            widths=[None] * len(fields),
            empty=[-4.0 + _MORE_RARELY.get(name or "", 0.0) for name in fields],
            words=[{} for _ in fields],
        )
        self._cues = cues
        self._strips = [[Strip(piece, usual, cues.is_name) for piece in row.pieces] for row in self._rows]

    def read(self) -> UnruledTable:
        # Rows that stand on one page teach the widths; those that run over a page need them.
        whole = [strips for strips in self._strips if len(strips) == 1][:_TEACHERS]
        if len(whole) >= _ENOUGH_ROWS:
            self._learn([cut_row(strips, self._model, self._cues) for strips in whole])
        cuts = [self._cut(index, None) for index in range(len(self._rows))]
        for turn in range(_PASSES):
            # A row that is sure stays, unless it was cut before anything was known of the columns.
            blind = turn == 0 and len(whole) < _ENOUGH_ROWS
            self._learn(cuts)
            again = [cut if _sure(cut) and not blind else self._cut(index, cut) for index, cut in enumerate(cuts)]
            settled = all(_same(old, new) for old, new in zip(cuts, again, strict=True))
            cuts = again
            if settled:
                break
        end = self._sheet.end
        if cuts[-1].rest:
            end = cuts[-1].rest[0].line.number - 1
        return UnruledTable(
            columns=self._sheet.heading.fields,
            rows=tuple(self._row(row, cut) for row, cut in zip(self._rows, cuts, strict=True)),
            first_line=self._sheet.first_line,
            last_line=end,
        )

    def _cut(self, index: int, before: Cut | None) -> Cut:
        last = index == len(self._rows) - 1 and not self._sheet.closed
        return cut_row(self._strips[index], self._model, self._cues, last=last, before=before)

    def _learn(self, cuts: Sequence[Cut]) -> None:
        """Widths, habits and recurring words of each column, from the cells of the last cut."""
        model = self._model
        inside = outside = 0
        for column, name in enumerate(model.fields):
            cells = [cut.cells[column] for cut in cuts]
            model.widths[column] = fitting_width(lines for cell in cells for lines in cell.lines)
            empty = sum(not cell.lines for cell in cells)
            share = (empty + 0.3) / (len(cells) + 1)
            model.empty[column] = max(-6.0, math.log(share) - 1.0) + _MORE_RARELY.get(name or "", 0.0)
            model.words[column] = Counter(cell.text.lower() for cell in cells if cell.lines)
            for cell in cells:
                for piece in cell.pieces:
                    outside += sum(atom.odd_gap for atom in piece[:1])
                    inside += sum(atom.odd_gap for atom in piece[1:])
        model.odd_gap_inside = -max(0.0, min(4.0, math.log((outside + 0.5) / (inside + 0.5))))

    def _row(self, row: SheetRow, cut: Cut) -> UnruledRow:
        cells: dict[str, RawCell] = {}
        most = 1.0 if self._sheet.numbered else UNSURE
        doubtful = set(_beside_an_empty_one(self._model.fields, cut))
        for column, (name, cell) in enumerate(zip(self._model.fields, cut.cells, strict=True), start=2):
            if not cell.lines:
                continue
            piece = next(index for index, piece in enumerate(cell.pieces) if piece)
            cells[name or f"column-{column}"] = RawCell(
                text=_cell_text(cell),
                line=cell.pieces[piece][0].line.number,
                page=row.pages[piece],
                column=column,
                confidence=round(min(cell.confidence, UNSURE if column - 2 in doubtful else most), 3),
            )
        return UnruledRow(row.stt, cells, row.line, row.page, row.groups)


def _beside_an_empty_one(fields: Sequence[str | None], cut: Cut) -> Iterator[int]:
    """The columns of bodies with an empty one of bodies beside them: nothing says which of the two a name stands in."""
    filled = [index for index, cell in enumerate(cut.cells) if cell.lines]
    for place, index in enumerate(filled):
        first = filled[place - 1] + 1 if place else 0
        last = filled[place + 1] if place + 1 < len(filled) else len(fields)
        if fields[index] in BODY_FIELDS and any(fields[i] in BODY_FIELDS for i in range(first, last) if i != index):
            yield index


def _sure(cut: Cut) -> bool:
    return all(cell.confidence >= _SETTLED for cell in cut.cells)


def _same(a: Cut, b: Cut) -> bool:
    return [cell.lines for cell in a.cells] == [cell.lines for cell in b.cells]


def _usual_gap(rows: Sequence[SheetRow]) -> int:
    gaps = Counter(b.number - a.number for row in rows for piece in row.pieces for a, b in pairwise(piece))
    return gaps.most_common(1)[0][0] if gaps else 1


def _cell_text(cell: CutCell) -> str:
    """The cell's words; list items on lines of their own, without their dashes.

    A dash opens an item where the cell itself opens with one or the line before ends a clause; elsewhere it is a part
    of a name that the wrap brought to the front of a line.
    """
    lines = [line for piece in cell.lines for line in piece]
    is_list = bool(BULLET.match(lines[0]))
    items: list[list[str]] = [[]]
    for line in lines:
        bullet = BULLET.match(line)
        opens = bullet and line[bullet.end() :][:1].isupper()
        if bullet and opens and (is_list or (items[-1] and items[-1][-1][-1] in ".;:")):
            items.append([line[bullet.end() :]])
        else:
            items[-1].append(line)
    return "\n".join(joined_text(item) for item in items if item)
