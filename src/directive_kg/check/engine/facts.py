"""What findings are told with, looked up where the data is: nothing is copied that nobody asks for.

A view is an rdflib graph, so that whatever reads a graph reads a store or a server too. Not for pySHACL at size: it asks
node by node.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, Final, TypeVar

import pyoxigraph as ox
from rdflib import PROV, XSD, BNode, Graph, Literal, URIRef
from rdflib.store import Store
from rdflib.term import Node

from directive_kg.check.engine.source import Source
from directive_kg.check.engine.terms import Token, node_of, token_of
from directive_kg.check.shapes import DKG
from directive_kg.graph.files import term_of

Triple = tuple[Node, Node, Node]

# From a thing to the parts that a finding may be about.
PARTS: Final = (
    DKG.hasPlace,
    DKG.hasAssignment,
    DKG.hasDeadline,
    DKG.hasDeliverable,
    DKG.hasCitation,
    DKG.hasIndicator,
    DKG.hasInvestment,
    DKG.hasTask,
)
_Thing = TypeVar("_Thing")
_CHUNK: Final = 1000  # nodes that one query names
_AT_ONCE: Final = 2000  # things whose surroundings are held at once
_KEPT: Final = 10_000  # subjects whose statements are held
_NOWHERE: Final[Iterator[Any]] = iter(())  # rdflib asks for contexts; there are none
_ROUNDS: Final = 3  # place -> assignment -> task -> paper


def facts_of(store: ox.Store) -> Graph:
    """A store to look things up in, its graphs as one. It takes no statements: the day of a check is in the shapes."""
    return Graph(store=_View(store))


def facts_at(source: Source) -> "RemoteFacts":
    """A server to look things up in; it takes no statements."""
    return RemoteFacts(source)


def fetched(
    facts: Graph, things: Iterable[_Thing], nodes: Callable[[_Thing], Iterable[Node | None]]
) -> Iterator[_Thing]:
    """The same things, a few thousand at a time: before they are given, a server is asked what lies around their nodes.

    No more than that is kept of a server's answers; what is at hand is looked up as it is asked for.
    """
    answers = facts.store
    if not isinstance(answers, _Answers):
        yield from things
        return
    rest = iter(things)
    while chunk := list(islice(rest, _AT_ONCE)):
        answers.forget()
        answers.fetch_around({token_of(n) for thing in chunk for n in nodes(thing) if isinstance(n, URIRef)})
        yield from chunk


def fetch(facts: Graph, nodes: Iterable[Node]) -> None:
    """Ask a server what lies around these nodes as well, before they are asked for one by one."""
    if isinstance(facts.store, _Answers):
        facts.store.fetch_around({token_of(node) for node in nodes if isinstance(node, URIRef)})


class ReadOnlyStore(Store):
    """A view of statements that lie elsewhere."""

    def add(self, triple: Any, context: Any = None, quoted: bool = False) -> None:
        """Nothing is added: the day of a check is in the shapes (`today.with_day`)."""

    def remove(self, triple: Any, context: Any = None) -> None:
        """Nothing was added."""


class _View(ReadOnlyStore):
    """All graphs of a pyoxigraph store."""

    def __init__(self, inner: ox.Store) -> None:
        super().__init__()
        self._inner = inner
        # Of a task or a paper one thing after the other is asked.
        self._of = lru_cache(maxsize=_KEPT)(self._statements_of)

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:  # noqa: ARG002 - rdflib's own form
        """The statements that fit, each once."""
        subject, predicate, value = triple_pattern
        if isinstance(subject, Literal) or not isinstance(predicate, URIRef | None):
            return
        if subject is None:
            for triple in self._found(None, predicate, value):
                yield triple, _NOWHERE
            return
        said = self._of(subject)
        for triples in said.values() if predicate is None else (said.get(predicate, ()),):
            for triple in triples:
                if value is None or value == triple[2]:
                    yield triple, _NOWHERE

    def _statements_of(self, subject: Node) -> dict[Node, list[Triple]]:
        said: dict[Node, list[Triple]] = {}
        for triple in self._found(subject, None, None):
            said.setdefault(triple[1], []).append(triple)
        return said

    def _found(self, subject: Node | None, predicate: Node | None, value: Node | None) -> Iterator[Triple]:
        seen = set[tuple[object, object, object]]()
        for quad in self._inner.quads_for_pattern(
            term_in_store(subject), term_in_store(predicate), term_in_store(value), None
        ):
            key = (quad.subject, quad.predicate, quad.object)
            if key not in seen:
                seen.add(key)
                yield _known(key[0]), _known(key[1]), _known(key[2])

    def __len__(self, context: Any = None) -> int:
        """How many statements there are; one of two graphs counts twice."""
        return len(self._inner)


class RemoteFacts(Graph):
    """A graph that asks a server for what it does not know yet."""

    def __init__(self, source: Source) -> None:
        super().__init__(store=_Answers(source))


class _Answers(Store):
    """What a server has said: of subjects all, of a value and property all subjects."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._of: dict[Token, list[Triple]] = {}
        self._with: dict[tuple[Token, Token], list[Triple]] = {}

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

    def forget(self) -> None:
        """Keep nothing of what was said."""
        self._of.clear()
        self._with.clear()

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


# From a task or paper to what its findings are told with; not from a paper to all that stands in it.
_ONWARD: Final = frozenset(
    (
        *PARTS,
        DKG.inDirective,
        DKG.lead,
        DKG.coordinating,
        DKG.authority,
        DKG.agent,
        DKG.bodyDeadline,
        PROV.wasDerivedFrom,
    )
) - {DKG.hasTask, DKG.hasCitation}


def _read(rows: Iterable[tuple[Token | None, ...]]) -> list[Triple]:
    found = defaultdict[Triple, None](lambda: None)
    for row in rows:
        subject, predicate, value = row
        if subject is not None and predicate is not None and value is not None:
            found[node_of(subject), node_of(predicate), as_in_files(node_of(value))] = None
    return list(found)


def _chunks(tokens: list[Token]) -> Iterator[list[Token]]:
    named = [token for token in tokens if token.startswith("<")]
    return (named[start : start + _CHUNK] for start in range(0, len(named), _CHUNK))


@lru_cache(maxsize=100_000)
def _known(term: object) -> Node:
    return as_in_files(term_of(term))


def as_in_files(node: Node) -> Node:
    """A term as graph/ writes it. Oxigraph writes '1.0' as '1'; graph/ has every decimal with its point."""
    if isinstance(node, Literal) and node.datatype == XSD.decimal and "." not in str(node):
        return Literal(f"{node}.0", datatype=XSD.decimal, normalize=False)
    return node


def copied(facts: Graph) -> Graph:
    """All of a view in memory, for pySHACL."""
    graph = Graph()
    for triple in facts:
        graph.add(triple)
    return graph


def term_in_store(node: Node | None) -> Any:
    """An rdflib term as one of Oxigraph."""
    if node is None:
        return None
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    if not isinstance(node, Literal):
        return ox.NamedNode(str(node))
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
