"""sh:sparql on columns: the query runs on an Oxigraph of just the statements that it can see, some focus nodes at a time."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyoxigraph as ox
from rdflib.term import Node

from directive_kg.check.engine.columns.dictionary import Ids
from directive_kg.check.engine.columns.reach import FOCUS, algebra_of, seen_from
from directive_kg.check.engine.columns.table import Columns, Pairs
from directive_kg.check.engine.source import OxigraphSource, Row
from directive_kg.check.engine.terms import token_of

PATTERN: Final = f"?FOCUS {token_of(FOCUS)} {token_of(FOCUS)} ."
_FIRST: Final = 2000  # focus nodes, before it is known how many statements each needs
_AT_ONCE: Final = 400_000  # statements
_PLAIN: Final = ox.RdfFormat.N_TRIPLES


@dataclass(frozen=True, slots=True)
class Parts:
    """A source for queries over the focus nodes of one area, which PATTERN binds."""

    columns: Columns
    focus: Ids
    terms: Callable[[Node], int]

    def rows(self, query: str) -> list[Row]:
        """The answers of all parts. Raises CheckError where the query cannot run, or may look at anything at all."""
        found = list[Row]()
        waiting = deque[Future[list[Row]]]()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for lines in self._parts(algebra_of(query)):
                waiting.append(pool.submit(_answered, lines, query))
                if len(waiting) > (os.cpu_count() or 1):
                    found += waiting.popleft().result()
            for answer in waiting:
                found += answer.result()
        return found

    def _parts(self, algebra: Any) -> Iterator[bytes]:
        start, size = 0, _FIRST
        mark = self.columns.dictionary.ids([token_of(FOCUS)])
        while start < len(self.focus):
            focus = self.focus[start : start + size]
            start += size
            seen = seen_from(focus, algebra, self.columns, self.terms)
            seen[FOCUS] = Pairs(focus, np.repeat(mark, len(focus)))
            yield b"".join(line for iri, pairs in seen.items() for line in self.columns.lines(iri, pairs))
            each = sum(len(pairs.first) for pairs in seen.values()) / len(focus)
            size = max(_FIRST, int(_AT_ONCE / each))


def _answered(lines: bytes, query: str) -> list[Row]:
    store = ox.Store()
    if b"_:" in lines:  # loading would name blank nodes anew
        store.bulk_extend(ox.parse(lines, format=_PLAIN))
    else:
        store.bulk_load(lines, format=_PLAIN)
    return OxigraphSource(store).rows(query)
