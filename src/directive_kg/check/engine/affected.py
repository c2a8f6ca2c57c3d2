"""Which focus nodes a change of the graph may concern."""

from collections import defaultdict
from collections.abc import Iterable, Set

import pyoxigraph as ox
from rdflib import RDFS, URIRef

from directive_kg.check.engine.nearby import Nearby, Term
from directive_kg.check.engine.reads import Look, Reads
from directive_kg.check.engine.steps import turned


class Changes:
    """All that came or went between two states of a graph; `nearby` is the new one."""

    def __init__(self, changes: Iterable[ox.Triple], nearby: Nearby) -> None:
        self._subjects = defaultdict[URIRef, set[Term]](set)
        self._values = defaultdict[URIRef, set[Term]](set)
        for change in changes:
            iri = URIRef(change.predicate.value)
            self._subjects[iri].add(change.subject)
            self._values[iri].add(change.object)
        self._nearby = nearby
        self._kept: dict[Look, Set[Term]] = {}

    def everywhere(self, reads: Reads) -> bool:
        """Whether the result of any node may be another than before."""
        return bool(self._subjects) and reads.touched_by(self._subjects)

    @property
    def of_classes(self) -> bool:
        """Whether a class is below others than before."""
        return RDFS.subClassOf in self._subjects

    def focus_nodes(self, reads: Reads) -> Set[Term]:
        """The nodes whose results may be others than before, targets or not.

        Raises CheckError where a way back goes over a literal.
        """
        return frozenset[Term]().union(*map(self._behind, reads.looks))

    def _behind(self, look: Look) -> Set[Term]:
        if look not in self._kept:
            ends = (self._values if look.back else self._subjects).get(look.property)
            self._kept[look] = self._nearby.ends(turned(look.way), ends) if ends else frozenset()
        return self._kept[look]
