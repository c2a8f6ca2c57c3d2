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

from tests.serve.test_server import serving
from tests.serve.waiting import PATIENCE, until

NOTHING_KEPT = ("--keep-answers", "0")  # the engine itself is on trial
HASTY = 2  # seconds that a query may take where one is meant to run out of them
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


def _number(answer: httpx.Response) -> int:
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def _count(client: httpx.Client) -> int:
    """The right answer, asked for again while the service says that it is busy, as a client should."""
    answers: list[httpx.Response] = []

    def answered() -> bool:
        answers.append(_ask(client, COUNT))
        return answers[-1].status_code not in {408, 429, 503}

    until(answered)
    return _number(answers[-1])


@pytest.fixture(scope="module")
def hasty(store_dir: Path, site_dir: Path) -> Iterator[str]:
    """The address of a service with a short time limit."""
    options = ("--site", str(site_dir), "--store", str(store_dir), "--time-limit", str(HASTY), *NOTHING_KEPT)
    with serving("--port", "0", *options) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out, err) == (0, "", ""), "it ends quietly, whatever was asked of it"


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


def test_users_are_answered_beside_hostile_queries(client: httpx.Client, hasty: str) -> None:
    right = _number(_ask(client, COUNT))
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
        with httpx.Client(base_url=hasty, timeout=PATIENCE) as mine:
            while not stop.is_set():
                seen.append(_count(mine))

    def attack(query: str) -> int:
        with httpx.Client(base_url=hasty, timeout=PATIENCE) as theirs:
            return _ask(theirs, query).status_code

    with ThreadPoolExecutor(12) as pool:
        users = [pool.submit(user) for _ in range(2)]
        statuses = list(pool.map(attack, hostile))
        stop.set()
        for one in users:
            one.result()
    assert set(statuses) <= {200, 400, 408, 413, 429, 503}
    assert statuses[0] != 200
    assert set(seen) == {right}, "no wrong answer"


def test_out_of_time_is_said(hasty: str) -> None:
    with httpx.Client(base_url=hasty, timeout=PATIENCE) as client:
        answer = _ask(client, ENDLESS)
    assert answer.status_code == 408
    assert answer.headers["x-limit"] == f"seconds={HASTY}"


def test_too_many_at_once_is_said_and_who_leaves_stops(client: httpx.Client, address: str) -> None:
    host = address.removeprefix("http://").rstrip("/")
    connections = [http.client.HTTPConnection(host, timeout=PATIENCE) for _ in range(26)]
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            connection.request("GET", "/sparql?" + urlencode({"query": ENDLESS}))
            selector.register(connection.sock, selectors.EVENT_READ, connection)
        key, _ = selector.select(timeout=PATIENCE)[0]
        with key.data.getresponse() as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "2"), "said before any query is through"
    for connection in connections:
        connection.close()
    quiet = ("directive_kg_queries_running 0\n", "directive_kg_queries_waiting 0\n")
    assert until(lambda: all(line in client.get("metrics").text for line in quiet))
    assert _number(_ask(client, COUNT)) > 0


def test_too_many_rows_is_said(store_dir: Path, site_dir: Path) -> None:
    # A service of its own: on a busy machine the short time limit of the others is met before the rows are.
    with serving(
        "--port", "0", "--site", str(site_dir), "--store", str(store_dir), "--time-limit", str(PATIENCE)
    ) as process:
        assert process.stdout is not None
        answer = httpx.post(
            f"{process.stdout.readline().strip()}sparql",
            data={"query": "SELECT ?a { ?a ?b ?c . ?d ?e ?f }"},
            headers={"accept": "text/tab-separated-values"},
            timeout=2 * PATIENCE,
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
        "60",
        "--access-log",
        *NOTHING_KEPT,
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
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        right = _number(_ask(client, COUNT))
        for _ in range(3):
            for child in _children(process.pid, "serve-read-only"):
                os.kill(child, signal.SIGKILL)
            assert _number(_ask(client, COUNT)) == right, "the very next request"
        for child in _children(process.pid, "read_query"):
            os.kill(child, signal.SIGKILL)
        assert _ask(client, COUNT + " # not seen before").status_code == 200
        # An engine that runs out of memory is ended by its limit, and so is the one that is asked again.
        greedy = "SELECT DISTINCT ?a ?b ?d ?e { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a"
        assert _ask(client, greedy).status_code in {408, 413}
        assert _number(_ask(client, COUNT)) == right
        parents = _children(process.pid, "serve-read-only") + _children(process.pid, "read_query")
        assert len(parents) >= 2
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "SELECT" not in log
    assert "127.0.0.1" not in log
    assert " POST /sparql 200 " in log
    assert not [pid for pid in parents if Path(f"/proc/{pid}").exists()]
