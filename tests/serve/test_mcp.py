"""The tools for assistants, asked by the protocol's own client over stdio and over HTTP."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.types import TextContent

from directive_kg import resources
from directive_kg.names import DEFAULT_BASE
from directive_kg.trace.catalogue import load_catalogue
from tests.fixtures.papers import SHARED_WORK, city_plan
from tests.serve.test_server import START, serving

TASK = f"{DEFAULT_BASE}id/directive/{city_plan().key}/task/1"
Ask = Callable[[str, dict[str, Any]], Awaitable[Any]]


@pytest.fixture(scope="module")
def over_http(store_dir: Path, site_dir: Path) -> Iterator[str]:
    """The address of a service with `/mcp`."""
    options = ("--site", str(site_dir), "--store", str(store_dir), "--mcp", "http")
    with serving("--port", "0", *options) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip() + "mcp"


@pytest.fixture(params=["stdio", "http"])
def server(request: pytest.FixtureRequest, store_dir: Path) -> StdioServerParameters | str:
    """What a client connects to."""
    if request.param == "http":
        address: str = request.getfixturevalue("over_http")
        return address
    return StdioServerParameters(
        command=sys.executable,
        args=["-c", START, "serve", "--store", str(store_dir), "--mcp"],
        env=dict(os.environ),
    )


@asynccontextmanager
async def _connected(server: StdioServerParameters | str) -> AsyncIterator[Client]:
    async with Client(server) as client:
        yield client


def _run(server: StdioServerParameters | str, work: Callable[[Ask, Client], Awaitable[None]]) -> None:
    async def main() -> None:
        async with _connected(server) as client:

            async def ask(tool: str, values: dict[str, Any]) -> Any:
                answer = await client.call_tool(tool, values)
                content = answer.content[0]
                assert isinstance(content, TextContent)
                if answer.is_error:
                    return content.text
                found = answer.structured_content
                return found["result"] if found and set(found) == {"result"} else found or json.loads(content.text)

            await work(ask, client)

    anyio.run(main)


def test_an_assistant_can_ask_trace_and_cite(server: StdioServerParameters | str) -> None:
    async def work(ask: Ask, client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == {"list_questions", "ask_question", "trace", "query", "cite"}
        for tool in tools:
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint is True
            assert tool.description
            assert " / " in tool.description, "in both languages"
        listed = await ask("list_questions", {})
        assert {q["name"] for q in listed} == set(load_catalogue(resources.queries_dir()).questions)
        answered = await ask("ask_question", {"name": "tasks-of-body", "values": {"agency": "Sở Nội vụ"}, "limit": 3})
        assert len(answered["rows"]) == 3
        assert answered["total"] > 3
        assert answered["nextOffset"] == 3
        for row in answered["rows"]:
            (source,) = [source for source in row["sources"] if source["iri"] == row["task"]]
            assert source["cells"], "every row tells where it stands"
        chain = await ask("trace", {"number": "900/2025/QH15"})
        assert "7001/KH-UBND" in chain["tree"]
        assert chain["chain"]["root"]["number"] == "900/2025/QH15"
        assert {cell["words"] for cell in chain["sources"][TASK]["cells"]} >= {SHARED_WORK}

    _run(server, work)


def test_a_citation_has_the_words_and_their_place(server: StdioServerParameters | str) -> None:
    async def work(ask: Ask, _client: Client) -> None:
        found = await ask("cite", {"iri": TASK})
        assert found["paper"].startswith("Kế hoạch 7001/KH-UBND")
        assert (found["file"], found["sha256"]) == ("ke-hoach.txt", "a" * 64)
        lead = next(cell for cell in found["cells"] if cell["field"] == "lead")
        assert (lead["words"], lead["table"], lead["row"], lead["column"]) == ("Sở Tài chính", 1, 1, 5)
        assert "hàng 1" in lead["place"]
        assert f"“{SHARED_WORK}”" in found["citation"]
        for part in ("/lead/1", "/deadline", "/cell/title"):
            other = await ask("cite", {"iri": TASK + part})
            assert other["paperIri"] == found["paperIri"], part
        assert "knows no place" in await ask("cite", {"iri": "urn:none"})

    _run(server, work)


def test_sparql_is_guarded_as_everywhere(server: StdioServerParameters | str) -> None:
    async def work(ask: Ask, _client: Client) -> None:
        rows = await ask(
            "query", {"sparql": f"SELECT ?t {{ ?t a <{DEFAULT_BASE}ontology#Task> }} ORDER BY ?t", "limit": 2}
        )
        assert rows["given"] == 2
        assert rows["total"] > 2
        assert rows["rows"][0]["sources"][0]["cells"]
        assert (await ask("query", {"sparql": "ASK {}"}))["boolean"] is True
        turtle = await ask("query", {"sparql": f"DESCRIBE <{TASK}>"})
        assert "dueEnd" in turtle["turtle"]
        for query, says in (
            ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
            ("SELECT * FROM <file:///etc/passwd> {}", "FROM"),
            ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT"),
            ("nonsense", "does not parse"),
            ("ASK {} #" + "x" * 70_000, "too long"),
        ):
            answer = await ask("query", {"sparql": query})
            assert isinstance(answer, str)
            assert says in answer
            assert "Traceback" not in answer

    _run(server, work)


def test_what_is_not_held_is_told_with_the_nearest(server: StdioServerParameters | str) -> None:
    async def work(ask: Ask, _client: Client) -> None:
        assert "900/2025/QH15" in await ask("trace", {"number": "901/2025/QH15"})
        assert "workload" in await ask("ask_question", {"name": "workloa"})
        assert "missing" in await ask("ask_question", {"name": "tasks-of-body"})

    _run(server, work)


def test_without_the_extra_one_line_says_so(store_dir: Path) -> None:
    code = f"import sys; sys.modules['mcp'] = None; {START}"
    answer = subprocess.run(
        [sys.executable, "-c", code, "serve", "--store", str(store_dir), "--mcp"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    assert "directive-kg[mcp]" in answer.stderr
