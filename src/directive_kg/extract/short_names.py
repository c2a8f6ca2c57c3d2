"""Short names that a paper itself gives to bodies: 'Ban Quản lý rừng phòng hộ X (sau đây viết tắt là BQLR)', 'Chi cục Kiểm lâm (CCKL)'.

Reads running text; writes what each short name stands for in this paper, and nowhere else.
"""

import re
from collections.abc import Iterable
from typing import Final

from directive_kg.extract.body_words import starts_body
from directive_kg.register.spelling import UPPER, spell_out

_WORDS: Final = r"(?:sau đây |dưới đây )?(?:được )?(?:(?:gọi|viết)(?: chung)?(?: tắt)?|tắt) là:?\s*"
_SAID: Final = re.compile(rf"\(\s*{_WORDS}[\"'“]?(?P<short>[^()\"'”]{{2,60}}?)[\"'”]?\s*\)", re.IGNORECASE)
_INITIALS: Final = re.compile(rf"\((?P<short>[{UPPER}]{{3,10}})\)")
_WORD: Final = re.compile(r"\w+")
_LONGEST: Final = 160  # characters of a name in front of its brackets
_CLASS: Final = re.compile(r"(?:các|những)\s", re.IGNORECASE)


def short_names(texts: Iterable[str]) -> dict[str, str]:
    """Short name -> name in full, of the bodies only; a short name given to two bodies is nobody's."""
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    for text in texts:
        if "(" not in text:
            continue
        for match in [*_SAID.finditer(text), *_INITIALS.finditer(text)]:
            short, before = match["short"].strip(), text[max(0, match.start() - _LONGEST) : match.start()].rstrip()
            full = _by_initials(before, short) if match.re is _INITIALS else _named(before, short)
            if full is None or (spell_out(short) != short and match.re is _INITIALS):
                continue
            full = spell_out(full)
            if found.setdefault(short, full) != full:
                doubtful.add(short)
    return {short: full for short, full in found.items() if short not in doubtful}


def _named(before: str, short: str) -> str | None:
    """The body's name that ends the text, where a short name is given in words."""
    return _by_initials(before, short) or next(
        (before[start:] for start in reversed(_starts(before)) if _is_whole(before[start:])), None
    )


def _starts(text: str) -> list[int]:
    return [m.start() for m in _WORD.finditer(text) if text[m.start()].isupper() and starts_body(text[m.start() :])]


def _is_whole(name: str) -> bool:
    return not re.search(r"[;:()]|\.\s", name) and not _CLASS.match(name) and len(name) > 6


def _by_initials(before: str, short: str) -> str | None:
    """The words in front of the brackets whose initials are the letters of the short name, each taken in turn."""
    letters = [c for c in short if c.isupper()]
    for start in _starts(before):
        name = before[start:]
        initials = [word[0].upper() for word in _WORD.findall(name)]
        if _is_whole(name) and letters and initials[:1] == letters[:1] and _in_turn(letters, initials):
            return name
    return None


def _in_turn(letters: list[str], initials: list[str]) -> bool:
    rest = iter(initials)
    return all(any(letter == initial for initial in rest) for letter in letters)
