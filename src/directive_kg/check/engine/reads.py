"""What a shape looks at: from a focus node over which paths it comes to which property.

A result can only change where one of these look-ups has another answer. Up to the first that has, the way from the
focus node is in the old graph and in the new one; so going the ways back from the changed statements, in either of
them, finds every focus node whose result may be another.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pyparsing import ParseBaseException
from rdflib import RDF, SH, Graph, URIRef, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from directive_kg.check.engine.custom import parameters_of
from directive_kg.check.engine.model import AND, NOT, OR, XONE, Shape
from directive_kg.check.engine.query_reads import HERE, Seen, joined, seen_by
from directive_kg.check.engine.sparql import prefixes_of
from directive_kg.check.engine.steps import Again, Choice, Path, Sequence, Step, steps_of
from directive_kg.errors import CheckError

_DEEPEST: Final = 40
_BESIDE: Final = (SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals)


class Look(NamedTuple):
    """One look-up."""

    way: Sequence  # from the focus node to the node that is looked at
    property: URIRef
    back: bool  # whether the node is the object


@dataclass(slots=True)
class Reads:
    """All that a shape looks at."""

    looks: set[Look] = field(default_factory=set)
    properties: set[URIRef] = field(default_factory=set)  # looked at on a way that is not known
    everything: bool = False

    def touched_by(self, properties: Iterable[URIRef]) -> bool:
        """Whether a change of these properties may be a change anywhere."""
        return self.everything or not self.properties.isdisjoint(properties)


class Reader:
    """Reads the shapes of one graph."""

    def __init__(self, graph: Graph, read: Callable[[Node], Shape]) -> None:
        self._graph = graph
        self._read = read
        self._parameters = parameters_of(graph)

    def of(self, shape: Node, *conditions: Node | None) -> Reads:
        """What a shape with its targets looks at, and shapes that say what it applies to."""
        found, graph = Reads(), self._graph
        if (shape, SH.targetNode, None) in graph or (shape, RDF.type, None) not in graph:
            found.everything = True
        if (shape, SH.targetClass, None) in graph:
            found.looks.add(Look(HERE, RDF.type, back=False))
        found.looks.update(Look(HERE, _iri(p), back=False) for p in graph.objects(shape, SH.targetSubjectsOf))
        found.looks.update(Look(HERE, _iri(p), back=True) for p in graph.objects(shape, SH.targetObjectsOf))
        try:
            for node in (shape, *(condition for condition in conditions if condition is not None)):
                self._shape(self._read(node), HERE, found, 0)
        except (CheckError, ValueError):
            found.everything = True
        return found

    def _shape(self, shape: Shape, way: Sequence, found: Reads, depth: int) -> None:
        if depth > _DEEPEST or shape.is_true(SH.closed) or any(shape.values(_iri(p)) for p in self._parameters):
            found.everything = True
            return
        for predicate in _BESIDE:
            found.looks.update(Look(way, _iri(other), back=False) for other in shape.values(predicate))
        onward = way
        if shape.path is not None:
            looks, onward = _along(steps_of(self._graph, shape.path.node), way)
            found.looks.update(looks)
        if shape.values(SH["class"]):
            found.looks.add(Look(onward, RDF.type, back=False))
        inner = [
            *shape.values(SH.property),
            *shape.values(SH.qualifiedValueShape),
            *shape.values(SH.node),
            *shape.values(NOT),
        ]
        inner += [
            member for predicate in (AND, OR, XONE) for head in shape.values(predicate) for member in shape.items(head)
        ]
        for node in inner:
            self._shape(self._read(node), onward, found, depth + 1)
        for constraint in shape.values(SH.sparql):
            self._query(constraint, shape, found)

    def _query(self, constraint: Node, shape: Shape, found: Reads) -> None:
        text = str(self._graph.value(constraint, SH.select)).replace("$PATH", shape.path.text if shape.path else "")
        seen = set[Seen]()
        try:
            seen_by(
                prepareQuery(text, initNs=prefixes_of(self._graph, constraint)).algebra, {Variable("this"): HERE}, seen
            )
        except (ParseBaseException, Exception):  # noqa: BLE001 - rdflib raises whatever its parts raise
            found.everything = True
            return
        for one in seen:
            if one.property is None:
                found.everything = True
            elif one.way is None:
                found.properties.add(one.property)
            else:
                found.looks.add(Look(one.way, one.property, one.back))


def _along(path: Path, way: Sequence) -> tuple[list[Look], Sequence]:
    """The look-ups of a path that starts where a way ends, and the way to its values (or to more than those)."""
    match path:
        case Step(iri, back):
            return [Look(way, iri, back)], joined(way, path)
        case Sequence(parts):
            looks: list[Look] = []
            for part in parts:
                more, way = _along(part, way)
                looks += more
            return looks, way
        case Choice(parts):
            return [look for part in parts for look in _along(part, way)[0]], joined(way, path)
        case Again(part):
            again = joined(way, Again(part, 0, more=True))
            return _along(part, again)[0], again


def _iri(node: Node) -> URIRef:
    if not isinstance(node, URIRef):
        raise CheckError(f"phải là IRI / must be an IRI: {node}")
    return node
