"""Bodies that every place has ('Sở Tài chính', 'UBND phường'), minted for the place that a paper or a name means.

Reads `local_bodies.txt` and the gazetteer. A name counts only when it is exactly such a body's name with its place behind
it, or, in a paper of that place, without. Codes are those that the register itself uses, so that one body has one IRI.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Final

from directive_kg.names import fold
from directive_kg.register.gazetteer import Gazetteer, Province, place_key, shipped_gazetteer
from directive_kg.register.model import Agency
from directive_kg.register.spelling import name_key

# By then every province had its new departments and its new borders (Nghị quyết 202/2025/QH15, Nghị định 45/2025/NĐ-CP).
CERTAIN_FROM: Final = date(2025, 7, 1)
# Without its place such a name is one body's in a paper of the place; 'Công an', 'Thuế', 'UBND' may be another level's.
_BARE_HEADS: Final = (
    "sở ", "phòng ", "văn phòng ", "trung tâm ", "trạm ", "ban quản lý ", "ban dân tộc", "ban xây dựng đảng", "cổng ", "báo và ",
    "ủy ban kiểm tra đảng ủy", "ban thường vụ đảng ủy", "bộ chỉ huy ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spec:
    """One line of local_bodies.txt."""

    level: str  # 'province', 'commune', or 'region' with how many there are
    code: str
    name: str
    name_en: str
    kind: str
    fields: tuple[str, ...]
    parent: str
    others: tuple[str, ...]


_MOST_KNOWN: Final = 65_536


class LocalBodies:
    """The bodies of every place, made when they are asked for."""

    def __init__(self, specs: tuple[Spec, ...], merged: Mapping[str, str], gazetteer: Gazetteer) -> None:
        """`merged` maps the code of a spec that ended in 2025 to that of the one that took over."""
        self.gazetteer = gazetteer
        self._specs = specs
        self._merged = merged
        self._made: dict[str, dict[str, Agency]] = {}
        self._known: dict[str, tuple[Spec, Agency] | None] = {}  # code -> what `_find` found
        self._narrow: dict[str, Mapping[str, str]] = {}

    def agency(self, code: str) -> Agency | None:
        """The body of that code, or None where no place has one."""
        if code in self._regions:
            return self._regions[code][0]
        found = self._find(code)
        return found[1] if found else None

    def successor(self, code: str, day: date) -> str:
        """The code of the body that does this one's work on that day: itself, unless it had certainly ended."""
        found = self._find(code)
        if found is None or day < CERTAIN_FROM:
            return code
        spec, agency = found
        place = agency.jurisdiction
        province = self.gazetteer.province_of(place)
        if province and province.successor:
            place = province.successor
        while spec.code in self._merged:
            spec = next(s for s in self._specs if s.code == self._merged[spec.code])
        return spec.code.format(**self._words(place)) if place else code

    def bodies(self, place: str) -> Mapping[str, Agency]:
        """The bodies of a place, by code; none for a place that is not known."""
        if place not in self._made:
            self._made[place] = {a.code: a for _, a in self._mint(place)}
        return self._made[place]

    @cached_property
    def everywhere(self) -> Mapping[str, str]:
        """The name key of every province's bodies with their province's name, and their codes."""
        found: dict[str, str] = {}
        for province in self.gazetteer.provinces.values():
            for core, _, naming, code in self._province_cores(province):
                kind, bare = naming
                found.setdefault(f"{core} {kind} {bare}", code)
                found.setdefault(f"{core} {bare}", code)
        return found | {key: code for code, (_, keys) in self._regions.items() for key in keys}

    @cached_property
    def _regions(self) -> dict[str, tuple[Agency, tuple[str, ...]]]:
        """The numbered branches of central bodies by code, each with its name keys."""
        found: dict[str, tuple[Agency, tuple[str, ...]]] = {}
        for spec in self._specs:
            for number in range(1, int(spec.level.removeprefix("region ")) + 1) if spec.level in self._counted else ():
                code, name = spec.code.format(n=number), spec.name.format(n=number)
                bare = [name_key(other.format(n="")) for other in (spec.name, *spec.others)]
                keys = tuple(f"{core} {figure}" for core in bare for figure in (str(number), _roman(number)))
                english = spec.name_en.format(n=number)
                found[code] = (Agency(code, name, english, (), spec.kind, spec.parent, None, spec.fields), keys)
        return found

    @cached_property
    def _counted(self) -> frozenset[str]:
        return frozenset(spec.level for spec in self._specs if spec.level.startswith("region "))

    def at_home(self, home: str) -> Mapping[str, str]:
        """The name keys that are bodies of this place only in its own papers: without a place, or with its kind alone."""
        if home not in self._narrow:
            self._narrow[home] = dict(self._at_home(home))
        return self._narrow[home]

    def communes_of(self, province: str) -> Mapping[str, str]:
        """The name keys of the bodies of a province's communes, as papers of that province write them."""
        key = f"{province}/"
        if key not in self._narrow:
            self._narrow[key] = dict(self._commune_keys(province))
        return self._narrow[key]

    def _at_home(self, home: str) -> Iterator[tuple[str, str]]:
        province = self.gazetteer.province_of(home)
        if province is None:
            return
        if home == province.code:
            for core, bare_allowed, (kind, _), code in self._province_cores(province):
                yield f"{core} {kind}", code
                if bare_allowed:
                    yield core, code
            return
        kind = place_key(province.communes[home].name.split(" ")[0])
        kind = "đặc khu" if kind == "đặc" else kind
        for core, spec in self._cores("commune"):
            code = spec.code.format(t=home)
            yield f"{core} {kind}", code
            if core.startswith(_BARE_HEADS):
                yield core, code

    def _commune_keys(self, province: str) -> Iterator[tuple[str, str]]:
        above = self.gazetteer.provinces.get(province)
        cores = self._cores("commune")
        for code, place in above.communes.items() if above else ():
            name = place_key(place.name)
            for core, spec in cores:
                yield f"{core} {name}", spec.code.format(t=code)

    def _province_cores(self, province: Province) -> Iterator[tuple[str, bool, tuple[str, str], str]]:
        """(name key without place, whether it stands alone at home, (kind, bare name) folded, code)."""
        words = self._words(province.code)
        codes = [spec.code.format(**words) for _, spec in self._cores("province")]
        for kind, bare in province.namings:
            naming = kind, place_key(bare)
            party = "thành ủy" if kind == "thành phố" else "tỉnh ủy"
            for (core, _), code in zip(self._cores("province"), codes, strict=True):
                named = core.replace("đảng bộ ủy", party).replace("đảng bộ đoàn", party.replace("ủy", "đoàn"))
                yield named, named != core or core.startswith(_BARE_HEADS), naming, code

    def _cores(self, level: str) -> list[tuple[str, Spec]]:
        return self._by_level[level]

    @cached_property
    def _by_level(self) -> dict[str, list[tuple[str, Spec]]]:
        found: dict[str, list[tuple[str, Spec]]] = {"province": [], "commune": []}
        for spec in self._specs:
            for name in (spec.name, *spec.others) if spec.level in found else ():
                core = name_key(
                    name.replace("{U}", "đảng bộ ủy")
                    .replace("{D}", "đảng bộ đoàn")
                    .replace("{p}", "")
                    .replace("{b}", "")
                )
                if (core, spec) not in found[spec.level]:
                    found[spec.level].append((core, spec))
        return found

    def _find(self, code: str) -> tuple[Spec, Agency] | None:
        """The spec and the body of a code: its place is what the code ends in."""
        if code not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[code] = self._look_for(code)
        return self._known[code]

    def _look_for(self, code: str) -> tuple[Spec, Agency] | None:
        parts = code.split("-")
        for at in range(1, len(parts)):
            tail = "-".join(parts[at:])
            for place in (tail, tail.removeprefix("tp-").removeprefix("tinh-")):
                if place in self._made or self.gazetteer.province_of(place):
                    agency = self.bodies(place).get(code)
                    if agency:
                        return next(s for s, a in self._mint(place) if a.code == code), agency
        return None

    def _words(self, place: str) -> dict[str, str]:
        """What a spec's placeholders stand for at a place."""
        province = self.gazetteer.province_of(place)
        assert province is not None
        found = self.gazetteer.place(place)
        assert found is not None
        is_province = place == province.code
        party = "Thành ủy" if province.kind == "thành phố" else "Tỉnh ủy"
        bare = province.name if is_province else found.name
        return {
            "t": province.tail if is_province else place,
            "c": place,
            "p": found.name,
            "b": bare,
            "e": fold(bare).title(),
            "U": party,
            "u": "thanh-uy" if province.kind == "thành phố" else "tinh-uy",
        }

    def _mint(self, place: str) -> Iterator[tuple[Spec, Agency]]:
        province = self.gazetteer.province_of(place)
        if province is None:
            return
        level = "province" if place == province.code else "commune"
        words = self._words(place)
        above = self._words(province.code)
        for spec in self._specs:
            if spec.level != level:
                continue
            parent = spec.parent.format(**words) if spec.parent else self._parent_above(spec, above)
            yield (
                spec,
                Agency(
                    code=spec.code.format(**words),
                    name=spec.name.format(**words),
                    name_en=spec.name_en.format(**words),
                    kind=spec.kind,
                    parent=parent or None,
                    jurisdiction=place,
                    fields=spec.fields,
                ),
            )

    @staticmethod
    def _parent_above(spec: Spec, above: Mapping[str, str]) -> str:
        """The body of the province that a commune's body without a parent of its own stands under, where one is named."""
        if spec.level != "commune":
            return ""
        head = spec.code.removesuffix("-{t}")
        parents = {"cong-an": "cong-an-{t}", "ban-chi-huy-quan-su": "bo-chi-huy-quan-su-{t}", "ubmttq": "ubmttq-{t}"}
        party = "{u}-{c}" if head in ("dang-uy", "bch-dang-bo") else ""
        return parents.get(head, party).format(**above)


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("x" * tens) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]


def _parsed(text: str) -> tuple[tuple[Spec, ...], dict[str, str]]:
    specs: list[Spec] = []
    merged: dict[str, str] = {}
    for line in text.split("\n"):
        if not line or line.startswith("#"):
            continue
        level, code, *rest = (part.strip() for part in line.split("|"))
        if level == "merged":
            merged[code] = rest[0]
            continue
        name, name_en, kind, fields, parent, others = rest
        named = tuple(o.strip() for o in others.split(";") if o.strip())
        specs.append(Spec(level, code, name, name_en, kind, tuple(fields.split(",")), parent, named))
    return tuple(specs), merged


@lru_cache(maxsize=1)
def shipped_local_bodies() -> LocalBodies:
    """The bodies of the places that come with the package."""
    text = files("directive_kg.register").joinpath("local_bodies.txt").read_text(encoding="utf-8")
    return LocalBodies(*_parsed(text), shipped_gazetteer())
