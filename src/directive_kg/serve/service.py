"""What every route of the service works with: the engine, the reader of queries, the gate, the figures."""

import asyncio
import gc
import os
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from directive_kg.errors import StoreError
from directive_kg.names import DEFAULT_BASE
from directive_kg.serve.checker import Checked, Checker
from directive_kg.serve.collect import Collector
from directive_kg.serve.engine import Engine
from directive_kg.serve.figures import Figures
from directive_kg.serve.formats import Format
from directive_kg.serve.kept import Kept
from directive_kg.serve.limits import Gate, Limits, Refusal
from directive_kg.serve.memory import give_back, held
from directive_kg.serve.replies import refusal

_Answer = TypeVar("_Answer")
# Functions whose answer is another at each asking.
_CHANGING: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
# Relative IRIs of a query stand below our own base; the engine would take its own address, which is nobody's business.
_BASE: Final = f"BASE <{DEFAULT_BASE}> "
_LOOK: Final = 2.0  # seconds between two looks at whether there is memory to give back
_LOOKS: Final = 15  # of them, after which it is done among running queries too
_WORTH: Final = 16 << 20  # bytes more than after the last time


@dataclass(slots=True)
class Service:
    """Runs queries within the limits."""

    engine: Engine
    checker: Checker
    gate: Gate
    limits: Limits
    figures: Figures
    kept: Kept
    _settling: "asyncio.Task[None] | None" = field(default=None, repr=False)

    async def start(self) -> None:
        """Start the engine and the reader of queries. Raises as `Engine.start` does."""
        self.checker.start()
        await self.engine.start()
        self._settling = asyncio.create_task(self._settle())

    async def stop(self) -> None:
        """End both."""
        if self._settling is not None:
            self._settling.cancel()
        await asyncio.gather(self.engine.stop(), self.checker.stop())

    async def check(self, request: Request, query: str) -> Checked:
        """What may run of the query of a request. Raises as `Checker.check` and `attend` do."""
        # Parsing costs time too: a query that was not seen before waits for its turn.
        if known := self.checker.known(query):
            return known
        return await self.attend(request, lambda: self.checker.check(query))

    async def check_now(self, query: str) -> Checked:
        """As `check`, for one who holds a place already."""
        return self.checker.known(query) or await self.checker.check(query)

    async def run(
        self,
        text: str,
        form: Format,
        has_rows: bool,
        graphs: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
    ) -> bytes:
        """The whole answer to a query that was checked; `graphs` are its default and its named graphs.

        Raises Refusal 400, 408, 413 or 503 where there is none.
        """
        collector = Collector(form, self.limits, has_rows)
        pairs = [("default-graph-uri", name) for name in graphs[0]] + [("named-graph-uri", name) for name in graphs[1]]
        target = (
            "/query" + ("?" if pairs else "") + "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs)
        )
        await self.engine.ready()  # the time of a start is not the query's
        index = self.engine.fingerprint
        key = (index, target, form.media_type, text)
        if (kept := self.kept.get(key)) is not None:
            return kept
        try:
            async with asyncio.timeout(self.limits.seconds):
                head = await self.engine.ask(target, (_BASE + text).encode(), form.media_type, collector.take)
        except TimeoutError:
            raise Refusal(
                408,
                f"câu hỏi chạy quá {self.limits.seconds:g} giây / the query took more than {self.limits.seconds:g} s",
                f"seconds={self.limits.seconds:g}",
            ) from None
        if head.status != 200:
            # What the engine says may hold its address, so it is not passed on.
            raise Refusal(400, "máy SPARQL không nhận câu hỏi này / the SPARQL engine does not take this query")
        try:
            content = collector.whole()
        except StoreError as error:
            raise Refusal(503, str(error), None, 1) from None
        if index == self.engine.fingerprint and not changes(text):
            self.kept.put(key, content)
        return content

    async def attend(self, request: Request, work: Callable[[], Awaitable[_Answer]]) -> _Answer:
        """Do the work of a request in its turn, and stop it when its client goes.

        Raises Refusal 429 or 503 where there is no place, and 499, which nobody reads, when the client went.
        """
        address = request.client.host if request.client else ""
        this = asyncio.current_task()
        assert this is not None
        gone = asyncio.create_task(_cancel_when_gone(request, this))
        try:
            async with self.gate.enter(address):
                return await work()
        except asyncio.CancelledError:
            if gone.done() and not this.uncancel():
                raise Refusal(499, "client gone") from None
            raise
        finally:
            gone.cancel()

    async def _settle(self) -> None:
        """Give memory back when nobody waits for an answer, and now and then where somebody always does."""
        own, looks = os.getpid(), 0
        least = held(own) or 0
        while True:
            await asyncio.sleep(_LOOK)
            looks += 1
            now = held(own) or 0
            if now - least > _WORTH and (not self.gate.running or looks >= _LOOKS):
                idle, looks = not self.gate.running, 0
                if idle:
                    gc.collect()  # a refusal and the frames that it went through hold each other, and the answer
                await asyncio.to_thread(give_back)
                # What is left of an idle service is in use: it is not tried again before there is more.
                least = held(own) or 0 if idle else least

    def refuse(self, refused: Refusal, headers: dict[str, str] | None = None) -> Response:
        """The answer that is none, counted."""
        self.figures.refused(refused.status)
        return refusal(refused, headers)


@lru_cache(maxsize=256)
def changes(query: str) -> bool:
    """Whether the answer may be another at each asking: nobody may keep it."""
    return _CHANGING.search(query) is not None


async def _cancel_when_gone(request: Request, work: "asyncio.Task[object]") -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    work.cancel()
