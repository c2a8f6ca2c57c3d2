"""The server: a socket that is bound before anything else, an address told when it listens, a quiet end."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from directive_kg.errors import StoreError, UsageError

_STOPPING: Final = (signal.SIGINT, signal.SIGTERM)
_LAST_WORDS: Final = 5  # seconds that requests under way get to finish


def bind(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes any free one.

    Raises UsageError for a host that is none, StoreError for a port that is taken or not allowed.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError):
        raise UsageError(f"không có máy tên '{host}' / no such host; try 127.0.0.1") from None
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as error:
        bound.close()
        reason = error.strerror or str(error)
        raise StoreError(
            f"không mở được cổng {port} trên {host}: {reason}; chọn cổng khác bằng --port, 0 là cổng trống bất kỳ"
            " / the port cannot be opened, choose another with --port, 0 for any free one"
        ) from error
    return bound


def address_of(bound: socket.socket) -> str:
    """The address that a browser opens."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def run(app: ASGIApp, bound: socket.socket, listening: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; `listening` is told the address once the server takes requests.

    Raises StoreError where what runs beside the application does not start.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_LAST_WORDS,
        timeout_keep_alive=5,
    )
    address = address_of(bound)
    server = _Server(config, lambda: listening(address))
    server.run(sockets=[bound])
    if not server.started:
        raise StoreError("máy chủ không khởi động được / the server does not start")


class _Server(uvicorn.Server):
    """uvicorn, which says when it listens and ends without a signal of its own."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._listening()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal and return; uvicorn's own would raise the signal again at the end, a failed exit."""
        before = {number: signal.signal(number, self.handle_exit) for number in _STOPPING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
