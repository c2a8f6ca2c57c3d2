"""Where a check finds its data: a graph folder, a store folder, or a server; what is large stays on disk."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import Graph

from directive_kg.check.engine.facts import facts_at, facts_of
from directive_kg.check.engine.source import OxigraphSource, Source, StoreSource
from directive_kg.errors import StoreError
from directive_kg.graph.files import FileProblem, list_files, stream
from directive_kg.store.disk import in_use
from directive_kg.store.protocol import Store

_IN_MEMORY: Final = 1 << 30  # bytes of files up to which they are held in memory


@dataclass(frozen=True, slots=True)
class CheckData:
    """One graph to check."""

    source: Source  # where the queries run
    facts: Graph  # where findings are looked up
    takes_statements: bool = False  # whether the day of the check can be put beside its tasks
    problems: tuple[FileProblem, ...] = ()  # files that were left out


@contextmanager
def of_folder(graph_dir: Path) -> Iterator[CheckData]:
    """A graph folder with the ontology, as long as it is used. Raises BrokenGraphError as `graph.files.load` does."""
    size = sum(path.stat().st_size for path in list_files(graph_dir))
    with tempfile.TemporaryDirectory(prefix="directive-kg-check-") as folder:
        store = ox.Store() if size <= _IN_MEMORY else ox.Store(folder)
        problems: list[FileProblem] = []
        # One graph: a statement of two papers counts once.
        store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in stream(graph_dir, problems))
        yield CheckData(
            OxigraphSource(store),
            facts_of(store, takes_statements=True),
            takes_statements=True,
            problems=tuple(problems),
        )


@contextmanager
def of_store(store_dir: Path) -> Iterator[CheckData]:
    """A store that `build` made. Raises BadInputError where there is none, StoreError when it cannot be opened."""
    index, _ = in_use(store_dir)
    try:
        store = ox.Store.read_only(str(index))
    except OSError as error:
        raise StoreError(f"{store_dir}: không mở được kho / the store cannot be opened: {error}") from error
    yield CheckData(OxigraphSource(store, union=True), facts_of(store, takes_statements=False))


@contextmanager
def of_server(server: Store) -> Iterator[CheckData]:
    """A SPARQL 1.1 server; its queries raise StoreError."""
    source = StoreSource(server)
    yield CheckData(source, facts_at(source))
