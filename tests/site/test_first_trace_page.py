"""The first page of a trace has room for what it shows, however large the chain."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import pytest

from directive_kg.site.contexts_trace import TraceContext, trace_pages
from directive_kg.site.pages import plan_links
from directive_kg.site.render import render
from directive_kg.site.tables import read_tables
from directive_kg.site.views import Site
from directive_kg.store.embedded import EmbeddedStore

BASE = "https://w3id.org/directive-kg/id/directive"
RESOLUTION = f"{BASE}/quoc-hoi/2025/900-2025-qh15"
MOST = 100_000  # bytes

Row = TypeVar("Row")


def chain(store: EmbeddedStore, papers: int, title: str = "") -> Site:
    """The fixture papers with so many copies of the plan that carries the resolution out."""
    tables = read_tables(store)
    plan = f"{BASE}/ubnd-tp-hai-phong/2026/7001-kh-ubnd"
    copies = {f"{plan}-{number}": number for number in range(papers)}
    rows = {
        iri: tuple(
            replace(row, iri=f"{iri}/task/{row.iri.rsplit('/', 1)[1]}", paper=iri, title=title or row.title)
            for row in tables.paper_tasks[plan]
        )
        for iri in copies
    }

    def copied(table: Mapping[str, Row]) -> dict[str, Row]:
        found = dict(table)
        for of in rows.values():
            found |= {
                row.iri: table[own.iri]
                for row, own in zip(of, tables.paper_tasks[plan], strict=True)
                if own.iri in table
            }
        return found

    links = [row for row in tables.links_to[RESOLUTION] if row.source == plan]
    many = replace(
        tables,
        papers={**tables.papers, **{iri: replace(tables.papers[plan], iri=iri, title=title) for iri in copies}},
        tasks={**tables.tasks, **{row.iri: row for of in rows.values() for row in of}},
        paper_tasks={**tables.paper_tasks, **rows},
        assignments=copied(tables.assignments),
        deadlines=copied(tables.deadlines),
        deliverables=copied(tables.deliverables),
        places=copied(tables.places),
        links_to={**tables.links_to, RESOLUTION: tuple(replace(link, source=iri) for iri in copies for link in links)},
    )
    return Site(many, plan_links(many))


def first_page(site: Site) -> tuple[TraceContext, int]:
    """The first page of the trace of the resolution, and how many bytes it has."""
    _, page = next(iter(trace_pages(site, RESOLUTION)))
    assert isinstance(page, TraceContext)
    return page, len(render("trace.html", page).encode())


@pytest.mark.parametrize("papers", [1, 3, 8, 40, 200])
@pytest.mark.parametrize("title", ["", "đ" * 10_000, '<&"' * 3000])
def test_it_stays_below_100_kb(store: EmbeddedStore, papers: int, title: str) -> None:
    page, size = first_page(chain(store, papers, title))
    assert size < MOST
    assert page.paper_count == papers
    assert page.chain


def test_the_rows_of_a_small_chain_are_not_cut(store: EmbeddedStore) -> None:
    page, _ = first_page(chain(store, 2))
    assert page.parts == ()
    assert sum(part.total for part in page.sections) >= page.task_count
