"""A store of a few lines of Turtle."""

import pyoxigraph as ox

from directive_kg.store.embedded import EmbeddedStore


def store_of(turtle: str) -> EmbeddedStore:
    """The statements of the text, in one graph."""
    graph = ox.NamedNode("urn:test:graph")
    triples = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    return EmbeddedStore.of_quads(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
