"""The nodes of an area as a set of IRIs that takes no room: what a rule was about may be a million things."""

from collections.abc import Iterable, Iterator, Set

import numpy as np

from directive_kg.check.engine.columns.dictionary import Dictionary, Ids, unique
from directive_kg.check.engine.terms import node_of


class NamedNodes(Set[str]):
    """Names of nodes, kept as their numbers."""

    def __init__(self, dictionary: Dictionary, ids: Ids) -> None:
        self._dictionary = dictionary
        self._ids = ids  # sorted

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        return (str(node_of(token)) for token in self._dictionary.tokens(self._ids))

    def __contains__(self, name: object) -> bool:
        number = self._dictionary.id(f"<{name}>")
        at = int(np.searchsorted(self._ids, number))
        return at < len(self._ids) and int(self._ids[at]) == number

    def __or__(self, other: Set[object]) -> "Set[str]":
        if isinstance(other, NamedNodes) and other._dictionary is self._dictionary:
            return NamedNodes(self._dictionary, unique(np.concatenate([self._ids, other._ids])))
        return frozenset((*self, *map(str, other)))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, NamedNodes) and other._dictionary is self._dictionary:
            return np.array_equal(self._ids, other._ids)
        return super().__eq__(other)

    def __hash__(self) -> int:
        return self._hash()

    @classmethod
    def _from_iterable(cls, it: Iterable[object]) -> "Set[str]":  # type: ignore[override]
        return frozenset(map(str, it))
