"""Tasks put together in every way: none is lost, and what is not clear is said."""

from datetime import date

import pytest

from directive_kg.site.grouping import GROUPINGS, Grouping, Section, by_body, by_hole, by_quarter
from directive_kg.site.pages import plan_links
from directive_kg.site.tables import read_tables
from directive_kg.site.views import Site
from directive_kg.store.embedded import EmbeddedStore


@pytest.fixture(scope="module")
def views(store: EmbeddedStore) -> Site:
    """The fixture papers on a day."""
    tables = read_tables(store)
    return Site(tables, plan_links(tables), today=date(2026, 4, 1))


def rows(sections: tuple[Section, ...]) -> list[str]:
    """Every task of the sections, as often as it stands there."""
    return [row.iri for part in sections for row in part.rows] + [
        iri for part in sections for iri in rows(part.sections)
    ]


@pytest.mark.parametrize("way", GROUPINGS, ids=lambda way: way.code or "theo-co-quan")
def test_no_way_of_putting_tasks_together_loses_one(way: Grouping, views: Site) -> None:
    tasks = list(views.briefs.values())
    assert set(rows(way.sections(views, tasks))) == {task.iri for task in tasks}
    assert way.sections(views, []) == ()


def test_a_task_of_two_leads_stands_under_both_and_the_unled_come_last(views: Site) -> None:
    sections = by_body(views, list(views.briefs.values()))
    assert [part.hole for part in sections] == [False] * (len(sections) - 1) + [True]
    both = [iri for iri in views.tables.tasks if len(views.lead_bodies(iri)) == 2]
    assert both
    assert all(rows(sections).count(iri) == 2 for iri in both)
    assert all(views.lead_bodies(row.iri) == () for row in sections[-1].rows)


def test_a_standing_task_is_in_no_quarter(views: Site) -> None:
    sections = {part.title.vi: part for part in by_quarter(views, list(views.briefs.values()))}
    assert sections["Thường xuyên"].rows
    for name, part in sections.items():
        if name.startswith("Quý"):
            for row in part.rows:
                end = views.tables.deadlines[row.iri].end
                assert end is not None
                assert name == f"Quý {('I', 'II', 'III', 'IV')[(end.month - 1) // 3]}/{end.year}"


def test_what_is_unclear_comes_first_and_what_is_clear_once(views: Site) -> None:
    sections = by_hole(views, list(views.briefs.values()))
    assert [part.hole for part in sections] == [True] * (len(sections) - 1) + [False]
    unclear = {row.iri for part in sections[:-1] for row in part.rows}
    assert unclear.isdisjoint(row.iri for row in sections[-1].rows)
