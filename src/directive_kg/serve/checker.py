"""Asks another process whether a query may run, and remembers the answers."""

import asyncio
import json
import sys
from collections import OrderedDict
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Final

from directive_kg.serve.child import LAUNCH, kill
from directive_kg.serve.limits import Limits, Refusal

_WORKERS: Final = 2
_REMEMBERED: Final = 1024
_STARTING: Final = 30  # seconds
_SLOWEST_RETRY: Final = 5.0  # seconds between two tries to start
_LINE: Final = 4 << 20  # bytes that a verdict may have: the query again, escaped
_MEMORY: Final = 2 << 30  # bytes of address space


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that may run."""

    text: str
    form: str  # SELECT, ASK, CONSTRUCT or DESCRIBE


class Checker:
    """A few processes that parse queries; one that takes too long is ended and another takes its place."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._known: OrderedDict[str, Checked | str] = OrderedDict()
        self._free: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()
        self._all: set[asyncio.subprocess.Process] = set()
        self._starting: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Start the processes; a query that comes before they are ready waits for them."""
        for _ in range(_WORKERS):
            self._keep(self._start())

    async def stop(self) -> None:
        """End them."""
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for process in list(self._all):
            await self._end(process)

    def known(self, query: str) -> Checked | None:
        """What was found of a query before. Raises Refusal 400 where it was found that it may not run."""
        verdict = self._known.get(query)
        if isinstance(verdict, str):
            raise Refusal(400, verdict)
        return verdict

    async def check(self, query: str) -> Checked:
        """What may run of a query.

        Raises Refusal 400 for one that may not, 408 for one that takes too long to parse, 503 where no process is free.
        """
        if query not in self._known:
            self._known[query] = await self._judge(query)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        self._known.move_to_end(query)
        found = self.known(query)
        assert found is not None
        return found

    async def _judge(self, query: str) -> Checked | str:
        # A process may have been ended from outside while it was idle: that is not the query's fault.
        for _ in range(_WORKERS + 1):
            if line := await self._ask(query):
                found: dict[str, str] = json.loads(line)
                return found["error"] if "error" in found else Checked(found["text"], found["form"])
        raise self._tangled()

    async def _ask(self, query: str) -> bytes:
        """The answer of the next free process, b"" where it ended before it gave one."""
        try:
            async with asyncio.timeout(self._limits.waiting_seconds):
                process = await self._free.get()
        except TimeoutError:
            raise Refusal(503, "máy đang bận, xin hỏi lại sau / the service is busy", None, 3) from None
        assert process.stdin is not None
        assert process.stdout is not None
        line = b""
        try:
            async with asyncio.timeout(self._limits.reading_seconds):
                process.stdin.write(json.dumps(query).encode() + b"\n")
                await process.stdin.drain()
                line = await process.stdout.readline()
        except TimeoutError:
            raise self._tangled() from None
        except (OSError, ValueError, RuntimeError):
            # It has ended: asyncio says so with an OSError, uvloop with a RuntimeError.
            line = b""
        finally:
            if line.endswith(b"\n"):
                self._free.put_nowait(process)
            else:
                # Too slow, ended, or left by its client half-way: its next answer would be a stranger's.
                self._replace(process)
        return line if line.endswith(b"\n") else b""

    def _tangled(self) -> Refusal:
        seconds = self._limits.reading_seconds
        return Refusal(
            408,
            f"câu hỏi quá rối, đọc không xong trong {seconds:g} giây / the query is too tangled to be read in that time",
            f"reading-seconds={seconds:g}",
        )

    def _replace(self, process: asyncio.subprocess.Process) -> None:
        async def work() -> None:
            await self._end(process)
            await self._start()

        self._keep(work())

    def _keep(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _start(self) -> None:
        """Start one process, again and again until one runs."""
        pause = 0.1
        while not await self._try_start():
            await asyncio.sleep(pause)
            pause = min(pause * 2, _SLOWEST_RETRY)

    async def _try_start(self) -> bool:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", str(LAUNCH), str(_MEMORY)),
            *(sys.executable, "-m", "directive_kg.serve.read_query"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LINE,
            start_new_session=True,
        )
        self._all.add(process)
        assert process.stdout is not None
        try:
            async with asyncio.timeout(_STARTING):
                started = await process.stdout.readline()
        except TimeoutError:
            started = b""
        if started:
            self._free.put_nowait(process)
        else:
            await self._end(process)
        return bool(started)

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        self._all.discard(process)
        kill(process)
        await process.wait()
