"""What a site says of itself as a whole: what it was made of, and every file as it was left. Where both still hold, it stands."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Final

from directive_kg import resources
from directive_kg.site.inputs import contents_of

NAME: Final = ".stands"  # of the file in the site's folder; a server shows nothing whose name begins with a dot


@dataclass(frozen=True, slots=True)
class Standing:
    """A site as it was left."""

    made_of: str  # `made_of`
    files: str  # `_files_of`
    written: int  # files that the build wrote or kept
    pages: int
    papers: int
    tasks: int


def made_of(graph: str, *how: object) -> str:
    """Stands for all that a site comes from: the graph by its fingerprint, how it is built, and this program with its data."""
    digest = blake2b(repr((graph, how)).encode(), digest_size=16)
    for folder in (files("directive_kg"), resources.shapes_dir(), resources.queries_dir()):
        for content in contents_of(folder):
            digest.update(content)
    return digest.hexdigest()


def write(root: Path, made_of: str, written: int, *, pages: int, papers: int, tasks: int) -> None:
    """Leave in a site that is whole what it was made of."""
    said = Standing(made_of, _files_of(root), written, pages, papers, tasks)
    (root / NAME).write_text(json.dumps(asdict(said)) + "\n", encoding="utf-8")


def read(root: Path, made_of: str) -> Standing | None:
    """How the site in a folder was left, where it was made of the same and no file has changed, come or gone since."""
    try:
        said = Standing(**json.loads((root / NAME).read_text(encoding="utf-8")))
        return said if said.made_of == made_of and said.files == _files_of(root) else None
    except (OSError, ValueError, TypeError):
        return None


def _files_of(root: Path) -> str:
    """Stands for path, kind, size and time of change of every file but the one that says so."""
    digest = blake2b(digest_size=16)
    for path, status in _walk(root, ""):
        said = f"{path}\0{status.st_mode} {status.st_size} {status.st_mtime_ns}\n"
        digest.update(said.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _walk(folder: Path | str, below: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as found:
        entries: Iterable[os.DirEntry[str]] = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        path = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{path}/")
        elif path != NAME:
            yield path, entry.stat(follow_symlinks=False)
