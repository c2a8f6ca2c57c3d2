"""How a task stands to a day: late only where a day was given and the words name one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.site.calendars import month_grids
from directive_kg.site.charts import PIECES, Line, by_state, chart_of
from directive_kg.site.contexts_task import task_context
from directive_kg.site.pages import plan_links
from directive_kg.site.render import render
from directive_kg.site.rows import ProgressRow
from directive_kg.site.tables import Tables, read_tables
from directive_kg.site.views import Site
from directive_kg.store.embedded import EmbeddedStore

DAY = date(2026, 4, 1)


@pytest.fixture(scope="module")
def tables(store: EmbeddedStore) -> Tables:
    """The fixture papers."""
    return read_tables(store)


def state(tables: Tables, kind: str, end: date | None, today: date | None = DAY) -> str:
    """The state of a task with that deadline."""
    task, row = next(iter(tables.deadlines.items()))
    row = replace(row, kind=f"https://w3id.org/directive-kg/vocabulary/deadline-kind/{kind}", start=None, end=end)
    return Site(replace(tables, deadlines={task: row}), plan_links(tables), today=today).when(task).state_code


@pytest.mark.parametrize(
    ("days", "wanted"), [(-1, "overdue"), (0, "soon"), (30, "soon"), (31, "later"), (-400, "overdue")]
)
def test_the_last_day_itself_is_not_late(tables: Tables, days: int, wanted: str) -> None:
    assert state(tables, "by", DAY + timedelta(days=days)) == wanted


@pytest.mark.parametrize("kind", ["ongoing", "recurring", "conditional", "none"])
def test_what_has_no_one_day_is_never_late(tables: Tables, kind: str) -> None:
    assert state(tables, kind, DAY - timedelta(days=400)) == kind


def test_without_a_day_given_nothing_is_late(tables: Tables) -> None:
    assert state(tables, "by", date(2020, 1, 1), today=None) == ""
    site = Site(tables, plan_links(tables))
    assert set(by_state(site, site.briefs.values())) <= {"bar", "pale"}


@given(st.lists(st.dictionaries(st.sampled_from(list(PIECES)), st.integers(0, 10**6)), max_size=8))
def test_a_chart_s_pieces_lie_end_to_end_and_none_outgrows_it(counts: Sequence[dict[str, int]]) -> None:
    chart = chart_of([Line(f"Sở {number}", None, of) for number, of in enumerate(counts)])
    assert [bar.count for bar in chart.bars] == [sum(of.values()) for of in counts]
    for bar in chart.bars:
        assert all(one.x + one.length == other.x for one, other in zip(bar.pieces, bar.pieces[1:], strict=False))
        assert bar.end <= chart.width
        assert bar.y + bar.height <= chart.height


def test_a_calendar_counts_every_task_whose_last_day_it_has(tables: Tables) -> None:
    site = Site(tables, plan_links(tables), today=DAY)
    ends = [row.end for row in tables.deadlines.values() if row.end]
    months = {(end.year, end.month): f"thang-{end:%Y-%m}.html" for end in ends}
    grids = month_grids(site, months, 99)
    assert [(grid.year, grid.month) for grid in grids] == sorted(month for month in months if month >= (2026, 4))
    for grid in grids:
        cells = [cell for week in grid.weeks for cell in week if cell.day]
        assert sum(cell.count for cell in cells) == sum(
            (end.year, end.month) == (grid.year, grid.month) for end in ends
        )
        for cell in cells:
            assert cell.count == ends.count(date(grid.year, grid.month, cell.day))
            assert cell.today == (date(grid.year, grid.month, cell.day) == DAY)


def test_what_is_reported_done_is_not_late_and_its_page_says_who_said_so(tables: Tables) -> None:
    iri = next(task for task, row in tables.deadlines.items() if row.end and row.end < DAY)
    task = replace(tables.tasks[iri], completed=DAY - timedelta(days=1))
    said = ProgressRow(
        "urn:x:report", iri, None, None, DAY, DAY - timedelta(days=1), "Báo cáo số 9", None, "<b>xong</b>"
    )
    told = replace(tables, tasks={**tables.tasks, iri: task}, progress={iri: (said,)})
    site = Site(told, plan_links(tables), today=DAY)
    assert Site(tables, site.links, today=DAY).when(iri).overdue
    assert site.when(iri).state_code == "done"
    assert Site(told, site.links, today=DAY - timedelta(days=9)).when(iri).state_code != "done", "not yet, on that day"
    page = render("task.html", task_context(site, task, (), "index.html"))
    assert "Báo cáo số 9" in page
    assert "&lt;b&gt;xong&lt;/b&gt;" in page
