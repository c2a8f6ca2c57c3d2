"""What an export writes, as bytes."""

import io
from collections.abc import Iterable

import pyoxigraph as ox

from directive_kg.graph.export import export, store_of


def exported(quads: Iterable[ox.Quad], form: str) -> bytes:
    """The file of these statements in one form."""
    out = io.BytesIO()
    export(store_of(quads), form, out)
    return out.getvalue()
