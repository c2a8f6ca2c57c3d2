"""Users beside hostile queries: no wrong answer, no crash, memory back where it was.

One minute; HOSTILE_SECONDS=600 in the environment makes it ten.
"""

import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from served import Client, guarded, store

from directive_kg import resources
from directive_kg.trace.catalogue import load_catalogue

SECONDS = float(os.environ.get("HOSTILE_SECONDS", "60"))
USERS = 4
BACK = 1.1  # of the memory before: that much counts as back where it was
HOSTILE = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d) }",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:x>|^!<x:x>)*/(!<x:x>|^!<x:x>)* ?b . ?c (!<x:x>|^!<x:x>)* ?d }",
    "SELECT DISTINCT ?a ?b ?d ?e { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a",
    "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { " + "{" * 400 + "?s ?p ?o" + "}" * 400 + " }",
    "ASK { FILTER(" + "(" * 3000 + "1" + ")" * 3000 + ") }",
    'SELECT (REGEX("' + "a" * 30 + 'b", "(a+)+$") AS ?x) {}',
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "INSERT DATA { <a:a> <a:b> <a:c> }",
]


def bench() -> Iterator[str]:
    """Every answer of a user is compared with the first one, given when nobody did harm."""
    queries = [question.query.encode() for question in load_catalogue(resources.queries_dir())]
    with store() as folder, guarded(folder, "--time-limit", "5", "--keep-answers", "0") as (address, pid):
        client = Client(address)
        right = {query: _rows(client.ask(query)[1]) for query in queries}
        memory, end = _Memory(pid), time.perf_counter() + SECONDS
        before = memory.now()
        watching = threading.Thread(target=memory.watch)
        watching.start()
        users: Counter[str] = Counter()
        attackers: Counter[str] = Counter()
        threads = [
            threading.Thread(target=_use, args=(Client(address, f"192.0.2.{number}"), right, end, users))
            for number in range(USERS)
        ]
        threads += [
            threading.Thread(target=_attack, args=(Client(address, "198.51.100.1"), query, end, attackers))
            for query in HOSTILE
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        client = Client(address)  # the first was idle for too long to be kept
        wrong = sum(_rows(client.ask(query)[1]) != rows for query, rows in right.items())
        last = time.perf_counter() + 30
        # Engines that finish what was left to them are ended after the time that a query may take.
        while (after := memory.now()).total() > BACK * before.total() and time.perf_counter() < last:
            time.sleep(0.5)
        memory.over()
        watching.join()
        yield f"{SECONDS:.0f} s, {USERS} users, {len(HOSTILE)} hostile queries again and again"
        yield f"users: {dict(sorted(users.items()))}; wrong afterwards: {wrong}"
        yield f"hostile: {dict(sorted(attackers.items()))}"
        for name, parts in (("before", before), ("at the peak", memory.peak), ("afterwards", after)):
            yield f"memory {name}: {_shown(parts)}, {parts.total() / before.total():.2f} of what it was before"


def _use(client: Client, right: dict[bytes, str], end: float, seen: Counter[str]) -> None:
    queries = cycle(right.items())
    while time.perf_counter() < end:
        query, rows = next(queries)
        status, body = client.ask(query)
        seen[str(status) if status != 200 else "right" if _rows(body) == rows else "WRONG"] += 1


def _attack(client: Client, query: str, end: float, seen: Counter[str]) -> None:
    while time.perf_counter() < end:
        seen[str(client.ask(query.encode())[0])] += 1


def _rows(body: bytes) -> str:
    """The rows, whatever their order."""
    return json.dumps(sorted(json.dumps(row, sort_keys=True) for row in json.loads(body)["results"]["bindings"]))


class _Memory:
    """What the service, the readers of queries and the engines hold, in bytes; shared pages are counted once."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._over = threading.Event()
        self.peak = self.now()

    def now(self) -> Counter[str]:
        """By part of the service."""
        return Counter({"guard": _held(self._pid)}) + self._children()

    def watch(self) -> None:
        """Keep the highest sum until `over` is called."""
        while not self._over.wait(0.5):
            self.peak = max(self.peak, self.now(), key=Counter.total)

    def over(self) -> None:
        """Watch no longer."""
        self._over.set()

    def _children(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if parent == self._pid:
                found["readers" if b"read_query" in command else "engines"] += _held(int(folder.name))
        return found


def _held(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))


def _shown(parts: Counter[str]) -> str:
    each = ", ".join(f"{name} {size >> 20}" for name, size in sorted(parts.items()))
    return f"{parts.total() >> 20} MiB ({each})"
