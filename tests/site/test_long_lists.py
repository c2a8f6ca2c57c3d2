"""The list of bodies of a whole country: pages that a phone can load, every body on one of them, in an order to look it up."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from directive_kg.names import fold
from directive_kg.site.contexts_bodies import BodyIndexContext, body_index_pages
from directive_kg.site.contexts_body import BodyContext, body_pages, join_bodies
from directive_kg.site.contexts_paper import paper_index_pages
from directive_kg.site.contexts_place import PlaceContext, PlaceIndexContext, place_pages
from directive_kg.site.contexts_trace import trace_index_context, trace_index_pages
from directive_kg.site.pages import plan_links
from directive_kg.site.render import render
from directive_kg.site.rows import AgencyRow, AssignmentRow, LocationRow
from directive_kg.site.tables import Tables, natural, read_tables
from directive_kg.site.views import Site
from directive_kg.store.embedded import EmbeddedStore

MOST = 300_000  # bytes of a page
ID = "https://w3id.org/directive-kg/id/"
KIND = "https://w3id.org/directive-kg/vocabulary/agency-kind/"
ROLES = "https://w3id.org/directive-kg/vocabulary/role/"


@pytest.fixture(scope="module")
def tables(store: EmbeddedStore) -> Tables:
    """The fixture papers."""
    return read_tables(store)


def with_bodies(tables: Tables, names: list[str], kinds: int = 7, idle: int = 3) -> Site:
    """The fixture papers with these bodies only; every `idle`-th has no task, every 50th is a class of bodies."""
    bodies = [
        AgencyRow(
            f"{ID}agency/b-{n}", is_class=n % 50 == 1, name=name, kind=f"{KIND}k{n % kinds}" if n % kinds else None
        )
        for n, name in enumerate(names)
    ]
    task = next(iter(tables.tasks))
    named = [
        AssignmentRow(iri=f"{ID}a/{n}", task=task, role=f"{ROLES}{'lead' if n % 2 else 'coordinating'}", agent=body.iri)
        for n, body in enumerate(bodies)
        if n % idle
    ]
    many = replace(tables, agencies={body.iri: body for body in bodies}, assignments={task: named})
    return Site(many, plan_links(many))


def rendered(site: Site) -> list[tuple[BodyIndexContext, LexborHTMLParser]]:
    """The pages of the list, each light enough."""
    found = []
    for context in body_index_pages(site, join_bodies(site)):
        text = render("body_index.html", context)
        assert len(text.encode()) < MOST, context.frame.path
        found.append((context, LexborHTMLParser(text)))
    return found


def targets(page: LexborHTMLParser, css: str) -> list[str]:
    """Where the links lead."""
    return [str(link.attributes["href"]) for link in page.css(css)]


def test_three_thousand_bodies_stand_once_each_on_light_pages(tables: Tables) -> None:
    site = with_bodies(tables, [f"Ủy ban nhân dân phường Đông Hải {n}" for n in range(3000)])
    pages = rendered(site)
    assert len(pages) > 3
    shown = Counter(href for _, page in pages for href in targets(page, "table.cards th a, ul.many a"))
    assert shown == Counter(f"../{site.links.page(iri)}" for iri in site.tables.agencies)

    ids = {context.frame.path: {node.attributes["id"] for node in page.css("section[id]")} for context, page in pages}
    first, top = pages[0]
    assert sum(link.total for link in first.links) == 3000, "what the links count is what stands below them"
    assert len(top.css("ol.into li")) == len(first.links) == len({link.title for link in first.links})
    assert all(link.href.split("#")[1] in ids[link.href.split("#")[0]] for link in first.links)
    for context, page in pages:
        assert targets(page, 'nav.within[aria-label="Các phần"] a') == [f"../{path}" for path in ids]
        assert [link.attributes["href"] for link in page.css('nav[aria-label="Các phần"] [aria-current]')] == [
            f"../{context.frame.path}"
        ]


def test_within_a_kind_a_name_is_where_the_alphabet_puts_it(tables: Tables) -> None:
    names = [f"{word} {n}" for n in range(700) for word in ("Sở Ấm", "Sở Điện", "Sở Dầu", "Sở Em")]
    pages = rendered(with_bodies(tables, names))
    runs: dict[str, list[str]] = {}
    for context, _ in pages:
        for part in context.sections:
            assert part.continued == (part.anchor in runs)
            runs.setdefault(part.anchor, []).extend(line.body.name for line in part.lines)
            assert len({(line.body.is_class, line.kind) for line in part.lines}) == 1 or part.classes
    assert len(runs) > 7
    for run in runs.values():
        assert all(natural(fold(left)) <= natural(fold(right)) for left, right in pairwise(run))
    assert [(part.first, part.last) for part in pages[0][0].parts] == [
        (context.sections[0].lines[0].body.name, context.sections[-1].lines[-1].body.name) for context, _ in pages
    ]


def test_a_register_that_fits_one_page_has_the_busiest_first(tables: Tables) -> None:
    ((context, page),) = rendered(with_bodies(tables, [f"Sở {n}" for n in range(60)]))
    assert not context.links
    assert not context.parts
    counts = [line.counts for line in context.sections[0].lines]
    assert counts == sorted(counts, reverse=True)
    assert len(page.css("table.cards tbody tr, ul.many li")) == 60


def test_no_body_at_all_is_said(tables: Tables) -> None:
    ((_, page),) = rendered(with_bodies(tables, []))
    assert "Không có." in page.text()


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=20),
    st.integers(1, 900),
    st.integers(1, 900),
)
def test_whatever_they_are_called_no_page_is_heavy(tables: Tables, some: list[str], times: int, kinds: int) -> None:
    site = with_bodies(tables, some * times, kinds=kinds)
    assert sum(len(part.lines) for context, _ in rendered(site) for part in context.sections) == len(some) * times


def test_a_body_cannot_take_the_place_of_a_further_page(tables: Tables) -> None:
    site = with_bodies(tables, [f"Sở {n}" for n in range(2000)])
    thief = AgencyRow(f"{ID}agency/index.2", name="Kẻ trộm trang")
    many = replace(site.tables, agencies={**site.tables.agencies, thief.iri: thief})
    again = Site(many, plan_links(many))
    paths = [context.frame.path for context, _ in rendered(again)]
    assert "body/index.2.html" in paths
    assert again.links.page(thief.iri) not in paths


def test_the_lists_of_papers_and_places_are_light_too(tables: Tables) -> None:
    title = "Kế hoạch triển khai thực hiện Nghị quyết của Ban Chấp hành Trung ương về phát triển kinh tế tư nhân " * 4
    row = next(row for row in tables.papers.values() if row.held)
    places = {f"{ID}place/p{n}": LocationRow(f"{ID}place/p{n}", f"phường Đông Hải {n}") for n in range(3400)}
    papers = {
        f"{ID}directive/x/{n}": replace(row, iri=f"{ID}directive/x/{n}", title=title, place=place)
        for n, place in enumerate(places)
    }
    many = replace(tables, papers={**tables.papers, **papers}, locations={**tables.locations, **places})
    site = Site(many, plan_links(many))
    for template, pages in (
        ("paper_index.html", list(paper_index_pages(site))),
        ("trace_index.html", list(trace_index_pages(site, trace_index_context(site)))),
        ("place_index.html", [page for name, page in place_pages(site) if name == "place_index.html"]),
    ):
        sizes = {page.frame.path: len(render(template, page).encode()) for page in pages}
        assert max(sizes.values()) < MOST, sizes
        if template != "trace_index.html":
            assert len(sizes) > 5


def test_a_long_list_of_places_is_in_the_order_of_names_and_says_where_each_page_begins(tables: Tables) -> None:
    row = next(row for row in tables.papers.values() if row.held)
    places = {f"{ID}place/p{n}": LocationRow(f"{ID}place/p{n}", f"{'đdeaơ'[n % 5]} {n}") for n in range(700)}
    papers = {f"{ID}directive/x/{iri}": replace(row, iri=f"{ID}directive/x/{iri}", place=iri) for iri in places}
    many = replace(tables, papers={**tables.papers, **papers}, locations={**tables.locations, **places})
    site = Site(many, plan_links(many))
    pages = [page for _, page in place_pages(site) if isinstance(page, PlaceIndexContext)]
    names = [place.name for page in pages for place in page.places]
    assert names == sorted(names, key=lambda name: (natural(fold(name)), name))
    assert len(pages) == 3
    for page in pages:
        assert [(way.first, way.last) for way in page.parts] == [(p.places[0].name, p.places[-1].name) for p in pages]
        [here] = LexborHTMLParser(render("place_index.html", page)).css(".within [aria-current]")
        assert here.text() == f"Phần {pages.index(page) + 1}"


def test_the_page_of_a_body_or_a_place_tells_of_the_latest_and_leads_to_the_rest(tables: Tables) -> None:
    row = next(row for row in tables.papers.values() if row.held)
    head = AgencyRow(f"{ID}agency/tren", name="UBND thành phố", place=f"{ID}place/p")
    below = [AgencyRow(f"{ID}agency/d-{n}", name=f"Sở {n}", parent=head.iri, place=head.place) for n in range(2500)]
    papers = [
        replace(
            row,
            iri=f"{ID}directive/x/{n}",
            title="Kế hoạch triển khai " * 9,
            issuer=head.iri,
            place=place,
            date=f"2026-0{n % 9 + 1}-01",
        )
        for n, place in enumerate([f"{ID}place/q", *[f"{ID}place/p"] * 2500])
    ]
    many = replace(
        tables,
        papers={paper.iri: paper for paper in papers},
        agencies={body.iri: body for body in (head, *below)},
        locations={f"{ID}place/{name}": LocationRow(f"{ID}place/{name}", f"phường {name}") for name in "pq"},
    )
    site = Site(many, plan_links(many))
    pages = [*body_pages(site, join_bodies(site), head.iri), *place_pages(site)]
    shown = {context.frame.path: (context, render(template, context)) for template, context in pages}
    assert max(len(text.encode()) for _, text in shown.values()) < MOST
    for path, count in (("body/tren.html", 2501), ("place/p.html", 2500)):
        context, text = shown[path]
        assert isinstance(context, BodyContext | PlaceContext)
        assert len(context.papers) + context.papers_more == count
        assert {paper.date for paper in context.papers} == {"01/09/2026"}, "the latest"
        assert f"Còn {context.papers_more} văn bản cũ hơn" in text
    body, place = shown["body/tren.html"][0], shown["place/p.html"][0]
    assert isinstance(body, BodyContext)
    assert isinstance(place, PlaceContext)
    assert len(body.children) + body.children_more == 2500
    assert len(place.bodies) + place.bodies_more == 2501
