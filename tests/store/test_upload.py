"""A graph folder goes into any server, whole, only what changed, and as if nothing had happened where it was cut short."""

from collections.abc import Callable
from pathlib import Path

import pytest

from directive_kg.errors import StoreError
from directive_kg.graph.files import load
from directive_kg.store.derived import derive
from directive_kg.store.embedded import open_store
from directive_kg.store.endpoint import EndpointStore
from directive_kg.store.upload import Uploaded, upload
from directive_kg.store.writers import GraphStoreWriter, Sendable, UpdateWriter, Writer
from tests.fixtures.papers import fixture_graph
from tests.store.servers import Server

_COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_BASE = "https://w3id.org/directive-kg/graph/"
_LOADED = f"{_BASE}loaded"


def _graph_store(server: Server) -> Writer:
    return GraphStoreWriter(server.graph_store, server.credentials)


def _update(server: Server) -> Writer:
    return UpdateWriter(server.update, server.credentials)


def _upload(graph: Path, server: Server, writer: Writer) -> Uploaded:
    return upload(graph, writer, EndpointStore(server.query), lambda _: None)


def _counts(server: Server) -> dict[str, int]:
    rows = EndpointStore(server.query).select(_COUNTS).rows
    # Servers have graphs of their own beside ours.
    found = {row[0].value: int(row[1].value) for row in rows if row[0] and row[1]}
    return {graph: n for graph, n in found.items() if graph.startswith(_BASE) and graph != _LOADED}


def _wanted(graph: Path) -> dict[str, int]:
    counts: dict[str, int] = {}
    for quad in {*load(graph).quads, *derive(open_store(graph))}:
        name = str(quad.graph_name)[1:-1]
        counts[name] = counts.get(name, 0) + 1
    return counts


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """A graph folder of the test's own."""
    return fixture_graph(tmp_path)


@pytest.mark.parametrize("writer", [_graph_store, _update])
def test_everything_then_nothing_then_only_what_changed(
    graph: Path, server: Server, writer: Callable[[Server], Writer]
) -> None:
    first = _upload(graph, server, writer(server))
    assert _counts(server) == _wanted(graph)
    assert first.sent + first.unchanged == len(_wanted(graph))
    again = _upload(graph, server, writer(server))
    assert (again.sent, again.unchanged, again.removed) == (0, len(_wanted(graph)), 0)

    paper, gone = sorted((graph / "directives").rglob("*.trig"))[:2]
    paper.write_text(paper.read_text(encoding="utf-8").replace("}\n", '<urn:x> <urn:y> "thêm"@vi .\n}\n', 1), "utf-8")
    gone.unlink()
    changed = _upload(graph, server, writer(server))
    assert (changed.sent, changed.removed) == (2, 1), "the paper, and what follows from all"
    assert _counts(server) == _wanted(graph)
    assert EndpointStore(server.query).ask('ASK { <urn:x> <urn:y> "thêm"@vi }')


class _Cut:
    """A writer that fails after so many graphs, as a line that goes dead."""

    def __init__(self, inner: Writer, after: int) -> None:
        self._inner = inner
        self._left = after

    def put(self, content: Sendable) -> None:
        if not self._left:
            raise StoreError("cut")
        self._left -= 1
        self._inner.put(content)

    def delete(self, graph: str) -> None:
        self._inner.delete(graph)


def test_a_load_that_was_cut_short_is_finished_by_the_next(graph: Path, server: Server) -> None:
    _upload(graph, server, _graph_store(server))
    for path in (graph / "directives").rglob("*.trig"):
        path.write_text(path.read_text(encoding="utf-8").replace("}\n", '<urn:x> <urn:z> "nữa"@vi .\n}\n', 1), "utf-8")
    with pytest.raises(StoreError, match="cut"):
        _upload(graph, server, _Cut(_graph_store(server), 1))
    _upload(graph, server, _graph_store(server))
    assert _counts(server) == _wanted(graph)


def test_a_broken_file_takes_nothing_away(graph: Path, server: Server) -> None:
    _upload(graph, server, _graph_store(server))
    before = _counts(server)
    broken = next((graph / "directives").rglob("*.trig"))
    broken.write_text("GRAPH <x> { nonsense", encoding="utf-8")
    outcome = _upload(graph, server, _graph_store(server))
    assert [problem.file for problem in outcome.problems] == [broken]
    assert _counts(server) == before


def test_a_graph_that_is_not_ours_stays(graph: Path, server: Server) -> None:
    class Foreign:
        graph = "urn:somebody:else"
        lines = ('<urn:a> <urn:b> "c" .',)
        connected = False

    writer = _graph_store(server)
    writer.put(Foreign())
    _upload(graph, server, writer)
    assert EndpointStore(server.query).ask('ASK { GRAPH <urn:somebody:else> { <urn:a> <urn:b> "c" } }')
    writer.delete("urn:somebody:else")
    writer.delete("urn:somebody:else")


def test_the_server_answers_as_the_embedded_store_does(graph: Path, server: Server) -> None:
    _upload(graph, server, _graph_store(server))
    query = (
        "PREFIX dkg: <https://w3id.org/directive-kg/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "SELECT ?task ?title ?end { ?task a dkg:Task ; dcterms:title ?title OPTIONAL { ?task dkg:dueEnd ?end } } "
        "ORDER BY STR(?task)"
    )
    assert EndpointStore(server.query).select(query) == open_store(graph).select(query)
