"""Scanned papers: pictures and PDF without a text layer, read by character recognition (Tesseract, Vietnamese)."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any, Final

import cv2
import numpy as np
import pytesseract  # type: ignore[import-untyped]  # it ships no types

from directive_kg.errors import UnreadablePaperError
from directive_kg.readers.blocks import Reading
from directive_kg.readers.files import read_bytes
from directive_kg.readers.page import Page, Word
from directive_kg.readers.page_flow import read_flow
from directive_kg.readers.page_grid import Grid, ruled_grids
from directive_kg.readers.scan_picture import Grey, Picture, pictures_of_image, pictures_of_pdf, ruled_lines
from directive_kg.readers.scan_repair import repair_line, settle_numbers
from directive_kg.readers.text import refuse_foreign, refuse_secret
from directive_kg.records import Source

# Tesseract's own threads only hinder one another on pages as small as ours.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

_SECONDS: Final = 120  # for the text of one page
_PAGE_LAYOUT, _BLOCK = 3, 6  # Tesseract's page segmentation modes
_BETWEEN: Final = 24  # pixels of white between two cells
_INSIDE: Final = 4  # pixels of a cell's edge that are left out: remains of the ruled line
_LEAST_HEIGHT: Final = 0.6  # of the usual line: a dash is written on a line of the usual height

# What Tesseract says of a cell's least sure word, and what that is worth: `make score`, 'scans, good and bad'.
_WORTH: Final = ((0.0, 0.0), (0.5, 0.35), (0.9, 0.7), (0.94, 0.9), (0.97, 0.97), (1.0, 1.0))


def read_scan(path: Path) -> Reading:
    """Read a scan into blocks; each cell has the confidence of its least sure word.

    Raises UnreadablePaperError (damaged, too large, no text found, Tesseract or its Vietnamese data missing) and
    SecretPaperError.
    """
    data = read_bytes(path)
    require_tesseract()
    pictures = pictures_of_pdf(path) if data.startswith(b"%PDF") else pictures_of_image(path)
    flow = read_flow([page_of(number, picture) for number, picture in pictures])
    text = "\n".join(line.text for line in flow.lines)
    if not text.strip():
        raise UnreadablePaperError(f"{path}: không nhận ra chữ nào / no text was recognised")
    refuse_secret(path, text)
    refuse_foreign(path, text)
    source = Source(file=path.name, sha256=hashlib.sha256(data).hexdigest(), format="scan")
    return Reading(source, flow.lines, flow.blocks)


def require_tesseract() -> None:
    """Raise UnreadablePaperError, saying what to install, where Tesseract or its Vietnamese data is missing."""
    try:
        languages = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, OSError):
        languages = []
    if "vie" not in languages:
        raise UnreadablePaperError(
            "Bản quét cần Tesseract với dữ liệu tiếng Việt: cài tesseract-ocr và tesseract-ocr-vie "
            "/ scans need Tesseract with its Vietnamese data: install tesseract-ocr and tesseract-ocr-vie"
        )


def page_of(number: int, picture: Picture) -> Page:
    """A picture as a page of words and ruled lines."""
    horizontals, verticals, wiped = ruled_lines(picture)
    height, width = wiped.shape
    points = picture.points
    empty = Page(number, width * points, height * points, (), horizontals, verticals)
    grids = ruled_grids(empty)
    words: list[Word] = []
    for grid in grids:
        words += _words_of_grid(wiped, grid, points)
        top, bottom = int(grid.top / points), int(grid.bottom / points)
        wiped[max(0, top) : bottom, max(0, int(grid.xs[0] / points)) : int(grid.xs[-1] / points)] = 255
    words += _recognised(wiped, _PAGE_LAYOUT, points)
    return Page(number, empty.width, empty.height, tuple(map(_weighed, words)), horizontals, verticals)


def _weighed(word: Word) -> Word:
    """A word that is as sure as words of its kind turned out to be: Tesseract thinks too well of itself."""
    said, meant = zip(*_WORTH, strict=True)
    return replace(word, confidence=round(float(np.interp(word.confidence, said, meant)), 3))


def _words_of_grid(wiped: Grey, grid: Grid, points: float) -> list[Word]:
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
    """The words of a table: its cells, one under another, are read as one column of text."""
    crops: list[tuple[Grey, int, int]] = []
    for cell in grid.cells:
        x0, x1 = (int(grid.xs[i] / points) for i in (cell.column, cell.last_column + 1))
        y0, y1 = (int(grid.ys[i] / points) for i in (cell.row, cell.last_row + 1))
        crop = wiped[max(0, y0) + _INSIDE : y1 - _INSIDE, max(0, x0) + _INSIDE : x1 - _INSIDE]
        ink = np.flatnonzero((crop < 128).sum(axis=1) > 1) if crop.size else np.array([])
        if ink.size > 2:
            # White above and below the words helps nobody.
            first, last = max(0, int(ink[0]) - 6), int(ink[-1]) + 7
            crops.append((crop[first:last], max(0, x0) + _INSIDE, max(0, y0) + _INSIDE + first))
    if not crops:
        return
    width = max(crop.shape[1] for crop, _, _ in crops)
    height = sum(crop.shape[0] + _BETWEEN for crop, _, _ in crops) + _BETWEEN
    sheet = np.full((height, width + 2 * _BETWEEN), 255, np.uint8)
    tops: list[int] = []
    top = _BETWEEN
    for crop, _, _ in crops:
        sheet[top : top + crop.shape[0], _BETWEEN : _BETWEEN + crop.shape[1]] = crop
        tops.append(top)
        top += crop.shape[0] + _BETWEEN
    for word in _recognised(sheet, _BLOCK, 1.0):
        at = max(0, int(np.searchsorted(tops, word.y + _BETWEEN / 2)) - 1)
        _, x, y = crops[at]
        left, up = x - _BETWEEN, y - tops[at]
        yield Word(
            word.text,
            (word.x0 + left) * points,
            (word.x1 + left) * points,
            (word.top + up) * points,
            (word.bottom + up) * points,
            confidence=word.confidence,
        )


def _recognised(grey: Grey, layout: int, points: float) -> list[Word]:
    """The words that Tesseract sees in a picture."""
    framed = cv2.copyMakeBorder(grey, 10, 10, 10, 10, cv2.BORDER_CONSTANT, value=(255,))
    try:
        found: dict[str, list[Any]] = pytesseract.image_to_data(
            framed,
            lang="vie",
            config=f"--psm {layout}",
            output_type=pytesseract.Output.DICT,
            timeout=_SECONDS,
        )
    except (pytesseract.TesseractError, RuntimeError) as error:
        # The library says by a RuntimeError that its time ran out.
        raise UnreadablePaperError(
            f"Tesseract không đọc được trang / Tesseract could not read the page ({type(error).__name__})"
        ) from None
    lines: dict[tuple[int, int, int], list[int]] = {}
    for i, text in enumerate(found["text"]):
        if str(text).strip() and float(found["conf"][i]) >= 0:
            lines.setdefault((found["block_num"][i], found["par_num"][i], found["line_num"][i]), []).append(i)
    return list(_on_lines(lines.values(), found, points))


def _on_lines(lines: Iterable[Sequence[int]], found: dict[str, list[Any]], points: float) -> Iterator[Word]:
    """Words with boxes of one height: the boxes of letters are as high as each letter, which tells no line from another."""
    kept = list(lines)
    heights = [max(found["height"][i] for i in line) for line in kept]
    usual = median(heights) if heights else 0.0
    for line, height in zip(kept, heights, strict=True):
        middle = median(found["top"][i] + found["height"][i] / 2 for i in line)
        half = max(_LEAST_HEIGHT * usual, min(height, usual)) / 2
        read: list[Word] = []
        for i in line:
            x0 = found["left"][i] - 10
            word = Word(
                text=str(found["text"][i]).strip(),
                x0=x0 * points,
                x1=(x0 + found["width"][i]) * points,
                top=(middle - half - 10) * points,
                bottom=(middle + half - 10) * points,
                confidence=min(1.0, float(found["conf"][i]) / 100),
            )
            read.append(word)
        yield from repair_line(read)
