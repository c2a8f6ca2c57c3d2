"""The statements of our graphs out of any SPARQL 1.1 server, each graph whole or not at all."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Final

import pyoxigraph as ox

from directive_kg.errors import StoreError
from directive_kg.graph.terms import DEFAULT_NAMES
from directive_kg.names import Names
from directive_kg.store.protocol import Store, Term
from directive_kg.store.upload import count

_PAGE: Final = 10_000  # rows: many servers give no more in one answer, and say nothing


def download(store: Store, names: Names = DEFAULT_NAMES) -> Iterator[ox.Quad]:
    """Every statement of the graphs below our base, graph by graph.

    Raises StoreError where the server fails, or gives fewer statements than it says that it has.
    """
    own = names.graph("")
    rows = store.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows
    for graph in sorted(row[0].value for row in rows if row[0] and row[0].value.startswith(own)):
        if graph != names.graph("loaded"):
            yield from _graph(store, graph)


def _graph(store: Store, graph: str) -> list[ox.Quad]:
    named = ox.NamedNode(graph)
    pattern = f"SELECT ?s ?p ?o {{ GRAPH {named} {{ ?s ?p ?o }} }}"
    wanted = count(store, graph)
    quads = _quads(store, pattern, named)
    if len(quads) < wanted:
        # The server cuts its answers: page by page, in an order. Blank nodes have other names in every answer.
        quads = set()
        for start in range(0, wanted, _PAGE):
            quads |= _quads(store, f"{pattern} ORDER BY ?s ?p ?o LIMIT {_PAGE} OFFSET {start}", named)
        blank = any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
        if blank or len(quads) < wanted:
            raise StoreError(
                f"{graph}: máy chủ cắt câu trả lời, {len(quads)} trên {wanted} phát biểu; hãy nâng giới hạn dòng của máy chủ"
                f" / the server cuts its answers ({len(quads)} of {wanted} statements): raise its row limit"
            )
    return sorted(quads, key=str)


def _quads(store: Store, query: str, graph: ox.NamedNode) -> set[ox.Quad]:
    found = set()
    for row in store.select(query).rows:
        subject, predicate, value = (_term(term) for term in row)
        if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
            raise StoreError(f"{graph.value}: máy chủ trả lời sai / no statement: {row}")
        found.add(ox.Quad(subject, predicate, value, graph))
    return found


def _term(term: Term | None) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if term is None:
        raise StoreError("máy chủ trả lời thiếu / a statement with a hole in it")
    try:
        if term.kind == "uri":
            return ox.NamedNode(term.value)
        if term.kind == "bnode":
            # Servers name them in ways of their own ('nodeID://b10010'); all that counts is which are the same.
            return ox.BlankNode(f"b{sha256(term.value.encode()).hexdigest()[:16]}")
        datatype = ox.NamedNode(term.datatype) if term.datatype else None
        return ox.Literal(term.value, datatype=datatype, language=term.language)
    except ValueError as error:
        raise StoreError(f"máy chủ trả lời sai / a term that is none: {error}") from None
