"""A store folder on disk: an index of graph/ that is thrown away and rebuilt at will.

DIR/current names the folder of the index in use and the fingerprint of the files it was made from. A new index is built
beside it and comes into use by replacing that one small file, so a build that is cut short leaves the old one whole.
"""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from directive_kg.errors import BadInputError, StoreError
from directive_kg.graph.files import LoadResult, list_files, list_ontology_files, load, write_file
from directive_kg.store.embedded import EmbeddedStore

_CURRENT: Final = "current"
_INDEX: Final = "index-"
# Raised when the index is laid out in another way; an index of another layout or engine is made again.
_LAYOUT: Final = f"1 pyoxigraph {ox.__version__}"


def build(graph_dir: Path, store_dir: Path) -> LoadResult | None:
    """Make the index of a graph folder; None where it is up to date.

    Raises BrokenGraphError as `graph.files.load` does, BadInputError for a folder that holds something else,
    StoreError when it cannot be written.
    """
    _check_folder(store_dir)
    mark = fingerprint(graph_dir)
    current = _read_current(store_dir)
    if current is not None and current["fingerprint"] == mark and (store_dir / current["index"]).is_dir():
        return None
    result = load(graph_dir)
    try:
        store_dir.mkdir(parents=True, exist_ok=True)
        index = Path(tempfile.mkdtemp(prefix=_INDEX, dir=store_dir))
        store = ox.Store(str(index))
        store.bulk_extend(result.quads)
        store.optimize()
        store.flush()
        del store  # closes the files
        write_file(store_dir / _CURRENT, json.dumps({"fingerprint": mark, "index": index.name}, indent=1) + "\n")
        for old in store_dir.glob(f"{_INDEX}*"):
            # By name: mkdtemp gives a full path on some versions of Python and a relative one on others.
            if old.name != index.name:
                shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise StoreError(f"{store_dir}: không ghi được kho / the store cannot be written: {error}") from error
    return result


def open_disk(store_dir: Path) -> EmbeddedStore:
    """The index in use. Raises BadInputError where there is none, StoreError when it cannot be opened."""
    index, _ = in_use(store_dir)
    try:
        return EmbeddedStore(ox.Store.read_only(str(index)))
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


def fingerprint(graph_dir: Path) -> str:
    """A hash of names and bytes of all files that the index is made from. Raises BrokenGraphError as `load` does."""
    digest = hashlib.sha256(_LAYOUT.encode())
    own = [(path.relative_to(graph_dir).as_posix(), path) for path in list_files(graph_dir)]
    for name, path in own + [(f"ontology/{path.name}", path) for path in list_ontology_files()]:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{name}\n{content}\n".encode())
    return digest.hexdigest()


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
