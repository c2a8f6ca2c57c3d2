"""The provinces, cities and communes of Viet Nam, and the provinces that ended in 2025, from `places.txt`.

The file is read once, and a province's communes only when somebody asks for them.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Final

from directive_kg.names import slug
from directive_kg.register.model import Place
from directive_kg.register.spelling import fold_tones

_COMMUNE_KINDS: Final = ("phường", "xã", "đặc khu")


def place_key(name: str) -> str:
    """A place's name for comparing, as `spelling.name_key` has it; no abbreviation stands in one.

    >>> place_key("tỉnh Thanh Hoá")
    'tỉnh thanh hóa'
    """
    return " ".join(re.findall(r"\w+", fold_tones(name).lower()))


@dataclass(frozen=True)
class Province:
    """A province or city of today, or one that ended in another."""

    code: str
    kind: str  # 'tỉnh' or 'thành phố'
    name: str  # bare
    former: tuple[tuple[str, str], ...] = ()  # (kind, bare name) that the same place had before
    successor: str | None = None  # code of the place that it ended in
    commune_lines: tuple[tuple[str, str], ...] = ()  # (kind, names with '; ' between)

    @property
    def namings(self) -> tuple[tuple[str, str], ...]:
        """Every (kind, bare name), the present one first."""
        return ((self.kind, self.name), *self.former)

    @property
    def tail(self) -> str:
        """What the codes of its bodies end in."""
        return f"{'tp' if self.kind == 'thành phố' else 'tinh'}-{self.code}"

    @property
    def place(self) -> Place:
        """The province as a place of the register."""
        return Place(self.code, f"{self.kind} {self.name}")

    @cached_property
    def communes(self) -> dict[str, Place]:
        """Its communes by code; of two that differ by tone marks alone the second one's code ends in '-2'."""
        found: dict[str, Place] = {}
        for kind, names in self.commune_lines:
            for name in names.split("; "):
                code = base = f"{slug(f'{kind} {name}')}-{self.code}"
                count = 1
                while code in found:
                    count += 1
                    code = f"{base}-{count}"
                found[code] = Place(code, f"{kind} {name}", self.code)
        return found


_SECOND_OF_A_NAME: Final = re.compile(r"-\d$")


class Gazetteer:
    """All places. `provinces` holds those of today and the former ones, by code."""

    def __init__(self, text: str) -> None:
        """`text` has the form of places.txt."""
        self.provinces: dict[str, Province] = {}
        for block in re.split(r"^= ", text, flags=re.MULTILINE)[1:]:
            head, *lines = block.strip().split("\n")
            named = dict(line.split(": ", 1) for line in lines)
            kind, name = _kind_and_name(head)
            province = Province(
                slug(name),
                kind,
                name,
                tuple(_kind_and_name(n) for n in named.get("formerly", "").split("; ") if n),
                commune_lines=tuple((k, named[k]) for k in _COMMUNE_KINDS if k in named),
            )
            self.provinces[province.code] = province
            for merged in named.get("merged", "").split("; "):
                if merged:
                    old_kind, old_name = _kind_and_name(merged)
                    code = slug(old_name)
                    self.provinces[code] = Province(code, old_kind, old_name, successor=province.code)

    def province_of(self, code: str | None) -> Province | None:
        """The province of that code, or the one that a commune of that code lies in."""
        if code is None:
            return None
        if code in self.provinces:
            return self.provinces[code]
        bare = _SECOND_OF_A_NAME.sub("", code)
        tails = (bare[at + 1 :] for at, letter in enumerate(bare) if letter == "-")
        ends = [p for tail in tails if (p := self.provinces.get(tail)) and code in p.communes]
        return ends[0] if len(ends) == 1 else None

    def place(self, code: str | None) -> Place | None:
        """The place of that code, or None."""
        province = self.province_of(code)
        if province is None or code is None:
            return None
        return province.place if code == province.code else province.communes[code]

    def communes_named(self, name: str) -> tuple[Place, ...]:
        """Every commune of that name with its kind ('phường Tân Định')."""
        return tuple(self._by_name.get(place_key(name), ()))

    @cached_property
    def _by_name(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = defaultdict(list)
        for province in self.provinces.values():
            for place in province.communes.values():
                found[place_key(place.name)].append(place)
        return found


def _kind_and_name(full: str) -> tuple[str, str]:
    kind = "thành phố" if full.startswith("thành phố ") else "tỉnh"
    return kind, full.removeprefix(f"{kind} ")


@lru_cache(maxsize=1)
def shipped_gazetteer() -> Gazetteer:
    """The places that come with the package."""
    text = files("directive_kg.register").joinpath("places.txt").read_text(encoding="utf-8")
    return Gazetteer(text)
