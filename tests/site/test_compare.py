"""Papers and tasks side by side: the same task found in both, differences of words marked."""

from dataclasses import replace

import pytest

from directive_kg.site.compare import compare_pages, compared_with
from directive_kg.site.contexts_task import task_context
from directive_kg.site.pages import plan_links
from directive_kg.site.rows import LinkRow, MatchRow
from directive_kg.site.tables import read_tables
from directive_kg.site.views import Site
from directive_kg.store.embedded import EmbeddedStore

BASE = "https://w3id.org/directive-kg/id/directive"
PLAN = f"{BASE}/ubnd-tp-hai-phong/2026/7001-kh-ubnd"
LETTER = f"{BASE}/vp-ubnd-tp-hai-phong/2026/khong-so-04-7001-kh-ubnd"


@pytest.fixture
def views(store: EmbeddedStore) -> Site:
    """The fixture papers, the letter's first task said to repeat the plan's first."""
    tables = read_tables(store)
    left, right = tables.paper_tasks[LETTER][0].iri, tables.paper_tasks[PLAN][0].iri
    match = MatchRow(f"{left}/match/1", left, right, 0.8, "tên giống nhau 80%", "titles 80% alike")
    return Site(replace(tables, matches={left: (match,), right: (match,)}), plan_links(tables))


def test_two_papers_with_a_task_in_common_have_one_page_the_earlier_first(views: Site) -> None:
    [page] = compare_pages(views, PLAN)
    assert (page.earlier.name, page.later.name) == ("Kế hoạch 7001/KH-UBND", "Công văn số (trống)/VP-TH")
    [pair] = page.pairs
    assert pair.score == 80
    assert {field.name.vi: field.differs for field in pair.fields}["Nhiệm vụ"]
    assert all(field.differs == (field.own != field.other) for field in pair.fields)
    assert (page.only_earlier, page.only_later) == ((), ()), "neither is a version of the other"
    [seen] = compared_with(views, LETTER)
    assert (seen.page, seen.pairs) == (page.frame.path, 1)


def test_a_version_tells_what_only_one_of_them_has(views: Site) -> None:
    change = LinkRow(LETTER, "https://w3id.org/directive-kg/ontology#replaces", PLAN)
    tables = replace(
        views.tables,
        links_from={**views.tables.links_from, LETTER: (change,)},
        links_to={**views.tables.links_to, PLAN: (change,)},
    )
    [page] = compare_pages(Site(tables, views.links), PLAN)
    assert page.relation.vi == "Thay thế"
    assert len(page.only_earlier) == len(tables.paper_tasks[PLAN]) - 1
    assert len(page.only_later) == len(tables.paper_tasks[LETTER]) - 1


def test_a_task_shows_the_same_task_of_the_other_paper(views: Site) -> None:
    row = views.tables.paper_tasks[PLAN][0]
    [alike] = task_context(views, row, (), "x.html").alike
    assert alike.later
    assert alike.paper.name.startswith("Công văn")
    assert alike.task.href == views.links.page(views.tables.paper_tasks[LETTER][0].iri)
