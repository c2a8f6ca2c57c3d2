"""graph/ into any SPARQL 1.1 server: a named graph a paper, over the Graph Store Protocol or over SPARQL Update.

A graph `…/graph/loaded` on the server says of each graph how many statements it has and what their fingerprint is. So
a load that was cut short goes on where it stopped, an unchanged graph is not sent again, and one whose file is gone is
taken away; graphs that this record does not name are nobody's business here. Every graph is counted after it was sent.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from directive_kg.errors import StoreError
from directive_kg.graph.files import FileProblem, collect, list_files, list_ontology_files
from directive_kg.graph.terms import DEFAULT_NAMES
from directive_kg.names import Names
from directive_kg.store.derived import GRAPH, derive
from directive_kg.store.protocol import Store
from directive_kg.store.writers import Writer

_VOID: Final = "http://rdfs.org/ns/void#"
_IDENTIFIER: Final = "http://purl.org/dc/terms/identifier"
_RECORD_EVERY: Final = 50  # graphs between two writings of the record: what is lost when a load is cut short

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Content:
    """The statements of one graph as N-Triples, in an order of their own."""

    graph: str
    lines: tuple[str, ...]  # one statement each, without the line end
    connected: bool  # it has blank nodes, whose names hold within one request only

    @property
    def fingerprint(self) -> str:
        """The same for the same statements."""
        return sha256("\n".join(self.lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of the graphs."""

    sent: int
    unchanged: int
    removed: int
    statements: int  # of all graphs that are on the server now
    problems: tuple[FileProblem, ...]  # files that were left out


@dataclass(frozen=True, slots=True)
class _Recorded:
    statements: int
    fingerprint: str


def upload(graph_dir: Path, writer: Writer, store: Store, tell: Tell, names: Names = DEFAULT_NAMES) -> Uploaded:
    """Bring a server in step with a graph folder. `store` asks the same server.

    Raises StoreError where the server fails, or holds another number of statements than it was sent.
    """
    record_graph = names.graph("loaded")
    recorded = _recorded(store, record_graph)
    now: dict[str, _Recorded] = {}
    problems: list[FileProblem] = []
    sent = unchanged = 0

    def write_record() -> None:
        writer.put(_record(record_graph, {**recorded, **now}))

    def bring(content: Content) -> None:
        nonlocal sent, unchanged
        mark = _Recorded(len(content.lines), content.fingerprint)
        if recorded.get(content.graph) == mark and count(store, content.graph) == mark.statements:
            unchanged += 1
        else:
            writer.put(content)
            held = count(store, content.graph)
            if held != mark.statements:
                raise StoreError(
                    f"{content.graph}: gửi {mark.statements} phát biểu, máy chủ có {held}"
                    f" / sent {mark.statements} statements, the server holds {held}"
                )
            sent += 1
            tell(f"{sent} đồ thị đã gửi / graphs sent: {content.graph}")
        now[content.graph] = mark
        if sent and sent % _RECORD_EVERY == 0:
            write_record()

    for content in contents(graph_dir, problems, names):
        bring(content)
    # A file that could not be read is no file that is gone: its graph stays as it was.
    gone = [] if problems else sorted(recorded.keys() - now.keys() - {GRAPH.value})
    for graph in gone:
        writer.delete(graph)
        del recorded[graph]
    # What follows from all of them, as the server has them now.
    for content in _by_graph(derive(store)):
        bring(content)
    if sent or gone or recorded != now:
        write_record()
    return Uploaded(sent, unchanged, len(gone), sum(mark.statements for mark in now.values()), tuple(problems))


def contents(graph_dir: Path, problems: list[FileProblem], names: Names = DEFAULT_NAMES) -> Iterator[Content]:
    """Each graph of the folder, file by file, the ontology last. Files that cannot be read are put into `problems`.

    Raises BrokenGraphError where there is no such folder.
    """
    for path in list_files(graph_dir):
        yield from _by_graph(collect(path, names.graph(path.stem), problems))
    ontology: list[ox.Quad] = []
    for path in list_ontology_files():
        ontology += collect(path, names.graph("ontology"), problems)
    yield from _by_graph(ontology)


def count(store: Store, graph: str) -> int:
    """How many statements the server holds in a graph."""
    # The IRI is one of ours or of the record: `_named` has let it through.
    row = store.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {_named(graph)} {{ ?s ?p ?o }} }}").rows[0]
    return int(row[0].value) if row and row[0] else 0


def _by_graph(quads: Iterable[ox.Quad]) -> Iterator[Content]:
    graphs: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        assert isinstance(quad.graph_name, ox.NamedNode)  # parse_file gives every statement a graph
        graphs.setdefault(quad.graph_name.value, []).append(quad)
    for graph, own in sorted(graphs.items()):
        triples: Iterable[ox.Triple] = (quad.triple for quad in own)
        connected = any(isinstance(term, ox.BlankNode) for quad in own for term in (quad.subject, quad.object))
        if connected:
            # Blank nodes get other names at every reading; their canonical ones are always the same.
            dataset = ox.Dataset(own)
            dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
            triples = (quad.triple for quad in dataset)
        yield Content(graph, tuple(sorted({f"{triple} ." for triple in triples})), connected)


def _record(graph: str, marks: Mapping[str, _Recorded]) -> Content:
    lines = []
    for name, mark in marks.items():
        lines.append(
            f'{_named(name)} <{_VOID}triples> "{mark.statements}"^^<http://www.w3.org/2001/XMLSchema#integer> .'
        )
        lines.append(f'{_named(name)} <{_IDENTIFIER}> "sha256:{mark.fingerprint}" .')
    return Content(graph, tuple(sorted(lines)), connected=False)


def _recorded(store: Store, graph: str) -> dict[str, _Recorded]:
    rows = store.select(
        f"SELECT ?graph ?n ?mark {{ GRAPH {_named(graph)} {{ ?graph <{_VOID}triples> ?n ; <{_IDENTIFIER}> ?mark }} }}"
    )
    return {
        row["graph"].value: _Recorded(int(row["n"].value), row["mark"].value.removeprefix("sha256:"))
        for row in rows.dicts()
    }


def _named(iri: str) -> str:
    """An IRI for a query. Raises StoreError for one that would end it: it may come from a server."""
    try:
        return str(ox.NamedNode(iri))
    except ValueError:
        raise StoreError(f"tên đồ thị lạ trên máy chủ / a graph name that is no IRI: {iri[:100]!r}") from None
