"""The columns of a graph: the statements of each property as two arrays of numbers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from rdflib import RDF, RDFS, URIRef

from directive_kg.check.engine.columns.dictionary import Dictionary, Ids, unique, within
from directive_kg.check.engine.columns.lines import tables_of
from directive_kg.check.engine.columns.stored import as_stored
from directive_kg.check.engine.terms import token_of

_SHIFT: Final = 32
_LINES: Final = 200_000  # statements that are written down at once
_Half = npt.NDArray[np.uint32]


class Pairs(NamedTuple):
    """Two columns, each pair once, sorted by the first."""

    first: Ids
    second: Ids


class Columns:
    """All statements of a graph by their properties; what nobody asks for is neither sorted nor turned round."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        """Read lines of N-Triples (`lines.tables_of`, and its errors)."""
        self.dictionary = Dictionary()
        self._read: dict[int, list[tuple[_Half, _Half]]] = defaultdict(list)
        self._pairs: dict[tuple[str, bool], Pairs] = {}
        self._instances: dict[str, Ids] = {}
        self._spelled = {0: 0}
        self._known = 0  # numbers below it are of tokens whose spelling was looked at
        for table in tables_of(blocks):
            self._take(table)

    def properties(self) -> list[URIRef]:
        """Those of which there is a statement."""
        unread = self.dictionary.tokens(np.array(sorted(self._read), dtype=np.int64))
        names = {iri for iri, _ in self._pairs} | {token[1:-1] for token in unread}
        return [iri for name in sorted(names) if len(self.property(iri := URIRef(name)).first)]

    def property(self, iri: URIRef, *, inverse: bool = False) -> Pairs:
        """Subjects and objects of a property, or the other way round."""
        key = (str(iri), inverse)
        if key not in self._pairs:
            if inverse:
                there = self.property(iri)
                self._pairs[key] = unique_pairs(there.second, there.first)
            else:
                parts = self._read.pop(self.dictionary.id(token_of(iri)), []) or [_nothing()]
                first, second = (np.concatenate(column).astype(np.int64) for column in zip(*parts, strict=True))
                self._pairs[key] = unique_pairs(first, second)
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
            numbers = np.array(sorted(kinds), dtype=np.int64)
            named = numbers[self.dictionary.kinds(numbers) == "<"]
            self._instances[str(kind)] = unique(from_any(self.property(RDF.type, inverse=True), named).second)
        return self._instances[str(kind)]

    def lines(self, iri: URIRef, pairs: Pairs) -> Iterator[bytes]:
        """Statements of a property as N-Triples, some thousand at a time."""
        for start in range(0, len(pairs.first), _LINES):
            some = slice(start, start + _LINES)
            subjects, objects = self.dictionary.texts(pairs.first[some]), self.dictionary.texts(pairs.second[some])
            parts = (subjects, pl.lit(f" {token_of(iri)} "), objects, pl.lit(" ."))
            written = pl.select(pl.concat_str(*parts).str.join("\n")).item()
            yield f"{written}\n".encode()

    def _take(self, table: pl.DataFrame) -> None:
        subjects, properties, objects = (self.dictionary.encode(column).astype(np.uint32) for column in table)
        objects = self._as_stored(objects)
        order = np.argsort(properties, kind="stable")
        ends = np.flatnonzero(np.diff(properties[order])) + 1
        for rows in np.split(order, ends):
            self._read[int(properties[rows[0]])].append((subjects[rows], objects[rows]))

    def _as_stored(self, objects: _Half) -> _Half:
        """The same with the numbers of tokens as Oxigraph writes them; only new ones are looked at."""
        top = int(objects.max()) + 1
        if top > self._known:
            new = np.arange(self._known, top, dtype=np.int64)
            self._known = top
            self._spelled.update(as_stored(self.dictionary, new))
        odd, right = (np.array(side, dtype=np.uint32) for side in zip(*sorted(self._spelled.items()), strict=True))
        at = np.minimum(np.searchsorted(odd, objects), len(odd) - 1)
        return np.where(odd[at] == objects, right[at], objects)


def _nothing() -> tuple[_Half, _Half]:
    return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint32)


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


def from_any(pairs: Pairs, first: Ids) -> Pairs:
    """Those pairs whose first is among some, which are sorted."""
    if len(first) > len(pairs.first):
        kept = within(pairs.first, first)
        return Pairs(pairs.first[kept], pairs.second[kept])
    return follow(pairs, Pairs(first, first))
