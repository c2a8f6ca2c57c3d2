"""Which statements a query can see from some focus nodes, so that it can be run on no more than those.

Each pattern is followed from what its variables can be already, beginning with $this. What is left out can be part of
no answer: a variable narrows a pattern only where every answer binds it first. Inside OPTIONAL and EXISTS that is what
the group around them binds itself; a SELECT is narrowed by $this alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from rdflib import XSD, BNode, Literal, URIRef, Variable
from rdflib.paths import NegatedPath, Path
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from directive_kg.check.engine.columns.dictionary import Ids, unique, within
from directive_kg.check.engine.columns.table import Columns, Pairs, from_any, unique_pairs
from directive_kg.check.engine.query_reads import Pattern, properties_of_path, steps
from directive_kg.errors import CheckError

Known = dict[Node, Ids]  # what a variable can be, sorted

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
    trying: bool = False  # only to learn what the variables can be
    found: dict[URIRef, list[Pairs]] = field(default_factory=lambda: defaultdict(list))

    def group(self, part: Any, known: Known) -> Known:
        """Follow a part of the algebra; what its own patterns bind in every answer."""
        match part.name:
            case "BGP":
                return self._patterns(list(steps(part.triples)), known)
            case "Filter":
                return self._filtered(part, known)
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

    def _filtered(self, part: Any, known: Known) -> Known:
        """A group with conditions: those that leave few nodes are used before the patterns are followed for good."""
        conditions = list(_all_of(part.expr))
        known = self._equal(conditions, known)
        if not self.trying and "_vars" in part.p:  # within EXISTS rdflib does not tell them
            self.trying = True
            known |= self._lacking(conditions, known.keys() | part.p["_vars"], self.group(part.p, known))
            self.trying = False
        own = self.group(part.p, known)
        self._expression(part.expr, own)
        return own

    def _equal(self, conditions: list[Any], known: Known) -> Known:
        """Variables that are equal to an IRI or a plain string are that."""
        found = dict(known)
        for condition in conditions:
            if getattr(condition, "name", "") != "RelationalExpression" or condition.op != "=":
                continue
            name, term = condition.expr, condition.other
            plain = isinstance(term, Literal) and term.language is None and term.datatype in (None, XSD.string)
            if isinstance(name, Variable) and name not in found and (plain or isinstance(term, URIRef)):
                found[name] = np.array([self.terms(term)], dtype=np.int64)
        return found

    def _lacking(self, conditions: list[Any], bound: Set[Node], own: Known) -> Known:
        """NOT EXISTS of one pattern about a node, its other end bound nowhere else: what it holds of is out."""
        for condition in conditions:
            if getattr(condition, "name", "") != "Builtin_NOTEXISTS":
                continue
            patterns = _patterns_alone(condition.graph)
            if patterns is None or len(patterns) != 1:
                continue
            subject, iri, value = patterns[0]
            free = isinstance(value, Variable | BNode) and value not in bound and value != subject
            if subject in own and isinstance(iri, URIRef) and (free or isinstance(value, Literal | URIRef)):
                there = self._pairs((subject, iri, value), {subject: own[subject]}).first
                own[subject] = own[subject][~within(own[subject], unique(there))]
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
        """Followed once to learn what the variables can be, then the statements taken."""
        own: Known = {}
        waiting = [pattern for pattern in patterns if not isinstance(pattern[1], Path) and pattern[1] != FOCUS]
        while waiting:
            # The rarest property first, of those that something is known of.
            pattern = min(waiting, key=lambda one: self._cost(one, known | own))
            waiting.remove(pattern)
            pairs = self._pairs(pattern, known | own)
            for node, side in ((pattern[0], pairs.first), (pattern[2], pairs.second)):
                if isinstance(node, Variable | BNode):
                    own[node] = unique(side)
        for pattern in patterns if not self.trying else ():
            if isinstance(pattern[1], Path):
                self._path(pattern[1], (pattern[0], pattern[2]), known | own)
            elif pattern[1] != FOCUS:
                self.found[_iri(pattern[1])].append(self._pairs(pattern, known | own))
        return own

    def _cost(self, pattern: Pattern, known: Known) -> tuple[bool, int]:
        subject, way, value = pattern
        free = self._ends(subject, known) is None and self._ends(value, known) is None
        return free, len(self.columns.property(_iri(way)).first)

    def _pairs(self, pattern: Pattern, known: Known) -> Pairs:
        """The statements of a pattern."""
        subject, way, value = pattern
        iri = _iri(way)
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
        return pairs

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


def _patterns_alone(group: Any) -> list[Pattern] | None:
    """The patterns of a group that has nothing else; rdflib joins the first to an empty one."""
    match group.name:
        case "BGP":
            return list(group.triples)
        case "Join":
            one, other = _patterns_alone(group.p1), _patterns_alone(group.p2)
            return None if one is None or other is None else [*one, *other]
        case _:
            return None


def _all_of(expression: Any) -> Iterator[Any]:
    """The conditions that all have to hold."""
    if getattr(expression, "name", "") == "ConditionalAndExpression":
        for part in (expression.expr, *expression.other):
            yield from _all_of(part)
    else:
        yield expression


def _together(parts: list[Pairs]) -> Pairs:
    if len(parts) == 1:
        return parts[0]
    return unique_pairs(np.concatenate([part.first for part in parts]), np.concatenate([part.second for part in parts]))


def _iri(node: object) -> URIRef:
    if not isinstance(node, URIRef):
        raise CheckError(f"thuộc tính không cố định / a property that is not fixed: {node}")
    return node
