"""Constraints on the values themselves: one by one, by their number, against another property, closed shapes."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import SH, URIRef
from rdflib.term import Node

from directive_kg.check.engine.domain import Domain
from directive_kg.check.engine.found import Constraint, Found
from directive_kg.check.engine.model import Shape
from directive_kg.check.engine.paths import Path, read_path
from directive_kg.check.engine.source import Source
from directive_kg.check.engine.targets import instance_of
from directive_kg.check.engine.terms import Token, token_of
from directive_kg.check.engine.value_tests import value_tests
from directive_kg.errors import CheckError


@dataclass(frozen=True, slots=True)
class EachValue:
    """Something that must hold of every value node; `wrong` keeps those of which it does not."""

    component: URIRef
    path: Path | None
    wrong: str  # of ?v
    wrong_focus: str  # the same of ?f, for values that are the focus node itself

    def failing(self, domain: Domain) -> set[Token]:
        """The focus nodes with a wrong value."""
        failing = set[Token]()
        if self.path is not None:
            failing |= domain.having(f"?f {self.path.steps} ?v . {self.wrong}")
        if self.path is None or self.path.optional:
            failing |= domain.having(self.wrong_focus)
        return failing

    def found(self, domain: Domain) -> Iterator[Found]:
        """A result for each wrong value."""
        pairs = dict[tuple[Token | None, ...], None]()
        if self.path is not None:
            pairs.update(dict.fromkeys(domain.rows("?f ?v", f"?f {self.path.steps} ?v . {self.wrong}")))
        if self.path is None or self.path.optional:
            pairs.update(dict.fromkeys((node, node) for node in domain.having(self.wrong_focus)))
        for focus, value in pairs:
            if focus is not None:
                yield Found(focus, value)


@dataclass(frozen=True, slots=True)
class Count:
    """How many values there may be: sh:minCount, sh:maxCount."""

    component: URIRef
    path: Path
    number: int
    least: bool  # at least that many, or at most

    def failing(self, domain: Domain) -> set[Token]:
        """The focus nodes with too few or too many."""
        if self.path.optional:
            counted = Counter(focus for focus, _ in domain.pairs(self.path))
            return {n for n in domain.nodes if (counted[n] < self.number if self.least else counted[n] > self.number)}
        body = f"?f {self.path.steps} ?v ."
        if self.least:
            if self.number <= 0:
                return set()
            return domain.lacking(body) if self.number == 1 else domain.lacking(body, _grouped(">=", self.number))
        return domain.having(body) if self.number == 0 else domain.having(body, _grouped(">", self.number))

    def found(self, domain: Domain) -> Iterator[Found]:
        """One result for each of them."""
        return (Found(focus) for focus in self.failing(domain))


@dataclass(frozen=True, slots=True)
class HasValue:
    """One of the values must be this term."""

    component: URIRef
    path: Path | None
    term: Token

    def failing(self, domain: Domain) -> set[Token]:
        """The focus nodes without it."""
        failing = set(domain.nodes) if self.path is None else domain.lacking(f"?f {self.path.steps} {self.term} .")
        if self.path is None or self.path.optional:
            failing -= domain.having(f"FILTER (sameTerm(?f, {self.term}))")
        return failing

    def found(self, domain: Domain) -> Iterator[Found]:
        """One result for each of them."""
        return (Found(focus) for focus in self.failing(domain))


@dataclass(frozen=True, slots=True)
class UniqueLanguage:
    """No language twice."""

    component: URIRef
    path: Path

    def failing(self, domain: Domain) -> set[Token]:
        """The focus nodes with a language twice."""
        return {found.focus for found in self.found(domain)}

    def found(self, domain: Domain) -> Iterator[Found]:
        """A result for each language."""
        body = f'?f {self.path.steps} ?v . FILTER (isLiteral(?v) && LANG(?v) != "") BIND (LCASE(LANG(?v)) AS ?tag)'
        tail = "GROUP BY ?f ?tag HAVING (COUNT(DISTINCT ?v) > 1)"
        for row in domain.rows("?f ?tag", body, tail, distinct=""):
            if row[0] is not None:
                yield Found(row[0])


@dataclass(frozen=True, slots=True)
class SameValues:
    """sh:equals: the values are those of another property."""

    component: URIRef
    path: Path | None
    other: Path

    def failing(self, domain: Domain) -> set[Token]:
        """The focus nodes where they differ."""
        return {found.focus for found in self.found(domain)}

    def found(self, domain: Domain) -> Iterator[Found]:
        """A result for each value that only one side has."""
        mine = set(domain.pairs(self.path)) if self.path is not None else {(node, node) for node in domain.nodes}
        for focus, value in sorted(mine ^ set(domain.pairs(self.other))):
            yield Found(focus, value)


@dataclass(frozen=True, slots=True)
class Compared:
    """sh:lessThan, sh:lessThanOrEquals: every value against every value of another property."""

    component: URIRef
    path: Path
    other: Path
    sign: str

    def failing(self, domain: Domain) -> set[Token]:
        """The focus nodes with a pair in the wrong order."""
        return {found.focus for found in self.found(domain)}

    def found(self, domain: Domain) -> Iterator[Found]:
        """A result for each pair that is in the wrong order or cannot be compared."""
        other, wrong = self.other.steps, f"FILTER (!COALESCE(?v {self.sign} ?w, false))"
        rows = domain.rows("?f ?v ?w", f"?f {self.path.steps} ?v ; {other} ?w . {wrong}")
        if self.path.optional:
            rows += domain.rows("?f ?v ?w", f"?f {other} ?w . BIND (?f AS ?v) {wrong}")
        for row in dict.fromkeys(rows):
            if row[0] is not None:
                yield Found(row[0], row[1])


@dataclass(frozen=True, slots=True)
class Closed:
    """No property but those that the shape speaks of."""

    component: URIRef
    path: Path | None
    allowed: tuple[Token, ...]

    def failing(self, domain: Domain) -> set[Token]:
        """The focus nodes with another property."""
        return {found.focus for found in self.found(domain)}

    def found(self, domain: Domain) -> Iterator[Found]:
        """A result for each statement with another property."""
        values = domain if self.path is None else domain.values(self.path)
        filtered = f"FILTER (?p NOT IN ({', '.join(self.allowed)}))" if self.allowed else ""
        extra = defaultdict[Token | None, list[tuple[Token | None, Token | None]]](list)
        for node, predicate, value in values.rows("?f ?p ?o", f"?f ?p ?o . {filtered}"):
            extra[node].append((predicate, value))
        pairs = [(node, node) for node in extra] if self.path is None else domain.pairs(self.path)
        for focus, node in pairs:
            if focus is not None:
                yield from (Found(focus, value, predicate) for predicate, value in extra.get(node, ()))


def constraints_on_values(shape: Shape, source: Source) -> Iterator[Constraint]:
    """Every constraint of these kinds. Raises CheckError for a parameter that means nothing."""
    path = shape.path
    here = dict(enumerate(value_tests(shape, "?f")))
    for number, (component, holds) in enumerate(value_tests(shape, "?v")):
        yield EachValue(component, path, f"FILTER (!{holds})", f"FILTER (!{here[number][1]})")
    for kind in shape.values(SH["class"]):
        wrong = [f"MINUS {{ {instance_of(source, kind, variable)} }}" for variable in ("?v", "?f")]
        yield EachValue(SH.ClassConstraintComponent, path, *wrong)
    for value in shape.values(SH.hasValue):
        yield HasValue(SH.HasValueConstraintComponent, path, token_of(value))
    for other in shape.values(SH.equals):
        yield SameValues(SH.EqualsConstraintComponent, path, _property(shape, other))
    for other in shape.values(SH.disjoint):
        steps = _property(shape, other).steps
        yield EachValue(SH.DisjointConstraintComponent, path, f"?f {steps} ?v .", f"?f {steps} ?f .")
    if shape.is_true(SH.closed):
        yield Closed(SH.ClosedConstraintComponent, path, _allowed(shape))
    if path is not None:
        yield from _of_properties(shape, path)


def _of_properties(shape: Shape, path: Path) -> Iterator[Constraint]:
    for predicate, component, least in (
        (SH.minCount, SH.MinCountConstraintComponent, True),
        (SH.maxCount, SH.MaxCountConstraintComponent, False),
    ):
        number = shape.number(predicate)
        if number is not None:
            yield Count(component, path, number, least)
    if shape.is_true(SH.uniqueLang):
        yield UniqueLanguage(SH.UniqueLangConstraintComponent, path)
    for other in shape.values(SH.lessThan):
        yield Compared(SH.LessThanConstraintComponent, path, _property(shape, other), "<")
    for other in shape.values(SH.lessThanOrEquals):
        yield Compared(SH.LessThanOrEqualsConstraintComponent, path, _property(shape, other), "<=")


def _property(shape: Shape, node: Node) -> Path:
    if not isinstance(node, URIRef):
        raise CheckError(f"phải là IRI của một thuộc tính / must be the IRI of a property: {shape.node}")
    return read_path(shape.graph, node)


def _allowed(shape: Shape) -> tuple[Token, ...]:
    """The properties of the shape's own property shapes, and those that it lets pass."""
    own = {path for part in shape.values(SH.property) for path in shape.graph.objects(part, SH.path)}
    for head in shape.values(SH.ignoredProperties):
        own.update(shape.items(head))
    return tuple(sorted(token_of(node) for node in own if isinstance(node, URIRef)))


def _grouped(sign: str, number: int) -> str:
    return f"GROUP BY ?f HAVING (COUNT(DISTINCT ?v) {sign} {number})"
