"""Running text of a ruined paper, restored as far as a list of official terms leaves one reading.

The list (`ruined_terms.txt`) holds sequences of words of official Vietnamese that have one reading: folded to bare
letters, no other sequence of its length was met in clean papers. There is no weighing of what is likelier: where two
readings fit, or two overlapping terms disagree about a word, the word stays as it is.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from directive_kg.extract.repair import closest, plain_word, skeleton
from directive_kg.names import fold

_SHORTEST: Final = 2
_COUNTED: Final = {
    plain_word(w): w for w in ("tầng", "tấn", "tổ", "khu", "lớp", "cột", "trạm", "cầu", "đường", "ngõ", "phố")
}
_LONGEST: Final = 12  # words of the longest known name
_CHUNK: Final = re.compile(r"\S+")
_INNER: Final = re.compile(r"[^\-–—/,;:.]+")
_EDGE: Final = "\"'“”‘’.,;:()[]{}…*_|!?“”<>"
_VOWEL_LETTERS: Final = set("aeiouyăâêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ016")
_GAP: Final = re.compile(r"\s+(?:[-–]\s+)?|-")  # what may stand between two words of one term
_WITH_A_DOUBT: Final = 0.85  # at most, of a text with a word that is not certain


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and where it stands in it."""

    text: str
    start: int
    end: int

    @property
    def is_figure(self) -> bool:
        """Digits, digits that letters cling to, an abbreviation or a Roman number: never a word to repair."""
        digits = sum(c.isdigit() for c in self.text)
        if len(self.text) > 1 and self.text.isupper() and not set(self.text.lower()) & _VOWEL_LETTERS:
            return True
        if re.fullmatch(r"[IVXL]{2,}", self.text):
            return True
        if re.fullmatch(r"4[a-zà-ỹ]{1,2}", self.text):
            return False  # 'án', 'áp'
        return digits > 2 or digits == len(self.text) or self.text[0] in "2345789"


@dataclass(frozen=True, slots=True)
class Restored:
    """A text with every certain word restored."""

    text: str
    words: int  # words with letters in it
    certain: int  # of these, those that were restored or needed no repair

    @property
    def share(self) -> float:
        """The share of words that are certain, 0..1; 1 of a text without words."""
        return self.certain / self.words if self.words else 1.0

    @property
    def confidence(self) -> float:
        """How sure the text is as a whole, 0..1: one word that is not certain makes it one to be looked at."""
        return 1.0 if self.certain == self.words else round(min(self.share, _WITH_A_DOUBT), 2)


def words_of(text: str) -> list[Word]:
    """The words of a text; signs around a word are no part of it, signs inside may be what is left of a letter."""
    found = []
    for chunk in _CHUNK.finditer(text):
        for piece in _INNER.finditer(chunk.group()):
            bare = piece.group().strip(_EDGE)
            if bare:
                start = chunk.start() + piece.start() + piece.group().index(bare)
                found.append(Word(bare, start, start + len(bare)))
    return found


class Lexicon:
    """Known phrases by their skeleton."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_bones: dict[str, list[str]] = defaultdict(list)
        for phrase in dict.fromkeys(unicodedata.normalize("NFC", p) for p in phrases):
            self._by_bones[skeleton(phrase)].append(phrase)

    def find(self, raw: str) -> tuple[str, float] | None:
        """The one known phrase that the raw words are, and the share of its letters that they kept; else None."""
        candidates = self._by_bones.get(skeleton(raw))
        found = closest(raw, candidates) if candidates else None
        return (found.phrase, found.share) if found else None

    def restore(self, text: str) -> Restored:
        """The text with every word restored that known phrases leave one reading for; the rest stays as it stands."""
        text = unicodedata.normalize("NFC", text)
        words = words_of(text)
        readings = self._readings(text, words)
        out, at, certain, counted = [], 0, 0, 0
        for word, reading in zip(words, readings, strict=True):
            out.append(text[at : word.start])
            out.append(_in_case(word.text, reading) if reading else word.text)
            at = word.end
            if not word.is_figure and any(c.isalpha() for c in word.text):
                counted += 1
                certain += bool(reading)
        out.append(text[at:])
        return Restored("".join(out), counted, certain)

    def _readings(self, text: str, words: list[Word]) -> list[str | None]:
        claims: list[list[tuple[int, str]]] = [[] for _ in words]  # (length of the term, the reading) for each word
        covered = [0] * len(words)  # how far the longest term that begins here or before reaches
        bones = [skeleton(w.text) for w in words]
        reach = self._reach(text, words)
        for length in range(min(_LONGEST, len(words)), _SHORTEST - 1, -1):
            for start in range(len(words) - length + 1):
                if reach[start] < start + length or covered[start] >= start + length:
                    continue  # the words do not stand together, or a longer term holds them all
                candidates = self._by_bones.get(" ".join(bones[start : start + length]))
                if not candidates:
                    continue
                found = closest(" ".join(w.text for w in words[start : start + length]), candidates)
                if found is None or (
                    length == _SHORTEST and start and _may_be_counted(words[start - 1 : start + 1], found.phrase)
                ):
                    continue
                for offset, reading in enumerate(words_of(found.phrase)):
                    claims[start + offset].append((length, reading.text))
                    covered[start + offset] = max(covered[start + offset], start + length)
        return [_agreed(c) for c in claims]

    @staticmethod
    def _reach(text: str, words: list[Word]) -> list[int]:
        """For each word the index behind the last one that can be of one term with it."""
        reach = [0] * len(words)
        for i in range(len(words) - 1, -1, -1):
            joins = i + 1 < len(words) and _GAP.fullmatch(text, words[i].end, words[i + 1].start)
            reach[i] = i if words[i].is_figure else (max(reach[i + 1], i + 1) if joins else i + 1)
        return reach


def _may_be_counted(words: list[Word], phrase: str) -> bool:
    """Behind a figure a thing that is counted ('4 tầng trường') is as likely as a term ('tăng trưởng')."""
    counted = _COUNTED.get(plain_word(words[1].text))
    return words[0].text.isdigit() and counted is not None and not phrase.startswith(counted)


def _agreed(claims: list[tuple[int, str]]) -> str | None:
    readings = {reading.lower() for _, reading in claims}
    if len(readings) != 1:
        return None
    return max(claims)[1]


def _in_case(raw: str, reading: str) -> str:
    """The reading in the raw word's case; 'Gy' for 'ủy' and 'Iy' for 'lý' have no capital."""
    letters = [c for c in raw if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return reading.upper()
    misread = (reading.lower() == "ủy" and not re.match(r"[UÚÙ]", raw)) or (raw[0] == "I" and reading[0] == "l")
    if raw[0].islower() and fold(reading[0]) == fold(raw[0]):
        return reading[0].lower() + reading[1:]
    if reading[0].isupper() or (letters and letters[0].isupper() and not misread):
        return reading[0].upper() + reading[1:]
    return reading


@lru_cache(maxsize=1)
def official_terms() -> tuple[str, ...]:
    """The shipped list of official terms with one reading."""
    text = files("directive_kg.extract").joinpath("ruined_terms.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
