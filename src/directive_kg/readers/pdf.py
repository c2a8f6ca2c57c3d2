"""PDF: the words and ruled lines of every page, from its text layer or, where that has none, from its picture, to blocks."""

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
from pdfminer import settings as pdfminer_settings
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdftypes import stream_value

from directive_kg.errors import DirectiveKgError, UnreadablePaperError
from directive_kg.readers.blocks import Reading
from directive_kg.readers.files import read_bytes
from directive_kg.readers.lost_letters import has_lost
from directive_kg.readers.old_fonts import are_old
from directive_kg.readers.page import Page, Word
from directive_kg.readers.page_flow import read_flow
from directive_kg.readers.pdf_hidden import hidden_layers
from directive_kg.readers.pdf_page import PdfPages
from directive_kg.readers.scan import has_tesseract, pages_of, read_scan, require_tesseract
from directive_kg.readers.scan_picture import pictures_of_pdf
from directive_kg.readers.scan_repair import settle_words
from directive_kg.readers.text import refuse_foreign, refuse_secret
from directive_kg.records import Source

MAX_BYTES: Final = 100_000_000
MAX_PAGES: Final = 600
MAX_LETTERS: Final = 40_000  # on one page; a full page has some 4,000
MAX_UNPACKED: Final = 400_000_000  # bytes of all streams together
_HIDDEN: Final = 0.5  # of a word in a text layer that nobody sees
_SEEN: Final = 0.8  # at most, of a word without all its letters that was read from the page's picture
_STREAM: Final = re.compile(rb"stream\r?\n")
_TWICE_PACKED: Final = re.compile(rb"/Filter\s*\[[^\]]{0,200}(?:/FlateDecode|/Fl\b)[^\]]{0,200}(?:/FlateDecode|/Fl\b)")

# The library remarks on every odd font; that is no news for a clerk.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(path: Path) -> Reading:
    """Read a PDF into blocks; pages without a text layer that can be read are read as scans.

    Raises UnreadablePaperError (missing, encrypted, damaged, no pages, too large, not Vietnamese) and SecretPaperError.
    """
    data = _bytes(path)
    try:
        found = _pages(path, data)
    except DirectiveKgError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged file makes the library raise anything
        raise _unreadable(
            path, "tệp PDF hỏng hoặc có mật khẩu", f"a damaged or encrypted PDF ({_kind(error)})"
        ) from None
    _distrust_hidden(path, found)
    words = sum(len(page.words) for page in found.pages if page.number not in found.pictured)
    if not words:
        return read_scan(path)
    pages = _recognised(path, found) if found.pictured else found.pages
    flow = read_flow(_completed_by_picture(path, pages))
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


def _pages(path: Path, data: bytes) -> PdfPages:
    with pdfplumber.open(BytesIO(data)) as pdf:
        count = len(pdf.pages)
        if count == 0:
            raise _unreadable(path, "PDF không có trang nào", "a PDF without pages")
        if count > MAX_PAGES:
            raise _unreadable(path, f"nhiều hơn {MAX_PAGES} trang", f"more than {MAX_PAGES} pages")
        found = _read(path, pdf, old_fonts=True)
        if found.old and not are_old(found.old):
            found = _read(path, pdf, old_fonts=False)
        found.settle()
        return found


def _read(path: Path, pdf: Any, *, old_fonts: bool) -> PdfPages:
    found = PdfPages()
    for page in pdf.pages:
        if _is_broken(page):  # asked before its letters are: what is unpacked for them is kept
            raise _unreadable(
                path,
                f"trang {page.page_number} hỏng một phần, hãy lấy hoặc lưu lại tệp",
                f"a part of page {page.page_number} is damaged: get the file again, or save it anew",
            )
        if len(page.chars) > MAX_LETTERS:
            raise _unreadable(
                path, f"trang {page.page_number} có quá nhiều chữ", f"page {page.page_number} has too many letters"
            )
        found.add(page, old_fonts=old_fonts)
        page.close()
    return found


def _is_broken(page: Any) -> bool:
    """Whether a part of what a page draws cannot be unpacked: the library leaves out what follows, and says nothing."""
    pdfminer_settings.STRICT = True
    try:
        for part in page.page_obj.contents:
            stream_value(part).get_data()
    except PDFException:
        return True
    finally:
        pdfminer_settings.STRICT = False
    return False


def _distrust_hidden(path: Path, found: PdfPages) -> None:
    """Words that a scanner's program took a picture's for are read anew, or stand as a doubt where that cannot be."""
    hidden = hidden_layers(path, found.covered) if found.covered else set()
    if hidden and has_tesseract():
        found.pictured |= hidden
        return
    found.pages = [_unsure(page) if page.number in hidden else page for page in found.pages]


def _unsure(page: Page) -> Page:
    return replace(page, words=tuple(replace(word, confidence=_HIDDEN) for word in page.words))


def _recognised(path: Path, found: PdfPages) -> list[Page]:
    """The pages, those whose words are in a picture read by character recognition."""
    require_tesseract()
    pages = {page.number: page for page in found.pages}
    pages |= {page.number: page for page in pages_of(pictures_of_pdf(path, found.pictured))}
    return settle_words([pages[number] for number in sorted(pages)])


def _completed_by_picture(path: Path, pages: Sequence[Page]) -> list[Page]:
    """The pages of a PDF; words that lack letters are read from the page's picture, where Tesseract is installed."""
    lacking = {page.number for page in pages if any(has_lost(word.text) for word in page.words)}
    if not lacking or not has_tesseract():
        return list(pages)
    seen = {page.number: page for page in pages_of(pictures_of_pdf(path, lacking))}
    return [_with_seen(page, seen[page.number].words) if page.number in seen else page for page in pages]


def _with_seen(page: Page, seen: Sequence[Word]) -> Page:
    words = [_seen(word, seen) if has_lost(word.text) else word for word in page.words]
    return replace(page, words=tuple(words))


def _seen(word: Word, seen: Sequence[Word]) -> Word:
    here = [other for other in seen if word.x0 < other.x < word.x1 and word.top < other.y < word.bottom]
    if not here:
        return word
    sure = min(other.confidence for other in here)
    return replace(word, text=" ".join(other.text for other in here), confidence=min(_SEEN, sure))
