"""The dumps: the graph in every form in one folder, with a manifest that has the hash of each file."""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from directive_kg.errors import UsageError
from directive_kg.exchange import swap
from directive_kg.graph.export import FOLDERS, FORMATS, LICENSE, WHOLE, export, export_folder
from directive_kg.graph.files import write_bytes

MANIFEST: Final = "manifest.json"
NAME: Final = "directive-kg"
_MOST: Final = 10_000_000  # statements that are held at once: some gigabytes
_ENDINGS: Final = {"rdfxml": "rdf"}
MEDIA_TYPES: Final = {
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".jsonld": "application/ld+json",
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".graphml": "application/graphml+xml",
    ".gexf": "application/gexf+xml",
    ".csv": "text/csv",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
}


def write_dumps(store: ox.Store, out: Path, most: int = _MOST) -> dict[str, Any]:
    """Write every form to `out`, the whole folder or nothing, and return the manifest.

    The manifest says what is left out: Parquet where its extra is missing, what is held in memory as a whole where there are more
    than `most` statements. Raises UsageError for a folder that holds
    anything but dumps, OSError where it cannot be written.
    """
    if out.exists() and not (out / MANIFEST).is_file() and not (out.is_dir() and not any(out.iterdir())):
        raise UsageError(f"{out}: đã có thứ khác, không phải bản kết xuất / holds something else, choose another")
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        manifest = _write(store, fresh, most)
        fresh.chmod(0o755)  # a temporary folder is private to its maker, dumps are not
        swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return manifest


def _write(store: ox.Store, folder: Path, most: int) -> dict[str, Any]:
    files: list[dict[str, Any]] = []
    statements = len(store)
    left_out = dict.fromkeys(WHOLE, f"hơn {most} phát biểu / more than {most} statements") if statements > most else {}
    for form in (form for form in FORMATS if form not in left_out):
        name = f"{NAME}.{_ENDINGS.get(form, form)}"
        with (folder / name).open("wb") as out:
            export(store, form, out)
        files.append(_described(folder, name, form))
    for form in (form for form in FOLDERS if form not in left_out):
        try:
            tables = export_folder(store, form)
        except UsageError as error:
            left_out[form] = str(error)
            continue
        for name, data in tables.items():
            write_bytes(folder / form / name, data)
            files.append(_described(folder, f"{form}/{name}", form))
    manifest = {"name": NAME, "license": LICENSE, "statements": statements, "files": files, "leftOut": left_out}
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return manifest


def _described(folder: Path, name: str, form: str) -> dict[str, Any]:
    path = folder / name
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "path": name,
        "format": form,
        "mediaType": MEDIA_TYPES[path.suffix],
        "bytes": path.stat().st_size,
        "sha256": digest,
    }
