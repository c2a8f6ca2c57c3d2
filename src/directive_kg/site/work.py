"""Renders the pages of a site on all cores: each process opens the shelf to read and writes its own pages."""

import multiprocessing
import os
import pickle
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain
from multiprocessing.connection import wait
from pathlib import Path
from typing import Final

from directive_kg.errors import StoreError
from directive_kg.site.inputs import name_of, packed
from directive_kg.site.links import Links
from directive_kg.site.output import Output
from directive_kg.site.pages import Making, Part, place_parts
from directive_kg.site.reads import Noted
from directive_kg.site.render import render
from directive_kg.site.shelf import Shelf
from directive_kg.site.tables import held_of, tables_on
from directive_kg.site.views import Site

_FEW: Final = 3_000  # tasks: up to so many the start of processes costs more than it spares
TOGETHER: Final = 4  # parts that are handed to a process at once, where there are many


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a part."""

    part: Part
    pages: int
    files: tuple[str, ...]
    looked_up: bytes  # `inputs.packed`
    written: int
    kept: int


def processes_for(tasks: int, parts: int, wanted: int | None = None) -> int:
    """How many processes render so many parts: all cores unless told, none beside this one for a small site."""
    if wanted is not None:
        return max(1, wanted)
    return min(parts, os.cpu_count() or 1) if tasks > _FEW else 1


def make(making: Making, part: Part, output: Output) -> Made:
    """Render and write the pages of a part, and note what was looked up for them."""
    written, kept, count = output.written, output.kept, 0
    files: list[str] = []
    with making.noted() as looked_up:
        for template, context in making.pages(part):
            output.page(context.frame.path, render(template, context))
            for file in context.frame.files:
                output.file(file.path, file.content)
            files += (context.frame.path, *(file.path for file in context.frame.files))
            count += 1
    names = packed(map(name_of, looked_up))
    return Made(part, count, tuple(files), names, output.written - written, output.kept - kept)


class Crew:
    """Processes that render parts of a site whose shelf lies in a folder of ours."""

    def __init__(self, site: Site, problems: Sequence[str], shelf: Path, output: Output, size: int) -> None:
        """Start them. What they need beside the shelf is handed to them in a file next to it."""
        handed = shelf.with_suffix(".handed")
        links = site.links.tables()
        shared = (held_of(site.tables), links, site.checks, tuple(site.questions), site.today, dict(site.briefs))
        with handed.open("wb") as file:
            pickle.dump((shared, tuple(problems)), file, pickle.HIGHEST_PROTOCOL)
        self._size = size
        self._pool = ProcessPoolExecutor(
            size,
            mp_context=multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn"),
            initializer=_start,
            initargs=(shelf, handed, output.root, output.old),
        )

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def make(self, parts: Sequence[Part]) -> Iterator[Made]:
        """Hand out the parts; what came of each, in their order. Work begins at once.

        Raises StoreError where a process is stopped.
        """
        # Of few parts each is a share of its own: one process must not wait for another's pile.
        together = TOGETHER if len(parts) > self._size * TOGETHER**2 else 1
        shares = [parts[place : place + together] for place in range(0, len(parts), together)]
        return self._results(self._pool.map(_make, shares))

    @staticmethod
    def _results(results: Iterator[list[Made]]) -> Iterator[Made]:
        try:
            yield from chain.from_iterable(results)
        except BrokenProcessPool:
            raise StoreError(
                "một tiến trình dựng trang bị dừng, có thể vì hết bộ nhớ; trang cũ còn nguyên, hãy chạy lại "
                "/ a process that renders pages was stopped, perhaps for want of memory; the old site stands, run again"
            ) from None


_at_work: list[tuple[Making, Output]] = []  # of a process of the crew: what it started with


def _start(shelf: Path, handed: Path, root: Path, old: Path | None) -> None:
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    with handed.open("rb") as file:
        shared, problems = pickle.load(file)  # noqa: S301 - written by the process that started this one, for it alone
    held, (pages, traces), checks, questions, today, briefs = shared
    tables = tables_on(Shelf(shelf), held)
    site = Site(tables, Links(pages, traces, reads=tables.reads), checks, questions, today)
    place_parts(tables, site.links)
    site.__dict__["briefs"] = Noted("brief", briefs, tables.reads)  # as `cached_property` keeps them
    making = Making(site, problems)
    making.prepare()
    _at_work.append((making, Output(root, old)))


def _make(parts: Sequence[Part]) -> list[Made]:
    making, output = _at_work[0]
    return [make(making, part, output) for part in parts]


def _end_with_the_parent() -> None:
    """A build that is killed must not go on writing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
