"""What one request may cost, how many may run, and what is said when it would be more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from typing import Final

_MEBIBYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of the service; each is told in the `X-Limit` header."""

    seconds: float = 20  # that a query may take
    rows: int = 100_000  # of an answer to SELECT
    bytes: int = 32 * _MEBIBYTE  # of an answer
    query_bytes: int = 64 << 10  # of a query as sent
    reading_seconds: float = 5  # that it may take to parse a query
    client_running: int = 4  # queries of one client that run at once
    client_waiting: int = 16  # further ones that wait for their turn
    running: int = 8  # queries that run at once, all clients together
    waiting_seconds: float = 10  # that a query waits for its turn
    memory: int = 2048 * _MEBIBYTE  # address space of the engine, in bytes
    kept: int = 64 * _MEBIBYTE  # bytes of answers that are kept for who asks the same again

    def header(self) -> str:
        """All limits that a client can meet."""
        return (
            f"seconds={self.seconds:g}, rows={self.rows}, bytes={self.bytes}, query-bytes={self.query_bytes}, "
            f"running={self.client_running}"
        )


class Refusal(Exception):  # noqa: N818 - it is an answer of the service, not a fault
    """An answer that is no answer: a status, a reason for people, and the limit that was met."""

    def __init__(self, status: int, reason: str, limit: str | None = None, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.limit = limit
        self.retry_after = retry_after


@dataclass(slots=True)
class _Client:
    turn: asyncio.Semaphore
    present: int = 0


@dataclass(slots=True)
class Gate:
    """Lets queries in: a few of each client, not too many together, the first to come first."""

    limits: Limits
    running: int = 0
    waiting: int = 0
    _clients: dict[str, _Client] = field(default_factory=dict)
    _all: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        """Places for all clients together."""
        self._all = asyncio.Semaphore(self.limits.running)

    @asynccontextmanager
    async def enter(self, address: str) -> AsyncIterator[None]:
        """Hold a place. Raises Refusal 429 where the client has too many at once, 503 where the service has."""
        key = client_key(address)
        client = self._clients.setdefault(key, _Client(asyncio.Semaphore(self.limits.client_running)))
        if client.present >= self.limits.client_running + self.limits.client_waiting:
            raise self._too_many()
        client.present += 1
        try:
            await self._take(client.turn, self._too_many())
            try:
                await self._take(self._all, _busy())
                self.running += 1
                try:
                    yield
                finally:
                    self.running -= 1
                    self._all.release()
            finally:
                client.turn.release()
        finally:
            client.present -= 1
            if not client.present:
                # Who asks is known only while it asks.
                self._clients.pop(key, None)

    async def _take(self, turn: asyncio.Semaphore, refusal: Refusal) -> None:
        if not turn.locked():
            await turn.acquire()  # at once
            return
        self.waiting += 1
        try:
            async with asyncio.timeout(self.limits.waiting_seconds):
                await turn.acquire()
        except TimeoutError:
            raise refusal from None
        finally:
            self.waiting -= 1

    def _too_many(self) -> Refusal:
        return Refusal(
            429,
            "quá nhiều câu hỏi cùng lúc từ một nơi / too many queries at once from one client",
            f"running={self.limits.client_running}",
            2,
        )


def client_key(address: str) -> str:
    """What counts as one client: an IPv4 address, or the network of 2^64 that one IPv6 customer has.

    >>> client_key("2001:db8:1:2:3:4:5:6")
    '2001:db8:1:2'
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return ":".join(f"{int(part, 16):x}" for part in parsed.exploded.split(":")[:4])
    return str(parsed)


def _busy() -> Refusal:
    return Refusal(503, "máy đang bận, xin hỏi lại sau / the service is busy, ask again in a moment", None, 3)
