"""`directive-kg check`: formats, exit codes, what goes where."""

import json
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # openpyxl ships no types
import pyoxigraph as ox
import pytest

from directive_kg import resources
from directive_kg.cli.main import main
from directive_kg.graph.files import load
from tests.check.examples import LEAD, PREFIXES
from tests.store.server import sparql_server


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """A paper without number: C1 finds it, as a warning."""
    folder = tmp_path / "graph"
    folder.mkdir()
    paper = ':paper a dkg:Directive ; dkg:held true ; eli:date_document "2026-03-10"^^xsd:date .'
    (folder / "paper.ttl").write_text(PREFIXES + paper, encoding="utf-8")
    return folder


def shapes(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "ours.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("level", "code"), [("violation", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_exit_code_follows_the_level(graph: Path, level: str, code: int) -> None:
    assert main(["check", "--graph", str(graph), "--fail-on", level]) == code


def test_json_is_all_that_stdout_holds(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--graph", str(graph), "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert [finding["code"] for finding in told["findings"]] == ["C1-so-ngay"]
    states = {rule["code"]: rule["state"] for rule in told["summary"]}
    assert states["R1-nguoi"] == "nothing-checked"


FORMS = {
    "table": "Quy tắc",
    "html": "<!doctype html>",
    "csv": "\ufeffVăn bản,",
    "ttl": "@prefix",
    "sarif": "{",
    "json": "{",
}


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One rule in place of the shipped ones."""
    rules = shapes(tmp_path / "few", LEAD.replace("dkg:Task", "dkg:Directive"))
    monkeypatch.setattr(resources, "shapes_dir", lambda: rules)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(("form", "start"), FORMS.items(), ids=FORMS)
def test_other_formats(graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, start: str) -> None:
    main(["check", "--graph", str(graph), "--format", form])
    told = capsys.readouterr().out
    assert told.startswith(start)
    out = tmp_path / "reports" / "report"
    assert main(["check", "--graph", str(graph), "--format", form, "--out", str(out)]) == 0
    assert capsys.readouterr().out == ""
    assert out.read_bytes().decode() == told


@pytest.mark.usefixtures("few")
def test_a_workbook_in_a_file(graph: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.xlsx"
    assert main(["check", "--graph", str(graph), "--format", "xlsx", "--out", str(out)]) == 0
    assert openpyxl.load_workbook(out).sheetnames[0] == "Tổng hợp"


@pytest.mark.usefixtures("few")
def test_a_place_that_cannot_be_written_is_wrong_use(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["check", "--graph", str(graph), "--out", str(tmp_path / "file" / "report")]) == 2


@pytest.mark.usefixtures("few")
def test_since_and_score(graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = tmp_path / "first.json"
    arguments = ["check", "--graph", str(graph), "--format", "json"]
    main([*arguments, "--score", "--today", "2026-03-01", "--out", str(first)])
    main([*arguments, "--since", str(first)])
    told = json.loads(capsys.readouterr().out)
    assert told["since"]["runs"] == [{"name": "2026-03-01", "open": 1, "score": None}]
    assert (told["since"]["new"], told["since"]["fixed"], "score" in told) == ([], [], False)
    assert json.loads(first.read_bytes())["score"]["all"]["tasks"] == 0
    assert main([*arguments, "--since", str(tmp_path / "none.json")]) == 3


def test_shapes_of_a_city_are_added(graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours = shapes(tmp_path / "ours", LEAD.replace("dkg:Task", "dkg:Directive").replace("sh:Warning", "sh:Violation"))
    assert main(["check", "--graph", str(graph), "--shapes", str(ours), "--format", "json"]) == 1
    assert {finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]} == {"C1-so-ngay", "X1"}


def test_a_broken_rule_is_a_failure_and_told_of(
    graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = (
        's:b dkg:code "B" ; a sh:PropertyShape ; sh:targetClass dkg:Directive ; sh:path dkg:number ; sh:pattern "(" .'
    )
    ours = shapes(tmp_path / "ours", broken.replace("dkg:number", "dkg:held"))
    assert main(["check", "--graph", str(graph), "--shapes", str(ours)]) == 4
    assert "broken rule" in capsys.readouterr().err


def test_an_unsafe_shape_is_bad_input(graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "SELECT $this WHERE { SERVICE <http://example.org/> { $this ?p ?o } }"
    unsafe = f's:q a sh:NodeShape ; dkg:code "Q" ; sh:targetClass dkg:Task ; sh:sparql [ sh:select "{query}" ] .'
    assert main(["check", "--graph", str(graph), "--shapes", str(shapes(tmp_path / "ours", unsafe))]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1


def test_a_missing_graph_is_bad_input(tmp_path: Path) -> None:
    assert main(["check", "--graph", str(tmp_path / "none")]) == 3


def test_a_broken_file_is_told_of_and_the_rest_is_checked(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (graph / "broken.ttl").write_text("not turtle", encoding="utf-8")
    main(["check", "--graph", str(graph), "--format", "json"])
    captured = capsys.readouterr()
    assert "broken.ttl" in captured.err
    assert json.loads(captured.out)["findings"]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("form", ["html", "json", "xlsx"])
def test_a_server_gives_the_report_of_its_folder(graph: Path, tmp_path: Path, form: str) -> None:
    """With the score, which speaks of every task."""
    task = ':t1 a dkg:Task ; dkg:inDirective :paper ; dkg:stt "1" ; dcterms:title "Việc" . :paper dkg:hasTask :t1 .'
    (graph / "task.ttl").write_text(PREFIXES + task, encoding="utf-8")
    store = ox.Store()
    store.extend(load(graph).quads)
    told: list[bytes] = []
    with sparql_server(store) as address:
        for where in (["--graph", str(graph)], ["--graph", str(graph), "--endpoint", address]):
            out = tmp_path / f"{len(told)}.{form}"
            assert main(["check", *where, "--format", form, "--score", "--out", str(out)]) in (0, 1)
            told.append(out.read_bytes())
    assert told[0] == told[1]
    assert len(told[0]) > 500


@pytest.mark.usefixtures("few")
def test_a_cache_changes_no_report(graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["check", "--graph", str(graph), "--cache", str(tmp_path / "cache")]
    for form in ("table", "csv", "json", "sarif", "html"):
        assert main(["check", "--graph", str(graph), "--format", form]) == 0
        wanted = capsys.readouterr().out
        assert main([*arguments, "--format", form]) == 0
        told = capsys.readouterr()
        assert told.out == wanted
        assert {"table": "everything was checked", "html": "without the cache"}.get(form, "again: 0;") in told.err


def test_a_cache_is_for_a_folder_and_keeps_nothing_of_a_broken_rule(
    graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = ["--cache", str(tmp_path / "cache")]
    assert main(["check", "--store", str(tmp_path), *cache]) == 2
    assert main(["check", "--graph", str(graph), "--engine", "pyshacl", *cache]) == 2
    ours = shapes(
        tmp_path / "ours", LEAD.replace("dkg:Task", "dkg:Directive").replace("sh:minCount 1", 'sh:minCount "x"')
    )
    capsys.readouterr()
    assert main(["check", "--graph", str(graph), "--shapes", str(ours), *cache]) == 4
    assert "broken rule" in capsys.readouterr().err
    assert not list((tmp_path / "cache").glob("*.db"))
