"""A year of plans of provinces and their communes, one after the other, with what each of them says.

A province carries out a resolution of the centre, a commune carries out its province's plan. Sizes and gaps are drawn from
`distribution.json`; bodies are those that the register has for the place. The same seed gives the same year.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from directive_kg.register import Register
from directive_kg.register.model import Agency
from generate.distribution import Distribution, draw, draw_count, load
from generate.words import FIELDS, PRODUCTS, PURPOSES, THINGS, VERBS

YEAR: Final = 2026
COMMUNES_A_PROVINCE: Final = 3  # papers of communes behind each of a province
RESOLUTIONS: Final = tuple((f"{number}/2025/QH15", date(2025, 12, 1 + number % 20)) for number in range(301, 313))
_KINDS: Final = frozenset({"so", "phong-xa", "thanh-tra", "cong-an-tinh", "doan-the", "don-vi-su-nghiep"})
_BARE: Final = ("Sở ", "Phòng ")  # these go without their place in its own papers
_QUARTERS: Final = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline's words and what they mean."""

    words: str
    kind: str  # of the vocabulary 'deadline-kind'
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A body by its name in the paper and its code in the register."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class WrittenTask:
    """A row of an annex, its number its place from 1; an empty cell is '' or empty."""

    title: str
    deliverable: str
    due: Due
    lead: tuple[Named, ...]
    coordinating: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class WrittenPaper:
    """A plan, and what has to be read from it."""

    name: str  # of a file, without its ending
    number: str
    issued: date
    issuer: Agency
    place: str  # 'tỉnh Cao Bằng', 'phường Thục Phán'
    province: str  # 'tỉnh Cao Bằng'
    title: str
    bases: tuple[str, ...]  # what it is based on, in the words of its preamble; the last is what it carries out
    cites: tuple[str, ...]  # the same as numbers
    tasks: tuple[WrittenTask, ...]

    @property
    def implements(self) -> str:
        """The number of the paper that it carries out."""
        return self.cites[-1]


def year(papers: int, register: Register, seed: int = 1, shape: Distribution | None = None) -> Iterator[WrittenPaper]:
    """So many papers; no more than one of them is held."""
    chance = random.Random(seed)  # noqa: S311 - a seed has to give the same year; nothing here is secret
    shape = shape or load()
    gazetteer = register.local.gazetteer
    provinces = [province for province in gazetteer.provinces.values() if not province.successor]
    round_size = COMMUNES_A_PROVINCE + 1
    above: WrittenPaper | None = None
    for number in range(papers):
        province = provinces[number // round_size % len(provinces)]
        code = province.code
        if number % round_size:
            # Later rounds go on to communes that had no turn, as long as there are any.
            turn = number // round_size // len(provinces) * COMMUNES_A_PROVINCE + number % round_size - 1
            communes = list(province.communes)
            code = communes[turn * 7 % len(communes)]
        else:
            above = None
        place = gazetteer.place(code)
        assert place is not None
        paper = _paper(
            chance, number, register, where=(code, place.name, province.place.name), above=above, shape=shape
        )
        above = above or paper
        yield paper


def _paper(
    chance: random.Random,
    number: int,
    register: Register,
    *,
    where: tuple[str, str, str],
    above: WrittenPaper | None,
    shape: Distribution,
) -> WrittenPaper:
    code, place, province = where
    bodies = _bodies(register, code)
    issuer = next(a for a in register.local.bodies(code).values() if a.name == f"Ủy ban nhân dân {place}")
    resolution, passed = chance.choice(RESOLUTIONS)
    subject = f"Nghị quyết số {resolution} của Quốc hội"
    bases = [f"Nghị quyết số {resolution} ngày {_day(passed)} của Quốc hội"]
    issued = date(YEAR, 1, 5) + timedelta(days=chance.randrange(60))
    if above:
        issued = above.issued + timedelta(days=chance.randrange(7, 40))
        subject = f"Kế hoạch số {above.number} của Ủy ban nhân dân {above.place}"
        bases = [
            *above.bases,
            f"Kế hoạch số {above.number} ngày {_day(above.issued)} của Ủy ban nhân dân {above.place}",
        ]
    tasks = tuple(_task(chance, place, bodies, shape) for _ in range(max(1, draw(chance, shape.tasks_a_paper))))
    return WrittenPaper(
        name=f"{number:06}-{code}",
        number=f"{number + 1}/KH-UBND",
        issued=issued,
        issuer=issuer,
        place=place,
        province=province,
        title=f"Triển khai thực hiện {subject}",
        bases=tuple(bases),
        cites=(*above.cites, above.number) if above else (resolution,),
        tasks=tasks,
    )


@cache
def _bodies(register: Register, place: str) -> tuple[Agency, ...]:
    """Those of a place that do work and had not ended by the year's beginning."""
    local = register.local
    return tuple(
        body
        for code, body in local.bodies(place).items()
        if body.kind in _KINDS and local.successor(code, date(YEAR, 1, 1)) == code
    )


def _task(chance: random.Random, place: str, bodies: Sequence[Agency], shape: Distribution) -> WrittenTask:
    wanted = min(draw_count(chance, shape.coordinating_bodies), len(bodies) - 1)
    lead, *others = (_named(chance, body, place) for body in chance.sample(bodies, wanted + 1))
    product = f"{chance.choice(PRODUCTS)[0]} về {chance.choice(FIELDS)}"
    return WrittenTask(
        title=_title(chance, draw(chance, shape.words_a_task)),
        deliverable="" if chance.random() < shape.without_deliverable else product,
        due=Due("", "none") if chance.random() < shape.without_deadline else _due(chance, shape),
        lead=() if chance.random() < shape.without_lead else (lead,),
        coordinating=tuple(others),
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


def _due(chance: random.Random, shape: Distribution) -> Due:
    """A deadline of a kind as often as it was measured; a conditional one waits for something."""
    (kind,) = chance.choices(list(shape.deadline_kinds), list(shape.deadline_kinds.values()))
    if kind == "by":
        day = date(YEAR, chance.randrange(4, 13), chance.choice((15, 20, 25, 28)))
        return Due(f"{chance.choice(('Trước ngày', 'Chậm nhất ngày', 'Xong trước ngày'))} {_day(day)}", kind, None, day)
    if kind == "during":
        return _period(chance)
    words = {
        "ongoing": ("Thường xuyên",),
        "recurring": ("Hằng năm", "Hàng tháng", "Hằng quý"),
        "conditional": ("Sau khi Nghị định hướng dẫn được ban hành", "Theo tiến độ Kế hoạch của Bộ Tài chính"),
    }
    return Due(chance.choice(words[kind]), kind)


def _period(chance: random.Random) -> Due:
    months = chance.choice((1, 3, 12))
    first = 1 + months * chance.randrange(12 // months)
    words = {1: f"Tháng {first}/{YEAR}", 3: f"Quý {_QUARTERS[(first - 1) // 3]}/{YEAR}", 12: f"Năm {YEAR}"}[months]
    after = date(YEAR + (first + months > 12), (first + months - 1) % 12 + 1, 1)
    return Due(words, "during", date(YEAR, first, 1), after - timedelta(days=1))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
