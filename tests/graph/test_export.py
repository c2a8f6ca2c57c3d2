"""The graph in the formats of others."""

import io
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from directive_kg.graph.export import FORMATS, export
from directive_kg.graph.files import load
from tests.fixtures.papers import city_plan, fixture_graph

_RDF = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
_ID = "https://w3id.org/directive-kg/id/"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture graph on disk."""
    return fixture_graph(tmp_path_factory.mktemp("export"))


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_bytes_at_every_reading(graph: Path, form: str) -> None:
    assert export(load(graph).quads, form) == export(reversed(load(graph).quads), form)


@pytest.mark.parametrize("form", _RDF)
def test_nothing_is_lost(graph: Path, form: str) -> None:
    quads = load(graph, ontology=False).quads
    assert set(ox.parse(export(quads, form), format=_RDF[form])) == set(quads)


def test_turtle_is_the_union(graph: Path) -> None:
    quads = load(graph, ontology=False).quads
    written = {(q.subject, q.predicate, q.object) for q in ox.parse(export(quads, "ttl"), format=ox.RdfFormat.TURTLE)}
    assert written == {(q.subject, q.predicate, q.object) for q in quads}


def test_network(graph: Path) -> None:
    network = nx.read_graphml(io.BytesIO(export(load(graph, ontology=False).quads, "graphml")), force_multigraph=True)
    plan, task = f"{_ID}directive/{city_plan().key}", f"{_ID}directive/{city_plan().key}/task/1"
    lead = f"{_ID}agency/so-tai-chinh-tp-hai-phong"
    assert network.nodes[plan] == {"kind": "directive", "label": "7001/KH-UBND"}
    assert network.nodes[task]["kind"] == "task"
    assert network.nodes[lead] == {"kind": "agency", "label": "Sở Tài chính thành phố Hải Phòng"}
    assert [edge["relation"] for edge in network[task][lead].values()] == ["dkg:lead"]
    assert network.nodes[f"{_ID}directive/quoc-hoi/2025/900-2025-qh15"]["label"] == "900/2025/QH15"
    assert nx.has_path(network, task, f"{_ID}directive/quoc-hoi/2025/900-2025-qh15")


def test_control_characters_do_not_break_the_xml() -> None:
    node, label = ox.NamedNode("urn:a"), ox.Literal("a\x00\x1bb")
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = [
        ox.Quad(node, rdf_type, ox.NamedNode("https://w3id.org/directive-kg/ontology#Task")),
        ox.Quad(node, ox.NamedNode("http://purl.org/dc/terms/title"), label),
    ]
    network = nx.read_graphml(io.BytesIO(export(quads, "graphml")))
    assert network.nodes["urn:a"]["label"] == "a  b"
