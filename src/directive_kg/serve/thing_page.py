"""The page of a thing that the site does not show: what the store says of it, and what points at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from directive_kg.graph.files import list_ontology_files, parse_file
from directive_kg.names import PREFIXES
from directive_kg.serve.addresses import local
from directive_kg.serve.pages import render
from directive_kg.serve.rdf import RDF_FORMS
from directive_kg.trace.catalogue import Label

_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
# Properties of other vocabularies have no label in ours.
_FOREIGN: Final = {
    "rdf:type": Label("loại", "type"),
    "rdfs:comment": Label("ghi chú", "comment"),
    "rdfs:seeAlso": Label("xem thêm", "see also"),
    "skos:prefLabel": Label("tên", "name"),
    "skos:altLabel": Label("tên khác", "other name"),
    "skos:definition": Label("định nghĩa", "definition"),
    "skos:inScheme": Label("thuộc bộ từ vựng", "in scheme"),
    "skos:topConceptOf": Label("đứng đầu bộ từ vựng", "top concept of"),
    "skos:notation": Label("mã", "notation"),
    "dcterms:title": Label("tiêu đề", "title"),
    "dcterms:identifier": Label("mã", "identifier"),
    "eli:passed_by": Label("cơ quan ban hành", "passed by"),
    "eli:date_document": Label("ngày văn bản", "date"),
    "eli:type_document": Label("loại văn bản", "type of document"),
    "eli:has_part": Label("có phần", "has part"),
    "eli:is_part_of": Label("là phần của", "is part of"),
    "org:subOrganizationOf": Label("trực thuộc", "part of"),
    "prov:wasDerivedFrom": Label("đọc từ tệp", "read from"),
}
_NAMES: Final = ("skos:prefLabel", "dkg:number", "dcterms:title", "rdfs:label", "dkg:agentName", "dkg:words")


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: the property, and the value or the thing that points here."""

    predicate: str
    value: str
    kind: str  # uri, literal or bnode, as SPARQL results have it
    label: str  # what a thing is called, '' where the store does not say
    language: str | None = None
    datatype: str | None = None


@dataclass(frozen=True, slots=True)
class ThingPage:
    """What the store says of one IRI."""

    iri: str
    graph: bool  # a named graph, whose things point at it under their types
    own: Sequence[Line]
    pointing: Sequence[Line]
    cut: bool  # more point here than are given
    bases: Sequence[str]

    @property
    def name(self) -> str:
        """What people call it; the end of its IRI where the store does not say."""
        for curie in _NAMES:
            for line in self.own:
                if short(line.predicate) == curie and line.language in {None, "vi"}:
                    return line.value
        return self.iri.rpartition("/graph/" if self.graph else "/")[2]

    @property
    def path(self) -> str:
        """Where it answers here."""
        return local(self.iri, self.bases) or self.iri

    def href(self, line: Line) -> str | None:
        """Where a value leads: to its own address here. A foreign IRI is shown and not followed."""
        return local(line.value, self.bases) if line.kind == "uri" else None

    def property_href(self, iri: str) -> str | None:
        """Where a property or a class is explained."""
        return local(iri, self.bases)

    @staticmethod
    def label(iri: str) -> Label:
        """What a property or a class is called."""
        return term_labels().get(iri) or _FOREIGN.get(short(iri)) or Label("", "")

    @staticmethod
    def short(iri: str) -> str:
        """See `short`."""
        return short(iri)

    @property
    def forms(self) -> Sequence[str]:
        """The suffixes of its other forms."""
        return [form.name for form in RDF_FORMS]


def thing_page(page: ThingPage) -> str:
    """The page."""
    return render("thing.html", page=page)


def short(iri: str) -> str:
    """A prefixed name where a namespace of ours fits, else the IRI.

    >>> short("http://purl.org/dc/terms/title")
    'dcterms:title'
    """
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        rest = iri.removeprefix(namespace)
        if rest != iri and rest and "/" not in rest:
            return f"{prefix}:{rest}"
    return iri


@cache
def term_labels() -> dict[str, Label]:
    """The labels of the ontology's terms, by IRI."""
    found: dict[str, dict[str, str]] = {}
    for path in list_ontology_files():
        for quad in parse_file(path, f"{PREFIXES['dkg']}graph"):
            if quad.predicate.value == _LABEL and isinstance(quad.subject, ox.NamedNode):
                value = quad.object
                if isinstance(value, ox.Literal):
                    found.setdefault(quad.subject.value, {})[value.language or "en"] = value.value
    return {iri: Label(texts.get("vi", short(iri)), texts.get("en", "")) for iri, texts in found.items()}
