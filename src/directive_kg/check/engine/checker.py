"""The check of `check/run.py` with the set-based engines in pySHACL's place: the same report, found over whole sets."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from pyshacl.shapes_graph import ShapesGraph
from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from directive_kg.check.engine.choice import Engine, column_engine
from directive_kg.check.engine.facts import RemoteFacts, copied
from directive_kg.check.engine.found import EngineResult
from directive_kg.check.engine.judge import ShapeJudge
from directive_kg.check.engine.run import refuse_unsafe
from directive_kg.check.engine.source import CachedSource, OxigraphSource, Source
from directive_kg.check.engine.spelling import Spelling
from directive_kg.check.engine.targets import target_domain
from directive_kg.check.engine.terms import node_of
from directive_kg.check.findings import CheckReport
from directive_kg.check.prepared import PreparedGraph
from directive_kg.check.run import Checker, Outcome, Result
from directive_kg.check.shapes import Shape, ShapeSet
from directive_kg.errors import CheckError
from directive_kg.names import PREFIXES

if TYPE_CHECKING:
    from directive_kg.check.engine.columns.run import ColumnEngine


@dataclass(slots=False)
class FastChecker(Checker):
    """Columns, then queries; a shape that neither can say goes to pySHACL, and `fallbacks` says why.

    `source` is where the queries run; without one, the data is put into an Oxigraph of its own. Where the data is a
    view of a store, literals are spelled as the store has them.
    """

    source: Source | None = None
    facts: Graph | None = None  # where findings are looked up; the data itself unless told
    engine: Engine = Engine.AUTO
    fallbacks: dict[URIRef, str] = field(default_factory=dict)
    by_queries: list[URIRef] = field(default_factory=list)  # shapes that were not for columns, where there are columns

    def __post_init__(self) -> None:
        refuse_unsafe(self.shapes.graph)

    @property
    def lookup(self) -> Graph:
        """Where findings are looked up."""
        return self.data if self.facts is None else self.facts

    @cached_property
    def _asked(self) -> Source:
        return self.source if self.source is not None else OxigraphSource.of_graph(self.data)

    @cached_property
    def _kept(self) -> CachedSource:
        return CachedSource(self._asked)

    @cached_property
    def _judge(self) -> ShapeJudge:
        return ShapeJudge(self.shapes.graph, self._kept)

    @cached_property
    def _columns(self) -> "ColumnEngine | None":
        return column_engine(self.shapes.graph, self._asked, self.engine)

    @cached_property
    def _reference(self) -> Checker:
        data = self.data if self.facts is None else PreparedGraph(copied(self.facts))
        return Checker(data, self.shapes)

    @cached_property
    def _paths(self) -> ShapesGraph:
        return ShapesGraph(self.shapes.graph)

    @cached_property
    def _spelling(self) -> Spelling | None:
        return Spelling(self.data, self.shapes.graph.objects(None, SH.targetNode)) if self.source is None else None

    def outcome(self, shape: Shape) -> Outcome:
        """How one shape comes out, by the first engine that can try it."""
        trouble = self._trouble(shape)
        if trouble:
            return Outcome(shape, trouble=trouble)
        if self._columns is not None:
            try:
                return self._by_columns(shape, self._columns)
            except (CheckError, ValueError):
                self.by_queries.append(shape.iri)
        try:
            return self._by_queries(shape)
        except (CheckError, ValueError) as error:
            self._judge.start_again()
            self.fallbacks[shape.iri] = str(error)
            if isinstance(self.facts, RemoteFacts):
                return Outcome(shape, trouble=f"{error}; pySHACL cần dữ liệu tại chỗ / pySHACL needs the data at hand")
            return self._reference.outcome(shape)

    def _by_columns(self, shape: Shape, engine: "ColumnEngine") -> Outcome:
        area = engine.area(shape.iri)
        kept = ~area.none()
        if shape.applies_to is not None:
            kept = ~engine.failing(shape.applies_to, area)
        if not kept.any():
            return Outcome(shape)
        # Of all of them: the shape's own words excuse those that it does not apply to.
        found = engine.results(shape.iri, area)
        return Outcome(shape, checked=engine.names(area, kept), results=self._results(found))

    def _by_queries(self, shape: Shape) -> Outcome:
        domain = target_domain(self.shapes.graph, shape.iri, self._kept)
        checked = domain.nodes
        if checked and shape.applies_to is not None:
            checked -= self._judge.failing(self._judge.read(shape.applies_to), domain)
        if not checked:
            return Outcome(shape)
        found = self._judge.results(self._judge.read(shape.iri), domain)
        return Outcome(
            shape,
            checked=frozenset(str(node_of(token)) for token in checked),
            results=self._results(list(found)),
        )

    def _results(self, found: list[EngineResult]) -> tuple[Result, ...]:
        spelled = found if self._spelling is None else map(self._spelling.as_written, found)
        # The same value twice is one finding.
        return self._in_order({Result(r.focus, r.value, self._shown(r.path)) for r in spelled})

    def _in_order(self, results: Iterable[Result]) -> tuple[Result, ...]:
        return tuple(sorted(results, key=lambda result: (str(result.focus), str(result.value), result.path or "")))

    def _shown(self, path: Node | None) -> str | None:
        if path is None:
            return None
        return str(shacl_path_to_sparql_path(self._paths, path, prefixes=PREFIXES))


def run_fast_check(
    data: Graph, shapes: ShapeSet, engine: Engine = Engine.AUTO
) -> tuple[CheckReport, dict[URIRef, str]]:
    """Check a graph as `check.run.run_check` does; beside the report, why shapes were left to pySHACL.

    Raises BadInputError for a shape whose query reaches outside, before anything runs.
    """
    checker = FastChecker(PreparedGraph(data), shapes, engine=engine)
    return checker.run(), checker.fallbacks
