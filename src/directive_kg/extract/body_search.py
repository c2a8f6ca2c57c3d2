"""Bodies and classes of bodies in running text: where they stand, and what the register makes of them."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from directive_kg.extract.body_words import CLASS_BY_RULE, CLASS_MORE, CLASS_NOUN, SECTORS, UNKNOWN, to_body
from directive_kg.records import Body
from directive_kg.register import Register
from directive_kg.register.lookup import openings_of
from directive_kg.register.spelling import UPPER, Word, spell_out, words

_ALONE: Final = (
    "sở chuyên ngành|cơ quan|đơn vị|địa phương|tổ chức chính trị xã hội|đoàn thể|doanh nghiệp|xã|phường|"
    "đặc khu|quận|huyện|tỉnh|chủ đầu tư|đảng ủy|đảng bộ|chi bộ|bộ ngành"
)
_NOUN: Final = rf"(?:{CLASS_NOUN}|{CLASS_MORE}|(?:tỉnh|thành|huyện|quận) ủy)\b"
_AND: Final = r"(?: ,| /| và| , và)(?: các)? "
_COUNCIL: Final = r"(?:chủ tịch )?(?:ủy ban nhân dân|hội đồng nhân dân|công an|đảng ủy)"
_LEVEL: Final = r"(?:xã|phường|đặc khu|thị trấn|thị xã|quận|huyện|tỉnh|thành phố)"
# 'các sở giáo dục và đào tạo': a sector's name in small letters, longest first.
_SECTOR: Final = "|".join(key.replace(" ", "(?: ,)? ") for key in sorted(SECTORS, key=len, reverse=True))
_CLASS: Final = re.compile(
    r"(?:(?:(?:thủ trưởng|giám đốc|lãnh đạo|người đứng đầu) )?"
    rf"(?:các|toàn thể) (?:(?:sở|bộ) (?:{_SECTOR})\b|{_NOUN}(?:{_AND}{_NOUN}){{1,9}}|(?:{_ALONE}))"
    # 'Sở, ban, ngành': without 'các' only from two on, and with a capital
    rf"|(?P<bare>(?:sở|ban|bộ)(?:{_AND}{_NOUN}){{1,9}})"
    rf"|{_COUNCIL} (?:cấp (?:xã|huyện|tỉnh)|các cấp|(?:các )?{_LEVEL}(?:{_AND}{_LEVEL}){{1,4}}|các {_LEVEL}))"
    r"(?: (?:trực )?thuộc (?:trung ương|ủy ban nhân dân|thành ủy|tỉnh ủy|đảng ủy)(?: (?:thành phố|tỉnh|phường|xã))?)?"
    r"(?: (?:của |thuộc )?(?:thành phố|tỉnh|(?:trực thuộc )?trung ương))?(?: và(?: các)? địa phương)?(?: (?:có )?liên quan)?(?!\w)"
)
# The first words of all of these.
_CLASS_OPENS: Final = frozenset(
    ("thủ", "giám", "lãnh", "người", "các", "toàn", "sở", "ban", "bộ", "chủ", "ủy", "hội", "công", "đảng")
)
_OPENING: Final = 40  # letters that hold the first two words, written out or not
_LEVEL_BEHIND: Final = re.compile(r"\s+(?:thành phố|tỉnh|phường|xã|TP\.?)(?!\w)", re.IGNORECASE)
_OWN_NAME: Final = re.compile(rf"\s+[{UPPER}]\w+(?:\s+[{UPPER}]\w+){{0,2}}")
# Departments and ministries that every place or the State has, known to the register or not.
_OF_SECTORS: Final = frozenset(f"{head} {sector}" for head in ("sở", "bộ") for sector in SECTORS)
_SECTOR_OPENINGS: Final = openings_of(_OF_SECTORS)
# Of bodies that the register does not know, these are told from a common noun without their place.
_OF_NO_PLACE: Final = ("sở ", "bộ ", "phòng ", "chi cục ", "trung tâm ", "ban ", "văn phòng ")


class Found(NamedTuple):
    """A body in a text."""

    start: int
    end: int
    body: Body


def find_bodies(text: str, *, register: Register, home: str | None) -> list[Found]:
    """Every body and class of bodies named in the text: start, end, `Body`; in order, none inside another.

    The longest name at a place counts, and only names that are exactly the register's. Bodies of a place that the
    register does not know are found by the names that such bodies have everywhere ('Sở Y tế', 'UBND tỉnh'), with no
    agency and a lower confidence. `text` must be NFC, for the offsets are its own.
    """
    search = _Search(text, register, home)
    found: list[Found] = []
    for one in sorted([*search.classes(), *search.names()], key=lambda f: (f.start, -f.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def first_body(text: str, *, register: Register, home: str | None) -> Found | None:
    """The body or class that the text opens with, as `find_bodies` finds it."""
    search = _Search(text, register, home)
    if not search.may_open():
        return None
    of_class = search.class_at_start() if search.words[0].text in _CLASS_OPENS else None
    found = [one for one in (of_class, search.name_at(0)) if one and one.start == 0]
    return max(found, key=lambda one: one.end, default=None)


def may_open(text: str, *, register: Register, home: str | None) -> bool:
    """Whether the text's first words are such as a name or a class of bodies opens with: most texts are no more asked."""
    return _Search(text[:_OPENING], register, home).may_open()


class _Search:
    """One text, its words, and the names that count at its home."""

    def __init__(self, text: str, register: Register, home: str | None) -> None:
        self.text, self.register, self.home = text, register, home
        self.words = words(text)
        names = register.names_at(home)
        self.known, self.named_classes, self.openings = names.keys, names.classes, names.openings
        self.common = register.local_names()

    def may_open(self) -> bool:
        if not self.words or self.words[0].start:
            return False
        return self.words[0].text in _CLASS_OPENS or (self.text[0].isupper() and self.longest_opening(0) > 0)

    def classes(self) -> Iterator[Found]:
        folded, starts = self.folded()
        return filter(None, (self.of_class(match, starts) for match in _CLASS.finditer(folded)))

    def class_at_start(self) -> Found | None:
        folded, starts = self.folded()
        match = _CLASS.match(folded)
        return self.of_class(match, starts) if match else None

    def of_class(self, match: re.Match[str], starts: list[int]) -> Found | None:
        first, last = bisect_left(starts, match.start()), bisect_left(starts, match.end()) - 1
        if first == len(starts) or starts[first] != match.start():
            return None  # begins within a word
        start, end = self.words[first].start, self.words[last].end
        if match["bare"] and not self.text[start].isupper():
            return None
        body = to_body(self.text[start:end], self.register, self.home)
        return Found(start, end, body if body.is_class else Body(body.name, is_class=True, confidence=CLASS_BY_RULE))

    def folded(self) -> tuple[str, list[int]]:
        """The words with single spaces and their commas, and where in that string each word begins."""
        parts: list[str] = []
        starts: list[int] = []
        length, left = 0, None
        for word in self.words:
            if left is not None:
                gap = self.gap(left, word)
                parts.append(gap)
                length += len(gap)
            starts.append(length)
            parts.append(word.text)
            length += len(word.text)
            left = word
        return "".join(parts), starts

    def gap(self, left: Word, right: Word) -> str:
        """What stands between two words: ' ', ' , ', ' / ', or ' | ' for anything that no name reaches across."""
        between = self.text[left.end : right.start] if right.start >= left.end else ""
        if between == " ":
            return " "
        between = between.strip()
        if between in ("", "-", "–", "&"):
            return " "
        return f" {between} " if between in (",", "/") else " | "

    def names(self) -> Iterator[Found]:
        at = 0
        while at < len(self.words):
            found = self.name_at(at)
            at += 1
            if found:
                yield found
                while at < len(self.words) and self.words[at].start < found.end:
                    at += 1

    def name_at(self, at: int) -> Found | None:
        return self.longest_name(at) if self.words and self.text[self.words[at].start].isupper() else None

    def longest_name(self, at: int) -> Found | None:
        longest = self.longest_opening(at)
        reach = at + 1
        while reach < min(at + longest, len(self.words)):
            if self.gap(self.words[reach - 1], self.words[reach]) not in (" ", " , "):
                break
            reach += 1
        for end in range(min(reach, at + longest), at, -1):
            in_abbreviation = end < len(self.words) and self.words[end].start < self.words[end - 1].end
            found = None if in_abbreviation else self.name(at, end)
            if found:
                return found
        return None

    def longest_opening(self, at: int) -> int:
        """How many words the longest name has that opens as the words do; 0 where none does."""
        first = self.words[at].text
        opening = f"{first} {self.words[at + 1].text}" if at + 1 < len(self.words) else first
        return max(self.openings.get(opening, 0), _SECTOR_OPENINGS.get(opening, 0), self.openings.get(first, 0))

    def name(self, first: int, last: int) -> Found | None:
        """The words from first up to last as a name: the register's, or one that bodies have everywhere."""
        key = " ".join(word.text for word in self.words[first:last])
        start, end = self.words[first].start, self.words[last - 1].end
        if key in self.named_classes:
            return Found(start, end, Body(spell_out(self.text[start:end]), self.named_classes[key], is_class=True))
        if key not in self.known and key not in self.common and key not in _OF_SECTORS:
            return None
        level = _LEVEL_BEHIND.match(self.text, end)
        place = _OWN_NAME.match(self.text, level.end()) if level else None
        if key in self.known and not (place and self.register.is_home_name(key, self.home)):
            return Found(start, end, Body(spell_out(self.text[start:end]), self.known[key]))
        if level is None and not key.startswith(_OF_NO_PLACE):
            return None
        behind = place or level
        end = behind.end() if behind else end
        return Found(start, end, Body(spell_out(self.text[start:end]), confidence=UNKNOWN))
