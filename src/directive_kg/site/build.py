"""The whole way from the store to a folder of pages."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from heapq import merge
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from directive_kg.site.findings import Checks
from directive_kg.site.output import PAGE_TABLE, Output, swapped_in
from directive_kg.site.pages import Making, plan_links
from directive_kg.site.questions import Asked
from directive_kg.site.search.index import write_index
from directive_kg.site.shelf import Shelf
from directive_kg.site.tables import read_tables
from directive_kg.site.views import Site
from directive_kg.site.work import TOGETHER, Crew, Made, make, processes_for
from directive_kg.store.protocol import Store

_STATIC = ("site.css", "language.js", "find.js", "search.js", "facets.js", "icon.svg")


_MANY: Final = 400  # parts: fewer are done before anybody asks how far they are

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What was built."""

    pages: int
    papers: int
    tasks: int
    written: int  # files, pages or not
    kept: int  # files that are as they were in the site before


def build_site(
    store: Store,
    out: Path,
    *,
    checks: Checks | None = None,
    questions: Sequence[Asked] = (),
    today: date | None = None,
    problems: Sequence[str] = (),
    processes: int | None = None,
    tell: Tell = lambda _: None,
) -> Built:
    """Write the site to `out`, whole or not at all, on all cores where there are many tasks.

    `tell` is told how far it is, a line at a time.
    `today` is the day at which something is overdue; without it nothing is. `problems` are files that were left out.
    Raises UsageError where `out` cannot be the site's folder, StoreError when the store fails.
    """
    with (
        swapped_in(out) as output,
        TemporaryDirectory(prefix="directive-kg-site-") as scratch,
        closing(Shelf(Path(scratch) / "shelf")) as shelf,
    ):
        tables = read_tables(store, shelf)
        site = Site(tables, plan_links(tables), checks or Checks(), questions, today)
        made = Made(0, 0, 0)
        for done in _rendered(site, problems, Path(scratch) / "shelf", output, processes, tell):
            made = Made(made.pages + done.pages, made.written + done.written, made.kept + done.kept)
        output.parts(PAGE_TABLE, _page_table(site))
        for name in _STATIC:
            output.page(f"static/{name}", _static(name))
        written, kept = made.written + output.written, made.kept + output.kept
        return Built(made.pages, len(site.held), len(tables.tasks), written, kept)


def _rendered(  # noqa: PLR0917 - what a build is told
    site: Site, problems: Sequence[str], shelf: Path, output: Output, processes: int | None, tell: Tell
) -> Iterator[Made]:
    """Write the pages and the index of the search; what came of it that `output` has not counted itself."""
    making = Making(site, problems)
    parts = list(making.parts())
    size = processes_for(len(site.tables.tasks), processes)
    if size == 1:
        for place, part in enumerate(parts, start=1):
            yield Made(make(making, [part], output).pages, 0, 0)
            _tell(tell, place, len(parts))
        write_index(site, output.page)
        return
    with Crew(site, problems, shelf, output, size) as crew:
        results = crew.make(parts)
        write_index(site, output.page)
        for place, done in enumerate(results, start=1):
            yield done
            _tell(tell, min(place * TOGETHER, len(parts)), len(parts))


def _tell(tell: Tell, done: int, of: int) -> None:
    if of >= _MANY and (done * 20 // of != (done - TOGETHER) * 20 // of or done == of):
        tell(f"{done}/{of} phần / parts")


def _page_table(site: Site) -> Iterator[str]:
    """IRI -> page as JSON, a line each."""
    tables = site.tables
    between = "{\n"
    for iri, path in site.links.table(merge(tables.tasks, tables.provisions, tables.citations)):
        yield f"{between}{json.dumps(iri, ensure_ascii=False)}: {json.dumps(path, ensure_ascii=False)}"
        between = ",\n"
    yield "{}\n" if between == "{\n" else "\n}\n"


def _static(name: str) -> str:
    return files("directive_kg.site").joinpath("static", name).read_text(encoding="utf-8")
