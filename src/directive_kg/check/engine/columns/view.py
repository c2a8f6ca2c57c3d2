"""Columns as an rdflib graph, to look things up in."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from directive_kg.check.engine.columns.asked import Asked
from directive_kg.check.engine.columns.table import Columns
from directive_kg.check.engine.facts import ReadOnlyStore, as_in_files
from directive_kg.check.engine.source import OxigraphSource
from directive_kg.check.engine.terms import node_of, token_of

_KEPT: Final = 200_000  # terms
_AT_ONCE: Final = 100_000  # statements, where all of a property are asked for
_NOWHERE: Final[Iterator[Any]] = iter(())  # rdflib asks for contexts; there are none


def facts_in(columns: Columns) -> Graph:
    """A graph of what is held as columns; it takes no statements."""
    return Graph(store=_View(columns))


class _View(ReadOnlyStore):
    """All statements of some columns."""

    def __init__(self, columns: Columns) -> None:
        super().__init__()
        self._columns = columns
        self._asked = Asked(columns.dictionary, OxigraphSource(ox.Store()))
        self._numbers: dict[Node, int] = {}
        self._nodes: dict[int, Node] = {}

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:  # noqa: ARG002 - rdflib's own form
        """The statements that fit, each once."""
        subject, predicate, value = triple_pattern
        if isinstance(subject, Literal) or not isinstance(predicate, URIRef | None):
            return
        for iri in [predicate] if predicate is not None else self._columns.properties():
            for start, end in self._of(iri, subject, value):
                yield (start, iri, end), _NOWHERE

    def __len__(self, context: Any = None) -> int:
        """How many statements there are."""
        return sum(len(self._columns.property(iri).first) for iri in self._columns.properties())

    def _of(self, iri: URIRef, subject: Node | None, value: Node | None) -> Iterator[tuple[Node, Node]]:
        if subject is not None:
            return ((subject, end) for end in self._beside(iri, subject) if value is None or end == value)
        if value is not None:
            return ((start, value) for start in self._beside(iri, value, inverse=True))
        return self._all(iri)

    def _beside(self, iri: URIRef, node: Node, *, inverse: bool = False) -> list[Node]:
        """What stands on the other side of a node."""
        if len(self._numbers) >= _KEPT:
            self._nodes, self._numbers = {}, {}
        pairs = self._columns.property(iri, inverse=inverse)
        number = self._number(node)
        low, high = np.searchsorted(pairs.first, (number, number + 1))
        beside: list[int] = pairs.second[low:high].tolist()
        self._learn([number for number in beside if number not in self._nodes])
        return [self._nodes[number] for number in beside]

    def _learn(self, numbers: list[int]) -> None:
        """What was looked up one way is mostly looked up the other way next."""
        if not numbers:
            return
        nodes = list(map(_node, self._columns.dictionary.tokens(np.array(numbers, dtype=np.int64))))
        self._nodes.update(zip(numbers, nodes, strict=True))
        self._numbers.update(zip(nodes, numbers, strict=True))

    def _number(self, node: Node) -> int:
        if node not in self._numbers:
            plain = not isinstance(node, Literal)
            number = self._columns.dictionary.id(token_of(node)) if plain else self._asked.number(node)
            self._numbers[node] = number
        return self._numbers[node]

    def _all(self, iri: URIRef) -> Iterator[tuple[Node, Node]]:
        pairs, tokens = self._columns.property(iri), self._columns.dictionary.tokens
        for start in range(0, len(pairs.first), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            yield from zip(map(_node, tokens(pairs.first[some])), map(_node, tokens(pairs.second[some])), strict=True)


def _node(token: str) -> Node:
    return as_in_files(node_of(token))
