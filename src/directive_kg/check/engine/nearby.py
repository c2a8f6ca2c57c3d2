"""Statements that are fetched when a way comes to them: a graph of which no more is held than somebody looks at."""

from collections.abc import Callable, Iterable, Iterator, Set
from typing import Final

import pyoxigraph as ox
from rdflib import URIRef

from directive_kg.check.engine.steps import Again, Choice, Path, Sequence, Step
from directive_kg.errors import CheckError

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Fetch = Callable[[Set[Term], str], Iterable[bytes]]

_PLAIN: Final = ox.RdfFormat.N_TRIPLES


class Nearby:
    """`fetch` gives the statements about some things, or those that mention them by a property, as blocks of N-Triples.

    It may give more, and what is asked for a second time it need not give again.
    """

    def __init__(self, fetch: Fetch) -> None:
        self.store = ox.Store()
        self._fetch = fetch

    def look(self, things: Set[Term], by: str = "") -> None:
        """See to it that everything said of some things, or what mentions them by a property, is in the store.

        Raises CheckError for what mentions a literal: that may stand anywhere.
        """
        if by and any(isinstance(thing, ox.Literal) for thing in things):
            raise CheckError("giá trị có thể đứng ở bất cứ đâu / a value may stand anywhere")
        for lines in self._fetch(things, by):
            self.add(lines)

    def add(self, lines: bytes) -> None:
        """Put statements into the store."""
        if b"_:" in lines:  # loading would name blank nodes anew
            self.store.extend(ox.parse(lines, format=_PLAIN))
        else:
            self.store.load(lines, format=_PLAIN)

    def ends(self, way: Path, start: Set[Term]) -> Set[Term]:
        """Where a way leads from some things. Raises as `look` does."""
        match way:
            case Step(iri, back):
                return self.step(start, iri, back=back)
            case Sequence(parts):
                for part in parts:
                    start = self.ends(part, start)
                return start
            case Choice(parts):
                return frozenset[Term]().union(*(self.ends(part, start) for part in parts))
            case Again(part, least, more):
                new = self.ends(part, start)
                found = set(new) if least else {*start, *new}
                while more and new:
                    new = self.ends(part, new) - found
                    found |= new
                return found

    def step(self, start: Set[Term], iri: URIRef, *, back: bool) -> Set[Term]:
        """One property from some things, or back to them. Raises as `look` does."""
        self.look(start, str(iri) if back else "")
        return frozenset(self._beside(start, ox.NamedNode(str(iri)), back=back))

    def _beside(self, start: Set[Term], iri: ox.NamedNode, *, back: bool) -> Iterator[Term]:
        for thing in start:
            if back:
                yield from (quad.subject for quad in self.store.quads_for_pattern(None, iri, thing, None))
            elif isinstance(thing, ox.NamedNode | ox.BlankNode):
                yield from (quad.object for quad in self.store.quads_for_pattern(thing, iri, None, None))
