"""What a server can do wrong, and what the user is told."""

from collections.abc import Iterator
from socket import create_server

import pyoxigraph as ox
import pytest

from directive_kg.errors import StoreError, UsageError
from directive_kg.store.endpoint import EndpointStore
from tests.store.server import sparql_server


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The root of an empty server."""
    with sparql_server(ox.Store()) as query_address:
        yield query_address.removesuffix("/query")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/broken", "refused"),
        ("/teapot", "refused"),
        ("/nonsense", "not SPARQL JSON"),
        ("/list", "not SPARQL JSON"),
        ("/empty", "not SPARQL JSON"),
        ("/odd", "not SPARQL JSON"),
    ],
)
def test_one_clear_line(address: str, path: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as caught:
        EndpointStore(address + path).select("SELECT ?s { ?s ?p ?o }")
    assert "\n" not in str(caught.value)
    assert address in str(caught.value)


def test_an_answer_that_is_no_boolean(address: str) -> None:
    with pytest.raises(StoreError, match="not SPARQL JSON"):
        EndpointStore(address + "/empty").ask("ASK { ?s ?p ?o }")


def test_nobody_listens() -> None:
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(StoreError, match="no connection"):
        EndpointStore(f"http://127.0.0.1:{port}/").ask("ASK { ?s ?p ?o }")


def test_a_server_that_never_answers() -> None:
    with create_server(("127.0.0.1", 0)) as silent, pytest.raises(StoreError, match="no answer in 1 seconds"):
        EndpointStore(f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=1).ask("ASK { ?s ?p ?o }")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x/", "x", "", "http://", "http://[", "javascript:alert(1)"]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(UsageError, match="http"):
        EndpointStore(url)
