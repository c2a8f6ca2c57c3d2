"""The store: built from graph/ beside bare `oxigraph load` of the same statements, and brought in step after one change.

`python benchmarks/build.py [--tasks 10000 100000]`. The graph is the generator's. Each step runs in a process of its own;
`oxigraph load` gets the same statements as N-Quads, which it need not take out of thousands of files.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from generate import write

from directive_kg.store.disk import build

HERE: Final = Path(__file__).resolve()
TASKS: Final = (10_000, 100_000)
_MOST_EXPONENT: Final = 1.1
_MOST_RATIO: Final = 1.25


def bench(tasks: tuple[int, ...] = TASKS) -> Iterator[str]:
    """A line a size, then how the time grows."""
    yield f"{'tasks':>9} {'quads':>11} {'oxigraph load':>14} {'build':>9} {'ratio':>6} {'peak':>9} {'one change':>11}"
    seen: list[tuple[int, float]] = []
    for size in tasks:
        with tempfile.TemporaryDirectory(prefix="bench-build-") as folder:
            quads, rival, seconds, peak, again = _measure(Path(folder), size)
        seen.append((quads, seconds))
        yield (
            f"{size:>9,} {quads:>11,} {rival:>12.1f} s {seconds:>7.1f} s {seconds / rival:>6.2f} "
            f"{peak >> 10:>5} MiB {again:>9.2f} s"
        )
    if len(seen) > 1:
        (small, first), (large, last) = seen[0], seen[-1]
        exponent = math.log(last / first) / math.log(large / small)
        yield f"build grows as statements to the power of {exponent:.2f} (wanted: at most {_MOST_EXPONENT})"
    yield f"wanted: ratio at most {_MOST_RATIO}"


def _measure(folder: Path, tasks: int) -> tuple[int, float, float, int, float]:
    for out in ("graph", "graph.nq"):
        write(folder / out, tasks)
    with (folder / "graph.nq").open("rb") as lines:
        quads = sum(1 for _ in lines)
    oxigraph = str(Path(sys.executable).with_name("oxigraph"))
    start = time.perf_counter()
    load = [oxigraph, "load", "--location", str(folder / "bare"), "--file", str(folder / "graph.nq")]
    subprocess.run(load, check=True, capture_output=True)
    rival = time.perf_counter() - start
    seconds, peak = _step(folder)
    change_a_paper(folder / "graph")
    again, _ = _step(folder)
    return quads, rival, seconds, peak, again


def change_a_paper(graph: Path) -> None:
    """One more word in every title of the first paper."""
    changed = min((graph / "directives").rglob("*.trig"))
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace('"@vi', ' thêm"@vi'), encoding="utf-8")


def _step(folder: Path) -> tuple[float, int]:
    """`build` in a process of its own: seconds, and the peak of memory in KiB."""
    told = subprocess.run(
        [sys.executable, str(HERE), "--step", str(folder)], check=True, capture_output=True, text=True
    ).stdout
    seconds, peak = json.loads(told)
    return float(seconds), int(peak)


def main() -> int:
    """Print the table, or be one of its steps."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tasks", type=int, nargs="+", default=TASKS)
    parser.add_argument("--step", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step is not None:
        start = time.perf_counter()
        build(arguments.step / "graph", arguments.step / "store")
        used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(json.dumps([time.perf_counter() - start, max(used)]))
        return 0
    for line in bench(tuple(arguments.tasks)):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
