"""`directive-kg build`."""

from pathlib import Path

import pytest

from directive_kg.cli.main import main
from directive_kg.store.disk import open_disk
from tests.fixtures.papers import fixture_graph


def test_builds_and_says_when_it_is_up_to_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["build", "--graph", str(fixture_graph(tmp_path)), "--store", str(tmp_path / "store")]
    assert main(command) == 0
    assert "statements" in capsys.readouterr().out
    assert open_disk(tmp_path / "store").ask("ASK { ?s a <https://w3id.org/directive-kg/ontology#Task> }")
    assert main(command) == 0
    assert "up to date" in capsys.readouterr().out


def test_a_broken_file_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = fixture_graph(tmp_path)
    (graph / "broken.ttl").write_text("\nnonsense", encoding="utf-8")
    assert main(["build", "--graph", str(graph), "--store", str(tmp_path / "store")]) == 0
    assert "broken.ttl:2" in capsys.readouterr().err


def test_no_graph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--graph", str(tmp_path / "none"), "--store", str(tmp_path / "store")]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1
