"""Finds in the index that `index` wrote, on the server: the same answer as `static/find.js` gives in a browser."""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from directive_kg.site.search import terms
from directive_kg.site.search.entries import KINDS
from directive_kg.site.search.index import BESIDE, BLOCK, DIGITS

_MOST_FILES: Final = 4  # of terms, for one word: the beginning of a word may fit many
_LONGEST: Final = 200  # characters of a question
_EXACT_NUMBER, _WHOLE_PART, _PART_OF_PART, _WHOLE_NAME = -100, -90, -50, -80

Read = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found."""

    kind: str
    name: str
    href: str
    detail: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind."""

    kind: str
    total: int
    hits: tuple[Hit, ...]


def read_from(site: Path) -> Read:
    """A reader of the index files of a built site. It raises OSError or ValueError where they cannot be read."""

    def read(name: str) -> Any:
        text = (site / "search" / f"{name}.js").read_text(encoding="ascii")
        return json.loads(text[text.index(",") + 1 : text.rindex(")")])

    return read


def find(read: Read, text: str, most: int) -> tuple[Found, ...]:
    """What answers a question, the best kind first, at most `most` hits a kind."""
    index = read("index")
    costs = _Search(read, index["starts"]).costs(text[:_LONGEST])
    groups, first = [], 0
    for place, kind in enumerate(KINDS):
        last = first + index["kinds"][kind]
        ranked = sorted((cost, number) for number, cost in costs.items() if first <= number < last)
        if ranked:
            hits = tuple(_hit(read, kind, number) for _, number in ranked[:most])
            groups.append((ranked[0][0], place, Found(kind, len(ranked), hits)))
        first = last
    return tuple(group for _, _, group in sorted(groups, key=lambda row: row[:2]))


def _hit(read: Read, kind: str, number: int) -> Hit:
    name, href, detail = read(f"d{number // BLOCK}")[number % BLOCK]
    return Hit(kind, name, href, detail)


class _Search:
    """One question. The smaller a cost, the better an entry answers."""

    def __init__(self, read: Read, starts: list[str]) -> None:
        self._read = read
        self._starts = starts

    def costs(self, text: str) -> dict[int, int]:
        asked = terms.words(text)
        if not asked:
            return {}
        found = self._by_words(asked, every_open=False) or self._by_words(asked, every_open=True)
        squashed = "".join(plain for plain, _ in asked)
        if any(character.isdigit() for character in squashed):
            for number, cost in self._by_number(squashed).items():
                found[number] = min(cost, found.get(number, 0))
        if whole := terms.whole(asked):
            for _, written, _, digits in self._rows(whole[0], is_open=False):
                for number in _numbers(digits):
                    found[number] = min(_WHOLE_NAME + 2 * (written != whole[1]), found.get(number, 0))
        return found

    def _by_words(self, asked: list[tuple[str, str]], *, every_open: bool) -> dict[int, int]:
        """Entries that have every word; the last one may be only begun."""
        found: dict[int, int] | None = None
        for place, word in enumerate(asked):
            of = self._by_word(word, is_open=every_open or place == len(asked) - 1)
            found = of if found is None else {n: cost + of[n] for n, cost in found.items() if n in of}
            if not found:
                return {}
        assert found is not None
        pairs = list(terms.pairs(asked))
        for place, pair in enumerate(pairs):
            rows = self._rows(pair, is_open=every_open or place == len(pairs) - 1)
            beside = {number for _, _, _, digits in rows for number in _numbers(digits)}
            found = {number: cost + 3 * (number not in beside) for number, cost in found.items()}
        return found

    def _by_word(self, word: tuple[str, str], *, is_open: bool) -> dict[int, int]:
        plain, typed = word
        found: dict[int, int] = {}
        for term, written, where, digits in self._rows(plain, is_open=is_open):
            other_marks = typed != plain and not (written.startswith(typed) if is_open else written == typed)
            cost = (term != plain) + 4 * (where == BESIDE) + 2 * other_marks
            for number in _numbers(digits):
                if found.get(number, 99) > cost:
                    found[number] = cost
        return found

    def _by_number(self, squashed: str) -> dict[int, int]:
        found = {}
        for term, written, _, digits in self._rows(terms.NUMBER + squashed, is_open=True):
            ends, length = set(), 0
            for part in written.split("/"):
                length += len(part)
                ends.add(length)
            cost = _WHOLE_PART if len(squashed) in ends else _PART_OF_PART
            for number in _numbers(digits):
                found[number] = _EXACT_NUMBER if len(term) == len(squashed) + 1 else cost
        return found

    def _rows(self, term: str, *, is_open: bool) -> Iterator[tuple[str, str, int, str]]:
        """(term, as written, where, entries) of a term, or of all that begin so as far as a few files hold them."""
        first = max(bisect_right(self._starts, term) - 1, 0)
        for number in range(first, min(first + _MOST_FILES, len(self._starts))):
            if number > first and not (is_open and self._starts[number].startswith(term)):
                return
            for own, *rest in self._read(f"t{number}"):
                if own == term or (is_open and own.startswith(term)):
                    for place in range(0, len(rest), 3):
                        yield own, rest[place] or own, rest[place + 1], rest[place + 2]


def _numbers(digits: str) -> Iterator[int]:
    number, gap, shift = -1, 0, 0
    for digit in digits:
        value = _VALUE[digit]
        gap |= (value & 31) << shift
        if value < 32:
            number += gap + 1
            yield number
            gap, shift = 0, 0
        else:
            shift += 5


_VALUE: Final = {digit: value for value, digit in enumerate(DIGITS)}
