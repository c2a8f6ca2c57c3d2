"""Columns, queries and pySHACL find the same in papers whose cells were changed at random, with every rule."""

import pyoxigraph as ox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directive_kg import resources
from directive_kg.check.engine.choice import Engine
from directive_kg.check.engine.fallback import all_with_pyshacl
from directive_kg.check.engine.run import validate_graph
from directive_kg.check.prepared import PreparedGraph
from directive_kg.check.shapes import load_shapes
from directive_kg.graph.files import to_rdflib
from tests.check.engine.test_against_pyshacl import told
from tests.check.papers import EDITS, PAPERS, text_of

SHAPES = load_shapes([resources.shapes_dir()]).graph


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=st.lists(st.sampled_from(EDITS), max_size=8))
def test_every_rule(edits: list[tuple[str, str, str | None]]) -> None:
    papers = {name: dict(cells) for name, cells in PAPERS.items()}
    for name, cell, value in edits:
        papers[name].pop(cell, None) if value is None else papers[name].update({cell: value})
    texts = (text_of(name, cells) for name, cells in papers.items())
    graph = to_rdflib(quad for text in texts for quad in ox.parse(text, format=ox.RdfFormat.TRIG))
    wanted = told(all_with_pyshacl(PreparedGraph(graph), SHAPES))
    for engine in (Engine.COLUMNS, Engine.QUERIES):
        report = validate_graph(SHAPES, graph, engine)
        assert {run.engine for run in report.runs} == {engine}
        assert told(report.results) == wanted
    assert wanted
