"""A ruined paper's text and what its words may be: official terms, the names of bodies, fixed formulas beside figures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from directive_kg.extract.repair import skeleton
from directive_kg.extract.ruined_words import Lexicon, Restored, official_terms, words_of
from directive_kg.records import Body
from directive_kg.register import Agency, Register

# Fixed words beside figures: (what stands there, its skeleton, what it is, what must stand behind it or before it).
_BESIDE_FIGURES: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = (
    (re.compile(r"(?<!\w)([Nn][^\W\d]{1,3})(?=\s+(?:19|20)\d\d(?!\d))"), "n·m", "năm"),
    (re.compile(r"(?<!\w)([Nn]g[^\W\d]{1,3})(?=\s+\d{1,2}[/.]\d)"), "ng·", "ngày"),
    (re.compile(r"(?<!\w)(th[^\W\d]{1,3}ng?)(?=\s+\d{1,2}(?:/\d{4})?(?![\d/%]))"), "th·ng", "tháng"),
    (re.compile(r"(?<!\w)([s$]\S{0,2})(?=\s+\d{1,4}\s?[-/]\s?[\dA-Z])"), "s·", "số"),
    (re.compile(r"(?<!\w)(t[iur]{1,3})(?=\s+\d)"), "t·", "từ"),
    (re.compile(r"(?<=\d )(d[^\W\d]{1,2}n)(?=\s+\d)"), "d·n", "đến"),
    (re.compile(r"(?<!\w)(tr[^\W\d]n)(?=\s+\d+(?:,\d+)?\s?%)"), "tr·n", "trên"),
    (re.compile(r"(?<!\w)(d[^\W\d]t)(?=\s+(?:từ |trên )?\d+(?:,\d+)?\s?%)"), "d·t", "đạt"),
    (re.compile(r"(?<!\w)(t[^\W\d]{1,2}ng)(?=\s+(?:từ )?\d+(?:[-–]\d+)?(?:,\d+)?\s?%)"), "t·ng", "tăng"),
    (re.compile(r"(?<!\w)(gi[^\W\d]m)(?=\s+\d+(?:,\d+)?\s?%)"), "gi·m", "giảm"),
)
# What is left of words that stand everywhere and whose ruined form is no other word's; compared letter for letter.
_ALONE: Final = {
    "va": "và", "cac": "các", "céc": "các", "véi": "với", "ctia": "của", "ciia": "của", "cia": "của", "nguoi": "người", "ngudi": "người",
    "nhitng": "những", "nhiing": "những", "giira": "giữa", "dugc": "được", "duoc": "được", "trén": "trên", "khong": "không",
}  # fmt: skip
# 'dược liệu', 'dược phẩm', 'dược sĩ' have the same letters as 'được …'; 'không' those of 'khống chế'.
_LONE: Final = re.compile(
    rf"(?<![\w-])(?P<raw>{'|'.join(_ALONE)})(?![\w-])(?!\s(?:l[iì]|ph|s[iĩy]|ch[eêé]|gia\b))", re.IGNORECASE
)
_SHARE_OF: Final = re.compile(r"(?<!\w)(?P<first>[Tt])[yỷý] (?:[1lI][&€¢8éê]) (?=[^\W\d]{2})")
_UPWARDS: Final = re.compile(r"(?<=% )tr\S{1,2} [1lI]\S{0,2}n(?!\w)")
_FORMULA_WORDS: Final = frozenset(
    ("năm", "ngày", "tháng", "số", "từ", "đến", "trên", "đạt", "tăng", "giảm", "trở", "lên", "Năm", "Ngày", "Từ", "NĂM")
)
_SHORTEST_NAME: Final = 2
_LONGEST_NAME: Final = 12


@dataclass(frozen=True, slots=True)
class FoundBody:
    """A body that ruined words name, and where its name stands among them."""

    body: Body
    start: int
    end: int


class RuinedText:
    """What the words of one ruined paper may be, seen from its place."""

    def __init__(self, register: Register, home: str | None) -> None:
        self.register = register
        self.home = home
        self.names = _names(register, home)
        self._bodies = Lexicon(self.names)
        places = [p.name for p in register.places.values()]
        bare = [re.sub(r"^(?:thành phố|tỉnh|phường|xã|đặc khu) ", "", p) for p in places]
        self._seen: dict[str, Restored] = {}
        self._all = Lexicon([*official_terms(), *self.names, *places, *bare])

    def restore(self, text: str) -> Restored:
        """The text with every certain word restored; figures and what is not certain stay as they stand."""
        if text in self._seen:
            return self._seen[text]
        given = text
        for pattern, bones, word in _BESIDE_FIGURES:
            text = pattern.sub(partial(_formula, bones=bones, word=word), text)
        text = _SHARE_OF.sub(r"\g<first>ỷ lệ ", _UPWARDS.sub("trở lên", text))
        found = self._all.restore(text)
        sure = sum(w.text in _FORMULA_WORDS for w in words_of(text))
        restored, lone = _LONE.subn(_lone_word, found.text)
        found, sure = Restored(restored, found.words, found.certain), sure + lone
        self._seen[given] = Restored(found.text, found.words, min(found.words, found.certain + sure))
        return self._seen[given]

    def body_at(self, raw: str, start: int = 0) -> FoundBody | None:
        """The body whose name begins at that point of the raw words: the longest name that fits for certain."""
        words = [w for w in words_of(raw) if w.start >= start][:_LONGEST_NAME]
        for length in range(len(words), _SHORTEST_NAME - 1, -1):
            run = words[:length]
            found = self._bodies.find(raw[run[0].start : run[-1].end])
            if found:
                agency = self.names[found[0]]
                body = Body(found[0], agency.code, is_class=agency.is_group, confidence=round(found[1], 2))
                return FoundBody(body, run[0].start, run[-1].end)
        return None

    def full_name(self, body: Body) -> str:
        """The name of a body in full, with its place."""
        agency = None if body.is_class else self.register.agency(body.agency)
        return agency.name if agency else body.name

    def bodies_in(self, raw: str) -> Iterator[FoundBody]:
        """The bodies that raw words name, in order, none inside another."""
        at = 0
        for word in words_of(raw):
            if word.start < at:
                continue
            found = self.body_at(raw, word.start)
            if found and found.start == word.start:
                yield found
                at = found.end


def _lone_word(match: "re.Match[str]") -> str:
    raw = match["raw"]
    word = _ALONE[raw.lower()]
    return word[0].upper() + word[1:] if raw[0].isupper() else word


def _formula(match: "re.Match[str]", *, bones: str, word: str) -> str:
    raw = match.group(1)
    if raw[0] not in "$" and skeleton(raw) != bones:
        return raw
    if len(raw) > 1 and raw.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if raw[0].isupper() else word


def _names(register: Register, home: str | None) -> dict[str, Agency]:
    """The names by which the paper may mean a body: nearer places first, with and without the place's name."""
    near = register.places_above(home)
    found: dict[str, Agency] = {}
    ranked = sorted(
        (a for a in register.agencies.values() if not a.is_post and (a.jurisdiction is None or a.jurisdiction in near)),
        key=lambda a: (near.index(a.jurisdiction) if a.jurisdiction else len(near), a.code),
    )
    for agency in ranked:
        for name in (agency.name, *agency.aliases):
            for form in _forms(name, register, agency.jurisdiction):
                if len(form.split()) >= _SHORTEST_NAME and any(c.islower() for c in form):
                    found.setdefault(form, agency)
    return found


def _forms(name: str, register: Register, place: str | None) -> Iterator[str]:
    yield name
    if place and place in register.places:
        full = register.places[place].name
        kind = next((k for k in ("thành phố", "tỉnh", "phường", "xã", "đặc khu") if full.startswith(k + " ")), "")
        bare = full.removeprefix(kind).strip()
        for tail in (full, bare):
            if name.endswith(" " + tail):
                core = name.removesuffix(tail).strip()
                yield f"{core} {kind}".strip()
                yield core
                return
