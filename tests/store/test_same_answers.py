"""Every canned question gets the same rows from every server as from the embedded store."""

import pytest

from directive_kg import resources
from directive_kg.store.embedded import EmbeddedStore, open_store
from directive_kg.store.endpoint import EndpointStore
from directive_kg.store.protocol import Solutions, Term
from directive_kg.store.upload import upload
from directive_kg.store.writers import GraphStoreWriter
from directive_kg.trace.catalogue import Question, load_catalogue
from directive_kg.trace.chain import trace
from directive_kg.trace.fill import fill
from directive_kg.trace.tree import to_tree
from tests.store.servers import Server

QUESTIONS = list(load_catalogue(resources.queries_dir()))


@pytest.fixture(scope="module")
def embedded() -> EmbeddedStore:
    """The shipped graph in this process."""
    return open_store(resources.graph_dir())


@pytest.fixture(scope="module")
def remote(server: Server) -> EndpointStore:
    """The shipped graph in a server."""
    store = EndpointStore(server.query)
    upload(resources.graph_dir(), GraphStoreWriter(server.graph_store, server.credentials), store, lambda _: None)
    return store


def _query(question: Question, store: EmbeddedStore) -> str:
    return fill(question, {parameter.name: parameter.example for parameter in question.parameters}, store)


def _plain(term: Term | None) -> object:
    """A term by its value: servers write numbers in their own forms."""
    if term is None or not (term.datatype or "").startswith("http://www.w3.org/2001/XMLSchema#"):
        return term
    kind = (term.datatype or "").rpartition("#")[2]
    return float(term.value) if kind in {"integer", "decimal", "double", "int", "float"} else term


def _rows(found: Solutions) -> list[tuple[object, ...]]:
    return [tuple(map(_plain, row)) for row in found.rows]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_canned_question(question: Question, embedded: EmbeddedStore, remote: EndpointStore) -> None:
    query = _query(question, embedded)
    assert _rows(remote.select(query)) == _rows(embedded.select(query))


@pytest.mark.parametrize("number", ["263/2025/QH15", "226/2025/QH15", "57-NQ/TW"])
def test_trace(number: str, embedded: EmbeddedStore, remote: EndpointStore) -> None:
    assert to_tree(trace(remote, number)) == to_tree(trace(embedded, number))
