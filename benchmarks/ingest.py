"""How ingesting grows with the number of papers already in the graph.

Puts papers into an empty graph, then as many more, from records (no reading), and prints seconds a paper of both halves, of the
loading, and of the links and matches that are made once at the end; 'ratio' is the second half against the first: near 1
where a paper costs the same however many there are.

    python benchmarks/ingest.py --papers 1000 [--show 20]

makes so many papers of a year (benchmarks/generate), Word and text by turns, reads them into an empty graph with one process
and with two, as `directive-kg ingest --jobs` does, and prints seconds, how many times faster two are, how much of it the
links at the end took, which one process makes, and how much was read as it was made.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from generate.compared import Compared
from generate.pages import write_papers
from generate.year import year

from directive_kg.errors import DirectiveKgError
from directive_kg.extract.many import read_many
from directive_kg.ingest import Ingest, prepare
from directive_kg.records import Cell, Deadline, DeadlineKind, Header, Origin, Paper, Place, Source, Task
from directive_kg.register import load_register


def paper(number: int, rows: int = 20) -> Paper:
    """A plan of that number."""
    tasks = tuple(
        Task(
            str(row),
            Origin.ANNEX_ROW,
            title := Cell("title", f"Rà soát tuyến đường số {number * rows + row} trên địa bàn", Place("x", row=row)),
            str(row),
            cells=(title,),
            deadline=Deadline("Thường xuyên", DeadlineKind.ONGOING),
        )
        for row in range(1, rows + 1)
    )
    return Paper(
        key=f"ubnd-tinh-mau/2026/{number}-kh-ubnd",
        source=Source(f"{number}.txt", f"{number:064x}", "text"),
        header=Header(
            "Kế hoạch", f"{number}/KH-UBND", None, f"Kế hoạch {number}", "Ủy ban nhân dân tỉnh Mẫu", date="2026-03-04"
        ),
        home="tinh-mau",
        tasks=tasks,
    )


def timed(work: Callable[[], object]) -> float:
    """Seconds that it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def bench(count: int = 200) -> Iterator[str]:
    """The figures, as lines."""
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder)
        ingest = Ingest(graph)

        def put(first: int) -> None:
            for number in range(first, first + count):
                ingest.add(paper(number))

        first, second = (timed(lambda n=n: put(n)) / count for n in (1, count + 1))  # type: ignore[misc]
        ends = timed(ingest.finish)
        loading = timed(lambda: Ingest(graph))
    yield f"first {count}: {first * 1000:.1f} ms a paper"
    yield f"second {count}: {second * 1000:.1f} ms a paper; ratio {second / first:.2f}"
    yield f"links and matches of {2 * count}: {ends:.2f} s; loading: {loading / (2 * count) * 1000:.1f} ms a paper"


def bench_files(count: int, seed: int, show: int) -> Iterator[str]:
    """The figures of papers as files, as lines; behind them the first `show` values that were read otherwise than made."""
    register = load_register()
    with tempfile.TemporaryDirectory() as folder:
        paths = list(write_papers(islice(year(register, seed), count), Path(folder) / "papers"))
        whole = []
        for processes in (1, 2):
            answers: list[Paper | DirectiveKgError] = []
            begun = time.perf_counter()
            with Ingest(Path(folder) / f"graph-{processes}", alone=True) as ingest:
                for _, reading in read_many(partial(prepare, register=register), paths, processes):
                    answers.append(reading if isinstance(reading, DirectiveKgError) else ingest.add(reading).paper)
                ends = timed(ingest.finish)
            whole.append(time.perf_counter() - begun)
            yield f"{count} papers, {processes} at once: {whole[-1]:.1f} s; links and matches {ends:.1f} s of it"
    yield f"ratio {whole[0] / whole[1]:.2f}"
    compared = Compared()
    for made, read in zip(islice(year(register, seed), count), answers, strict=True):
        compared.add(made, read)
    yield from compared.lines()
    yield from compared.wrong[:show]


def main() -> None:
    """Print the figures that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, help="so many files instead of records")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="the first N values that were read wrong")
    arguments = parser.parse_args()
    lines = bench_files(arguments.papers, arguments.seed, arguments.show) if arguments.papers else bench()
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
