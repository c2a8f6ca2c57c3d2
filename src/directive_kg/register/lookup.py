"""Bodies, places and mergers of the register, and look-up by exact name.

A name is compared after normalisation only (`spelling.name_key`) and never by likeness: better a hole than a guess.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Final

from directive_kg.names import slug
from directive_kg.register.gazetteer import place_key
from directive_kg.register.local import LocalBodies, shipped_local_bodies
from directive_kg.register.model import Agency, Change, Place
from directive_kg.register.spelling import name_key

_OF_COMMUNE: Final = re.compile(r"(?:phường|xã|đặc khu)\s\S.*$", re.IGNORECASE)
# A class is named with and without these words, and stays the same class.
_CLASS_HEAD: Final = re.compile(r"^(?:các|những|toàn thể)\s+")
_CLASS_TAIL: Final = re.compile(r" (?:(?:có )?liên quan|trên địa bàn(?: thành phố| tỉnh)?)$")
_CLASS_ENDS: Final = ("liên quan", "địa bàn", "thành phố", "tỉnh")  # of what the two patterns take off
_CLASS_HOME: Final = re.compile(
    r"\b(ngành|đơn vị|đoàn thể|cơ quan|địa phương|xã hội) (?:(?:của|thuộc|ở) )?(?:thành phố|tỉnh)$"
)


_MOST_HOMES: Final = 64  # places whose names are kept at hand


@dataclass(frozen=True, eq=False)
class HomeNames:
    """The register's names as a paper of one place reads them."""

    chain: tuple[str, ...]  # the place and those that it lies in, nearest first
    narrow: Mapping[str, str]  # name key -> code, of the names that count at this place only
    everywhere: Mapping[str, str]
    local: Sequence[Mapping[str, str]]  # of the bodies that every place has: named in full anywhere, then at home
    classes: Mapping[str, str]
    common: frozenset[str]  # of bodies that every place has, without a place and a code
    shared_openings: Mapping[str, int]  # of the names that count everywhere

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Every name key that `Register.resolve_key` answers here with a body or post, and its code."""
        made: dict[str, str] = {}
        for names in (*reversed(self.local), self.everywhere, self.narrow):
            made.update(names)
        return made

    @cached_property
    def openings(self) -> Mapping[str, int]:
        """The first two words of every name and class (the word of a name of one), and how many words the longest has."""
        found = dict(self.shared_openings)
        for opening, size in openings_of(key for names in (self.narrow, *self.local[1:]) for key in names).items():
            found[opening] = max(size, found.get(opening, 0))
        return found


def openings_of(keys: Iterable[str]) -> dict[str, int]:
    """The first two words of every key (the word of a key of one), and how many words the longest of these has.

    >>> openings_of(["bộ", "sở y tế", "sở y tế tỉnh"])
    {'bộ': 1, 'sở y': 4}
    """
    found: dict[str, int] = {}
    for key in keys:
        first, _, rest = key.partition(" ")
        opening = f"{first} {rest.partition(' ')[0]}" if rest else first
        size = key.count(" ") + 1
        if size > found.get(opening, 0):
            found[opening] = size
    return found


@dataclass(frozen=True, eq=False)
class Register:
    """The bodies, and their names as an index. Made by `load.load_register`."""

    agencies: Mapping[str, Agency]
    places: Mapping[str, Place] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    _everywhere: Mapping[str, str] = field(default_factory=dict, repr=False)  # name key -> code
    _at_home: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)  # place -> name key -> code
    _classes: Mapping[str, str] = field(default_factory=dict, repr=False)
    _local_names: frozenset[str] = frozenset()
    local: LocalBodies = field(default_factory=shipped_local_bodies, repr=False)
    short_names: Mapping[str, str] = field(default_factory=dict)  # of one paper: as printed -> name in full
    _homes: dict[str | None, HomeNames] = field(default_factory=dict, repr=False)  # one for all papers
    _openings: dict[str, int] = field(default_factory=dict, repr=False)  # the same

    def with_short_names(self, short_names: Mapping[str, str]) -> "Register":
        """The register as a paper reads it that gives short names to bodies ('sau đây gọi tắt là …')."""
        return replace(self, short_names=short_names) if short_names else self

    def in_full(self, name: str) -> str:
        """A name with the paper's own short names written out; one that stands in a longer word is left."""
        for short, full in self.short_names.items():
            if short not in name:
                continue
            name = re.sub(rf"\s*\((?:[^()]*\blà:?\s*)?[\"'“]?{re.escape(short)}[\"'”]?\s*\)", "", name)
            if short in name and full not in name:
                name = re.sub(rf"(?<![\w&-]){re.escape(short)}(?![\w&-])", _as_literal(full), name)
        return name

    def resolve(self, name: str, home: str | None = None) -> Agency | None:
        """The body or class of that name, or None where no name of the register is exactly it.

        `home` is the code of the place whose paper is read ('hai-phong'): its bodies, and those of the place above it,
        also go by their names without the place ('Sở Tài chính', 'UBND thành phố'). Elsewhere these names are nobody's.
        """
        return self.resolve_key(name_key(name), home)

    def resolve_key(self, key: str, home: str | None = None) -> Agency | None:
        """`resolve` for a name that is already in the form of `spelling.name_key`."""
        names = self.names_at(home)
        code = names.narrow.get(key) or names.everywhere.get(key) or self._classes.get(class_key(key))
        if not code:
            code = next((code for local in names.local if (code := local.get(key))), None)
        return self.agency(code) if code else None

    def names_at(self, home: str | None) -> HomeNames:
        """The names as a paper of that place reads them; made once a place, for a paper asks for them at every name."""
        found = self._homes.get(home)
        if found is None:
            chain = self._places_above(home)
            narrow: dict[str, str] = {}
            for place in reversed(chain):
                narrow.update(self.local.at_home(place))
                narrow.update(self._at_home.get(place, {}))
            province = self.local.gazetteer.province_of(home)
            communes = self.local.communes_of(province.code) if province else {}
            found = HomeNames(
                chain,
                narrow,
                self._everywhere,
                (self.local.everywhere, communes),
                self._class_keys(),
                self._local_names,
                self._shared_openings(),
            )
            if len(self._homes) >= _MOST_HOMES:
                self._homes.clear()
            self._homes[home] = found
        return found

    def _shared_openings(self) -> Mapping[str, int]:
        """Made once: the names that count everywhere are most of them."""
        if not self._openings:
            names = (self.local.everywhere, self._everywhere, self._class_keys(), self._local_names)
            self._openings.update(openings_of(key for keys in names for key in keys))
        return self._openings

    def agency(self, code: str | None) -> Agency | None:
        """The body of that code: one of the register's, or one that every place has; None where there is none."""
        return None if code is None else self.agencies.get(code) or self.local.agency(code)

    def place(self, code: str | None) -> Place | None:
        """The place of that code, of the register or of the gazetteer."""
        return self.places.get(code or "") or self.local.gazetteer.place(code)

    def issuing_commune(self, issuer: str, texts: Iterable[str]) -> Agency | None:
        """The body of a commune whose name several provinces have: the one whose province alone the paper names.

        `issuer` ends in the commune's name with its kind ('Ủy ban nhân dân phường Tân Định').
        """
        match = _OF_COMMUNE.search(issuer)
        places = self.local.gazetteer.communes_named(match.group()) if match else ()
        if len(places) > 1:
            keys = [place_key(text) for text in texts]
            named = [p for p in places if any(self._names_province(p, key) for key in keys)]
            places = tuple(named)
        return self.resolve(issuer, places[0].code) if len(places) == 1 else None

    def _names_province(self, commune: Place, key: str) -> bool:
        province = self.local.gazetteer.provinces[commune.parent or ""]
        return any(f"{kind} {place_key(name)}" in key for kind, name in province.namings)

    def is_group(self, name: str) -> bool:
        """Whether the name is one of the register's classes of bodies."""
        found = self.resolve(name)
        return found is not None and found.is_group

    def successor(self, agency: str, day: date) -> str:
        """The code of the body that does this body's work on that day: itself, unless a merger had certainly ended it.

        A merger whose date is a year counts from that year's last day on, one without a date counts always.
        Raises KeyError for a code that the register does not have.
        """
        if self.agency(agency) is None:
            raise KeyError(agency)
        seen = {agency}
        while True:
            change = next(
                (c for c in self.changes if agency in c.originals and (not c.certain_from or c.certain_from <= day)),
                None,
            )
            if change is None:
                return self.local.successor(agency, day)
            if change.result in seen:
                return agency
            agency = change.result
            seen.add(agency)

    def place_code(self, name: str | None) -> str | None:
        """The code of the place of that name ('Hải Phòng', 'thành phố Hải Phòng', 'Kiến An'), or None."""
        key = name_key(name or "")
        return next((p.code for p in self.places.values() if key in (name_key(p.name), _bare_place(p))), None)

    def places_above(self, home: str | None) -> tuple[str, ...]:
        """The place and those that it lies in, nearest first; also for the slug of a name that one place alone has."""
        return self.names_at(home).chain

    def _places_above(self, home: str | None) -> tuple[str, ...]:
        if home is not None and home not in self.places and (known := self.local.gazetteer.place(home)):
            return (known.code, known.parent) if known.parent else (known.code,)
        if home not in self.places:
            named = [p.code for p in self.places.values() if slug(_bare_place(p)) == home]
            home = named[0] if len(named) == 1 else None
        chain: list[str] = []
        while home is not None and home in self.places and home not in chain:
            chain.append(home)
            home = self.places[home].parent
        return tuple(chain)

    def keys(self, home: str | None = None) -> Mapping[str, str]:
        """Every name key that `resolve_key` answers at that home with a body or post, and its code."""
        return self.names_at(home).keys

    def is_home_name(self, key: str, home: str | None) -> bool:
        """Whether the name key is a body's only in its own place: elsewhere the same name is another body's."""
        if key in self._everywhere or key in self.local.everywhere:
            return False
        return key in self.names_at(home).narrow

    def _class_keys(self) -> Mapping[str, str]:
        """The full name key of every class of bodies, 'các' included, and its code."""
        groups = (agency for agency in self.agencies.values() if agency.is_group)
        return {name_key(name): group.code for group in groups for name in (group.name, *group.aliases)}

    def local_names(self) -> frozenset[str]:
        """Name keys, without a place, of bodies that every place has: 'sở tài chính', 'ủy ban nhân dân'."""
        return self._local_names


def _as_literal(text: str) -> str:
    return text.replace("\\", "\\\\")


def class_key(key: str) -> str:
    """A class's name key without 'các' in front, 'và' inside, and 'liên quan', 'thành phố' and their like behind."""
    key = _CLASS_HEAD.sub("", key).replace(" và ", " ")
    if not key.endswith(_CLASS_ENDS):
        return key
    while (shorter := _CLASS_HOME.sub(r"\1", _CLASS_TAIL.sub("", key))) != key:
        key = shorter
    return key


def _place_kind(place: Place) -> str:
    for kind in ("thành phố", "tỉnh", "phường", "xã", "đặc khu"):
        if name_key(place.name).startswith(kind + " "):
            return kind
    return ""


def _bare_place(place: Place) -> str:
    return name_key(place.name).removeprefix(_place_kind(place)).strip()


def local_keys(label: str, place: Place) -> tuple[set[str], set[str]]:
    """The name keys under which a label of a place's body is known everywhere, and those known at home only.

    'Sở Tài chính thành phố Hải Phòng' is also 'Sở Tài chính Hải Phòng' everywhere, 'Sở Tài chính thành phố' at home.
    """
    kind, bare, key = _place_kind(place), _bare_place(place), name_key(label)
    full = f"{kind} {bare}"
    for tail in (full, bare, kind):
        if tail and key.endswith(" " + tail):
            core = key.removesuffix(tail).strip()
            return {f"{core} {full}", f"{core} {bare}"}, {f"{core} {kind}"}
    if bare in key:
        return {key}, set()
    return set(), {key}


def without_place(label: str, place: Place) -> str:
    key = name_key(label)
    for tail in (_bare_place(place), _place_kind(place)):
        key = key.removesuffix(tail).strip() if key.endswith(f" {tail}") else key
    return key
