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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from served import Address, Client, guarded, store

from directive_kg import resources
from directive_kg.trace.catalogue import load_catalogue

SECONDS = float(os.environ.get("HOSTILE_SECONDS", "60"))
USERS = 4
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
        before, end = _memory(pid), time.perf_counter() + SECONDS
        users: Counter[str] = Counter()
        attackers: Counter[str] = Counter()
        threads = [threading.Thread(target=_use, args=(address, right, end, users)) for _ in range(USERS)]
        threads += [threading.Thread(target=_attack, args=(address, query, end, attackers)) for query in HOSTILE]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wrong = sum(_rows(client.ask(query)[1]) != rows for query, rows in right.items())
        last = time.perf_counter() + 30
        # Engines that finish what was left to them are ended after the time that a query may take.
        while (after := _memory(pid)) > 1.25 * before and time.perf_counter() < last:
            time.sleep(0.5)
        yield f"{SECONDS:.0f} s, {USERS} users, {len(HOSTILE)} hostile queries again and again"
        yield f"users: {dict(sorted(users.items()))}; wrong afterwards: {wrong}"
        yield f"hostile: {dict(sorted(attackers.items()))}"
        yield f"memory of the service and its children: {before >> 20} MiB before, {after >> 20} after ({after / before:.2f})"


def _use(address: Address, right: dict[bytes, str], end: float, seen: Counter[str]) -> None:
    client = Client(address)
    while time.perf_counter() < end:
        for query, rows in right.items():
            status, body = client.ask(query)
            seen[str(status) if status != 200 else "right" if _rows(body) == rows else "WRONG"] += 1


def _attack(address: Address, query: str, end: float, seen: Counter[str]) -> None:
    client = Client(address)
    while time.perf_counter() < end:
        seen[str(client.ask(query.encode())[0])] += 1


def _rows(body: bytes) -> str:
    """The rows, whatever their order."""
    return json.dumps(sorted(json.dumps(row, sort_keys=True) for row in json.loads(body)["results"]["bindings"]))


def _memory(pid: int) -> int:
    """Bytes that a process and all below it hold."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(folder.name))
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        waiting += parents.get(one, [])
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue
    return total
