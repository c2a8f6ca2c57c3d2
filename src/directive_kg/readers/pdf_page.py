"""One page of a PDF's text layer: whole words and ruled lines with their positions; whether it has to be read as a picture."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from pdfminer.encodingdb import EncodingDB

from directive_kg.readers.encodings import is_readable, legacy_reading
from directive_kg.readers.old_fonts import Decoder, decoder_of
from directive_kg.readers.page import Page, Rule, Word, printed_lines
from directive_kg.readers.pdf_hidden import COVERS
from directive_kg.readers.pdf_turned import quarters_of, standing

_THIN: Final = 3.0  # points: a filled box no thicker than this is a ruled line
_SPACE: Final = 0.15  # of the letters' size: a wider gap parts two words, whether or not a space is written in it
_TOUCHING: Final = 0.08  # of the letters' height: no space is so narrow
_MARK_SIZE: Final = 0.75  # of the letters: raised figures of this size are footnote marks
_BOLD: Final = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_FEW_LETTERS: Final = 25  # a page with fewer has no text layer worth the name
_PICTURED: Final = 0.25  # of the page: pictures that cover more may be its words
_STAMPED: Final = 400  # fewer letters on a page that is a picture all over: stamps and signatures, not its words
_OUTLINES: Final = 300  # curves of a page whose letters were turned into drawings
_ENOUGH_WORDS: Final = 60  # fewer do not tell whether they can be read
# The 'ư' of TCVN3 has a code that is a second hyphen in Western fonts (PDF 32000-1, annex D.2, note 6); pdfminer reads it
# as a space, which would part words before their font is known.
_SECOND_HYPHEN: Final = "\ue0ad"
EncodingDB.encodings["WinAnsiEncoding"][0xAD] = _SECOND_HYPHEN


@dataclass(slots=True)
class PdfPages:
    """The pages of a file, as its text layer has them."""

    pages: list[Page] = field(default_factory=list)
    pictured: set[int] = field(default_factory=set)  # numbers of the pages whose words are in a picture alone
    covered: set[int] = field(default_factory=set)  # numbers of the pages with words that a picture covers
    old: list[tuple[str, Decoder]] = field(default_factory=list)  # words in old fonts, as they stand

    def add(self, page: Any, *, old_fonts: bool = True) -> None:
        """Take a page of the library in; with `old_fonts`, words in .VnTime and the like are read as they show."""
        made = self._page(page, old_fonts=old_fonts)
        self.pages.append(made)
        letters = sum(len(word.text) for word in made.words)
        share = _covered(page)
        drawn = letters < _FEW_LETTERS and (share > _PICTURED or len(page.curves) > _OUTLINES)
        if drawn or (letters < _STAMPED and share > COVERS):
            self.pictured.add(made.number)
        elif share > COVERS:
            self.covered.add(made.number)

    def settle(self) -> None:
        """Read words in old codes whose font is not told, and count the pages that stay unreadable among the pictured."""
        texts = [" ".join(word.text for word in page.words) for page in self.pages]
        old = legacy_reading("\n".join(texts).replace(_SECOND_HYPHEN, "\xad"))
        if old:
            self._reword(lambda text: old(text.replace(_SECOND_HYPHEN, "\xad")))
        elif any(_SECOND_HYPHEN in text for text in texts):
            self._reword(lambda text: text.replace(_SECOND_HYPHEN, "-"))
        for page in self.pages:
            text = " ".join(word.text for word in page.words)
            if len(page.words) >= _ENOUGH_WORDS and not is_readable(text):
                self.pictured.add(page.number)

    def _reword(self, reading: Callable[[str], str]) -> None:
        self.pages = [
            replace(page, words=tuple(replace(word, text=reading(word.text)) for word in page.words))
            for page in self.pages
        ]

    def _page(self, page: Any, *, old_fonts: bool) -> Page:
        if quarters := quarters_of(page):
            page = standing(page, quarters)
        x, y = float(page.bbox[0]), float(page.bbox[1])
        words = [
            Word(
                text=self._text(word["text"], word["chars"]) if old_fonts else word["text"],
                x0=float(word["x0"]) - x,
                x1=float(word["x1"]) - x,
                top=float(word["top"]) - y,
                bottom=float(word["bottom"]) - y,
                bold=2 * sum(_is_bold(char["fontname"]) for char in word["chars"]) >= len(word["chars"]),
            )
            for word in page.extract_words(return_chars=True, x_tolerance_ratio=_SPACE)
            if word["upright"]
        ]
        kept = [word for line in printed_lines(words) for word in _without_footnote_marks(_whole_words(line))]
        horizontals, verticals = _rules(page, x, y)
        size = float(page.width), float(page.height)
        return Page(page.page_number, *size, tuple(kept), horizontals, verticals, quarters)

    def _text(self, text: str, chars: Sequence[Any]) -> str:
        decode = _decoder(chars[0]["fontname"])
        if decode is None:
            return text
        text = text.replace(_SECOND_HYPHEN, "\xad")
        self.old.append((text, decode))
        return decode(text)


def read_page(page: Any) -> Page:
    """A page of pdfplumber as words and ruled lines."""
    found = PdfPages()
    found.add(page)
    return found.pages[0]


_is_bold = lru_cache(maxsize=512)(lambda font: bool(_BOLD.search(font)))
_decoder = lru_cache(maxsize=512)(decoder_of)


def _covered(page: Any) -> float:
    """The share of a page that pictures cover, overlaps counted twice."""
    size = max(1.0, float(page.width) * float(page.height))
    return sum(float(image["width"]) * float(image["height"]) for image in page.images) / size


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
