"""`check` against the other SHACL engines: `python benchmarks/check.py --tasks 1000 10000 --rivals pyshacl jena pyshifty pyrudof`.

Graphs of N tasks with known faults (benchmarks/generate) are checked with all shapes and with the core constraints only,
every run in a process of its own. Seconds of loading and of checking apart, processor time of the whole run, peak of
memory, and whether the results (component, shape, focus node, path, value, severity, each as often) are those of the
first engine in the table. The rivals are fetched into a throw-away folder: Jena from Maven Central, pyshifty and pyrudof from PyPI.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent))

import generate
from rdflib import SH
from rivals.install import Rivals, installed
from rivals.measure import Run, ours, run_apart

from directive_kg import resources
from directive_kg.check.shapes import load_shapes

OURS: Final = ("columns", "queries")
KINDS: Final = ("all", "core")
RIVALS: Final = ("pyshacl", "jena", "pyshifty", "pyrudof")
_COLUMNS: Final = (
    "engine",
    "shapes",
    "tasks",
    "load s",
    "check s",
    "cpu s",
    "peak MiB",
    "results",
    "the same",
    "known faults",
)
_HEAD: Final = f"| {' | '.join(_COLUMNS)} |\n{'|---' * len(_COLUMNS)}|"


def bench() -> Iterator[str]:
    """For `make bench`: small, against pySHACL alone."""
    yield from table([1000], {"columns": [1000], "queries": [1000], "pyshacl": [1000]}, timeout=600)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--ours", nargs="+", choices=OURS, default=["columns", "queries"])
    parser.add_argument("--rivals", nargs="*", choices=RIVALS, default=["pyshacl"])
    parser.add_argument("--most", type=int, default=1000, help="pySHACL and pyrudof get graphs up to so many tasks")
    parser.add_argument("--timeout", type=int, default=1800, help="seconds that a run may take")
    parser.add_argument("--only", choices=KINDS, help="all shapes, or core constraints only; without it both are run")
    parser.add_argument("--one", nargs=4, metavar=("ENGINE", "DATA", "SHAPES", "ANSWER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        engine, data, shapes, answer = arguments.one
        ours(engine, Path(data), Path(shapes), Path(answer))
        return
    slow = {"pyshacl", "pyrudof"}
    wanted = {
        engine: [n for n in arguments.tasks if engine not in slow or n <= arguments.most]
        for engine in (*arguments.ours, *arguments.rivals)
    }
    kinds = (arguments.only,) if arguments.only else KINDS
    for line in table(arguments.tasks, wanted, arguments.timeout, kinds):
        print(line, flush=True)


def table(
    sizes: list[int], wanted: dict[str, list[int]], timeout: int, kinds: tuple[str, ...] = KINDS
) -> Iterator[str]:
    """The rows, and below them how many times faster."""
    with tempfile.TemporaryDirectory(prefix="bench-check-") as name:
        folder = Path(name)
        rivals = installed(folder, set(wanted))
        shapes = {kind: _shapes(folder, kind) for kind in kinds}
        yield _HEAD
        told: list[str] = []
        for tasks in sizes:
            data = folder / f"{tasks}.nt"
            faults = generate.write(data, tasks)
            for kind in kinds:
                runs = []
                for engine in (engine for engine, numbers in wanted.items() if tasks in numbers):
                    run = run_apart(_command(engine, rivals), data, shapes[kind], folder / "answer", timeout)
                    runs.append((engine, run))
                    yield _row(engine, kind, tasks, (run, runs[0][1]), faults)
                told += _ratios(kind, tasks, runs)
            data.unlink()
        yield ""
        yield from told


def _command(engine: str, rivals: Rivals) -> list[str]:
    if engine in (*OURS, "pyshacl"):
        return [sys.executable, __file__, "--one", engine]
    return rivals.command(engine)


def _row(engine: str, kind: str, tasks: int, runs: tuple[Run, Run], faults: Counter[str]) -> str:
    run, first = runs
    if run.trouble:
        return f"| {engine} | {kind} | {tasks:,} | | {run.trouble} | | | | | |"
    missed = {
        shape: (number, run.of_shape[shape])
        for shape, number in faults.items()
        if run.of_shape[shape] != number and not (kind == "core" and shape in generate.BY_QUERY)
    }
    same = "yes" if run.digest == first.digest else "**no**"
    known = "all found" if not missed else f"wrong: {json.dumps(missed)}"
    cells = (
        engine,
        kind,
        f"{tasks:,}",
        f"{run.load:.2f}",
        f"{run.check:.2f}",
        f"{run.cpu:.1f}",
        run.peak,
        run.results,
        same,
        known,
    )
    return f"| {' | '.join(map(str, cells))} |"


def _ratios(kind: str, tasks: int, runs: list[tuple[str, Run]]) -> Iterator[str]:
    first, mine = runs[0]
    for engine, run in runs[1:]:
        if run.stopped and not mine.trouble:
            ratio = run.stopped / (mine.load + mine.check)
            yield f"{tasks:,} tasks, {kind}: {first} loads and checks more than {ratio:.0f} times as fast as {engine}, not done"
        elif not run.trouble and not mine.trouble:
            same = "the same results" if run.digest == mine.digest else "OTHER RESULTS"
            ratio = run.check / max(mine.check, 0.001)
            yield f"{tasks:,} tasks, {kind}: {first} checks {ratio:.1f} times as fast as {engine}, {same}"


def _shapes(folder: Path, kind: str) -> Path:
    graph = load_shapes([resources.shapes_dir()]).graph
    if kind == "core":
        graph.remove((None, SH.sparql, None))
    path = folder / f"shapes-{kind}.ttl"
    graph.serialize(path, format="turtle")
    return path


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error}\n{error.stderr or ''}")
