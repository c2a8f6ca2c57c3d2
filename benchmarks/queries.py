"""Every canned question over HTTP on our store, beside Fuseki (TDB2) and Virtuoso with the same statements.

`python benchmarks/queries.py [--tasks 100000] [--data DIR] [--rivals virtuoso] [--questions overdue-at …]`. Ours is the store
that `build` makes, behind Oxigraph's own read-only server, as `serve` has it. Each question gets values that the generated
graph has; each is asked once unmeasured and then several times, of all servers in turn; the time is the median until the
whole answer has been read, which is the same work for all. Servers that are not installed are left out. With `--data` what was
generated and loaded stays there for the next run.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph as ox
from generate import CENTRAL, write

from directive_kg import resources
from directive_kg.store.disk import build, in_use, open_disk, open_index
from directive_kg.store.protocol import Store
from directive_kg.trace.catalogue import load_catalogue
from directive_kg.trace.fill import fill

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from tests.store import servers  # noqa: E402 - the servers of the tests, from the checkout

ROUNDS: Final = 5
RIVALS: Final = ("fuseki", "virtuoso")
_SECONDS: Final = 60  # for one answer, unless told
_MOST: Final = 1.5  # times the best rival
_NOTICEABLE: Final = 0.010  # seconds: below this HTTP itself is what is measured
_BUFFERS: Final = 340_000  # of Virtuoso, 8 kB each
_PREFIX: Final = "PREFIX dkg: <https://w3id.org/directive-kg/ontology#> "


def bench(
    tasks: int = 100_000,
    data: Path | None = None,
    rivals: Sequence[str] = RIVALS,
    questions: Sequence[str] = (),
    seconds: int = _SECONDS,
) -> Iterator[str]:
    """A line a question; an answer may take so many seconds."""
    catalogue = [q for q in load_catalogue(resources.queries_dir()) if not questions or q.name in questions]
    with ExitStack() as running:
        folder = data or Path(running.enter_context(tempfile.TemporaryDirectory(prefix="bench-queries-")))
        if not (folder / "graph").exists():
            write(folder / "graph", tasks)
        build(folder / "graph", folder / "store")
        if not (folder / "graph.nq").exists():
            open_index(folder / "store").dump(folder / "graph.nq", format=ox.RdfFormat.N_QUADS)
        addresses = {"ours": running.enter_context(_ours(folder))}
        for name, start in {"fuseki": _fuseki, "virtuoso": _virtuoso}.items():
            if name in rivals and servers.missing(name) is None:
                addresses[name] = running.enter_context(start(folder))
        local = open_disk(folder / "store")
        values = _values(local)
        yield f"{tasks:,} tasks, median of {ROUNDS}, milliseconds; over {seconds} s, or other rows: –"
        yield f"{'question':<26} {'rows':>8} " + "".join(f"{name:>10}" for name in addresses) + f"{'ratio':>8}"
        slow = []
        for question in catalogue:
            given = {
                p.name: values.get(f"{question.name}.{p.name}", values.get(p.name, p.example))
                for p in question.parameters
            }
            rows, times = _times(fill(question, given, local), addresses, seconds)
            others = [seconds for name, seconds in times.items() if name != "ours" and seconds is not None]
            ours, best = times["ours"], min(others, default=None)
            ratio = ours / best if ours and best else None
            if ours is None or (ratio is not None and ratio > _MOST and ours > _NOTICEABLE):
                slow.append(question.name)
            shown = "".join(f"{1000 * s:>10.1f}" if s is not None else f"{'–':>10}" for s in times.values())
            yield f"{question.name:<26} {rows:>8,} {shown}" + (f"{ratio:>8.2f}" if ratio else f"{'–':>8}")
        yield f"slower than {_MOST} times the best rival: {', '.join(slow) or 'none'}"


def _times(query: str, addresses: Mapping[str, str], seconds: int) -> tuple[int, dict[str, float | None]]:
    """How many rows there are, and the seconds of each server; None where it did not answer, or not with as many rows."""
    taken: dict[str, list[float]] = {name: [] for name in addresses}
    rows: dict[str, int] = {}
    for turn in range(ROUNDS + 1):
        for name, address in addresses.items():
            if turn and name not in rows:
                continue
            start = time.perf_counter()
            try:
                answer = _ask(address, query, seconds)
            except OSError:
                rows.pop(name, None)
                continue
            taken[name].append(time.perf_counter() - start)
            if not turn:  # the first only warms
                rows[name] = len(json.loads(answer)["results"]["bindings"])
                taken[name].clear()
    right = rows.get("ours", 0)
    return right, {name: statistics.median(times) if rows.get(name) == right else None for name, times in taken.items()}


def _ask(address: str, query: str, seconds: int) -> bytes:
    headers = {"Accept": "application/sparql-results+json"}
    with urlopen(Request(address, urlencode({"query": query}).encode(), headers), timeout=seconds) as response:  # noqa: S310 - loopback
        content: bytes = response.read()
    return content


def _values(store: Store) -> dict[str, str]:
    """Values that the generated graph has, by parameter, or by question and parameter."""

    def first(pattern: str) -> str:
        row = store.select(f"{_PREFIX} SELECT ?x {{ {pattern} }} ORDER BY ?x LIMIT 1").rows[0][0]
        assert row is not None
        return row.value

    return {
        "directive": "30/KH-UBND",
        "papers-in-chain.directive": CENTRAL[0].number,
        "paper": "30/KH-UBND",
        "other": "31/KH-UBND",
        "agency": first("?x a dkg:Agency . ?t dkg:lead ?x"),
        "task": first("?x a dkg:Task"),
        "name": first("?a dkg:agentName ?x"),
        "day": "2026-06-15",
        "from": "2026-05-04",
        "to": "2026-05-10",
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
    with _loaded(folder / "fuseki") as (home, new):
        if new:
            loader = ["java", "-Xmx2g", "-cp", str(servers.FUSEKI_JAR), "tdb2.tdbloader", "--loc", str(home / "tdb")]
            subprocess.run([*loader, str(folder / "graph.nq")], check=True, capture_output=True)
    with servers.fuseki(home) as server:
        yield server.query


@contextmanager
def _virtuoso(folder: Path) -> Iterator[str]:
    with _loaded(folder / "virtuoso") as (home, new):
        if new:
            (home / "graph.nq").hardlink_to(folder / "graph.nq")
            with servers.virtuoso(home, _BUFFERS) as server:
                assert server.sql is not None
                load = "ld_dir('.', 'graph.nq', 'urn:x'); rdf_loader_run(); checkpoint;"
                command = ["isql-vt", server.sql, "dba", "dba", f"exec={load}"]
                subprocess.run(command, check=True, capture_output=True, cwd=home)
    with servers.virtuoso(home, _BUFFERS) as server:
        yield server.query


@contextmanager
def _loaded(home: Path) -> Iterator[tuple[Path, bool]]:
    """A server's folder, and whether it has to be loaded; one whose loading was cut short is loaded anew."""
    mark = home / "loaded"
    new = not mark.exists()
    if new:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
    yield home, new
    mark.touch()


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--data", type=Path, help="a folder that keeps what was generated and loaded")
    parser.add_argument("--rivals", nargs="*", choices=RIVALS, default=RIVALS)
    parser.add_argument("--questions", nargs="+", default=(), help="only these")
    parser.add_argument("--seconds", type=int, default=_SECONDS, help="for one answer")
    given = parser.parse_args()
    for line in bench(given.tasks, given.data, given.rivals, given.questions, given.seconds):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
