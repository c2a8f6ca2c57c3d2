"""Nodes that a shape is tried on, and where paths lead from them."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from directive_kg.check.engine.columns.dictionary import Ids, Mask, unique, within
from directive_kg.check.engine.columns.table import Columns, Pairs, unique_pairs
from directive_kg.check.engine.columns.walk import walk
from directive_kg.check.engine.steps import Path, Step


@dataclass(eq=False)
class Area:
    """A set of nodes; masks are as long as it, and positions count in it."""

    columns: Columns
    nodes: Ids  # sorted, each once
    patterns: Callable[[], tuple[str, ...]] | None = None  # of a query that binds ?FOCUS to them, where there is one
    _ways: dict[str, Pairs] = field(default_factory=dict, repr=False)
    _reached: dict[str, "Area"] = field(default_factory=dict, repr=False)

    def way(self, text: str, path: Path) -> Pairs:
        """Positions with the values that a path reaches from there; `text` names the path."""
        if text not in self._ways:
            here = Pairs(np.arange(len(self.nodes), dtype=np.int64), self.nodes)
            found = walk(path, self.columns, here)
            # One step from nodes that are there once leads nowhere twice.
            self._ways[text] = found if isinstance(path, Step) else unique_pairs(*found)
        return self._ways[text]

    def reached(self, text: str, path: Path) -> "Area":
        """The values as an area of their own."""
        if text not in self._reached:
            self._reached[text] = Area(self.columns, unique(self.way(text, path).second))
        return self._reached[text]

    def positions(self, nodes: Ids) -> Ids:
        """Where these nodes are; every one of them is here."""
        return np.searchsorted(self.nodes, nodes)

    def mask(self, nodes: Ids) -> Mask:
        """Which of its nodes are among these, which are sorted."""
        return within(self.nodes, nodes)

    def none(self) -> Mask:
        """No node."""
        return np.zeros(len(self.nodes), dtype=np.bool_)

    def at(self, positions: Ids) -> Mask:
        """The nodes at these positions."""
        found = self.none()
        found[positions] = True
        return found
