"""Where a check finds its data: a graph folder, a store folder, or a server; what is large stays on disk."""

import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import Graph

from directive_kg.check.engine.checker import FastChecker
from directive_kg.check.engine.choice import Engine
from directive_kg.check.engine.facts import copied, facts_at, facts_of
from directive_kg.check.engine.source import OxigraphSource, Source, StoreSource
from directive_kg.check.findings import CheckReport
from directive_kg.check.prepared import PreparedGraph
from directive_kg.check.run import run_check
from directive_kg.check.shapes import ShapeSet
from directive_kg.errors import BrokenGraphError
from directive_kg.graph.files import FORMATS, FileProblem, list_files, list_ontology_files
from directive_kg.store.disk import open_index
from directive_kg.store.loading import Parsed, Stream, load_into
from directive_kg.store.protocol import Store

_IN_MEMORY: Final = 2 << 30  # bytes of files up to which they are held in memory, about three times as large there
_AHEAD: Final = 8  # files that wait to be loaded


@dataclass(frozen=True, slots=True)
class CheckData:
    """One graph to check."""

    source: Source  # where the queries run
    facts: Graph  # where findings are looked up
    problems: tuple[FileProblem, ...] = ()  # files that were left out


@contextmanager
def of_folder(graph_dir: Path) -> Iterator[CheckData]:
    """A graph folder with the ontology, as long as it is used. Raises BrokenGraphError as `graph.files.load` does."""
    own = list_files(graph_dir)
    size = sum(path.stat().st_size for path in own)
    with tempfile.TemporaryDirectory(prefix="directive-kg-check-") as folder:
        store = ox.Store() if size <= _IN_MEMORY else ox.Store(folder)
        stream = Stream(_read_ahead([*own, *list_ontology_files()]), lambda _: None)
        load_into(store, stream)
        if own and len(stream.problems) == len(own):
            raise BrokenGraphError(f"không tệp nào đọc được / no file can be read: {stream.problems[0]}")
        yield CheckData(OxigraphSource(store), facts_of(store), problems=tuple(stream.problems))


def _read_ahead(paths: Iterable[Path]) -> Iterator[Parsed]:
    """Files in their order, a few read before they are asked for."""
    waiting = deque[Future[Parsed]]()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path in paths:
            waiting.append(pool.submit(_as_one_graph, path))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _as_one_graph(path: Path) -> Parsed:
    """A file without its graphs: a statement of two papers counts once. All of it in Oxigraph, beside this thread."""
    inner = ox.Store()
    try:
        inner.bulk_load(path=path, format=FORMATS[path.suffix])
    except SyntaxError as error:
        return Parsed(str(path), problem=FileProblem(path, error.lineno, str(error.msg)))
    except (OSError, UnicodeError, ValueError) as error:
        return Parsed(str(path), problem=FileProblem(path, None, str(error)))
    graphs = [ox.DefaultGraph(), *inner.named_graphs()]
    dumped = [inner.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) for graph in graphs]
    return Parsed(str(path), lines=b"".join(part for part in dumped if part))


@contextmanager
def of_store(store_dir: Path) -> Iterator[CheckData]:
    """A store that `build` made. Raises BadInputError where there is none, StoreError when it cannot be opened."""
    store = open_index(store_dir)
    yield CheckData(OxigraphSource(store, union=True), facts_of(store))


@contextmanager
def of_server(server: Store) -> Iterator[CheckData]:
    """A SPARQL 1.1 server; its queries raise StoreError."""
    source = StoreSource(server)
    yield CheckData(source, facts_at(source))


def tried_on(
    data: CheckData, choice: Engine = Engine.AUTO, tell: Callable[[str], None] = lambda _: None
) -> Callable[[Graph, ShapeSet], CheckReport]:
    """How `audit` is to try shapes on this data; `tell` is told of each shape that had to be left to pySHACL."""

    def run(graph: Graph, shapes: ShapeSet) -> CheckReport:
        if choice is Engine.PYSHACL:
            return run_check(copied(graph), shapes)
        checker = FastChecker(PreparedGraph(graph), shapes, source=data.source, facts=graph, engine=choice)
        report = checker.run()
        for shape, reason in checker.fallbacks.items():
            tell(f"{shape}: pySHACL kiểm tra thay / left to pySHACL: {reason}")
        return report

    return run
