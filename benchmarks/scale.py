"""The commands of an operator, at growing sizes: `python benchmarks/scale.py 1% 10% [--steps build check export]`.

A part of the generated year (benchmarks/generate) as graph/, or so many tasks of it; then, each as a process of its own: `build`
and `build` after one paper changed, `check`, the first `check --cache`, the same with nothing changed and with one paper changed,
`trace` of a resolution, `export` as N-Quads, bare `oxigraph load` of these, `site`, and `site` after one paper changed. Seconds,
processor time and peak of memory of each, and the power of the number of tasks with which the processor time grew since the
size before (1.0 is linear). Below the table: build beside the bare load, and the steepest growth.
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
from generate import CENTRAL
from generate.output import parts, write_parts
from generate.year import WrittenPaper, sized

from directive_kg.register import Register, load_register

COMMAND: Final = str(Path(sys.executable).with_name("directive-kg"))
STEPS: Final = (
    "build",
    "build one change",
    "check",
    "check kept",
    "check unchanged",
    "check one change",
    "trace",
    "export",
    "oxigraph load",
    "site",
    "site one change",
)
_HEAD: Final = "| step | tasks | s | cpu s | peak MiB | grows as |\n|---|---|---|---|---|---|"
_MOST_RATIO: Final = 1.25
_MOST_POWER: Final = 1.1
_FINDINGS: Final = 1  # the exit code of `check` that found something


def bench(sizes: Sequence[str] = ("2500", "1%"), steps: Sequence[str] = STEPS) -> Iterator[str]:
    """A line a step and size, the sizes from small to great; then what was wanted beside what was found."""
    yield _HEAD
    register = load_register()
    before: dict[str, tuple[int, float]] = {}
    powers: dict[str, float] = {}
    ratios = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-scale-") as name:
            folder = Path(name)
            tasks = _generate(size, folder / "graph", register)
            seconds: dict[str, float] = {}
            for step in (step for step in STEPS if step in steps):
                if step.endswith("one change"):
                    change_a_paper(folder / "graph")
                wall, cpu, peak = run(_command(step, folder))
                seconds[step] = wall
                if step in before:
                    powers[step] = power(before[step], (tasks, cpu))
                before[step] = tasks, cpu
                grows = f"{powers[step]:.2f}" if step in powers else ""
                yield f"| {step} | {tasks:,} | {wall:.1f} | {cpu:.1f} | {peak:,} | {grows} |"
            if {"build", "oxigraph load"} <= seconds.keys():
                ratios.append(f"{seconds['build'] / seconds['oxigraph load']:.2f} at {tasks:,} tasks")
    yield ""
    if ratios:
        yield f"build takes {', '.join(ratios)} times a bare load of the same quads (wanted: at most {_MOST_RATIO})"
    if powers:
        steepest = max(powers, key=lambda step: powers[step])
        yield f"the steepest growth is that of {steepest}: {powers[steepest]:.2f} (wanted: at most {_MOST_POWER})"


def _generate(size: str, graph: Path, register: Register) -> int:
    """A part of the year, or so many tasks of it; how many tasks it has."""
    tasks = 0

    def counted() -> Iterator[WrittenPaper]:
        nonlocal tasks
        for paper in sized(size, register):
            tasks += len(paper.tasks)
            yield paper

    write_parts(graph, parts(counted(), register))
    return tasks


def _command(step: str, folder: Path) -> list[str]:
    graph, store = ["--graph", str(folder / "graph")], ["--store", str(folder / "store")]
    report, quads = ["--format", "json", "--out", str(folder / "report.json")], str(folder / "all.nq")
    program = step.split(maxsplit=1)[0]
    if program == "oxigraph":
        return [
            str(Path(sys.executable).with_name("oxigraph")),
            "load",
            "--location",
            str(folder / "bare"),
            "--file",
            quads,
        ]
    arguments = {
        "build": [*graph, *store],
        "check": [*graph, *report] if step == "check" else [*graph, *report, "--cache", str(folder / "cache")],
        "trace": [CENTRAL[0].number, "--format", "json", *store],
        "export": [*store, "--format", "nq", "--out", quads],
        "site": [*graph, *store, "--no-checks", "--out", str(folder / "site")],
    }
    return [COMMAND, program, *arguments[program]]


def run(arguments: Sequence[str]) -> tuple[float, float, int]:
    """Seconds, seconds of processor time, and MiB at the peak. Raises SystemExit with what the command said where it failed."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, _FINDINGS}:
            said.seek(0)
            raise SystemExit(f"{' '.join(arguments)}: {said.read().decode(errors='replace')[-500:]}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def power(before: tuple[int, float], now: tuple[int, float]) -> float:
    return math.log(now[1] / before[1]) / math.log(now[0] / before[0])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", default=["2500", "1%"], metavar="TASKS|SHARE%", help="from small to great")
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS)
    given = parser.parse_args()
    for line in bench(given.sizes, given.steps):
        print(line, flush=True)
