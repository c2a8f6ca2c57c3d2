"""The whole way from the store to a folder of pages."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from heapq import merge
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from directive_kg.site.findings import Checks
from directive_kg.site.output import PAGE_TABLE, swapped_in
from directive_kg.site.pages import pages, plan_links
from directive_kg.site.questions import Asked
from directive_kg.site.render import render
from directive_kg.site.search.index import write_index
from directive_kg.site.shelf import Shelf
from directive_kg.site.tables import read_tables
from directive_kg.site.views import Site
from directive_kg.store.protocol import Store

_STATIC = ("site.css", "language.js", "find.js", "search.js", "facets.js", "icon.svg")


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
) -> Built:
    """Write the site to `out`, whole or not at all.

    `today` is the day at which something is overdue; without it nothing is. `problems` are files that were left out.
    Raises UsageError where `out` cannot be the site's folder, StoreError when the store fails.
    """
    count = 0
    with (
        swapped_in(out) as output,
        TemporaryDirectory(prefix="directive-kg-site-") as scratch,
        closing(Shelf(Path(scratch) / "shelf")) as shelf,
    ):
        tables = read_tables(store, shelf)
        site = Site(tables, plan_links(tables), checks or Checks(), questions, today)
        for template, context in pages(site, problems):
            output.page(context.frame.path, render(template, context))
            for file in context.frame.files:
                output.file(file.path, file.content)
            count += 1
        write_index(site, output.page)
        output.parts(PAGE_TABLE, _page_table(site))
        for name in _STATIC:
            output.page(f"static/{name}", _static(name))
    return Built(count, len(site.held), len(tables.tasks), output.written, output.kept)


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
