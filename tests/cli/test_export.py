"""`directive-kg export`."""

from pathlib import Path

import pytest

from directive_kg.cli.main import main
from directive_kg.graph.export import FORMATS
from tests.fixtures.papers import fixture_graph


@pytest.mark.parametrize("form", FORMATS)
def test_formats(tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out" / f"graph.{form}"
    assert main(["export", "--graph", str(fixture_graph(tmp_path)), "--format", form, "--out", str(out)]) == 0
    assert b"7001/KH-UBND" in out.read_bytes()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("form", FORMATS)
def test_a_store_gives_the_bytes_that_its_folder_gives(tmp_path: Path, form: str) -> None:
    graph, store = str(fixture_graph(tmp_path)), str(tmp_path / "store")
    assert main(["build", "--graph", graph, "--store", store]) == 0
    found = set()
    for option, place in (("--graph", graph), ("--store", store)):
        out = tmp_path / f"{option}.{form}"
        assert main(["export", option, place, "--format", form, "--out", str(out)]) == 0
        found.add(out.read_bytes())
    assert len(found) == 1


def test_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["export", "--format", "docx", "--out", str(tmp_path / "x")])


def test_a_place_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    out = str(tmp_path / "file" / "x.nq")
    assert main(["export", "--graph", str(fixture_graph(tmp_path)), "--format", "nq", "--out", out]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1
