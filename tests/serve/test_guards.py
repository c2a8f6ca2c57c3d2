"""Turns, formats, figures: the small pieces of the guard."""

import asyncio
import json

import anyio
import pytest

from directive_kg.serve.figures import Figures
from directive_kg.serve.formats import GRAPHS, SOLUTIONS, choose, takes_gzip, takes_html
from directive_kg.serve.limits import Gate, Limits, Refusal, client_key
from directive_kg.serve.read_query import judge


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("TEXT/CSV ; q=0.5", "csv"),
        ("text/*", "csv"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.3", "xml"),
        ("application/json", "json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("text/csv;q=high, text/tab-separated-values;q=0.1", "tsv"),
        ("text/csv;q=-1, text/tab-separated-values;q=99", "tsv"),
        (",;,;q=1,text/csv", "csv"),
    ],
)
def test_accept_chooses(accept: str | None, name: str) -> None:
    assert choose(accept, None, SOLUTIONS).name == name


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", "x" * 10_000, "*/*;q=0"])
def test_accept_that_takes_nothing(accept: str) -> None:
    with pytest.raises(Refusal) as refused:
        choose(accept, None, SOLUTIONS)
    assert refused.value.status == 406


def test_a_name_goes_before_accept() -> None:
    assert choose("text/csv", "nt", GRAPHS).media_type == "application/n-triples"
    with pytest.raises(Refusal):
        choose(None, "csv", GRAPHS)


def test_encodings_and_browsers() -> None:
    assert takes_gzip("br, gzip;q=0.5")
    assert not takes_gzip("gzip;q=0")
    assert not takes_gzip(None)
    assert takes_html("text/html")
    assert not takes_html("*/*")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("", "", True),
    ],
)
def test_what_one_client_is(one: str, other: str, same: bool) -> None:
    assert (client_key(one) == client_key(other)) is same


def test_turns_are_few_for_one_and_for_all() -> None:
    async def main() -> None:
        gate = Gate(Limits(client_running=1, client_waiting=1, running=2, waiting_seconds=0.05))
        statuses: list[int] = []

        async def refused(address: str) -> None:
            try:
                async with gate.enter(address):
                    statuses.append(200)
            except Refusal as refusal:
                statuses.append(refusal.status if refusal.retry_after else 0)

        async with gate.enter("192.0.2.1"):
            # The second waits in vain, the third may not even wait.
            await asyncio.gather(refused("192.0.2.1"), refused("192.0.2.1"))
            async with gate.enter("192.0.2.2"):
                assert gate.running == 2
                await refused("192.0.2.3")
        assert statuses == [429, 429, 503]
        await refused("192.0.2.1")
        assert statuses[-1] == 200
        assert (gate.running, gate.waiting, gate._clients) == (0, 0, {}), "nobody is remembered"

    anyio.run(main)


def test_one_who_waits_gets_the_next_turn() -> None:
    async def main() -> None:
        gate = Gate(Limits(client_running=1, client_waiting=1, waiting_seconds=30))
        order: list[int] = []
        held = asyncio.Event()
        leave = asyncio.Event()

        async def first() -> None:
            async with gate.enter("192.0.2.1"):
                held.set()
                await leave.wait()
                order.append(1)

        async def second() -> None:
            await held.wait()
            asyncio.get_running_loop().call_soon(leave.set)
            async with gate.enter("192.0.2.1"):
                order.append(2)

        await asyncio.gather(first(), second())
        assert order == [1, 2]

    anyio.run(main)


def test_figures_are_in_the_format_of_prometheus() -> None:
    figures = Figures()
    figures.answered("/sparql", "GET", 200, 0.02)
    figures.answered("/sparql", "GET", 408, 99)
    figures.refused(408)
    lines = figures.text({"queries_waiting": 2}, {"engine_starts_total": 3}).splitlines()
    assert 'directive_kg_requests_total{part="/sparql",method="GET",status="408"} 1' in lines
    assert 'directive_kg_duration_seconds_bucket{part="/sparql",le="0.03"} 1' in lines
    assert 'directive_kg_duration_seconds_bucket{part="/sparql",le="30.0"} 1' in lines
    assert 'directive_kg_duration_seconds_bucket{part="/sparql",le="+Inf"} 2' in lines
    assert "directive_kg_queries_waiting 2" in lines
    assert "directive_kg_engine_starts_total 3" in lines


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("ASK {}", "ASK"),
        ("DESCRIBE <urn:x>", "DESCRIBE"),
        ("CONSTRUCT {} WHERE {}", "CONSTRUCT"),
        ("CLEAR ALL", None),
        ("nonsense", None),
    ],
)
def test_the_form_of_a_query(query: str, form: str | None) -> None:
    verdict = judge(query)
    assert verdict.get("form") == form
    assert ("error" in verdict) == (form is None)
    assert json.loads(json.dumps(verdict)) == verdict
