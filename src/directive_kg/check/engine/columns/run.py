"""Shapes on columns: which nodes they are about, and what was found as SHACL results."""

from collections.abc import Callable, Iterator, Set
from functools import partial
from typing import TypeVar

import numpy as np
import pyoxigraph as ox
from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from directive_kg.check.engine.columns.area import Area
from directive_kg.check.engine.columns.asked import Asked
from directive_kg.check.engine.columns.dictionary import Ids, Mask, unique
from directive_kg.check.engine.columns.judge import Block, ColumnJudge
from directive_kg.check.engine.columns.named import NamedNodes
from directive_kg.check.engine.columns.table import Columns
from directive_kg.check.engine.found import EngineResult
from directive_kg.check.engine.judge import ShapeJudge, result_of
from directive_kg.check.engine.model import is_class
from directive_kg.check.engine.source import CachedSource, OxigraphSource, Source
from directive_kg.check.engine.targets import target_patterns
from directive_kg.check.engine.terms import node_of
from directive_kg.errors import CheckError

_Answer = TypeVar("_Answer")


class ColumnEngine:
    """One shapes graph on the columns of one source."""

    def __init__(self, graph: Graph, columns: Columns, source: Source) -> None:
        """`source` is asked by the queries that may look at anything at all."""
        self._graph = graph
        self._columns = columns
        self._source = source
        self._terms = CachedSource(OxigraphSource(ox.Store()))  # what is asked of terms hangs on no statement
        self._reader = ShapeJudge(graph, self._terms)
        self._judge = ColumnJudge(graph, columns, source, self._reader.read)
        self._areas: dict[tuple[Node, ...], Area] = {}
        self._nodes: dict[int, Node] = {}

    def area(self, shape: Node) -> Area:
        """The focus nodes of a shape; shapes about the same nodes get the same area. Raises CheckError as targets do."""
        if (shape, SH.target, None) in self._graph:
            raise CheckError("sh:target không được hỗ trợ / sh:target is not supported")
        classes = set(self._graph.objects(shape, SH.targetClass)) | ({shape} if is_class(self._graph, shape) else set())
        named, subjects, objects = (
            sorted(self._graph.objects(shape, target), key=str)
            for target in (SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
        )
        key = (
            *sorted(classes, key=str),
            SH.targetNode,
            *named,
            SH.targetSubjectsOf,
            *subjects,
            SH.targetObjectsOf,
            *objects,
        )
        if key not in self._areas:
            found: list[Ids] = [self._columns.instances(_iri(kind)) for kind in sorted(classes, key=str)]
            found += [unique(self._columns.property(_iri(p)).first) for p in subjects]
            found += [unique(self._columns.property(_iri(p)).second) for p in objects]
            if named:
                found.append(Asked(self._columns.dictionary, self._terms).stored(named))
            nodes = found[0] if len(found) == 1 else unique(np.concatenate(found))
            patterns = None if named else partial(target_patterns, self._graph, shape, self._source)
            self._areas[key] = Area(self._columns, nodes, patterns)
        return self._areas[key]

    def names(self, area: Area, kept: Mask) -> Set[str]:
        """Some nodes of an area by their names."""
        return NamedNodes(self._columns.dictionary, area.nodes[kept])

    def failing(self, shape: Node, area: Area) -> Mask:
        """Which nodes do not conform to a shape. Raises CheckError for what is not for columns."""
        return self._tried(lambda: self._judge.failing(self._reader.read(shape), area))

    def results(self, shape: Node, area: Area) -> list[EngineResult]:
        """What was found. Raises as `failing` does."""
        blocks = self._tried(lambda: list(self._judge.blocks(self._reader.read(shape), area)))
        return [result for block in blocks for result in self._told(block)]

    def _tried(self, work: Callable[[], _Answer]) -> _Answer:
        try:
            return work()
        except CheckError:
            self._judge.start_again()
            raise

    def _told(self, block: Block) -> Iterator[EngineResult]:
        shape = block.shape
        path = shape.path.node if shape.path is not None else None
        for found in block.told:
            yield result_of(shape, block.component, found)
        focus, values = block.focus, block.values
        self._name(focus if values is None else np.concatenate([focus, values]))
        known = self._nodes
        for number, node in enumerate(focus.tolist()):
            value = None if values is None else known[int(values[number])]
            yield EngineResult(known[node], path, value, block.component, shape.node, shape.severity, shape.messages)

    def _name(self, ids: Ids) -> None:
        new = [number for number in unique(ids).tolist() if number not in self._nodes]
        tokens = self._columns.dictionary.tokens(np.array(new, dtype=np.int64))
        self._nodes.update(zip(new, map(node_of, tokens), strict=True))


def _iri(node: Node) -> URIRef:
    if not isinstance(node, URIRef):
        raise CheckError(f"phải là IRI / must be an IRI: {node}")
    return node
