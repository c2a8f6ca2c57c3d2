"""A store that is rebuilt while it is served."""

import threading
from pathlib import Path

import anyio
import anyio.to_thread

from directive_kg.serve.dumps import Dumps
from directive_kg.serve.engine import Engine
from directive_kg.serve.figures import Figures
from directive_kg.serve.limits import Limits
from directive_kg.store.disk import build
from tests.fixtures.papers import fixture_graph
from tests.serve.waiting import PATIENCE

COUNT = b"SELECT (COUNT(*) AS ?n) { <urn:new> ?p ?o }"


def test_a_rebuilt_store_is_taken_up_and_no_request_is_dropped(tmp_path: Path) -> None:
    graph = fixture_graph(tmp_path)
    build(graph, tmp_path / "store")
    (graph / "new.ttl").write_text("<urn:new> <urn:p> 1 .", encoding="utf-8")
    rebuild = threading.Thread(target=build, args=(graph, tmp_path / "store"))

    async def main() -> list[bytes]:
        engine = Engine(tmp_path / "store", Limits())
        await engine.start()
        before = engine.fingerprint
        rebuild.start()
        answers: list[bytes] = []
        try:
            with anyio.fail_after(PATIENCE):
                while not answers or answers[-1] == b"n\n0\n":
                    pieces: list[bytes] = []
                    head = await engine.ask("/query", COUNT, "text/csv", lambda _status, piece: pieces.append(piece))  # noqa: B023 - called before the next round
                    assert head.status == 200
                    answers.append(b"".join(pieces).replace(b"\r", b""))
            assert engine.fingerprint != before
        finally:
            await engine.stop()
        return answers

    answers = anyio.run(main)
    rebuild.join()
    assert set(answers) == {b"n\n0\n", b"n\n1\n"}


def test_the_dumps_of_a_rebuilt_store_are_made_again(tmp_path: Path) -> None:
    graph, store = fixture_graph(tmp_path), tmp_path / "store"
    build(graph, store)

    async def main() -> list[int]:
        dumps = Dumps(tmp_path / "dumps", store, Figures())
        told: list[int] = []

        async def until_other() -> None:
            while (found := dumps.manifest()) is None or found["statements"] in told:
                await anyio.sleep(0.05)
            told.append(found["statements"])

        await dumps.start()
        try:
            with anyio.fail_after(PATIENCE):
                await until_other()
                (graph / "new.ttl").write_text("<urn:new> <urn:p> 1 .", encoding="utf-8")
                await anyio.to_thread.run_sync(build, graph, store)
                await until_other()
        finally:
            await dumps.stop()
        return told

    before, after = anyio.run(main)
    assert after == before + 1
    assert b"<urn:new>" in (tmp_path / "dumps" / "directive-kg.nq").read_bytes()
