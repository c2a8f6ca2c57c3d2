"""The whole command at size: `python benchmarks/audit.py --tasks 10000 100000 [--format json]`.

`directive-kg check` on generated folders, as an auditor runs it, every run in a process of its own: reading the files,
all rules, finding the cell of everything found, the report. Seconds, processor time, peak of memory, and how much more a
task takes than in the smallest graph (1.00 is linear).
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent))

import generate

from directive_kg.cli.main import main as directive_kg_command

_HEAD: Final = "| tasks | form | s | cpu s | peak MiB | report MiB | times linear |\n|---|---|---|---|---|---|---|"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--format", default="json")
    arguments = parser.parse_args()
    print(_HEAD, flush=True)
    first: float | None = None
    for tasks in sorted(arguments.tasks):
        with tempfile.TemporaryDirectory(prefix="bench-audit-") as name:
            graph, report = Path(name, "graph"), Path(name, "report")
            generate.write(graph, tasks)
            wall, cpu, peak = _run_apart(graph, report, arguments.format)
            first = first or cpu / tasks
            size = report.stat().st_size / 2**20
            cells = (
                f"{tasks:,}",
                arguments.format,
                f"{wall:.1f}",
                f"{cpu:.1f}",
                peak,
                f"{size:.1f}",
                f"{cpu / tasks / first:.2f}",
            )
            print(f"| {' | '.join(map(str, cells))} |", flush=True)


def _run_apart(graph: Path, report: Path, form: str) -> tuple[float, float, int]:
    """Seconds, seconds of processor time and MiB of one run."""
    start = time.perf_counter()
    child = os.fork()
    if not child:
        # Findings are what it is to have (1): anything above is a failure.
        code = directive_kg_command(["check", "--graph", str(graph), "--format", form, "--out", str(report)])
        os._exit(int(code > 1))
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"the check of {graph} failed")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


if __name__ == "__main__":
    main()
