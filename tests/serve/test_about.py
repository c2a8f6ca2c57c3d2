"""What the service says of its dataset, its examples, and the dumps."""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from rdflib import DCAT, RDF, SH, VOID, Graph, URIRef

from directive_kg import resources
from directive_kg.graph.dumps import MANIFEST
from directive_kg.names import DEFAULT_BASE
from directive_kg.store.disk import build
from directive_kg.trace.catalogue import load_catalogue
from tests.fixtures.papers import fixture_graph
from tests.serve.test_server import serving
from tests.serve.waiting import PATIENCE, until

DATASET = URIRef(f"{DEFAULT_BASE}dataset")


@pytest.fixture(scope="module")
def with_dumps(tmp_path_factory: pytest.TempPathFactory, site_dir: Path) -> Iterator[httpx.Client]:
    """A client at a service that has made its dumps."""
    folder = tmp_path_factory.mktemp("dumped")
    graph = fixture_graph(folder)
    build(graph, folder / "store")
    options = ("--store", str(folder / "store"), "--graph", str(graph), "--dumps", str(folder / "dumps"))
    with serving("--port", "0", "--site", str(site_dir), *options) as process:
        assert process.stdout is not None
        with httpx.Client(base_url=process.stdout.readline().strip(), timeout=PATIENCE) as client:
            answers: list[httpx.Response] = []

            def made() -> bool:
                answers.append(client.get("dumps"))
                assert answers[-1].status_code in {200, 503}
                return answers[-1].status_code == 200

            assert until(made)
            assert all(answer.headers["retry-after"] for answer in answers[:-1])
            yield client


def _number(client: httpx.Client, query: str) -> int:
    answer = client.post("sparql", data={"query": query})
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_the_description_counts_what_is_there(with_dumps: httpx.Client) -> None:
    described = Graph().parse(data=with_dumps.get("dataset").text, format="turtle")
    assert {DCAT.Dataset, VOID.Dataset} <= set(described.objects(DATASET, RDF.type))
    triples = _number(with_dumps, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert int(str(described.value(DATASET, VOID.triples))) == triples
    task = URIRef(f"{DEFAULT_BASE}ontology#Task")
    part = described.value(None, VOID["class"], task)
    assert int(str(described.value(part, VOID.entities))) == _number(
        with_dumps, f"SELECT (COUNT(*) AS ?n) {{ ?s a <{task}> }}"
    )
    example = str(described.value(DATASET, VOID.exampleResource))
    assert with_dumps.get(example.removeprefix(DEFAULT_BASE), headers={"accept": "text/turtle"}).status_code == 200
    endpoint = str(described.value(DATASET, VOID.sparqlEndpoint))
    assert httpx.get(endpoint, params={"query": "ASK {}"}).json()["boolean"] is True


@pytest.mark.parametrize("path", ["dataset", ".well-known/void"])
def test_it_has_every_form(client: httpx.Client, path: str) -> None:
    sizes = {
        len(list(ox.parse(client.get(path, headers={"accept": form.media_type}).content, format=form)))
        for form in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML)
    }
    assert len(sizes) == 1
    assert "text/html" in client.get(path, headers={"accept": "text/html"}).headers["content-type"]
    assert client.get("dataset.nt").headers["content-type"] == "application/n-triples"
    assert client.get("dataset.exe").status_code == 404


def test_every_download_is_what_the_description_says(with_dumps: httpx.Client) -> None:
    described = Graph().parse(data=with_dumps.get("dataset.ttl").text, format="turtle")
    places = list(described.objects(DATASET, DCAT.distribution))
    manifest = with_dumps.get(f"dumps/{MANIFEST}").json()
    assert len(places) == len(manifest["files"])
    hashes = {file["path"]: file["sha256"] for file in manifest["files"]}
    for place in places:
        answer = with_dumps.get(str(place))
        assert answer.status_code == 200
        assert len(answer.content) == int(str(described.value(place, DCAT.byteSize)))
        assert hashlib.sha256(answer.content).hexdigest() == hashes[str(place).partition("/dumps/")[2]]
        assert answer.headers["access-control-allow-origin"] == "*"
    page = with_dumps.get("dataset.html").text
    assert all(f'href="/dumps/{name}"' in page for name in hashes)


def test_a_dump_is_had_in_parts_and_not_twice(with_dumps: httpx.Client) -> None:
    whole = with_dumps.get("dumps/directive-kg.nt")
    part = with_dumps.get("dumps/directive-kg.nt", headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    tag = whole.headers["etag"]
    assert with_dumps.get("dumps/directive-kg.nt", headers={"if-none-match": tag}).status_code == 304
    digest = base64.b64encode(hashlib.sha256(whole.content).digest()).decode()
    assert whole.headers["repr-digest"] == f"sha-256=:{digest}:"
    head = with_dumps.head("dumps/directive-kg.nt")
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(whole.content)))


@pytest.mark.parametrize(
    "path", ["none.nq", "../store/current", "%2e%2e/store/current", "csvw", "", "manifest.json.tmp"]
)
def test_only_what_the_manifest_names_is_there(with_dumps: httpx.Client, path: str) -> None:
    assert with_dumps.get(f"dumps/{path}").status_code == (200 if path == "" else 404)


def test_a_service_without_dumps_says_so(client: httpx.Client) -> None:
    answer = client.get("dumps")
    assert answer.status_code == 404
    assert "--dumps" in answer.json()["title"]


def test_the_examples_run_as_they_stand(client: httpx.Client, address: str) -> None:
    found = Graph().parse(data=client.get("examples.ttl").text, format="turtle")
    names = {question.name for question in load_catalogue(resources.queries_dir())}
    executables = set(found.subjects(RDF.type, SH.SPARQLExecutable))
    assert {str(node).rpartition("/")[2] for node in executables} == names
    for node in executables:
        target = found.value(node, URIRef("https://schema.org/target"))
        assert str(target) == f"{address}sparql"
        answer = httpx.post(str(target), data={"query": str(found.value(node, SH.select))}, timeout=PATIENCE)
        assert answer.status_code == 200, node
    one = Graph().parse(data=client.get("examples/workload.ttl").text, format="turtle")
    assert len(set(one.subjects(RDF.type, SH.SPARQLSelectExecutable))) == 1
    assert client.get("examples/workload", headers={"accept": "text/html"}).headers["location"] == "/query/workload"
    assert client.get("examples/none").status_code == 404
    assert client.get("examplesworkload").status_code == 404
