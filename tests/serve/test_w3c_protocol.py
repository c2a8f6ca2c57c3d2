"""The W3C's SPARQL 1.1 Protocol tests, those of them that a service for reading can meet."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from directive_kg.graph.files import write_file
from directive_kg.store.disk import build
from tests.serve.test_server import serving
from tests.serve.waiting import PATIENCE
from tests.shared import SHARED, needs_shared

FOLDER = SHARED / "w3c" / "sparql11" / "protocol"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
DATA = "http://kasei.us/2009/09/sparql/data/"

# docs/endpoint.md says why. A test of an update that has to be refused does apply.
NOT_APPLICABLE = {
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
    "query_multiple_dataset",
}
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/tab-separated-values",
        "text/csv",
    ),
    "RDF": ("application/rdf+xml", "text/turtle", "application/n-triples"),
}


@pytest.fixture(scope="module")
def w3c(tmp_path_factory: pytest.TempPathFactory, site_dir: Path) -> Iterator[str]:
    """A service on the data of the tests, each file in the graph that the manifest names."""
    folder = tmp_path_factory.mktemp("w3c")
    quads = []
    for number in range(4):
        name = ox.NamedNode(f"{DATA}data{number}.rdf")
        # data0 stands in the requests, but no file of it is given: one statement makes it a graph.
        text = (FOLDER / f"data{number}.nt").read_text() if number else "<urn:a> <urn:b> <urn:c> ."
        quads += [
            ox.Quad(q.subject, q.predicate, q.object, name) for q in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)
        ]
    trig = ox.serialize(quads, format=ox.RdfFormat.TRIG)
    assert trig is not None
    write_file(folder / "graph" / "data.trig", trig.decode())
    build(folder / "graph", folder / "store")
    with serving("--port", "0", "--site", str(site_dir), "--store", str(folder / "store")) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip().rstrip("/")


@needs_shared
def test_the_protocol_as_far_as_reading_goes(w3c: str) -> None:
    manifest = Graph().parse(FOLDER / "manifest.ttl")
    entries = next(manifest.objects(None, MF.entries))
    failed = {}
    names = set()
    for test in Collection(manifest, entries):
        name = str(test).rpartition("#")[2]
        names.add(name)
        if name in NOT_APPLICABLE:
            continue
        action = manifest.value(test, MF.action)
        requests = manifest.value(action, HT.requests)
        assert requests is not None
        for request in Collection(manifest, requests):
            if wrong := _try(manifest, request, w3c):
                failed[name] = wrong
    assert not failed
    assert names > NOT_APPLICABLE
    assert len(names - NOT_APPLICABLE) == 26


def _try(manifest: Graph, request: Node, address: str) -> str | None:
    """What is wrong with the answer to one request of the manifest."""
    headers = {}
    if (fields := manifest.value(request, HT.headers)) is not None:
        headers = {
            str(manifest.value(field, HT.fieldName)): str(manifest.value(field, HT.fieldValue))
            for field in Collection(manifest, fields)
        }
    body = manifest.value(request, HT.body)
    content = None
    if body is not None:
        content = str(manifest.value(body, CNT.chars)).encode(str(manifest.value(body, CNT.characterEncoding)))
    path = str(manifest.value(request, HT.absolutePath))
    method = str(manifest.value(request, HT.methodName))
    answer = httpx.request(method, address + path, headers=headers, content=content, timeout=PATIENCE)
    expected = manifest.value(request, HT.resp)
    assert (expected, RDF.type, HT.Response) in manifest
    statuses = [str(status).rpartition("StatusCode")[2] for status in manifest.objects(expected, MF.expectedStatus)]
    assert statuses
    if f"{answer.status_code // 100}xx" not in statuses:
        return f"{answer.status_code} {answer.text[:200]}"
    form = manifest.value(expected, MF.expectedFormat)
    if form is not None and answer.headers["content-type"].partition(";")[0] not in FORMATS[str(form)]:
        return answer.headers["content-type"]
    truth = manifest.value(expected, MF.expectedBoolean)
    if truth is not None and answer.json()["boolean"] is not truth.toPython():  # type: ignore[attr-defined]  # a literal
        return answer.text
    return None


SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
# SPARQL 1.1 Service Description, 3: what each property may say, by domain and range.
SCHEMA = {
    SD.endpoint: (SD.Service, None),
    SD.feature: (SD.Service, None),
    SD.supportedLanguage: (SD.Service, None),
    SD.resultFormat: (SD.Service, None),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
}
FEATURES = {SD.DereferencesURIs, SD.UnionDefaultGraph, SD.RequiresDataset, SD.EmptyGraphs, SD.BasicFederatedQuery}
LANGUAGES = {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update}


@needs_shared
def test_the_service_description_tests(w3c: str) -> None:
    """returns-rdf, has-endpoint-triple, conforms-to-schema: the manifest names them, the specification says the rest."""
    manifest = Graph().parse(SHARED / "w3c" / "sparql11" / "service-description" / "manifest.ttl")
    assert len(set(manifest.subjects(RDF.type, MF.ServiceDescriptionTest))) == 3
    answer = httpx.get(f"{w3c}/sparql", timeout=PATIENCE)
    described = Graph().parse(data=answer.text, format="turtle")
    (service,) = described.subjects(RDF.type, SD.Service)
    assert str(described.value(service, SD.endpoint)) == f"{w3c}/sparql"
    for subject, predicate, value in described:
        if isinstance(predicate, URIRef) and predicate in SCHEMA:
            domain, kind = SCHEMA[predicate]
            assert (subject, RDF.type, domain) in described, predicate
            assert (value, RDF.type, kind) in described if kind else isinstance(value, URIRef), predicate
        else:
            assert predicate == RDF.type
    assert set(described.objects(service, SD.feature)) <= FEATURES
    assert set(described.objects(service, SD.supportedLanguage)) <= LANGUAGES
    names = {str(name) for name in described.objects(None, SD.name)}
    rows = httpx.get(
        f"{w3c}/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"}, timeout=PATIENCE
    ).json()["results"]["bindings"]
    assert names == {row["g"]["value"] for row in rows}
