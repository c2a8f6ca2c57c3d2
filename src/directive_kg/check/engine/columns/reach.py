"""Which statements a query can see from some focus nodes, so that it can be run on no more than those.

Each pattern is followed from what its variables can be already, beginning with $this. What is left out can be part of
no answer: a variable narrows a pattern only where every answer binds it first. Inside OPTIONAL and EXISTS that is what
the group around them binds itself; a SELECT is narrowed by $this alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from rdflib import BNode, URIRef, Variable
from rdflib.paths import InvPath, NegatedPath, Path, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from directive_kg.check.engine.columns.dictionary import Ids, unique, within
from directive_kg.check.engine.columns.table import Columns, Pairs, from_any, unique_pairs
from directive_kg.check.engine.reads import properties_of_path
from directive_kg.errors import CheckError

Known = dict[Node, Ids]  # what a variable can be, sorted
Pattern = tuple[Node, Node | Path, Node]

# Stands in the part of the graph that a query is run on, behind every focus node.
FOCUS: Final = URIRef("urn:directive-kg:focus")
_THIS: Final = Variable("this")


def algebra_of(query: str) -> Any:
    """A query taken apart. Raises CheckError for what rdflib does not understand."""
    try:
        return prepareQuery(query).algebra
    except Exception as error:
        raise CheckError(f"không đọc được truy vấn / the query cannot be read: {str(error)[:200]}") from error


def seen_from(focus: Ids, algebra: Any, columns: Columns, terms: Callable[[Node], int]) -> dict[URIRef, Pairs]:
    """The statements of each property. Raises CheckError where a query may look at anything at all."""
    walk = _Walk(columns, terms, focus)
    walk.group(algebra, {_THIS: focus})
    return {iri: _together(parts) for iri, parts in walk.found.items()}


@dataclass(slots=True)
class _Walk:
    """One query on one set of focus nodes."""

    columns: Columns
    terms: Callable[[Node], int]
    focus: Ids
    found: dict[URIRef, list[Pairs]] = field(default_factory=lambda: defaultdict(list))

    def group(self, part: Any, known: Known) -> Known:
        """Follow a part of the algebra; what its own patterns bind in every answer."""
        match part.name:
            case "BGP":
                return self._patterns(list(_steps(part.triples)), known)
            case "Join":
                own = self.group(part.p1, known)
                return own | self.group(part.p2, known | own)
            case "LeftJoin":
                own = self.group(part.p1, known)
                right = self.group(part.p2, own)
                self._expression(part.expr, right | own)
                return own
            case "Union":
                one, other = self.group(part.p1, known), self.group(part.p2, known)
                return {name: unique(np.concatenate([one[name], other[name]])) for name in one.keys() & other.keys()}
            case "ToMultiSet" if part.p.name == "values":
                return {}
            case "Project":
                own = self.group(part.p, {_THIS: self.focus})
                return {name: own[name] for name in part.PV if name in own}
            case "Minus" | "Graph" | "ServiceGraphPattern":
                raise CheckError(f"không thu hẹp được / cannot be narrowed: {part.name}")
            case _ if part.p is None:
                raise CheckError(f"không thu hẹp được / cannot be narrowed: {part.name}")
            case _:
                own = self.group(part.p, known)
                self._expression({name: value for name, value in part.items() if name not in ("p", "_vars")}, own)
                return own

    def _expression(self, part: Any, known: Known) -> None:
        """EXISTS, wherever it stands."""
        if getattr(part, "name", "") in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            self.group(part.graph, known)
        elif isinstance(part, dict):
            for name, value in part.items():
                if name != "_vars":
                    self._expression(value, known)
        elif isinstance(part, list | tuple):
            for value in part:
                self._expression(value, known)

    def _patterns(self, patterns: list[Pattern], known: Known) -> Known:
        own: Known = {}
        while patterns:
            # The rarest property first, of those that something is known of.
            pattern = min(patterns, key=lambda one: self._cost(one, known | own))
            patterns.remove(pattern)
            subject, way, value = pattern
            if isinstance(way, Path):
                self._path(way, (subject, value), known | own)
            elif way != FOCUS:
                own |= self._one(subject, _iri(way), value, known | own)
        return own

    def _cost(self, pattern: Pattern, known: Known) -> tuple[bool, int]:
        subject, way, value = pattern
        count = len(self.columns.property(way).first) if isinstance(way, URIRef) else 0
        return not (self._ends(subject, known) is not None or self._ends(value, known) is not None), count

    def _one(self, subject: Node, iri: URIRef, value: Node, known: Known) -> Known:
        """The statements of one pattern, and what its ends can be."""
        starts, ends = self._ends(subject, known), self._ends(value, known)
        if starts is not None:
            pairs = from_any(self.columns.property(iri), starts)
        elif ends is not None:
            back = from_any(self.columns.property(iri, inverse=True), ends)
            pairs = Pairs(back.second, back.first)
        else:
            pairs = self.columns.property(iri)
        if starts is not None and ends is not None:
            kept = within(pairs.second, ends)
            pairs = Pairs(pairs.first[kept], pairs.second[kept])
        self.found[iri].append(pairs)
        sides = ((subject, pairs.first), (value, pairs.second))
        return {node: unique(side) for node, side in sides if isinstance(node, Variable | BNode)}

    def _path(self, path: Path, ends: tuple[Node, Node], known: Known) -> None:
        """A path of more than steps: all statements of its properties."""
        if isinstance(path, NegatedPath) or all(self._ends(node, known) is None for node in ends):
            raise CheckError(f"đường dẫn không thu hẹp được / a path that cannot be narrowed: {path}")
        for iri in properties_of_path(path):
            self.found[_iri(iri)].append(self.columns.property(_iri(iri)))

    def _ends(self, node: Node, known: Known) -> Ids | None:
        if isinstance(node, Variable | BNode):
            return known.get(node)
        return np.array([self.terms(node)], dtype=np.int64)


def _steps(patterns: list[Pattern]) -> Iterator[Pattern]:
    """Sequences as patterns one behind the other, steps back as patterns the other way."""
    for subject, way, value in patterns:
        if isinstance(way, SequencePath):
            between = [BNode() for _ in way.args[1:]]
            ends = zip([subject, *between], way.args, [*between, value], strict=True)
            yield from _steps(list(ends))
        elif isinstance(way, InvPath):
            yield from _steps([(value, way.arg, subject)])
        else:
            yield subject, way, value


def _together(parts: list[Pairs]) -> Pairs:
    if len(parts) == 1:
        return parts[0]
    return unique_pairs(np.concatenate([part.first for part in parts]), np.concatenate([part.second for part in parts]))


def _iri(node: object) -> URIRef:
    if not isinstance(node, URIRef):
        raise CheckError(f"thuộc tính không cố định / a property that is not fixed: {node}")
    return node
