"""`directive-kg query`."""

import csv
import io
import json
from pathlib import Path

import pytest

from directive_kg.cli.main import main
from directive_kg.errors import ExitCode
from directive_kg.store.disk import build
from tests.trace.stores import GRAPH


def run(*arguments: str) -> int:
    return main(["query", *arguments])


def test_lists_every_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--list") == ExitCode.OK
    out = capsys.readouterr().out
    assert "tasks-under-directive: Nhiệm vụ dưới một nghị quyết" in out
    assert "--role 'lead'" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["tasks-of-body", "--agency", "Sở Bến Nước", "--graph", str(GRAPH)],
        ["--graph", str(GRAPH), "tasks-of-body", "--agency=Sở Bến Nước"],
    ],
)
def test_options_may_stand_before_and_after_the_name(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == ExitCode.OK
    assert "(4 dòng / rows)" in capsys.readouterr().out


def test_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("tasks-without-day", "--format", "csv", "--graph", str(GRAPH)) == ExitCode.OK
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["title"] for row in rows if row["awaits"]] == ["'=Sắp xếp bến đò"]


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("workload", "--format", "json", "--graph", str(GRAPH)) == ExitCode.OK
    assert len(json.loads(capsys.readouterr().out)["results"]["bindings"]) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["workloat"], ExitCode.BAD_INPUT, "workload"),
        ([], ExitCode.USAGE, "--list"),
        (["overdue-at"], ExitCode.USAGE, "--day"),
        (["overdue-at", "--day"], ExitCode.USAGE, "--day"),
        (["overdue-at", "--day", "mai"], ExitCode.USAGE, "không phải ngày"),
        (["overdue-at", "--day", "1/1/2026", "--day", "2/1/2026"], ExitCode.USAGE, "hai lần"),
        (["overdue-at", "--days", "1/1/2026"], ExitCode.USAGE, "day"),
        (["overdue-at", "1/1/2026"], ExitCode.USAGE, "1/1/2026"),
        (["tasks-of-body", "--agency", "Sở Lạ"], ExitCode.BAD_INPUT, "Sở"),
    ],
)
def test_a_mistake_is_one_clear_line(
    arguments: list[str], code: ExitCode, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--graph", str(GRAPH), *arguments) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert said in err


def test_a_built_store_answers_as_the_graph_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("workload", "--format", "csv", "--graph", str(GRAPH)) == ExitCode.OK
    from_graph = capsys.readouterr().out
    build(GRAPH, tmp_path / "store")
    assert run("workload", "--format", "csv", "--store", str(tmp_path / "store")) == ExitCode.OK
    assert capsys.readouterr().out == from_graph


def test_only_one_place_to_ask(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("workload", "--store", "a", "--endpoint", "http://localhost/sparql")
    assert stopped.value.code == ExitCode.USAGE


def test_a_workbook_and_a_page_go_to_stdout(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["query", "workload", "--format", "xlsx"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"PK")
    assert main(["query", "workload", "--format", "html"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"<!DOCTYPE html>")
