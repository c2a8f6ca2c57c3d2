"""SHACL property paths -> SPARQL property paths."""

from dataclasses import dataclass
from typing import Final

from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.term import Node

from directive_kg.check.engine.terms import token_of
from directive_kg.errors import CheckError

_DEEPEST: Final = 50


@dataclass(frozen=True, slots=True)
class Path:
    """A path, and the part of it that takes at least one step.

    SPARQL lets an empty path start at every node of the graph and at no other, while SHACL lets it start at the focus
    node; so the empty path is added by whoever runs `steps`.
    """

    node: Node  # as the shapes graph has it
    text: str
    steps: str  # `text` without the empty path
    optional: bool  # whether the empty path is one of its ways


def read_path(graph: Graph, node: Node, depth: int = 0) -> Path:
    """The path at a node (SHACL 2.3.1). Raises CheckError for one that is none."""
    if isinstance(node, URIRef):
        text = token_of(node)
        return Path(node, text, text, optional=False)
    if depth > _DEEPEST or not isinstance(node, BNode):
        raise CheckError(f"sh:path hỏng / a broken sh:path: {node}")
    if (node, RDF.first, None) in graph:
        return _sequence(node, _members(graph, node, depth))
    values = [(p, o) for p, o in graph.predicate_objects(node) if p in _STEPS]
    if len(values) != 1:
        raise CheckError(f"sh:path hỏng / a broken sh:path: {node}")
    predicate, value = values[0]
    if predicate == SH.alternativePath:
        return _alternative(node, _members(graph, value, depth))
    inner = read_path(graph, value, depth + 1)
    if predicate == SH.inversePath:
        return Path(node, f"^({inner.text})", f"^({inner.steps})", inner.optional)
    if predicate == SH.zeroOrMorePath:
        return Path(node, f"({inner.text})*", f"({inner.steps})+", optional=True)
    if predicate == SH.oneOrMorePath:
        return Path(node, f"({inner.text})+", f"({inner.steps})+", inner.optional)
    return Path(node, f"({inner.text})?", inner.steps, optional=True)


_STEPS: Final = frozenset((SH.alternativePath, SH.inversePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath))


def _members(graph: Graph, head: Node, depth: int) -> list[Path]:
    try:
        members = [read_path(graph, member, depth + 1) for member in graph.items(head)]
    except ValueError as error:  # rdflib: a list that goes round
        raise CheckError(f"sh:path hỏng / a broken sh:path: {error}") from error
    if not members:
        raise CheckError("sh:path hỏng: danh sách rỗng / a broken sh:path: an empty list")
    return members


def _sequence(node: Node, members: list[Path]) -> Path:
    whole = members[0]
    for step in members[1:]:
        text = f"{_in(whole.text)}/{_in(step.text)}"
        optional = whole.optional and step.optional
        steps = f"(({whole.steps})/({step.text}))|({step.steps})" if optional else text
        whole = Path(node, text, steps, optional)
    return Path(node, whole.text, whole.steps, whole.optional)


def _alternative(node: Node, members: list[Path]) -> Path:
    return Path(
        node,
        "|".join(_in(member.text) for member in members),
        "|".join(_in(member.steps) for member in members),
        any(member.optional for member in members),
    )


def _in(text: str) -> str:
    return text if text.startswith("<") and text.count("<") == 1 else f"({text})"
