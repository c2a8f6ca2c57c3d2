"""The whole way from the store to a folder of pages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from directive_kg.site.findings import Checks
from directive_kg.site.output import PAGE_TABLE, swapped_in
from directive_kg.site.pages import pages, plan_links
from directive_kg.site.questions import Asked
from directive_kg.site.render import render
from directive_kg.site.search.index import write_index
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
    tables = read_tables(store)
    site = Site(tables, plan_links(tables), checks or Checks(), questions, today)
    count = 0
    with swapped_in(out) as output:
        for template, context in pages(site, problems):
            output.page(context.frame.path, render(template, context))
            for file in context.frame.files:
                output.file(file.path, file.content)
            count += 1
        write_index(site, output.page)
        output.page(PAGE_TABLE, json.dumps(site.links.table(), ensure_ascii=False, indent=0) + "\n")
        for name in _STATIC:
            output.page(f"static/{name}", _static(name))
    return Built(count, len(site.held), len(tables.tasks), output.written, output.kept)


def _static(name: str) -> str:
    return files("directive_kg.site").joinpath("static", name).read_text(encoding="utf-8")
