"""One question to several servers: each row says where it came from, and a server that is down is told of."""

import csv
import io
import json
from collections.abc import Iterator
from socket import create_server

import pytest

from directive_kg.cli.main import main
from directive_kg.errors import ExitCode
from directive_kg.graph.files import load
from directive_kg.store.embedded import in_memory
from tests.store.server import sparql_server
from tests.trace.stores import GRAPH


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[str, str]]:
    """A server with the graph of the chain, and one without any paper."""
    with sparql_server(in_memory(load(GRAPH).quads)) as one, sparql_server(in_memory([])) as other:
        yield one, other


@pytest.fixture
def nobody() -> str:
    """An address where nobody listens."""
    with create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}/sparql"


def _to(*addresses: str) -> list[str]:
    return [word for address in addresses for word in ("--endpoint", address)]


def test_rows_carry_their_source(servers: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "workload", "--format", "csv", *_to(*servers)]) == ExitCode.OK
    out, err = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 3
    assert {row["source"] for row in rows} == {servers[0]}
    assert err == ""


def test_one_that_is_down_is_told_of(servers: tuple[str, str], nobody: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "workload", "--format", "json", *_to(servers[0], nobody)]) == ExitCode.OK
    out, err = capsys.readouterr()
    assert len(json.loads(out)["results"]["bindings"]) == 3
    assert nobody in err
    assert "no answer" in err


def test_none_that_answers_is_an_error(nobody: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "workload", *_to(nobody, nobody + "2")]) == ExitCode.FAILED
    assert "no connection" in capsys.readouterr().err


def test_trace_of_each(servers: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    number = "906/2025/QH15"
    assert main(["trace", number, *_to(*servers)]) == ExitCode.OK
    out, err = capsys.readouterr()
    assert out.startswith(f"── {servers[0]}\n")
    assert f"{servers[1]}: không có trả lời" in err
    assert main(["trace", number, "--format", "json", *_to(*servers)]) == ExitCode.OK
    (chain,) = json.loads(capsys.readouterr().out)
    assert chain["source"] == servers[0]


def test_one_server_answers_as_before(servers: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "workload", "--format", "csv", "--endpoint", servers[0]]) == ExitCode.OK
    assert "source" not in capsys.readouterr().out.splitlines()[0]
