"""A text -> the terms that it is found by. `static/find.js` makes a question's terms by the same rules."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from directive_kg.names import fold

PAIR: Final = "~"  # two words that stand beside each other: '~tai chinh'
NUMBER: Final = "#"  # a paper's number, its signs left out: '#2632025qh15'
WHOLE: Final = "="  # a whole name: '=so tai chinh'

_WORD: Final = re.compile(r"[^\W_]+")
_JOINED: Final = re.compile(r"(?<=[^\W\d_])&(?=[^\W\d_])")  # 'KH&CN' is 'KHCN'
_AND: Final = "va"
_MOST_WORDS: Final = 400  # of one text; nobody's title is longer
_LONGEST_WORD: Final = 40
_LONGEST_NAME: Final = 120
_SHORT_FORMS: Final = range(2, 7)  # letters


def words(text: str) -> list[tuple[str, str]]:
    """The words of a text, in their order, as (without marks, as written), both in small letters.

    >>> words("Sở KH&CN")
    [('so', 'sở'), ('khcn', 'khcn')]
    """
    plain = _JOINED.sub("", unicodedata.normalize("NFC", text[: _MOST_WORDS * _LONGEST_WORD]).lower())
    found = (_both(word[:_LONGEST_WORD]) for word in _WORD.findall(plain)[:_MOST_WORDS])
    return [pair for pair in found if pair[0]]


def pairs(of: list[tuple[str, str]]) -> Iterator[str]:
    """The pairs of neighbouring words; 'và' is left out, as it is by whoever types 'khoa học công nghệ'."""
    kept = (plain for plain, _ in of if plain != _AND)
    return (f"{PAIR}{first} {second}" for first, second in pairwise(kept))


def whole(of: list[tuple[str, str]]) -> tuple[str, str] | None:
    """A whole name as one term, without marks and as written; None for one that is no name to type."""
    plain, written = (" ".join(word[place] for word in of) for place in (0, 1))
    return (WHOLE + plain, WHOLE + written) if plain and len(plain) <= _LONGEST_NAME else None


def initials(of: list[tuple[str, str]], starts: Iterable[int] = (0, 1)) -> Iterator[str]:
    """Short forms of a body's name, from its first word or its second on: 'ubnd', 'khcn'; 'và' is left out of them.

    >>> "khcn" in initials(words("Sở Khoa học và Công nghệ"))
    True
    """
    letters = "".join(plain[0] for plain, _ in of if plain != _AND)
    return (letters[start : start + size] for start in starts for size in _SHORT_FORMS if start + size <= len(letters))


def number_terms(number: str) -> Iterator[str]:
    """A paper's number as it may be typed, in whole and in part: '71/KH-UBND' gives '71', 'khubnd', '71khubnd' …"""
    parts = number_parts(number)
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            yield "".join(parts[start:end])[:_LONGEST_WORD]


def number_parts(number: str) -> list[str]:
    """The parts of a paper's number, without marks.

    >>> number_parts("199-KL/TW")
    ['199', 'kl', 'tw']
    """
    return [plain for plain, _ in words(number)][:6]


@lru_cache(maxsize=65_536)
def _both(word: str) -> tuple[str, str]:
    return fold(word), word
