"""Papers with their tasks, one after the other, and the faults in them."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from generate.task import Row
from generate.terms import DERIVED, ELI, GRAPH, SKOS, TITLE, TYPE, concept, dkg, eli, text, thing, typed
from generate.words import COLUMNS, FIELDS

TASKS_PER_PAPER: Final = 70
BODIES: Final = 400
_PLACES: Final = 34
# Fault -> the shape that has to find it, and how often it is made: in each task, or in each paper.
FAULTS: Final = {
    "no lead": ("R1-nguoi", 0.02),
    "no deadline": ("R3-thoi-gian", 0.03),
    "no product": ("R5-san-pham", 0.02),
    "no authority": ("R6-tham-quyen", 0.02),
    "leads and coordinates": ("R4-trach-nhiem-hai-vai", 0.02),
    "due before issue": ("T1-truoc-ban-hanh", 0.01),
    "read with doubt": ("F4-doc-chua-chac", 0.01),
    "same task again": ("X1-trung", 0.005),
    "number left out": ("F1-stt-nhay", 0.2),
    "number twice": ("F1-stt", 0.1),
    "no number of its own": ("C1-so-ngay", 0.02),
    "ring": ("C7-vong", 0.02),
}
BY_QUERY: Final = frozenset({"F1-stt", "F1-stt-nhay"})  # what core constraints alone cannot find
_OF_PAPERS: Final = ("number left out", "number twice", "no number of its own", "ring")


@dataclass(frozen=True, slots=True)
class Part:
    """One named graph."""

    graph: str  # IRI
    lines: list[str]  # statements in N-Triples, without the end of the line
    faults: Counter[str] = field(default_factory=Counter)  # shape -> how often it has to find something here
    home: str = ""  # folder of a paper


def papers(tasks: int, seed: int = 1) -> Iterator[Part]:
    """The bodies, the papers and the links between them, for so many tasks; the ontology is not among them."""
    chance = random.Random(seed)  # noqa: S311 - a seed has to give the same graph; nothing here is secret
    yield Part(f"{GRAPH}agencies", list(_bodies()))
    number = (tasks + TASKS_PER_PAPER - 1) // TASKS_PER_PAPER
    yield Part(f"{GRAPH}links", list(_central()))
    for paper in range(number):
        yield from _paper(chance, paper, min(TASKS_PER_PAPER, tasks - paper * TASKS_PER_PAPER))


def _bodies() -> Iterator[str]:
    for number in range(BODIES):
        node = thing(f"agency/so-{number}")
        yield f"{node} {TYPE} {dkg('Agency')} ."
        yield f"{node} {dkg('agencyKind')} {concept('agency-kind/so')} ."
        yield f"{node} <{SKOS}prefLabel> {text(f'Sở số {number} {FIELDS[number % len(FIELDS)]}', 'vi')} ."
        yield f"{node} <{SKOS}prefLabel> {text(f'Department {number}', 'en')} ."


def _central() -> Iterator[str]:
    """A resolution of the centre that the papers carry out."""
    node = thing("directive/quoc-hoi/2025/1-2025-qh15")
    yield f"{node} {TYPE} {dkg('Directive')} ."
    yield f"{node} {dkg('held')} {typed('false', 'boolean')} ."
    yield f"{node} {dkg('number')} {text('1/2025/QH15')} ."
    yield f"{node} {eli('type_document')} {concept('document-type/nghi-quyet')} ."
    yield f"{node} {eli('passed_by')} {thing('agency/quoc-hoi')} ."
    yield f"{node} {dkg('issuedFrom')} {typed('2025-06-01', 'date')} ."
    yield f"{node} {dkg('issuedUntil')} {typed('2025-06-01', 'date')} ."
    yield f"{thing('agency/quoc-hoi')} {TYPE} {dkg('Agency')} ."
    yield f"{thing('agency/quoc-hoi')} {dkg('agencyKind')} {concept('agency-kind/quoc-hoi')} ."


def _paper(chance: random.Random, number: int, tasks: int) -> Iterator[Part]:
    home = f"tinh-{number % _PLACES}"
    key = f"ubnd-{home}/2026/{number}-kh-ubnd"
    node, faults = thing(f"directive/{key}"), Counter[str]()
    made = {fault for fault in _OF_PAPERS if chance.random() < FAULTS[fault][1]}
    if tasks < 10 or number == 0:
        made.clear()
    own_number = "" if "no number of its own" in made else f"{number}/KH-UBND"
    lines = list(_head(node, key, number, own_number))
    links = [f"{node} {dkg('implements')} {thing('directive/quoc-hoi/2025/1-2025-qh15')} ."]
    links.append(
        f"{thing(f'directive/{key}/citation/1')} {dkg('resolvesTo')} {thing('directive/quoc-hoi/2025/1-2025-qh15')} ."
    )
    if "ring" in made:
        before = thing(f"directive/ubnd-tinh-{(number - 1) % _PLACES}/2026/{number - 1}-kh-ubnd")
        links += [f"{node} {dkg('implements')} {before} .", f"{before} {dkg('implements')} {node} ."]
        faults[FAULTS["ring"][0]] += 2
    if "no number of its own" in made:
        faults[FAULTS["no number of its own"][0]] += 1
    matches: list[str] = []
    stt = 0
    for place in range(1, tasks + 1):
        stt += 1
        if "number left out" in made and place == 5:
            stt += 1
            faults[FAULTS["number left out"][0]] += 1
        if "number twice" in made and place == 8:
            stt -= 1
            faults[FAULTS["number twice"][0]] += 1
        rates = {name: rate for name, (_, rate) in FAULTS.items()}
        row = Row(chance, node, key, place, stt, number, own_number, BODIES, rates)
        lines += row.lines()
        matches += row.matches()
        faults.update(FAULTS[fault][0] for fault in row.faults)
    yield Part(f"{GRAPH}{key}", lines, faults, home)
    yield Part(f"{GRAPH}links", links)
    if matches:
        yield Part(f"{GRAPH}matches", matches)


def _head(node: str, key: str, number: int, own_number: str) -> Iterator[str]:
    source = f"<urn:sha256:{number:064x}>"
    yield f"{node} {TYPE} {dkg('Directive')} ."
    yield f"{node} {dkg('held')} {typed('true', 'boolean')} ."
    if own_number:
        yield f"{node} {dkg('number')} {text(own_number)} ."
    yield f"{node} {eli('type_document')} {concept('document-type/ke-hoach')} ."
    yield f"{node} {dkg('typeName')} {text('Kế hoạch')} ."
    yield f"{node} {TITLE} {text(f'Triển khai nghị quyết, kế hoạch {number}', 'vi')} ."
    yield f"{node} <{ELI}date_document> {typed('2026-03-04', 'date')} ."
    yield f"{node} {dkg('issuedFrom')} {typed('2026-03-04', 'date')} ."
    yield f"{node} {dkg('issuedUntil')} {typed('2026-03-04', 'date')} ."
    yield f"{node} {eli('passed_by')} {thing(f'agency/so-{number % BODIES}')} ."
    yield f"{node} {DERIVED} {source} ."
    yield f"{source} {dkg('fileName')} {text(f'{number}.docx')} ."
    citation = thing(f"directive/{key}/citation/1")
    yield f"{node} {dkg('hasCitation')} {citation} ."
    yield f"{citation} {TYPE} {dkg('Citation')} ."
    yield f"{citation} {dkg('number')} {text('1/2025/QH15')} ."
    yield f"{citation} {dkg('confidence')} {typed('1.0', 'decimal')} ."
    for column, name in enumerate(COLUMNS):
        yield f"{node} {dkg('tableColumn')} {text(f'{column + 1} {name}')} ."
