"""A started service and the engine that it stands before, and a client that costs next to nothing."""

import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from directive_kg import resources
from directive_kg.store.disk import build, in_use

_START = "import sys; from directive_kg.cli.main import main; sys.exit(main(sys.argv[1:]))"


@dataclass(frozen=True, slots=True)
class Address:
    """Where queries are posted."""

    port: int
    path: str


class Client:
    """One connection that is kept. It waits for the end of an answer and does not look into it."""

    def __init__(self, address: Address) -> None:
        self._socket = socket.create_connection(("127.0.0.1", address.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._path = address.path

    def ask(self, query: bytes) -> tuple[int, bytes]:
        """The status and the body, chunks as they are."""
        self._socket.sendall(
            f"POST {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
            f"Accept: application/sparql-results+json\r\nContent-Length: {len(query)}\r\n\r\n".encode()
            + query
        )
        answer = bytearray()
        while b"\r\n\r\n" not in answer:
            answer += self._some()
        head, _, rest = bytes(answer).partition(b"\r\n\r\n")
        head, body = head.lower(), bytearray(rest)
        if b"content-length:" in head:
            length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            while len(body) < length:
                body += self._some()
        else:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._some()
        return int(head.split(b" ")[1]), bytes(body)

    def close(self) -> None:
        """Go."""
        self._socket.close()

    def _some(self) -> bytes:
        piece = self._socket.recv(1 << 18)
        if not piece:
            raise ConnectionError("the server closed the connection")
        return piece


@contextmanager
def store() -> Iterator[Path]:
    """The shipped graph as a store, with a site of one page beside it."""
    with tempfile.TemporaryDirectory() as folder:
        build(resources.graph_dir(), Path(folder) / "store")
        (Path(folder) / "site").mkdir()
        (Path(folder) / "site" / "index.html").write_text("", encoding="utf-8")
        yield Path(folder)


@contextmanager
def bare(folder: Path) -> Iterator[Address]:
    """`oxigraph serve-read-only` as it comes."""
    program = next(Path(str(file.locate())) for file in distribution("oxigraph").files or [] if file.name == "oxigraph")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    index = in_use(folder / "store")[0]
    command = [program, "serve-read-only", "--location", index, "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        while b"Listening" not in process.stderr.readline():
            pass
        yield Address(port, "/query")
        process.terminate()


@contextmanager
def guarded(folder: Path, *options: str) -> Iterator[tuple[Address, int]]:
    """`directive-kg serve`, and the id of its process."""
    command = [sys.executable, "-c", _START, "serve", "--port", "0", "--site", str(folder / "site")]
    with subprocess.Popen(
        [*command, "--store", str(folder / "store"), *options], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().strip().rstrip("/").rpartition(":")[2])
        yield Address(port, "/sparql"), process.pid
        process.terminate()
