"""The columns of a graph: the statements of one property as two arrays of numbers, read by one query each."""

from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol

import numpy as np
import polars as pl
from rdflib import RDF, RDFS, XSD, URIRef

from directive_kg.check.engine.columns.dictionary import Dictionary, Ids, unique
from directive_kg.check.engine.terms import DECIMAL, token_of
from directive_kg.errors import CheckError

_SHIFT: Final = 32


class TableSource(Protocol):
    """Where the statements are."""

    def table(self, query: str) -> bytes:
        """The answer of a SELECT as SPARQL TSV. Raises CheckError when it cannot run."""
        ...


class Pairs(NamedTuple):
    """Two columns, each pair once, sorted by the first."""

    first: Ids
    second: Ids


class Columns:
    """The properties that shapes ask for, as they ask."""

    def __init__(self, source: TableSource) -> None:
        self.dictionary = Dictionary()
        self._source = source
        self._pairs: dict[tuple[str, bool], Pairs] = {}
        self._instances: dict[str, Ids] = {}

    def property(self, iri: URIRef, *, inverse: bool = False) -> Pairs:
        """Subjects and objects of a property, or the other way round."""
        key = (str(iri), inverse)
        if key not in self._pairs:
            if inverse:
                there = self.property(iri)
                self._pairs[key] = unique_pairs(there.second, there.first)
            else:
                self._pairs[key] = unique_pairs(*self._read(f"SELECT ?a ?b {{ ?a {token_of(iri)} ?b }}", 2))
        return self._pairs[key]

    def instances(self, kind: URIRef) -> Ids:
        """The instances of a class, sub-classes counted where the graph declares them."""
        if str(kind) not in self._instances:
            below = self.property(RDFS.subClassOf)
            kinds, waiting = {self.dictionary.id(token_of(kind))}, [self.dictionary.id(token_of(kind))]
            while waiting:
                new = set(below.first[below.second == waiting.pop()].tolist()) - kinds
                kinds |= new
                waiting += new
            each = [
                self._read(f"SELECT ?a {{ ?a {token_of(RDF.type)} {token} }}", 1)[0]
                for token in self.dictionary.tokens(np.array(sorted(kinds), dtype=np.int64))
                if token.startswith("<")
            ]
            self._instances[str(kind)] = unique(np.concatenate(each))
        return self._instances[str(kind)]

    def warm(self, properties: Iterable[URIRef], kinds: Iterable[URIRef]) -> None:
        """Read all these now."""
        for iri in properties:
            self.property(iri)
        for kind in kinds:
            self.instances(kind)

    def _read(self, query: str, width: int) -> list[Ids]:
        data = self._source.table(query)
        try:
            frame = pl.read_csv(
                data, separator="\t", quote_char=None, infer_schema=False, new_columns=["a", "b"][:width]
            )
        except pl.exceptions.PolarsError as error:
            raise CheckError(f"không đọc được bảng / the table cannot be read: {str(error)[:200]}") from error
        return [self.dictionary.encode(_in_full(frame[name])) for name in frame.columns]


def _in_full(cells: pl.Series) -> pl.Series:
    """Cells as N-Triples tokens: TSV writes some numbers and truth values without quotes (`terms.full`)."""
    short = ~cells.str.contains(r'^[<_"]')
    if not short.any():
        return cells
    words = cells.set(~short, None)
    kinds = (
        pl.when(words.is_in(["true", "false"]))
        .then(pl.lit(str(XSD.boolean)))
        .when(words.str.contains(f"^{DECIMAL}$"))
        .then(pl.lit(str(XSD.decimal)))
        .when(words.str.contains("(?i)e"))
        .then(pl.lit(str(XSD.double)))
        .otherwise(pl.lit(str(XSD.integer)))
    )
    written = pl.select(pl.concat_str(pl.lit('"'), words, pl.lit('"^^<'), kinds, pl.lit(">"))).to_series()
    return written.zip_with(short, cells)


def unique_pairs(first: Ids, second: Ids) -> Pairs:
    """Each pair once, sorted."""
    keys = unique(keys_of(first, second))
    return Pairs(keys >> _SHIFT, keys & ((1 << _SHIFT) - 1))


def keys_of(first: Ids, second: Ids) -> Ids:
    """A pair as one number."""
    return (first << _SHIFT) | second


def follow(pairs: Pairs, start: Pairs) -> Pairs:
    """Join: (a, b) of `start` and (b, c) of `pairs` give (a, c); a pair may come again."""
    low = np.searchsorted(pairs.first, start.second, side="left")
    high = np.searchsorted(pairs.first, start.second, side="right")
    counts = high - low
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    at = np.arange(total, dtype=np.int64) + np.repeat(low - (ends - counts), counts)
    return Pairs(np.repeat(start.first, counts), pairs.second[at])
