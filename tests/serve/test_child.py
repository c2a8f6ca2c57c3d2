"""The engine's process starts from wherever the service was started."""

import asyncio
from pathlib import Path

import pytest

from directive_kg.serve.child import Child
from directive_kg.store.disk import build, in_use
from tests.fixtures.papers import fixture_graph


def test_a_store_named_by_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(fixture_graph(tmp_path / "graph"), tmp_path / "store")
    monkeypatch.chdir(tmp_path)

    async def start_and_stop() -> bool:
        child = await Child.start(in_use(Path("store"))[0], 2_000_000_000)
        alive = child.alive
        await child.stop()
        return alive

    assert asyncio.run(start_and_stop())
