"""The engine of the service: always one child that answers, another in its place when it crashed or may be stuck.

Oxigraph does not stop every query when its client goes or its time is over. A query that was left is stopped by
retiring the child that runs it: a new one takes all that comes from then on, the old one finishes what others asked of
it and is ended. A query whose child dies under it is asked once more, in a child of its own, so that a query that takes
an engine down cannot take others with it twice.
"""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from directive_kg.errors import BadInputError, StoreError
from directive_kg.serve.child import Child
from directive_kg.serve.limits import Limits, Refusal
from directive_kg.serve.wire import Head, LostError
from directive_kg.store.disk import in_use

_RETIRED: Final = 2  # old children that may still be finishing
_SLOWEST_RETRY: Final = 5.0  # seconds between two tries to start
_LOOK: Final = 2.0  # seconds between two looks at whether the store was rebuilt


class Engine:
    """Answers queries on a store folder that `store.disk.build` made."""

    def __init__(self, store_dir: Path, limits: Limits) -> None:
        self.store_dir = store_dir
        self._limits = limits
        self._child: Child | None = None
        self._ready = asyncio.Event()
        self._wanted = asyncio.Event()  # another child
        self._retired: list[Child] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._alone = asyncio.Lock()
        self.starts = 0
        self.fingerprint = ""
        self.graphs: frozenset[str] = frozenset()

    async def start(self) -> None:
        """Start the first child. Raises BadInputError where there is no store, StoreError where no child starts."""
        await self._replace()
        self._keep(self._supervise())
        self._keep(self._follow())

    async def stop(self) -> None:
        """End all children."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for child in [*self._retired, *([self._child] if self._child else [])]:
            await child.stop()
        self._child = None

    async def ask(self, target: str, body: bytes, accept: str, take: Callable[[int, bytes], None]) -> Head:
        """One answer, whole. `take` is given the status and each piece; a piece with no bytes means: begin again.

        Raises Refusal 503 where no engine answers, 413 where the query takes an engine down by itself.
        """
        await self.ready()
        child = self._child
        assert child is not None
        try:
            head = await child.post(target, body, accept, take)
            if head.status < 500:
                return head
            # It has no memory for this one, or its files are gone, because the store was rebuilt.
            self._retire(child)
        except LostError:
            pass
        except BaseException:
            # Left by its client, out of time or too long: the child may go on working at it.
            self._retire(child)
            raise
        take(0, b"")
        return await self._ask_alone(target, body, accept, take)

    @property
    def pid(self) -> int | None:
        """The process of the child that answers."""
        return self._child.pid if self._child else None

    async def _ask_alone(self, target: str, body: bytes, accept: str, take: Callable[[int, bytes], None]) -> Head:
        async with self._alone:
            try:
                child = await self._start_child(in_use(self.store_dir)[0])
            except (BadInputError, StoreError):
                raise _down() from None
            try:
                return await child.post(target, body, accept, take)
            except LostError:
                raise Refusal(
                    413,
                    "câu hỏi cần nhiều bộ nhớ hơn mức cho phép / the query needs more memory than is allowed",
                    f"memory={self._limits.memory}",
                ) from None
            finally:
                await asyncio.shield(self._keep(child.stop()))

    async def ready(self) -> None:
        """Wait until a child answers. Raises Refusal 503 where that takes too long."""
        if self._ready.is_set():
            return
        try:
            async with asyncio.timeout(self._limits.waiting_seconds):
                await self._ready.wait()
        except TimeoutError:
            raise _down() from None

    def _retire(self, child: Child) -> None:
        """Put another in its place, where it is the one that answers."""
        if child is self._child:
            self._wanted.set()

    async def _supervise(self) -> None:
        """Whenever the child ends, or another is wanted, start one; slower after each start that failed."""
        pause = 0.1
        while True:
            child = self._child
            assert child is not None
            ended = asyncio.create_task(child.ended())
            wanted = asyncio.create_task(self._wanted.wait())
            await asyncio.wait({ended, wanted}, return_when=asyncio.FIRST_COMPLETED)
            ended.cancel()
            wanted.cancel()
            if not child.alive:
                self._ready.clear()
            self._wanted.clear()
            try:
                await self._replace()
                pause = 0.1
            except (BadInputError, StoreError):
                self._wanted.set()
                await asyncio.sleep(pause)
                pause = min(pause * 2, _SLOWEST_RETRY)

    async def _replace(self) -> None:
        index, fingerprint = in_use(self.store_dir)
        graphs = self.graphs if fingerprint == self.fingerprint else await asyncio.to_thread(_graphs, index)
        child = await self._start_child(index)
        # All at once: an answer of the old child must never be taken for one of the new index.
        old, self._child = self._child, child
        self.fingerprint, self.graphs = fingerprint, graphs
        self._ready.set()
        if old is not None:
            self._retired.append(old)
            self._keep(self._finish(old))

    async def _start_child(self, index: Path) -> Child:
        child = await Child.start(index, self._limits.memory)
        self.starts += 1
        return child

    async def _finish(self, child: Child) -> None:
        """Let a retired child answer what it was asked, but not for longer than a query may take."""
        waited = 0.0
        while child.alive and child.asked and waited < self._limits.seconds and child in self._retired[-_RETIRED:]:
            await asyncio.sleep(0.05)
            waited += 0.05
        await child.stop()
        self._retired.remove(child)

    async def _follow(self) -> None:
        """Take up a store that was rebuilt, and put another child in the place of one that does not shrink again."""
        grown_for = 0.0
        while True:
            await asyncio.sleep(_LOOK)
            child = self._child
            grown_for = grown_for + _LOOK if child is not None and child.grown else 0.0
            # What it is at may need the memory; after the time that a query may take it is what others left.
            if child is not None and grown_for and (not child.asked or grown_for > self._limits.seconds):
                self._retire(child)
                grown_for = 0.0
            try:
                changed = in_use(self.store_dir)[1] != self.fingerprint
            except BadInputError:
                continue  # it is being written, or is gone; what is open stays good
            if changed:
                self._wanted.set()

    def _keep(self, work: Coroutine[object, object, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _graphs(index: Path) -> frozenset[str]:
    store = ox.Store.read_only(str(index))
    return frozenset(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))


def _down() -> Refusal:
    return Refusal(503, "kho dữ liệu đang khởi động lại / the store is being restarted, ask again in a moment", None, 2)
