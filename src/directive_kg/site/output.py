"""Writes the site beside its place and swaps it in: a build that stops half-way leaves the old site whole.

A file that is as it was is not written again: the new folder gets the old file itself, by a second name for it.
"""

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from directive_kg.errors import UsageError
from directive_kg.exchange import swap

MARK: Final = ".directive-kg-site"  # says that a folder is ours to replace
PAGE_TABLE: Final = ".pages.json"  # IRI -> page, for a server that is asked for the IRI


class Output:
    """The folder that a site is written to, and the folder of the site before it."""

    def __init__(self, root: Path, old: Path | None = None) -> None:
        self.root = root
        self.written = 0
        self.kept = 0
        self.old = old
        self._folders = {root}

    def page(self, path: str, text: str) -> None:
        """Write one text file. Raises ValueError for a path that leaves the site."""
        self.file(path, text.encode())

    def parts(self, path: str, texts: Iterable[str]) -> None:
        """Write one long text file piece by piece."""
        self.file(path, b"".join(text.encode() for text in texts))

    def file(self, path: str, content: bytes) -> None:
        """Write one file, or keep the old one where it is the same. Raises ValueError for a path that leaves the site."""
        target = self._target(path)
        if self.old and _same(old := self.old / target.relative_to(self.root), content) and _linked(old, target):
            self.kept += 1
            return
        try:
            file = target.open("xb")
        except FileExistsError:  # by a second name for a file of the old site, which must stay as it is
            target.unlink()
            file = target.open("xb")
        with file:
            file.write(content)
        self.written += 1

    def has(self, path: str, size: int, changed: int) -> bool:
        """Whether the old site has a file of this size and time of change (in ns).

        Raises ValueError for a path that leaves the site.
        """
        target = self._target(path)
        if self.old is None or target.exists():
            return False
        try:
            there = (self.old / target.relative_to(self.root)).lstat()
        except OSError:
            return False
        return stat.S_ISREG(there.st_mode) and (there.st_size, there.st_mtime_ns) == (size, changed)

    def keep(self, path: str) -> bool:
        """Take a file over from the old site; False where the file system cannot. Raises as `has` does."""
        target = self._target(path)
        linked = self.old is not None and _linked(self.old / target.relative_to(self.root), target)
        self.kept += linked
        return linked

    def _target(self, path: str) -> Path:
        target = Path(os.path.normpath(self.root / path))
        if not target.is_relative_to(self.root) or target == self.root:
            raise ValueError(f"not a path inside the site: {path}")
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(target.parent)
        return target


@contextmanager
def swapped_in(out: Path) -> Iterator[Output]:
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
        _clear_after_a_kill(place)
        fresh = Path(tempfile.mkdtemp(prefix=f".{place.name}.new-{os.getpid()}-", dir=place.parent))
    except OSError as error:
        raise UsageError(f"không ghi được / cannot write: {out}: {error.strerror}") from error
    try:
        (fresh / MARK).write_text("", encoding="utf-8")
        yield Output(fresh, place if place.is_dir() else None)
        fresh.chmod(0o755)  # a temporary folder is private to its maker, a site is not
        swap(fresh, place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _clear_after_a_kill(place: Path) -> None:
    """Put back or throw away what builds that were killed have left beside the site."""
    left = re.compile(rf"\.{re.escape(place.name)}\.(new|old)-([0-9]+)-.*")
    for path in sorted(place.parent.iterdir()):
        match = left.fullmatch(path.name)
        if match and not path.is_symlink() and not _runs(int(match[2])):
            if match[1] == "old" and not place.exists() and (path / MARK).is_file():
                path.rename(place)  # killed between the two steps of the swap
            else:
                shutil.rmtree(path, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # somebody else's
    return True


def _same(old: Path, content: bytes) -> bool:
    """Whether the old file has this content; what is no plain file has not."""
    try:
        there = old.lstat()
        return stat.S_ISREG(there.st_mode) and there.st_size == len(content) and old.read_bytes() == content
    except OSError:
        return False


def _linked(old: Path, target: Path) -> bool:
    """Give a file a second name; False where the file system cannot."""
    try:
        os.link(old, target, follow_symlinks=False)
    except OSError:
        return False
    return True


def _is_ours(place: Path) -> bool:
    return place.is_dir() and ((place / MARK).is_file() or not any(place.iterdir()))
