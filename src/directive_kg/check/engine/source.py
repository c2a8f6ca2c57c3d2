"""Where the queries run: the embedded Oxigraph, whose answers are read as text, or any store."""

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal
from rdflib.term import Node

from directive_kg.check.engine.terms import Token, full, token_of_term
from directive_kg.errors import CheckError
from directive_kg.store.protocol import Store

Row = tuple[Token | None, ...]

_DOTTED: Final = ox.QueryResultsFormat.TSV


class Source(Protocol):
    """A place that answers a SELECT with rows of tokens, None where a variable is unbound."""

    def rows(self, query: str) -> list[Row]:
        """Run a query. Raises CheckError when it cannot run."""
        ...


class OxigraphSource:
    """A pyoxigraph store; `union` says that its named graphs are meant together, else its default graph is."""

    def __init__(self, store: ox.Store, *, union: bool = False) -> None:
        self._store = store
        self._union = union

    @classmethod
    def of_graph(cls, graph: Graph) -> "OxigraphSource":
        """The statements of an rdflib graph, in memory; blank nodes keep their names."""
        return cls.of_quads(
            ox.Quad(_subject(s), ox.NamedNode(str(p)), _object(o)) for s, p, o in graph if not isinstance(s, Literal)
        )

    @classmethod
    def of_quads(cls, quads: Iterable[ox.Quad]) -> "OxigraphSource":
        """Statements in memory, the union of all graphs as one: a statement of two graphs counts once."""
        store = ox.Store()
        store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
        return cls(store)

    def rows(self, query: str) -> list[Row]:
        """Run a query. Raises CheckError when it cannot run."""
        try:
            answer = self._store.query(query, use_default_graph_as_union=self._union)
            assert isinstance(answer, ox.QuerySolutions)
            written = answer.serialize(format=_DOTTED)
        except (SyntaxError, OSError, RuntimeError, ValueError) as error:
            raise CheckError(f"truy vấn không chạy được / the query cannot run: {str(error)[:200]}") from error
        assert written is not None
        lines = written.decode().split("\n")[1:-1]
        return [tuple(full(cell) if cell else None for cell in line.split("\t")) for line in lines]

    def blocks(self) -> Iterator[bytes]:
        """All that the queries see, as N-Triples."""
        for graph in (ox.DefaultGraph(), *(self._store.named_graphs() if self._union else ())):
            yield self._store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""


class StoreSource:
    """Any `store.protocol.Store`. Blank nodes must keep their names from one answer to the next."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rows(self, query: str) -> list[Row]:
        """Run a query; raises as the store does."""
        answer = self._store.select(query)
        return [tuple(token_of_term(term) if term is not None else None for term in row) for row in answer.rows]


class CachedSource:
    """Another source whose answers are kept: shapes share paths and conditions, and so queries."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._kept: dict[str, list[Row]] = {}

    def rows(self, query: str) -> list[Row]:
        """Run a query, once; raises as the source does."""
        if query not in self._kept:
            self._kept[query] = self._source.rows(query)
        return self._kept[query]


def _subject(node: Node) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))


def _object(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if not isinstance(node, Literal):
        return _subject(node)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
