"""The cells of a ruled table in a picture: read together, and one by one where that left words unread."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from directive_kg.readers.page import Word
from directive_kg.readers.page_grid import Grid
from directive_kg.readers.page_tables import is_number_heading
from directive_kg.readers.scan_picture import Grey
from directive_kg.readers.scan_repair import SURE, settle_numbers
from directive_kg.readers.scan_words import BLOCK, recognised

_BETWEEN: Final = 24  # pixels of white between two cells
_INSIDE: Final = 4  # pixels of a cell's edge that are left out: remains of the ruled line
_INK: Final = 165  # grey level: letters of a coarse scan are no darker
_UNREAD: Final = 0.15  # of a cell's ink: more outside of the words calls for a second reading
_LIKELY: Final = 0.6
_SIZES: Final = (0.6, 0.75, 1.0)  # at which doubtful numbers are read: a point is lost in one and seen in another
_FIGURES: Final = "0123456789."
_NUMBER: Final = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVX]{1,5})\.?$")
_POINT: Final = re.compile(r"(?<=\d)[,:;](?=\d|$)")  # what a point may be taken for
_SPECKS: Final = 40  # pixels of ink that need not be words


@dataclass(frozen=True, slots=True)
class _Crop:
    """What is written in a cell, and where on the page it begins (pixels)."""

    grey: Grey
    x: int
    y: int
    is_number: bool  # of the first column alone, where rows have their numbers


def words_of_grid(wiped: Grey, grid: Grid, points: float) -> list[Word]:
    """The words of a table; what is doubtful in a column of numbers is settled by the numbers around it."""
    words = list(_words_of_cells(wiped, grid, points))
    numbers = [
        [word for word in words if word.x < grid.xs[1] and grid.ys[cell.row] < word.y < grid.ys[cell.last_row + 1]]
        for cell in grid.cells
        if cell.column == cell.last_column == 0
    ]
    alone = [found[0] for found in numbers if len(found) == 1]
    settled = dict(zip(map(id, alone), settle_numbers(alone), strict=True))
    return [settled.get(id(word), word) for word in words]


def _words_of_cells(wiped: Grey, grid: Grid, points: float) -> Iterator[Word]:
    crops = list(_crops(wiped, grid, points))
    together = _read_together(crops)
    figures = dict(_figures(crops, together))
    for at, (crop, read) in enumerate(zip(crops, together, strict=True)):
        words, left = read, _unread(crop, read)
        if at in figures:
            words = figures[at]
        elif left > _UNREAD:
            again = _read_alone(crop)
            words = again if _unread(crop, again) < left else read
        for word in words:
            yield _moved(word, crop.x, crop.y, points)


def _figures(crops: Sequence[_Crop], read: Sequence[Sequence[Word]]) -> Iterator[tuple[int, list[Word]]]:
    """The doubtful cells of the numbers' column, by their place, read anew: cut close, on one line, in several sizes.

    What most of the readings say, weighed by how sure they are, is the number; it stays a doubt.
    """
    doubtful = [i for i, (crop, words) in enumerate(zip(crops, read, strict=True)) if crop.is_number and _is_odd(words)]
    close = [_on_one_line(crops[i]) for i in doubtful]
    votes: list[defaultdict[str, float]] = [defaultdict(float) for _ in doubtful]
    sure: dict[str, float] = {}
    for size in _SIZES if doubtful else ():
        for only in (_FIGURES, ""):
            for at, words in enumerate(_read_together([_sized(crop, size) for crop in close], only)):
                text = _POINT.sub(".", "".join(word.text for word in words))
                likely = min((word.confidence for word in words), default=0.0)
                # Figures alone are no reading of a cell of letters: 'II' would be 11.
                if (_NUMBER.match(text) or is_number_heading(text)) and not (only and _in_letters(read[doubtful[at]])):
                    votes[at][text] += likely
                    sure[text] = max(sure.get(text, 0.0), likely)
    for i, counted in zip(doubtful, votes, strict=True):
        best = max(counted, key=lambda text: counted[text], default="")
        if best and sure[best] >= _LIKELY:
            height, width = crops[i].grey.shape
            yield i, [Word(best, 0, width, 0, height, confidence=min(sure[best], SURE - 0.05))]


def _is_odd(words: Sequence[Word]) -> bool:
    """Whether what was read in the numbers' column is unsure, or no number at all."""
    text = "".join(word.text for word in words)
    unsure = any(word.confidence < SURE for word in words)
    return bool(words) and (unsure or not (_NUMBER.match(text) or text.isalpha() or len(words) > 1))


def _in_letters(words: Sequence[Word]) -> bool:
    return all(word.text.strip(".").isalpha() for word in words)


def _sized(crop: _Crop, size: float) -> _Crop:
    return replace(crop, grey=np.asarray(cv2.resize(crop.grey, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)))


def _on_one_line(crop: _Crop) -> _Crop:
    """A cell cut close whose lines stand side by side: '2.' over '4' is 2.4, of which a line alone is hard to read."""
    ink = (crop.grey < _INK).sum(axis=1) > 0
    edges = np.flatnonzero(np.diff(np.concatenate(([0], ink.astype(np.int8), [0]))))
    lines = [crop.grey[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > _INSIDE]
    if not lines:
        return crop
    height = max(line.shape[0] for line in lines)
    parts: list[Grey] = []
    for line in lines:
        columns = np.flatnonzero((line < _INK).any(axis=0))
        part = np.full((height + 2 * _INSIDE, int(columns[-1] - columns[0]) + 1 + 2 * _INSIDE), 255, np.uint8)
        part[height + _INSIDE - line.shape[0] : height + _INSIDE, _INSIDE:-_INSIDE] = line[
            :, columns[0] : columns[-1] + 1
        ]
        parts.append(part)
    return replace(crop, grey=np.hstack(parts))


def _crops(wiped: Grey, grid: Grid, points: float) -> Iterator[_Crop]:
    for cell in grid.cells:
        x0, x1 = (int(grid.xs[i] / points) for i in (cell.column, cell.last_column + 1))
        y0, y1 = (int(grid.ys[i] / points) for i in (cell.row, cell.last_row + 1))
        crop = wiped[max(0, y0) + _INSIDE : y1 - _INSIDE, max(0, x0) + _INSIDE : x1 - _INSIDE]
        ink = np.flatnonzero((crop < _INK).sum(axis=1) > 1) if crop.size else np.array([])
        if ink.size > 2:
            # White above and below the words helps nobody.
            first, last = max(0, int(ink[0]) - 6), int(ink[-1]) + 7
            is_number = cell.column == cell.last_column == 0
            yield _Crop(crop[first:last], max(0, x0) + _INSIDE, max(0, y0) + _INSIDE + first, is_number)


def _read_together(crops: Sequence[_Crop], only: str = "") -> list[list[Word]]:
    """The words of each cell, in pixels of the cell: the cells, one under another, are read as one column of text."""
    found: list[list[Word]] = [[] for _ in crops]
    if not crops:
        return found
    width = max(crop.grey.shape[1] for crop in crops)
    height = sum(crop.grey.shape[0] + _BETWEEN for crop in crops) + _BETWEEN
    sheet = np.full((height, width + 2 * _BETWEEN), 255, np.uint8)
    tops: list[int] = []
    top = _BETWEEN
    for crop in crops:
        sheet[top : top + crop.grey.shape[0], _BETWEEN : _BETWEEN + crop.grey.shape[1]] = crop.grey
        tops.append(top)
        top += crop.grey.shape[0] + _BETWEEN
    for word in recognised(sheet, BLOCK, 1.0, only):
        at = max(0, int(np.searchsorted(tops, word.y + _BETWEEN / 2)) - 1)
        found[at].append(_moved(word, -_BETWEEN, -tops[at], 1.0))
    return found


def _read_alone(crop: _Crop) -> list[Word]:
    """The words of a cell that is read by itself, in pixels of the cell."""
    framed = np.full((crop.grey.shape[0] + 2 * _BETWEEN, crop.grey.shape[1] + 2 * _BETWEEN), 255, np.uint8)
    framed[_BETWEEN:-_BETWEEN, _BETWEEN:-_BETWEEN] = crop.grey
    return [_moved(word, -_BETWEEN, -_BETWEEN, 1.0) for word in recognised(framed, BLOCK, 1.0)]


def _unread(crop: _Crop, words: Sequence[Word]) -> float:
    """The share of a cell's ink that lies outside of the words that were read."""
    ink = crop.grey < _INK
    whole = int(ink.sum())
    left = ink.copy()
    for word in words:
        pad = 0.25 * word.height
        y0, y1 = max(0, int(word.top - pad)), int(word.bottom + pad) + 1
        left[y0:y1, max(0, int(word.x0) - 3) : int(word.x1) + 4] = False
    rest = int(left.sum())
    return rest / whole if rest > _SPECKS else 0.0


def _moved(word: Word, x: float, y: float, points: float) -> Word:
    return replace(
        word,
        x0=(word.x0 + x) * points,
        x1=(word.x1 + x) * points,
        top=(word.top + y) * points,
        bottom=(word.bottom + y) * points,
    )
