"""The wheel carries the data folders and works from any folder."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a fresh environment that has the built wheel and sees the dependencies of this one."""
    work = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(work / "dist")],
        check=True,
        cwd=ROOT,
        capture_output=True,
    )
    venv.create(work / "env", with_pip=False, symlinks=True)
    python = work / "env" / "bin" / "python"
    site = next((work / "env" / "lib").glob("python*/site-packages"))
    here = next(p for p in sys.path if p.endswith("site-packages"))
    # The dependencies come from this environment, the package itself only from the wheel.
    (site / "dependencies.pth").write_text(here + "\n", encoding="utf-8")
    (wheel,) = (work / "dist").glob("*.whl")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "--no-deps",
            "--no-index",
            "--quiet",
            str(wheel),
        ],
        check=True,
        capture_output=True,
    )
    return work / "env" / "bin" / "directive-kg"


def _ask(command: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run(
        [str(command), *arguments], check=False, capture_output=True, text=True, cwd="/", env=environment
    )


def test_the_wheel_answers_a_question_from_any_folder(installed: Path) -> None:
    asked = _ask(installed, "trace", "263/2025/QH15")
    assert asked.returncode == 0, asked.stderr
    assert "71/KH-UBND" in asked.stdout
    assert "Sở Tài chính" in asked.stdout


def test_the_wheel_reads_its_own_data(installed: Path) -> None:
    python = installed.parent / "python"
    where = subprocess.run(
        [str(python), "-c", "from directive_kg import resources; print(resources.graph_dir())"],
        check=True,
        capture_output=True,
        text=True,
        cwd="/",
    ).stdout.strip()
    assert where.startswith(str(installed.parent.parent))
    assert (Path(where) / "agencies.ttl").is_file()


def test_the_wheel_lists_its_questions(installed: Path) -> None:
    asked = _ask(installed, "query", "--list")
    assert asked.returncode == 0, asked.stderr
    assert len(asked.stdout.splitlines()) >= 12
