"""The words that Tesseract sees in a picture, in boxes as high as their line."""

import os
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Any, Final

import cv2
import pytesseract  # type: ignore[import-untyped]  # it ships no types

from directive_kg.errors import UnreadablePaperError
from directive_kg.readers.page import Word
from directive_kg.readers.scan_picture import Grey
from directive_kg.readers.scan_repair import repair_line

# Tesseract's own threads only hinder one another on pages as small as ours.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

PAGE_LAYOUT, BLOCK = 3, 6  # Tesseract's page segmentation modes
_SECONDS: Final = 120  # for the text of one page
_LEAST_HEIGHT: Final = 0.6  # of the usual line: a dash is written on a line of the usual height


def recognised(grey: Grey, layout: int, points: float, only: str = "") -> list[Word]:
    """The words that Tesseract sees in a picture; `only`: the signs that can stand there, where it is known."""
    framed = cv2.copyMakeBorder(grey, 10, 10, 10, 10, cv2.BORDER_CONSTANT, value=(255,))
    try:
        found: dict[str, list[Any]] = pytesseract.image_to_data(
            framed,
            lang="vie",
            config=f"--psm {layout}" + (f" -c tessedit_char_whitelist={only}" if only else ""),
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
