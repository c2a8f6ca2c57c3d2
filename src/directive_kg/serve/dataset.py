"""What the dataset is, for catalogues and crawlers: DCAT 3 and VoID in one description."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from directive_kg.graph.export import LICENSE
from directive_kg.names import DEFAULT_BASE, PREFIXES
from directive_kg.serve.rdf import RDF_FORMS
from directive_kg.trace.catalogue import Label

DATASET: Final = f"{DEFAULT_BASE}dataset"
NAMESPACES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "spdx": "http://spdx.org/rdf/terms#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
}
TITLE: Final = Label("Chỉ đạo và trách nhiệm", "Directives and responsibilities")
DESCRIPTION: Final = Label(
    "Văn bản chỉ đạo và chuỗi thực hiện: nhiệm vụ, sản phẩm, thời hạn, cơ quan, mỗi giá trị kèm chỗ đứng trong văn bản.",
    "Directives and the chain that carries them out: tasks, deliverables, deadlines, bodies, each value with its place in the paper.",
)
CLASSES: Final = "SELECT ?x (COUNT(?s) AS ?n) WHERE { ?s a ?x } GROUP BY ?x ORDER BY ?x"
PROPERTIES: Final = "SELECT ?x (COUNT(*) AS ?n) WHERE { ?s ?x ?o } GROUP BY ?x ORDER BY ?x"
EXAMPLE: Final = (
    f"SELECT ?x WHERE {{ ?x a <{PREFIXES['dkg']}Directive> ; <{PREFIXES['dkg']}held> true }} ORDER BY ?x LIMIT 1"
)
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the store holds; nothing where counting took too long."""

    classes: Mapping[str, int]
    properties: Mapping[str, int]
    example: str | None
    graphs: Sequence[str]


def describe(root: str, counts: Counts, manifest: Mapping[str, Any] | None) -> Iterator[ox.Triple]:
    """The description; `root` is the address of the service, with a slash at its end."""
    dataset = ox.NamedNode(DATASET)
    for curie in ("dcat:Dataset", "void:Dataset"):
        yield ox.Triple(dataset, _n("rdf:type"), _n(curie))
    for language, title, description in (("vi", TITLE.vi, DESCRIPTION.vi), ("en", TITLE.en, DESCRIPTION.en)):
        yield ox.Triple(dataset, _n("dcterms:title"), ox.Literal(title, language=language))
        yield ox.Triple(dataset, _n("dcterms:description"), ox.Literal(description, language=language))
    yield ox.Triple(dataset, _n("dcterms:license"), ox.NamedNode(LICENSE))
    yield ox.Triple(dataset, _n("dcterms:language"), ox.NamedNode("http://id.loc.gov/vocabulary/iso639-1/vi"))
    yield ox.Triple(dataset, _n("dcterms:conformsTo"), ox.NamedNode(PREFIXES["dkg"].rstrip("#")))
    yield ox.Triple(dataset, _n("dcat:landingPage"), ox.NamedNode(root))
    yield ox.Triple(dataset, _n("foaf:homepage"), ox.NamedNode(root))
    yield ox.Triple(dataset, _n("void:sparqlEndpoint"), ox.NamedNode(f"{root}sparql"))
    yield ox.Triple(dataset, _n("void:uriSpace"), ox.Literal(f"{DEFAULT_BASE}id/"))
    for form in RDF_FORMS:
        yield ox.Triple(
            dataset, _n("void:feature"), ox.NamedNode(f"http://www.w3.org/ns/formats/{_FORMATS[form.name]}")
        )
    yield from _services(dataset, root)
    yield from _counted(dataset, counts)
    yield from _distributions(dataset, root, manifest)


_FORMATS: Final = {"ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF_XML"}


def _services(dataset: ox.NamedNode, root: str) -> Iterator[ox.Triple]:
    for path, title, described in (
        ("sparql", "SPARQL 1.1", "sparql"),
        ("query", "Câu hỏi có sẵn / canned questions", "openapi.json"),
    ):
        service = ox.NamedNode(f"{root}{path}#service")
        yield ox.Triple(service, _n("rdf:type"), _n("dcat:DataService"))
        yield ox.Triple(service, _n("dcterms:title"), ox.Literal(title))
        yield ox.Triple(service, _n("dcat:endpointURL"), ox.NamedNode(f"{root}{path}"))
        yield ox.Triple(service, _n("dcat:endpointDescription"), ox.NamedNode(f"{root}{described}"))
        yield ox.Triple(service, _n("dcat:servesDataset"), dataset)


def _counted(dataset: ox.NamedNode, counts: Counts) -> Iterator[ox.Triple]:
    yield ox.Triple(dataset, _n("void:documents"), ox.Literal(len(counts.graphs)))
    if counts.example:
        yield ox.Triple(dataset, _n("void:exampleResource"), ox.NamedNode(counts.example))
    if counts.properties:
        yield ox.Triple(dataset, _n("void:triples"), ox.Literal(sum(counts.properties.values())))
        yield ox.Triple(dataset, _n("void:properties"), ox.Literal(len(counts.properties)))
        yield ox.Triple(dataset, _n("void:classes"), ox.Literal(len(counts.classes)))
    for namespace in sorted(PREFIXES.values()):
        if any(iri.startswith(namespace) for iri in (*counts.properties, *counts.classes)):
            yield ox.Triple(dataset, _n("void:vocabulary"), ox.NamedNode(namespace))
    for kind, of, number, found in (
        ("class", "void:class", "void:entities", counts.classes),
        ("property", "void:property", "void:triples", counts.properties),
    ):
        for place, (iri, count) in enumerate(sorted(found.items())):
            part = ox.NamedNode(f"{DATASET}#{kind}-{place}")
            yield ox.Triple(dataset, _n(f"void:{kind}Partition"), part)
            yield ox.Triple(part, _n(of), ox.NamedNode(iri))
            yield ox.Triple(part, _n(number), ox.Literal(count))


def _distributions(dataset: ox.NamedNode, root: str, manifest: Mapping[str, Any] | None) -> Iterator[ox.Triple]:
    for file in manifest["files"] if manifest else ():
        address = f"{root}dumps/{file['path']}"
        node, checksum = ox.NamedNode(address), ox.NamedNode(f"{address}#sha256")
        yield ox.Triple(dataset, _n("dcat:distribution"), node)
        if file["mediaType"] in {"application/n-quads", "application/trig", "application/n-triples", "text/turtle"}:
            yield ox.Triple(dataset, _n("void:dataDump"), node)
        yield ox.Triple(node, _n("rdf:type"), _n("dcat:Distribution"))
        yield ox.Triple(node, _n("dcterms:title"), ox.Literal(file["path"]))
        yield ox.Triple(node, _n("dcterms:license"), ox.NamedNode(LICENSE))
        yield ox.Triple(node, _n("dcat:downloadURL"), node)
        yield ox.Triple(node, _n("dcat:mediaType"), ox.NamedNode(f"{_MEDIA}{file['mediaType']}"))
        size = ox.Literal(str(file["bytes"]), datatype=_n("xsd:nonNegativeInteger"))
        yield ox.Triple(node, _n("dcat:byteSize"), size)
        yield ox.Triple(node, _n("spdx:checksum"), checksum)
        yield ox.Triple(checksum, _n("rdf:type"), _n("spdx:Checksum"))
        yield ox.Triple(checksum, _n("spdx:algorithm"), _n("spdx:checksumAlgorithm_sha256"))
        yield ox.Triple(checksum, _n("spdx:checksumValue"), ox.Literal(file["sha256"], datatype=_n("xsd:hexBinary")))


def _n(curie: str) -> ox.NamedNode:
    prefix, _, name = curie.partition(":")
    return ox.NamedNode(NAMESPACES.get(prefix, PREFIXES.get(prefix, "")) + name)
