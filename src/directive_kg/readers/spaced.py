"""Tables of a text file whose columns are set with runs of spaces: every letter has one width, so a line is a printed line.

What stands where is handed to the reader of a PDF's tables without ruled lines (`page_unruled`).
"""

import re
from collections.abc import Sequence
from typing import Final

from directive_kg.readers.blocks import RawCell, RawTable
from directive_kg.readers.letterhead import is_letterhead
from directive_kg.readers.page import PrintedLine, Segment, Word
from directive_kg.readers.page_tables import CellText
from directive_kg.readers.page_unruled import find_unruled
from directive_kg.readers.paragraphs import SourceLine

_LETTER: Final = 4.0  # points; with one space two words are one run, with two they are not
_LINE: Final = 12.0
_HEIGHT: Final = 10.0
_PIECE: Final = re.compile(r"\S+(?: \S+)*")
_LEAST_COLUMNS: Final = 4
_MOST_BETWEEN: Final = 6  # lines without a gap between two that have one
_TALLEST_HEADING: Final = 4  # lines
_TALLEST_HEAD: Final = 12  # lines of a letterhead


def opens_spaced(line: SourceLine) -> bool:
    """Whether a line may be the heading of such a table."""
    return "   " in line.raw.strip() and "\t" not in line.raw and len(_PIECE.findall(line.raw)) >= _LEAST_COLUMNS


def is_beside(line: SourceLine) -> bool:
    """Whether a line has two stretches of words side by side, as letterheads and signatures do."""
    return "   " in line.raw.strip() and "\t" not in line.raw and len(_PIECE.findall(line.raw)) == 2


def beside(lines: Sequence[SourceLine], start: int) -> tuple[RawTable | None, int]:
    """The head or foot of a paper whose two columns stand side by side from `start` on, as one row; (None, start) if none.

    Two lines or more have both: 'Số:        /VP-TH' is one with a blank. A line with one stretch is of the side that it is on.
    """
    first = list(_PIECE.finditer(lines[start].raw))
    middle = (first[0].end() + first[1].start()) / 2
    columns: tuple[list[str], list[str]] = ([], [])
    end, both = start, 0
    while end < len(lines) and end - start < _TALLEST_HEAD and (pieces := list(_PIECE.finditer(lines[end].raw))):
        if len(pieces) > 2 or any(p.start() < middle < p.end() for p in pieces):
            break
        for piece in pieces:
            columns[piece.start() > middle].append(piece[0])
        end, both = end + 1, both + (len(pieces) > 1)
    cells = (RawCell("\n".join(columns[c]), lines[start].number, lines[start].page, c + 1) for c in (0, 1))
    table = RawTable((tuple(cells),), lines[start].number, lines[start].page)
    return (table, end) if both > 1 and is_letterhead(table) else (None, start)


def spaced_table(lines: Sequence[SourceLine], start: int) -> tuple[RawTable | None, int]:
    """The table whose heading stands at `start`, and the index behind it; (None, start) where there is none."""
    end = _end(lines, start)
    heading = _heading_end(lines, start)
    printed = {
        at: _printed(lines[at], top=(at - start) * _LINE, bold=at < heading)
        for at in range(start, end)
        if lines[at].raw.strip()
    }
    left, found, _ = find_unruled(list(printed.values()), 1, None)
    kept = [at for at, line in printed.items() if not any(line is other for other in left)]
    if not found or len(found[0].rows) < 2 or kept[0] != start:
        return None, start
    rows: list[tuple[RawCell, ...]] = []
    at = start
    for row in found[0].rows:
        at = _line_of(row, lines, at + bool(rows), kept[-1])
        rows.append(
            tuple(
                RawCell(cell.text, lines[at].number, lines[at].page, column, cell.confidence)
                for column, cell in enumerate(row, start=1)
            )
        )
    return RawTable(tuple(rows), lines[start].number, lines[start].page), kept[-1] + 1


def _end(lines: Sequence[SourceLine], start: int) -> int:
    """Behind the last line that has a gap, or that goes on with a cell further to the right."""
    last = start
    for at in range(start + 1, len(lines)):
        raw = lines[at].raw
        if at - last > _MOST_BETWEEN or "\t" in raw or lines[at].page != lines[start].page:
            break
        if len(_PIECE.findall(raw)) > 1 or (raw.startswith("  ") and raw.strip() and lines[at - 1].raw.strip()):
            last = at
    return last + 1


def _heading_end(lines: Sequence[SourceLine], start: int) -> int:
    """Behind the heading's last line: those below its first go on in small letters."""
    end = start + 1
    while end < min(len(lines), start + _TALLEST_HEADING):
        pieces = _PIECE.findall(lines[end].raw)
        if not pieces or not all(piece[0].islower() for piece in pieces):
            break
        end += 1
    return end


def _printed(line: SourceLine, *, top: float, bold: bool) -> PrintedLine:
    return tuple(
        Segment(
            tuple(
                Word(
                    word[0],
                    (piece.start() + word.start()) * _LETTER,
                    (piece.start() + word.end()) * _LETTER,
                    top,
                    top + _HEIGHT,
                    bold,
                )
                for word in re.finditer(r"\S+", piece[0])
            ),
            1,
        )
        for piece in _PIECE.finditer(line.raw)
    )


def _line_of(row: Sequence[CellText], lines: Sequence[SourceLine], first: int, last: int) -> int:
    """The line on which a row begins: from `first` on, the first one that holds the first word of its first cell."""
    word = next(cell.text.split()[0] for cell in row if cell.text)
    return next((at for at in range(first, last + 1) if word in lines[at].raw.split()), min(first, last))
