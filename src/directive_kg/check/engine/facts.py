"""A pyoxigraph store as an rdflib graph, for looking things up: nothing is copied, each question goes to the store.

Not for pySHACL at size: it asks node by node.
"""

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.store import Store
from rdflib.term import Node

from directive_kg.graph.files import term_of


class _View(Store):
    """All graphs of a store as one; it takes no statements."""

    def __init__(self, inner: ox.Store) -> None:
        super().__init__()
        self._inner = inner

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """The statements that fit, each once."""
        subject, predicate, value = triple_pattern
        if isinstance(subject, Literal) or not isinstance(predicate, URIRef | None):
            return
        seen = set[tuple[object, object, object]]()
        quads = self._inner.quads_for_pattern(_term(subject), _term(predicate), _term(value), None)
        for quad in quads:
            key = (quad.subject, quad.predicate, quad.object)
            if key not in seen:
                seen.add(key)
                yield (term_of(quad.subject), term_of(quad.predicate), term_of(quad.object)), iter(())

    def __len__(self, context: Any = None) -> int:
        """How many statements there are; one of two graphs counts twice."""
        return len(self._inner)


def facts_of(store: ox.Store) -> Graph:
    """A store to look things up in."""
    return Graph(store=_View(store))


def _term(node: Node | None) -> Any:
    if node is None:
        return None
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    if not isinstance(node, Literal):
        return ox.NamedNode(str(node))
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
