"""Opening the shipped graph against bare pyoxigraph on the same bytes."""

import statistics
import time
from collections.abc import Callable, Iterator

import pyoxigraph as ox

from directive_kg import resources
from directive_kg.graph.files import list_files, list_ontology_files
from directive_kg.store.embedded import open_store

ROUNDS = 7
FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".trig": ox.RdfFormat.TRIG}


def bench() -> Iterator[str]:
    """Median of several rounds each, taken in turn."""
    files = [*list_files(resources.graph_dir()), *list_ontology_files()]
    contents = [(path.read_bytes(), FORMATS[path.suffix]) for path in files]

    def bare() -> None:
        store = ox.Store()
        for content, form in contents:
            store.bulk_load(content, form)

    def ours() -> None:
        open_store(resources.graph_dir())

    times: dict[str, list[float]] = {"bare pyoxigraph": [], "open_store": []}
    for _ in range(ROUNDS):
        times["bare pyoxigraph"].append(_seconds(bare))
        times["open_store"].append(_seconds(ours))
    medians = {name: statistics.median(found) for name, found in times.items()}
    yield f"{len(files)} files, {sum(len(c) for c, _ in contents):,} bytes, median of {ROUNDS}"
    for name, seconds in medians.items():
        yield f"{name:<16} {seconds * 1000:8.1f} ms  {seconds / medians['bare pyoxigraph']:.2f} times"


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
