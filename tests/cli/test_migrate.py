"""`migrate` as its user calls it."""

import json
import shutil
from pathlib import Path

import pytest

from directive_kg.cli.main import main
from directive_kg.errors import ExitCode
from directive_kg.graph.version import record_version
from tests.fixtures.older import install, older_graph
from tests.fixtures.papers import fixture_graph


def test_a_dry_run_then_the_real_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, tmp_path)
    graph = older_graph(tmp_path)
    assert main(["migrate", "--graph", str(graph), "--dry-run"]) == ExitCode.FINDINGS
    assert "3 tệp / files sẽ đổi / to change" in capsys.readouterr().out
    assert main(["migrate", "--graph", str(graph)]) == ExitCode.OK
    out = capsys.readouterr().out
    assert "3 tệp / files đã đổi / changed" in out
    assert "ontology#Duty → https://w3id.org/directive-kg/ontology#Task" in out
    assert main(["migrate", "--graph", str(graph)]) == ExitCode.OK
    assert capsys.readouterr().out == f"{graph}: 0 tệp / files đã đổi / changed\n"


def test_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    install(monkeypatch, tmp_path)
    graph = older_graph(tmp_path)
    (graph / "hong.ttl").write_text("x\ny", encoding="utf-8")
    assert main(["migrate", "--graph", str(graph), "--json"]) == ExitCode.BAD_INPUT
    seen = capsys.readouterr()
    report = json.loads(seen.out)
    assert len(report["files"]) == 3
    assert all(sum(one["replaced"].values()) for one in report["files"])
    assert [Path(one["file"]).name for one in report["problems"]] == ["hong.ttl"]
    assert "hong.ttl:1" in seen.err


def test_terms_without_a_successor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, tmp_path)
    graph = fixture_graph(tmp_path)
    (graph / "more.ttl").write_text("<http://x> <https://w3id.org/directive-kg/ontology#forked> 1 .", encoding="utf-8")
    assert main(["migrate", "--graph", str(graph)]) == ExitCode.FINDINGS
    assert "change it by hand (1 phát biểu" in capsys.readouterr().out


def test_links_of_an_older_layout_give_way_to_a_file_a_paper(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = fixture_graph(tmp_path)
    links = {path: path.read_bytes() for path in (graph / "links").rglob("*.trig")}
    shutil.rmtree(graph / "links")
    older = [graph / "links.trig", graph / "matches.trig"]
    for path in older:
        path.write_text("", encoding="utf-8")
    assert main(["migrate", "--graph", str(graph), "--dry-run", "--json"]) == ExitCode.FINDINGS
    assert json.loads(capsys.readouterr().out)["older"] == [str(path) for path in older]
    assert all(path.exists() for path in older)
    assert main(["migrate", "--graph", str(graph)]) == ExitCode.OK
    assert not any(path.exists() for path in older)
    assert {path: path.read_bytes() for path in (graph / "links").rglob("*.trig")} == links
    assert main(["migrate", "--graph", str(graph), "--dry-run"]) == ExitCode.OK


def test_no_such_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "--graph", str(tmp_path / "none")]) == ExitCode.BAD_INPUT
    assert "no such graph folder" in capsys.readouterr().err


def test_the_doctor_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, tmp_path)
    graph = older_graph(tmp_path)
    assert main(["doctor", "--graph", str(graph)]) == ExitCode.FINDINGS
    told = [one for one in capsys.readouterr().out.splitlines() if "migrate" in one]
    assert [line[:25] for line in told] == ["· bản thể học / ontology:"[:25], "✗ từ vựng / vocabulary: 3 từ đã bỏ"[:25]]
    record_version(graph, "0.1.0")
    main(["doctor", "--graph", str(graph)])
    assert "✗ bản thể học / ontology: 0.2.0; đồ thị / the graph: 0.1.0" in capsys.readouterr().out
    assert main(["migrate", "--graph", str(graph)]) == ExitCode.OK
    capsys.readouterr()
    main(["doctor", "--graph", str(graph)])
    assert "migrate" not in capsys.readouterr().out
    record_version(graph, "0.3.0")
    assert main(["doctor", "--graph", str(graph)]) == ExitCode.FINDINGS
    assert "upgrade directive-kg" in capsys.readouterr().out


def test_build_says_that_a_graph_is_older(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = fixture_graph(tmp_path)
    build = ["build", "--graph", str(graph), "--store", str(tmp_path / "store")]
    record_version(graph, "0.0.9")
    assert main(build) == ExitCode.OK
    assert f"migrate --graph {graph}" in capsys.readouterr().err
    assert main(["migrate", "--graph", str(graph)]) == ExitCode.OK
    assert main(build) == ExitCode.OK
    assert "migrate" not in capsys.readouterr().err
