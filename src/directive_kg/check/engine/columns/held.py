"""Columns as a source of queries of any kind, for shapes that are not for columns."""

import tempfile
from collections.abc import Iterator
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from directive_kg.check.engine.columns.table import Columns
from directive_kg.check.engine.source import OxigraphSource, Row

_IN_MEMORY: Final = 8_000_000  # statements that an Oxigraph holds in memory, about half a KiB each


class ColumnSource:
    """A graph that is held as columns; an Oxigraph is made of it when the first query comes."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    def rows(self, query: str) -> list[Row]:
        """Run a query. Raises CheckError when it cannot run."""
        return self._store.rows(query)

    @cached_property
    def _store(self) -> OxigraphSource:
        sizes = [len(self.columns.property(iri).first) for iri in self.columns.properties()]
        small = sum(sizes) <= _IN_MEMORY
        self._folder = None if small else tempfile.TemporaryDirectory(prefix="directive-kg-check-")
        store = ox.Store() if self._folder is None else ox.Store(self._folder.name)
        store.bulk_extend(quad for lines in self._lines() for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
        return OxigraphSource(store)

    def _lines(self) -> Iterator[bytes]:
        for iri in self.columns.properties():
            yield from self.columns.lines(iri, self.columns.property(iri))
