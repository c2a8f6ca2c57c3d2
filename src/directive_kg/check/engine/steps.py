"""SHACL paths as steps, for whoever walks them: over columns, or from node to node."""

from dataclasses import dataclass

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from directive_kg.errors import CheckError


@dataclass(frozen=True, slots=True)
class Step:
    """One property, forth or back."""

    iri: URIRef
    back: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; without parts, no step at all."""

    parts: tuple["Path", ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Any of them."""

    parts: tuple["Path", ...]


@dataclass(frozen=True, slots=True)
class Again:
    """No step (`least` 0) or one, and more of them where `more`."""

    part: "Path"
    least: int
    more: bool


Path = Step | Sequence | Choice | Again


def steps_of(graph: Graph, node: Node) -> Path:
    """The path at a node, which `paths.read_path` has found to be sound. Raises CheckError for one that is none."""
    if isinstance(node, URIRef):
        return Step(node, back=False)
    if (node, RDF.first, None) in graph:
        return Sequence(tuple(steps_of(graph, member) for member in graph.items(node)))
    choices = graph.value(node, SH.alternativePath)
    if choices is not None:
        return Choice(tuple(steps_of(graph, member) for member in graph.items(choices)))
    inverse = graph.value(node, SH.inversePath)
    if inverse is not None:
        return turned(steps_of(graph, inverse))
    for predicate, least, more in (
        (SH.zeroOrMorePath, 0, True),
        (SH.oneOrMorePath, 1, True),
        (SH.zeroOrOnePath, 0, False),
    ):
        inner = graph.value(node, predicate)
        if inner is not None:
            return Again(steps_of(graph, inner), least, more)
    raise CheckError(f"sh:path hỏng / a broken sh:path: {node}")


def turned(path: Path) -> Path:
    """The same way from its end to its beginning."""
    match path:
        case Step(iri, back):
            return Step(iri, not back)
        case Sequence(parts):
            return Sequence(tuple(turned(part) for part in reversed(parts)))
        case Choice(parts):
            return Choice(tuple(turned(part) for part in parts))
        case Again(part, least, more):
            return Again(turned(part), least, more)
