"""The graph in the formats of others."""

import io
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from directive_kg.graph.export import FOLDERS, FORMATS, export_folder
from directive_kg.graph.files import load
from tests.fixtures.papers import city_plan, fixture_graph
from tests.graph.exported import exported, store_of

_RDF = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
_ID = "https://w3id.org/directive-kg/id/"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture graph on disk."""
    return fixture_graph(tmp_path_factory.mktemp("export"))


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_bytes_at_every_reading(graph: Path, form: str) -> None:
    assert exported(load(graph).quads, form) == exported(reversed(load(graph).quads), form)


@pytest.mark.parametrize("form", FOLDERS)
def test_the_same_tables_at_every_reading(graph: Path, form: str) -> None:
    assert export_folder(load(graph).quads, form) == export_folder(reversed(load(graph).quads), form)


@pytest.mark.parametrize("form", _RDF)
def test_nothing_is_lost(graph: Path, form: str) -> None:
    quads = load(graph, ontology=False).quads
    assert set(ox.parse(exported(quads, form), format=_RDF[form])) == set(store_of(quads))


@pytest.mark.parametrize(
    ("form", "read_as"),
    [("ttl", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES), ("rdfxml", ox.RdfFormat.RDF_XML)],
)
def test_some_forms_are_the_union(graph: Path, form: str, read_as: ox.RdfFormat) -> None:
    quads = load(graph, ontology=False).quads
    written = {(q.subject, q.predicate, q.object) for q in ox.parse(exported(quads, form), format=read_as)}
    assert written == {(q.subject, q.predicate, q.object) for q in store_of(quads)}


def test_a_statement_of_two_graphs_is_once_in_the_union() -> None:
    a, p, one = ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal(1)
    quads = [ox.Quad(a, p, one, ox.NamedNode(f"urn:g{number}")) for number in (2, 1, 3)]
    quads.append(ox.Quad(a, p, ox.BlankNode(), ox.NamedNode("urn:g2")))
    lines = exported(quads, "nt").decode().splitlines()
    assert len(lines) == 2
    assert lines[0] == f"<urn:a> <urn:p> {one} ."
    assert len(exported(quads, "nq").splitlines()) == 4


def test_network(graph: Path) -> None:
    network = nx.read_graphml(io.BytesIO(exported(load(graph, ontology=False).quads, "graphml")), force_multigraph=True)
    plan, task = f"{_ID}directive/{city_plan().key}", f"{_ID}directive/{city_plan().key}/task/1"
    lead = f"{_ID}agency/so-tai-chinh-tp-hai-phong"
    assert network.nodes[plan] == {"kind": "directive", "label": "7001/KH-UBND"}
    assert network.nodes[task]["kind"] == "task"
    assert network.nodes[lead] == {"kind": "agency", "label": "Sở Tài chính thành phố Hải Phòng"}
    assert [edge["relation"] for edge in network[task][lead].values()] == ["dkg:lead"]
    assert network.nodes[f"{_ID}directive/quoc-hoi/2025/900-2025-qh15"]["label"] == "900/2025/QH15"
    assert nx.has_path(network, task, f"{_ID}directive/quoc-hoi/2025/900-2025-qh15")


def test_gephi_gets_the_same_network(graph: Path) -> None:
    quads = load(graph, ontology=False).quads
    gexf = exported(quads, "gexf")
    assert b"lastmodifieddate" not in gexf, "the clock has no place in it"
    one = nx.read_gexf(io.BytesIO(gexf))
    other = nx.read_graphml(io.BytesIO(exported(quads, "graphml")), force_multigraph=True)
    assert {node: (data["kind"], data["label"]) for node, data in one.nodes(data=True)} == {
        node: (data["kind"], data["label"]) for node, data in other.nodes(data=True)
    }
    assert sorted((a, b, data["relation"]) for a, b, data in one.edges(data=True)) == sorted(
        (a, b, data["relation"]) for a, b, data in other.edges(data=True)
    )


def test_control_characters_do_not_break_the_xml() -> None:
    node, label = ox.NamedNode("urn:a"), ox.Literal("a\x00\x1bb")
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = [
        ox.Quad(node, rdf_type, ox.NamedNode("https://w3id.org/directive-kg/ontology#Task")),
        ox.Quad(node, ox.NamedNode("http://purl.org/dc/terms/title"), label),
    ]
    network = nx.read_graphml(io.BytesIO(exported(quads, "graphml")))
    assert network.nodes["urn:a"]["label"] == "a  b"
