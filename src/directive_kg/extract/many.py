"""Many papers at once, each in a process that can be killed."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from directive_kg.errors import DirectiveKgError
from directive_kg.extract.paper import extract_paper
from directive_kg.readers.sandbox import run_many_capped
from directive_kg.records import Paper
from directive_kg.register import Register

SECONDS: Final = 300  # for one paper unless told: a scan of many pages takes its time
_LEFT_BY_OTHERS: Final = ("~$", ".")  # an editor's lock files, hidden files
_NO_PAPERS: Final = frozenset({"thumbs.db", "desktop.ini"})

T = TypeVar("T")


def extract_many(
    paths: Iterable[Path], register: Register, processes: int | None = None, seconds: float = SECONDS
) -> Generator[tuple[Path, Paper | DirectiveKgError]]:
    """Each paper with its records, or why it has none, in the order of the paths."""
    return read_many(partial(extract_paper, register=register), paths, processes, seconds)


def read_many(
    read: Callable[[Path], T], paths: Iterable[Path], processes: int | None = None, seconds: float = SECONDS
) -> Generator[tuple[Path, T | DirectiveKgError]]:
    """Each paper with what a function makes of it, or why it makes nothing, in the order of the paths."""
    return run_many_capped(read, paths, processes=processes, seconds=seconds)


def files_in(folder: Path, *, besides: Path | None = None) -> Iterator[Path]:
    """Every file below a folder in the order of names, but for what editors leave behind and what lies in `besides`."""
    apart = besides.resolve() if besides else None
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (Path(here) / f).resolve() != apart)
        for name in sorted(names):
            path = Path(here) / name
            if not name.startswith(_LEFT_BY_OTHERS) and name.lower() not in _NO_PAPERS and path.is_file():
                yield path
