"""Memory that queries left behind is given back, and an engine that keeps it is replaced without a dropped request."""

import os
import sys
from pathlib import Path

import anyio
import pytest

from directive_kg.serve import child, engine
from directive_kg.serve.engine import Engine
from directive_kg.serve.limits import Limits
from directive_kg.serve.memory import give_back, held
from tests.serve.waiting import PATIENCE

linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
_PIECE = 64 << 10


@linux
def test_what_a_process_holds_falls_when_freed_memory_is_given_back() -> None:
    # Pieces too small for a mapping of their own, and one behind them that keeps the heap from shrinking by itself.
    pieces = [os.urandom(_PIECE) for _ in range(1600)]
    full = held(os.getpid())
    last = pieces[-1]
    del pieces
    give_back()
    after = held(os.getpid())
    assert full is not None
    assert after is not None
    assert len(last) == _PIECE
    assert full - after > 50 << 20


def test_a_process_that_is_none_holds_nothing_known() -> None:
    assert held(2**22 + 1) is None


@linux
def test_an_engine_that_has_grown_is_replaced_and_no_request_is_dropped(
    store_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_LOOK", 0.05)
    monkeypatch.setattr(child, "_MUCH", 0)

    async def main() -> None:
        running = Engine(store_dir, Limits())
        await running.start()
        first = running.pid
        try:
            with anyio.fail_after(PATIENCE):
                while running.pid == first:
                    head = await running.ask("/query", b"ASK {}", "text/csv", lambda _status, _piece: None)
                    assert head.status == 200
                    monkeypatch.setattr(child, "_MUCH", 0 if running.pid == first else 1 << 40)
                    await anyio.sleep(0)
        finally:
            await running.stop()

    anyio.run(main)
