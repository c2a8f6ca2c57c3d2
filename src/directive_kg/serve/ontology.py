"""`/ontology…`: the ontology and what belongs to it, as a page to read and in the forms of RDF, at versioned IRIs too."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Literal, Node
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from directive_kg import resources
from directive_kg.names import DEFAULT_BASE, ONTOLOGY
from directive_kg.serve import formats, replies
from directive_kg.serve.addresses import local
from directive_kg.serve.formats import HTML, TURTLE, Format
from directive_kg.serve.limits import Refusal
from directive_kg.serve.pages import render
from directive_kg.serve.rdf import RDF_FORMS, write
from directive_kg.serve.service import Service
from directive_kg.serve.thing_page import short
from directive_kg.trace.catalogue import Label

OFFERED: Final = (*RDF_FORMS, HTML)
_KINDS: Final = (
    (OWL.Class, Label("Lớp", "Classes")),
    (OWL.ObjectProperty, Label("Quan hệ", "Object properties")),
    (OWL.DatatypeProperty, Label("Thuộc tính", "Datatype properties")),
    (OWL.AnnotationProperty, Label("Ghi chú", "Annotation properties")),
)
_RELATIONS: Final = (
    (RDFS.subClassOf, Label("Lớp trên", "Subclass of")),
    (RDFS.subPropertyOf, Label("Thuộc tính trên", "Subproperty of")),
    (RDFS.domain, Label("Chủ thể", "Domain")),
    (RDFS.range, Label("Giá trị", "Range")),
    (OWL.inverseOf, Label("Ngược với", "Inverse of")),
    (OWL.disjointWith, Label("Không chung với", "Disjoint with")),
    (SKOS.closeMatch, Label("Gần với", "Close to")),
    (SKOS.exactMatch, Label("Như", "The same as")),
)


@dataclass(frozen=True, slots=True)
class Document:
    """One ontology file: the IRI of the ontology, that of this version, and its text."""

    iri: str
    version_iri: str
    version: str
    path: Path

    def content(self, form: Format) -> bytes:
        """The file itself as Turtle, its statements in the other forms."""
        if form is TURTLE:
            return self.path.read_bytes()
        return write([q.triple for q in ox.parse(path=self.path, format=ox.RdfFormat.TURTLE)], form)


@dataclass(frozen=True, slots=True)
class TermView:
    """A term on the page."""

    iri: str
    anchor: str
    name: str
    label: Label
    definition: Label
    relations: Sequence[tuple[Label, Sequence[tuple[str, str | None]]]]  # names with where they lead


@dataclass(frozen=True, slots=True)
class OntologyPage:
    """What the page shows of one document."""

    document: Document
    title: Label
    description: Label
    groups: Sequence[tuple[str, Label, Sequence[TermView]]]  # an anchor, what they are, the terms
    schemes: Sequence[tuple[str, Label]] = field(default=())  # where the vocabularies answer
    others: Sequence[Document] = field(default=())

    @property
    def forms(self) -> Sequence[str]:
        """The suffixes of its other forms."""
        return [form.name for form in RDF_FORMS]

    @staticmethod
    def local(iri: str) -> str:
        """Where an IRI of ours answers here."""
        return local(iri, [DEFAULT_BASE]) or iri


class OntologyDocs:
    """Answers for the ontology."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> Sequence[BaseRoute]:
        """The routes: one name with a suffix, or a path below it."""
        methods = ["GET", "OPTIONS"]
        return [Route("/ontology{rest:path}", self._answer, methods=methods)]

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return replies.preflight()
        try:
            # Read once, and not in the loop: it takes a second.
            document, named = await asyncio.to_thread(_meant, request.path_params["rest"])
            form = named or formats.choose(request.headers.get("accept"), None, OFFERED)
        except Refusal as refused:
            return self._service.refuse(refused)
        content = await asyncio.to_thread(_content, document, form)
        tag = replies.tag_of(content.decode("utf-8", "replace"), form.name)
        if response := replies.unchanged(request, tag):
            return response
        return await replies.answer(
            request, content, form.content_type, tag, {"Link": f'<{document.version_iri}>; rel="describes"'}
        )


@cache
def documents() -> tuple[Document, ...]:
    """The ontology files that say what they are, the main one first."""
    found = []
    for path in sorted(resources.ontology_dir().glob("*.ttl")):
        graph = Graph().parse(path, format="turtle")
        for iri in graph.subjects(RDF.type, OWL.Ontology):
            version = graph.value(iri, OWL.versionIRI) or iri
            found.append(Document(str(iri), str(version), str(graph.value(iri, OWL.versionInfo) or ""), path))
    return tuple(sorted(found, key=lambda document: len(document.iri)))


def ontology_page(document: Document) -> str:
    """The document for people: every term with its labels, its definition and what it is bound to."""
    graph = Graph()
    for each in documents():
        graph.parse(each.path, format="turtle")  # an alignment says more of a term than its own file does
    own = Graph().parse(document.path, format="turtle")
    main = document.iri == documents()[0].iri
    groups = []
    named: set[Node] = set()
    for kind, title in _KINDS:
        terms = sorted({t for t in own.subjects(RDF.type, kind) if isinstance(t, URIRef)} - named, key=str)
        named |= set(terms)
        groups.append((short(str(kind)).partition(":")[2], title, [_term(graph, term) for term in terms]))
    rest = sorted({t for t in own.subjects() if isinstance(t, URIRef)} - named - {URIRef(document.iri)}, key=str)
    if rest and not main:
        groups.append(("terms", Label("Đối chiếu", "Alignments"), [_term(graph, term) for term in rest]))
    page = OntologyPage(
        document,
        _label(own, URIRef(document.iri), DCTERMS.title),
        _label(own, URIRef(document.iri), DCTERMS.description),
        [group for group in groups if group[2]],
        _schemes() if main else (),
        [other for other in documents() if other != document],
    )
    return render("ontology.html", page=page)


@cache
def _content(document: Document, form: Format) -> bytes:
    return ontology_page(document).encode() if form is HTML else document.content(form)


def _meant(rest: str) -> tuple[Document, Format | None]:
    """The document of an address, and the form that its suffix names. Raises Refusal 404 where there is none."""
    base = documents()[0].iri.removesuffix("/")
    for document in documents():
        for iri in (document.iri, document.version_iri):
            if rest.rstrip("/") == iri.removeprefix(base):
                return document, None
            for form in OFFERED:
                if rest == f"{iri.removeprefix(base)}.{form.name}":
                    return document, form
    raise Refusal(404, "không có bản ấy của bản thể học / no such version of the ontology")


def _schemes() -> list[tuple[str, Label]]:
    found = []
    for path in sorted((resources.ontology_dir() / "vocabularies").glob("*.ttl")):
        graph = Graph().parse(path, format="turtle")
        found += [
            (local(str(scheme), [DEFAULT_BASE]) or str(scheme), _label(graph, scheme, SKOS.prefLabel))
            for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str)
        ]
    return found


def _term(graph: Graph, iri: URIRef) -> TermView:
    relations = []
    for predicate, title in _RELATIONS:
        values = sorted(name for value in graph.objects(iri, predicate) for name in _names(graph, value))
        if values:
            relations.append((title, [(short(name), _href(name)) for name in values]))
    return TermView(
        str(iri),
        str(iri).removeprefix(ONTOLOGY),
        short(str(iri)),
        _label(graph, iri, RDFS.label),
        _label(graph, iri, SKOS.definition),
        relations,
    )


def _names(graph: Graph, value: Node) -> list[str]:
    """A class, or each of the classes of a union."""
    if isinstance(value, URIRef):
        return [str(value)]
    members = graph.value(value, OWL.unionOf)
    return [str(member) for member in Collection(graph, members)] if members is not None else []


def _href(iri: str) -> str | None:
    return f"#{iri.removeprefix(ONTOLOGY)}" if iri.startswith(ONTOLOGY) else None


def _label(graph: Graph, subject: Node, predicate: URIRef) -> Label:
    texts = {value.language: str(value) for value in graph.objects(subject, predicate) if isinstance(value, Literal)}
    return Label(texts.get("vi", ""), texts.get("en", ""))
