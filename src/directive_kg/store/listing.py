"""Which files an index was made from: for each its size, time, fingerprint and the graphs that it fills.

A file whose size and time are as they were is not read again, unless it is so young that a second change could have the
same time (as git does it).
"""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from directive_kg.graph.files import list_files, list_ontology_files
from directive_kg.graph.terms import DEFAULT_NAMES
from directive_kg.names import Names

_RACY: Final = 2_000_000_000  # nanoseconds; file systems tell times to two seconds at worst


@dataclass(frozen=True, slots=True)
class Listed:
    """One file."""

    name: str  # below the graph folder; 'ontology/…' for those of the ontology
    size: int
    changed: int  # st_mtime_ns
    sha256: str
    graphs: tuple[str, ...] = ()  # that its statements are in; () where it could not be read


@dataclass(frozen=True, slots=True)
class Listing:
    """All files of an index."""

    files: Mapping[str, Listed]
    made: int  # when, in nanoseconds since the epoch

    def fingerprint(self, layout: str) -> str:
        """A hash of the names and bytes of all files."""
        digest = hashlib.sha256(layout.encode())
        for listed in self.files.values():
            digest.update(f"{listed.name}\n{listed.sha256}\n".encode())
        return digest.hexdigest()

    def with_graphs(self, graphs: Mapping[str, tuple[str, ...]]) -> "Listing":
        """The same with the graphs of files by name, where they are told."""
        return replace(self, files={n: replace(f, graphs=graphs.get(n, f.graphs)) for n, f in self.files.items()})


def paths_of(graph_dir: Path, names: Names = DEFAULT_NAMES) -> Iterator[tuple[str, Path, str]]:
    """Every file of an index: its name, where it lies, and the graph for its statements that stand in none.

    Raises BrokenGraphError where there is no such folder.
    """
    for path in list_files(graph_dir):
        yield path.relative_to(graph_dir).as_posix(), path, names.graph(path.stem)
    for path in list_ontology_files():
        yield f"ontology/{path.name}", path, names.graph("ontology")


def take(graph_dir: Path, earlier: Listing | None = None) -> Listing:
    """The files as they are now; the fingerprint of one that has not changed since `earlier` is taken from there.

    Raises BrokenGraphError where there is no such folder.
    """
    made = time.time_ns()
    files = {}
    for name, path, _ in paths_of(graph_dir):
        status = path.stat()
        known = earlier.files.get(name) if earlier else None
        same = known is not None and (known.size, known.changed) == (status.st_size, status.st_mtime_ns)
        if known is not None and earlier is not None and same and known.changed < earlier.made - _RACY:
            files[name] = known
        else:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            graphs = known.graphs if known is not None and known.sha256 == digest else ()
            files[name] = Listed(name, status.st_size, status.st_mtime_ns, digest, graphs)
    return Listing(files, made)


def to_lines(listing: Listing) -> Iterator[str]:
    """The listing as text: a JSON array a file."""
    yield json.dumps([listing.made]) + "\n"
    for file in listing.files.values():
        yield json.dumps([file.name, file.size, file.changed, file.sha256, file.graphs], ensure_ascii=False) + "\n"


def from_lines(lines: Iterable[str]) -> Listing | None:
    """A listing from its text; None for what is none."""
    try:
        (made,), *rows = (json.loads(line) for line in lines)
        files = {
            name: Listed(str(name), int(size), int(changed), str(digest), tuple(map(str, graphs)))
            for name, size, changed, digest, graphs in rows
        }
        return Listing(files, int(made))
    except (ValueError, TypeError):
        return None
