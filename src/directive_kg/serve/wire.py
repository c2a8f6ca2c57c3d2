"""HTTP to the engine on loopback: POST a query, hand over the answer piece by piece, keep the connection."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, NoReturn

_CHUNK: Final = 64 << 20  # bytes that a piece of an answer may have
_HEAD: Final = 64 << 10  # bytes that a line of the answer's head may have


class LostError(Exception):
    """The connection ended before the answer did."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before an answer."""

    status: int
    media_type: str


class Pool:
    """Connections to one engine; those that are not in use are kept for the next query."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def post(self, target: str, body: bytes, accept: str, take: Callable[[int, bytes], None]) -> Head:
        """Send a query; `take` is given the status and each piece of the answer, and may raise to stop it.

        Raises LostError where the answer is not whole. When this is cancelled the connection is cut.
        """
        reader, writer = await self._connection()
        whole = False
        try:
            # In one piece: each write wakes the engine.
            writer.write(
                f"POST {target} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nContent-Type: application/sparql-query\r\n"
                f"Accept: {accept}\r\nContent-Length: {len(body)}\r\n\r\n".encode("ascii")
                + body
            )
            head, stays_open = await _read(reader, take)
            whole = stays_open
            return head
        except (OSError, EOFError, ValueError, IndexError, RuntimeError, asyncio.LimitOverrunError) as error:
            # uvloop tells of a connection that is gone with a RuntimeError.
            raise LostError from error
        finally:
            if whole:
                self._idle.append((reader, writer))
            else:
                writer.transport.abort()

    async def close(self) -> None:
        """Cut the connections that wait."""
        while self._idle:
            _, writer = self._idle.pop()
            writer.transport.abort()
            with suppress(OSError):
                await writer.wait_closed()

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof() and not writer.is_closing():
                return reader, writer
            writer.transport.abort()
        try:
            return await asyncio.open_connection("127.0.0.1", self._port, limit=_HEAD)
        except OSError as error:
            raise LostError from error


async def _read(reader: asyncio.StreamReader, take: Callable[[int, bytes], None]) -> tuple[Head, bool]:
    """The answer, and whether the connection can be used again. RFC 9112, as far as the engine makes use of it."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[:-2]
    status = int(first.split(b" ")[1])
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.decode("latin-1").partition(":")
        fields[name.strip().lower()] = value.strip()
    if fields.get("transfer-encoding", "").lower() == "chunked":
        await _read_chunks(reader, lambda piece: take(status, piece))
    else:
        # Without a length an answer that was cut could not be told from a whole one.
        left = int(fields["content-length"]) if "content-length" in fields else _missing()
        while left:
            piece = await reader.read(min(left, 1 << 16))
            if not piece:
                raise EOFError
            left -= len(piece)
            take(status, piece)
    return Head(status, fields.get("content-type", "")), fields.get("connection", "").lower() != "close"


async def _read_chunks(reader: asyncio.StreamReader, take: Callable[[bytes], None]) -> None:
    """A body in chunks. The engine's are small, so all that have come are taken apart at once."""
    waiting = b""
    while True:
        piece = await reader.read(1 << 18)
        if not piece:
            raise EOFError
        waiting += piece
        found, used, ended = _chunks(waiting)
        if found:
            take(found)
        if ended:
            # Nobody asked for more: what comes after the end is no answer of ours.
            if used != len(waiting):
                _missing()
            return
        waiting = waiting[used:]


def _chunks(content: bytes) -> tuple[bytes, int, bool]:
    """What the whole chunks at the beginning hold, how many bytes they take, and whether the last one is among them."""
    found: list[bytes] = []
    at = 0
    while (line := content.find(b"\r\n", at)) >= 0:
        size = int(content[at:line].split(b";")[0], 16)
        if not 0 <= size <= _CHUNK:
            _missing()
        start, end = line + 2, line + 2 + size
        if size == 0:
            # The empty line that ends it, after trailers of which the engine has none.
            last = content.find(b"\r\n\r\n", line)
            return b"".join(found), last + 4 if last >= 0 else at, last >= 0
        if len(content) < end + 2:
            break
        if content[end : end + 2] != b"\r\n":
            _missing()
        found.append(content[start:end])
        at = end + 2
    if line < 0 and len(content) - at > _HEAD:
        _missing()
    return b"".join(found), at, False


def _missing() -> NoReturn:
    raise ValueError("an answer that is no HTTP, or without a length")
