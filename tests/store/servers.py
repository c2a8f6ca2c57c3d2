"""Real SPARQL servers for the tests: Oxigraph's, Apache Jena Fuseki and Virtuoso, each on free ports of loopback.

Each is waited for by the line that it prints when it listens. Fuseki's jar comes from Maven Central into the ordinary
local repository (`.ci/run` gets it); Virtuoso is Debian's package.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Final

from directive_kg.store.address import Credentials

FUSEKI_VERSION: Final = "5.5.0"
# util-linux; where it is missing, a server outlives a run that was killed.
_ENDED_WITH_US: Final = ("setpriv", "--pdeathsig", "KILL") if shutil.which("setpriv") else ()
_FUSEKI_SHA256: Final = "c8611d326ac387f1e5a854f9c56571e5f3961b9ec945783c9249a1fa01e0f820"
FUSEKI_JAR: Final = (
    Path.home()
    / f".m2/repository/org/apache/jena/jena-fuseki-server/{FUSEKI_VERSION}/jena-fuseki-server-{FUSEKI_VERSION}.jar"
)


@dataclass(frozen=True, slots=True)
class Server:
    """The addresses of a server that runs."""

    query: str
    graph_store: str
    update: str
    credentials: Credentials | None = None  # for writing
    sql: str | None = None  # Virtuoso's other address, for loading in bulk


def missing(name: str) -> str | None:
    """Why a server cannot run here; None where it can."""
    if name == "fuseki":
        if shutil.which("java") is None or not FUSEKI_JAR.is_file():
            return f"needs java and jena-fuseki-server {FUSEKI_VERSION} in the local Maven repository"
        if sha256(FUSEKI_JAR.read_bytes()).hexdigest() != _FUSEKI_SHA256:
            return "the jar of Fuseki is another than the one that the tests know"
    if name == "virtuoso" and shutil.which("virtuoso-t") is None:
        return "needs virtuoso-t (Debian: virtuoso-opensource)"
    return None


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on."""
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return ports


@contextmanager
def running(command: list[str], folder: Path, ready: str) -> Iterator[None]:
    """A process that has said that it listens; ended by its own id, with all that it started, and killed with its starter."""
    with subprocess.Popen(
        [*_ENDED_WITH_US, *command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        said = []
        try:
            for line in process.stdout:
                said.append(line)
                if ready in line:
                    break
            else:
                raise AssertionError(f"{command[0]} ended before it listened: {''.join(said)[-2000:]}")
            # Read on: a server whose log nobody reads stands still once the pipe is full.
            rest = Thread(target=process.stdout.read)
            rest.start()
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
        rest.join()


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """`oxigraph serve` of the wheel, its default graph the union of all."""
    (port,) = free_ports(1)
    program = str(Path(sys.executable).with_name("oxigraph"))
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with running(command, folder, "Listening"):
        root = f"http://127.0.0.1:{port}"
        yield Server(f"{root}/query", f"{root}/store", f"{root}/update")


_FUSEKI_CONFIG: Final = """
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
[] a fuseki:Server .
<#service> a fuseki:Service ; fuseki:name "ds" ; fuseki:dataset <#dataset> ;
  fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "query" ] ,
    [ fuseki:operation fuseki:update ; fuseki:name "update" ] , [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ] .
<#dataset> a tdb2:DatasetTDB2 ; tdb2:location "tdb" ; tdb2:unionDefaultGraph true .
"""


@contextmanager
def fuseki(folder: Path) -> Iterator[Server]:
    """Fuseki on TDB2 with `tdb2:unionDefaultGraph`."""
    (port,) = free_ports(1)
    (folder / "config.ttl").write_text(_FUSEKI_CONFIG, encoding="utf-8")
    options = ["--localhost", "--port", str(port), "--config", "config.ttl"]
    with running(["java", "-Xmx1g", "-jar", str(FUSEKI_JAR), *options], folder, "Start Fuseki"):
        root = f"http://127.0.0.1:{port}/ds"
        yield Server(f"{root}/query", f"{root}/data", f"{root}/update")


_VIRTUOSO_CONFIG: Final = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
MaxClientConnections = 10
[SPARQL]
ResultSetMaxRows = 1000000
"""


@contextmanager
def virtuoso(folder: Path, buffers: int = 20_000) -> Iterator[Server]:
    """Virtuoso with a database of its own; reading is open, writing is for `dba` by HTTP Digest. Buffers are of 8 kB."""
    sql, http = free_ports(2)
    (folder / "virtuoso.ini").write_text(
        _VIRTUOSO_CONFIG.format(sql=sql, http=http, buffers=buffers, dirty=buffers * 3 // 4), encoding="utf-8"
    )
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with running(command, folder, "Server online"):
        root = f"http://127.0.0.1:{http}"
        yield Server(
            f"{root}/sparql",
            f"{root}/sparql-graph-crud-auth",
            f"{root}/sparql-auth",
            Credentials("dba", "dba"),
            f"127.0.0.1:{sql}",
        )


SERVERS: Final[dict[str, Callable[[Path], AbstractContextManager[Server]]]] = {
    "oxigraph": oxigraph,
    "fuseki": fuseki,
    "virtuoso": virtuoso,
}
