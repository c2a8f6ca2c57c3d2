"""`directive-kg site`."""

import contextlib
import io
import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from directive_kg.check.data import CheckData, of_folder
from directive_kg.cli import site
from directive_kg.cli.main import main
from directive_kg.errors import ExitCode
from directive_kg.site import known, standing
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
            if p.is_file() and p.name not in {known.NAME, standing.NAME}
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


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with a graph and its site, and what the command said."""
    folder = tmp_path_factory.mktemp("made")
    graph, said = fixture_graph(folder), io.StringIO()
    with contextlib.redirect_stdout(said):
        main(["site", "--out", str(folder / "out"), "--graph", str(graph), "--no-checks"])
    return folder, said.getvalue()


def _say_more(graph: Path, _: Path) -> None:
    with next(graph.rglob("*.trig")).open("a", encoding="utf-8") as file:
        file.write("# more\n")


def _drop_a_paper(graph: Path, _: Path) -> None:
    next((graph / "directives").rglob("*.trig")).unlink()


def _touch_a_page(_: Path, out: Path) -> None:
    (out / "index.html").write_text("x", encoding="utf-8")


def _lose_a_page(_: Path, out: Path) -> None:
    (out / "deadlines.html").unlink()


def _slip_in_a_page(_: Path, out: Path) -> None:
    (out / "body" / "strange.html").write_text("x", encoding="utf-8")


def _cut_the_record(_: Path, out: Path) -> None:
    (out / standing.NAME).write_text('{"made_of": "', encoding="utf-8")


def _another_record(_: Path, out: Path) -> None:
    (out / standing.NAME).write_text("[1]", encoding="utf-8")


def _nothing(_: Path, __: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("change", "options", "loaded"),
    [
        (_nothing, [], False),
        (_say_more, [], True),
        (_drop_a_paper, [], True),
        (_touch_a_page, [], True),
        (_lose_a_page, [], True),
        (_slip_in_a_page, [], True),
        (_cut_the_record, [], True),
        (_another_record, [], True),
        (_nothing, ["--today", "2026-04-02"], True),
        (_nothing, ["--checks"], True),
        (_nothing, ["--served"], True),
    ],
)
def test_a_site_that_would_come_out_the_same_is_left_as_it_is(
    change: Callable[[Path, Path], None],
    options: list[str],
    *,
    loaded: bool,
    made: tuple[Path, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, first = made
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    graph, out = next(path.parent for path in tmp_path.rglob("agencies.ttl")), tmp_path / "out"
    change(graph, out)
    read: list[Path] = []

    def noting(of: Path) -> AbstractContextManager[CheckData]:
        read.append(of)
        return of_folder(of)

    monkeypatch.setattr(site, "of_folder", noting)
    command = ["site", "--out", str(out), "--graph", str(graph), "--no-checks"]
    assert main([*command, *options]) == ExitCode.OK
    assert bool(read) == loaded
    if not loaded:
        written = re.search(r": ([^;]+); ([0-9]+)", first)
        assert written
        assert f": {written[1]}; 0 tệp viết mới / files written, {written[2]} giữ" in capsys.readouterr().out
    assert not (out / "body" / "strange.html").exists()
    assert (out / "index.html").stat().st_size > 1


def test_a_file_that_is_left_out_is_told_of_at_every_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = fixture_graph(tmp_path)
    (graph / "broken.ttl").write_text("this is no Turtle", encoding="utf-8")
    for _ in range(2):
        assert main(["site", "--out", str(tmp_path / "out"), "--graph", str(graph), "--no-checks"]) == ExitCode.OK
        assert "broken.ttl" in capsys.readouterr().err


def test_the_site_of_a_store_stands_until_the_store_is_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph, store, out = fixture_graph(tmp_path), tmp_path / "store", tmp_path / "out"
    command = ["site", "--out", str(out), "--store", str(store), "--no-checks"]
    said = []
    for _ in range(2):
        assert main(["build", "--graph", str(graph), "--store", str(store)]) == ExitCode.OK
        for _ in range(2):
            capsys.readouterr()
            assert main(command) == ExitCode.OK
            said.append("building the pages" in capsys.readouterr().err)
        _drop_a_paper(graph, out)
    assert said == [True, False, True, False]
