"""`directive-kg trace`."""

import json

import pytest

from directive_kg.cli.main import main
from directive_kg.errors import ExitCode
from tests.trace.stores import GRAPH


def run(*arguments: str) -> int:
    return main(["trace", *arguments, "--graph", str(GRAPH)])


def test_prints_the_tree(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("900/2025/qh15") == ExitCode.OK
    assert "7001/KH-UBND" in capsys.readouterr().out


def test_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("900", "--format", "json") == ExitCode.OK
    assert json.loads(capsys.readouterr().out)["root"]["number"] == "900/2025/QH15"


def test_an_unknown_number_is_one_line_and_exit_3(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("900/2024/QH15") == ExitCode.BAD_INPUT
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "900/2025/QH15" in err


def test_one_number_of_two_papers_needs_a_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("05-CTr/TU") == ExitCode.USAGE
    assert "--date" in capsys.readouterr().err
    assert run("05-CTr/TU", "--date", "25/08/2025", "--issuer", "thành ủy") == ExitCode.OK


def test_no_graph_there_is_one_line_and_exit_3(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "1", "--graph", "no-such-folder"]) == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.count("\n") == 1
