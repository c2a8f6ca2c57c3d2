"""The whole way from the store to a folder of pages."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from heapq import merge
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from directive_kg.site import standing
from directive_kg.site.findings import Checks
from directive_kg.site.inputs import frame_of, inputs_of, unpacked
from directive_kg.site.known import fresh, known_of, read, record, taken_over
from directive_kg.site.output import PAGE_TABLE, Output, swapped_in
from directive_kg.site.pages import ALWAYS, Making, Part, plan_links
from directive_kg.site.questions import Asked
from directive_kg.site.search.index import write_index
from directive_kg.site.shelf import Shelf
from directive_kg.site.tables import read_tables
from directive_kg.site.views import Site
from directive_kg.site.work import Crew, Made, make, processes_for
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
    made_of: str | None = None,
    tell: Tell = lambda _: None,
) -> Built:
    """Write the site to `out`, whole or not at all, on all cores where there are many tasks.

    `made_of` stands for all that is given here (`standing.made_of`), so that `as_it_stands` knows the site again.
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
        making = Making(site, problems)
        making.prepare()
        inputs, frame = inputs_of(site, shelf, making), frame_of(site)
        stale = dict.fromkeys(making.parts())
        pages = written = kept = 0
        with record(output, frame) as remember:
            for part, was in read(output.old, frame):
                known = part in stale and part[0] not in ALWAYS
                if known and fresh(was, inputs) and taken_over(was, output):
                    remember(part, was)
                    pages += was.pages
                    del stale[part]
            for done in _rendered(site, making, tuple(stale), Path(scratch) / "shelf", output, processes, tell):
                remember(done.part, known_of(unpacked(done.looked_up), inputs, done.pages, done.files, output))
                pages, written, kept = pages + done.pages, written + done.written, kept + done.kept
        output.parts(PAGE_TABLE, _page_table(site))
        for name in _STATIC:
            output.page(f"static/{name}", _static(name))
        built = Built(pages, len(site.held), len(tables.tasks), output.written + written, output.kept + kept)
        if made_of is not None:
            everything = built.written + built.kept
            standing.write(output.root, made_of, everything, pages=pages, papers=built.papers, tasks=built.tasks)
        return built


def as_it_stands(out: Path, made_of: str) -> Built | None:
    """The site in `out`, where it was made of the same and its files are as they were left; None where it has to be built."""
    found = standing.read(out, made_of)
    return None if found is None else Built(found.pages, found.papers, found.tasks, 0, found.written)


def _rendered(  # noqa: PLR0917 - what a build is told
    site: Site, making: Making, parts: Sequence[Part], shelf: Path, output: Output, processes: int | None, tell: Tell
) -> Iterator[Made]:
    """Make some parts and, beside them where there are several processes, the index of the search."""
    size = processes_for(len(site.tables.tasks), len(parts), processes)
    if size == 1:
        for place, part in enumerate(parts, start=1):
            yield replace(make(making, part, output), written=0, kept=0)  # `output` has counted them
            _tell(tell, place, len(parts))
        write_index(site, output.page)
        return
    with Crew(site, making.problems, shelf, output, size) as crew:
        results = crew.make(parts)
        write_index(site, output.page)
        for place, done in enumerate(results, start=1):
            yield done
            _tell(tell, place, len(parts))


def _tell(tell: Tell, done: int, of: int) -> None:
    if of >= _MANY and done * 20 // of != (done - 1) * 20 // of:
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
