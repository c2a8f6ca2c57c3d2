"""Statements in the forms of RDF: the same statements always give the same bytes."""

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from directive_kg.graph.trig import write_trig
from directive_kg.names import PREFIXES
from directive_kg.serve.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format

RDF_FORMS: Final = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
_WRITERS: Final = {
    N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    JSON_LD: ox.RdfFormat.JSON_LD,
    RDF_XML: ox.RdfFormat.RDF_XML,
}


def write(triples: Iterable[ox.Triple], form: Format, prefixes: dict[str, str] | None = None) -> bytes:
    """The statements, sorted, in one of RDF_FORMS; `prefixes` come on top of `names.PREFIXES`."""
    ordered = sorted(set(triples), key=str)
    if form is not TURTLE:
        known = {**PREFIXES, **(prefixes or {})} if form is RDF_XML else None
        return ox.serialize(ordered, format=_WRITERS[form], prefixes=known) or b""
    if any(isinstance(part, ox.BlankNode) for triple in ordered for part in (triple.subject, triple.object)):
        # Our own layout has no blank nodes; without prefixes the library's is the same at every run.
        return ox.serialize(ordered, format=ox.RdfFormat.TURTLE) or b""
    statements = [(t.subject, t.predicate, t.object) for t in ordered]
    return write_trig(None, statements, prefixes=prefixes).encode()  # type: ignore[arg-type]  # blank nodes are ruled out above


def read(content: bytes) -> list[ox.Triple]:
    """The statements of N-Triples."""
    return [q.triple for q in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)]
