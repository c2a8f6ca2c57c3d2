"""Where a check finds its data: a graph folder, a store folder, or a server."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, repeat
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import Graph

from directive_kg.check.engine.checker import FastChecker
from directive_kg.check.engine.choice import Engine, columns_installed
from directive_kg.check.engine.facts import copied, facts_at, facts_of
from directive_kg.check.engine.source import OxigraphSource, Source, StoreSource
from directive_kg.check.findings import CheckReport
from directive_kg.check.prepared import PreparedGraph
from directive_kg.check.run import run_check
from directive_kg.check.shapes import ShapeSet
from directive_kg.errors import BrokenGraphError
from directive_kg.graph.files import FORMATS, FileProblem, list_files, list_ontology_files
from directive_kg.store.disk import open_index
from directive_kg.store.protocol import Store

_AHEAD: Final = 8  # files that wait to be taken
_PLAIN: Final = ox.RdfFormat.N_TRIPLES


@dataclass(frozen=True, slots=True)
class CheckData:
    """One graph to check."""

    source: Source  # where the queries run
    facts: Graph  # where findings are looked up
    problems: tuple[FileProblem, ...] = ()  # files that were left out


@contextmanager
def of_folder(graph_dir: Path, keep: Callable[[Path, bytes], None] = lambda _, __: None) -> Iterator[CheckData]:
    """A graph folder with the ontology, as long as it is used; `keep` is given the statements of each file.

    Raises BrokenGraphError as `graph.files.load` does.
    """
    own = list_files(graph_dir)
    problems = list[FileProblem]()
    blocks = _read_ahead([*own, *list_ontology_files()], problems, keep)
    if columns_installed():
        from directive_kg.check.engine.columns.held import ColumnSource  # noqa: PLC0415 - an optional extra
        from directive_kg.check.engine.columns.table import Columns  # noqa: PLC0415
        from directive_kg.check.engine.columns.view import facts_in  # noqa: PLC0415

        columns = Columns(blocks)
        data = CheckData(ColumnSource(columns), facts_in(columns))
    else:
        store = ox.Store()
        for lines in blocks:
            store.bulk_load(lines, format=_PLAIN)
        data = CheckData(OxigraphSource(store), facts_of(store))
    if own and len(problems) == len(own):
        raise BrokenGraphError(f"không tệp nào đọc được / no file can be read: {problems[0]}")
    yield replace(data, problems=tuple(problems))


def _read_ahead(
    paths: Iterable[Path], problems: list[FileProblem], keep: Callable[[Path, bytes], None]
) -> Iterator[bytes]:
    """Files in their order, some read beside the work on those before; what cannot be read is noted, and left out."""
    waiting = deque[Future[bytes | FileProblem]]()
    with ThreadPoolExecutor(1) as pool:
        for path in chain(paths, repeat(None, _AHEAD)):
            if path is not None:
                waiting.append(pool.submit(_kept, path, keep))
            if waiting and (path is None or len(waiting) > _AHEAD):
                found = waiting.popleft().result()
                if isinstance(found, bytes):
                    yield found
                else:
                    problems.append(found)


def _kept(path: Path, keep: Callable[[Path, bytes], None]) -> bytes | FileProblem:
    found = statements_of(path)
    if isinstance(found, bytes):
        keep(path, found)
    return found


def statements_of(path: Path) -> bytes | FileProblem:
    """A file as N-Triples, without its graphs: a statement of two papers counts once."""
    try:
        quads = ox.parse(path=path, format=FORMATS[path.suffix], rename_blank_nodes=True)
        return ox.serialize((quad.triple for quad in quads), format=_PLAIN) or b""
    except SyntaxError as error:
        return FileProblem(path, error.lineno, str(error.msg))
    except (OSError, UnicodeError, ValueError) as error:
        return FileProblem(path, None, str(error))


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
