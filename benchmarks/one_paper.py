"""What one more paper costs in a graph that has many: `python benchmarks/one_paper.py --papers 1000 10000 [--in FOLDER]`.

A year's papers are put into graph/ from records, as many as a size says; then one more, a Word file, goes in by `directive-kg ingest`,
and `directive-kg build` brings the store in step with it, each as a process of its own. Seconds and processor time of each, and the
power of the number of papers with which the processor time grew since the size before (0 where it does not grow at all).
`first` is the time a paper for all those before, `index` the size of what ingest keeps beside graph/. With `--in` the
folder is kept, and a later call goes on from it.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from generate.pages import write_papers
from generate.recorded import recorded
from generate.year import year
from scale import COMMAND, power, run

from directive_kg.follow.index import INDEX
from directive_kg.ingest import Ingest
from directive_kg.register import load_register

_COLUMNS: Final = (
    "papers",
    "first, ms a paper",
    "index MiB",
    *("ingest s", "cpu s", "grows as"),
    *("build s", "cpu s", "grows as"),
)


def bench(sizes: Sequence[int], folder: Path) -> Iterator[str]:
    """A line a size."""
    yield f"| {' | '.join(_COLUMNS)} |\n{'|---' * len(_COLUMNS)}|"
    before: dict[str, tuple[int, float]] = {}
    register = load_register()
    graph, store = folder / "graph", folder / "store"
    held = len(list((graph / "directives").rglob("*.trig")))
    for size in sorted(sizes):
        papers = islice(year(register), held, None)
        begun = time.process_time()
        with Ingest(graph) as ingest:
            for made in islice(papers, size - held):
                ingest.add(recorded(made))
            ingest.finish()
        first = 1000 * (time.process_time() - begun) / max(size - held, 1)
        run([COMMAND, "build", "--graph", str(graph), "--store", str(store)])
        (one,) = write_papers(islice(papers, 1), folder / f"one-{size}")
        held = size + 1
        line = f"| {size:,} | {first:.1f} | {(graph / INDEX).stat().st_size / 2**20:.0f} |"
        for step in (
            ["ingest", str(one), "--into", str(graph)],
            ["build", "--graph", str(graph), "--store", str(store)],
        ):
            wall, cpu, _ = run([COMMAND, *step])
            grows = f"{power(before[step[0]], (size, cpu)):.2f}" if step[0] in before else ""
            before[step[0]] = size, cpu
            line += f" {wall:.1f} | {cpu:.1f} | {grows} |"
        yield line


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--in", dest="folder", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-one-") as name:
        for line in bench(arguments.papers, arguments.folder or Path(name)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
