"""Tries nodes on shapes and tells what was found."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import repeat

from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from directive_kg.check.engine.components import constraints_on_values
from directive_kg.check.engine.conditions import Conditions
from directive_kg.check.engine.custom import constraints_of_components, parameters_of
from directive_kg.check.engine.domain import Domain
from directive_kg.check.engine.found import Constraint, EngineResult, Found
from directive_kg.check.engine.logic import constraints_on_shapes
from directive_kg.check.engine.model import Shape, read_shape
from directive_kg.check.engine.source import Source
from directive_kg.check.engine.sparql import sparql_constraints
from directive_kg.check.engine.terms import Token, node_of, quoted
from directive_kg.errors import CheckError


class ShapeJudge:
    """The shapes of one graph on the data of one source."""

    def __init__(self, graph: Graph, source: Source) -> None:
        self._graph = graph
        self._source = source
        self._shapes: dict[Node, Shape] = {}
        self._constraints: dict[Node, tuple[Constraint, ...]] = {}
        self._failing: dict[tuple[Node, frozenset[Token]], frozenset[Token]] = {}
        self._under_way: list[Node] = []
        self.conditions = Conditions(self.read, parameters_of(graph), source)

    def read(self, node: Node) -> Shape:
        """The shape at a node. Raises CheckError for a broken one."""
        if node not in self._shapes:
            shape = read_shape(self._graph, node)
            for pattern in shape.values(SH.pattern):
                self._check_pattern(str(pattern), str(shape.one(SH.flags) or ""))
            self._shapes[node] = shape
        return self._shapes[node]

    def start_again(self) -> None:
        """Forget what was under way when a shape could not be tried."""
        self._under_way.clear()

    def failing(self, shape: Shape, domain: Domain) -> frozenset[Token]:
        """The nodes that do not conform. Raises CheckError for what cannot be tried, a shape inside itself included."""
        if shape.deactivated or not domain.nodes:
            return frozenset()
        key = (shape.node, domain.nodes)
        if key not in self._failing:
            self._enter(shape)
            wrong = [constraint.failing(domain) for constraint in self._constraints_of(shape)]
            for node in shape.values(SH.property):
                wrong.append(self._failing_of_part(shape, self.read(node), domain))
            self._under_way.pop()
            self._failing[key] = frozenset[Token]().union(*wrong)
        return self._failing[key]

    def results(self, shape: Shape, domain: Domain) -> Iterator[EngineResult]:
        """Every result of a shape. Raises as `failing` does."""
        return self._results(shape, domain, None)

    def _results(self, shape: Shape, domain: Domain, times: Mapping[Token, int] | None) -> Iterator[EngineResult]:
        """A node that several focus nodes lead to is told of once for each of them."""
        if shape.deactivated or not domain.nodes:
            return
        self._enter(shape)
        for constraint in self._constraints_of(shape):
            for found in constraint.found(domain):
                yield from repeat(
                    result_of(shape, constraint.component, found), 1 if times is None else times[found.focus]
                )
        for node in shape.values(SH.property):
            part = self._part(node)
            if shape.path is None:
                yield from self._results(part, domain, times)
            else:
                led_to = Counter[Token]()
                for focus, value in domain.pairs(shape.path):
                    led_to[value] += 1 if times is None else times[focus]
                yield from self._results(part, domain.values(shape.path), led_to)
        self._under_way.pop()

    def _check_pattern(self, pattern: str, flags: str) -> None:
        """An engine that does not know a construct of a pattern says nothing and finds nothing."""
        (row,) = self._source.rows(f'SELECT (REGEX("", {quoted(pattern)}, {quoted(flags)}) AS ?known) {{}}')
        if row[0] is None:
            raise CheckError(f"kho không hiểu sh:pattern / a pattern that the store does not know: {pattern}")

    def _failing_of_part(self, shape: Shape, part: Shape, domain: Domain) -> set[Token]:
        """sh:property: of a property shape it is the values that are tried on the part."""
        self._part(part.node)
        if shape.path is None:
            return set(self.failing(part, domain))
        wrong = self.failing(part, domain.values(shape.path))
        return {focus for focus, value in domain.pairs(shape.path) if value in wrong} if wrong else set()

    def _part(self, node: Node) -> Shape:
        part = self.read(node)
        if part.path is None:
            raise CheckError(f"sh:property phải có sh:path / needs a property shape: {node}")
        return part

    def _constraints_of(self, shape: Shape) -> tuple[Constraint, ...]:
        if shape.node not in self._constraints:
            self._constraints[shape.node] = (
                *constraints_on_values(shape, self._source),
                *constraints_on_shapes(shape, self),
                *sparql_constraints(shape),
                *constraints_of_components(shape),
            )
        return self._constraints[shape.node]

    def _enter(self, shape: Shape) -> None:
        if shape.node in self._under_way:
            raise CheckError(f"shape tự gọi lại mình / a shape that refers to itself: {shape.node}")
        self._under_way.append(shape.node)


def result_of(shape: Shape, component: URIRef, found: Found) -> EngineResult:
    """A violation as a SHACL result."""
    path: Node | None = shape.path.node if shape.path is not None else None
    if found.path is not None:
        path = node_of(found.path)
    messages: tuple[Literal, ...] = shape.messages if found.messages is None else found.messages
    value = node_of(found.value) if found.value is not None else None
    return EngineResult(
        node_of(found.focus), path, value, component, shape.node, shape.severity, messages, found.constraint
    )
