"""PDF with a text layer: words and ruled lines of every page, with their positions, to blocks."""

import hashlib
import logging
import re
import zlib
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pdfplumber

from directive_kg.errors import DirectiveKgError, UnreadablePaperError
from directive_kg.readers.blocks import Reading
from directive_kg.readers.files import read_bytes
from directive_kg.readers.page import Page, Rule, Word, printed_lines
from directive_kg.readers.page_flow import read_flow
from directive_kg.readers.scan import read_scan
from directive_kg.readers.text import refuse_foreign, refuse_secret
from directive_kg.records import Source

MAX_BYTES: Final = 100_000_000
MAX_PAGES: Final = 600
MAX_LETTERS: Final = 40_000  # on one page; a full page has some 4,000
MAX_UNPACKED: Final = 400_000_000  # bytes of all streams together
_FEW_LETTERS: Final = 25  # a page a page with fewer has no text layer worth the name
_THIN: Final = 3.0  # points: a filled box no thicker than this is a ruled line
_TOUCHING: Final = 0.08  # of the letters' height: no space is so narrow
_MARK_SIZE: Final = 0.75  # of the letters: raised figures of this size are footnote marks
_STREAM: Final = re.compile(rb"stream\r?\n")
_TWICE_PACKED: Final = re.compile(rb"/Filter\s*\[[^\]]{0,200}(?:/FlateDecode|/Fl\b)[^\]]{0,200}(?:/FlateDecode|/Fl\b)")
_BOLD: Final = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)

# The library remarks on every odd font; that is no news for a clerk.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(path: Path) -> Reading:
    """Read a PDF into blocks; one without a text layer is read as a scan.

    Raises UnreadablePaperError (missing, encrypted, damaged, no pages, too large, not Vietnamese) and SecretPaperError.
    """
    data = _bytes(path)
    try:
        pages = _pages(path, data)
    except DirectiveKgError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged file makes the library raise anything
        raise _unreadable(
            path, "tệp PDF hỏng hoặc có mật khẩu", f"a damaged or encrypted PDF ({_kind(error)})"
        ) from None
    if not _has_text(pages):
        return read_scan(path)
    flow = read_flow(pages)
    text = "\n".join(line.text for line in flow.lines)
    refuse_secret(path, text)
    refuse_foreign(path, text)
    source = Source(file=path.name, sha256=hashlib.sha256(data).hexdigest(), format="pdf")
    return Reading(source, flow.lines, flow.blocks)


def _unreadable(path: Path, vi: str, en: str) -> UnreadablePaperError:
    return UnreadablePaperError(f"{path}: {vi} / {en}")


def _kind(error: Exception) -> str:
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    return type(cause).__name__


def _bytes(path: Path) -> bytes:
    data = read_bytes(path, MAX_BYTES)
    if b"%PDF" not in data[:1024]:
        raise _unreadable(path, "không phải tệp PDF", "not a PDF")
    _refuse_bomb(path, data)
    return data


def _refuse_bomb(path: Path, data: bytes) -> None:
    """Unpack every stream with a limit before the library unpacks them without one."""
    left = MAX_UNPACKED
    for match in _STREAM.finditer(data):
        unpacker = zlib.decompressobj()
        try:
            piece = unpacker.decompress(data[match.end() : match.end() + 4096], 1)
            if piece:
                piece += unpacker.decompress(
                    unpacker.unconsumed_tail + data[match.end() + 4096 : match.end() + MAX_BYTES], left
                )
        except zlib.error:
            continue
        left -= len(piece)
        if left <= 0:
            break
    if left <= 0 or _TWICE_PACKED.search(data):
        raise _unreadable(path, "nội dung nén phình quá lớn", "its packed content swells too much")


def _pages(path: Path, data: bytes) -> list[Page]:
    with pdfplumber.open(BytesIO(data)) as pdf:
        count = len(pdf.pages)
        if count == 0:
            raise _unreadable(path, "PDF không có trang nào", "a PDF without pages")
        if count > MAX_PAGES:
            raise _unreadable(path, f"nhiều hơn {MAX_PAGES} trang", f"more than {MAX_PAGES} pages")
        pages: list[Page] = []
        for page in pdf.pages:
            if len(page.chars) > MAX_LETTERS:
                raise _unreadable(
                    path, f"trang {page.page_number} có quá nhiều chữ", f"page {page.page_number} has too many letters"
                )
            pages.append(read_page(page))
            page.close()
        return pages


def _has_text(pages: Sequence[Page]) -> bool:
    letters = sum(len(word.text) for page in pages for word in page.words)
    return letters >= _FEW_LETTERS * len(pages)


def read_page(page: Any) -> Page:
    """A page of pdfplumber as words and ruled lines."""
    x, y = float(page.bbox[0]), float(page.bbox[1])
    words = [
        Word(
            text=word["text"],
            x0=float(word["x0"]) - x,
            x1=float(word["x1"]) - x,
            top=float(word["top"]) - y,
            bottom=float(word["bottom"]) - y,
            bold=2 * sum(bool(_BOLD.search(char.get("fontname", ""))) for char in word["chars"]) >= len(word["chars"]),
        )
        for word in page.extract_words(return_chars=True)
        if word["upright"]
    ]
    kept = [word for line in printed_lines(words) for word in _without_footnote_marks(_whole_words(line))]
    horizontals, verticals = _rules(page, x, y)
    return Page(page.page_number, float(page.width), float(page.height), tuple(kept), horizontals, verticals)


def _whole_words(line: Sequence[Word]) -> list[Word]:
    """A printed line whose words are whole: letters that came from another font stand a little higher or lower."""
    whole: list[Word] = []
    for word in line:
        last = whole[-1] if whole else None
        close = last is not None and abs(word.x0 - last.x1) < _TOUCHING * word.height
        if last is not None and close and min(word.height, last.height) > _MARK_SIZE * max(word.height, last.height):
            whole[-1] = replace(
                last,
                text=last.text + word.text,
                x1=word.x1,
                top=min(last.top, word.top),
                bottom=max(last.bottom, word.bottom),
                bold=last.bold and word.bold,
            )
        else:
            whole.append(word)
    return whole


def _without_footnote_marks(line: Sequence[Word]) -> list[Word]:
    """A printed line without small raised figures that stand close behind a word."""
    kept: list[Word] = []
    for word in line:
        is_mark = (
            bool(kept)
            and word.text.strip("()[]").isdigit()
            and word.height < _MARK_SIZE * kept[-1].height
            and word.x0 - kept[-1].x1 < 0.4 * kept[-1].height
            and word.y < kept[-1].y
        )
        if not is_mark:
            kept.append(word)
    return kept


def _rules(page: Any, x: float, y: float) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The lines that a page draws, horizontal and vertical; shading and white boxes are none."""
    across: list[Rule] = []
    down: list[Rule] = []

    def add(x0: float, x1: float, top: float, bottom: float) -> None:
        if bottom - top <= _THIN < x1 - x0:
            across.append(Rule((top + bottom) / 2 - y, x0 - x, x1 - x))
        elif x1 - x0 <= _THIN < bottom - top:
            down.append(Rule((x0 + x1) / 2 - x, top - y, bottom - y))

    for thing in (*page.lines, *page.rects, *page.curves):
        x0, x1, top, bottom = (float(thing[name]) for name in ("x0", "x1", "top", "bottom"))
        colour = thing.get("stroking_color") if thing.get("stroke") else thing.get("non_stroking_color")
        if _is_white(colour):
            continue
        if x1 - x0 <= _THIN or bottom - top <= _THIN:
            add(x0, x1, top, bottom)
        elif thing["object_type"] == "rect" and thing.get("stroke"):
            add(x0, x1, top, top)
            add(x0, x1, bottom, bottom)
            add(x0, x0, top, bottom)
            add(x1, x1, top, bottom)
    return tuple(across), tuple(down)


def _is_white(colour: Any) -> bool:
    values = colour if isinstance(colour, (tuple, list)) else (colour,)
    numbers = [v for v in values if isinstance(v, (int, float))]
    if len(numbers) == 4:  # CMYK: no ink
        return all(v == 0 for v in numbers)
    return bool(numbers) and all(v >= 0.99 for v in numbers)
