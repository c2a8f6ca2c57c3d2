"""Targets: which nodes a shape is about (SHACL 2.1.3)."""

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from directive_kg.check.engine.domain import Domain
from directive_kg.check.engine.model import is_class
from directive_kg.check.engine.source import Source
from directive_kg.check.engine.terms import Token, token_of
from directive_kg.errors import CheckError


def target_domain(graph: Graph, shape: Node, source: Source) -> Domain:
    """The focus nodes of a shape. Raises CheckError for a target that means nothing or is not known."""
    if (shape, SH.target, None) in graph:
        raise CheckError("sh:target không được hỗ trợ / sh:target is not supported")
    patterns = target_patterns(graph, shape, source)
    nodes = [token_of(node) for node in graph.objects(shape, SH.targetNode)]
    if not nodes and patterns:
        return Domain(source, patterns)
    found = set(_as_stored(source, nodes))
    for pattern in patterns:
        found |= Domain(source, (pattern,)).nodes
    return Domain.of_nodes(source, found)


def target_patterns(graph: Graph, shape: Node, source: Source) -> tuple[str, ...]:
    """What binds ?FOCUS to the nodes of every target but sh:targetNode; none where there is no such target."""
    classes = set(graph.objects(shape, SH.targetClass))
    if is_class(graph, shape):
        classes.add(shape)
    patterns = [instance_of(source, kind, "?FOCUS") for kind in sorted(classes, key=str)]
    patterns += [
        f"?FOCUS {_property(p)} ?FOCUS_o ." for p in sorted(graph.objects(shape, SH.targetSubjectsOf), key=str)
    ]
    patterns += [f"?FOCUS_s {_property(p)} ?FOCUS ." for p in sorted(graph.objects(shape, SH.targetObjectsOf), key=str)]
    if not patterns or (len(patterns) == 1 == len(classes) and "UNION" not in patterns[0]):
        return tuple(patterns)
    # A node that is there twice would be counted twice by a query that is run over all of them.
    union = " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)
    return (f"{{ SELECT DISTINCT ?FOCUS {{ {union} }} }}",)


def instance_of(source: Source, kind: Node, variable: str) -> str:
    """A pattern that binds the instances of a class, sub-classes counted where the graph declares them."""
    if not isinstance(kind, URIRef):
        raise CheckError(f"lớp phải là IRI / a class must be an IRI: {kind}")
    wanted = token_of(kind)
    below = source.rows(f"SELECT DISTINCT ?c {{ ?c <{RDFS.subClassOf}>+ {wanted} }}")
    kinds = sorted({wanted, *(row[0] for row in below if row[0] is not None and row[0].startswith("<"))})
    each = [f"{variable} <{RDF.type}> {one} ." for one in kinds]
    return each[0] if len(each) == 1 else " UNION ".join(f"{{ {pattern} }}" for pattern in each)


def _as_stored(source: Source, nodes: list[Token]) -> list[Token]:
    """The terms as the store writes them: it may write '01' as '1'."""
    blank = [node for node in nodes if node.startswith("_:")]
    named = [node for node in nodes if not node.startswith("_:")]
    if not named:
        return blank
    rows = source.rows(f"SELECT ?x {{ VALUES ?x {{ {' '.join(named)} }} }}")
    return [*blank, *(row[0] for row in rows if row[0] is not None)]


def _property(node: Node) -> str:
    if not isinstance(node, URIRef):
        raise CheckError(f"phải là IRI của một thuộc tính / must be the IRI of a property: {node}")
    return token_of(node)
