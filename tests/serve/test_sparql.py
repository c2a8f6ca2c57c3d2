"""`/sparql` over HTTP: the operations, the forms of an answer, what is refused."""

import csv
import io
import json
from collections.abc import Callable
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from directive_kg.names import DEFAULT_BASE, PREFIXES

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/directive-kg/ontology#Task> }"
TASKS = "SELECT ?task ?none { ?task a <https://w3id.org/directive-kg/ontology#Task> } ORDER BY ?task"
TRIPLES = "CONSTRUCT { ?t a <x> } WHERE { ?t a <https://w3id.org/directive-kg/ontology#Task> }"
GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"


def _direct(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    return client.post(
        "sparql", content=query.encode(), headers={"content-type": "application/sparql-query", **headers}
    )


ASKING: list[Callable[[httpx.Client, str], httpx.Response]] = [
    lambda client, query: client.get("sparql", params={"query": query}),
    lambda client, query: client.post("sparql", data={"query": query}),
    lambda client, query: client.post("sparql/", data={"query": query}),
    _direct,
]


@pytest.mark.parametrize("ask", ASKING)
def test_every_operation_gives_the_same_answer(client: httpx.Client, ask: Callable[..., httpx.Response]) -> None:
    answer = ask(client, COUNT)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert int(answer.json()["results"]["bindings"][0]["n"]["value"]) > 3


def _json_rows(content: bytes) -> int:
    return len(json.loads(content)["results"]["bindings"])


def _xml_rows(content: bytes) -> int:
    return len(ElementTree.fromstring(content).findall(".//{http://www.w3.org/2005/sparql-results#}result"))


@pytest.mark.parametrize(
    ("accept", "content_type", "rows"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", _json_rows),
        ("application/json;q=0.9, text/csv;q=0.1", "application/sparql-results+json", _json_rows),
        ("application/sparql-results+xml", "application/sparql-results+xml", _xml_rows),
        ("text/csv", "text/csv; charset=utf-8", lambda c: len(list(csv.reader(io.StringIO(c.decode())))) - 1),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", lambda c: c.count(b"\n") - 1),
        ("text/html,*/*;q=0.1", "text/html; charset=utf-8", lambda c: c.count(b"<tr>") - 1),
        ("*/*", "application/sparql-results+json", _json_rows),
    ],
)
def test_solutions_in_every_form(
    client: httpx.Client, accept: str, content_type: str, rows: Callable[[bytes], int]
) -> None:
    answer = _direct(client, TASKS, accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    count = int(_direct(client, COUNT).json()["results"]["bindings"][0]["n"]["value"])
    assert rows(answer.content) == count


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
@pytest.mark.parametrize("query", [TRIPLES, f"DESCRIBE <{DEFAULT_BASE}graph/links>", "CONSTRUCT {} WHERE {}"])
def test_graphs_in_every_form(client: httpx.Client, accept: str, form: ox.RdfFormat, query: str) -> None:
    answer = _direct(client, query, accept=accept)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(accept)
    triples = list(ox.parse(answer.content, format=form))
    assert bool(triples) == (query == TRIPLES)
    if triples:
        assert {quad.object.value for quad in triples} == {f"{DEFAULT_BASE}x"}, "relative IRIs stand below our base"


@pytest.mark.parametrize(("query", "truth"), [("ASK {}", True), ("ASK { <a:a> <a:b> <a:c> }", False)])
def test_ask_in_its_forms(client: httpx.Client, query: str, truth: bool) -> None:
    assert _direct(client, query).json()["boolean"] is truth
    assert str(truth).lower() in _direct(client, query, accept="application/sparql-results+xml").text
    assert ("Đúng" in _direct(client, query, accept="text/html").text) is truth


@pytest.mark.parametrize(("form", "query"), [(JSON, TASKS), (XML, TASKS), (CSV, TASKS), (TURTLE, TRIPLES)])
@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_it(address: str, form: str, query: str, method: str) -> None:
    wrapper = SPARQLWrapper(f"{address}sparql")
    wrapper.setMethod(method)
    wrapper.setReturnFormat(form)
    wrapper.setQuery(query)
    answer = wrapper.query()
    try:
        assert answer.convert()
    finally:
        answer.response.close()


def test_a_named_dataset_is_asked_alone(client: httpx.Client) -> None:
    names = [row["g"]["value"] for row in _direct(client, GRAPHS).json()["results"]["bindings"]]
    assert len(names) > 2
    everything = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    sizes = [
        int(
            client.get("sparql", params={"query": everything, "default-graph-uri": name}).json()["results"]["bindings"][
                0
            ]["n"]["value"]
        )
        for name in names[:2]
    ]
    both = client.post("sparql", data={"query": everything, "default-graph-uri": names[:2]}).json()
    assert int(both["results"]["bindings"][0]["n"]["value"]) == sum(sizes)
    named = client.get("sparql", params={"query": GRAPHS, "named-graph-uri": names[0]}).json()
    assert [row["g"]["value"] for row in named["results"]["bindings"]] == [names[0]]


def test_head_gzip_and_etag(client: httpx.Client) -> None:
    parameters = {"query": TASKS}
    packed = client.get("sparql", params=parameters)
    assert packed.headers["content-encoding"] == "gzip"
    bare = client.get("sparql", params=parameters, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in bare.headers
    assert bare.content == packed.content
    head = client.head("sparql", params=parameters, headers={"accept-encoding": "identity"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(bare.content))
    tag = packed.headers["etag"]
    again = client.get("sparql", params=parameters, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("sparql", params=parameters, headers={"if-none-match": tag, "accept": "text/csv"})
    assert other.status_code == 200, "another form is another answer"
    assert "etag" not in client.get("sparql", params={"query": "SELECT (NOW() AS ?n) {}"}).headers


def test_pages_of_other_hosts_may_read(client: httpx.Client) -> None:
    asked = {"origin": "https://example.org", "access-control-request-method": "POST"}
    preflight = client.options("sparql", headers=asked)
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    for answer in (_direct(client, COUNT), _direct(client, "nonsense"), client.get("query"), client.get("sparql")):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "application/rdf+xml", "*/*"])
def test_it_describes_itself(client: httpx.Client, address: str, accept: str) -> None:
    answer = client.get("sparql", headers={"accept": accept})
    kind = answer.headers["content-type"].partition(";")[0]
    form = ox.RdfFormat.from_media_type(kind)
    assert form is not None
    triples = list(ox.parse(answer.content, format=form))
    sd = "http://www.w3.org/ns/sparql-service-description#"
    endpoints = [quad for quad in triples if quad.predicate.value == f"{sd}endpoint"]
    assert [quad.object.value for quad in endpoints] == [f"{address}sparql"]
    names = {quad.object.value for quad in triples if quad.predicate.value == f"{sd}name"}
    assert names == {row["g"]["value"] for row in _direct(client, GRAPHS).json()["results"]["bindings"]}


def test_a_browser_is_shown_the_editor(client: httpx.Client) -> None:
    answer = client.get("sparql", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sparql/editor")


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("POST", "sparql", {"data": {"update": "CLEAR ALL"}}, 405),
        ("GET", "sparql?update=CLEAR%20ALL", {}, 405),
        ("POST", "sparql", {"content": "CLEAR ALL", "headers": {"content-type": "application/sparql-update"}}, 405),
        ("PUT", "sparql", {"content": "x"}, 405),
        ("DELETE", "sparql", {}, 405),
        ("POST", "sparql", {"content": "ASK {}", "headers": {"content-type": "text/plain"}}, 415),
        ("POST", "sparql", {"content": "ASK {}"}, 415),
        (
            "POST",
            "sparql",
            {
                "content": "ASK {}".encode("utf-16"),
                "headers": {"content-type": "application/sparql-query; charset=UTF-16"},
            },
            415,
        ),
        ("POST", "sparql", {"content": b"ASK {} #\xff", "headers": {"content-type": "application/sparql-query"}}, 400),
        ("GET", "sparql?query=ASK%20%7B%7D%23%FF", {}, 400),
        ("GET", "sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", {}, 400),
        ("GET", "sparql?query=", {}, 400),
        ("POST", "sparql", {"data": {"nothing": "1"}}, 400),
        ("GET", "sparql?default-graph-uri=urn:x", {}, 400),
        ("GET", "sparql?query=ASK%20%7B%7D&default-graph-uri=file:///etc/passwd", {}, 400),
        ("GET", "sparql?query=ASK%20%7B%7D&named-graph-uri=http://127.0.0.1/", {}, 400),
        ("GET", "sparql?query=ASK%20%7B%7D", {"headers": {"accept": "image/png"}}, 406),
        ("POST", "sparql", {"data": {"query": "ASK {} #" + "x" * 70_000}}, 413),
        ("POST", "sparql", {"content": "x" * 500_000, "headers": {"content-type": "application/sparql-query"}}, 413),
    ],
)
def test_what_is_no_query_is_refused(
    client: httpx.Client, method: str, path: str, sent: dict[str, object], status: int
) -> None:
    answer = client.request(method, path, **sent)  # type: ignore[arg-type]  # a table of keyword arguments
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert problem["status"] == status
    assert " / " in problem["title"], "in both languages"
    assert ("allow" in answer.headers) == (status == 405)
    assert "query-bytes" in answer.headers["x-limit"]


def test_the_editor_needs_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("sparql/editor")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert " style=" not in page.text
    assert "//" not in page.text.replace("https://w3id.org", "").replace("http://www.w3.org", "").replace(
        "http://purl.org", ""
    ).replace("http://data.europa.eu", ""), "no address of another host but namespaces"
    assert all(f"PREFIX {prefix}:" in page.text for prefix in PREFIXES)


def test_every_example_of_the_editor_runs(client: httpx.Client) -> None:
    names = [question["name"] for question in client.get("query").json()]
    assert len(names) > 10
    for name in names:
        page = client.get("sparql/editor", params={"example": name}).text
        query = page.split("required>\n", 1)[1].split("</textarea>", 1)[0]
        for mark, character in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&")):
            query = query.replace(mark, character)
        answer = client.post("sparql", data={"query": query, "format": "html"})
        assert answer.status_code == 200, (name, answer.text)
        assert answer.headers["content-type"].startswith("text/html")


def test_markup_in_answers_stays_text(client: httpx.Client) -> None:
    query = 'SELECT ("<script>alert(1)</script>" AS ?x) {} # </textarea><script>'
    page = client.post("sparql", data={"query": query, "format": "html"}).text
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_metrics_count_without_names(client: httpx.Client) -> None:
    assert client.get("sparql", params={"query": "ASK { <urn:secret> ?p ?o }"}).status_code == 200
    text = client.get("metrics").text
    assert 'directive_kg_requests_total{part="/sparql",method="GET",status="200"}' in text
    assert "secret" not in text
    assert "127.0.0.1" not in text
