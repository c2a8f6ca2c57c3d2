"""Scanned papers: pictures and PDF without a text layer, read by character recognition (Tesseract, Vietnamese)."""

import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import pytesseract  # type: ignore[import-untyped]  # it ships no types

from directive_kg.errors import UnreadablePaperError
from directive_kg.readers.blocks import Reading
from directive_kg.readers.files import read_bytes
from directive_kg.readers.page import Page, Word
from directive_kg.readers.page_flow import read_flow
from directive_kg.readers.page_grid import ruled_grids
from directive_kg.readers.scan_cells import words_of_grid
from directive_kg.readers.scan_picture import Picture, pictures_of_image, pictures_of_pdf, ruled_lines
from directive_kg.readers.scan_repair import settle_words
from directive_kg.readers.scan_words import PAGE_LAYOUT, recognised
from directive_kg.readers.text import refuse_foreign, refuse_secret
from directive_kg.records import Source

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
    flow = read_flow(settle_words(list(pages_of(pictures))))
    text = "\n".join(line.text for line in flow.lines)
    if not text.strip():
        raise UnreadablePaperError(f"{path}: không nhận ra chữ nào / no text was recognised")
    refuse_secret(path, text)
    refuse_foreign(path, text)
    source = Source(file=path.name, sha256=hashlib.sha256(data).hexdigest(), format="scan")
    return Reading(source, flow.lines, flow.blocks)


def has_tesseract() -> bool:
    """Whether Tesseract and its Vietnamese data are installed."""
    try:
        return "vie" in pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, OSError):
        return False


def require_tesseract() -> None:
    """Raise UnreadablePaperError, saying what to install, where Tesseract or its Vietnamese data is missing."""
    if not has_tesseract():
        raise UnreadablePaperError(
            "Bản quét cần Tesseract với dữ liệu tiếng Việt: cài tesseract-ocr và tesseract-ocr-vie "
            "/ scans need Tesseract with its Vietnamese data: install tesseract-ocr and tesseract-ocr-vie"
        )


def pages_of(pictures: Iterable[tuple[int, Picture]]) -> Iterator[Page]:
    """Pictures, each with its page's number, as pages in their order; one a core is read at a time, and few are held."""
    cores = os.cpu_count() or 1
    pool = ThreadPoolExecutor(cores)  # threads are enough: Tesseract is a program of its own
    waiting: deque[Future[Page]] = deque()
    try:
        for number, picture in pictures:
            waiting.append(pool.submit(page_of, number, picture))
            if len(waiting) > cores:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def page_of(number: int, picture: Picture) -> Page:
    """A picture as a page of words and ruled lines."""
    horizontals, verticals, wiped = ruled_lines(picture)
    height, width = wiped.shape
    points = picture.points
    empty = Page(number, width * points, height * points, (), horizontals, verticals)
    grids = ruled_grids(empty)
    words: list[Word] = []
    for grid in grids:
        words += words_of_grid(wiped, grid, points)
        top, bottom = int(grid.top / points), int(grid.bottom / points)
        wiped[max(0, top) : bottom, max(0, int(grid.xs[0] / points)) : int(grid.xs[-1] / points)] = 255
    words += recognised(wiped, PAGE_LAYOUT, points)
    return Page(number, empty.width, empty.height, tuple(map(_weighed, words)), horizontals, verticals)


def _weighed(word: Word) -> Word:
    """A word that is as sure as words of its kind turned out to be: Tesseract thinks too well of itself."""
    said, meant = zip(*_WORTH, strict=True)
    return replace(word, confidence=round(float(np.interp(word.confidence, said, meant)), 3))
