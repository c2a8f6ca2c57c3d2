"""Fonts that draw Vietnamese with Western codes (.VnTime, VNI-Times): their words are read as what they show.

A font is known by its name, as TCVN 5712:1993 fonts begin with '.Vn' (capitals' fonts end in 'H') and VNI's with 'VNI'.
Papers in Unicode that only kept such a font's name are told by their words.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

from directive_kg.readers.encodings import from_tcvn3, from_vni, reads_better
from directive_kg.readers.package import Element
from directive_kg.readers.word_numbering import W

_NAME: Final = re.compile(r"^(?:[A-Z]{6}\+)?(?:\.?(?P<tcvn>Vn[A-Z][A-Za-z]*)|(?P<vni>VNI[-_ ]?\w))")
_MARKS: Final = (b'".Vn', b'"VNI')
_PRIVATE: Final = {code: code - 0xF000 for code in range(0xF020, 0xF100)}  # where symbol fonts keep their codes

Decoder = Callable[[str], str]


def decoder_of(font: str) -> Decoder | None:
    """How the words of a font are to be read; None for a font that has its letters where Unicode has them.

    >>> decoder_of(".VnTimeH")("quyÕt ®Þnh"), decoder_of("VNI-Times")("Quyeát ñònh"), decoder_of("Times New Roman")
    ('QUYẾT ĐỊNH', 'Quyết định', None)
    """
    match = _NAME.match(font)
    if match is None:
        return None
    if match["vni"]:
        return lambda text: from_vni(text.translate(_PRIVATE))
    if match["tcvn"].endswith("H"):
        return lambda text: from_tcvn3(text.translate(_PRIVATE)).upper()
    return lambda text: from_tcvn3(text.translate(_PRIVATE))


def are_old(pieces: Iterable[tuple[str, Decoder]]) -> bool:
    """Whether words become Vietnamese when they are read as their fonts show them."""
    kept = list(pieces)
    return reads_better(" ".join(decode(text) for text, decode in kept), " ".join(text for text, _ in kept))


class WordFonts:
    """The old fonts of a Word file: by run, by style, by default."""

    def __init__(self, styles: Element | None) -> None:
        self._of_style: dict[str, str] = {}
        if styles is None:
            return
        default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        own: dict[str, str | None] = {}
        based_on: dict[str, str] = {}
        for style in styles.iterfind(f"{W}style"):
            name = str(style.get(f"{W}styleId"))
            own[name] = _font(style.find(f"{W}rPr"))
            if (base := style.find(f"{W}basedOn")) is not None:
                based_on[name] = str(base.get(f"{W}val"))
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}:
                own[""], based_on[""] = None, name
        for name, font in own.items():
            at, found = name, font
            for _ in range(12):  # a ring of styles ends here
                if found or at not in based_on:
                    break
                at = based_on[at]
                found = own.get(at)
            self._of_style[name] = found or _font(default) or ""
        self._of_style.setdefault("", _font(default) or "")

    def decoder(self, run_properties: Element | None, paragraph_style: str) -> Decoder | None:
        """How the words of a run are to be read."""
        font = _font(run_properties)
        if font is None and run_properties is not None and (style := run_properties.find(f"{W}rStyle")) is not None:
            font = self._of_style.get(str(style.get(f"{W}val")))
        if not font:
            font = self._of_style.get(paragraph_style, self._of_style.get("", ""))
        return decoder_of(font)


def word_fonts(styles: Element | None, body: Element, parts: Iterable[bytes]) -> WordFonts | None:
    """The old fonts of a Word file; None where its words, in whatever fonts, are Unicode."""
    if not any(mark in part for part in parts for mark in _MARKS):
        return None
    fonts = WordFonts(styles)
    pieces: list[tuple[str, Decoder]] = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else str(style.get(f"{W}val"))
        for run in paragraph.iter(f"{W}r"):
            if decode := fonts.decoder(run.find(f"{W}rPr"), name):
                pieces += [(text.text or "", decode) for text in run.iter(f"{W}t")]
    return fonts if are_old(pieces) else None


def _font(properties: Element | None) -> str | None:
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    if fonts is None:
        return None
    name: str | None = fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii")
    return name
