"""What only an engine of SPARQL can tell of terms: how it writes them and how it compares them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rdflib import Literal, URIRef
from rdflib.term import Node

from directive_kg.check.engine.columns.dictionary import Dictionary, Ids, Mask
from directive_kg.check.engine.source import Source
from directive_kg.check.engine.terms import Token, token_of
from directive_kg.errors import CheckError

_CHUNK: Final = 5000  # terms that one query names


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions about terms, and not about the graph."""

    dictionary: Dictionary
    source: Source

    def term(self, node: Node) -> Token:
        """A term of a shape in a query. Raises CheckError for a blank node."""
        if not isinstance(node, Literal | URIRef):
            raise CheckError("nút trống trong shape / a blank node in a shape: no query can name it")
        return token_of(node)

    def number(self, node: Node) -> int:
        """The number of a term as the store writes it."""
        return int(self.stored([node])[0])

    def stored(self, nodes: Sequence[Node]) -> Ids:
        """The numbers of terms as the store writes them, sorted: it may write '01' as '1'."""
        tokens = [self.term(node) for node in nodes]
        typed = [token for token in tokens if token.endswith(">") and token.startswith('"')]
        plain = [token for token in tokens if token not in typed]
        if typed:
            rows = self.source.rows(f"SELECT ?x {{ VALUES ?x {{ {' '.join(typed)} }} }}")
            plain += [row[0] for row in rows if row[0] is not None]
        return np.unique(self.dictionary.ids(plain))

    def holds(self, ids: Ids, condition: Callable[[str], str]) -> Mask:
        """Of which terms a condition on a variable holds; of no blank node."""
        tokens = self.dictionary.tokens(ids)
        named = [token for token in tokens if not token.startswith("_:")]
        good = set[Token]()
        for start in range(0, len(named), _CHUNK):
            values = " ".join(named[start : start + _CHUNK])
            rows = self.source.rows(f"SELECT ?v {{ VALUES ?v {{ {values} }} FILTER ({condition('?v')}) }}")
            good.update(row[0] for row in rows if row[0] is not None)
        return np.fromiter((token in good for token in tokens), dtype=np.bool_, count=len(tokens))

    def ordered(self, first: Ids, second: Ids, sign: str) -> Mask:
        """Which pairs stand in an order; of blank nodes none."""
        pairs = list(zip(self.dictionary.tokens(first), self.dictionary.tokens(second), strict=True))
        named = [(a, b) for a, b in pairs if not a.startswith("_:") and not b.startswith("_:")]
        good = set[tuple[Token | None, ...]]()
        for start in range(0, len(named), _CHUNK):
            values = " ".join(f"({a} {b})" for a, b in named[start : start + _CHUNK])
            query = f"SELECT ?v ?w {{ VALUES (?v ?w) {{ {values} }} FILTER (COALESCE(?v {sign} ?w, false)) }}"
            good.update(self.source.rows(query))
        return np.fromiter((pair in good for pair in pairs), dtype=np.bool_, count=len(pairs))
