"""Every canned question over HTTP on our store, beside Fuseki (TDB2) and Virtuoso with the same statements.

`python benchmarks/queries.py [--tasks 100000]`. Ours is the store that `build` makes, behind Oxigraph's own read-only server,
as `serve` has it. Each question gets values that the generated graph has; each is asked once unmeasured and then several
times; the time is the median until the whole answer has been read. Servers that are not installed are left out.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from directive_kg import resources
from directive_kg.errors import StoreError
from directive_kg.store.disk import build, in_use, open_disk
from directive_kg.store.endpoint import EndpointStore
from directive_kg.store.protocol import Store
from directive_kg.trace.catalogue import Question, load_catalogue
from directive_kg.trace.fill import fill

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from tests.store import servers  # noqa: E402 - the servers of the tests, from the checkout

ROUNDS: Final = 5
_SECONDS: Final = 60  # for one answer
_MOST: Final = 1.5  # times the best rival
_NOTICEABLE: Final = 0.010  # seconds: below this HTTP itself is what is measured
_PREFIX: Final = "PREFIX dkg: <https://w3id.org/directive-kg/ontology#> "


def bench(tasks: int = 100_000) -> Iterator[str]:
    """A line a question."""
    catalogue = list(load_catalogue(resources.queries_dir()))
    with tempfile.TemporaryDirectory(prefix="bench-queries-") as scratch, ExitStack() as running:
        folder = Path(scratch)
        generate = [sys.executable, str(HERE / "generate"), str(tasks), "--seed", "1", "--out"]
        for out in ("graph", "graph.nq"):
            subprocess.run([*generate, str(folder / out)], check=True, stdout=subprocess.DEVNULL)
        stores: dict[str, EndpointStore] = {}
        build(folder / "graph", folder / "store")
        stores["ours"] = EndpointStore(running.enter_context(_ours(folder)), _SECONDS)
        for name, start in {"fuseki": _fuseki, "virtuoso": _virtuoso}.items():
            if servers.missing(name) is None:
                stores[name] = EndpointStore(running.enter_context(start(folder)), _SECONDS)
        values = _values(open_disk(folder / "store"))
        yield f"{tasks:,} tasks, median of {ROUNDS}, milliseconds; over {_SECONDS} s: –"
        yield f"{'question':<26} {'rows':>8} " + "".join(f"{name:>10}" for name in stores) + f"{'ratio':>8}"
        slow = []
        for question in catalogue:
            rows, times = _times(question, values, stores, open_disk(folder / "store"))
            rivals = [seconds for name, seconds in times.items() if name != "ours" and seconds is not None]
            ours, best = times["ours"], min(rivals, default=None)
            ratio = ours / best if ours and best else None
            if ours is None or (ratio is not None and ratio > _MOST and ours > _NOTICEABLE):
                slow.append(question.name)
            shown = "".join(f"{1000 * s:>10.1f}" if s is not None else f"{'–':>10}" for s in times.values())
            yield f"{question.name:<26} {rows:>8,} {shown}" + (f"{ratio:>8.2f}" if ratio else f"{'–':>8}")
        yield f"slower than {_MOST} times the best rival: {', '.join(slow) or 'none'}"


def _times(
    question: Question, values: Mapping[str, str], stores: Mapping[str, EndpointStore], local: Store
) -> tuple[int, dict[str, float | None]]:
    given = {
        p.name: values.get(f"{question.name}.{p.name}", values.get(p.name, p.example)) for p in question.parameters
    }
    query = fill(question, given, local)
    found: dict[str, float | None] = {}
    rows = 0
    for name, store in stores.items():
        taken = []
        try:
            rows = max(rows, len(store.select(query).rows))
            for _ in range(ROUNDS):
                start = time.perf_counter()
                store.select(query)
                taken.append(time.perf_counter() - start)
            found[name] = statistics.median(taken)
        except StoreError:
            found[name] = None
    return rows, found


def _values(store: Store) -> dict[str, str]:
    """Values that the generated graph has, by parameter, or by question and parameter."""

    def first(pattern: str) -> str:
        row = store.select(f"{_PREFIX} SELECT ?x {{ {pattern} }} ORDER BY ?x LIMIT 1").rows[0][0]
        assert row is not None
        return row.value

    return {
        "directive": "30/KH-UBND",
        "papers-in-chain.directive": "1/2025/QH15",
        "paper": "30/KH-UBND",
        "other": "31/KH-UBND",
        "agency": first("?x a dkg:Agency . ?t dkg:lead ?x"),
        "task": first("?x a dkg:Task"),
        "name": first("?a dkg:agentName ?x"),
        "day": "2026-06-15",
        "from": "2026-03-01",
        "to": "2026-03-31",
    }


@contextmanager
def _ours(folder: Path) -> Iterator[str]:
    (port,) = servers.free_ports(1)
    index, _ = in_use(folder / "store")
    program = str(Path(sys.executable).with_name("oxigraph"))
    options = ["--location", str(index), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with servers.running([program, "serve-read-only", *options], folder, "Listening"):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def _fuseki(folder: Path) -> Iterator[str]:
    home = folder / "fuseki"
    home.mkdir()
    loader = ["java", "-Xmx4g", "-cp", str(servers.FUSEKI_JAR), "tdb2.tdbloader", "--loc", str(home / "tdb")]
    subprocess.run([*loader, str(folder / "graph.nq")], check=True, capture_output=True)
    with servers.fuseki(home) as server:
        yield server.query


@contextmanager
def _virtuoso(folder: Path) -> Iterator[str]:
    home = folder / "virtuoso"
    home.mkdir()
    shutil.copy(folder / "graph.nq", home / "graph.nq")
    with servers.virtuoso(home, buffers=340_000) as server:
        assert server.sql is not None
        load = "ld_dir('.', 'graph.nq', 'urn:x'); rdf_loader_run(); checkpoint;"
        command = ["isql-vt", server.sql, "dba", "dba", f"exec={load}"]
        subprocess.run(command, check=True, capture_output=True, cwd=home)
        yield server.query


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tasks", type=int, default=100_000)
    for line in bench(parser.parse_args().tasks):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
