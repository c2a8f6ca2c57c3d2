"""The index in files: scripts that hand over data, for a page opened from a folder may load nothing else.

- `search/index.js`: where each file of terms begins, how many entries each kind has.
- `search/t<n>.js`: terms in their order with the entries that have them, some 32 kB a file; whoever types 'chin' needs
  those files alone that hold terms from 'chin' to 'chiz'.
- `search/d<n>.js`: what is shown of 16 entries.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from tempfile import TemporaryFile
from typing import IO, Final

from directive_kg.site import words
from directive_kg.site.render import visible
from directive_kg.site.search import terms
from directive_kg.site.search.entries import KINDS, Entry, cut, entries
from directive_kg.site.views import Site

DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
BLOCK: Final = 16  # entries of one file
NAME, BESIDE = 0, 1  # where a term stands: in the name, or in what is beside it

_ROOM: Final = 32_000  # characters of one file of terms; a single term may take more
_RUN: Final = 5_000  # entries
_OWN: Final = ""  # for 'written as the term itself'

Write = Callable[[str, str], None]
Key = tuple[str, str, int]  # term, how it is written, where it stands


def write_index(site: Site, write: Write) -> None:
    """Give every file of the index to `write` as (path, text)."""
    with _Postings() as postings:
        _write(site, write, postings)


def _write(site: Site, write: Write, postings: "_Postings") -> None:
    counts = dict.fromkeys(KINDS, 0)
    block: list[list[str]] = []
    number = 0
    digest = hashlib.sha256()

    def put(name: str, data: object) -> None:
        text = f'DIRECTIVE_KG_SEARCH.put("{name}",{_json(data)});\n'
        digest.update(text.encode())
        write(f"search/{name}.js", text)

    for number, entry in enumerate(entries(site)):
        counts[entry.kind] += 1
        postings.add(number, entry)
        block.append([cut(visible(text)) for text in (entry.name, entry.href, entry.detail)])
        if len(block) == BLOCK:
            put(f"d{number // BLOCK}", block)
            block = []
    if block:
        put(f"d{number // BLOCK}", block)
    starts: list[str] = []
    for first, rows in postings.files():
        put(f"t{len(starts)}", rows)
        starts.append(first)
    made_from = {"built": visible(site.built), "today": words.day(site.today)}
    put("index", {"kinds": counts, "starts": starts, "version": digest.hexdigest()[:12], **made_from})


def _json(data: object) -> str:
    """Data as ASCII that no page could take for the end of a script."""
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")


class _Postings:
    """Which entries have each term: their numbers, each as what lies between it and the one before, five bits a digit.

    Only the terms of the last `_RUN` entries are held; those before lie in files, sorted, and are read together at the end.
    """

    def __init__(self) -> None:
        self._held: dict[Key, _Posting] = {}
        self._runs: list[IO[str]] = []

    def __enter__(self) -> "_Postings":
        return self

    def __exit__(self, *_: object) -> None:
        for run in self._runs:
            run.close()

    def add(self, number: int, entry: Entry) -> None:
        """One entry; its number is larger than all before it."""
        if number and number % _RUN == 0:
            self._lay_down()
        named = [terms.words(name) for name in (entry.name, *entry.also) if name]
        keys = {(plain, _written(plain, written), NAME) for name in named for plain, written in name}
        keys.update((term, _OWN, NAME) for term in entry.short)
        keys.update((pair, _OWN, NAME) for name in named for pair in terms.pairs(name))
        if entry.kind != "n":
            wholes = filter(None, map(terms.whole, named))
            keys.update((plain, _written(plain, written), NAME) for plain, written in wholes)
        if entry.number:
            parts = terms.number_parts(entry.number)
            keys.add((terms.NUMBER + "".join(parts), "/".join(parts), NAME))
        besides = {(term, _OWN) for term in entry.beside}
        besides.update((p, _written(p, w)) for text in entry.texts for p, w in terms.words(text))
        keys.update((plain, written, BESIDE) for plain, written in besides if (plain, written, NAME) not in keys)
        held = self._held
        for key in keys:
            posting = held.get(key)
            if posting is None:
                held[key] = _Posting(number)
            else:
                posting.add(number)

    def files(self) -> Iterator[tuple[str, list[list[object]]]]:
        """The terms in their order, file by file, with the first term of each."""
        self._lay_down()
        rows: list[list[object]] = []
        room = _ROOM
        for (term, written, where), text in self._together():
            same = bool(rows) and rows[-1][0] == term
            if room < len(text) and rows and not same:
                yield str(rows[0][0]), rows
                rows, room = [], _ROOM
            if not same:
                rows.append([term])
            rows[-1] += [written, where, text]
            room -= len(text) + len(term) + len(written) + 12
        if rows:
            yield str(rows[0][0]), rows

    def _lay_down(self) -> None:
        run = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed with the others
        self._runs.append(run)
        for key in sorted(self._held):
            posting = self._held[key]
            term, written, where = key
            # No term has a tab in it: terms are words.
            run.write(f"{term}\t{written}\t{where}\t{posting.first}\t{posting.last}\t{posting.rest.decode()}\n")
        self._held = {}
        run.seek(0)

    def _together(self) -> Iterator[tuple[Key, str]]:
        for key, pieces in groupby(merge(*map(_laid, self._runs), key=itemgetter(0)), itemgetter(0)):
            last, text = -1, ""
            for _, first, then, rest in pieces:
                text += _digits(first - last - 1).decode() + rest
                last = then
            yield key, text


class _Posting:
    """The entries of a run that have a term."""

    __slots__ = ("first", "last", "rest")

    def __init__(self, number: int) -> None:
        self.first = self.last = number
        self.rest = bytearray()  # the digits of those after the first

    def add(self, number: int) -> None:
        """One more."""
        self.rest += _digits(number - self.last - 1)
        self.last = number


def _laid(run: IO[str]) -> Iterator[tuple[Key, int, int, str]]:
    for line in run:
        term, written, where, first, last, rest = line.rstrip("\n").split("\t")
        yield (term, written, int(where)), int(first), int(last), rest


def _digits(gap: int) -> bytes:
    if gap < _BASE:
        return _FINAL[gap]
    digits = bytearray()
    while gap >= _BASE:
        digits += _MORE[gap & (_BASE - 1)]
        gap >>= 5
    return bytes(digits + _FINAL[gap])


_BASE: Final = 32
_FINAL: Final = [digit.encode() for digit in DIGITS[:_BASE]]
_MORE: Final = [digit.encode() for digit in DIGITS[_BASE:]]


def _written(plain: str, written: str) -> str:
    return _OWN if plain == written else written
