"""What an export writes, as bytes."""

import io
from collections.abc import Iterable

import pyoxigraph as ox

from directive_kg.graph.export import export


def store_of(quads: Iterable[ox.Quad]) -> ox.Store:
    """A store that holds these statements; it writes numbers as every Oxigraph does, 1.0 as 1."""
    store = ox.Store()
    store.bulk_extend(quads)
    return store


def exported(quads: Iterable[ox.Quad], form: str) -> bytes:
    """The file of these statements in one form."""
    out = io.BytesIO()
    export(store_of(quads), form, out)
    return out.getvalue()
