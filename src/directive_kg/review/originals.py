"""The papers themselves, found by their fingerprints: the lines around a value, or the picture of its cell."""

import hashlib
import itertools
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from directive_kg.errors import BadInputError, UnreadablePaperError
from directive_kg.extract.many import files_in
from directive_kg.readers.sandbox import read_safely, run_capped
from directive_kg.review.items import Item
from directive_kg.review.picture import cut_out

LARGEST: Final = 200_000_000  # bytes; no reader takes a larger file
_PICTURED: Final = ("pdf", "scan")
_BEFORE, _AFTER = 2, 6  # lines shown around the first line of a value
_KEPT: Final = 64  # pictures and texts that are kept
_SECONDS: Final = 120.0  # for one picture: the page is recognised anew


T = TypeVar("T")


class Originals:
    """A folder of papers, whatever their names."""

    def __init__(self, folder: Path) -> None:
        """Take down the fingerprints of all files. Raises BadInputError for what is no folder."""
        if not folder.is_dir():
            raise BadInputError(f"không phải thư mục / not a folder: {folder}")
        self.folder = folder
        self._paths = dict(_fingerprints(folder))
        self._pictures: dict[str, bytes | None] = {}
        self._texts: dict[str, tuple[str, ...]] = {}

    def path(self, item: Item) -> Path | None:
        """The file that the value's paper was read from."""
        return self._paths.get(item.sha256)

    def keep(self, path: Path, sha256: str) -> Path:
        """Move a paper into the folder, under its name or the next that is free; where it lies, as it may have before."""
        if sha256 not in self._paths or not self._paths[sha256].is_file():
            names = (f"{path.stem} ({count}){path.suffix}" for count in itertools.count(2))
            free = next(name for name in itertools.chain([path.name], names) if not (self.folder / name).exists())
            self._paths[sha256] = path.rename(self.folder / free)
        return self._paths[sha256]

    def has_picture(self, item: Item) -> bool:
        """Whether there may be a picture of the value: its paper is here, and has pages."""
        place = item.value.place
        return item.format in _PICTURED and place is not None and place.page is not None and bool(self.path(item))

    def picture(self, item: Item) -> bytes | None:
        """The value's place on the page, as PNG; None where it is not found or the page cannot be read."""
        path, place = self.path(item), item.value.place
        if path is None or place is None or place.page is None or not self.has_picture(item):
            return None
        if item.id not in self._pictures:
            value, scanned = item.value, item.format == "scan"
            cut = partial(cut_out, number=place.page, words=value.seen, row=value.row, scanned=scanned)
            try:
                found = run_capped(cut, path, seconds=_SECONDS)
            except UnreadablePaperError:
                found = None
            _keep(self._pictures, item.id, found)
        return self._pictures[item.id]

    def lines(self, item: Item) -> tuple[str, ...]:
        """The lines of a text around the value, with their numbers."""
        path, place = self.path(item), item.value.place
        if path is None or item.format != "text" or place is None or place.line is None:
            return ()
        if item.sha256 not in self._texts:
            try:
                text = tuple(line.text for line in read_safely(path).lines)
            except BadInputError:
                text = ()
            _keep(self._texts, item.sha256, text)
        begin = max(0, place.line - 1 - _BEFORE)
        shown = self._texts[item.sha256][begin : place.line - 1 + _AFTER]
        return tuple(f"{number:>5}  {text}" for number, text in enumerate(shown, start=begin + 1))


def _fingerprints(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in files_in(folder):
        if path.stat().st_size <= LARGEST:
            with path.open("rb") as file:
                yield hashlib.file_digest(file, "sha256").hexdigest(), path


def _keep(kept: dict[str, T], key: str, value: T) -> None:
    if len(kept) >= _KEPT:
        del kept[next(iter(kept))]
    kept[key] = value
