"""How ingesting grows with the number of papers already in the graph.

Puts papers into an empty graph, then as many more, from records (no reading), and prints seconds a paper of both halves, of the
loading, and of the links and matches that are made once at the end; 'ratio' is the second half against the first: near 1
where a paper costs the same however many there are.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from directive_kg.ingest import Ingest
from directive_kg.records import Cell, Deadline, DeadlineKind, Header, Origin, Paper, Place, Source, Task


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


if __name__ == "__main__":
    for line in bench():
        print(line)
