"""Answers that are kept: the same query on the same index, in the same form, has the same answer."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TypeAlias

Key: TypeAlias = tuple[str, ...]  # fingerprint of the index, and all that chooses the answer


@dataclass(slots=True)
class Kept:
    """The answers that were asked for last, up to a size; one answer takes at most a sixteenth of it."""

    most: int  # bytes, 0 to keep none
    _answers: OrderedDict[Key, bytes] = field(default_factory=OrderedDict)
    size: int = 0
    hits: int = 0

    def get(self, key: Key) -> bytes | None:
        """The answer, where it is kept."""
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
            self.hits += 1
        return found

    def put(self, key: Key, content: bytes) -> None:
        """Keep an answer, and let go of those that nobody asked for in the longest time."""
        weight = _weight(key, content)
        if weight > self.most // 16 or key in self._answers:
            return
        self._answers[key] = content
        self.size += weight
        while self.size > self.most:
            old, gone = self._answers.popitem(last=False)
            self.size -= _weight(old, gone)


def _weight(key: Key, content: bytes) -> int:
    # A query of many letters that yields nothing takes room as well.
    return len(content) + 4 * sum(map(len, key))
