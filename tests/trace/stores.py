"""The invented chain of tests/trace/graph in two engines, so that a question means the same in both."""

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.plugins.sparql.processor import SPARQLResult

from directive_kg.graph.files import load
from directive_kg.store.derived import derive
from directive_kg.store.embedded import open_store
from directive_kg.store.protocol import Solutions, Store, Term

GRAPH = Path(__file__).parent / "graph"
ID = "https://w3id.org/directive-kg/id/"
PLAN = f"{ID}directive/ubnd-mau/2026/7001-kh-ubnd"
LETTER = f"{ID}directive/van-phong-mau/2026/khong-so-04"
RESOLUTION = f"{ID}directive/quoc-hoi/2025/900-2025-qh15"


class RdflibStore:
    """`store.protocol.Store` on an rdflib Dataset whose default graph is the union."""

    def __init__(self, quads: tuple[ox.Quad, ...]) -> None:
        self._dataset = rdflib.Dataset(default_union=True)
        data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
        assert data is not None
        self._dataset.parse(data=data, format="nquads")

    def select(self, query: str) -> Solutions:
        result = self._dataset.query(query)
        assert isinstance(result, SPARQLResult)
        names = tuple(str(v) for v in result.vars or ())
        bindings = result.bindings
        return Solutions(names, tuple(tuple(_term(b.get(rdflib.Variable(n))) for n in names) for b in bindings))

    def ask(self, query: str) -> bool:
        return bool(self._dataset.query(query).askAnswer)


def _term(node: object) -> Term | None:
    if isinstance(node, rdflib.URIRef):
        return Term("uri", str(node))
    if isinstance(node, rdflib.BNode):
        return Term("bnode", str(node))
    if isinstance(node, rdflib.Literal):
        datatype = None if node.datatype in (None, rdflib.XSD.string) else str(node.datatype)
        return Term("literal", str(node), datatype, node.language)
    return None


@cache
def embedded() -> Store:
    """The chain in Oxigraph."""
    return open_store(GRAPH)


@cache
def reference() -> Store:
    """The chain in rdflib."""
    return RdflibStore((*load(GRAPH).quads, *derive(embedded())))
