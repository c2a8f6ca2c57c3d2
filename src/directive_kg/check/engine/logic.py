"""Constraints that try values on other shapes: sh:not, and, or, xone, node, property, qualified counts."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from rdflib import SH, URIRef
from rdflib.term import Node

from directive_kg.check.engine.components import EachValue
from directive_kg.check.engine.conditions import LOGIC, Conditions
from directive_kg.check.engine.domain import Domain
from directive_kg.check.engine.found import Constraint, Found
from directive_kg.check.engine.model import AND, NOT, OR, XONE, Shape
from directive_kg.check.engine.paths import Path
from directive_kg.check.engine.terms import Token
from directive_kg.errors import CheckError

LOGICAL: Final[dict[Node, URIRef]] = {
    NOT: SH.NotConstraintComponent,
    AND: SH.AndConstraintComponent,
    OR: SH.OrConstraintComponent,
    XONE: SH.XoneConstraintComponent,
    SH.node: SH.NodeConstraintComponent,
}


class Judge(Protocol):
    """Tries nodes on a shape."""

    conditions: Conditions

    def failing(self, shape: Shape, domain: Domain) -> frozenset[Token]:
        """The nodes that do not conform."""
        ...

    def read(self, node: Node) -> Shape:
        """The shape at a node of the shapes graph."""
        ...


@dataclass(frozen=True, slots=True)
class Logical:
    """Values tried on other shapes; `judge_all` says which of them are wrong."""

    component: URIRef
    path: Path | None
    wrong: Callable[[Domain], frozenset[Token]]

    def failing(self, domain: Domain) -> set[Token]:
        """The focus nodes with a wrong value."""
        return {found.focus for found in self.found(domain)}

    def found(self, domain: Domain) -> Iterator[Found]:
        """A result for each wrong value."""
        if self.path is None:
            yield from (Found(node, node) for node in self.wrong(domain))
            return
        wrong = self.wrong(domain.values(self.path))
        if wrong:
            yield from (Found(focus, value) for focus, value in domain.pairs(self.path) if value in wrong)


@dataclass(frozen=True, slots=True)
class Qualified:
    """How many of the values may or must conform to a shape."""

    component: URIRef
    path: Path
    number: int
    least: bool
    pattern: str | None  # of ?v, where a query can say the shape
    conforming: Callable[[Domain], frozenset[Token]]

    def failing(self, domain: Domain) -> set[Token]:
        """The focus nodes with too few or too many."""
        if self.least and self.number <= 0:
            return set()
        if self.pattern is None or self.path.optional:
            conforming = self.conforming(domain.values(self.path))
            counted = Counter(focus for focus, value in domain.pairs(self.path) if value in conforming)
            return {n for n in domain.nodes if (counted[n] < self.number if self.least else counted[n] > self.number)}
        body = f"?f {self.path.steps} ?v . {self.pattern}"
        sign = ">=" if self.least else ">"
        grouped = f"GROUP BY ?f HAVING (COUNT(DISTINCT ?v) {sign} {self.number})"
        if self.least:
            return domain.lacking(body) if self.number == 1 else domain.lacking(body, grouped)
        return domain.having(body) if self.number == 0 else domain.having(body, grouped)

    def found(self, domain: Domain) -> Iterator[Found]:
        """One result for each of them."""
        return (Found(focus) for focus in self.failing(domain))


def constraints_on_shapes(shape: Shape, judge: Judge) -> Iterator[Constraint]:
    """Every constraint of these kinds but sh:property. Raises CheckError for a broken list or number."""
    for predicate in LOGIC:
        for node in shape.values(predicate):
            yield _logical(shape, predicate, node, judge)
    qualified = shape.values(SH.qualifiedValueShape)
    if qualified and shape.path is None:
        raise CheckError(f"sh:qualifiedValueShape cần sh:path / needs sh:path: {shape.node}")
    for node in qualified:
        yield from _qualified(shape, node, judge)


def _logical(shape: Shape, predicate: Node, node: Node, judge: Judge) -> Constraint:
    component, path = LOGICAL[predicate], shape.path
    on_value = judge.conditions.of_logic(shape, predicate, node, "?v")
    on_focus = judge.conditions.of_logic(shape, predicate, node, "?f")
    if on_value is not None and on_focus is not None:
        return EachValue(component, path, f"FILTER (!{on_value})", f"FILTER (!{on_focus})")
    members = [judge.read(member) for member in ([node] if predicate in (NOT, SH.node) else shape.items(node))]

    def wrong(values: Domain) -> frozenset[Token]:
        if predicate == NOT:
            return values.nodes - judge.failing(members[0], values)
        if predicate == XONE:
            passed = Counter(n for member in members for n in values.nodes - judge.failing(member, values))
            return frozenset(node for node in values.nodes if passed[node] != 1)
        if predicate == OR:
            left = values
            for member in members:
                left = left.narrowed(judge.failing(member, left))
                if not left.nodes:
                    break
            return left.nodes
        return frozenset[Token]().union(*(judge.failing(member, values) for member in members))

    return Logical(component, path, wrong)


def _qualified(shape: Shape, node: Node, judge: Judge) -> Iterator[Constraint]:
    path, wanted = shape.path, judge.read(node)
    assert path is not None
    siblings = [judge.read(sibling) for sibling in siblings_of(shape, node)]

    def conforming(values: Domain) -> frozenset[Token]:
        passed = values.nodes - judge.failing(wanted, values)
        for sibling in siblings:
            passed &= judge.failing(sibling, values)
        return passed

    pattern = judge.conditions.pattern(wanted, "?v") if not siblings else None
    for predicate, component, least in (
        (SH.qualifiedMinCount, SH.QualifiedMinCountConstraintComponent, True),
        (SH.qualifiedMaxCount, SH.QualifiedMaxCountConstraintComponent, False),
    ):
        number = shape.number(predicate)
        if number is not None:
            yield Qualified(component, path, number, least, pattern, conforming)


def siblings_of(shape: Shape, node: Node) -> list[Node]:
    """The other qualified shapes beside it, where a value may count for one only (SHACL 4.7.3)."""
    if not shape.is_true(SH.qualifiedValueShapesDisjoint):
        return []
    graph = shape.graph
    beside = {
        sibling
        for parent in graph.subjects(SH.property, shape.node)
        for part in graph.objects(parent, SH.property)
        for sibling in graph.objects(part, SH.qualifiedValueShape)
    }
    return sorted(beside - {node}, key=str)
