"""SHACL paths as steps that arrays can take."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from directive_kg.check.engine.columns.table import Columns, Pairs, follow, keys_of, unique_pairs
from directive_kg.errors import CheckError

Walk = Callable[[Columns, Pairs], Pairs]


@dataclass(frozen=True, slots=True)
class Step:
    """One property, forth or back."""

    iri: URIRef
    back: bool

    def __call__(self, columns: Columns, start: Pairs) -> Pairs:
        """Where the pairs lead."""
        return follow(columns.property(self.iri, inverse=self.back), start)


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    parts: tuple["Path", ...]

    def __call__(self, columns: Columns, start: Pairs) -> Pairs:
        """Where the pairs lead."""
        for part in self.parts:
            start = unique_pairs(*part(columns, start))
        return start


@dataclass(frozen=True, slots=True)
class Choice:
    """Any of them."""

    parts: tuple["Path", ...]

    def __call__(self, columns: Columns, start: Pairs) -> Pairs:
        """Where the pairs lead."""
        ways = [part(columns, start) for part in self.parts]
        return Pairs(np.concatenate([way.first for way in ways]), np.concatenate([way.second for way in ways]))


@dataclass(frozen=True, slots=True)
class Again:
    """No step (`least` 0) or one, and more of them where `more`."""

    part: "Path"
    least: int
    more: bool

    def __call__(self, columns: Columns, start: Pairs) -> Pairs:
        """Where the pairs lead."""
        new = unique_pairs(*self.part(columns, start))
        found = new if self.least else unique_pairs(*_both(start, new))
        while self.more and len(new.first):
            step = unique_pairs(*self.part(columns, new))
            fresh = ~np.isin(keys_of(*step), keys_of(*found), assume_unique=True)
            new = Pairs(step.first[fresh], step.second[fresh])
            found = unique_pairs(*_both(found, new))
        return found


Path = Step | Sequence | Choice | Again


def steps_of(graph: Graph, node: Node) -> Path:
    """The path at a node, which `paths.read_path` has found to be sound. Raises CheckError for one that is none."""
    if isinstance(node, URIRef):
        return Step(node, back=False)
    if (node, RDF.first, None) in graph:
        return Sequence(tuple(steps_of(graph, member) for member in graph.items(node)))
    choices = graph.value(node, SH.alternativePath)
    if choices is not None:
        return Choice(tuple(steps_of(graph, member) for member in graph.items(choices)))
    inverse = graph.value(node, SH.inversePath)
    if inverse is not None:
        return _turned(steps_of(graph, inverse))
    for predicate, least, more in (
        (SH.zeroOrMorePath, 0, True),
        (SH.oneOrMorePath, 1, True),
        (SH.zeroOrOnePath, 0, False),
    ):
        inner = graph.value(node, predicate)
        if inner is not None:
            return Again(steps_of(graph, inner), least, more)
    raise CheckError(f"sh:path hỏng / a broken sh:path: {node}")


def _turned(path: Path) -> Path:
    match path:
        case Step(iri, back):
            return Step(iri, not back)
        case Sequence(parts):
            return Sequence(tuple(_turned(part) for part in reversed(parts)))
        case Choice(parts):
            return Choice(tuple(_turned(part) for part in parts))
        case Again(part, least, more):
            return Again(_turned(part), least, more)


def _both(one: Pairs, other: Pairs) -> Pairs:
    return Pairs(np.concatenate([one.first, other.first]), np.concatenate([one.second, other.second]))
