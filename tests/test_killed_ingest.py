"""Killed at any moment, an ingest leaves a graph of whole files, and the next run makes it what it would have been."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from directive_kg.graph.files import load
from tests.fixtures.papers import files_of

_ROOT = Path(__file__).resolve().parents[1]
_RUN = "from directive_kg.cli.main import run; run()"
_PLAN = """ỦY BAN NHÂN DÂN
TỈNH MẪU
Số: {number}/KH-UBND
Mẫu, ngày 04 tháng 3 năm 2026
KẾ HOẠCH
Về việc rà soát bến nước số {number}

| STT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn |
|---|---|---|---|
| 1 | Rà soát bến nước số {number} | Sở Tài chính | Tháng 6/2026 |
| 2 | Báo cáo kết quả rà soát | Sở Nội vụ | Quý IV/2026 |
"""


def files(graph: Path) -> dict[str, bytes]:
    """Every file of a graph, temporary ones too; not the index beside it."""
    return files_of(graph)


def environment() -> dict[str, str]:
    """The environment in which this very package is found."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def test_every_moment(tmp_path: Path) -> None:
    run = [sys.executable, "-m", "tests.killed_ingest", str(tmp_path)]
    done = subprocess.run(run, cwd=_ROOT, env=environment(), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    moments = int(done.stdout)
    assert moments > 12  # three papers, one taking another's place, links, matches, register
    whole = files(tmp_path / "whole")
    for moment in range(1, moments + 1):
        assert files(tmp_path / str(moment)) == whole, moment


def test_a_real_run_killed_by_the_system(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    (papers / "con").mkdir(parents=True)
    for number in range(1, 5):
        folder = papers / "con" if number % 2 else papers
        (folder / f"{number}.txt").write_text(_PLAN.format(number=number), encoding="utf-8")

    def command(graph: Path) -> list[str]:
        return [sys.executable, "-c", _RUN, "ingest", str(papers), "--into", str(graph)]

    graph, whole = tmp_path / "graph", tmp_path / "whole"
    with subprocess.Popen(command(graph), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()) as run:
        assert run.stdout
        for _ in range(random.randint(1, 3)):
            run.stdout.readline()
        run.send_signal(signal.SIGKILL)
    assert not graph.is_dir() or not load(graph).problems
    for folder in (graph, whole):
        done = subprocess.run(command(folder), check=False, env=environment(), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert files(graph) == files(whole)
    assert len(list((whole / "directives").rglob("*.trig"))) == 4
