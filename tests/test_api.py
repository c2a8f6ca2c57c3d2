"""`import directive_kg`: what a researcher's notebook does first."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import directive_kg
from directive_kg.errors import UnknownNameError, UsageError
from directive_kg.graph.files import load
from directive_kg.store.disk import build
from directive_kg.store.embedded import in_memory
from tests.store.server import sparql_server
from tests.trace.stores import GRAPH


@pytest.fixture(scope="module")
def graph() -> directive_kg.KnowledgeGraph:
    """The graph of a chain."""
    return directive_kg.open(GRAPH)


def test_a_question_gives_typed_rows(graph: directive_kg.KnowledgeGraph) -> None:
    found = graph.query("due-between", from_=date(2020, 1, 1), to="31/12/2030")
    assert len(found) == len(found.rows) > 0
    assert all(isinstance(row["end"], date) and isinstance(row["title"], str) for row in found)
    assert [row["lead"] for row in graph.query("workload")] == [4, 3, 0]


def test_pandas_has_days_as_days(graph: directive_kg.KnowledgeGraph) -> None:
    pandas = pytest.importorskip("pandas")
    frame = graph.query("due-between", from_="2020-01-01", to="2030-12-31").to_pandas()
    assert pandas.api.types.is_datetime64_any_dtype(frame["end"])
    empty = graph.query("due-between", from_="1990-01-01", to="1990-12-31").to_pandas()
    assert list(empty.columns) == list(frame.columns)


def test_polars_has_the_same_rows(graph: directive_kg.KnowledgeGraph) -> None:
    pytest.importorskip("polars")
    found = graph.query("workload")
    assert found.to_polars().to_dicts() == [dict(row) for row in found]


def test_trace_check_network_and_measures(graph: directive_kg.KnowledgeGraph) -> None:
    assert graph.trace("906/2025/QH15").root.paper.number == "906/2025/QH15"
    assert graph.check().report.summary
    assert len(graph.network().tasks) == len({task.iri for task in graph.network().tasks}) > 0
    assert graph.analyse().loads[0].leads == 4
    assert "workload" in {question.name for question in graph.questions}


def test_mistakes_say_what_to_do(graph: directive_kg.KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError, match="workload"):
        graph.query("workloat")
    with pytest.raises(UsageError, match="--agency"):
        graph.query("tasks-of-body")
    with pytest.raises(UsageError, match="SERVICE"):
        graph.sparql("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_every_home_opens_alike(graph: directive_kg.KnowledgeGraph, tmp_path: Path) -> None:
    wanted = graph.query("workload").rows
    found = _findings(graph)
    build(GRAPH, tmp_path / "store")
    on_disk = directive_kg.open(tmp_path / "store")
    assert on_disk.query("workload").rows == wanted
    assert _findings(on_disk) == found
    with sparql_server(in_memory(load(GRAPH).quads)) as address:
        remote = directive_kg.open(address)
        assert remote.query("workload").rows == wanted
        assert _findings(remote) == found


def _findings(graph: directive_kg.KnowledgeGraph) -> list[tuple[str, str]]:
    return [(finding.code, finding.focus) for finding in graph.check(today=date(2026, 6, 1)).report.findings]


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, directive_kg; assert not {'rdflib', 'networkx', 'pandas', 'pyoxigraph'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_name_that_is_none() -> None:
    with pytest.raises(AttributeError, match="nothing_of_that_name"):
        directive_kg.nothing_of_that_name  # noqa: B018 - the look-up is what is tried
