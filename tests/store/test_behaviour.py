"""Every home of the graph answers alike."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from directive_kg.errors import StoreError, UsageError
from directive_kg.graph.files import load
from directive_kg.store.disk import build, open_disk
from directive_kg.store.embedded import open_store
from directive_kg.store.endpoint import EndpointStore
from directive_kg.store.protocol import Store, Term
from tests.fixtures.papers import city_plan, fixture_graph
from tests.store.server import sparql_server

_PREFIXES = """
PREFIX dkg: <https://w3id.org/directive-kg/ontology#>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_PLAN = f"https://w3id.org/directive-kg/id/directive/{city_plan().key}"


def _on_disk(graph: Path) -> Store:
    build(graph, graph.parent / "store")
    return open_disk(graph.parent / "store")


@pytest.fixture(scope="module", params=["memory", "disk", "endpoint"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The fixture graph in one of its homes."""
    graph = fixture_graph(tmp_path_factory.mktemp("home"))
    openers: dict[str, Callable[[Path], Store]] = {"memory": open_store, "disk": _on_disk}
    if request.param in openers:
        yield openers[request.param](graph)
        return
    inner = ox.Store()
    inner.extend(load(graph).quads)
    with sparql_server(inner) as address:
        yield EndpointStore(address)


def test_the_default_graph_is_the_union(store: Store) -> None:
    query = _PREFIXES + f"SELECT ?name {{ <{_PLAN}> eli:passed_by/skos:prefLabel ?name }} ORDER BY ?name"
    assert store.select(query).rows == (
        (Term("literal", "Hai Phong People's Committee", None, "en"),),
        (Term("literal", "Ủy ban nhân dân thành phố Hải Phòng", None, "vi"),),
    )


def test_graphs_are_kept_apart(store: Store) -> None:
    query = _PREFIXES + "SELECT DISTINCT ?g { GRAPH ?g { ?paper dkg:number '7001/KH-UBND' ; dkg:held ?held } }"
    assert store.select(query).rows == ((Term("uri", f"https://w3id.org/directive-kg/graph/{city_plan().key}"),),)


def test_ontology_is_there(store: Store) -> None:
    assert store.ask("ASK { GRAPH <https://w3id.org/directive-kg/graph/ontology> { ?s ?p ?o } }")


def test_unbound_variables_and_datatypes(store: Store) -> None:
    answer = store.select(
        _PREFIXES + f"SELECT ?end ?none {{ <{_PLAN}/task/1> dkg:dueEnd ?end OPTIONAL {{ ?end dkg:number ?none }} }}"
    )
    assert answer.variables == ("end", "none")
    assert answer.rows == ((Term("literal", "2026-06-30", "http://www.w3.org/2001/XMLSchema#date"), None),)
    assert list(answer.dicts()) == [{"end": answer.rows[0][0]}]


def test_plain_strings_have_no_datatype(store: Store) -> None:
    query = _PREFIXES + f"SELECT ?number {{ <{_PLAN}> dkg:number ?number }}"
    assert store.select(query).rows == ((Term("literal", "7001/KH-UBND"),),)


def test_no_rows(store: Store) -> None:
    assert store.select("SELECT ?s { ?s <urn:none> ?o }").rows == ()


def test_blank_nodes(store: Store) -> None:
    ((term,),) = store.select("SELECT ?b { BIND(BNODE() AS ?b) }").rows
    assert term is not None
    assert term.kind == "bnode"


def test_ask(store: Store) -> None:
    assert store.ask(_PREFIXES + f"ASK {{ <{_PLAN}> a dkg:Directive }}") is True
    assert store.ask("ASK { ?s <urn:none> ?o }") is False


def test_a_path_through_links(store: Store) -> None:
    query = _PREFIXES + "SELECT ?n { ?p dkg:number ?n ; dkg:implements+/dkg:number '900/2025/QH15' } ORDER BY ?n"
    assert [row[0].value for row in store.select(query).rows if row[0]] == ["7001/KH-UBND", "901/NQ-CP"]


@pytest.mark.parametrize(
    "query", ["SELECT ?s { ?s ?p }", "ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "", "SELECT"]
)
def test_what_is_no_select(store: Store, query: str) -> None:
    with pytest.raises(UsageError):
        store.select(query)


def test_a_select_is_no_ask(store: Store) -> None:
    with pytest.raises(UsageError, match="ASK"):
        store.ask("SELECT ?s { ?s ?p ?o }")


def test_nothing_reaches_out(store: Store) -> None:
    with pytest.raises(UsageError, match="SERVICE"):
        store.select("SELECT * { ?s ?p ?o OPTIONAL { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }")


def test_an_undeclared_prefix_is_the_users_mistake(store: Store) -> None:
    with pytest.raises((UsageError, StoreError), match=r"not declared|refused"):
        store.select("SELECT * { ?s nope:x ?o }")
