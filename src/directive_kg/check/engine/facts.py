"""What findings are told with, looked up where the data is: nothing is copied that nobody asks for.

A view is an rdflib graph, so that whatever reads a graph reads a store or a server too. Not for pySHACL at size: it asks
node by node.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.store import Store
from rdflib.term import Node

from directive_kg.check.engine.source import Source
from directive_kg.check.engine.terms import Token, node_of, token_of
from directive_kg.check.locate import PARTS
from directive_kg.check.shapes import DKG
from directive_kg.graph.files import term_of

Triple = tuple[Node, Node, Node]

_CHUNK: Final = 1000  # nodes that one query names
_ROUNDS: Final = 3  # place -> assignment -> task -> paper


def facts_of(store: ox.Store, *, takes_statements: bool) -> Graph:
    """A store to look things up in, its graphs as one.

    Statements that are added go into its default graph; where it takes none, the day of a check is in the shapes
    instead (`today.with_day`).
    """
    return Graph(store=_View(store, takes_statements=takes_statements))


def facts_at(source: Source) -> "RemoteFacts":
    """A server to look things up in; it takes no statements."""
    return RemoteFacts(source)


class _View(Store):
    """All graphs of a pyoxigraph store."""

    def __init__(self, inner: ox.Store, *, takes_statements: bool) -> None:
        super().__init__()
        self._inner = inner
        self._takes_statements = takes_statements

    def add(self, triple: Any, context: Any = None, quoted: bool = False) -> None:  # noqa: ARG002 - rdflib's own form
        """Put a statement into the store."""
        if self._takes_statements:
            self._inner.add(ox.Quad(*map(_term, triple)))

    def remove(self, triple: Any, context: Any = None) -> None:  # noqa: ARG002 - rdflib's own form
        """Take a statement out of the default graph."""
        if self._takes_statements:
            self._inner.remove(ox.Quad(*map(_term, triple)))

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:  # noqa: ARG002 - rdflib's own form
        """The statements that fit, each once."""
        subject, predicate, value = triple_pattern
        if isinstance(subject, Literal) or not isinstance(predicate, URIRef | None):
            return
        seen = set[tuple[object, object, object]]()
        for quad in self._inner.quads_for_pattern(_term(subject), _term(predicate), _term(value), None):
            key = (quad.subject, quad.predicate, quad.object)
            if key not in seen:
                seen.add(key)
                yield tuple(map(_known, key)), iter(())

    def __len__(self, context: Any = None) -> int:
        """How many statements there are; one of two graphs counts twice."""
        return len(self._inner)


class RemoteFacts(Graph):
    """A graph that asks a server for what it does not know yet, and keeps it."""

    def __init__(self, source: Source) -> None:
        self._answers = _Answers(source)
        super().__init__(store=self._answers)

    def fetch_around(self, nodes: Iterable[Node]) -> None:
        """Fetch these and what they are parts of, many nodes a query, before they are asked for one by one."""
        self._answers.fetch_around({token_of(node) for node in nodes if isinstance(node, URIRef)})


class _Answers(Store):
    """What a server has said: of subjects all, of a value and property all subjects."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._of: dict[Token, list[Triple]] = {}
        self._with: dict[tuple[Token, Token], list[Triple]] = {}

    def add(self, triple: Any, context: Any = None, quoted: bool = False) -> None:
        """Nothing is added: the day of a check is in the shapes (`today.with_day`)."""

    def remove(self, triple: Any, context: Any = None) -> None:
        """Nothing was added."""

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:  # noqa: ARG002 - rdflib's own form
        """The statements that fit; a server is not asked for its whole graph."""
        subject, predicate, value = triple_pattern
        if isinstance(subject, URIRef):
            fitting = [
                t for t in self._statements_of(token_of(subject)) if predicate in (None, t[1]) and value in (None, t[2])
            ]
        elif isinstance(predicate, URIRef) and isinstance(value, URIRef):
            fitting = self._statements_with(token_of(predicate), token_of(value))
        elif isinstance(predicate, URIRef) and subject is None and value is None:
            fitting = _read(self._source.rows(f"SELECT ?s ?p ?o {{ BIND ({token_of(predicate)} AS ?p) ?s ?p ?o }}"))
        else:
            fitting = []
        for triple in fitting:
            yield triple, iter(())

    def fetch_around(self, wanted: set[Token]) -> None:
        """Set-based: what these say and what they are parts of, then the same of those."""
        parts = [token_of(part) for part in PARTS]
        around = wanted
        for _ in range(_ROUNDS):
            new = {token for token in around if token not in self._of}
            above = set[Token]()
            for chunk in _chunks(sorted(new)):
                named = " ".join(chunk)
                self._of.update({token: [] for token in chunk})
                self._with.update({(part, token): [] for token in chunk for part in parts})
                for triple in _read(
                    self._source.rows(f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?s {{ {named} }} ?s ?p ?o }}")
                ):
                    self._of[token_of(triple[0])].append(triple)
                    if triple[1] in _ONWARD:
                        above.add(token_of(triple[2]))
                query = (
                    f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?o {{ {named} }} VALUES ?p {{ {' '.join(parts)} }} ?s ?p ?o }}"
                )
                for triple in _read(self._source.rows(query)):
                    self._with[token_of(triple[1]), token_of(triple[2])].append(triple)
                    above.add(token_of(triple[0]))
            around = above

    def _statements_of(self, subject: Token) -> list[Triple]:
        if subject not in self._of:
            rows = self._source.rows(f"SELECT DISTINCT ?s ?p ?o {{ BIND ({subject} AS ?s) {subject} ?p ?o }}")
            self._of[subject] = _read(rows)
        return self._of[subject]

    def _statements_with(self, predicate: Token, value: Token) -> list[Triple]:
        key = (predicate, value)
        if key not in self._with:
            rows = self._source.rows(
                f"SELECT DISTINCT ?s ?p ?o {{ ?s {predicate} {value} BIND ({predicate} AS ?p) BIND ({value} AS ?o) }}"
            )
            self._with[key] = _read(rows)
        return self._with[key]


# From a task or paper to what its findings are told with.
_ONWARD: Final = frozenset(
    (*PARTS, DKG.inDirective, DKG.lead, DKG.coordinating, DKG.authority, DKG.agent, DKG.bodyDeadline)
)


def _read(rows: Iterable[tuple[Token | None, ...]]) -> list[Triple]:
    found = defaultdict[Triple, None](lambda: None)
    for row in rows:
        subject, predicate, value = row
        if subject is not None and predicate is not None and value is not None:
            found[node_of(subject), node_of(predicate), _as_in_files(node_of(value))] = None
    return list(found)


def _chunks(tokens: list[Token]) -> Iterator[list[Token]]:
    named = [token for token in tokens if token.startswith("<")]
    return (named[start : start + _CHUNK] for start in range(0, len(named), _CHUNK))


@lru_cache(maxsize=100_000)
def _known(term: object) -> Node:
    return _as_in_files(term_of(term))


def _as_in_files(node: Node) -> Node:
    """Oxigraph writes '1.0' as '1'; graph/ has every decimal with its point."""
    if isinstance(node, Literal) and node.datatype == XSD.decimal and "." not in str(node):
        return Literal(f"{node}.0", datatype=XSD.decimal, normalize=False)
    return node


def copied(facts: Graph) -> Graph:
    """All of a view in memory, for pySHACL."""
    graph = Graph()
    for triple in facts:
        graph.add(triple)
    return graph


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
