"""Every canned question gets the same rows from every server as from the embedded store."""

import shutil
from pathlib import Path
from typing import Final

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


# No lead, neither as a cell nor as an assignment: the names in its other roles are no lead.
_LEADERLESS: Final = """
PREFIX : <https://w3id.org/directive-kg/ontology#>
PREFIX role: <https://w3id.org/directive-kg/vocabulary/role/>
BASE <https://w3id.org/directive-kg/id/directive/ubnd-tp-a/2026/1-kh>
GRAPH <https://w3id.org/directive-kg/graph/ubnd-tp-a/2026/1-kh> {
  <1-kh> a :Directive ; :held true ; :number "1/KH" ; :hasTask <1-kh/task/1> .
  <1-kh/task/1> a :Task ; :inDirective <1-kh> ; :position 1 ; :dueEnd "2026-05-04"^^<http://www.w3.org/2001/XMLSchema#date> ;
    :hasPlace <1-kh/task/1/cell/coordinating> ; :hasAssignment <1-kh/task/1/coordinating/1> , <1-kh/task/1/approving/1> .
  <1-kh/task/1/cell/coordinating> a :Place ; :field "coordinating" ; :words "Sở A" .
  <1-kh/task/1/coordinating/1> a :Assignment ; :role role:coordinating ; :agentName "Sở A" .
  <1-kh/task/1/approving/1> a :Assignment ; :role role:approving ; :agentName "UBND tỉnh B" .
}
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped graph, and a task that nobody leads."""
    folder = tmp_path_factory.mktemp("same") / "graph"
    shutil.copytree(resources.graph_dir(), folder)
    paper = folder / "directives" / "tp-a" / "2026" / "1-kh.trig"
    paper.parent.mkdir(parents=True)
    paper.write_text(_LEADERLESS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def embedded(graph: Path) -> EmbeddedStore:
    """The graph in this process."""
    return open_store(graph)


@pytest.fixture(scope="module")
def remote(graph: Path, server: Server) -> EndpointStore:
    """The graph in a server."""
    store = EndpointStore(server.query)
    upload(graph, GraphStoreWriter(server.graph_store, server.credentials), store, lambda _: None)
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
