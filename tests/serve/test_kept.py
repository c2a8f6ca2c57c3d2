"""Answers that are kept."""

from pathlib import Path

import httpx
import pytest

from directive_kg.serve.kept import Kept
from tests.serve.test_server import serving
from tests.serve.waiting import PATIENCE

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/directive-kg/ontology#Task> }"


def test_the_oldest_go_first_and_the_size_holds() -> None:
    kept = Kept(1600)
    for name in "abcdefghijklmnopqrst":
        kept.put((name,), b"x" * 96)
        assert kept.get(("a",)) is not None or name == "a", "what is asked for stays"
        assert kept.size <= 1600
    assert kept.size == 1600
    assert kept.get(("b",)) is None
    assert kept.get(("t",)) == b"x" * 96
    kept.put(("large",), b"x" * 101)
    assert kept.get(("large",)) is None, "one answer does not push out all others"
    kept.put(("t",), b"other")
    assert kept.get(("t",)) == b"x" * 96
    none = Kept(0)
    none.put(("a",), b"")
    assert none.get(("a",)) is None


def _hits(client: httpx.Client) -> int:
    line = next(
        line for line in client.get("metrics").text.splitlines() if line.startswith("directive_kg_answers_kept_hits")
    )
    return int(line.rpartition(" ")[2])


@pytest.mark.parametrize(("option", "kept"), [((), True), (("--keep-answers", "0"), False)])
def test_the_same_question_is_answered_from_memory(
    store_dir: Path, site_dir: Path, option: tuple[str, ...], kept: bool
) -> None:
    with serving("--port", "0", "--site", str(site_dir), "--store", str(store_dir), *option) as process:
        assert process.stdout is not None
        with httpx.Client(base_url=process.stdout.readline().strip(), timeout=PATIENCE) as client:
            first = client.post("sparql", data={"query": COUNT})
            assert client.post("sparql", data={"query": COUNT}).content == first.content
            assert bool(_hits(client)) is kept
            before = _hits(client)
            assert client.post("sparql", data={"query": COUNT, "format": "csv"}).content != first.content
            changing = {"query": "SELECT (STRUUID() AS ?x) {}"}
            answers = {client.post("sparql", data=changing).content for _ in range(3)}
            assert len(answers) == 3, "what changes at each asking is asked each time"
            assert _hits(client) == before
