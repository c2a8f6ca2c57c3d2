"""Months as calendars: on which days tasks are due. A task of a month or a quarter stands at its last day."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from directive_kg.site.briefs import Brief
from directive_kg.site.views import Site


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of a month, or a place before its first or after its last day."""

    day: int  # 0: no day of the month
    count: int
    late: bool
    today: bool


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month, its weeks from Monday on."""

    year: int
    month: int
    page: str  # of the tasks that are due in it
    weeks: tuple[tuple[DayCell, ...], ...]


def month_grids(site: Site, months: Mapping[tuple[int, int], str], most: int) -> tuple[MonthGrid, ...]:
    """At most `most` of the months, given with their pages: from the day given on, else from the first."""
    due = _by_day(site.briefs.values())
    first = (site.today.year, site.today.month) if site.today else (0, 0)
    wanted = sorted(month for month in months if month >= first)[:most]
    return tuple(_grid(site, year, month, months[year, month], due) for year, month in wanted)


def _grid(site: Site, year: int, month: int, page: str, due: Mapping[date, Sequence[Brief]]) -> MonthGrid:
    weeks = []
    for week in calendar.Calendar().monthdayscalendar(year, month):
        cells = []
        for day in week:
            here = date(year, month, day) if day else None
            tasks = due.get(here, ()) if here else ()
            late = any(site.state(task.iri) == "overdue" for task in tasks)
            cells.append(DayCell(day, len(tasks), late, here is not None and here == site.today))
        weeks.append(tuple(cells))
    return MonthGrid(year, month, page, tuple(weeks))


def _by_day(tasks: Iterable[Brief]) -> dict[date, list[Brief]]:
    found: dict[date, list[Brief]] = defaultdict(list)
    for task in tasks:
        if task.end:
            found[task.end].append(task)
    return found
