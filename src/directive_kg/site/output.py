"""Writes the site beside its place and swaps it in: a build that stops half-way leaves the old site whole."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from directive_kg.errors import UsageError

MARK: Final = ".directive-kg-site"  # says that a folder is ours to replace
PAGE_TABLE: Final = ".pages.json"  # IRI -> page, for a server that is asked for the IRI


@contextmanager
def swapped_in(out: Path) -> Iterator[Path]:
    """A new folder to write to; when the block ends well it takes the place of `out`, otherwise it is thrown away.

    Raises UsageError where `out` is a file, or a folder that holds something other than a site.
    """
    place = out.resolve()
    if place.exists() and not _is_ours(place):
        raise UsageError(
            f"{out} đã có thứ khác, không phải trang đã dựng; chọn thư mục khác / holds something else, choose another"
        )
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{place.name}.new-", dir=place.parent))
    except OSError as error:
        raise UsageError(f"không ghi được / cannot write: {out}: {error.strerror}") from error
    try:
        (fresh / MARK).write_text("", encoding="utf-8")
        yield fresh
        fresh.chmod(0o755)  # a temporary folder is private to its maker, a site is not
        _swap(fresh, place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def write_page(root: Path, path: str, text: str) -> None:
    """Write one text file of the site. Raises ValueError for a path that leaves it."""
    write_file(root, path, text.encode())


def write_file(root: Path, path: str, content: bytes) -> None:
    """Write one file of the site. Raises ValueError for a path that leaves it."""
    target = Path(os.path.normpath(root / path))
    if not target.is_relative_to(root) or target == root:
        raise ValueError(f"not a path inside the site: {path}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _is_ours(place: Path) -> bool:
    return place.is_dir() and ((place / MARK).is_file() or not any(place.iterdir()))


def _swap(fresh: Path, place: Path) -> None:
    if not place.exists():
        fresh.rename(place)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{place.name}.old-", dir=place.parent))
    place.rename(old)  # over the empty folder just made
    try:
        fresh.rename(place)
    except BaseException:
        old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
