"""What the doctor sees: a fit installation, a store behind the graph, a broken file."""

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from directive_kg.cli.main import main
from directive_kg.doctor import State, examine
from directive_kg.errors import ExitCode
from directive_kg.store.disk import build
from tests.fixtures.papers import fixture_graph


def test_a_fit_installation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph, store = fixture_graph(tmp_path), tmp_path / "store"
    build(graph, store)
    assert main(["doctor", "--graph", str(graph), "--store", str(store)]) == ExitCode.OK
    out = capsys.readouterr().out
    assert "✗" not in out
    assert "in step with the graph" in out


def test_a_store_that_is_behind(tmp_path: Path) -> None:
    graph, store = fixture_graph(tmp_path), tmp_path / "store"
    build(graph, store)
    with (graph / "agencies.ttl").open("a", encoding="utf-8") as register:
        register.write("\n# another line\n")
    (bad,) = (one for one in examine(graph, store) if one.state is State.BAD)
    assert bad.advice == "directive-kg build"


def test_a_broken_file_and_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = fixture_graph(tmp_path)
    (graph / "hong.ttl").write_text("nonsense <", encoding="utf-8")
    assert main(["doctor", "--graph", str(graph), "--store", str(tmp_path / "none")]) == ExitCode.FINDINGS
    out = capsys.readouterr().out
    assert "hong.ttl" in out
    assert "directive-kg build" in out


def test_no_graph(tmp_path: Path) -> None:
    assert State.BAD in {one.state for one in examine(tmp_path / "none")}


def test_extras_that_are_missing_are_notes_that_name_their_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    optional = {"numpy": "columns", "pandas": "analysis", "mcp": "mcp", "distributed": "scale"}

    def version(name: str) -> str:
        if name in optional:
            raise PackageNotFoundError
        return "1"

    monkeypatch.setattr("directive_kg.doctor.version", version)
    notes = {one.what: one.advice for one in examine(fixture_graph(tmp_path)) if one.what in optional}
    assert all(f"[{extra}]" in notes[name] for name, extra in optional.items())


def test_programs_that_are_missing_are_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directive_kg.doctor.shutil.which", lambda _name: None)
    seen = {one.what: one for one in examine(fixture_graph(tmp_path))}
    assert seen["bản quét / scans"].state is State.NOTE
    assert "tesseract-ocr-vie" in seen["bản quét / scans"].advice
