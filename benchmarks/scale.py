"""The commands of an operator, at growing sizes: `python benchmarks/scale.py --tasks 2500 25000 [--steps build check export]`.

A generated graph/ of so many tasks; then `build`, `build` after one paper changed, `check`, `trace` of the resolution that all
papers carry out, `export` as N-Quads, and `site`, each as a process of its own. Seconds, processor time and peak of memory of
each, and the power of the number of tasks with which the processor time grew since the size before (1.0 is linear).
2,500,000 tasks are about a national year: 1% is 25,000.
"""

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent))
from build import change_a_paper
from generate import CENTRAL, write

COMMAND: Final = str(Path(sys.executable).with_name("directive-kg"))
STEPS: Final = ("build", "one change", "check", "trace", "export", "site")
_HEAD: Final = "| step | tasks | s | cpu s | peak MiB | grows as |\n|---|---|---|---|---|---|"
_FINDINGS: Final = 1  # the exit code of `check` that found something


def bench(sizes: Sequence[int] = (2_500, 25_000), steps: Sequence[str] = STEPS) -> Iterator[str]:
    """A line a step and size."""
    yield _HEAD
    before: dict[str, tuple[int, float]] = {}
    for tasks in sorted(sizes):
        with tempfile.TemporaryDirectory(prefix="bench-scale-") as name:
            folder = Path(name)
            write(folder / "graph", tasks)
            for step in (step for step in STEPS if step in steps):
                if step == "one change":
                    change_a_paper(folder / "graph")
                wall, cpu, peak = run(_command(step, folder))
                grows = "" if step not in before else f"{power(before[step], (tasks, cpu)):.2f}"
                before[step] = tasks, cpu
                yield f"| {step} | {tasks:,} | {wall:.1f} | {cpu:.1f} | {peak:,} | {grows} |"


def _command(step: str, folder: Path) -> list[str]:
    graph, store = ["--graph", str(folder / "graph")], ["--store", str(folder / "store")]
    return {
        "build": ["build", *graph, *store],
        "one change": ["build", *graph, *store],
        "check": ["check", *graph, "--format", "json", "--out", str(folder / "report.json")],
        "trace": ["trace", CENTRAL[0].number, "--format", "json", *store],
        "export": ["export", *store, "--format", "nq", "--out", str(folder / "all.nq")],
        "site": ["site", *graph, *store, "--no-checks", "--out", str(folder / "site")],
    }[step]


def run(arguments: Sequence[str]) -> tuple[float, float, int]:
    """Seconds, seconds of processor time, and MiB at the peak. Raises SystemExit with what the command said where it failed."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, _FINDINGS}:
            said.seek(0)
            raise SystemExit(f"{arguments[0]}: {said.read().decode(errors='replace')[-500:]}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def power(before: tuple[int, float], now: tuple[int, float]) -> float:
    return math.log(now[1] / before[1]) / math.log(now[0] / before[0])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, nargs="+", default=[2_500, 25_000])
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS)
    given = parser.parse_args()
    for line in bench(given.tasks, given.steps):
        print(line, flush=True)
