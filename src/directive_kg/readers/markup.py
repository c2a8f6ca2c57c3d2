"""The light markup that texts of papers carry: Markdown emphasis and a handful of HTML tags inside a line."""

import html
import re
import unicodedata
from functools import lru_cache
from typing import Final

_INLINE_TAGS: Final = "b|i|u|s|em|strong|sup|sub|span|font|small|del|ins"
_BLOCK_TAGS: Final = "p|br|ul|ol|li|div|h[1-6]|table|tbody|thead|tr|td|th|hr"
_FOOTNOTE_MARK: Final = re.compile(r"<sup>\s*\(?\d{1,3}\)?\s*</sup>", re.IGNORECASE)
_RAISED_MARK: Final = re.compile(r"\s*[(\[]?\d{1,3}[)\]]?\s*")
_POWER: Final = re.compile(r"(?:^|[\s\d(/])(?:[kdcm]?m|10)$")
_INLINE: Final = re.compile(rf"</?(?:{_INLINE_TAGS})(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE)
_BLOCK: Final = re.compile(rf"</?(?:{_BLOCK_TAGS})(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE)
_EMPHASIS: Final = re.compile(r"\*{1,3}|~~|__")
_HEADING: Final = re.compile(r"^#{1,6}\s+")
_BOLD_LINE: Final = re.compile(r"^(?:#{1,6}\s|\*\*|<b>|<strong>)", re.IGNORECASE)
_KEPT: Final = 1000  # letters of a text that is kept
_ANY_MARK: Final = re.compile(r"[<&*~_#]")  # stands in all of the above
# Characters that show nothing and only mislead: bidi controls, zero-width marks, soft hyphens, the byte order mark.
_UNPLAIN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\uf020-\uf0ff]")
# Signs that Word takes from Symbol and Wingdings, by the codes that it gives them: the marks of lists, and what stands in
# figures ('≥ 95%'). Others stay as they are.
_SIGNS: Final = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf06e\uf071\uf0a8\uf0e8\uf0f0", "•") | dict(
    zip("\uf02d\uf02b\uf0a3\uf0b3\uf0b0\uf0b1\uf0b4", "-+≤≥°±×", strict=True)
)


def normalise(text: str) -> str:
    """NFC, invisible characters dropped, Word's signs as Unicode has them.

    In each line single plain spaces for blanks of every kind, and none at its ends.
    """
    text = _UNPLAIN.sub(_plain, unicodedata.normalize("NFC", text))
    return "\n".join([one_line(line) for line in text.split("\n")]) if "\n" in text else one_line(text)


def _plain(match: re.Match[str]) -> str:
    sign = match[0]
    return _SIGNS.get(sign, sign) if sign > "\uefff" and sign != "\ufeff" else ""


def strip_markup(text: str) -> str:
    """The words alone. Inner paragraphs and list items stay apart by newline; footnote marks go."""
    if _ANY_MARK.search(text):
        text = _FOOTNOTE_MARK.sub("", text)
        text = _BLOCK.sub("\n", _INLINE.sub("", text))
        text = _EMPHASIS.sub("", _HEADING.sub("", html.unescape(text)))
    return "\n".join(filter(None, normalise(text).split("\n")))


def is_bold(text: str) -> bool:
    """Whether a line is marked as bold or as a heading from its start."""
    return bool(_BOLD_LINE.match(text.strip()))


def is_footnote(text: str) -> bool:
    """Whether a line is the text of a footnote: it starts with the footnote's raised number."""
    return bool(_FOOTNOTE_MARK.match(text.strip()))


def is_note_mark(raised: str, before: str) -> bool:
    """Whether raised figures behind some words are a footnote's mark, and no power ('m²', '10⁶').

    >>> is_note_mark("1", "Sở Tài chính"), is_note_mark("[12]", "năm 2026"), is_note_mark("2", "5 km")
    (True, True, False)
    """
    return bool(_RAISED_MARK.fullmatch(raised)) and not _POWER.search(before)


def one_line(text: str) -> str:
    """White space, newlines included, folded to single spaces."""
    return _one_line(text) if len(text) <= _KEPT else " ".join(text.split())


@lru_cache(maxsize=4096)  # every stage asks it of the same cells
def _one_line(text: str) -> str:
    return " ".join(text.split())
