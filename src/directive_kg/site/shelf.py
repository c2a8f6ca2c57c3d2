"""Rows by the thing that they are about, in one file on disk: a page takes up what it shows, and nothing else is held."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final, TypeVar

from directive_kg.site.reads import ALL, Reads

Value = TypeVar("Value")
Other = TypeVar("Other")

Cells = Sequence[str | None]  # a row as the store gives it: the texts of its terms
Order = Callable[[list[Cells]], Sequence[Cells]]  # the rows of one kind about one thing, each once and in their order

THINGS: Final = "thing"  # the name by which look-ups of things are noted

_KEPT: Final = 2048  # things read a moment ago: a page, its files and the pages beside it show the same
_CACHE: Final = 16 * 1024  # KiB that SQLite may hold of the file

_LAYOUT: Final = """
CREATE TABLE staged(key TEXT NOT NULL, kind TEXT NOT NULL, cells TEXT NOT NULL);
CREATE TABLE things(key TEXT PRIMARY KEY, rows TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counts(kind TEXT PRIMARY KEY, things INTEGER NOT NULL) WITHOUT ROWID;
"""


class Shelf:
    """A file of rows: first they are laid down in any order, then `settle` puts together what is about one thing."""

    def __init__(self, path: Path | None = None, reads: Reads | None = None) -> None:
        """A new shelf in a file, or in memory; an existing file is opened to read."""
        self.reads = reads or Reads()
        new = path is None or not path.exists()
        name = ":memory:" if path is None else path.absolute().as_uri() + ("?mode=rwc" if new else "?mode=ro")
        self._file = sqlite3.connect(name, uri=True, check_same_thread=False)
        self._file.execute(f"PRAGMA cache_size=-{_CACHE}")
        if new:
            # A shelf that was not finished is thrown away, so nothing need be safe on disk before that.
            self._file.executescript("PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF;PRAGMA temp_store=FILE;" + _LAYOUT)
        self._thing = lru_cache(maxsize=_KEPT)(self._read)

    def close(self) -> None:
        """Let go of the file."""
        self._thing.cache_clear()
        self._file.close()

    def lay(self, rows: Iterable[tuple[str, str, Cells]]) -> None:
        """Lay down rows, each after the thing that it is about and its kind."""
        staged = ((key, kind, json.dumps(cells, ensure_ascii=False)) for key, kind, cells in rows)
        self._file.executemany("INSERT INTO staged VALUES(?, ?, ?)", staged)

    def settle(self, orders: Mapping[str, Order]) -> None:
        """Put together the rows about each thing, those of each kind as its order says."""
        counts = dict.fromkeys(orders, 0)

        def things() -> Iterator[tuple[str, str]]:
            with closing(self._file.execute("SELECT key, kind, cells FROM staged ORDER BY key")) as staged:
                for key, rows in groupby(staged, lambda row: row[0]):
                    found: dict[str, list[Cells]] = {}
                    for _, kind, cells in rows:
                        found.setdefault(kind, []).append(json.loads(cells))
                    for kind in found:
                        counts[kind] += 1
                    ordered = {kind: orders[kind](found[kind]) for kind in sorted(found)}
                    yield key, json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))

        self._file.executemany("INSERT INTO things VALUES(?, ?)", things())
        self._file.executemany("INSERT INTO counts VALUES(?, ?)", counts.items())
        self._file.execute("DROP TABLE staged")
        self._file.commit()

    def view(self, kind: str, make: Callable[[Sequence[Cells]], Value]) -> "Shelved[Value]":
        """The rows of a kind by what they are about, as `make` makes them."""
        return Shelved(self, kind, make)

    def keys(self, kind: str) -> Iterator[str]:
        """Every thing that has rows of a kind, in order."""
        self.reads.note(THINGS, ALL)
        begins = f'"{kind}":['  # nowhere else in a text as JSON has it: a quotation mark within it is escaped
        with closing(self._file.execute("SELECT key, rows FROM things ORDER BY key")) as things:
            for key, text in things:
                if begins in text:
                    yield key

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every thing with all that is said of it, as it is kept."""
        with closing(self._file.execute("SELECT key, rows FROM things ORDER BY key")) as things:
            yield from things

    def count(self, kind: str) -> int:
        """How many things have rows of a kind."""
        row = self._file.execute("SELECT things FROM counts WHERE kind=?", (kind,)).fetchone()
        return row[0] if row else 0

    def thing(self, key: str) -> "Thing | None":
        """All that is said of a thing, or None."""
        self.reads.note(THINGS, key)
        return self._thing(key)

    def _read(self, key: str) -> "Thing | None":
        row = self._file.execute("SELECT rows FROM things WHERE key=?", (key,)).fetchone()
        return None if row is None else Thing(json.loads(row[0]))


class Thing:
    """The rows about one thing by kind, and what was made of them."""

    __slots__ = ("made", "rows")

    def __init__(self, rows: Mapping[str, Sequence[Cells]]) -> None:
        self.rows = rows
        self.made: dict[str, object] = {}


class Shelved(Mapping[str, Value]):
    """The rows of one kind, by the thing that they are about; read when asked for, iterated in the order of the things."""

    def __init__(self, shelf: Shelf, kind: str, make: Callable[[Sequence[Cells]], Value]) -> None:
        self._shelf, self._kind, self._make = shelf, kind, make

    def __getitem__(self, key: str) -> Value:
        value = self.get(key)
        if value is None:
            raise KeyError(key)
        return value

    def get(self, key: str, default: Value | Other | None = None) -> Value | Other | None:  # type: ignore[override]
        """The rows about a thing; the same object as long as the thing is kept."""
        thing = self._shelf.thing(key)
        if thing is None:
            return default
        value = thing.made.get(self._kind)
        if value is None:
            rows = thing.rows.get(self._kind)
            if rows is None:
                return default
            value = thing.made[self._kind] = self._make(rows)
        return value  # type: ignore[return-value]  # made by `_make` for this kind

    def __contains__(self, key: object) -> bool:
        thing = self._shelf.thing(key) if isinstance(key, str) else None
        return thing is not None and self._kind in thing.rows

    def __iter__(self) -> Iterator[str]:
        return self._shelf.keys(self._kind)

    def __len__(self) -> int:
        return self._shelf.count(self._kind)
