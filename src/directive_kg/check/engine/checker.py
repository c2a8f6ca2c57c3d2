"""The check of `check/run.py` with the set-based engine in pySHACL's place: the same report, found by queries."""

from dataclasses import dataclass, field
from functools import cached_property

from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from pyshacl.shapes_graph import ShapesGraph
from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from directive_kg.check.engine.found import EngineResult
from directive_kg.check.engine.judge import ShapeJudge
from directive_kg.check.engine.run import refuse_unsafe
from directive_kg.check.engine.source import CachedSource, OxigraphSource
from directive_kg.check.engine.spelling import Spelling
from directive_kg.check.engine.targets import target_domain
from directive_kg.check.engine.terms import node_of
from directive_kg.check.findings import CheckReport
from directive_kg.check.prepared import PreparedGraph
from directive_kg.check.run import Checker, Result, _Outcome
from directive_kg.check.shapes import Shape, ShapeSet
from directive_kg.errors import CheckError
from directive_kg.names import PREFIXES


@dataclass(slots=False)
class FastChecker(Checker):
    """A checker that asks Oxigraph; a shape that no query can say goes to pySHACL, and `fallbacks` says why."""

    fallbacks: dict[URIRef, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refuse_unsafe(self.shapes.graph)

    @cached_property
    def _source(self) -> CachedSource:
        return CachedSource(OxigraphSource.of_graph(self.data))

    @cached_property
    def _judge(self) -> ShapeJudge:
        return ShapeJudge(self.shapes.graph, self._source)

    @cached_property
    def _paths(self) -> ShapesGraph:
        return ShapesGraph(self.shapes.graph)

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self.data, self.shapes.graph.objects(None, SH.targetNode))

    def _outcome(self, shape: Shape) -> _Outcome:
        trouble = self._trouble(shape)
        if trouble:
            return _Outcome(shape, trouble=trouble)
        try:
            return self._by_queries(shape)
        except (CheckError, ValueError) as error:
            self._judge.start_again()
            self.fallbacks[shape.iri] = str(error)
            return super()._outcome(shape)

    def _by_queries(self, shape: Shape) -> _Outcome:
        domain = target_domain(self.shapes.graph, shape.iri, self._source)
        checked = domain.nodes
        if not checked:
            return _Outcome(shape)
        if shape.applies_to is not None:
            checked -= self._judge.failing(self._judge.read(shape.applies_to), domain)
        if not checked:
            return _Outcome(shape)
        found = map(self._spelling.as_written, self._judge.results(self._judge.read(shape.iri), domain))
        # The same value twice is one finding.
        results = {Result(r.focus, r.value, self._shown(r)) for r in found}
        order = sorted(results, key=lambda result: (str(result.focus), str(result.value), result.path or ""))
        return _Outcome(shape, checked=frozenset[Node](node_of(token) for token in checked), results=tuple(order))

    def _shown(self, result: EngineResult) -> str | None:
        if result.path is None:
            return None
        return str(shacl_path_to_sparql_path(self._paths, result.path, prefixes=PREFIXES))


def run_fast_check(data: Graph, shapes: ShapeSet) -> tuple[CheckReport, dict[URIRef, str]]:
    """Check a graph as `check.run.run_check` does; beside the report, why shapes were left to pySHACL.

    Raises BadInputError for a shape whose query reaches outside, before anything runs.
    """
    checker = FastChecker(PreparedGraph(data), shapes)
    return checker.run(), checker.fallbacks
