"""The cache folder of `check --cache DIR`: the graph as it was checked, and what was found (`incremental.py`)."""

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.term import Node

from directive_kg.check.engine.affected import Change, Changes
from directive_kg.check.engine.choice import Engine
from directive_kg.check.engine.facts import facts_of
from directive_kg.check.engine.source import OxigraphSource
from directive_kg.check.engine.terms import node_of, token_of
from directive_kg.check.incremental import IncrementalChecker, Known
from directive_kg.check.prepared import PreparedGraph
from directive_kg.check.run import Result
from directive_kg.check.shapes import ShapeSet
from directive_kg.errors import BadInputError, BrokenGraphError, StoreError
from directive_kg.graph.files import FileProblem, list_files, list_ontology_files, parse_file, term_of, write_bytes
from directive_kg.graph.terms import DEFAULT_NAMES

_STATE: Final = "state.json.gz"
_INDEX: Final = "index"
# Raised when what is kept has another form or another meaning; an older cache is then made again.
_LAYOUT: Final = f"1 pyoxigraph {ox.__version__}"
_ONTOLOGY: Final = "ontology/"


@dataclass(slots=True)
class Cache:
    """A cache folder in use. `changes` is None where all has to be checked."""

    folder: Path
    store: ox.Store
    files: dict[str, dict[str, Any]]  # name -> hash of its bytes, IRIs of its graphs
    changes: list[Change] | None
    known: dict[URIRef, Known]
    problems: list[FileProblem] = field(default_factory=list)

    def checker(self, shapes: ShapeSet, engine: Engine = Engine.AUTO) -> IncrementalChecker:
        """What checks the graph as it is now."""
        source = OxigraphSource(self.store, union=True)
        facts = facts_of(self.store)
        changes = None if self.changes is None else Changes(self.changes, source)
        return IncrementalChecker(
            PreparedGraph(facts), shapes, source=source, facts=facts, engine=engine, known=self.known, changes=changes
        )

    def keep(self, mark: str, found: dict[URIRef, Known]) -> None:
        """Keep what was found for the next run. Raises StoreError where it cannot be written."""
        sets: dict[tuple[str, ...], int] = {}
        shapes = {}
        for iri, known in found.items():
            names = sets.setdefault(tuple(sorted(known.checked)), len(sets))
            results = [[_text(result.focus), _text(result.value), result.path] for result in known.results]
            shapes[str(iri)] = {"checked": names, "results": results}
        state = {"layout": _LAYOUT, "mark": mark, "files": self.files, "sets": list(sets), "shapes": shapes}
        try:
            self.store.flush()
            write_bytes(self.folder / _STATE, gzip.compress(json.dumps(state).encode(), 3, mtime=0))
        except OSError as error:
            raise StoreError(f"{self.folder}: không ghi được / cannot be written: {error}") from error


def mark_of(folders: Iterable[Path], today: date | None, severities: Path | None = None) -> str:
    """What stands for the rules of some folders, a city's severities and the day of a check: another mark, and all is
    checked again.
    """
    digest = hashlib.sha256(str(today).encode())
    if severities is not None:
        digest.update(b"\nseverities\n" + severities.read_bytes())
    for folder in folders:
        for path in sorted(folder.rglob("*.ttl")):
            digest.update(f"\n{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def open_cache(folder: Path, graph_dir: Path, mark: str) -> Cache:
    """Bring a cache folder to the state of a graph folder; `mark` stands for the rules and the day of the check.

    Raises BadInputError for a folder that holds something else, BrokenGraphError as `graph.files.load` does, StoreError
    where another process uses it or it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(p.name not in (_STATE, _INDEX) for p in folder.iterdir())):
        raise BadInputError(f"{folder}: thư mục có tệp khác, không phải bộ nhớ đệm / holds other files, it is no cache")
    state, files = _read(folder / _STATE), _files(graph_dir)
    try:
        # Whoever is stopped from here on leaves no state behind, and the next run begins anew.
        (folder / _STATE).unlink(missing_ok=True)
        if state is not None and _goes_on(state["files"], files):
            cache = _brought_up(folder, state, files)
            if cache is not None:
                if state["mark"] != mark:
                    cache.changes = None
                return cache
        return _anew(folder, files)
    except OSError as error:
        raise StoreError(f"{folder}: không dùng được / cannot be used: {error}") from error


def _files(graph_dir: Path) -> dict[str, Path]:
    own = {path.relative_to(graph_dir).as_posix(): path for path in list_files(graph_dir)}
    return own | {f"{_ONTOLOGY}{path.name}": path for path in list_ontology_files()}


def _goes_on(before: dict[str, dict[str, Any]], files: dict[str, Path]) -> bool:
    """Whether the ontology is the same: a change of it can change anything."""
    now = {name: _hash(path) for name, path in files.items() if name.startswith(_ONTOLOGY)}
    return now == {name: known["hash"] for name, known in before.items() if name.startswith(_ONTOLOGY)}


def _brought_up(folder: Path, state: dict[str, Any], files: dict[str, Path]) -> Cache | None:
    """The index with the files that changed read again; None where two files share a graph."""
    store = ox.Store(str(folder / _INDEX))
    known: dict[str, dict[str, Any]] = state["files"]
    sets = [frozenset(names) for names in state["sets"]]
    shapes = {URIRef(iri): _known(found, sets) for iri, found in state["shapes"].items()}
    cache = Cache(folder, store, dict(known), [], shapes)
    hashes = {name: _hash(path) for name, path in files.items()}
    changed = [name for name in {**known, **files} if known.get(name, {}).get("hash") != hashes.get(name)]
    gone, come = set[ox.Quad](), set[ox.Quad]()
    for name in changed:
        for graph in known.get(name, {}).get("graphs", ()):
            gone.update(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
        cache.files.pop(name, None)
        if name in files:
            quads = _parsed(name, files[name], cache.problems)
            come.update(_as_stored(quads))
            cache.files[name] = {"hash": hashes[name], "graphs": _graphs(quads)}
    owners = [graph for known_file in cache.files.values() for graph in known_file["graphs"]]
    if len([g for g in owners if g != _ontology()]) != len({g for g in owners if g != _ontology()}):
        return None
    for quad in gone - come:
        store.remove(quad)
    store.extend(come - gone)
    cache.changes = [_change(quad) for quad in gone ^ come]
    return cache


def _anew(folder: Path, files: dict[str, Path]) -> Cache:
    """An index of everything. Raises BrokenGraphError where no file can be read."""
    shutil.rmtree(folder / _INDEX, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    cache = Cache(folder, ox.Store(str(folder / _INDEX)), {}, None, {})

    def quads() -> Iterator[ox.Quad]:
        for name, path in files.items():
            found = _parsed(name, path, cache.problems)
            cache.files[name] = {"hash": _hash(path), "graphs": _graphs(found)}
            yield from found

    cache.store.bulk_extend(quads())
    own = [name for name in files if not name.startswith(_ONTOLOGY)]
    if own and len(cache.problems) >= len(own):
        raise BrokenGraphError(f"không tệp nào của đồ thị đọc được / no file can be read: {cache.problems[0]}")
    return cache


def _parsed(name: str, path: Path, problems: list[FileProblem]) -> list[ox.Quad]:
    """The statements of a file, all of them or none."""
    graph = _ontology() if name.startswith(_ONTOLOGY) else DEFAULT_NAMES.graph(path.stem)
    try:
        return list(parse_file(path, graph))
    except SyntaxError as error:
        problems.append(FileProblem(path, error.lineno, str(error.msg)))
    except (OSError, UnicodeError) as error:
        problems.append(FileProblem(path, None, str(error)))
    return []


def _as_stored(quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Statements as an index gives them back: it writes '1.0' as '1'."""
    store = ox.Store()
    store.extend(quads)
    return iter(list(store))


def _ontology() -> str:
    return str(DEFAULT_NAMES.graph("ontology"))


def _graphs(quads: list[ox.Quad]) -> list[str]:
    return sorted({quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)})


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _change(quad: ox.Quad) -> Change:
    return Change(token_of(term_of(quad.subject)), URIRef(quad.predicate.value), token_of(term_of(quad.object)))


def _known(found: dict[str, Any], sets: list[frozenset[str]]) -> Known:
    results = tuple(Result(node_of(f), None if v is None else node_of(v), path) for f, v, path in found["results"])
    return Known(sets[found["checked"]], results)


def _text(node: Node | None) -> str | None:
    return None if node is None else token_of(node)


def _read(path: Path) -> dict[str, Any] | None:
    """What an earlier run kept; None where there is nothing, or nothing that is of use."""
    try:
        state: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
        return state if state["layout"] == _LAYOUT else None
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        return None
