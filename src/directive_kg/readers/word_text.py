"""The words of one Word paragraph as they are printed: insertions kept, deletions and hidden words dropped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from directive_kg.readers.old_fonts import WordFonts
from directive_kg.readers.package import Element
from directive_kg.readers.word_numbering import W

MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# ECMA-376 part 1, 17.13.5: what was deleted or moved away is no longer printed.
_GONE: Final = frozenset({f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}instrText", f"{W}ruby"})
_BREAKS: Final = frozenset({f"{W}br", f"{W}cr"})
_RUN: Final = f"{W}r"
_TEXT: Final = f"{W}t"
_TAB: Final = f"{W}tab"
_HYPHEN: Final = f"{W}noBreakHyphen"
_SIGN: Final = f"{W}sym"
_CODE: Final = re.compile(r"(?!00[01]|[Dd][89A-Fa-f])[0-9A-Fa-f]{4}$")  # ECMA-376 part 1, 17.3.3.30: no control
_NOTE_MARKS: Final = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_TEXT_BOX: Final = f"{W}txbxContent"
ALTERNATE: Final = f"{MC}AlternateContent"
_P_PR, _R_PR, _P_STYLE, _R_STYLE = f"{W}pPr", f"{W}rPr", f"{W}pStyle", f"{W}rStyle"
_BOLD, _HIDDEN, _VAL = f"{W}b", f"{W}vanish", f"{W}val"


@dataclass(slots=True)
class Words:
    """What one w:p holds."""

    properties: Element | None  # its w:pPr
    pieces: list[str] = field(default_factory=list)
    has_bold: bool = False  # letters or digits
    has_plain: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)  # (kind, id) of footnotes and endnotes, in order
    boxes: list[Element] = field(default_factory=list)  # w:txbxContent anchored here
    style: str = ""
    fonts: WordFonts | None = None

    @property
    def text(self) -> str:
        """The words, line breaks as newlines."""
        return "".join(self.pieces)

    @property
    def bold(self) -> bool:
        """Whether every letter is bold."""
        return self.has_bold and not self.has_plain


def read_words(paragraph: Element, *, bold_styles: frozenset[str], fonts: WordFonts | None = None) -> Words:
    """The words of a paragraph, its notes and the text boxes that hang on it; `fonts` where some are old ones."""
    properties = next(paragraph.iterchildren(_P_PR), None)
    style = next(properties.iterchildren(_P_STYLE), None) if properties is not None else None
    name = "" if style is None else str(style.get(_VAL))
    found = Words(properties, style=name, fonts=fonts)
    _walk(paragraph, found, name in bold_styles, bold_styles)
    return found


def is_on(node: Element | None) -> bool:
    """Whether a switch such as w:b or w:vanish is there and not turned off."""
    return node is not None and node.get(_VAL) not in {"0", "false", "off"}


def _walk(node: Element, found: Words, bold: bool, bold_styles: frozenset[str]) -> None:
    for child in node:
        tag = child.tag
        if tag == _RUN:
            _run(child, found, bold, bold_styles)
        elif tag == ALTERNATE:
            _walk(_chosen(child), found, bold, bold_styles)
        elif tag == _TEXT_BOX:
            found.boxes.append(child)
        elif tag not in _GONE and len(child):
            _walk(child, found, bold, bold_styles)


def _run(run: Element, found: Words, bold: bool, bold_styles: frozenset[str]) -> None:
    decode = found.fonts.decoder(run.find(_R_PR), found.style) if found.fonts else None
    for child in run:
        tag = child.tag
        if tag == _TEXT:
            text = child.text or ""
            text = decode(text) if decode else text
            found.pieces.append(text)
            if not (found.has_bold if bold else found.has_plain) and any(map(str.isalnum, text)):
                found.has_bold = found.has_bold or bold
                found.has_plain = found.has_plain or not bold
        elif tag == _R_PR:  # stands first in its run
            said = {switch.tag: switch for switch in child.iterchildren(_HIDDEN, _BOLD, _R_STYLE)}
            if is_on(said.get(_HIDDEN)):
                return
            if _BOLD in said:
                bold = is_on(said[_BOLD])
            elif _R_STYLE in said:
                bold = bold or said[_R_STYLE].get(_VAL) in bold_styles
        elif tag == _TAB:
            found.pieces.append(" ")
        elif tag in _BREAKS:
            found.pieces.append("\n")
        elif tag == _HYPHEN:
            found.pieces.append("-")
        elif tag == _SIGN:
            code = str(child.get(f"{W}char"))
            found.pieces.append(chr(int(code, 16)) if _CODE.match(code) else "\ufffd")
        elif tag in _NOTE_MARKS:
            found.notes.append((_NOTE_MARKS[tag], str(child.get(f"{W}id"))))
        elif tag == ALTERNATE:
            _walk(_chosen(child), found, bold, bold_styles)
        elif tag not in _GONE and len(child):
            _walk(child, found, bold, bold_styles)


def _chosen(alternate: Element) -> Element:
    """A drawing is stored twice, for newer and for older programs: one of the two is read."""
    choice = alternate.find(f"{MC}Choice")
    if choice is None:
        choice = alternate.find(f"{MC}Fallback")
    return alternate[:0] if choice is None else choice


def bold_styles_of(styles: Element | None) -> frozenset[str]:
    """The styles that print bold, headings included, those based on them too."""
    if styles is None:
        return frozenset()
    own: dict[str, bool | None] = {}
    based_on: dict[str, str] = {}
    for style in styles.iterfind(f"{W}style"):
        name = str(style.get(f"{W}styleId"))
        properties = style.find(f"{W}rPr")
        switch = properties.find(f"{W}b") if properties is not None else None
        own[name] = None if switch is None else is_on(switch)
        if (base := style.find(f"{W}basedOn")) is not None:
            based_on[name] = str(base.get(f"{W}val"))
    return frozenset(name for name in own if next((x for x in _inherited(name, own, based_on) if x is not None), False))


def _inherited(name: str, own: dict[str, bool | None], based_on: dict[str, str]) -> Iterator[bool | None]:
    for _ in range(12):  # a ring of styles ends here
        yield own.get(name)
        if name not in based_on:
            return
        name = based_on[name]
