"""Tries areas on shapes, a constraint over all nodes at once, and tells what was found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import pyoxigraph as ox
from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from directive_kg.check.engine.columns.area import Area
from directive_kg.check.engine.columns.asked import Asked
from directive_kg.check.engine.columns.dictionary import Ids, Mask, unique, within
from directive_kg.check.engine.columns.parts import PATTERN, Parts
from directive_kg.check.engine.columns.table import Columns, Pairs, follow, keys_of
from directive_kg.check.engine.columns.words import tests_of
from directive_kg.check.engine.custom import constraints_of_components
from directive_kg.check.engine.found import Found
from directive_kg.check.engine.logic import LOGICAL, siblings_of
from directive_kg.check.engine.model import AND, NOT, OR, XONE, Shape
from directive_kg.check.engine.source import OxigraphSource, Source
from directive_kg.check.engine.sparql import SparqlConstraint, sparql_constraints
from directive_kg.check.engine.steps import Path, Step, steps_of
from directive_kg.errors import CheckError


class Hits(NamedTuple):
    """What a constraint found: where in the area, and which value (None: none)."""

    where: Ids
    values: Ids | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """All that one constraint found."""

    shape: Shape
    component: URIRef
    focus: Ids
    values: Ids | None
    told: tuple[Found, ...] = ()  # of sh:sparql, whose answers have messages and paths of their own


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of one shape."""

    component: URIRef
    hits: Callable[[Area], Hits]
    query: Callable[[Area], list[Found]] | None = None


class ColumnJudge:
    """The shapes of one graph on columns. What is not for columns raises CheckError, and nothing is lost by that."""

    def __init__(self, graph: Graph, columns: Columns, source: Source, read: Callable[[Node], Shape]) -> None:
        self._graph = graph
        self._columns = columns
        self._source = source
        self._read = read
        self._asked = Asked(columns.dictionary, OxigraphSource(ox.Store()))
        self._constraints: dict[Node, tuple[Constraint, ...]] = {}
        self._wrong: dict[tuple[Node, int], tuple[Area, Mask]] = {}
        self._told: dict[tuple[str, int], tuple[Area, list[Found]]] = {}
        self._under_way: list[Node] = []
        self._steps: dict[Node, Path] = {}

    def start_again(self) -> None:
        """Forget what was under way when a shape could not be tried."""
        self._under_way.clear()

    def failing(self, shape: Shape, area: Area) -> Mask:
        """Which nodes do not conform."""
        if shape.deactivated or not len(area.nodes):
            return area.none()
        key = (shape.node, id(area))
        if key not in self._wrong:
            self._enter(shape)
            wrong = area.none()
            for constraint in self._constraints_of(shape):
                wrong |= area.at(constraint.hits(area).where)
            for node in shape.values(SH.property):
                part = self._part(node)
                if shape.path is None:
                    wrong |= self.failing(part, area)
                else:
                    wrong |= area.at(self._with_wrong_values(shape, partial(self.failing, part), area).where)
            self._under_way.pop()
            self._wrong[key] = (area, wrong)  # the area is kept, so that its id is not given away
        return self._wrong[key][1]

    def blocks(self, shape: Shape, area: Area, times: Ids | None = None) -> Iterator[Block]:
        """Everything found; a node that several focus nodes lead to is told of once for each of them."""
        if shape.deactivated or not len(area.nodes):
            return
        self._enter(shape)
        for constraint in self._constraints_of(shape):
            if constraint.query is not None:
                if times is not None:
                    raise CheckError("sh:sparql không dùng được trên cột ở đây / not for columns here")
                told = tuple(constraint.query(area))
                yield Block(shape, constraint.component, _none(), None, told)
                continue
            where, values = constraint.hits(area)
            if times is not None:
                where, values = (
                    np.repeat(where, times[where]),
                    None if values is None else np.repeat(values, times[where]),
                )
            yield Block(shape, constraint.component, area.nodes[where], values)
        for node in shape.values(SH.property):
            part = self._part(node)
            if shape.path is None:
                yield from self.blocks(part, area, times)
            else:
                where, values = self._way(shape, area)
                reached = self._reached(shape, area)
                weights = None if times is None else times[where].astype(np.float64)
                led_to = np.bincount(reached.positions(values), weights, minlength=len(reached.nodes)).astype(np.int64)
                yield from self.blocks(part, reached, led_to)
        self._under_way.pop()

    def _constraints_of(self, shape: Shape) -> tuple[Constraint, ...]:
        if shape.node not in self._constraints:
            self._constraints[shape.node] = tuple(self._made(shape))
        return self._constraints[shape.node]

    def _made(self, shape: Shape) -> Iterator[Constraint]:
        if shape.is_true(SH.closed) or any(constraints_of_components(shape)):
            raise CheckError("không dùng được trên cột / not for columns: sh:closed, constraint components")
        for component, holds in tests_of(shape, self._asked):
            yield Constraint(component, partial(self._each, shape, holds))
        for kind in shape.values(SH["class"]):
            if not isinstance(kind, URIRef):
                raise CheckError(f"lớp phải là IRI / a class must be an IRI: {kind}")
            instances = self._columns.instances(kind)
            yield Constraint(SH.ClassConstraintComponent, partial(self._each, shape, partial(_among, instances)))
        for value in shape.values(SH.hasValue):
            (term,) = self._asked.stored([value])
            yield Constraint(SH.HasValueConstraintComponent, partial(self._lacking, shape, int(term)))
        for predicate, component in (
            (SH.equals, SH.EqualsConstraintComponent),
            (SH.disjoint, SH.DisjointConstraintComponent),
        ):
            for other in shape.values(predicate):
                path = self._property(shape, other)
                yield Constraint(component, partial(self._beside, shape, path, predicate == SH.equals))
        for predicate in (NOT, SH.node, AND, OR, XONE):
            for node in shape.values(predicate):
                yield self._logical(shape, predicate, node)
        if shape.path is not None:
            yield from self._of_properties(shape)
        elif shape.values(SH.qualifiedValueShape):
            raise CheckError(f"sh:qualifiedValueShape cần sh:path / needs sh:path: {shape.node}")
        for asked in sparql_constraints(shape):
            yield Constraint(
                asked.component,
                partial(self._answered, asked),
                partial(self._answers, asked),
            )

    def _of_properties(self, shape: Shape) -> Iterator[Constraint]:
        """Those that only a property shape has."""
        least, most = shape.number(SH.minCount), shape.number(SH.maxCount)
        if least is not None:
            yield Constraint(SH.MinCountConstraintComponent, partial(_fewer, partial(self._counts, shape), least))
        if most is not None:
            yield Constraint(SH.MaxCountConstraintComponent, partial(_more, partial(self._counts, shape), most))
        if shape.is_true(SH.uniqueLang):
            yield Constraint(SH.UniqueLangConstraintComponent, partial(self._languages, shape))
        for predicate, component, sign in (
            (SH.lessThan, SH.LessThanConstraintComponent, "<"),
            (SH.lessThanOrEquals, SH.LessThanOrEqualsConstraintComponent, "<="),
        ):
            for other in shape.values(predicate):
                path = self._property(shape, other)
                yield Constraint(component, partial(self._ordered, shape, path, sign))
        for node in shape.values(SH.qualifiedValueShape):
            siblings = [self._read(sibling) for sibling in siblings_of(shape, node)]
            counts = partial(self._conforming, shape, self._read(node), siblings)
            least, most = shape.number(SH.qualifiedMinCount), shape.number(SH.qualifiedMaxCount)
            if least is not None:
                yield Constraint(SH.QualifiedMinCountConstraintComponent, partial(_fewer, counts, least))
            if most is not None:
                yield Constraint(SH.QualifiedMaxCountConstraintComponent, partial(_more, counts, most))

    def _logical(self, shape: Shape, predicate: Node, node: Node) -> Constraint:
        members = [self._read(member) for member in ([node] if predicate in (NOT, SH.node) else shape.items(node))]

        def wrong(values: Area) -> Mask:
            if predicate == NOT:
                return ~self.failing(members[0], values)
            if predicate == OR:
                left = ~values.none()
                for member in members:
                    left &= self.failing(member, values)
                    if not left.any():
                        break
                return left
            if predicate == XONE:
                passed = np.zeros(len(values.nodes), dtype=np.int64)
                for member in members:
                    passed += ~self.failing(member, values)
                alone: Mask = passed != 1
                return alone
            found = values.none()
            for member in members:
                found |= self.failing(member, values)
            return found

        return Constraint(LOGICAL[predicate], partial(self._with_wrong_values, shape, wrong))

    def _with_wrong_values(self, shape: Shape, wrong: Callable[[Area], Mask], area: Area) -> Hits:
        """The values, of a node shape the node itself, that are wrong as nodes."""
        if shape.path is None:
            where = np.flatnonzero(wrong(area))
            return Hits(where, area.nodes[where])
        where, values = self._way(shape, area)
        reached = self._reached(shape, area)
        bad = wrong(reached)[reached.positions(values)]
        return Hits(where[bad], values[bad])

    def _each(self, shape: Shape, holds: Callable[[Ids], Mask], area: Area) -> Hits:
        """The values of which something does not hold; each value is looked at once."""
        return self._with_wrong_values(shape, lambda values: ~holds(values.nodes), area)

    def _lacking(self, shape: Shape, term: int, area: Area) -> Hits:
        where, values = self._way(shape, area)
        return Hits(np.flatnonzero(~area.at(where[values == term])))

    def _beside(self, shape: Shape, path: Path, same: bool, area: Area) -> Hits:
        """sh:equals, sh:disjoint: what only one side has, or both have."""
        mine = keys_of(*self._way(shape, area))
        other = keys_of(*area.way(repr(path), path))
        keys = np.setxor1d(mine, other, assume_unique=True) if same else np.intersect1d(mine, other, assume_unique=True)
        return Hits(keys >> 32, keys & 0xFFFFFFFF)

    def _ordered(self, shape: Shape, path: Path, sign: str, area: Area) -> Hits:
        """Every value against every value of another property."""
        where, values = self._way(shape, area)
        rows = np.arange(len(where), dtype=np.int64)
        row, other = follow(area.way(repr(path), path), Pairs(rows, where))
        keys, at = np.unique(keys_of(values[row], other), return_inverse=True)
        good = self._asked.ordered(keys >> 32, keys & 0xFFFFFFFF, sign)
        bad = row[~good[at]]
        return Hits(where[bad], values[bad])

    def _languages(self, shape: Shape, area: Area) -> Hits:
        """A hit for each language that stands twice."""
        where, values = self._way(shape, area)
        texts = self._columns.dictionary.texts(values)
        tags = texts.str.extract(r'(?s)^".*"@([A-Za-z0-9-]+)$').str.to_lowercase()
        tagged = tags.is_not_null().to_numpy()
        pairs, counts = np.unique(
            keys_of(where[tagged], self._columns.dictionary.encode(tags.filter(tags.is_not_null()))), return_counts=True
        )
        return Hits(pairs[counts > 1] >> 32)

    def _counts(self, shape: Shape, area: Area) -> Ids:
        return np.bincount(self._way(shape, area).first, minlength=len(area.nodes))

    def _conforming(self, shape: Shape, wanted: Shape, siblings: list[Shape], area: Area) -> Ids:
        """How many values of each node conform to a shape, and to none of the shapes beside it."""
        where, values = self._way(shape, area)
        reached = self._reached(shape, area)
        good = ~self.failing(wanted, reached)
        for sibling in siblings:
            good &= self.failing(sibling, reached)
        return np.bincount(where[good[reached.positions(values)]], minlength=len(area.nodes))

    def _answers(self, asked: SparqlConstraint, area: Area) -> list[Found]:
        """The answers of a query over all nodes of an area that a query can bind."""
        key = (asked.query.text, id(area))
        if key not in self._told:
            kinds = self._kinds(area)
            try:
                if kinds != {"<"}:
                    raise CheckError("chỉ IRI đứng ở đầu phát biểu / only IRIs can be marked by a statement")
                parts = Parts(self._columns, area.nodes, self._asked.number)
                found = list(asked.answers(parts, (PATTERN,), lambda: kinds))
            except CheckError:
                if area.patterns is None:
                    raise
                found = list(asked.answers(self._source, area.patterns(), lambda: kinds))
            self._told[key] = (area, found)
        return self._told[key][1]

    def _answered(self, asked: SparqlConstraint, area: Area) -> Hits:
        return Hits(area.positions(self._ids(self._answers(asked, area))))

    def _kinds(self, area: Area) -> frozenset[str]:
        return frozenset(np.unique(self._columns.dictionary.kinds(area.nodes)).tolist())

    def _ids(self, found: list[Found]) -> Ids:
        return unique(self._columns.dictionary.ids([one.focus for one in found]))

    def _way(self, shape: Shape, area: Area) -> Pairs:
        if shape.path is None:
            return Pairs(np.arange(len(area.nodes), dtype=np.int64), area.nodes)
        return area.way(shape.path.text, self._path(shape))

    def _reached(self, shape: Shape, area: Area) -> Area:
        return area if shape.path is None else area.reached(shape.path.text, self._path(shape))

    def _path(self, shape: Shape) -> Path:
        assert shape.path is not None
        if shape.path.node not in self._steps:
            self._steps[shape.path.node] = steps_of(self._graph, shape.path.node)
        return self._steps[shape.path.node]

    def _property(self, shape: Shape, node: Node) -> Path:
        if not isinstance(node, URIRef):
            raise CheckError(f"phải là IRI của một thuộc tính / must be the IRI of a property: {shape.node}")
        return Step(node, back=False)

    def _part(self, node: Node) -> Shape:
        part = self._read(node)
        if part.path is None:
            raise CheckError(f"sh:property phải có sh:path / needs a property shape: {node}")
        return part

    def _enter(self, shape: Shape) -> None:
        if shape.node in self._under_way:
            raise CheckError(f"shape tự gọi lại mình / a shape that refers to itself: {shape.node}")
        self._under_way.append(shape.node)


def _fewer(counts: Callable[[Area], Ids], number: int, area: Area) -> Hits:
    return Hits(np.flatnonzero(counts(area) < number))


def _more(counts: Callable[[Area], Ids], number: int, area: Area) -> Hits:
    return Hits(np.flatnonzero(counts(area) > number))


def _among(instances: Ids, ids: Ids) -> Mask:
    return within(ids, instances)


def _none() -> Ids:
    return np.zeros(0, dtype=np.int64)
