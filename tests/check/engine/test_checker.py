"""The project's own rules: the set-based check gives the very report that pySHACL's gives."""

from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph

from directive_kg import resources
from directive_kg.check.engine.checker import FastChecker, run_fast_check
from directive_kg.check.engine.choice import Engine
from directive_kg.check.engine.fallback import all_with_pyshacl
from directive_kg.check.engine.run import validate_graph
from directive_kg.check.findings import State
from directive_kg.check.prepared import PreparedGraph
from directive_kg.check.run import run_check
from directive_kg.check.shapes import ShapeSet, alone, load_shapes
from directive_kg.errors import BadInputError
from tests.check.engine.test_against_pyshacl import told
from tests.check.examples import LEAD, data, shapes

EXAMPLES = Path(__file__).parents[2] / "shapes"
SHIPPED = load_shapes([resources.shapes_dir()])
CODES = sorted({shape.code for shape in SHIPPED.shapes if (EXAMPLES / shape.code).is_dir()})


@pytest.mark.parametrize("code", CODES)
def test_the_same_report(code: str) -> None:
    only = ShapeSet(SHIPPED.graph, tuple(shape for shape in SHIPPED.shapes if shape.code == code))
    graph = Graph().parse(EXAMPLES / code / "fail.ttl", format="turtle")
    wanted = run_check(graph, only)
    for engine in (Engine.COLUMNS, Engine.QUERIES):
        checker = FastChecker(PreparedGraph(graph), only, engine=engine)
        assert checker.run() == wanted
        assert checker.fallbacks == {}
        assert checker.by_queries == []
    assert wanted.findings


@pytest.mark.parametrize("code", CODES)
def test_passing_examples(code: str) -> None:
    only = ShapeSet(SHIPPED.graph, tuple(shape for shape in SHIPPED.shapes if shape.code == code))
    report, _ = run_fast_check(Graph().parse(EXAMPLES / code / "pass.ttl", format="turtle"), only)
    assert [rule.state for rule in report.summary] == [State.PASSED]


@pytest.mark.parametrize("code", CODES)
def test_the_same_results(code: str) -> None:
    graph = Graph().parse(EXAMPLES / code / "fail.ttl", format="turtle")
    for shape in SHIPPED.shapes:
        if shape.code == code:
            part = alone(SHIPPED.graph, shape.iri)
            wanted = told(all_with_pyshacl(graph, part))
            for engine in (Engine.COLUMNS, Engine.QUERIES):
                assert told(validate_graph(part, graph, engine).results) == wanted


def test_a_shape_that_no_query_can_say_goes_to_pyshacl() -> None:
    turtle = LEAD.replace("sh:minCount 1", 'sh:minCount 1 ; sh:pattern "(?!x)"')
    report, fallbacks = run_fast_check(data(), shapes(turtle))
    assert report == run_check(data(), shapes(turtle))
    assert list(fallbacks) == [shapes(turtle).shapes[0].iri]


def test_nothing_of_the_kind_is_nothing_checked() -> None:
    report, _ = run_fast_check(data(""), shapes(LEAD))
    assert [rule.state for rule in report.summary] == [State.NOTHING_CHECKED]


def test_a_shape_that_reaches_out_is_refused_before_anything_runs() -> None:
    good = shapes(LEAD)
    bad = Graph()
    bad += good.graph
    bad.parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix s: <https://example.org/shapes/> .
        s:lead sh:sparql [ sh:select "SELECT $this WHERE { SERVICE <http://localhost:9/> { $this ?p ?o } }" ] .""",
        format="turtle",
    )
    with pytest.raises(BadInputError, match="SERVICE"):
        run_fast_check(data(), replace(good, graph=bad))
