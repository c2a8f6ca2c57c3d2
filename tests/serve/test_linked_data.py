"""Every IRI answers, by Accept and by suffix, with what the store says of it."""

import json
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph

from directive_kg.names import DEFAULT_BASE
from directive_kg.serve import things
from directive_kg.serve.addresses import SitePages, bases_of, local, wanted
from directive_kg.serve.formats import HTML, N_TRIPLES, TURTLE
from directive_kg.serve.ontology import Document, documents
from directive_kg.site.build import build_site
from directive_kg.site.output import PAGE_TABLE
from directive_kg.store.embedded import open_store
from tests.fixtures.papers import city_plan, fixture_graph
from tests.serve.test_server import serving

KEY = city_plan().key
TASK = f"{DEFAULT_BASE}id/directive/{KEY}/task/12.1"
FORMS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}


def _path(iri: str) -> str:
    return iri.removeprefix(DEFAULT_BASE)


def _triples(answer: httpx.Response, form: ox.RdfFormat) -> set[ox.Triple]:
    assert answer.status_code == 200, answer.text
    return {quad.triple for quad in ox.parse(answer.content, format=form)}


@pytest.mark.parametrize("iri", [TASK, f"{DEFAULT_BASE}vocabulary/role/lead", f"{DEFAULT_BASE}graph/{KEY}"])
@pytest.mark.parametrize("suffix", FORMS)
def test_by_accept_and_by_suffix(client: httpx.Client, iri: str, suffix: str) -> None:
    media_type, form = FORMS[suffix]
    by_accept = client.get(_path(iri), headers={"accept": media_type})
    by_suffix = client.get(f"{_path(iri)}.{suffix}", headers={"accept": "text/html"})
    assert by_accept.content == by_suffix.content
    assert by_accept.headers["content-type"].startswith(media_type)
    assert by_accept.headers["content-location"] == f"/{_path(iri)}.{suffix}"
    assert f'<{iri}>; rel="describes"' in by_accept.headers["link"]
    assert by_accept.headers["access-control-allow-origin"] == "*"
    assert _triples(by_accept, form) == _triples(client.get(f"{_path(iri)}.nt"), ox.RdfFormat.N_TRIPLES)
    again = client.get(_path(iri), headers={"accept": media_type, "if-none-match": by_accept.headers["etag"]})
    assert again.status_code == 304


def test_a_thing_is_told_with_what_points_at_it(client: httpx.Client) -> None:
    query = (
        f"CONSTRUCT {{ <{TASK}> ?p ?o . ?s ?q <{TASK}> }} WHERE {{ {{ <{TASK}> ?p ?o }} UNION {{ ?s ?q <{TASK}> }} }}"
    )
    asked = client.post("sparql", data={"query": query, "format": "nt"})
    told = _triples(client.get(f"{_path(TASK)}.nt"), ox.RdfFormat.N_TRIPLES)
    assert told == _triples(asked, ox.RdfFormat.N_TRIPLES)
    assert any(triple.subject == ox.NamedNode(TASK) for triple in told)
    assert any(triple.object == ox.NamedNode(TASK) for triple in told)


def test_a_graph_is_told_whole(client: httpx.Client) -> None:
    graph = f"{DEFAULT_BASE}graph/{KEY}"
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    asked = client.post("sparql", data={"query": query, "format": "nt"})
    assert _triples(client.get(f"{_path(graph)}.ttl"), ox.RdfFormat.TURTLE) == _triples(asked, ox.RdfFormat.N_TRIPLES)


def test_every_iri_of_the_store_answers(client: httpx.Client) -> None:
    asked = client.post(
        "sparql",
        data={"query": "SELECT DISTINCT ?class (SAMPLE(?s) AS ?one) { ?s a ?class FILTER(isIRI(?s)) } GROUP BY ?class"},
    )
    ours = [path for row in asked.json()["results"]["bindings"] if (path := local(row["one"]["value"], [DEFAULT_BASE]))]
    assert len(ours) > 10
    for path in ours:
        for accept in ("text/turtle", "text/html"):
            answer = client.get(path.partition("#")[0], headers={"accept": accept}, follow_redirects=True)
            assert answer.status_code == 200, path
            assert answer.headers["content-type"].startswith(accept)


def test_people_get_a_page_with_links_that_lead_on(client: httpx.Client) -> None:
    page = client.get(_path(TASK), headers={"accept": "text/html,*/*;q=0.8"})
    assert page.status_code == 200
    assert "<script" not in page.text
    links = {part.partition('"')[0] for part in page.text.split('href="/')[1:]}
    for link in sorted(links):
        if link.startswith(("id/", "vocabulary/", "ontology")):
            assert client.get(link.partition("#")[0], headers={"accept": "text/html"}).status_code in {200, 303}, link


@pytest.mark.parametrize(
    "path",
    ["id/none", "id/", "graph/none", "vocabulary/none", "id/x%3E%20y", "id/%C4%90", "id/..%2f..%2fetc/passwd", "id/a\\b",
     "ontology/9.9.9", "ontology.exe", "id/agency/none.ttl"],
)  # fmt: skip
def test_what_is_not_held_is_404(client: httpx.Client, path: str) -> None:
    assert client.get(path, headers={"accept": "text/turtle"}).status_code == 404
    page = client.get(path, headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "Traceback" not in page.text


def test_the_sites_own_page_goes_first(tmp_path: Path, store_dir: Path) -> None:
    site = tmp_path / "site"
    build_site(open_store(fixture_graph(tmp_path)), site)
    with serving("--port", "0", "--site", str(site), "--store", str(store_dir)) as process:
        assert process.stdout is not None
        with httpx.Client(base_url=process.stdout.readline().strip()) as client:
            for iri in (TASK, f"{DEFAULT_BASE}graph/{KEY}", f"{DEFAULT_BASE}id/directive/{KEY}"):
                answer = client.get(_path(iri), headers={"accept": "text/html"})
                assert answer.status_code == 303
                assert client.get(answer.headers["location"]).status_code == 200
                assert client.get(_path(iri), headers={"accept": "text/turtle"}).status_code == 200
            assert client.get(PAGE_TABLE).status_code == 404, "the table is the server's"


def test_a_table_that_leads_out_of_the_site_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("x", encoding="utf-8")
    table = {"a": "page.html#x", "b": "../page.html", "c": "/etc/passwd", "d": "gone.html"}
    (tmp_path / PAGE_TABLE).write_text(json.dumps(table), encoding="utf-8")
    pages = SitePages(tmp_path)
    assert {name: pages.page(name) for name in "abcd"} == {"a": "/page.html#x", "b": None, "c": None, "d": None}


def test_names_that_end_like_a_suffix_and_escaped_ones() -> None:
    candidates = wanted(b"/id/x.ttl", ["urn:b/"]).candidates
    assert candidates == (("urn:b/id/x.ttl", None), ("urn:b/id/x", TURTLE))
    assert ("urn:b/id/%C4%90%3F", HTML) in wanted(
        "/id/Đ%3F.html".encode().replace(b"\xc4\x90", b"%C4%90"), ["urn:b/"]
    ).candidates
    assert bases_of(["https://example.org/kg/graph/links", "urn:x"]) == (DEFAULT_BASE, "https://example.org/kg/")


@pytest.mark.parametrize("document", documents(), ids=lambda document: document.version_iri)
def test_the_ontology_in_every_form_at_its_versions(client: httpx.Client, document: Document) -> None:
    for iri in (document.iri, document.version_iri):
        path = iri.removeprefix(DEFAULT_BASE)
        whole = client.get(path).content
        assert whole == document.path.read_bytes()
        count = len(list(ox.parse(whole, format=ox.RdfFormat.TURTLE)))
        for suffix, (media_type, form) in FORMS.items():
            answer = client.get(f"{path}.{suffix}")
            assert answer.headers["content-type"].startswith(media_type)
            assert len(_triples(answer, form)) == count
        page = client.get(path, headers={"accept": "text/html"})
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "<script" not in page.text


def test_the_ontologys_page_explains_every_term(client: httpx.Client) -> None:
    page = client.get("ontology.html").text
    whole = Graph().parse(data=client.get("ontology.ttl").text, format="turtle")
    terms = {str(s).partition("#")[2] for s in whole.subjects() if "/ontology#" in str(s)}
    assert len(terms) > 100
    assert not [term for term in terms if f'id="{term}"' not in page]
    anchors = {part.partition('"')[0] for part in page.split('href="#')[1:]}
    assert not [anchor for anchor in anchors if f'id="{anchor}"' not in page]


def test_what_points_at_a_thing_is_cut_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(things, "INCOMING", 3)
    node = ox.NamedNode("urn:x")
    lines = [f"<urn:{number}> <urn:p> <urn:x> .\n" for number in range(4)] + ["<urn:x> <urn:q> <urn:9> .\n"]
    for count in (3, 4):
        content = "".join(lines[:count] + lines[4:]).encode()
        told = list(ox.parse(things._written(node, content, N_TRIPLES), format=ox.RdfFormat.N_TRIPLES))
        assert len([t for t in told if t.object == node]) == 3
        assert len([t for t in told if "only" in str(t.object).lower()]) == (1 if count == 4 else 0)
        assert any(t.predicate.value == "urn:q" for t in told), "what it says itself is whole"
