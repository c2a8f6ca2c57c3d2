"""What `check --cache` keeps, in one SQLite file: statements by what they are about, and what was found of each unit.

A unit is a paper with all its parts, or any other thing by itself. A part is what one file says of a paper's own node, of its
parts, or of another thing; parts are found by what they are about and by what they mention. Hashes stand for IRIs: two
that fall together only make a little more be read.
"""

import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyoxigraph as ox

from directive_kg.names import paper_of
from directive_kg.store.listing import Listed, Listing

# Raised when what is kept has another form or another meaning; an older file is then made again.
_LAYOUT: Final = f"1 pyoxigraph {ox.__version__}"
_TABLES: Final = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file (name TEXT PRIMARY KEY, size INTEGER, changed INTEGER, sha256 TEXT) WITHOUT ROWID;
CREATE TABLE part (id INTEGER PRIMARY KEY, file TEXT, about TEXT, lines BLOB);
CREATE INDEX part_file ON part(file);
CREATE INDEX part_about ON part(about);
CREATE TABLE mention (thing INTEGER, part INTEGER, PRIMARY KEY (thing, part)) WITHOUT ROWID;
CREATE TABLE unit (id INTEGER PRIMARY KEY, name TEXT UNIQUE, found BLOB);
CREATE TABLE looked (thing INTEGER, unit INTEGER, PRIMARY KEY (thing, unit)) WITHOUT ROWID;
CREATE INDEX looked_unit ON looked(unit);
"""
_AT_ONCE: Final = 500  # hashes that one query names
_LEVEL: Final = 1  # of zlib
_KNOWN: Final = 100_000  # names whose keys are remembered


Look = tuple[str, str]  # a key, and by which property it was mentioned; '' where its own statements were looked up


class Part(NamedTuple):
    """What one file says of one thing."""

    about: str  # key
    lines: bytes  # N-Triples
    mentions: frozenset[Look]


@lru_cache(maxsize=_KNOWN)
def key_of(name: str) -> str:
    """What the statements about an IRI or blank node are found by: a paper, 'PAPER/' for all its parts, or the thing itself."""
    paper = paper_of(name)
    return name if paper is None or paper == name else f"{paper}/"


def unit_of(name: str) -> str:
    """The unit of a thing."""
    return paper_of(name) or name


def keys_in(unit: str) -> tuple[str, str]:
    """The keys of a unit."""
    return unit, f"{unit}/"


def parts_of(lines: bytes) -> list[Part]:
    """The statements of a file by what they are about; the lines are as Oxigraph writes them."""
    keys = _Keys()
    said, mentioned = defaultdict[str, list[bytes]](list), defaultdict[str, set[tuple[bytes, bytes]]](set)
    for line in lines.splitlines(keepends=True):
        subject, iri, value = line.split(b" ", 2)
        key = keys[subject]
        said[key].append(line)
        if not value.startswith(b'"'):
            mentioned[key].add((value[:-3], iri))
    return [
        Part(key, b"".join(own), frozenset((keys[value], iri[1:-1].decode()) for value, iri in mentioned[key]))
        for key, own in said.items()
    ]


class _Keys(dict[bytes, str]):
    """The key of each token."""

    def __missing__(self, token: bytes) -> str:
        text = token.decode()
        self[token] = key = key_of(text[1:-1] if text.startswith("<") else text)
        return key


class Kept:
    """The file, in use. Raises sqlite3.Error as it is used."""

    def __init__(self, path: Path, *, new: bool = False) -> None:
        """Open a file, or make one: until `close` it is nobody else's."""
        if new:
            path.unlink(missing_ok=True)
        self._file = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        if new:
            # One that was not finished is thrown away, so nothing need be safe on disk before that.
            self._file.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES}")
        self._file.execute("BEGIN IMMEDIATE")

    def close(self, *, keep: bool) -> None:
        """Let go of the file, with what was done to it or without."""
        with suppress(sqlite3.Error):
            self._file.execute("COMMIT" if keep else "ROLLBACK")
        self._file.close()

    def mark(self) -> str | None:
        """What stands for the rules that were run; None for a file of another layout."""
        state = dict(self._file.execute("SELECT name, value FROM state"))
        return state.get("mark") if state.get("layout") == _LAYOUT else None

    def listing(self) -> Listing:
        """The files as they were; those that could not be read are not among them."""
        (made,) = self._file.execute("SELECT value FROM state WHERE name = 'made'").fetchone()
        rows = self._file.execute("SELECT name, size, changed, sha256 FROM file")
        return Listing({row[0]: Listed(*row) for row in rows}, int(made))

    def note(self, mark: str, listing: Listing, broken: Iterable[str]) -> None:
        """Which rules were run on which files."""
        left_out = set(broken)
        state = {"layout": _LAYOUT, "mark": mark, "made": str(listing.made)}
        self._file.executemany("REPLACE INTO state VALUES (?, ?)", state.items())
        self._file.execute("DELETE FROM file")
        rows = [(f.name, f.size, f.changed, f.sha256) for f in listing.files.values() if f.name not in left_out]
        self._file.executemany("INSERT INTO file VALUES (?, ?, ?, ?)", rows)

    def add(self, file: str, parts: Iterable[Part]) -> None:
        """What a file says of things of which it has said nothing yet."""
        for part in parts:
            row = (file, part.about, zlib.compress(part.lines, _LEVEL))
            number = self._file.execute("INSERT INTO part (file, about, lines) VALUES (?, ?, ?)", row).lastrowid
            self._file.executemany(
                "INSERT INTO mention VALUES (?, ?)", [(_hash(look), number) for look in part.mentions]
            )

    def replace(self, file: str, lines: bytes) -> set[bytes]:
        """Put in what a file says now; the lines that came or went."""
        before = {
            about: (number, zlib.decompress(own))
            for number, about, own in self._parts("SELECT id, about, lines FROM part WHERE file = ?", file)
        }
        changed = set[bytes]()
        for part in parts_of(lines):
            number, old = before.pop(part.about, (None, b""))
            difference = {*old.splitlines(keepends=True)} ^ {*part.lines.splitlines(keepends=True)}
            if difference:
                self._drop(number, old)
                self.add(file, [part])
                changed |= difference
        for number, old in before.values():
            self._drop(number, old)
            changed.update(old.splitlines(keepends=True))
        return changed

    def about(self, keys: Iterable[str]) -> Iterator[tuple[int, bytes]]:
        """Number and statements of every part about these keys."""
        return self._lines("SELECT id, lines FROM part WHERE about IN ({})", keys)

    def mentioning(self, looks: Iterable[Look]) -> Iterator[tuple[int, bytes]]:
        """The same of the parts that mention a key by a property."""
        query = "SELECT id, lines FROM part WHERE id IN (SELECT part FROM mention WHERE thing IN ({}))"
        return self._lines(query, map(_hash, looks))

    def of_files(self, prefix: str) -> Iterator[tuple[int, bytes]]:
        """The same of the files whose names begin so."""
        return (
            (number, zlib.decompress(own))
            for number, _, own in self._parts("SELECT id, about, lines FROM part WHERE file GLOB ?", f"{prefix}*")
        )

    def units(self) -> Iterator[tuple[str, str]]:
        """Every unit of which something is kept."""
        for name, found in self._file.execute("SELECT name, found FROM unit ORDER BY name"):
            yield name, zlib.decompress(found).decode()

    def number_of_units(self) -> int:
        """How many there are."""
        (number,) = self._file.execute("SELECT count(*) FROM unit").fetchone()
        return int(number)

    def put(self, units: Mapping[str, tuple[str, Iterable[Look]]]) -> None:
        """What was found of units, each with the keys that were looked up to tell of it; '' takes one away."""
        for name, (found, looked) in units.items():
            self._file.execute("DELETE FROM looked WHERE unit = (SELECT id FROM unit WHERE name = ?)", (name,))
            self._file.execute("DELETE FROM unit WHERE name = ?", (name,))
            if found:
                row = (name, zlib.compress(found.encode(), _LEVEL))
                number = self._file.execute("INSERT INTO unit (name, found) VALUES (?, ?)", row).lastrowid
                rows = {(_hash(look), number) for look in looked}
                self._file.executemany("INSERT INTO looked VALUES (?, ?)", rows)

    def told_with(self, looks: Iterable[Look]) -> set[str]:
        """The units that were told with one of these look-ups."""
        query = "SELECT DISTINCT name FROM unit WHERE id IN (SELECT unit FROM looked WHERE thing IN ({}))"
        return {name for (name,) in self._in_turn(query, set(map(_hash, looks)))}

    def _lines(self, query: str, values: Iterable[str | int]) -> Iterator[tuple[int, bytes]]:
        return ((number, zlib.decompress(own)) for number, own in self._in_turn(query, values))

    def _in_turn(self, query: str, values: Iterable[str | int]) -> Iterator[tuple[Any, ...]]:
        waiting = iter(values)
        while some := list(islice(waiting, _AT_ONCE)):
            yield from self._file.execute(query.format(",".join("?" * len(some))), some).fetchall()

    def _parts(self, query: str, value: str) -> list[tuple[int, str, bytes]]:
        return self._file.execute(query, (value,)).fetchall()

    def _drop(self, number: int | None, lines: bytes) -> None:
        if number is not None:
            mentions = {(_hash(look), number) for part in parts_of(lines) for look in part.mentions}
            self._file.executemany("DELETE FROM mention WHERE thing = ? AND part = ?", mentions)
            self._file.execute("DELETE FROM part WHERE id = ?", (number,))


def _hash(look: Look) -> int:
    return int.from_bytes(blake2b("\n".join(look).encode(), digest_size=8).digest(), "big", signed=True)
