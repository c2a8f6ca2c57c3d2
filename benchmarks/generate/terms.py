"""N-Triples by hand: a generator of a hundred million statements has no time for objects."""

from typing import Final

BASE: Final = "https://w3id.org/directive-kg/id/"
GRAPH: Final = "https://w3id.org/directive-kg/graph/"
DKG: Final = "https://w3id.org/directive-kg/ontology#"
ELI: Final = "http://data.europa.eu/eli/ontology#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
VOCABULARY: Final = "https://w3id.org/directive-kg/vocabulary/"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
TITLE: Final = "<http://purl.org/dc/terms/title>"
DERIVED: Final = "<http://www.w3.org/ns/prov#wasDerivedFrom>"


def thing(name: str) -> str:
    """A thing of the graph."""
    return f"<{BASE}{name}>"


def dkg(name: str) -> str:
    """A term of the ontology."""
    return f"<{DKG}{name}>"


def eli(name: str) -> str:
    """A term of ELI."""
    return f"<{ELI}{name}>"


def concept(name: str) -> str:
    """A term of a vocabulary."""
    return f"<{VOCABULARY}{name}>"


def text(words: str, language: str = "") -> str:
    """A string without quotes or backslashes in it."""
    return f'"{words}"@{language}' if language else f'"{words}"'


def typed(words: object, datatype: str) -> str:
    """A literal of an XML Schema datatype."""
    return f'"{words}"^^<{XSD}{datatype}>'
