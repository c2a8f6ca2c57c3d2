"""What was found of one unit (a paper with its parts, or a thing by itself): kept as text, and put together to a report."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import astuple, dataclass, field
from typing import Any

from rdflib import Graph

from directive_kg.check.findings import Bilingual, CheckReport, Finding, Severity, Spot
from directive_kg.check.identity import keys_of, with_ids
from directive_kg.check.kept import unit_of
from directive_kg.check.labels import Cell, Labels, labels_of
from directive_kg.check.locate import Locator
from directive_kg.check.run import Outcome, Result, asked_by_code, finding_of, order_of, summary_of
from directive_kg.check.shapes import Shape


@dataclass(slots=True)
class Tried:
    """How shapes came out on one unit."""

    results: list[tuple[Shape, Result]] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)  # code -> how many things the rule was about


@dataclass(frozen=True, slots=True)
class Unit:
    """The same as it is told, without ids: two units may have one."""

    asked: Mapping[str, int]
    findings: Sequence[Finding]
    keys: Sequence[str]  # of the findings (`identity.keys_of`)
    labels: Labels


def by_unit(outcomes: Iterable[Outcome], of: Callable[[str], str] = unit_of) -> dict[str, Tried]:
    """What shapes found and were about, by unit."""
    came_out = list(outcomes)
    found = defaultdict[str, Tried](Tried)
    for outcome in came_out:
        for result in outcome.results:
            found[of(str(result.focus))].results.append((outcome.shape, result))
    counted: list[tuple[Set[str], Counter[str]]] = []  # many rules are about the same things
    for code, names in asked_by_code(came_out).items():
        counts = next((counts for known, counts in counted if len(known) == len(names) and known == names), None)
        if counts is None:
            counts = Counter(map(of, names))
            counted.append((names, counts))
        for unit, number in counts.items():
            found[unit].asked[code] = number
    return found


def told(facts: Graph, tried: Tried) -> Unit:
    """The findings of a unit with what they are told with, looked up in the facts."""
    locator = Locator(facts)
    findings = [finding_of(locator, shape, result) for shape, result in tried.results]
    return Unit(tried.asked, findings, keys_of(findings, facts), labels_of(facts, CheckReport((), tuple(findings))))


def report_of(units: Iterable[Unit], shapes: Iterable[Shape]) -> tuple[CheckReport, Labels]:
    """The report on all units, of shapes none of which broke, and the names of what it speaks of."""
    asked, found = Counter[str](), list[tuple[Finding, str]]()
    bodies, papers = dict[str, Bilingual](), dict[str, Bilingual]()
    titles, rows = dict[str, str](), dict[str, tuple[Cell, ...]]()
    for unit in units:
        asked.update(unit.asked)
        found += zip(unit.findings, unit.keys, strict=True)
        bodies.update(unit.labels.bodies)
        papers.update(unit.labels.papers)
        titles.update(unit.labels.titles)
        rows.update(unit.labels.rows)
    found.sort(key=lambda one: order_of(one[0]))
    numbers = Counter(finding.code for finding, _ in found)
    of_code = defaultdict[str, list[Shape]](list)
    for shape in shapes:
        of_code[shape.code].append(shape)
    summary = tuple(summary_of(code, of_code[code], asked[code], numbers[code]) for code in sorted(of_code))
    findings = with_ids((finding for finding, _ in found), (key for _, key in found))
    return CheckReport(summary, findings), Labels(bodies, papers, titles, rows)


def to_text(unit: Unit) -> str:
    """A unit as JSON."""
    labels = unit.labels
    return json.dumps(
        {
            "asked": unit.asked,
            "findings": [_plain(finding) for finding in unit.findings],
            "keys": unit.keys,
            "bodies": {iri: (name.vi, name.en) for iri, name in labels.bodies.items()},
            "papers": {iri: (name.vi, name.en) for iri, name in labels.papers.items()},
            "titles": labels.titles,
            "rows": {iri: [(cell.field, cell.words) for cell in row] for iri, row in labels.rows.items()},
        },
        ensure_ascii=False,
    )


def from_text(text: str) -> Unit:
    """A unit from its JSON. Raises ValueError, KeyError or TypeError for what is none."""
    said: dict[str, Any] = json.loads(text)
    labels = Labels(
        {iri: Bilingual(*name) for iri, name in said["bodies"].items()},
        {iri: Bilingual(*name) for iri, name in said["papers"].items()},
        said["titles"],
        {iri: tuple(Cell(*cell) for cell in row) for iri, row in said["rows"].items()},
    )
    return Unit(said["asked"], [_finding(values) for values in said["findings"]], said["keys"], labels)


def _plain(finding: Finding) -> list[object]:
    """Everything that a finding says before waivers are known."""
    own = (
        finding.code,
        finding.severity,
        finding.focus,
        finding.path,
        finding.value,
        (finding.message.vi, finding.message.en),
        finding.directive,
        finding.number,
        finding.task,
        finding.agency,
        astuple(finding.place),
        finding.shape,
        finding.task_label,
        finding.order,
    )
    return list(own)


def _finding(values: list[Any]) -> Finding:
    code, severity, focus, path, value, message, directive, number, task, agency, place, *rest = values
    heads = (directive, number, task, agency)
    return Finding(code, Severity(severity), focus, path, value, Bilingual(*message), *heads, Spot(*place), *rest)
