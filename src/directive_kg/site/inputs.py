"""What every look-up that pages are made from would find now, as a fingerprint each: the same inputs give the same pages."""

import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from directive_kg import __version__
from directive_kg.site.pages import Making
from directive_kg.site.reads import ALL
from directive_kg.site.shelf import THINGS, Shelf
from directive_kg.site.tables import held_of
from directive_kg.site.views import Site

_SIZE: Final = 8  # bytes of a fingerprint
_NOTHING: Final = bytes(_SIZE)


class Inputs:
    """Fingerprint of a look-up -> fingerprint of what it finds, in sixteen bytes for each: a task has several."""

    def __init__(self, found: Iterable[tuple[bytes, bytes]]) -> None:
        numbers = array("Q", b"".join(sorted(name + mark for name, mark in found)))
        if sys.byteorder == "little":
            numbers.byteswap()
        self._names, self._marks = numbers[::2], numbers[1::2]

    def get(self, name: bytes) -> bytes:
        """What a look-up finds; zeros for one that finds nothing."""
        number = int.from_bytes(name, "big")
        place = bisect_left(self._names, number)
        there = place < len(self._names) and self._names[place] == number
        return self._marks[place].to_bytes(_SIZE, "big") if there else _NOTHING


def name_of(look_up: str) -> bytes:
    """The fingerprint of a look-up, as `reads` notes it."""
    return _fingerprint((look_up,))


def mark_of(names: Iterable[bytes], inputs: Inputs) -> str:
    """Stands for what some look-ups find together."""
    digest = blake2b(digest_size=16)
    for name in sorted(names):
        digest.update(name + inputs.get(name))
    return digest.hexdigest()


def inputs_of(site: Site, shelf: Shelf, making: Making) -> Inputs:
    """What every look-up finds; one that is not among them finds nothing."""

    def pairs() -> Iterator[tuple[bytes, bytes]]:
        wholes: dict[str, Any] = {}
        for table, key, value in _look_ups(site, shelf, making):
            mark = _fingerprint(value)
            yield name_of(f"{table} {key}"), mark
            wholes.setdefault(table, blake2b(digest_size=_SIZE)).update(key.encode("utf-8", "surrogatepass") + mark)
        for table, whole in wholes.items():
            yield name_of(f"{table} {ALL}"), whole.digest()

    return Inputs(pairs())


def frame_of(site: Site) -> str:
    """Stands for what every page has in it beside what it looks up: the day, the papers' count, the rules, this program."""
    rules = [(rule.code, rule.state.value, site.rule_page(rule.code)) for rule in site.checks.rules]
    said = repr((__version__, site.built, site.today, site.stamp, site.checks.ran, rules))
    digest = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16)
    return digest.hexdigest() + _program()


@cache
def _program() -> str:
    """Stands for the modules, queries and templates that make the pages."""
    digest = blake2b(digest_size=16)
    for content in contents_of(files("directive_kg.site")):
        digest.update(content)
    return digest.hexdigest()


def contents_of(folder: Traversable) -> Iterator[bytes]:
    """Name and content of every file below a folder, in order."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_file():
            yield entry.name.encode() + entry.read_bytes()
        elif entry.name != "__pycache__":
            yield from contents_of(entry)


def _look_ups(site: Site, shelf: Shelf, making: Making) -> Iterator[tuple[str, str, Iterable[str]]]:
    """(table, key, what it finds, in pieces) of every look-up that finds something."""
    for key, text in shelf.texts():
        yield THINGS, key, (text,)
    for name, table in held_of(site.tables).items():
        if isinstance(table, Mapping):
            yield from ((name, key, (repr(value),)) for key, value in table.items())
    for key, brief in site.briefs.items():
        yield "brief", key, (repr(brief),)
    yield from site.joined()
    pages, traces = site.links.tables()
    for key in {*pages, *traces}:
        yield "link", key, (f"{pages.get(key)} {traces.get(key)}",)
    for key, findings in site.checks.by_thing():
        yield "checks", key, map(repr, findings)
    yield from making.joined()


def _fingerprint(pieces: Iterable[str]) -> bytes:
    digest = blake2b(digest_size=_SIZE)
    for piece in pieces:
        digest.update(piece.encode("utf-8", "surrogatepass"))
    return digest.digest()


def packed(names: Iterable[bytes]) -> bytes:
    """Fingerprints of look-ups in one string, in order."""
    return b"".join(sorted(names))


def unpacked(content: bytes) -> list[bytes]:
    """What `packed` put together. Raises struct.error for what it did not."""
    return [name for (name,) in struct.iter_unpack(f"{_SIZE}s", content)]
