"""The service description (SPARQL 1.1 Service Description): what the endpoint speaks and which graphs it holds."""

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from directive_kg.serve.formats import GRAPHS, HTML, JSON_LD, N_TRIPLES, RDF_XML, SOLUTIONS, TURTLE, Format
from directive_kg.serve.limits import Refusal

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
# https://www.w3.org/ns/formats/
_FORMAT_NAMES: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "rdf": "RDF_XML",
}
_WRITERS: Final = {
    TURTLE: ox.RdfFormat.TURTLE,
    N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    JSON_LD: ox.RdfFormat.JSON_LD,
    RDF_XML: ox.RdfFormat.RDF_XML,
}


def describe(endpoint: str, graphs: Iterable[str], form: Format) -> bytes:
    """The description, for the address at which the client asked. Raises Refusal 400 where that is no IRI."""
    try:
        address = ox.NamedNode(endpoint)
    except ValueError:
        raise Refusal(400, "địa chỉ yêu cầu không phải IRI / the address asked is not an IRI") from None
    return ox.serialize(_triples(address, sorted(graphs)), format=_WRITERS[form], prefixes={"sd": _SD}) or b""


def _triples(endpoint: ox.NamedNode, graphs: list[str]) -> Iterator[ox.Triple]:
    service, dataset, default = (ox.BlankNode(name) for name in ("service", "dataset", "default"))
    yield ox.Triple(service, _TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), endpoint)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for form in (*SOLUTIONS, *GRAPHS):
        if form is not HTML:
            yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + _FORMAT_NAMES[form.name]))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, _TYPE, _sd("Graph"))
    for number, name in enumerate(graphs):
        named = ox.BlankNode(f"g{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), named)
        yield ox.Triple(named, _TYPE, _sd("NamedGraph"))
        yield ox.Triple(named, _sd("name"), ox.NamedNode(name))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
