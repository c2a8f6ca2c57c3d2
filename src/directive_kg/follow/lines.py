"""Statements as text in the index: N-Triples, sorted, so that the same statements are the same text."""

from collections.abc import Iterable

import pyoxigraph as ox

from directive_kg.graph.trig import Statement


def to_lines(statements: Iterable[Statement]) -> str:
    """The statements, a line each."""
    return "".join(sorted({f"{subject} {predicate} {value} .\n" for subject, predicate, value in statements}))


def from_lines(lines: str) -> list[Statement]:
    """The statements of a text that `to_lines` made."""
    found: list[Statement] = []
    for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        found.append((quad.subject, quad.predicate, quad.object))
    return found
