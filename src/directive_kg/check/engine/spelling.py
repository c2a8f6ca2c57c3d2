"""The words of literals as the data has them: Oxigraph keeps numbers by their worth and writes '1.0' as '1'."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from directive_kg.check.engine.found import EngineResult


class Spelling:
    """How the literals of a graph, and those that shapes name as targets, are written."""

    def __init__(self, data: Graph, targets: Iterable[Node] = ()) -> None:
        self._data = data
        self._targets = {node for node in targets if isinstance(node, Literal)}

    def as_written(self, result: EngineResult) -> EngineResult:
        """The result with every number, day and truth value spelled as in the data."""
        focus = self._spelled(result.focus, ())
        if result.value is None:
            return replace(result, focus=focus)
        if result.value == result.focus:
            return replace(result, focus=focus, value=focus)
        path = result.path
        near = self._data.objects(focus, path) if isinstance(path, URIRef) else ()
        return replace(result, focus=focus, value=self._spelled(result.value, near))

    def _spelled(self, node: Node, near: Iterable[Node]) -> Node:
        if not isinstance(node, Literal) or node.datatype is None:
            return node
        if node in self._targets or (None, None, node) in self._data:
            return node
        same = [other for other in near if isinstance(other, Literal) and _worth(other) == _worth(node)]
        return min(same or self._by_worth.get(_worth(node), set()), key=str, default=node)

    @cached_property
    def _by_worth(self) -> dict[tuple[object, ...], set[Literal]]:
        found = defaultdict[tuple[object, ...], set[Literal]](set)
        for node in (*self._targets, *self._data.objects(unique=True)):
            if isinstance(node, Literal) and node.datatype is not None:
                found[_worth(node)].add(node)
        return found


def _worth(node: Literal) -> tuple[object, ...]:
    """What two spellings of one literal share."""
    return (node.datatype, str(node) if node.value is None else "", node.value)
