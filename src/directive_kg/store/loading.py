"""Files of graph/ into an Oxigraph index: read on all cores, streamed, no more than a few files in memory."""

import io
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from directive_kg.graph.files import FileProblem, parse_file

Source = tuple[str, Path, str]  # a file's name, where it lies, the graph of its statements that stand in none

_FEW: Final = 60  # files that are read sooner than other processes are started
_AHEAD: Final = 8  # files for each process that wait to be loaded
_TELL_EVERY: Final = 1000


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file, read."""

    name: str
    graphs: tuple[str, ...] = ()
    statements: int = 0
    lines: bytes = b""  # N-Quads
    problem: FileProblem | None = None


def parse(source: Source) -> Parsed:
    """Read a file whole; one that is broken gives its problem and no statement."""
    name, path, graph = source
    try:
        # Canonical order is not wanted here, but no statement twice: counts have to be those of the index.
        quads = dict.fromkeys(parse_file(path, graph))
    except SyntaxError as error:
        return Parsed(name, problem=FileProblem(path, error.lineno, str(error.msg)))
    except (OSError, UnicodeError) as error:
        return Parsed(name, problem=FileProblem(path, None, str(error)))
    graphs = dict.fromkeys(quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode))
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return Parsed(name, tuple(graphs), len(quads), lines)


def parse_all(sources: Iterable[Source], total: int) -> Iterator[Parsed]:
    """Read files in their order, on all cores where there are many."""
    cores = os.cpu_count() or 1
    if total <= _FEW or cores == 1:
        yield from map(parse, sources)
        return
    waiting: deque[Future[Parsed]] = deque()
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("forkserver")) as pool:
        try:
            for source in sources:
                waiting.append(pool.submit(parse, source))
                if len(waiting) >= _AHEAD * cores:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for left in waiting:
                left.cancel()


class Stream(io.RawIOBase):
    """Parsed files as one stream of N-Quads for the loader; what was read is noted on the way."""

    def __init__(self, parsed: Iterator[Parsed], tell: Callable[[str], None]) -> None:
        super().__init__()
        self._parsed = parsed
        self._tell = tell
        self._rest = memoryview(b"")
        self.graphs: dict[str, tuple[str, ...]] = {}
        self.problems: list[FileProblem] = []
        self.statements = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]  # what readers hand over
        """The next bytes."""
        while not self._rest:
            file = next(self._parsed, None)
            if file is None:
                return 0
            self._note(file)
            self._rest = memoryview(file.lines)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def _note(self, file: Parsed) -> None:
        self.graphs[file.name] = file.graphs
        self.statements += file.statements
        if file.problem is not None:
            self.problems.append(file.problem)
        if len(self.graphs) % _TELL_EVERY == 0:
            self._tell(f"{len(self.graphs)} tệp / files, {self.statements} phát biểu / statements")


def load_into(store: ox.Store, stream: Stream) -> None:
    """Load a stream. Blank nodes of two files stay two: `parse_file` renames them."""
    store.bulk_load(input=io.BufferedReader(stream, 1 << 20), format=ox.RdfFormat.N_QUADS)


def replace_graphs(store: ox.Store, graphs: Iterable[str], parsed: Iterable[Parsed]) -> None:
    """Take graphs away and put in what files say of them now."""
    wanted = set(graphs)
    for graph in sorted(wanted):
        store.remove_graph(ox.NamedNode(graph))
    for file in parsed:
        quads = ox.parse(file.lines, format=ox.RdfFormat.N_QUADS)
        store.extend(q for q in quads if isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value in wanted)
