"""A store folder on disk: an index of graph/ that is thrown away and rebuilt at will.

DIR/current names the folder of the index in use and the fingerprint of the files it was made from; beside the index lies
the list of these files. A new index comes into use by replacing that one small file, so a build that is cut short leaves
the old one whole. Where few files changed, the new index starts as a copy of the old one (its data files are linked, not
copied) and only the graphs of these files are put in anew.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from directive_kg.errors import BadInputError, BrokenGraphError, StoreError
from directive_kg.graph.files import FileProblem, write_file
from directive_kg.store import derived, listing
from directive_kg.store.embedded import EmbeddedStore
from directive_kg.store.listing import Listing
from directive_kg.store.loading import Stream, load_into, parse, parse_all, replace_graphs

_CURRENT: Final = "current"
_INDEX: Final = "index-"
_FILES: Final = ".files"  # behind the name of an index: the list of its files
# Raised when the index is laid out in another way; an index of another layout or engine is made again.
_LAYOUT: Final = f"3 pyoxigraph {ox.__version__}"
_FEW: Final = 0.1  # of all files: where more have changed, a new index is made sooner

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What became of the index."""

    statements: int
    read: int  # files that were read for it
    files: int
    problems: tuple[FileProblem, ...]  # files that were left out


def build(graph_dir: Path, store_dir: Path, tell: Tell = lambda _: None) -> Built | None:
    """Bring the index in step with a graph folder; None where it is. `tell` is told how far it is, a line at a time.

    Raises BrokenGraphError where there is no such folder, or it has files and none of them can be read, BadInputError
    for a store folder that holds something else, StoreError when it cannot be written.
    """
    _check_folder(store_dir)
    current = _read_current(store_dir)
    index = store_dir / current["index"] if current else None
    earlier = _read_listing(index) if index is not None and index.is_dir() else None
    now = listing.take(graph_dir, earlier)
    mark = now.fingerprint(_LAYOUT)
    if earlier is not None and current is not None and current["fingerprint"] == mark:
        return None
    try:
        store_dir.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=_INDEX, dir=store_dir))
        # Only an index of this layout, made from the files of its list, can be gone on from.
        known = earlier is not None and current is not None and current["fingerprint"] == earlier.fingerprint(_LAYOUT)
        changed = _changed(earlier, now) if earlier is not None and known else None
        if index is not None and earlier is not None and changed is not None:
            built, graphs = _go_on(index, made, graph_dir, earlier, now, changed)
        else:
            built, graphs = _make(made, graph_dir, now, tell)
        write_file(_listing_path(made), "".join(listing.to_lines(now.with_graphs(graphs))))
        write_file(store_dir / _CURRENT, json.dumps({"fingerprint": mark, "index": made.name}, indent=1) + "\n")
        _clear(store_dir, made.name)
    except OSError as error:
        raise StoreError(f"{store_dir}: không ghi được kho / the store cannot be written: {error}") from error
    return built


def _make(made: Path, graph_dir: Path, now: Listing, tell: Tell) -> tuple[Built, dict[str, tuple[str, ...]]]:
    """A new index of everything."""
    store = ox.Store(str(made))
    stream = Stream(parse_all(listing.paths_of(graph_dir), len(now.files)), tell)
    load_into(store, stream)
    own = sum(not name.startswith("ontology/") for name in now.files)
    if own and len(stream.problems) >= own:
        raise BrokenGraphError(
            f"không tệp nào của đồ thị đọc được / no file of the graph can be read: {stream.problems[0]}"
        )
    store.optimize()
    store.extend(derived.derive(EmbeddedStore(store)))
    store.flush()
    return Built(len(store), len(now.files), len(now.files), tuple(stream.problems)), stream.graphs


def _go_on(  # noqa: PLR0917 - two states of one folder
    old: Path, made: Path, graph_dir: Path, earlier: Listing, now: Listing, changed: set[str]
) -> tuple[Built, dict[str, tuple[str, ...]]]:
    """The old index with the graphs of the files that changed put in anew."""
    sources = {source[0]: source for source in listing.paths_of(graph_dir)}
    parsed = {name: parse(sources[name]) for name in sorted(changed & now.files.keys())}
    graphs = {name: file.graphs for name, file in parsed.items()}
    problems = [file.problem for file in parsed.values() if file.problem is not None]
    stale = {graph for name in changed & earlier.files.keys() for graph in earlier.files[name].graphs}
    stale.update(graph for own in graphs.values() for graph in own)
    # A graph may have its statements from several files.
    beside = [n for n, f in now.files.items() if n not in changed and stale & set(f.graphs)]
    made.rmdir()
    ox.Store.read_only(str(old)).backup(str(made))
    store = ox.Store(str(made))
    replace_graphs(store, stale, [*parsed.values(), *(parse(sources[name]) for name in beside)])
    store.remove_graph(derived.GRAPH)
    store.extend(derived.derive(EmbeddedStore(store)))
    store.flush()
    return Built(len(store), len(parsed) + len(beside), len(now.files), tuple(problems)), graphs


def _changed(earlier: Listing, now: Listing) -> set[str] | None:
    """The names of files that are new, gone or other than they were; None where they are too many to go on from."""
    names = {*earlier.files, *now.files}
    changed = {n for n in names if not _same(earlier, now, n)}
    # One that could not be read then is tried again: its problem has to be told again.
    changed.update(n for n, file in now.files.items() if n in earlier.files and not earlier.files[n].graphs)
    return changed if len(changed) <= max(1, int(len(names) * _FEW)) else None


def _same(earlier: Listing, now: Listing, name: str) -> bool:
    before, after = earlier.files.get(name), now.files.get(name)
    return before is not None and after is not None and before.sha256 == after.sha256


def _clear(store_dir: Path, kept: str) -> None:
    for old in store_dir.glob(f"{_INDEX}*"):
        # By name: mkdtemp gives a full path on some versions of Python and a relative one on others.
        if old.name in (kept, kept + _FILES):
            continue
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.unlink(missing_ok=True)


def open_disk(store_dir: Path) -> EmbeddedStore:
    """The index in use, to ask; raises as `open_index` does."""
    return EmbeddedStore(open_index(store_dir))


def open_index(store_dir: Path) -> ox.Store:
    """The index in use, to read. Raises BadInputError where there is none, StoreError when it cannot be opened."""
    index, _ = in_use(store_dir)
    try:
        return ox.Store.read_only(str(index))
    except OSError as error:
        raise StoreError(f"{store_dir}: không mở được kho / the store cannot be opened: {error}") from error


def in_use(store_dir: Path) -> tuple[Path, str]:
    """The folder of the index in use and the fingerprint of its files. Raises BadInputError where there is none."""
    current = _read_current(store_dir)
    if current is None or not (store_dir / current["index"]).is_dir():
        raise BadInputError(
            f"{store_dir}: chưa có kho, hãy chạy `directive-kg build` / no store here: run `directive-kg build` first"
        )
    return store_dir / current["index"], current["fingerprint"]


def fingerprint(graph_dir: Path, store_dir: Path | None = None) -> str:
    """A hash of names and bytes of all files that the index is made from; with a store, its list spares reading them.

    Raises BrokenGraphError where there is no such folder.
    """
    current = _read_current(store_dir) if store_dir is not None else None
    earlier = _read_listing(store_dir / current["index"]) if store_dir is not None and current else None
    return listing.take(graph_dir, earlier).fingerprint(_LAYOUT)


def _listing_path(index: Path) -> Path:
    return index.with_name(index.name + _FILES)


def _read_listing(index: Path) -> Listing | None:
    try:
        with _listing_path(index).open(encoding="utf-8") as lines:
            return listing.from_lines(lines)
    except (OSError, UnicodeDecodeError):
        return None


def _check_folder(store_dir: Path) -> None:
    """A folder with other things in it is somebody's work and no store."""
    if not store_dir.exists():
        return
    strange = not store_dir.is_dir() or any(
        entry.name != _CURRENT and not entry.name.startswith((_INDEX, f".{_CURRENT}.")) for entry in store_dir.iterdir()
    )
    if strange:
        raise BadInputError(f"{store_dir}: thư mục có tệp khác, không phải kho / holds other files, it is no store")


def _read_current(store_dir: Path) -> dict[str, str] | None:
    try:
        found = json.loads((store_dir / _CURRENT).read_text(encoding="utf-8"))
        index, mark = found["index"], found["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    # The name comes from a file that anybody may have written: only a folder beside it will do.
    valid = isinstance(index, str) and isinstance(mark, str) and index.startswith(_INDEX) and Path(index).name == index
    return {"index": index, "fingerprint": mark} if valid else None
