"""Validate a source of data against the shapes of a graph, every shape by set-based queries.

What cannot be turned into queries is left to pySHACL on just the nodes concerned, and the report says so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rdflib import SH, Graph
from rdflib.term import Node

from directive_kg.check.engine.choice import Engine, column_engine
from directive_kg.check.engine.fallback import pyshacl_fallback
from directive_kg.check.engine.found import EngineResult
from directive_kg.check.engine.judge import ShapeJudge
from directive_kg.check.engine.model import targeted
from directive_kg.check.engine.source import CachedSource, OxigraphSource, Source
from directive_kg.check.engine.spelling import Spelling
from directive_kg.check.engine.targets import target_domain
from directive_kg.check.engine.terms import Token, node_of
from directive_kg.errors import BadInputError, CheckError, UsageError
from directive_kg.store import guard

if TYPE_CHECKING:
    from directive_kg.check.engine.columns.run import ColumnEngine

Fallback = Callable[[Graph, Node, frozenset[Node]], Iterable[EngineResult]]

# Everything in a shapes graph whose text an engine would run.
_RUNNING: Final = (SH.select, SH.ask, SH.construct, SH.update)


@dataclass(frozen=True, slots=True)
class ShapeRun:
    """How one shape came out."""

    shape: Node
    checked: int  # focus nodes; 0 means that nothing was checked
    results: tuple[EngineResult, ...]
    fallback: str = ""  # why pySHACL had to try it
    trouble: str = ""  # why nothing could
    engine: Engine | None = None  # which one tried it


@dataclass(frozen=True, slots=True)
class EngineReport:
    """All shapes that have a target."""

    runs: tuple[ShapeRun, ...]

    @property
    def results(self) -> tuple[EngineResult, ...]:
        """The results of all shapes."""
        return tuple(result for run in self.runs for result in run.results)

    @property
    def conforms(self) -> bool:
        """Whether nothing was found and everything could be tried."""
        return not self.results and not any(run.trouble for run in self.runs)


def validate(
    shapes: Graph,
    source: Source,
    fallback: Fallback | None = None,
    engine: Engine = Engine.AUTO,
) -> EngineReport:
    """Check a source. Raises BadInputError for a shape whose query reaches outside, before anything runs.

    Raises UsageError where columns are wanted and cannot be had.
    """
    refuse_unsafe(shapes)
    kept = CachedSource(source)
    judge = ShapeJudge(shapes, kept)
    trial = _Trial(shapes, kept, judge, column_engine(shapes, source, engine), fallback)
    return EngineReport(tuple(trial.run(node) for node in targeted(shapes)))


def validate_graph(shapes: Graph, data: Graph, engine: Engine = Engine.AUTO) -> EngineReport:
    """Check an rdflib graph, pySHACL standing in where no query can say a shape. Raises as `validate` does."""
    report = validate(shapes, OxigraphSource.of_graph(data), pyshacl_fallback(data), engine)
    spelling = Spelling(data, shapes.objects(None, SH.targetNode))
    runs = [replace(run, results=tuple(map(spelling.as_written, run.results))) for run in report.runs]
    return EngineReport(tuple(runs))


def refuse_unsafe(shapes: Graph) -> None:
    """Raise BadInputError for a query that would reach outside the graph."""
    for predicate in _RUNNING:
        for node, text in shapes.subject_objects(predicate):
            try:
                word = guard.reaches_out(str(text))
            except UsageError as error:
                raise BadInputError(f"shape bị từ chối / shape refused: {node}: {error}") from error
            if word is not None:
                raise BadInputError(f"shape bị từ chối vì {word} / shape refused, it reaches outside: {node}: {word}")


@dataclass(slots=True)
class _Trial:
    """One shapes graph on one source."""

    shapes: Graph
    source: Source
    judge: ShapeJudge
    columns: "ColumnEngine | None"
    fallback: Fallback | None

    def run(self, node: Node) -> ShapeRun:
        """One shape: on columns, else by queries, else by pySHACL."""
        if self.columns is not None:
            try:
                area = self.columns.area(node)
                results = tuple(self.columns.results(node, area))
                return ShapeRun(node, len(area.nodes), results, engine=Engine.COLUMNS)
            except (CheckError, ValueError):
                pass  # the queries say what is wrong with it, if they cannot do it either
        try:
            domain = target_domain(self.shapes, node, self.source)
            focus = domain.nodes
        except (CheckError, ValueError) as error:
            return ShapeRun(node, 0, (), trouble=str(error))
        try:
            found = tuple(self.judge.results(self.judge.read(node), domain))
            return ShapeRun(node, len(focus), found, engine=Engine.QUERIES)
        except (CheckError, ValueError) as error:
            self.judge.start_again()
            return self._left_over(node, focus, str(error))

    def _left_over(self, node: Node, focus: frozenset[Token], reason: str) -> ShapeRun:
        if self.fallback is None:
            return ShapeRun(node, len(focus), (), trouble=reason)
        try:
            results = tuple(self.fallback(self.shapes, node, frozenset(node_of(token) for token in focus)))
        except CheckError as failure:
            return ShapeRun(node, len(focus), (), trouble=f"{reason}; {failure}")
        return ShapeRun(node, len(focus), results, fallback=reason, engine=Engine.PYSHACL)
