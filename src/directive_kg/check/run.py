"""Run the shapes with pySHACL, each on its own: a shape that breaks says nothing of the others, nor of the data."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

import pyshacl
import rdflib.plugins.sparql
from pyshacl.errors import ReportableRuntimeError
from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from directive_kg.check.engine.facts import fetched
from directive_kg.check.findings import CheckReport, Finding, RuleSummary, State
from directive_kg.check.locate import Locator
from directive_kg.check.messages import fill
from directive_kg.check.prepared import PreparedGraph
from directive_kg.check.shapes import DKG, TARGETS, Shape, ShapeSet, alone, drop_excuse
from directive_kg.names import PREFIXES

# What a shape may carry without saying anything that could be wrong.
_SAYS_NOTHING: Final = frozenset(
    (*TARGETS, SH.target, SH.severity, SH.name, SH.message, SH.description, SH.order, SH.group, SH.deactivated)
) | {SH.path, SH.flags}


@dataclass(frozen=True, slots=True)
class Result:
    """One SHACL result, as pySHACL has it."""

    focus: Node
    value: Node | None
    path: str | None


@dataclass(slots=True)
class Outcome:
    """How one shape came out."""

    shape: Shape
    checked: Set[str] = frozenset()  # IRIs
    results: tuple[Result, ...] = ()
    trouble: str = ""


@dataclass(slots=True)
class Checker:
    """One graph and one set of shapes."""

    data: PreparedGraph
    shapes: ShapeSet
    _not_applying: dict[tuple[URIRef, frozenset[Node]], frozenset[Node]] = field(default_factory=dict)

    def run(self) -> CheckReport:
        """Check everything. Never raises for bad data or for a broken shape: both are in the report."""
        # rdflib would read files and addresses that a query names with FROM.
        rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
        outcomes = [self.outcome(shape) for shape in self.shapes.shapes]
        found = ((outcome.shape, result) for outcome in outcomes for result in outcome.results)
        locator = Locator(self.lookup)
        near = fetched(self.lookup, found, lambda one: (one[1].focus, one[1].value))
        findings = [finding_of(locator, shape, result) for shape, result in near]
        asked = asked_by_code(outcomes)
        return CheckReport(_summaries(outcomes, asked), tuple(sorted(findings, key=order_of)), asked)

    @property
    def lookup(self) -> Graph:
        """Where findings are looked up."""
        return self.data

    def outcome(self, shape: Shape) -> Outcome:
        """How one shape comes out. Never raises: a shape that breaks says so."""
        trouble = self._trouble(shape)
        if trouble:
            return Outcome(shape, trouble=trouble)
        focus = self.focus_nodes(shape.iri)
        if not focus:
            return Outcome(shape)
        try:
            checked = focus - self._exempt(shape, focus)
            results = self._validate(self._narrowed(shape, checked)) if checked else ()
        except Exception as error:  # noqa: BLE001 - whatever a shape breaks with is that shape's, and the rest still runs
            return Outcome(shape, trouble=" ".join(str(error).split())[:300] or type(error).__name__)
        return Outcome(shape, checked=frozenset(map(str, checked)), results=results)

    def _trouble(self, shape: Shape) -> str:
        """Why a shape cannot mean what its writer wanted, seen without running it; '' for none."""
        graph = self.shapes.graph
        if (shape.iri, SH.target, None) in graph:
            return "sh:target không được hỗ trợ / sh:target is not supported: use sh:targetClass, sh:targetSubjectsOf …"
        says = {p for p in graph.predicates(shape.iri) if str(p).startswith(str(SH)) and p not in _SAYS_NOTHING}
        if not says:
            return "shape không có ràng buộc nào / the shape has no constraint"
        return ""

    def focus_nodes(self, shape: URIRef) -> frozenset[Node]:
        """What a shape targets (SHACL 2.1.3); sub-classes count where the graph declares them."""
        graph, found = self.shapes.graph, set[Node]()
        found.update(graph.objects(shape, SH.targetNode))
        for wanted in graph.objects(shape, SH.targetClass):
            for kind in self.data.transitive_subjects(RDFS.subClassOf, wanted):
                found.update(self.data.subjects(RDF.type, kind))
        for predicate in graph.objects(shape, SH.targetSubjectsOf):
            found.update(self.data.subjects(_property(predicate)))
        for predicate in graph.objects(shape, SH.targetObjectsOf):
            found.update(self.data.objects(None, _property(predicate)))
        return frozenset(found)

    def _exempt(self, shape: Shape, focus: frozenset[Node]) -> frozenset[Node]:
        """The focus nodes that the shape is not about (dkg:appliesTo); several shapes ask the same."""
        if shape.applies_to is None:
            return frozenset()
        key = (shape.applies_to, focus)
        if key not in self._not_applying:
            probe = alone(self.shapes.graph, shape.applies_to)
            for node in focus:
                probe.add((shape.applies_to, SH.targetNode, node))
            self._not_applying[key] = frozenset(result.focus for result in self._validate(probe))
        return self._not_applying[key]

    def _narrowed(self, shape: Shape, checked: frozenset[Node]) -> Graph:
        """The shape by itself; where it says 'or not what I apply to', without those words, on the checked nodes only.

        What it finds is the same: of these nodes it is known already. Working it out again takes most of the time.
        """
        graph = alone(self.shapes.graph, shape.iri)
        if shape.applies_to is None or not drop_excuse(graph, shape.iri, shape.applies_to):
            return graph
        for target in TARGETS:
            graph.remove((shape.iri, target, None))
        for node in checked:
            graph.add((shape.iri, SH.targetNode, node))
        return graph

    def _validate(self, shapes: Graph) -> tuple[Result, ...]:
        """The results of the shapes of a graph. Raises whatever pySHACL raises."""
        _, report, _ = pyshacl.validate(
            self.data, shacl_graph=shapes, inplace=True, advanced=False, inference="none", do_owl_imports=False
        )
        if not isinstance(report, Graph):
            raise ReportableRuntimeError(str(report))
        # pySHACL gives one result for each value and component: the same value twice is one finding.
        found = {
            Result(
                _node(report.value(result, SH.focusNode)), report.value(result, SH.value), self._path(report, result)
            )
            for result in report.objects(None, SH.result)
        }
        return tuple(sorted(found, key=lambda result: (str(result.focus), str(result.value), result.path or "")))

    def _path(self, report: Graph, result: Node) -> str | None:
        path = report.value(result, SH.resultPath)
        if path is None:
            return None
        # A path of several steps hangs on a blank node, which the report has a copy of.
        source = ShapesGraph(report if (path, None, None) in report else self.shapes.graph)
        return str(shacl_path_to_sparql_path(source, path, prefixes=PREFIXES))


def run_check(data: Graph, shapes: ShapeSet) -> CheckReport:
    """Check a graph: papers, agencies, links and vocabularies in one rdflib graph (`graph.files.load_union`)."""
    return Checker(PreparedGraph(data), shapes).run()


def finding_of(locator: Locator, shape: Shape, result: Result) -> Finding:
    """A result with what the papers say of it."""
    value = result.value if result.value != result.focus else None
    location = locator.find(result.focus, value)
    spot = locator.spot(location, shape.place_field)
    agency = locator.agency(location)
    shown = None if value == location.node else value
    return Finding(
        code=shape.code,
        severity=shape.severity,
        focus=str(result.focus),
        path=result.path,
        value=str(shown) if isinstance(shown, Literal | URIRef) else spot.text or None,
        message=fill(shape.message, locator, location, shown, spot),
        directive=str(location.directive) if location.directive is not None else None,
        number=locator.text(location.directive, DKG.number) or None,
        task=str(location.task) if location.task is not None else None,
        agency=str(agency) if agency is not None else None,
        place=spot,
        shape=str(shape.iri),
        task_label=locator.text(location.task, DKG.stt),
        order=locator.position(location.task),
    )


def order_of(finding: Finding) -> tuple[str, str, int, str, str, str]:
    """What the findings of a report are sorted by."""
    return (
        finding.code,
        finding.directive or "",
        finding.order,
        finding.focus,
        finding.shape,
        finding.value or "",
    )


def _summaries(outcomes: Iterable[Outcome], asked: Mapping[str, Set[str]]) -> tuple[RuleSummary, ...]:
    by_code: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_code[outcome.shape.code].append(outcome)
    summaries = []
    for code in sorted(by_code):
        own = by_code[code]
        found = sum(len(outcome.results) for outcome in own)
        trouble = "; ".join(f"{outcome.shape.iri}: {outcome.trouble}" for outcome in own if outcome.trouble)
        summaries.append(summary_of(code, [outcome.shape for outcome in own], len(asked[code]), found, trouble))
    return tuple(summaries)


def asked_by_code(outcomes: Iterable[Outcome]) -> dict[str, Set[str]]:
    """What each rule was about."""
    asked: dict[str, Set[str]] = {}
    for outcome in outcomes:
        known = asked.get(outcome.shape.code)
        asked[outcome.shape.code] = outcome.checked if known is None else known | outcome.checked
    return asked


def summary_of(code: str, shapes: Sequence[Shape], checked: int, found: int, trouble: str = "") -> RuleSummary:
    """One rule of one or more shapes; the first by IRI is its main one and gives the title."""
    if trouble:
        state = State.BROKEN
    elif found:
        state = State.FAILED
    else:
        state = State.PASSED if checked else State.NOTHING_CHECKED
    return RuleSummary(
        code=code,
        severity=max((shape.severity for shape in shapes), key=lambda severity: severity.level),
        title=shapes[0].title,
        state=state,
        checked=checked,
        found=found,
        trouble=trouble,
    )


def _property(node: Node) -> URIRef:
    return node if isinstance(node, URIRef) else URIRef("urn:not-a-property")


def _node(node: Node | None) -> Node:
    if node is None:
        raise ReportableRuntimeError("a result without a focus node")
    return node
