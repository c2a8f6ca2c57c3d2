"""Shapes as records: what a shapes graph says of one shape (SHACL 2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from directive_kg.check.engine.paths import Path, read_path
from directive_kg.errors import CheckError

IN, NOT, AND, OR, XONE = SH["in"], SH["not"], SH["and"], SH["or"], SH["xone"]
TARGETS: Final = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
# What makes a node a shape, beside a target (SHACL 2.1).
PARAMETERS: Final = (
    *(SH["class"], SH.datatype, SH.nodeKind, SH.minCount, SH.maxCount),
    *(SH.minExclusive, SH.minInclusive, SH.maxExclusive, SH.maxInclusive, SH.minLength, SH.maxLength, SH.pattern),
    *(SH.languageIn, SH.uniqueLang, SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals),
    *(NOT, AND, OR, XONE, SH.node, SH.property, SH.qualifiedValueShape, SH.closed, SH.hasValue, IN, SH.sparql),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A node or property shape."""

    graph: Graph
    node: Node
    path: Path | None  # None for a node shape
    severity: Node
    messages: tuple[Literal, ...]
    deactivated: bool

    def values(self, predicate: URIRef) -> list[Node]:
        """What it says with a predicate, in one order every time."""
        return sorted(self.graph.objects(self.node, predicate), key=str)

    def one(self, predicate: URIRef) -> Node | None:
        """What it says with a predicate that may stand once. Raises CheckError where it stands again."""
        found = self.values(predicate)
        if len(found) > 1:
            raise CheckError(f"{predicate} chỉ được ghi một lần / may stand only once: {self.node}")
        return found[0] if found else None

    def number(self, predicate: URIRef) -> int | None:
        """A whole number. Raises CheckError for anything else."""
        found = self.one(predicate)
        if found is None:
            return None
        value = found.toPython() if isinstance(found, Literal) else None
        if not isinstance(value, int) or isinstance(value, bool):
            raise CheckError(f"{predicate} phải là số nguyên / must be a whole number: {self.node}")
        return value

    def is_true(self, predicate: URIRef) -> bool:
        """Whether it says true with a predicate."""
        # SHACL means the word: "1" is another literal.
        return any(isinstance(value, Literal) and str(value) == "true" for value in self.values(predicate))

    def items(self, head: Node) -> list[Node]:
        """The members of a list. Raises CheckError for a broken one."""
        if head != RDF.nil and (head, RDF.first, None) not in self.graph:
            raise CheckError(f"danh sách hỏng / a broken list: {self.node}")
        try:
            return list(self.graph.items(head))
        except ValueError as error:
            raise CheckError(f"danh sách hỏng / a broken list: {self.node}: {error}") from error


def read_shape(graph: Graph, node: Node) -> Shape:
    """The shape at a node. Raises CheckError for a broken path."""
    paths = list(graph.objects(node, SH.path))
    if len(paths) > 1:
        raise CheckError(f"sh:path chỉ được ghi một lần / may stand only once: {node}")
    if isinstance(node, Literal):
        raise CheckError(f"một chuỗi không phải là shape / a literal is no shape: {node}")
    messages = sorted((m for m in graph.objects(node, SH.message) if isinstance(m, Literal)), key=repr)
    deactivated = graph.value(node, SH.deactivated, any=True)
    return Shape(
        graph,
        node,
        read_path(graph, paths[0]) if paths else None,
        graph.value(node, SH.severity) or SH.Violation,
        tuple(messages),
        isinstance(deactivated, Literal) and deactivated.toPython() is True,
    )


def targeted(graph: Graph) -> Iterator[Node]:
    """Every shape with a target, classes that are shapes included, in one order every time."""
    found: set[Node] = {node for target in (*TARGETS, SH.target) for node in graph.subjects(target)}
    kinds = {*graph.transitive_subjects(RDFS.subClassOf, RDFS.Class), OWL.Class}
    for kind in kinds:
        found.update(node for node in graph.subjects(RDF.type, kind) if _is_shape(graph, node))
    yield from sorted(found, key=str)


def is_class(graph: Graph, node: Node) -> bool:
    """Whether a shape is a class as well, and so its own target (SHACL 2.1.3.3)."""
    kinds = {*graph.transitive_subjects(RDFS.subClassOf, RDFS.Class), OWL.Class}
    return not kinds.isdisjoint(graph.objects(node, RDF.type)) and _is_shape(graph, node)


def _is_shape(graph: Graph, node: Node) -> bool:
    if not {SH.NodeShape, SH.PropertyShape}.isdisjoint(graph.objects(node, RDF.type)):
        return True
    return any((node, parameter, None) in graph for parameter in PARAMETERS)
