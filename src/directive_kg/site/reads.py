"""What pages were made from: every look-up of a table is noted by its name while a part of the site is made."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

Value = TypeVar("Value")
Other = TypeVar("Other")

ALL = "*"  # stands for every key of a table: it was gone through as a whole


class Reads:
    """Notes what is looked up."""

    def __init__(self) -> None:
        self._found: set[str] | None = None

    def note(self, table: str, key: str) -> None:
        """Say that something was looked up, found or not."""
        if self._found is not None:
            self._found.add(f"{table} {key}")

    @contextmanager
    def noted(self) -> Iterator[set[str]]:
        """What is looked up within the block."""
        before, self._found = self._found, set()
        try:
            yield self._found
        finally:
            self._found = before


class Noted(Mapping[str, Value]):
    """A table whose look-ups are noted."""

    def __init__(self, name: str, table: Mapping[str, Value], reads: Reads) -> None:
        self.inner = table
        self._name, self._reads = name, reads

    def __getitem__(self, key: str) -> Value:
        self._reads.note(self._name, key)
        return self.inner[key]

    def get(self, key: str, default: Value | Other | None = None) -> Value | Other | None:  # type: ignore[override]
        """As of any mapping."""
        self._reads.note(self._name, key)
        return self.inner.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._reads.note(self._name, str(key))
        return key in self.inner

    def __iter__(self) -> Iterator[str]:
        self._reads.note(self._name, ALL)
        return iter(self.inner)

    def __len__(self) -> int:
        self._reads.note(self._name, ALL)
        return len(self.inner)
