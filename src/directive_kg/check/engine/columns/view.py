"""Columns as an rdflib graph, to look things up in."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.store import Store
from rdflib.term import Node

from directive_kg.check.engine.columns.asked import Asked
from directive_kg.check.engine.columns.table import Columns
from directive_kg.check.engine.facts import as_in_files
from directive_kg.check.engine.source import OxigraphSource
from directive_kg.check.engine.terms import node_of, token_of

_KEPT: Final = 200_000  # terms
_AT_ONCE: Final = 100_000  # statements, where all of a property are asked for
_NOWHERE: Final[Iterator[Any]] = iter(())  # rdflib asks for contexts; there are none


def facts_in(columns: Columns) -> Graph:
    """A graph of what is held as columns; it takes no statements."""
    return Graph(store=_View(columns))


class _View(Store):
    """All statements of some columns."""

    def __init__(self, columns: Columns) -> None:
        super().__init__()
        self._columns = columns
        self._asked = Asked(columns.dictionary, OxigraphSource(ox.Store()))
        self._number = lru_cache(_KEPT)(self._number_of)
        self._node = lru_cache(_KEPT)(lambda number: _node(columns.dictionary.tokens(np.array([number]))[0]))

    def add(self, triple: Any, context: Any = None, quoted: bool = False) -> None:
        """Nothing is added: the day of a check is in the shapes (`today.with_day`)."""

    def remove(self, triple: Any, context: Any = None) -> None:
        """Nothing was added."""

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
            ends = (self._node(number) for number in self._beside(iri, subject, inverse=False))
            return ((subject, end) for end in ends if value is None or end == value)
        if value is not None:
            return ((self._node(number), value) for number in self._beside(iri, value, inverse=True))
        return self._all(iri)

    def _beside(self, iri: URIRef, node: Node, *, inverse: bool) -> list[int]:
        """What stands on the other side of a node."""
        pairs = self._columns.property(iri, inverse=inverse)
        number = self._number(node)
        low, high = np.searchsorted(pairs.first, (number, number + 1))
        found: list[int] = pairs.second[low:high].tolist()
        return found

    def _number_of(self, node: Node) -> int:
        if isinstance(node, Literal):
            return self._asked.number(node)
        return self._columns.dictionary.id(token_of(node))

    def _all(self, iri: URIRef) -> Iterator[tuple[Node, Node]]:
        pairs, tokens = self._columns.property(iri), self._columns.dictionary.tokens
        for start in range(0, len(pairs.first), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            yield from zip(map(_node, tokens(pairs.first[some])), map(_node, tokens(pairs.second[some])), strict=True)


def _node(token: str) -> Node:
    return as_in_files(node_of(token))
