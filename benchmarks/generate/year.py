"""A national year: papers of the centre, the plans of provinces and their communes, and what each of them says.

60 resolutions of the centre; a plan of each of the 34 provinces for each; under each of these a plan of a third of the
province's communes, another third for another resolution. They come in rounds, a province's plan and the plans under it,
so that the first papers of a year are a smaller year, and no more than a round is held. Sizes, gaps and faults are as
often as measured (`distribution.json`), bodies are those that the register has for the place, and a commune's plan takes
some rows over from its province's. The same seed gives the same year.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import count, islice
from typing import Final

from directive_kg.register import Register
from directive_kg.register.gazetteer import Province
from directive_kg.register.model import Agency
from generate.distribution import Distribution, draw, draw_count, load
from generate.words import FIELDS, PRODUCTS, PURPOSES, THINGS, VERBS

YEAR: Final = 2026
COMMUNES: Final = 3  # one commune in so many has a plan for each resolution
REPEATED: Final = 0.1  # of a commune's rows: they are its province's
_KINDS: Final = frozenset({"so", "phong-xa", "thanh-tra", "cong-an-tinh", "doan-the", "don-vi-su-nghiep"})
_BARE: Final = ("Sở ", "Phòng ")  # these go without their place in its own papers
_QUARTERS: Final = ("I", "II", "III", "IV")
_LONG: Final = 10  # rows of a paper whose numbers may go wrong
# Fault -> the shape that has to find it. In a row, or in a paper.
FAULTS: Final = {
    "no lead": "R1-nguoi",
    "no deadline": "R3-thoi-gian",
    "no product": "R5-san-pham",
    "no authority": "R6-tham-quyen",
    "leads and coordinates": "R4-trach-nhiem-hai-vai",
    "due before issue": "T1-truoc-ban-hanh",
    "read with doubt": "F4-doc-chua-chac",
    "same task again": "X1-trung",
    "number left out": "F1-stt-nhay",
    "number twice": "F1-stt",
    "no number of its own": "C1-so-ngay",
    "ring": "C7-vong",
}
BY_QUERY: Final = frozenset({"F1-stt", "F1-stt-nhay"})  # what core constraints alone cannot find


@dataclass(frozen=True, slots=True)
class Central:
    """A paper of the centre."""

    number: str
    issued: date
    issuer: str
    code: str  # of the issuer in the register


CENTRAL: Final = tuple(
    Central(f"{300 + turn}/2025/QH15", date(2025, 12, 1 + turn % 20), "Quốc hội", "quoc-hoi")
    if turn % 2
    else Central(f"{300 + turn}/NQ-CP", date(2025, 12, 1 + turn % 20), "Chính phủ", "chinh-phu")
    for turn in range(1, 61)
)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline's words and what they mean."""

    words: str
    kind: str  # of the vocabulary 'deadline-kind'
    start: date | None = None
    end: date | None = None
    edtf: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A body by its name in the paper and its code in the register."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class WrittenTask:
    """A row of an annex; an empty cell is '' or empty."""

    stt: str
    title: str
    deliverable: str
    due: Due
    lead: tuple[Named, ...]
    coordinating: tuple[Named, ...]
    authority: tuple[Named, ...]
    faults: frozenset[str] = frozenset()
    repeats: int | None = None  # the row of the paper above that this one is, from 0


@dataclass(frozen=True, slots=True)
class WrittenPaper:
    """A plan, and what has to be read from it."""

    name: str  # of a file, without its ending
    number: str | None
    issued: date
    issuer: Agency
    home: str  # code of the place
    place: str  # 'tỉnh Cao Bằng', 'phường Thục Phán'
    province: str  # 'tỉnh Cao Bằng'
    central: Central
    above: "WrittenPaper | None"  # the province's plan, of a commune's
    tasks: tuple[WrittenTask, ...]
    faults: frozenset[str] = frozenset()
    ring: "WrittenPaper | None" = None  # the paper before, where each of the two is said to carry out the other

    @property
    def title(self) -> str:
        """What it is about."""
        carried_out = (
            self.above.named() if self.above else f"Nghị quyết số {self.central.number} của {self.central.issuer}"
        )
        return f"Triển khai thực hiện {carried_out}"

    @property
    def bases(self) -> tuple[str, ...]:
        """What it is based on, in the words of its preamble; the last is what it carries out."""
        central = self.central
        resolution = f"Nghị quyết số {central.number} ngày {_day(central.issued)} của {central.issuer}"
        return (resolution, self.above.named(dated=True)) if self.above else (resolution,)

    @property
    def cites(self) -> tuple[str, ...]:
        """The same as numbers."""
        return (self.central.number, str(self.above.number)) if self.above else (self.central.number,)

    @property
    def implements(self) -> str:
        """The number of the paper that it carries out."""
        return self.cites[-1]

    def named(self, *, dated: bool = False) -> str:
        """As others cite it."""
        return (
            f"Kế hoạch số {self.number}{f' ngày {_day(self.issued)}' if dated else ''} của Ủy ban nhân dân {self.place}"
        )

    def shapes(self) -> Counter[str]:
        """How often each shape has to find a fault of this paper."""
        found = Counter(FAULTS[fault] for task in self.tasks for fault in task.faults)
        found.update(FAULTS[fault] for fault in self.faults)
        found[FAULTS["ring"]] += 2 * (self.ring is not None)
        return +found


def papers_in(share: float, register: Register) -> int:
    """How many papers a part of the year has."""
    provinces = _provinces(register)
    communes = sum(len(_turn(province, central)) for province in provinces for central in range(len(CENTRAL)))
    return round(share * (len(provinces) * len(CENTRAL) + communes))


def year(register: Register, seed: int = 1, shape: Distribution | None = None) -> Iterator[WrittenPaper]:
    """One paper after the other, on and on: behind the last resolution the first comes again."""
    chance = random.Random(seed)  # noqa: S311 - a seed has to give the same year; nothing here is secret
    maker = _Maker(chance, register, shape or load())
    provinces = _provinces(register)
    for turn in count():
        central, province = turn // len(provinces) % len(CENTRAL), provinces[turn % len(provinces)]
        above = maker.paper(CENTRAL[central], province.code, province.place.name, None)
        yield above
        for commune in _turn(province, central):
            yield maker.paper(CENTRAL[central], commune, province.place.name, above)


def cut(papers: Iterator[WrittenPaper], tasks: int) -> Iterator[WrittenPaper]:
    """The first papers, up to so many tasks; the last may lose rows, and the faults of its numbers with them."""
    while tasks > 0:
        paper = next(papers)
        if len(paper.tasks) > tasks:
            rows = tuple(replace(row, stt=str(number)) for number, row in enumerate(paper.tasks[:tasks], 1))
            paper = replace(paper, tasks=rows, faults=frozenset())
        tasks -= len(paper.tasks)
        yield paper


def sized(size: str, register: Register, seed: int = 1) -> Iterator[WrittenPaper]:
    """The papers of a part of the year ('1%'), or the first so many tasks ('2500'). Raises ValueError for other sizes."""
    papers = year(register, seed)
    if size.endswith("%"):
        return islice(papers, papers_in(float(size[:-1]) / 100, register))
    return cut(papers, int(size))


def _provinces(register: Register) -> list[Province]:
    return [province for province in register.local.gazetteer.provinces.values() if not province.successor]


def _turn(province: Province, central: int) -> list[str]:
    """The communes whose turn it is."""
    return list(province.communes)[central % COMMUNES :: COMMUNES]


@dataclass(slots=True)
class _Maker:
    """Makes papers, one after the other."""

    chance: random.Random
    register: Register
    shape: Distribution
    number: int = 0
    before: WrittenPaper | None = None

    def paper(self, central: Central, code: str, province: str, above: WrittenPaper | None) -> WrittenPaper:
        """The plan of a place."""
        shape, place = self.shape, self.register.local.gazetteer.place(code)
        assert place is not None
        self.number += 1
        issued = date(YEAR, 1, 5) + timedelta(days=self.chance.randrange(60))
        if above:
            issued = above.issued + timedelta(days=self.chance.randrange(7, 40))
        issuer = next(a for a in self.register.local.bodies(code).values() if a.name == f"Ủy ban nhân dân {place.name}")
        size = max(1, draw(self.chance, shape.tasks_a_paper))
        faults = {fault for fault, share in shape.faults_a_paper.items() if self._happens(share)}
        if above is None:  # others cite it by its number
            faults.discard("no number of its own")
        beside = self.before if self.before and self.before.above is above and self.before.ring is None else None
        ring = beside if above and self._happens(shape.faults_a_paper["ring"]) else None
        if size < _LONG:
            faults -= {"number left out", "number twice"}
        bodies = _bodies(self.register, code)
        rows = [self._row(place.name, bodies, issuer, issued, above, number) for number in _numbers(size, faults)]
        self.before = WrittenPaper(
            name=f"{self.number - 1:06}-{code}",
            number=None if "no number of its own" in faults else f"{self.number}/KH-UBND",
            issued=issued,
            issuer=issuer,
            home=code,
            place=place.name,
            province=province,
            central=central,
            above=above,
            tasks=tuple(rows),
            faults=frozenset(faults - {"ring"}),
            ring=ring,
        )
        return self.before

    def _row(  # noqa: PLR0917 - what a row hangs on
        self,
        place: str,
        bodies: Sequence[Agency],
        issuer: Agency,
        issued: date,
        above: WrittenPaper | None,
        stt: str,
    ) -> WrittenTask:
        chance, shape = self.chance, self.shape
        faults = {fault for fault, share in shape.faults_a_task.items() if self._happens(share)}
        wanted = min(draw_count(chance, shape.coordinating_bodies), len(bodies) - 1)
        lead, *others = (_named(chance, body, place) for body in chance.sample(bodies, wanted + 1))
        if "no lead" in faults:
            faults.discard("leads and coordinates")
        if "leads and coordinates" in faults:
            others = [lead, *others]
        if "no deadline" in faults:
            faults.discard("due before issue")
        due = Due("", "none") if "no deadline" in faults else _due(chance, shape, issued)
        if "due before issue" in faults:
            due = _by(chance, issued - timedelta(days=chance.randrange(1, 200)))
        product = f"{chance.choice(PRODUCTS)[0]} về {chance.choice(FIELDS)}"
        repeats = chance.randrange(len(above.tasks)) if above and self._happens(REPEATED) else None
        if repeats is not None:
            faults.add("same task again")
        title = _title(chance, draw(chance, shape.words_a_task))
        return WrittenTask(
            stt=stt,
            title=above.tasks[repeats].title if above and repeats is not None else title,
            deliverable="" if "no product" in faults else product,
            due=due,
            lead=() if "no lead" in faults else (lead,),
            coordinating=tuple(others),
            authority=() if "no authority" in faults else (Named(issuer.name, issuer.code),),
            faults=frozenset(faults),
            repeats=repeats,
        )

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share


def _numbers(rows: int, faults: set[str]) -> Iterator[str]:
    """The numbers of the rows; one may be left out, one may come twice."""
    number = 0
    for row in range(1, rows + 1):
        number += 1 + ("number left out" in faults and row == 5) - ("number twice" in faults and row == 8)
        yield str(number)


@cache
def _bodies(register: Register, place: str) -> tuple[Agency, ...]:
    """Those of a place that do work and had not ended by the year's beginning."""
    local = register.local
    return tuple(
        body
        for code, body in local.bodies(place).items()
        if body.kind in _KINDS and local.successor(code, date(YEAR, 1, 1)) == code
    )


def _named(chance: random.Random, body: Agency, place: str) -> Named:
    bare = body.name.removesuffix(f" {place}")
    return Named(bare if body.name.startswith(_BARE) and chance.random() < 0.6 else body.name, body.code)


def _title(chance: random.Random, words: int) -> str:
    """A sentence of at least so many words; the vocabulary's end is its end."""
    title = f"{chance.choice(VERBS)} {chance.choice(THINGS)} {chance.choice(FIELDS)}"
    for purpose in chance.sample(PURPOSES, len(PURPOSES)):
        if len(title.split()) >= words:
            break
        title = f"{title}, {purpose} {chance.choice(FIELDS)}"
    return title


def _due(chance: random.Random, shape: Distribution, issued: date) -> Due:
    """A deadline of a kind as often as it was measured, not before the paper; a conditional one waits for something."""
    (kind,) = chance.choices(list(shape.deadline_kinds), list(shape.deadline_kinds.values()))
    if kind == "by":
        return _by(chance, date(YEAR, chance.randrange(issued.month + 1, 13), chance.choice((15, 20, 25, 28))))
    if kind == "during":
        return _period(chance, issued)
    words = {
        "ongoing": ("Thường xuyên",),
        "recurring": ("Hằng năm", "Hàng tháng", "Hằng quý"),
        "conditional": ("Sau khi Nghị định hướng dẫn được ban hành", "Theo tiến độ Kế hoạch của Bộ Tài chính"),
    }
    return Due(chance.choice(words[kind]), kind)


def _by(chance: random.Random, day: date) -> Due:
    words = f"{chance.choice(('Trước ngày', 'Chậm nhất ngày', 'Xong trước ngày'))} {_day(day)}"
    return Due(words, "by", None, day, day.isoformat())


def _period(chance: random.Random, issued: date) -> Due:
    """A month, quarter or year that ends after the paper."""
    months = chance.choice((1, 3, 12))
    first = 1 + months * chance.randrange(issued.month // months, 12 // months) if months < 12 else 1
    quarter = (first - 1) // 3
    words, edtf = {
        1: (f"Tháng {first}/{YEAR}", f"{YEAR}-{first:02}"),
        3: (f"Quý {_QUARTERS[quarter]}/{YEAR}", f"{YEAR}-{33 + quarter}"),
        12: (f"Năm {YEAR}", f"{YEAR}"),
    }[months]
    after = date(YEAR + (first + months > 12), (first + months - 1) % 12 + 1, 1)
    return Due(words, "during", date(YEAR, first, 1), after - timedelta(days=1), edtf)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
