"""`directive-kg ingest`."""

from pathlib import Path

import pytest

from directive_kg.cli import ingest
from directive_kg.cli.main import main
from directive_kg.errors import NoTasksError, SecretPaperError, UnreadablePaperError
from directive_kg.graph.files import load
from directive_kg.records import Paper
from directive_kg.register import Register
from tests.fixtures.papers import all_papers, city_plan
from tests.shared import SHARED, needs_shared


@pytest.fixture(autouse=True)
def papers(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Files named after a fixture paper give that paper; the others fail as their names say."""
    if "needs_real_papers" in request.fixturenames:
        return
    found = {paper.source.file: paper for paper in all_papers()}
    faults = {"secret": SecretPaperError, "empty": UnreadablePaperError, "idle": NoTasksError}

    def extract(path: Path, register: Register) -> Paper:
        if path.stem in faults:
            raise faults[path.stem](f"{path}: {path.stem}")
        return found[path.name]

    monkeypatch.setattr(ingest, "extract_paper", extract)


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
    assert "16 nhiệm vụ / tasks, 1 chỗ cần xem / to look at" in plan
    assert main(["ingest", *files, "--into", str(tmp_path)]) == 0
    assert all(line.startswith("không đổi / unchanged") for line in capsys.readouterr().out.splitlines())


def test_one_bad_file_never_stops_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", "secret", "ke-hoach.txt", "empty", "idle", "--into", str(tmp_path)]) == 3
    told = capsys.readouterr()
    assert [line.rsplit(" ", 1)[-1] for line in told.err.splitlines()] == ["secret", "empty", "idle"]
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


@needs_shared
@pytest.mark.usefixtures("needs_real_papers")
def test_real_papers_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(path) for path in sorted((SHARED / "corpus").glob("*.txt"))]
    assert main(["ingest", *files, "--into", str(tmp_path)]) == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert main(["ingest", *files[::-1], "--into", str(tmp_path)]) == 0
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert capsys.readouterr().out.count("unchanged") == len(files)
