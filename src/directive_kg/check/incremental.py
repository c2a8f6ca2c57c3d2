"""A check that goes on from an earlier one: what no change can have reached is taken from there.

The cache folder holds the graph as it was checked (an Oxigraph index, a named graph for each of graph/'s) and what
each shape found. A run reads the files whose bytes changed, puts the difference into the index, and tries each shape
on the nodes that the difference can concern (`engine/reads.py`). Its report is the report of a full run.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from rdflib import URIRef

from directive_kg.check.engine.affected import Changes
from directive_kg.check.engine.checker import FastChecker
from directive_kg.check.engine.domain import Domain
from directive_kg.check.engine.reads import Reader
from directive_kg.check.engine.targets import target_patterns
from directive_kg.check.engine.terms import Token, node_of
from directive_kg.check.run import Outcome, Result
from directive_kg.check.shapes import Shape
from directive_kg.errors import CheckError

_MOST = 5000  # nodes; for more of them the whole shape takes no longer


@dataclass(frozen=True, slots=True)
class Known:
    """What a shape found in an earlier run."""

    checked: Set[str]
    results: tuple[Result, ...]


@dataclass(slots=False)
class IncrementalChecker(FastChecker):
    """A checker that knows an earlier run of the same shapes and what has changed since."""

    known: dict[URIRef, Known] = field(default_factory=dict)
    changes: Changes | None = None  # None: nothing is known of what changed
    now: dict[URIRef, Known] = field(default_factory=dict)  # for the next run; without what broke
    tried: dict[URIRef, int | None] = field(default_factory=dict)  # on how many nodes; None: all

    def outcome(self, shape: Shape) -> Outcome:
        """How one shape comes out, tried on as few nodes as will do."""
        found = self._from_known(shape)
        if found is None:
            found = super().outcome(shape)
            self.tried[shape.iri] = None
        if not found.trouble:
            self.now[shape.iri] = Known(found.checked, found.results)
        return found

    def _from_known(self, shape: Shape) -> Outcome | None:
        known = self.known.get(shape.iri)
        if known is None or self.changes is None:
            return None
        reader = Reader(self.shapes.graph, self._judge.read)
        nodes = self.changes.focus_nodes(reader.of(shape.iri, shape.applies_to))
        if nodes is None or len(nodes) > _MOST:
            return None
        self.tried[shape.iri] = len(nodes)
        if not nodes:
            return Outcome(shape, checked=known.checked, results=known.results)
        try:
            return self._on(shape, nodes, known)
        except (CheckError, ValueError):
            self._judge.start_again()
            return None

    def _on(self, shape: Shape, nodes: frozenset[Token], known: Known) -> Outcome:
        """Known results, with those of some nodes found anew."""
        targets = self._targets(shape, nodes)
        domain = Domain.of_nodes(self._kept, targets)
        wrong: Iterable[Token] = ()
        if targets and shape.applies_to is not None:
            wrong = self._judge.failing(self._judge.read(shape.applies_to), domain)
        new = self._results(list(self._judge.results(self._judge.read(shape.iri), domain))) if targets else ()
        gone = frozenset(str(node_of(token)) for token in nodes)
        kept = [result for result in known.results if str(result.focus) not in gone]
        checked = frozenset(name for name in known.checked if name not in gone)
        checked |= {str(node_of(token)) for token in targets - frozenset(wrong)}
        return Outcome(shape, checked=checked, results=self._in_order([*kept, *new]))

    def _targets(self, shape: Shape, nodes: frozenset[Token]) -> frozenset[Token]:
        """Those that the shape is about now."""
        patterns = target_patterns(self.shapes.graph, shape.iri, self._kept)
        inside = Domain.of_nodes(self._kept, nodes)
        return frozenset(token for pattern in patterns for token in inside.having(pattern.replace("?FOCUS", "?f")))
