"""A list too long for one page is cut into several, each with room for what it shows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.site.contexts_paper import paper_index_pages
from directive_kg.site.pages import plan_links
from directive_kg.site.parts import parted
from directive_kg.site.sections import SectionLink, SectionPages
from directive_kg.site.tables import read_tables
from directive_kg.site.views import Site
from directive_kg.site.words import Label
from directive_kg.store.embedded import EmbeddedStore


@given(st.lists(st.integers()), st.integers(1, 20))
def test_the_parts_are_the_whole(items: list[int], most: int) -> None:
    parts, names = parted("x/a.html", items, most)
    assert [item for _, part in parts for item in part] == items
    assert all(len(part) <= most for _, part in parts)
    assert len({path for path, _ in parts}) == len(parts)
    assert parts[0][0] == "x/a.html"
    assert [name.href for name in names] == ([path for path, _ in parts] if len(parts) > 1 else [])


def link(number: int, depth: int) -> SectionLink:
    """A link into a section of the list a.html."""
    page = "a.html" if number < 100 else "a.2.html"
    return SectionLink(Label(str(number)), f"{page}#nhom-{number}", depth, 1, 0, hole=False)


@pytest.mark.parametrize(
    ("links", "shown"),
    [
        ([link(number, 0) for number in range(120)], 120),
        ([link(number, min(number % 4, 1)) for number in range(200)], 50),
        ([link(number, 0) for number in range(200)], 100),
    ],
)
def test_a_page_has_room_for_so_many_links_into_sections(links: list[SectionLink], shown: int) -> None:
    laid = SectionPages((), (), tuple(links))
    assert len(laid.links_on("a.html")) == shown


def test_a_list_of_papers_goes_on_over_pages(store: EmbeddedStore) -> None:
    tables = read_tables(store)
    papers = {
        f"{iri}{number}": replace(row, iri=f"{iri}{number}")
        for iri, row in tables.papers.items()
        for number in range(250)
    }
    many = replace(tables, papers=papers)
    site = Site(many, plan_links(many))
    pages = list(paper_index_pages(site))
    assert len(pages) > 1
    assert [paper.name for page in pages for paper in page.papers] == [site.paper(row.iri).name for row in site.held]
    assert len({page.frame.path for page in pages}) == len(pages) == len(pages[0].parts)
