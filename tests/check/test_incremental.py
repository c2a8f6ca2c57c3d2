"""A check that goes on from an earlier one says what a full one says, whatever was changed in between."""

import gc
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import URIRef

from directive_kg import resources
from directive_kg.check.cache import open_cache
from directive_kg.check.engine.choice import Engine
from directive_kg.check.findings import CheckReport
from directive_kg.check.shapes import load_shapes
from directive_kg.errors import BadInputError
from tests.check.papers import EDITS, PAPERS, text_of

SHAPES = load_shapes([resources.shapes_dir()])


def write(folder: Path, papers: dict[str, dict[str, str]]) -> None:
    for path in folder.glob("*.trig"):
        if path.stem not in papers:
            path.unlink()
    for name, cells in papers.items():
        content = text_of(name, cells)
        path = folder / f"{name}.trig"
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")


def run(
    cache: Path, graph: Path, mark: str = "mark", engine: Engine = Engine.QUERIES
) -> tuple[CheckReport, dict[URIRef, int | None]]:
    opened = open_cache(cache, graph, mark)
    tried = opened.checker(SHAPES, engine)
    report = tried.run()
    opened.keep(mark, tried.now)
    numbers = tried.tried
    # As when the process ends: nothing holds the index any longer.
    del opened, tried
    gc.collect()
    return report, numbers


@pytest.fixture(autouse=True)
def no_ontology(monkeypatch: pytest.MonkeyPatch) -> None:
    """These papers say all that they need, and twenty thousand statements less are read each time."""
    monkeypatch.setattr("directive_kg.check.cache.list_ontology_files", list)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The papers as they are, and a cache of their check."""
    folder = tmp_path_factory.mktemp("checked")
    (folder / "graph").mkdir()
    write(folder / "graph", {name: dict(cells) for name, cells in PAPERS.items()})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("directive_kg.check.cache.list_ontology_files", list)
        run(folder / "cache", folder / "graph")
    return folder


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=st.lists(st.lists(st.sampled_from(EDITS), min_size=1, max_size=3), min_size=1, max_size=3))
def test_after_any_edits_the_report_is_that_of_a_full_run(
    edits: list[list[tuple[str, str, str | None]]], checked: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("incremental")
    shutil.copytree(checked, folder, dirs_exist_ok=True)
    graph, papers = folder / "graph", {name: dict(cells) for name, cells in PAPERS.items()}
    for step, batch in enumerate(edits):
        for name, cell, value in batch:
            if cell == "paper":
                papers.pop(name, None) if value is None else papers.setdefault(name, dict(PAPERS[name]))
            elif name in papers:
                papers[name].pop(cell, None) if value is None else papers[name].update({cell: value})
        write(graph, papers)
        report, _ = run(folder / "cache", graph)
        full, _ = run(folder / f"full{step}", graph, engine=Engine.COLUMNS)
        assert report == full
        assert report.findings


def test_one_cell_is_tried_on_few_nodes(checked: Path, tmp_path: Path) -> None:
    shutil.copytree(checked, tmp_path, dirs_exist_ok=True)
    graph, papers = tmp_path / "graph", {name: dict(cells) for name, cells in PAPERS.items()}
    _, nothing = run(tmp_path / "cache", graph)
    assert set(nothing.values()) == {0}
    papers["b"]["1.due"] = "2020-01-01"
    write(graph, papers)
    report, tried = run(tmp_path / "cache", graph)
    assert any(f.code == "T1-truoc-ban-hanh" and f.focus.endswith("/b/task/1") for f in report.findings)
    few = [number for number in tried.values() if number is not None]
    assert max(few) <= 4
    # Queries (sh:sparql) that name the property are tried on all; of the others most are not tried at all.
    assert sum(number == 0 for number in few) > len(few) / 2


def test_another_mark_checks_everything(checked: Path, tmp_path: Path) -> None:
    shutil.copytree(checked, tmp_path, dirs_exist_ok=True)
    assert set(run(tmp_path / "cache", tmp_path / "graph", "other rules")[1].values()) == {None}


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(BadInputError, match=r"letter|no cache"):
        open_cache(tmp_path, tmp_path, "mark")
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_who_is_stopped_half_way_begins_anew(checked: Path, tmp_path: Path) -> None:
    shutil.copytree(checked, tmp_path, dirs_exist_ok=True)
    graph, papers = tmp_path / "graph", {name: dict(cells) for name, cells in PAPERS.items()}
    papers["a"].pop("1.lead")
    write(graph, papers)
    open_cache(tmp_path / "cache", graph, "mark")  # and nothing more
    gc.collect()
    report, tried = run(tmp_path / "cache", graph)
    assert set(tried.values()) == {None}
    assert report == run(tmp_path / "full", graph)[0]
