"""The six clarities as figures: of a task, a paper, a body, a place, and of everything.

The formula (docs/checks.md): a clarity of a task earns 1 point, or 0 where an open violation of its rule is about the
task or about its annex as a whole, or ½ where the worst is a warning; remarks (info) cost nothing. A score is the points
earned, as a percentage of the clarities asked for. A finding that was accepted costs nothing and is counted apart.
A task whose rule did not apply to it is not asked for that clarity; a rule that broke is asked of nobody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rdflib import RDF, Graph, URIRef

from directive_kg.check.engine.facts import fetched
from directive_kg.check.findings import Bilingual, CheckReport, Finding, Severity, State
from directive_kg.check.labels import body_label, paper_label
from directive_kg.check.locate import Location, Locator
from directive_kg.check.shapes import DKG
from directive_kg.graph.trig import natural
from directive_kg.names import VOCABULARY

CLARITIES: Final = {
    "R1-nguoi": Bilingual("Rõ người", "Who"),
    "R2-viec": Bilingual("Rõ việc", "What"),
    "R3-thoi-gian": Bilingual("Rõ thời gian", "When"),
    "R4-trach-nhiem": Bilingual("Rõ trách nhiệm", "Answerable"),
    "R5-san-pham": Bilingual("Rõ sản phẩm", "Outcome"),
    "R6-tham-quyen": Bilingual("Rõ thẩm quyền", "Authority"),
}
# In half points, so that sums stay exact.
_EARNED: Final = {Severity.VIOLATION: 0, Severity.WARNING: 1, Severity.INFO: 2}
_FULL: Final = 2
_BODY_ORDER: Final = f"{VOCABULARY}origin/body-order"


@dataclass(frozen=True, slots=True)
class Tally:
    """Points of one clarity, or of all."""

    earned: int = 0  # half points
    asked: int = 0  # how often the clarity was asked for
    accepted: int = 0  # findings that would have cost points

    @property
    def percent(self) -> float | None:
        """0 to 100 with one digit behind the point; None where nothing was asked."""
        return round(100 * self.earned / (_FULL * self.asked), 1) if self.asked else None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.earned + other.earned, self.asked + other.asked, self.accepted + other.accepted)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The score of one thing."""

    iri: str
    label: Bilingual
    tasks: int
    clarities: Mapping[str, Tally]  # by the code of the rule

    @property
    def all(self) -> Tally:
        """The six together."""
        return sum(self.clarities.values(), Tally())


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of a run; in each list the worst first, and those that were asked nothing last."""

    all: ScoreRow
    places: tuple[ScoreRow, ...]
    bodies: tuple[ScoreRow, ...]
    papers: tuple[ScoreRow, ...]
    tasks: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    """A task and what it counts for."""

    iri: str
    label: Bilingual
    paper: str
    body: str | None
    place: str | None
    in_annex: bool  # a row or labelled item of its own: what the annex lacks, it lacks


def score(report: CheckReport, graph: Graph) -> Scores:
    """The six clarities of every task of the papers at hand."""
    locator = Locator(graph)
    nodes = sorted({URIRef(str(node)) for node in graph.subjects(RDF.type, DKG.Task)})
    parts = set(graph.objects(None, DKG.partOfTask))
    tasks = [_task(locator, node, part=node in parts) for node in fetched(graph, nodes, lambda node: (node,))]
    of: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        if finding.code in CLARITIES:
            of[finding.code, finding.task or finding.directive or finding.focus].append(finding)
    working = {rule.code for rule in report.summary if rule.state is not State.BROKEN}
    tallies: dict[str, dict[str, Tally]] = {task.iri: {} for task in tasks}
    for code in CLARITIES:
        if code in working:
            asked = frozenset(report.asked[code]) if code in report.asked else None
            for task in tasks:
                tallies[task.iri][code] = _tally(of, code, task, asked=asked is None or task.iri in asked)
    own = [ScoreRow(task.iri, task.label, 1, tallies[task.iri]) for task in tasks]
    return Scores(
        all=_sum("", Bilingual("Tất cả", "All"), own),
        places=_grouped(graph, own, [task.place for task in tasks], lambda iri: body_label(locator, iri)),
        bodies=_grouped(graph, own, [task.body for task in tasks], lambda iri: body_label(locator, iri)),
        papers=_grouped(graph, own, [task.paper for task in tasks], lambda iri: paper_label(locator, iri)),
        tasks=_worst_first(own),
    )


def _task(locator: Locator, node: URIRef, *, part: bool) -> _Task:
    paper = locator.graph.value(node, DKG.inDirective)
    body = locator.agency(Location(node, node, paper))
    place = locator.graph.value(paper, DKG.jurisdiction) if paper is not None else None
    name = " ".join(part for part in (locator.text(node, DKG.stt), locator.title(node)) if part)
    return _Task(
        str(node),
        Bilingual(name, name),
        paper=str(paper or ""),
        body=str(body) if body is not None else None,
        place=str(place) if place is not None else None,
        in_annex=str(locator.graph.value(node, DKG.origin)) != _BODY_ORDER and not part,
    )


def _tally(of: Mapping[tuple[str, str], list[Finding]], code: str, task: _Task, *, asked: bool) -> Tally:
    """One clarity of one task. What is wrong with the annex as a whole is wrong with each of its tasks."""
    about = [*of.get((code, task.iri), ()), *(of.get((code, task.paper), ()) if task.in_annex else ())]
    if not about and not asked:
        return Tally()
    earned = min((_EARNED[f.severity] for f in about if f.waived is None), default=_FULL)
    accepted = sum(1 for f in about if f.waived is not None and _EARNED[f.severity] < _FULL)
    return Tally(earned, 1, accepted)


def _grouped(
    graph: Graph, rows: Iterable[ScoreRow], keys: Iterable[str | None], label: Callable[[str], Bilingual]
) -> tuple[ScoreRow, ...]:
    groups: dict[str, list[ScoreRow]] = defaultdict(list)
    for row, key in zip(rows, keys, strict=True):
        if key:
            groups[key].append(row)
    named = fetched(graph, groups.items(), lambda group: (URIRef(group[0]),))
    return _worst_first(_sum(iri, label(iri), members) for iri, members in named)


def _sum(iri: str, label: Bilingual, rows: Iterable[ScoreRow]) -> ScoreRow:
    members = list(rows)
    totals = {
        code: sum((row.clarities[code] for row in members if code in row.clarities), Tally()) for code in CLARITIES
    }
    return ScoreRow(iri, label, len(members), totals)


def _worst_first(rows: Iterable[ScoreRow]) -> tuple[ScoreRow, ...]:
    def order(row: ScoreRow) -> tuple[bool, float, tuple[tuple[int, str], ...]]:
        percent = row.all.percent
        return percent is None, percent or 0.0, natural(row.iri)

    return tuple(sorted(rows, key=order))
