"""`directive-kg site`."""

from pathlib import Path

import pytest

from directive_kg.cli.main import main
from directive_kg.errors import ExitCode
from directive_kg.site.known import NAME
from tests.fixtures.papers import fixture_graph


def test_site_writes_the_pages_and_says_how_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph, out = fixture_graph(tmp_path), tmp_path / "out"
    code = main(["site", "--out", str(out), "--graph", str(graph), "--today", "2026-04-01", "--no-checks"])
    assert code == ExitCode.OK
    said = capsys.readouterr()
    assert "3 văn bản" in said.out
    assert "19 nhiệm vụ" in said.out
    assert "01/04/2026" in (out / "deadlines.html").read_text(encoding="utf-8")


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    graph = fixture_graph(tmp_path)
    for name in ("one", "two"):
        assert main(["site", "--out", str(tmp_path / name), "--graph", str(graph), "--no-checks"]) == ExitCode.OK
    # What a site remembers of itself has the times of its files in it.
    files, again = (
        {
            p.relative_to(tmp_path / name): p.read_bytes()
            for p in (tmp_path / name).rglob("*")
            if p.is_file() and p.name != NAME
        }
        for name in ("one", "two")
    )
    assert files == again


@pytest.mark.parametrize("options", [[], ["--served"]])
def test_questions_have_a_form_where_a_server_answers(tmp_path: Path, options: list[str]) -> None:
    graph, out = fixture_graph(tmp_path), tmp_path / "out"
    assert main(["site", "--out", str(out), "--graph", str(graph), "--no-checks", *options]) == ExitCode.OK
    page = (out / "questions" / "tasks-of-body.html").read_text(encoding="utf-8")
    assert ('action="../query/tasks-of-body"' in page) == bool(options)


def test_a_broken_file_of_the_graph_is_told_and_the_rest_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = fixture_graph(tmp_path)
    (graph / "broken.ttl").write_text("this is no Turtle", encoding="utf-8")
    assert main(["site", "--out", str(tmp_path / "out"), "--graph", str(graph), "--no-checks"]) == ExitCode.OK
    assert "broken.ttl" in capsys.readouterr().err
    assert "broken.ttl" in (tmp_path / "out" / "about.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("day", ["2026-13-01", "hôm nay", ""])
def test_a_day_that_is_none_is_wrong_use(tmp_path: Path, day: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["site", "--out", str(tmp_path / "out"), "--today", day])
    assert stopped.value.code == ExitCode.USAGE


def test_a_folder_of_something_else_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph, out = fixture_graph(tmp_path), tmp_path / "thesis"
    out.mkdir()
    (out / "chapter.txt").write_text("mine", encoding="utf-8")
    assert main(["site", "--out", str(out), "--graph", str(graph), "--no-checks"]) == ExitCode.USAGE
    assert capsys.readouterr().err.strip().splitlines()[-1].startswith("directive-kg: ")
    assert (out / "chapter.txt").read_text(encoding="utf-8") == "mine"


def test_no_graph_is_bad_input(tmp_path: Path) -> None:
    assert main(["site", "--out", str(tmp_path / "out"), "--graph", str(tmp_path / "none")]) == ExitCode.BAD_INPUT
    assert not (tmp_path / "out").exists()
