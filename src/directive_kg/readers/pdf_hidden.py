"""Text layers that nobody sees: what a scanner's program took the words of a page's picture for, drawn unseen over it."""

from collections.abc import Set
from pathlib import Path
from typing import Any, Final

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import raw

COVERS: Final = 0.6  # of the page: a picture that is its scan, not a seal or a photograph
_MOSTLY: Final = 0.8  # of the pieces of text


def hidden_layers(path: Path, numbers: Set[int]) -> set[int]:
    """Those of these pages (from 1) whose text is invisible or lies under a picture of the whole page.

    A file that is too damaged to tell has none.
    """
    try:
        with pypdfium2.PdfDocument(path) as document:
            return {number for number in numbers if number <= len(document) and _is_hidden(document[number - 1])}
    except pypdfium2.PdfiumError:
        return set()


def _is_hidden(page: Any) -> bool:
    width, height = page.get_size()
    objects = list(page.get_objects())
    pictures = [i for i, thing in enumerate(objects) if thing.type == raw.FPDF_PAGEOBJ_IMAGE]
    whole = [i for i in pictures if _area(objects[i]) > COVERS * width * height]
    texts = [i for i, thing in enumerate(objects) if thing.type == raw.FPDF_PAGEOBJ_TEXT]
    if not whole or not texts:
        return False
    unseen = sum(i < whole[-1] or _is_invisible(objects[i]) for i in texts)
    return unseen > _MOSTLY * len(texts)


def _is_invisible(text: Any) -> bool:
    return bool(raw.FPDFTextObj_GetTextRenderMode(text) == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _area(picture: Any) -> float:
    left, bottom, right, top = picture.get_bounds()
    return float((right - left) * (top - bottom))
