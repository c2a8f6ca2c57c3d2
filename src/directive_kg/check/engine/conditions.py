"""Shapes that a query can say in one piece: a condition on a variable, or a pattern that holds of it.

Most shapes that other shapes refer to are of that kind ('a value that matches …', 'an assignment whose role is …');
then one query answers, and the values need not be fetched. None means: this shape has to be tried by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Final

from rdflib import SH
from rdflib.term import Node

from directive_kg.check.engine.model import AND, NOT, OR, PARAMETERS, XONE, Shape
from directive_kg.check.engine.source import Source
from directive_kg.check.engine.targets import instance_of
from directive_kg.check.engine.terms import token_of
from directive_kg.check.engine.value_tests import value_tests

LOGIC: Final = (NOT, SH.node, AND, OR, XONE)
_NOT_OF_ONE_VALUE: Final = frozenset(
    (SH["class"], SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals, SH.property, SH.closed, SH.sparql)
) | {SH.qualifiedValueShape, SH.minCount, SH.maxCount, SH.uniqueLang}
_NO_PATTERN: Final = frozenset((NOT, OR, XONE, SH.equals, SH.disjoint, SH.closed, SH.sparql))
_ASKS_FOR_A_VALUE: Final = frozenset((SH.minCount, SH.hasValue, SH.qualifiedValueShape))
_DEEPEST: Final = 12


@dataclass(frozen=True, slots=True)
class Conditions:
    """Reads shapes of one shapes graph."""

    read: Callable[[Node], Shape]
    parameters: frozenset[Node]  # properties that belong to constraint components of the shapes graph's own
    source: Source

    def of_value(self, shape: Shape, variable: str, depth: int = 0) -> str | None:
        """An expression that is true of a value that conforms, and never an error."""
        if shape.deactivated:
            return "true"
        if shape.path is not None or depth > _DEEPEST or _says(shape, _NOT_OF_ONE_VALUE | self.parameters):
            return None
        parts: list[str | None] = [holds for _, holds in value_tests(shape, variable)]
        parts += [f"sameTerm({variable}, {token_of(value)})" for value in shape.values(SH.hasValue)]
        for predicate in LOGIC:
            parts += [self.of_logic(shape, predicate, node, variable, depth) for node in shape.values(predicate)]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        return f"({' && '.join(known)})" if known else "true"

    def of_logic(self, shape: Shape, predicate: Node, node: Node, variable: str, depth: int = 0) -> str | None:
        """One logical constraint of a shape as an expression."""
        members = [node] if predicate in (NOT, SH.node) else shape.items(node)
        tried = [self.of_value(self.read(member), variable, depth + 1) for member in members]
        known = [expression for expression in tried if expression is not None]
        if len(known) < len(tried) or not known:
            return None
        if predicate == NOT:
            return f"(!{known[0]})"
        if predicate == XONE:
            return f"(({' + '.join(f'IF({expression}, 1, 0)' for expression in known)}) = 1)"
        return f"({(' || ' if predicate == OR else ' && ').join(known)})"

    def pattern(self, shape: Shape, variable: str) -> str | None:
        """A piece of query after which a bound variable holds only values that conform."""
        return self._pattern(shape, variable, count(1), 0)

    def _pattern(self, shape: Shape, variable: str, numbers: "count[int]", depth: int) -> str | None:
        whole = self.of_value(shape, variable, depth)
        if whole is not None:
            return "" if whole == "true" else f"FILTER ({whole})"
        if depth > _DEEPEST or _says(shape, self.parameters):
            return None
        if shape.path is not None:
            return "" if shape.deactivated else self._of_property(shape, variable, numbers, depth)
        if _says(shape, _NO_PATTERN):
            return None
        parts: list[str | None] = [f"FILTER ({holds})" for _, holds in value_tests(shape, variable)]
        parts += [f"FILTER (sameTerm({variable}, {token_of(value)}))" for value in shape.values(SH.hasValue)]
        parts += [f"{{ {instance_of(self.source, kind, variable)} }}" for kind in shape.values(SH["class"])]
        inner = [*shape.values(SH.node), *shape.values(SH.property)]
        inner += [member for head in shape.values(AND) for member in shape.items(head)]
        parts += [self._pattern(self.read(node), variable, numbers, depth + 1) for node in inner]
        return _all(parts)

    def _of_property(self, shape: Shape, variable: str, numbers: "count[int]", depth: int) -> str | None:
        """Of property shapes only those that ask for something to be there."""
        path = shape.path
        if path is None or path.optional or _says(shape, frozenset(PARAMETERS) - _ASKS_FOR_A_VALUE):
            return None
        if shape.values(SH.qualifiedMaxCount) or shape.is_true(SH.qualifiedValueShapesDisjoint):
            return None
        if (shape.number(SH.minCount) or 0) > 1 or (shape.number(SH.qualifiedMinCount) or 0) > 1:
            return None
        parts: list[str | None] = [
            f"{variable} {path.steps} {token_of(value)} ." for value in shape.values(SH.hasValue)
        ]
        if shape.number(SH.minCount):
            parts.append(f"{variable} {path.steps} ?n{next(numbers)} .")
        for node in shape.values(SH.qualifiedValueShape) if shape.number(SH.qualifiedMinCount) else ():
            value = f"?n{next(numbers)}"
            inner = self._pattern(self.read(node), value, numbers, depth + 1)
            parts.append(None if inner is None else f"{variable} {path.steps} {value} . {inner}")
        return _all(parts)


def _all(parts: list[str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    return " ".join(known) if len(known) == len(parts) else None


def _says(shape: Shape, predicates: frozenset[Node]) -> bool:
    return any((shape.node, predicate, None) in shape.graph for predicate in predicates)
