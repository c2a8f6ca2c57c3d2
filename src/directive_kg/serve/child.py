"""One process of Oxigraph's own server: read-only, on loopback, on a free port, with a limit on its memory."""

import asyncio
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from directive_kg.errors import StoreError
from directive_kg.serve.memory import held
from directive_kg.serve.wire import Head, Pool

LAUNCH: Final = Path(__file__).with_name("launch.py")
_STARTING: Final = 20  # seconds after which a start has failed
_TRIES: Final = 5  # at a free port: another program may take it first
_LISTENS: Final = b"Listening for requests"
_MUCH: Final = 256 << 20  # bytes; an idle engine on the graph of a city holds less than 100 MiB
# Nothing of the caller's environment is for the engine.
_ENVIRONMENT: Final = {"LANG": "C.UTF-8"}


class Child:
    """A running engine. Made by `start`; `stop` ends it, whatever it is at."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self._process = process
        self._pool = Pool(port)
        self._quiet = asyncio.create_task(_discard(process))
        self.asked = 0  # queries that it is at

    @classmethod
    async def start(cls, index: Path, memory: int) -> "Child":
        """Start an engine on an index folder and wait until it listens. Raises StoreError where it does not.

        Its `--timeout-s` is left alone: it does not stop a query that yields no row, cuts others with HTTP 200, and
        under many quick queries the engine ran out of resources with it and not without.
        """
        program = _program()
        index = index.resolve()  # it is the child's own folder as well, from which a relative path would lead elsewhere
        for _ in range(_TRIES):
            port = _free_port()
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", str(LAUNCH), str(memory), str(program), "serve-read-only"),
                *("--location", str(index), "--bind", f"127.0.0.1:{port}", "--union-default-graph"),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                env=_ENVIRONMENT,
                cwd=index,
                start_new_session=True,  # Ctrl-C in a terminal is for the service, which ends the engine itself
            )
            if await _listens(process):
                return cls(process, port)
            kill(process)
            await process.wait()
        raise StoreError("máy chủ Oxigraph không chạy được / Oxigraph's server does not start")

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs, as far as is known yet."""
        return self._process.returncode is None

    @property
    def grown(self) -> bool:
        """Whether queries that are long over have left it with much more memory than it needs."""
        return (held(self.pid) or 0) > _MUCH

    async def post(self, target: str, body: bytes, accept: str, take: Callable[[int, bytes], None]) -> Head:
        """Ask it something, as `wire.Pool.post` does."""
        self.asked += 1
        try:
            return await self._pool.post(target, body, accept, take)
        finally:
            self.asked -= 1

    async def ended(self) -> None:
        """Wait until the process is gone."""
        await self._process.wait()

    async def stop(self) -> None:
        """End it now; it only reads, so nothing is lost."""
        await self._pool.close()
        kill(self._process)
        await self._process.wait()
        await self._quiet


def _program() -> Path:
    """The program that the wheel `oxigraph` brings. Raises StoreError where it is absent."""
    try:
        files = distribution("oxigraph").files or []
    except PackageNotFoundError:
        files = []
    for file in files:
        if file.name in {"oxigraph", "oxigraph.exe"}:
            return Path(str(file.locate())).resolve()
    raise StoreError("thiếu chương trình oxigraph: pip install oxigraph / the program oxigraph is not installed")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _listens(process: asyncio.subprocess.Process) -> bool:
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_STARTING):
            while line := await process.stdout.readline():
                if line.startswith(_LISTENS):
                    return True
    except (TimeoutError, ValueError):
        pass
    return False


async def _discard(process: asyncio.subprocess.Process) -> None:
    """Read what it says: a full pipe would stop it. Its words are for nobody: they may hold a client's query."""
    assert process.stdout is not None
    while await process.stdout.read(1 << 16):
        pass


def kill(process: asyncio.subprocess.Process) -> None:
    """End a process, where it has not ended by itself."""
    with suppress(ProcessLookupError):
        process.kill()
