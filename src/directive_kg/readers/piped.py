"""Tables drawn with '|': one cell a block with lone '|' lines between, and Markdown pipe tables, broken ones as well.

In the first form a row opens and closes with a lone '|': two of them in a row end one row and begin the next, or hold an
empty cell between them. The heading's width and the look of what follows decide which.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from directive_kg.readers.blocks import RawCell, RawTable
from directive_kg.readers.markup import is_bold, strip_markup
from directive_kg.readers.paragraphs import SourceLine

MAX_COLUMNS: Final = 64
_NUMBER: Final = re.compile(
    r"^\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXL]{1,6}(?:\.\d{1,3}){0,3}|[A-Za-zĐđ]|[-–—+•*])[.)]{0,2}$"
)
_SEPARATOR_ROW: Final = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_NUMBER_HEADING: Final = re.compile(r"^(?:STT|TT|Số TT)\b", re.IGNORECASE)
_BLANKS_THAT_END: Final = 1  # blank lines behind a closing '|' before other text


def is_lone(line: SourceLine) -> bool:
    """Whether a line is nothing but a '|'."""
    return line.raw.strip() == "|"


def is_pipe_row(line: SourceLine) -> bool:
    """Whether a line is a row, or the beginning of one, of a Markdown pipe table."""
    text = line.raw.strip()
    return text.startswith("|") and len(text) > 1


@dataclass(slots=True)
class _Piece:
    """A cell's lines, and how many lone '|' stood in front of it."""

    pipes: int
    lines: list[SourceLine] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line.raw for line in self.lines)


def lone_pipe_table(lines: Sequence[SourceLine], start: int) -> tuple[RawTable | None, int]:
    """The table that begins at the lone '|' of `lines[start]`, with its marks on, and the index behind it."""
    pieces: list[_Piece] = []
    pipes, index, blanks = 0, start, 0
    end = start + 1
    while index < len(lines):
        line = lines[index]
        if is_lone(line):
            pipes += 1
            blanks = 0
            end = index + 1
        elif not line.raw.strip():
            blanks += 1
        elif is_pipe_row(line) or (pipes and blanks >= _BLANKS_THAT_END and _closes(lines, index, pieces)):
            break
        elif pipes:
            pieces.append(_Piece(pipes, [line]))
            pipes, blanks = 0, 0
        elif pieces:
            pieces[-1].lines.append(line)
            blanks = 0
        index += 1
    if pieces and not any(is_lone(line) for line in lines[end - 1 : index]):
        end = index
    # What stands behind the last '|' is no cell.
    pieces = [p for p in pieces if p.lines[0].number <= lines[end - 1].number]
    rows = tuple(_as_cells(row) for row in _rows(pieces))
    return (RawTable(rows, lines[start].number, lines[start].page) if rows else None), end


def _closes(lines: Sequence[SourceLine], index: int, pieces: Sequence[_Piece]) -> bool:
    """Whether text behind a '|' and a blank line stands outside the table: no '|' ends it before the next blank line."""
    for line in lines[index : index + 60]:
        if is_lone(line):
            return False
        if not line.raw.strip():
            return True
    return bool(pieces)


def _rows(pieces: Sequence[_Piece]) -> Iterator[list[_Piece | None]]:
    """The cells of each row; None for an empty one."""
    width = 0
    row: list[_Piece | None] = []
    for index, piece in enumerate(pieces):
        gaps = piece.pipes - 1
        if index == 0:
            row = [None] * gaps + [piece]
            continue
        if gaps and _begins_row(pieces, index, len(row), width):
            # '| |' between: closing and opening; more of them are empty cells, at the end of this row as far as it goes.
            empty = gaps - 1
            trailing = min(empty, max(0, width - len(row)))
            yield row + [None] * trailing
            width = width or len(row)
            row = [None] * min(empty - trailing, MAX_COLUMNS) + [piece]
        else:
            row += [None] * min(gaps, MAX_COLUMNS) + [piece]
    if row:
        yield row


def _begins_row(pieces: Sequence[_Piece], index: int, done: int, width: int) -> bool:
    if not width:
        return True
    gaps = pieces[index].pipes - 1
    following = 1
    while index + following < len(pieces) and pieces[index + following].pipes == 1:
        following += 1
    looks_numbered = bool(_NUMBER.match(strip_markup(pieces[index].text)))
    if done + gaps + following == width and not (looks_numbered and following > 1):
        return False
    if done >= width or looks_numbered or done + gaps + following > width:
        return True
    return done <= 2 and gaps >= width - done


def _as_cells(row: Sequence[_Piece | None]) -> tuple[RawCell, ...]:
    first = next(piece for piece in row if piece is not None).lines[0]
    return tuple(
        RawCell(piece.text, piece.lines[0].number, piece.lines[0].page, column, bold=is_bold(piece.text))
        if piece
        else RawCell("", first.number, first.page, column)
        for column, piece in enumerate(row, start=1)
    )


def pipe_table(lines: Sequence[SourceLine], start: int) -> tuple[RawTable | None, int]:
    """The Markdown pipe table that begins at `lines[start]`, with its marks on, and the index behind it.

    A row that is split over lines is joined: until a line ends in '|' and its cells fill the heading's width.
    """
    rows: list[tuple[RawCell, ...]] = []
    width = 0
    numbered = False
    index = start
    while index < len(lines) and (is_pipe_row(lines[index]) or is_lone(lines[index])):
        first = lines[index]
        text, index = _whole_row(lines, index, width)
        if _SEPARATOR_ROW.match(text):
            continue
        cells = _split(text)
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if not width:
            width, numbered = len(cells), bool(_NUMBER_HEADING.match(strip_markup(cells[0])))
        elif numbered and 1 < len(cells) < width and cells[0] and not _NUMBER.match(strip_markup(cells[0])):
            # An automatic number is lost in such files: the row begins with its second cell.
            cells.insert(0, "")
        rows.append(
            tuple(RawCell(c, first.number, first.page, n, bold=is_bold(c)) for n, c in enumerate(cells, start=1))
        )
    return (RawTable(tuple(rows), lines[start].number, lines[start].page) if rows else None), index


def _whole_row(lines: Sequence[SourceLine], index: int, width: int) -> tuple[str, int]:
    text = lines[index].raw.strip()
    index += 1
    while index < len(lines):
        following = lines[index].raw.strip()
        if not following or _SEPARATOR_ROW.match(following):
            break
        if text.endswith("|"):
            have, more = len(_split(text)), len(_split(following))
            if following.startswith("|") and (not width or have >= width or have + more > width or have <= 1):
                break
            text += " " + following
        else:
            text += "\n" + following
        index += 1
    return text, index


def _split(text: str) -> list[str]:
    inner = text.strip().removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", inner)][:MAX_COLUMNS]
