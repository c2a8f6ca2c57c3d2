"""Which focus nodes a change of the graph may concern."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from rdflib import RDFS, URIRef

from directive_kg.check.engine.reads import Reads
from directive_kg.check.engine.source import Source
from directive_kg.check.engine.terms import Token, is_blank

_CHUNK: Final = 1000  # nodes that one query names


class Change(NamedTuple):
    """One statement that came or went."""

    subject: Token
    property: URIRef
    value: Token


class Changes:
    """All that came or went between two states of a graph; `source` is one of the two."""

    def __init__(self, changes: Iterable[Change], source: Source) -> None:
        self._subjects = defaultdict[URIRef, set[Token]](set)
        self._values = defaultdict[URIRef, set[Token]](set)
        for change in changes:
            self._subjects[change.property].add(change.subject)
            self._values[change.property].add(change.value)
        self._source = source
        self._kept: dict[tuple[str, URIRef, bool], frozenset[Token] | None] = {}

    def __bool__(self) -> bool:
        return bool(self._subjects)

    def focus_nodes(self, reads: Reads) -> frozenset[Token] | None:
        """The nodes whose results may be others than before, targets or not; None: all of them may."""
        if not self:
            return frozenset()
        if RDFS.subClassOf in self._subjects or reads.touched_by(self._subjects):
            return None
        found = set[Token]()
        for look in reads.looks:
            nodes = self._behind(look.way, look.property, back=look.back)
            if nodes is None:
                return None
            found |= nodes
        return frozenset(found)

    def _behind(self, way: str, iri: URIRef, *, back: bool) -> frozenset[Token] | None:
        key = (way, iri, back)
        if key not in self._kept:
            ends = (self._values if back else self._subjects).get(iri, set())
            self._kept[key] = None if any(map(is_blank, ends)) else self._walked(way, sorted(ends))
        return self._kept[key]

    def _walked(self, way: str, ends: list[Token]) -> frozenset[Token] | None:
        """The nodes from which a way leads to one of these."""
        if not way:
            return frozenset(ends)
        found = set[Token]()
        for start in range(0, len(ends), _CHUNK):
            named = " ".join(ends[start : start + _CHUNK])
            rows = self._source.rows(f"SELECT DISTINCT ?f {{ VALUES ?x {{ {named} }} ?f {way} ?x }}")
            found.update(row[0] for row in rows if row[0] is not None)
        # No query can name a blank node again.
        return None if any(map(is_blank, found)) else frozenset(found)
