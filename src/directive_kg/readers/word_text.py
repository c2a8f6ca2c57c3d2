"""The words of one Word paragraph as they are meant: insertions kept, what is deleted, hidden or struck out dropped."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from directive_kg.readers.markup import is_note_mark
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
_BOLD, _RAISED, _VAL = f"{W}b", f"{W}vertAlign", f"{W}val"
# Hidden words, and those through which a line is drawn: by hand, as by tracking, that takes them back.
_DROPPED: Final = frozenset({f"{W}vanish", f"{W}strike", f"{W}dstrike"})
_SWITCHES: Final = _DROPPED | {_BOLD, _RAISED, _R_STYLE}  # what is asked of a run's properties


@dataclass(frozen=True, slots=True)
class WordStyles:
    """What the styles of a file do to words, by style."""

    bold: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()


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
    styles: WordStyles = WordStyles()

    @property
    def text(self) -> str:
        """The words, line breaks as newlines."""
        return "".join(self.pieces)

    @property
    def bold(self) -> bool:
        """Whether every letter is bold."""
        return self.has_bold and not self.has_plain


def read_words(paragraph: Element, styles: WordStyles, fonts: WordFonts | None = None) -> Words:
    """The words of a paragraph, its notes and the text boxes that hang on it; `fonts` where some are old ones."""
    properties = next(paragraph.iterchildren(_P_PR), None)
    style = next(properties.iterchildren(_P_STYLE), None) if properties is not None else None
    name = "" if style is None else str(style.get(_VAL))
    found = Words(properties, style=name, fonts=fonts, styles=styles)
    if name not in styles.dropped:
        _walk(paragraph, found, name in styles.bold)
    return found


def is_on(node: Element | None) -> bool:
    """Whether a switch such as w:b or w:vanish is there and not turned off."""
    return node is not None and node.get(_VAL) not in {"0", "false", "off"}


def _walk(node: Element, found: Words, bold: bool) -> None:
    for child in node:
        tag = child.tag
        if tag == _RUN:
            _run(child, found, bold)
        elif tag == ALTERNATE:
            _walk(_chosen(child), found, bold)
        elif tag == _TEXT_BOX:
            found.boxes.append(child)
        elif tag not in _GONE and len(child):
            _walk(child, found, bold)


def _run(run: Element, found: Words, bold: bool) -> None:
    decode = found.fonts.decoder(run.find(_R_PR), found.style) if found.fonts else None
    raised = False
    for child in run:
        tag = child.tag
        if tag == _TEXT:
            text = child.text or ""
            text = decode(text) if decode else text
            if raised and is_note_mark(text, "".join(found.pieces[-1:])):
                continue
            found.pieces.append(text)
            if not (found.has_bold if bold else found.has_plain) and any(map(str.isalnum, text)):
                found.has_bold = found.has_bold or bold
                found.has_plain = found.has_plain or not bold
        elif tag == _R_PR:  # stands first in its run
            said = None
            for switch in child:
                name = switch.tag
                if name not in _SWITCHES:
                    continue
                if name == _BOLD:
                    said = is_on(switch)
                elif name == _R_STYLE:
                    style = switch.get(_VAL)
                    if style in found.styles.dropped:
                        return
                    bold = bold or style in found.styles.bold
                elif name == _RAISED:
                    raised = switch.get(_VAL) == "superscript"
                elif is_on(switch):
                    return
            bold = bold if said is None else said
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
            _walk(_chosen(child), found, bold)
        elif tag not in _GONE and len(child):
            _walk(child, found, bold)


def _chosen(alternate: Element) -> Element:
    """A drawing is stored twice, for newer and for older programs: one of the two is read."""
    choice = alternate.find(f"{MC}Choice")
    if choice is None:
        choice = alternate.find(f"{MC}Fallback")
    return alternate[:0] if choice is None else choice


def word_styles(styles: Element | None) -> WordStyles:
    """The styles that print bold, headings included, and those whose words are dropped, those based on them too."""
    based_on: dict[str, str] = {}
    own: dict[str, dict[str, bool]] = defaultdict(dict)  # switch -> style -> on or off
    names: list[str] = []
    for style in styles.iterfind(f"{W}style") if styles is not None else ():
        names.append(str(style.get(f"{W}styleId")))
        for base in style.iterchildren(f"{W}basedOn"):
            based_on[names[-1]] = str(base.get(_VAL))
        for properties in style.iterchildren(_R_PR):
            for switch in properties.iterchildren(_BOLD, *_DROPPED):
                own[switch.tag][names[-1]] = is_on(switch)

    def on(switch: str) -> frozenset[str]:
        return frozenset(
            name for name in names if switch in own and next(_inherited(name, own[switch], based_on), False)
        )

    return WordStyles(on(_BOLD), frozenset[str]().union(*map(on, _DROPPED)))


def _inherited(name: str, own: Mapping[str, bool], based_on: Mapping[str, str]) -> Iterator[bool]:
    for _ in range(12):  # a ring of styles ends here
        if name in own:
            yield own[name]
        if name not in based_on:
            return
        name = based_on[name]
