"""Pictures of pages: loaded within limits, turned upright, their ruled lines found and wiped out."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray
from PIL import Image

from directive_kg.errors import UnreadablePaperError
from directive_kg.readers.page import Rule

MAX_PAGES: Final = 200
MAX_PIXELS: Final = 60_000_000  # of one page: A4 at 600 dpi has 35 million
_DPI: Final = 250  # at which pages are read
_LONG_SIDE: Final = 11.7  # inches: A4
_LARGEST: Final = 4_000  # pixels of a page's long side; more helps nobody
_MOST_SKEW: Final = 4.0  # degrees
_ACROSS, _DOWN = 0.04, 0.025  # of the page's width and height: no letter is as long

_COARSE: Final = 8  # pixels to one, where only the paper's shade is looked at
_DARK: Final = 110  # grey level

_BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, dark on white, upright."""

    grey: Grey
    points: float  # points (1/72 inch) per pixel


def pictures_of_pdf(path: Path, numbers: set[int] | None = None) -> Iterator[tuple[int, Picture]]:
    """The pages of a PDF (those with these numbers, from 1) as pictures.

    Raises UnreadablePaperError when it cannot be opened or has too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError, ValueError):
        raise UnreadablePaperError(f"{path}: tệp PDF hỏng hoặc có mật khẩu / a damaged or encrypted PDF") from None
    try:
        wanted = [n for n in range(1, len(document) + 1) if numbers is None or n in numbers]
        if not wanted or len(wanted) > MAX_PAGES:
            raise UnreadablePaperError(
                f"{path}: bản quét có {len(wanted)} trang, chỉ đọc từ 1 đến {MAX_PAGES} "
                f"/ a scan of {len(wanted)} pages; between 1 and {MAX_PAGES} are read"
            )
        for number in wanted:
            yield number, _picture_of_page(path, document, number)
    finally:
        document.close()


def _picture_of_page(path: Path, document: Any, number: int) -> Picture:
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_DPI / 72, _LARGEST / max(width, height, 1.0))
        if min(width, height) * scale < 20:
            return Picture(np.full((20, 20), 255, np.uint8), 1.0)
        return Picture(upright(np.asarray(_grey(page.render(scale=scale).to_pil()))), 1 / scale)
    except (pypdfium2.PdfiumError, ValueError, MemoryError):
        raise UnreadablePaperError(f"{path}: không vẽ được trang {number} / page {number} cannot be drawn") from None


def _grey(picture: Image.Image) -> Image.Image:
    """The picture in grey as red light shows it: seals, which are red, are gone, letters in black and blue are not."""
    if picture.mode in {"1", "L", "I", "I;16", "LA"}:
        return picture.convert("L")
    return picture.convert("RGB").getchannel("R")


def pictures_of_image(path: Path) -> Iterator[tuple[int, Picture]]:
    """The page or pages of a picture file. Raises UnreadablePaperError when it is damaged or too large."""
    number = 1
    while (picture := _frame(path, number)) is not None:
        yield number, picture
        number += 1


def _frame(path: Path, number: int) -> Picture | None:
    """A page of a picture file; None behind the last one."""
    try:
        with warnings.catch_warnings():
            # The library only warns of pictures that are far too large, and of every odd tag.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                if number > getattr(image, "n_frames", 1):
                    return None
                image.seek(number - 1)
                if image.width * image.height > MAX_PIXELS or number > MAX_PAGES:
                    raise UnreadablePaperError(
                        f"{path}: ảnh quá lớn ({image.width} × {image.height}, trang {number}) / the picture is too large"
                    )
                return _picture_of_frame(image)
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, *_BOMBS):
        raise UnreadablePaperError(f"{path}: ảnh hỏng hoặc quá lớn / a damaged picture, or one too large") from None


def _picture_of_frame(frame: Image.Image) -> Picture:
    # A scanner's own resolution is often not told or wrong: a page is taken to be as long as A4.
    grey = _grey(frame)
    factor = _DPI * _LONG_SIDE / max(grey.width, grey.height)
    if factor < 0.9 or factor > 1.3:
        factor = min(factor, 3.0)
        grey = grey.resize((max(20, round(grey.width * factor)), max(20, round(grey.height * factor))))
    return Picture(upright(np.asarray(grey)), 72 * _LONG_SIDE / max(grey.width, grey.height))


def upright(grey: Grey) -> Grey:
    """The picture on even white, without what lay beside the paper, turned so that its lines of text lie level.

    A turn of more than some degrees is left alone.
    """
    clean = _without_edges(_evened(grey))
    angle = skew(clean)
    return clean if abs(angle) < 0.05 else _turned(clean, angle)


def _evened(grey: Grey) -> Grey:
    """The picture as if light had fallen on it evenly; white where the paper is."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(20, width // _COARSE), max(20, height // _COARSE)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)).astype(np.uint8), 9)
    if int(paper.min()) > 250:
        return grey
    spread = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    # What is very dark over a wide place is no shadow.
    return np.asarray(cv2.divide(grey, np.maximum(spread, 90).astype(np.uint8), scale=255), np.uint8)


def _without_edges(grey: Grey) -> Grey:
    """The picture without broad dark stripes at its edges: the scanner's lid, or what a page was copied on."""
    height, width = grey.shape
    size = max(8, min(height, width) // 100)
    dark = (grey < _DARK).astype(np.uint8)
    broad = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(broad, np.uint8))
    edges = [
        i
        for i in range(1, count)
        if stats[i][0] == 0
        or stats[i][1] == 0
        or stats[i][0] + stats[i][2] == width
        or stats[i][1] + stats[i][3] == height
    ]
    if not edges:
        return grey
    stripes = cv2.dilate(np.isin(labels, edges).astype(np.uint8), np.ones((size, size), np.uint8))
    cleaned = grey.copy()
    cleaned[stripes > 0] = 255
    return cleaned


def _turned(grey: Grey, angle: float) -> Grey:
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    return turned.astype(np.uint8)


def skew(grey: Grey) -> float:
    """How far (degrees, anticlockwise) the picture must be turned: where the rows of ink are the most unlike."""
    small = cv2.resize(grey, (800, max(1, round(800 * grey.shape[0] / grey.shape[1]))), interpolation=cv2.INTER_AREA)
    ink = (255 - _clean(small.astype(np.uint8))).astype(np.uint8)

    def unlikeness(angle: float) -> float:
        height, width = ink.shape
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = cv2.warpAffine(ink, matrix, (width, height)).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    best = max(np.arange(-_MOST_SKEW, _MOST_SKEW + 0.01, 0.5), key=unlikeness)
    return float(max(np.arange(best - 0.5, best + 0.51, 0.1), key=unlikeness))


def _clean(grey: Grey) -> Grey:
    """Black and white."""
    _, clean = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return clean.astype(np.uint8)


def ruled_lines(picture: Picture) -> tuple[tuple[Rule, ...], tuple[Rule, ...], Grey]:
    """The horizontal and vertical ruled lines, in points, and the picture without them."""
    ink = cv2.adaptiveThreshold(
        cv2.GaussianBlur(picture.grey, (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15
    )
    height, width = ink.shape
    across = _long(ink, max(20, int(_ACROSS * width)), 1)
    down = _long(ink, 1, max(20, int(_DOWN * height)))
    wiped = picture.grey.copy()
    wiped[cv2.dilate(across | down, np.ones((3, 3), np.uint8)) > 0] = 255
    horizontals, verticals = [], []
    scale = picture.points
    for x, y, w, h in _boxes(across):
        horizontals.append(Rule((y + h / 2) * scale, x * scale, (x + w) * scale))
    for x, y, w, h in _boxes(down):
        verticals.append(Rule((x + w / 2) * scale, y * scale, (y + h) * scale))
    return tuple(horizontals), tuple(verticals), wiped


def _long(ink: NDArray[Any], width: int, height: int) -> NDArray[Any]:
    """The ink that lies in strokes of at least this width or height; small breaks in a stroke are closed first."""
    gap = np.ones((1, 5) if height == 1 else (5, 1), np.uint8)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, gap)
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((height, width), np.uint8))


def _boxes(ink: NDArray[Any]) -> Iterator[tuple[int, int, int, int]]:
    contours, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        yield int(x), int(y), int(w), int(h)
