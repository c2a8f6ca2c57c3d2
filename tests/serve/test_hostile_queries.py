"""Queries that mean harm, beside users that do not: the service goes on, and its answers stay right."""

import http.client
import os
import selectors
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from tests.serve.conftest import SECONDS
from tests.serve.test_server import serving

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/directive-kg/ontology#Task> }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d) }"

REACHING_OUT = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { sErViCe <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { # comment\nSERVICE # more\n SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { { SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } } } } }",
    "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
    "ASK { ?s ?p ?o MINUS { OPTIONAL { SERVICE ?where { ?s ?p ?o } } } }",
    "ASK { ?s ?p ?o BIND(EXISTS { SERVICE <http://127.0.0.1:1/> {} } AS ?x) }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { S\\U00000045RVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "ASK { ?s ?p '\\u0027 } # ' . SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } #'\n}",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://127.0.0.1:1/> { ?s ?p ?o }",
    "CONSTRUCT FROM <http://127.0.0.1:1/> WHERE { ?s ?p ?o }",
    "DESCRIBE <urn:x> FROM <http://127.0.0.1:1/>",
    "LOAD <file:///etc/passwd>",
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "ASK {} ; DROP ALL",
    "DELETE WHERE { ?s ?p ?o }",
]


def _ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.post("sparql", data={"query": query})


def _count(client: httpx.Client) -> int:
    answer = _ask(client, COUNT)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("query", REACHING_OUT)
def test_nothing_reaches_out_or_writes(client: httpx.Client, query: str) -> None:
    answer = _ask(client, query)
    assert answer.status_code == 400, answer.text
    assert "passwd" not in answer.text
    assert "Traceback" not in answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize("query", ['ASK { ?s ?p "SERVICE FROM LOAD" }', "ASK {} # SERVICE <http://x/> {}"])
def test_words_in_literals_and_comments_pass(client: httpx.Client, query: str) -> None:
    assert _ask(client, query).status_code == 200


def test_users_are_answered_beside_hostile_queries(client: httpx.Client, address: str) -> None:
    right = _count(client)
    hostile = [
        ENDLESS,
        "SELECT (COUNT(*) AS ?n) { ?a (!<x:x>|^!<x:x>)*/(!<x:x>|^!<x:x>)* ?b . ?c (!<x:x>|^!<x:x>)* ?d }",
        "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT * { " + "{" * 400 + "?s ?p ?o" + "}" * 400 + " }",
        "ASK { FILTER(" + "(" * 3000 + "1" + ")" * 3000 + ") }",
        "SELECT * { " + "?s <p> ?o . " * 3000 + "}",
        'SELECT (REGEX("' + "a" * 30 + 'b", "(a+)+$") AS ?x) {}',
        "SELECT * { VALUES ?x { " + "<u:u> " * 9000 + "} }",
    ]
    stop = threading.Event()
    seen: list[int] = []

    def user() -> None:
        with httpx.Client(base_url=address, timeout=30) as mine:
            while not stop.is_set():
                answer = _ask(mine, COUNT)
                if answer.status_code == 200:
                    seen.append(int(answer.json()["results"]["bindings"][0]["n"]["value"]))
                else:
                    assert answer.status_code in {408, 429, 503}, answer.text

    def attack(query: str) -> int:
        with httpx.Client(base_url=address, timeout=60) as theirs:
            return _ask(theirs, query).status_code

    with ThreadPoolExecutor(12) as pool:
        users = [pool.submit(user) for _ in range(2)]
        statuses = list(pool.map(attack, hostile))
        stop.set()
        for one in users:
            one.result()
    assert set(statuses) <= {200, 400, 408, 413, 429, 503}
    assert statuses[0] in {408, 413}
    assert set(seen) == {right}, "no wrong answer"
    assert _count(client) == right


def test_out_of_time_is_said(client: httpx.Client) -> None:
    answer = _ask(client, ENDLESS)
    assert answer.status_code == 408
    assert answer.headers["x-limit"] == f"seconds={SECONDS}"


def test_too_many_at_once_is_said_and_who_leaves_stops(client: httpx.Client, address: str) -> None:
    host = address.removeprefix("http://").rstrip("/")
    connections = [http.client.HTTPConnection(host, timeout=20) for _ in range(26)]
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            connection.request("GET", "/sparql?" + urlencode({"query": ENDLESS}))
            selector.register(connection.sock, selectors.EVENT_READ, connection)
        key, _ = selector.select(timeout=20)[0]
        with key.data.getresponse() as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "2"), "said before any query is through"
    for connection in connections:
        connection.close()
    for _ in range(2000):
        if "directive_kg_queries_running 0\n" in (text := client.get("metrics").text):
            break
    assert "directive_kg_queries_running 0\n" in text
    assert "directive_kg_queries_waiting 0\n" in text
    assert _count(client) > 0


def test_too_many_rows_is_said(store_dir: Path, site_dir: Path) -> None:
    # A service of its own: on a busy machine the short time limit of the others is met before the rows are.
    with serving("--port", "0", "--site", str(site_dir), "--store", str(store_dir), "--time-limit", "120") as process:
        assert process.stdout is not None
        answer = httpx.post(
            f"{process.stdout.readline().strip()}sparql",
            data={"query": "SELECT ?a { ?a ?b ?c . ?d ?e ?f }"},
            headers={"accept": "text/tab-separated-values"},
            timeout=150,
        )
    assert answer.status_code == 413
    assert answer.headers["x-limit"] in {"rows=100000", "bytes=33554432"}


@pytest.fixture
def own(store_dir: Path, site_dir: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A service of the test's own, and its address."""
    with serving(
        "--port",
        "0",
        "--site",
        str(site_dir),
        "--store",
        str(store_dir),
        "--memory-limit",
        "800",
        "--time-limit",
        "4",
        "--access-log",
    ) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()


def _children(parent: int, name: str) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        try:
            status = dict(
                line.split(":\t", 1) for line in (folder / "status").read_text().splitlines() if ":\t" in line
            )
            command = (folder / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if status.get("PPid", "").strip() == str(parent) and name.encode() in command:
            found.append(int(folder.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_a_killed_engine_is_replaced_and_all_end_with_the_service(own: tuple["subprocess.Popen[str]", str]) -> None:
    process, address = own
    with httpx.Client(base_url=address, timeout=30) as client:
        right = _count(client)
        for _ in range(3):
            for child in _children(process.pid, "serve-read-only"):
                os.kill(child, signal.SIGKILL)
            assert _count(client) == right, "the very next request"
        for child in _children(process.pid, "read_query"):
            os.kill(child, signal.SIGKILL)
        assert _ask(client, COUNT + " # not seen before").status_code == 200
        # An engine that runs out of memory is ended by its limit, and so is the one that is asked again.
        greedy = "SELECT DISTINCT ?a ?b ?d ?e { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a"
        assert _ask(client, greedy).status_code in {408, 413}
        assert _count(client) == right
        parents = _children(process.pid, "serve-read-only") + _children(process.pid, "read_query")
        assert len(parents) >= 2
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "SELECT" not in log
    assert "127.0.0.1" not in log
    assert " POST /sparql 200 " in log
    assert not [pid for pid in parents if Path(f"/proc/{pid}").exists()]
