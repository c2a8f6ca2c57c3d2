"""The guarded endpoint against the bare `oxigraph serve-read-only`: the canned queries one by one, and from 16 clients.

Wanted: at most 15% on p50 and p99, at most 10% less throughput. The guard is measured with no answer kept, so that every
query reaches the engine, and as it is shipped, where the same query on the same store is answered from memory.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from served import Address, Client, bare, guarded, store

from directive_kg import resources
from directive_kg.trace.catalogue import load_catalogue

ROUNDS = 20
CLIENTS = 16
SECONDS = 4.0  # of each turn of all clients together
TURNS = 3


def bench() -> Iterator[str]:
    """Every server in turn within one run, so that what else the machine does falls on all of them."""
    queries = {question.name: question.query.encode() for question in load_catalogue(resources.queries_dir())}
    with ExitStack() as stack:
        folder = stack.enter_context(store())
        servers = {
            "bare": stack.enter_context(bare(folder)),
            "guard": stack.enter_context(guarded(folder, "--keep-answers", "0"))[0],
            "guard, kept": stack.enter_context(guarded(folder))[0],
        }
        times = _one_by_one(servers, queries)
        yield f"{len(queries)} canned queries, {ROUNDS} rounds, one client"
        yield f"{'ms':<26}" + "".join(f"{name:>14}" for name in servers)
        for query in queries:
            medians = {name: statistics.median(found[query]) * 1000 for name, found in times.items()}
            yield f"{query:<26}" + "".join(f"{value:14.2f}" for value in medians.values())
        for share in (50, 99):
            yield _compared(f"p{share}", {name: _percentile(found, share) * 1000 for name, found in times.items()})
        rates: dict[str, list[float]] = {name: [] for name in servers}
        for _ in range(TURNS):
            for name, address in servers.items():
                rates[name].append(_together(address, list(queries.values())))
        yield _compared(
            f"{CLIENTS} clients, queries/s", {name: statistics.median(found) for name, found in rates.items()}
        )


def _one_by_one(servers: dict[str, Address], queries: dict[str, bytes]) -> dict[str, dict[str, list[float]]]:
    clients = {name: Client(address) for name, address in servers.items()}
    times: dict[str, dict[str, list[float]]] = {name: {query: [] for query in queries} for name in servers}
    for number in range(ROUNDS + 1):
        order = list(clients.items())
        for query, text in queries.items():
            for name, client in order if number % 2 else reversed(order):
                start = time.perf_counter()
                status, _ = client.ask(text)
                took = time.perf_counter() - start
                if status != 200:
                    raise RuntimeError(f"{name}: {query}: {status}")
                if number:  # the first round only warms
                    times[name][query].append(took)
    for client in clients.values():
        client.close()
    return times


def _together(address: Address, queries: list[bytes]) -> float:
    """Answers a second."""
    end = time.perf_counter() + SECONDS

    def work(place: int) -> int:
        client, done = Client(address), 0
        while time.perf_counter() < end:
            status, _ = client.ask(queries[(place + done) % len(queries)])
            if status != 200:
                raise RuntimeError(str(status))
            done += 1
        client.close()
        return done

    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        done = sum(pool.map(work, range(CLIENTS)))
    return done / (time.perf_counter() - start)


def _percentile(found: dict[str, list[float]], share: int) -> float:
    flat = sorted(took for times in found.values() for took in times)
    return flat[min(len(flat) * share // 100, len(flat) - 1)]


def _compared(title: str, values: dict[str, float]) -> str:
    first = next(iter(values.values()))
    return f"{title:<26}" + "  ".join(f"{name} {value:.2f} ({value / first:.2f})" for name, value in values.items())
