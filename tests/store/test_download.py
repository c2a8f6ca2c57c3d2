"""What was loaded into a server comes out again, whole, also from one that cuts its answers."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from directive_kg.errors import StoreError
from directive_kg.graph.files import load
from directive_kg.store import download as module
from directive_kg.store.download import download
from directive_kg.store.embedded import EmbeddedStore, in_memory, open_store
from directive_kg.store.endpoint import EndpointStore
from directive_kg.store.protocol import Solutions
from directive_kg.store.upload import upload
from directive_kg.store.writers import GraphStoreWriter
from tests.fixtures.papers import fixture_graph
from tests.graph.exported import exported
from tests.store.servers import Server


def test_what_went_in_comes_out(server: Server, tmp_path: Path) -> None:
    graph = fixture_graph(tmp_path)
    store = EndpointStore(server.query)
    upload(graph, GraphStoreWriter(server.graph_store, server.credentials), store, lambda _: None)
    assert exported(map(_by_value, download(store)), "nq") == exported(
        map(_by_value, in_memory(load(graph).quads)), "nq"
    )


def _by_value(quad: ox.Quad) -> ox.Quad:
    """Numbers by their value: a server writes '1.0' as '1' and means the same."""
    value = quad.object
    if isinstance(value, ox.Literal) and value.datatype.value.endswith(("#decimal", "#integer")):
        value = ox.Literal(str(float(value.value)), datatype=value.datatype)
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)


class _Cutting:
    """A store that gives no more than so many rows at once."""

    def __init__(self, inner: EmbeddedStore, rows: int) -> None:
        self._inner = inner
        self._rows = rows

    def select(self, query: str) -> Solutions:
        found = self._inner.select(query)
        return Solutions(found.variables, found.rows[: self._rows])

    def ask(self, query: str) -> bool:
        return self._inner.ask(query)


def _plain(graph: Path) -> EmbeddedStore:
    quads = [q for q in load(graph).quads if not {type(q.subject), type(q.object)} & {ox.BlankNode}]
    return EmbeddedStore.of_quads(quads)


def test_a_server_that_cuts_is_asked_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAGE", 50)
    inner = _plain(fixture_graph(tmp_path))
    assert set(download(_Cutting(inner, 50))) == set(download(inner))


def test_fewer_than_there_are_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=re.escape("raise its row limit")):
        list(download(_Cutting(_plain(fixture_graph(tmp_path)), 40)))


def test_blank_nodes_are_never_guessed_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAGE", 500)
    with pytest.raises(StoreError, match="cuts its answers"):
        list(download(_Cutting(open_store(fixture_graph(tmp_path)), 500)))
