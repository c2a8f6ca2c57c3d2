"""A check that goes on from an earlier one says what a full one says, whatever was changed in between."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directive_kg import resources
from directive_kg.check.audit import audit
from directive_kg.check.cache import Checked, check_on
from directive_kg.check.data import of_folder, tried_on
from directive_kg.check.engine.choice import Engine
from directive_kg.check.findings import CheckReport
from directive_kg.check.labels import Labels
from directive_kg.check.shapes import ShapeSet, load_shapes
from directive_kg.errors import BadInputError, BrokenGraphError
from tests.check.examples import LEAD
from tests.check.examples import shapes as shapes_in
from tests.check.papers import EDITS, PAPERS, text_of

SHAPES = load_shapes([resources.shapes_dir()])
ID = "https://example.org/id"
NAMES = f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{ID}/body1> skos:prefLabel "Sở Một"@vi . <{ID}/body2> skos:prefLabel "Sở Hai"@vi .
"""


def write(folder: Path, papers: dict[str, dict[str, str]]) -> None:
    for path in folder.glob("*.trig"):
        if path.stem not in papers:
            path.unlink()
    for name, cells in papers.items():
        (folder / f"{name}.trig").write_text(text_of(name, cells), encoding="utf-8")


def copied_papers() -> dict[str, dict[str, str]]:
    return {name: dict(cells) for name, cells in PAPERS.items()}


def run(cache: Path, graph: Path, mark: str = "mark", engine: Engine = Engine.QUERIES) -> Checked:
    found = check_on(cache, graph, SHAPES, mark, engine)
    assert found is not None
    return found


def whole(graph: Path, shapes: ShapeSet = SHAPES) -> tuple[CheckReport, Labels]:
    """What is found without a cache."""
    with of_folder(graph) as data:
        view = audit(data.facts, shapes, engine=tried_on(data, Engine.COLUMNS))
    return CheckReport(view.report.summary, view.report.findings), view.labels


@pytest.fixture(autouse=True)
def no_ontology(monkeypatch: pytest.MonkeyPatch) -> None:
    """These papers say all that they need, and twenty thousand statements less are read each time."""
    for module in ("check.data", "store.listing"):
        monkeypatch.setattr(f"directive_kg.{module}.list_ontology_files", list)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The papers as they are, and a cache of their check."""
    folder = tmp_path_factory.mktemp("checked")
    (folder / "graph").mkdir()
    write(folder / "graph", copied_papers())
    (folder / "graph" / "bodies.ttl").write_text(NAMES, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        for module in ("check.data", "store.listing"):
            patched.setattr(f"directive_kg.{module}.list_ontology_files", list)
        assert run(folder / "cache", folder / "graph").again is None
    return folder


@pytest.fixture
def copied(checked: Path, tmp_path: Path) -> Path:
    shutil.copytree(checked, tmp_path, dirs_exist_ok=True)
    return tmp_path


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=st.lists(st.lists(st.sampled_from(EDITS), min_size=1, max_size=4), min_size=1, max_size=2))
def test_after_any_edits_the_report_is_that_of_a_full_run(
    edits: list[list[tuple[str, str, str | None]]], checked: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    shutil.copytree(checked, folder, dirs_exist_ok=True)
    graph, papers = folder / "graph", copied_papers()
    for batch in edits:
        for name, cell, value in batch:
            if cell == "paper":
                papers.pop(name, None) if value is None else papers.setdefault(name, dict(PAPERS[name]))
            elif name in papers:
                papers[name].pop(cell, None) if value is None else papers[name].update({cell: value})
        write(graph, papers)
        found = run(folder / "cache", graph)
        assert found.again is not None
        assert (found.report, found.labels) == whole(graph)
        assert found.report.findings


def test_without_a_change_nothing_is_checked(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = whole(copied / "graph")
    monkeypatch.setattr("directive_kg.check.cache.FastChecker", None)
    found = run(copied / "cache", copied / "graph")
    assert found.again == 0
    assert (found.report, found.labels) == first


def test_one_cell_is_tried_on_its_paper_alone(copied: Path) -> None:
    papers = copied_papers()
    papers["b"]["1.due"] = "2020-01-01"
    write(copied / "graph", papers)
    found = run(copied / "cache", copied / "graph")
    assert any(f.code == "T1-truoc-ban-hanh" and f.focus.endswith("/b/task/1") for f in found.report.findings)
    assert found.again == 1


def test_a_body_that_gets_another_name_is_told_by_it(copied: Path) -> None:
    papers = copied_papers()
    papers["b"]["1.lead"] = "body2"  # the same task in 'a' has another, and the finding names it
    write(copied / "graph", papers)
    assert "Sở Một" in str(run(copied / "cache", copied / "graph").report)
    bodies = copied / "graph" / "bodies.ttl"
    bodies.write_text(NAMES.replace("Sở Một", "Sở Ba"), encoding="utf-8")
    found = run(copied / "cache", copied / "graph")
    assert found.again is not None
    assert "Sở Ba" in str(found.report)
    assert (found.report, found.labels) == whole(copied / "graph")


def test_a_rule_that_may_look_at_anything_is_run_on_everything(copied: Path, tmp_path: Path) -> None:
    anything = """
    <https://example.org/shapes/any> a sh:NodeShape ; dkg:code "X9-any" ; sh:targetSubjectsOf dkg:dueEnd ;
      sh:severity sh:Info ; sh:message "một"@vi, "one"@en ;
      sh:sparql [ sh:select "SELECT $this WHERE { ?other ?any \\"2026-05-30\\"^^<http://www.w3.org/2001/XMLSchema#date> }" ] .
    """
    shapes = shapes_in(LEAD + anything)
    graph, cache = copied / "graph", tmp_path / "another"
    first = check_on(cache, graph, shapes, "mark")
    assert first is not None
    assert {finding.code for finding in first.report.findings} >= {"X9-any"}
    papers = copied_papers()
    for name in papers:
        papers[name]["1.due"] = "2026-05-29"
    write(graph, papers)
    again = check_on(cache, graph, shapes, "mark")
    assert again is not None
    assert again.again is not None
    assert (again.report, again.labels) == whole(graph, shapes)
    assert "X9-any" not in {finding.code for finding in again.report.findings}


def test_another_mark_checks_everything(copied: Path) -> None:
    assert run(copied / "cache", copied / "graph", "other rules").again is None


def test_a_broken_file_is_told_each_time_and_counts_again_when_it_is_mended(copied: Path) -> None:
    path = copied / "graph" / "c.trig"
    good = path.read_text(encoding="utf-8")
    path.write_text("GRAPH {", encoding="utf-8")
    for _ in range(2):
        found = run(copied / "cache", copied / "graph")
        assert [problem.file for problem in found.problems] == [path]
        assert found.report == whole(copied / "graph")[0]
    path.write_text(good, encoding="utf-8")
    found = run(copied / "cache", copied / "graph")
    assert not found.problems
    assert found.report == whole(copied / "graph")[0]


def test_a_graph_of_which_nothing_can_be_read(copied: Path) -> None:
    for path in (copied / "graph").iterdir():
        path.write_text("GRAPH {", encoding="utf-8")
    with pytest.raises(BrokenGraphError):
        run(copied / "cache", copied / "graph")


def test_a_damaged_cache_is_made_anew(copied: Path) -> None:
    (copied / "cache" / "check.db").write_bytes(b"SQLite format 3\0" + b"rubbish" * 1000)
    found = run(copied / "cache", copied / "graph")
    assert found.again is None
    assert run(copied / "cache", copied / "graph").again == 0


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(BadInputError, match=r"letter|no cache"):
        check_on(tmp_path, tmp_path, SHAPES, "mark")
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_who_is_stopped_half_way_leaves_what_was(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = copied_papers()
    papers["a"].pop("1.lead")
    write(copied / "graph", papers)
    with monkeypatch.context() as patched:
        patched.setattr("directive_kg.check.cache.report_of", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run(copied / "cache", copied / "graph")
    found = run(copied / "cache", copied / "graph")
    assert found.again == 2  # and the paper that orders the same
    assert found.report == whole(copied / "graph")[0]


def test_a_broken_rule_keeps_nothing(tmp_path: Path, copied: Path) -> None:
    shapes = shapes_in(LEAD.replace("sh:minCount 1", 'sh:minCount "x"'))
    assert check_on(tmp_path / "other", copied / "graph", shapes, "mark") is None
    assert not list((tmp_path / "other").glob("check.db"))
