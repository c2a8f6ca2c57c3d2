"""A value's place cut out of the picture of its page. To be run in a process that can be killed."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np
import pdfplumber

from directive_kg.errors import UnreadablePaperError
from directive_kg.names import fold
from directive_kg.readers.page import Page, Word, printed_lines
from directive_kg.readers.page_grid import find_grids
from directive_kg.readers.page_tables import cell_text
from directive_kg.readers.pdf_page import read_page
from directive_kg.readers.scan import standing_page
from directive_kg.readers.scan_picture import Picture, pictures_of_image, pictures_of_pdf

_MARGIN: Final = 14.0  # points around what is cut out
_LIKE: Final = 0.55  # likeness from which words on a page are the value's
_AS_LIKE: Final = 0.03  # cells whose likeness differs by no more may be the same words
_MOST_LINES: Final = 14  # of running text that one value takes
_COMPARED: Final = 300  # characters that are compared


class Box(NamedTuple):
    """A part of a page, in points from its upper left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


def cut_out(path: Path, *, number: int, words: str, row: str, scanned: bool) -> bytes | None:
    """The place of some words on a page (from 1), framed, as PNG; None where the page does not have them.

    `row` is the title of the words' row, by which one of several like cells is chosen.

    Raises UnreadablePaperError for a file that cannot be opened or has no such page.
    """
    picture = _picture(path, number)
    box = None
    if not scanned:
        page = _text_page(path, number)
        box = find_box(page, words, row)
        if box is not None and page.quarters:
            picture = Picture(np.ascontiguousarray(np.rot90(picture.grey, page.quarters)), picture.points)
    if box is None:  # the page may be a scan among pages of text
        page, picture = standing_page(number, picture)
        box = find_box(page, words, row)
    return None if box is None else _png(picture, box)


def _picture(path: Path, number: int) -> Picture:
    with path.open("rb") as file:
        is_pdf = b"%PDF" in file.read(1024)
    pages = pictures_of_pdf(path, {number}) if is_pdf else pictures_of_image(path)
    for found, picture in pages:
        if found == number:
            return picture
    raise UnreadablePaperError(f"{path}: không có trang {number} / there is no page {number}")


def _text_page(path: Path, number: int) -> Page:
    with pdfplumber.open(path, pages=[number]) as pdf:
        return read_page(pdf.pages[0])


def find_box(page: Page, words: str, row: str = "") -> Box | None:
    """Where on a page some words stand: the cell of a table, else the lines of running text most like them.

    Of several cells that are as like, the one beside the row's title is meant.
    """
    wanted = _bare(words)
    if not wanted:
        return None
    cells = list(_cells(page))
    found = [(_likeness(text, wanted), box) for text, box in cells]
    best = max(found, default=None)
    if best is None or best[0] < _LIKE:
        best = max(_runs(printed_lines(page.words), wanted), default=best)
        return best[1] if best and best[0] >= _LIKE else None
    alike = [box for likeness, box in found if likeness >= best[0] - _AS_LIKE]
    title = max(((_likeness(text, _bare(row)), box) for text, box in cells), default=None) if _bare(row) else None
    if title is None or title[0] < _LIKE:
        return best[1]
    return max(alike, key=lambda box: min(box.bottom, title[1].bottom) - max(box.top, title[1].top))


def _cells(page: Page) -> Iterator[tuple[str, Box]]:
    for grid in find_grids(page):
        for cell in grid.cells:
            if cell.words:
                sides = (
                    grid.xs[cell.column],
                    grid.ys[cell.row],
                    grid.xs[cell.last_column + 1],
                    grid.ys[cell.last_row + 1],
                )
                yield cell_text(cell.words).text, Box(*sides)


def _runs(lines: Sequence[Sequence[Word]], wanted: str) -> Iterator[tuple[float, Box]]:
    """Runs of lines that are about as long as the words, each with its likeness."""
    for first in range(len(lines)):
        run: list[Word] = []
        for line in lines[first : first + _MOST_LINES]:
            run += line
            text = " ".join(word.text for word in run)
            if 2 * len(_bare(text)) >= len(wanted):
                yield _likeness(text, wanted), _around(run)
            if len(_bare(text)) > 2 * len(wanted):
                break


def _around(words: Sequence[Word]) -> Box:
    return Box(
        min(w.x0 for w in words), min(w.top for w in words), max(w.x1 for w in words), max(w.bottom for w in words)
    )


def _likeness(text: str, wanted: str) -> float:
    """How like the words a text is; of a cell that goes on overleaf, how like their beginning."""
    bare = _bare(text)
    begun = wanted[: len(bare)] if len(bare) > 20 else wanted
    return SequenceMatcher(None, bare[:_COMPARED], begun[:_COMPARED], autojunk=False).ratio()


def _bare(text: str) -> str:
    return "".join(fold(text).split())


def _png(picture: Picture, box: Box) -> bytes | None:
    height, width = picture.grey.shape
    x0, top, x1, bottom = (round(side / picture.points) for side in box)
    margin = round(_MARGIN / picture.points)
    colour = cv2.cvtColor(picture.grey, cv2.COLOR_GRAY2BGR)
    cv2.rectangle(colour, (x0, top), (x1, bottom), (40, 90, 220), max(2, margin // 12))
    part = colour[max(0, top - margin) : min(height, bottom + margin), max(0, x0 - margin) : min(width, x1 + margin)]
    if not part.size:
        return None
    done, coded = cv2.imencode(".png", part)
    return coded.tobytes() if done else None
