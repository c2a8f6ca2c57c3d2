"""`directive-kg ingest`."""

from collections.abc import Callable, Generator, Iterable
from pathlib import Path

import pytest

from directive_kg.cli import ingest
from directive_kg.cli.main import main
from directive_kg.errors import DirectiveKgError, NoTasksError, SecretPaperError, UnreadablePaperError
from directive_kg.graph.files import load
from directive_kg.ingest import Prepared
from tests.fixtures.papers import all_papers, city_plan, files_of
from tests.shared import SHARED, needs_shared


@pytest.fixture(autouse=True)
def papers(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Files named after a fixture paper give that paper; the others fail as their names say."""
    if "needs_real_papers" in request.fixturenames:
        return
    found = {paper.source.file: paper for paper in all_papers()}
    faults = {"secret": SecretPaperError, "empty": UnreadablePaperError, "idle": NoTasksError}

    def read(
        _read: Callable[[Path], Prepared], paths: Iterable[Path], _processes: int | None, _seconds: float
    ) -> Generator[tuple[Path, Prepared | DirectiveKgError]]:
        for path in paths:
            if path.stem in faults:
                yield path, faults[path.stem](f"{path}: {path.stem}")
            else:
                yield path, Prepared(found[path.name], None)

    monkeypatch.setattr(ingest, "read_many", read)


@pytest.fixture
def needs_real_papers() -> None:
    """Asks for the extraction itself."""


def test_one_line_a_paper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [paper.source.file for paper in all_papers()]
    assert main(["ingest", *files, "--into", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    (plan,) = [line for line in lines if "7001/KH-UBND →" in line]
    assert plan.startswith("mới / new")
    assert "16 nhiệm vụ / tasks, 5 chỗ cần xem / to look at" in plan
    assert main(["ingest", *files, "--into", str(tmp_path)]) == 0
    assert all(line.startswith("không đổi / unchanged") for line in capsys.readouterr().out.splitlines())


def test_one_bad_file_never_stops_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", "secret", "ke-hoach.txt", "empty", "idle", "--into", str(tmp_path)]) == 3
    told = capsys.readouterr()
    *refused, summary, to_look_at = told.err.splitlines()
    assert [line.rsplit(" ", 1)[-1] for line in refused] == ["secret", "empty", "idle"]
    assert summary.startswith("4 tệp / files: mới / new 1; từ chối / refused 3 (")
    for reason in ("secret 1", "unreadable 1", "no task 1"):
        assert reason in summary
    assert to_look_at.startswith("5 chỗ cần xem")
    assert city_plan().key in told.out
    assert len(load(tmp_path).quads) > 100


def test_nothing_is_written_for_bad_files_alone(tmp_path: Path) -> None:
    assert main(["ingest", "secret", "--into", str(tmp_path / "graph")]) == 3
    assert not (tmp_path / "graph").exists()


def test_a_broken_file_of_the_graph_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "directives" / "hai-phong" / "2026" / "x.trig"
    broken.parent.mkdir(parents=True)
    broken.write_text("nonsense", encoding="utf-8")
    assert main(["ingest", "ke-hoach.txt", "--into", str(tmp_path)]) == 0
    assert str(broken) in capsys.readouterr().err


def test_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["ingest"])
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["ingest", "ke-hoach.txt", "--into", str(tmp_path / "file")]) == 3


def test_a_folder_with_all_its_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = tmp_path / "graph"
    for name in ("ke-hoach.txt", "a/b/cong-van.txt", "a/~$cong-van.txt", ".git/empty", "a/Thumbs.db", "graph/secret"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    assert main(["ingest", str(tmp_path), "--into", str(graph)]) == 0
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 2
    assert told.err.splitlines()[0] == "2 tệp / files: mới / new 2"
    assert main(["ingest", str(tmp_path / "a"), str(tmp_path), "--into", str(graph)]) == 0
    assert capsys.readouterr().err.splitlines()[0] == "2 tệp / files: không đổi / unchanged 2"


def test_a_folder_without_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", str(tmp_path), "--into", str(tmp_path / "graph")]) == 3
    assert "no file" in capsys.readouterr().err


@needs_shared
@pytest.mark.usefixtures("needs_real_papers")
def test_real_papers_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(path) for path in sorted((SHARED / "corpus").glob("*.txt"))]
    assert main(["ingest", *files, "--into", str(tmp_path)]) == 0
    before = files_of(tmp_path)
    assert main(["ingest", *files[::-1], "--into", str(tmp_path)]) == 0
    assert files_of(tmp_path) == before
    assert capsys.readouterr().out.count("unchanged") == len(files)
