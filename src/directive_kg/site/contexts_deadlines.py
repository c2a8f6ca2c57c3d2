"""Tasks by when they are due and by what is unclear about them: an overview, and a page or more for each group."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.site import links, words
from directive_kg.site.briefs import Brief
from directive_kg.site.calendars import MonthGrid, month_grids
from directive_kg.site.charts import Chart, Line, by_state, chart_of
from directive_kg.site.clarity import HOLES
from directive_kg.site.exports.files import files_beside
from directive_kg.site.exports.lists import listed
from directive_kg.site.grouping import by_deadline
from directive_kg.site.parts import parted
from directive_kg.site.pieces import BodyRef, Frame, Ref, TaskLine
from directive_kg.site.views import SOON, Site
from directive_kg.site.words import Label

_MOST_CALENDARS: Final = 3
_MOST_QUARTERS: Final = 8
_MOST_BODIES: Final = 40
_EARLIER: Final = (0, 0)
_NO_QUARTER: Final = (9999, 9)  # after every quarter
MOST_ROWS: Final = 150  # of one page: some 240 kB of table


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks that have something in common, with the first of their pages."""

    title: Label
    page: str
    rows: tuple[Brief, ...]
    late: int = 0  # how many of them are overdue


@dataclass(frozen=True, slots=True)
class TaskGroupContext:
    """What one page of a group shows."""

    frame: Frame
    title: Label
    overview: Ref  # where it is one of several
    parts: tuple[Ref, ...]  # the pages of the group, where there is more than one
    total: int
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class DeadlinesContext:
    """What the deadlines page shows. Overdue is told only where a day was given."""

    frame: Frame
    today: str
    overdue: int
    pressing: tuple[TaskGroup, ...]  # overdue, and due soon: only where a day was given
    months: tuple[TaskGroup, ...]
    others: tuple[TaskGroup, ...]  # by kind of deadline, of those without a day
    unclear: tuple[TaskGroup, ...]
    chart: Chart
    calendars: tuple[MonthGrid, ...]
    by_body: "BodyQuarters"


@dataclass(frozen=True, slots=True)
class BodyQuarters:
    """How many tasks each body leads that are due in each quarter, and without a day."""

    quarters: tuple[str, ...]
    lines: tuple[tuple[BodyRef, tuple[int, ...], int], ...]  # by quarter, then how many are overdue
    more: int  # bodies that are not shown


@dataclass(frozen=True, slots=True)
class TaskGroups:
    """All tasks by what they have in common."""

    pressing: tuple[TaskGroup, ...]  # overdue, and due soon: only where a day was given
    months: tuple[TaskGroup, ...]
    others: tuple[TaskGroup, ...]  # by kind of deadline, of those without a day
    unclear: tuple[TaskGroup, ...]

    @property
    def all(self) -> tuple[TaskGroup, ...]:
        """Every group."""
        return (*self.pressing, *self.months, *self.others, *self.unclear)


def task_groups(site: Site) -> TaskGroups:
    """Every task by the month in which it is due, those without a day by kind, and by what presses or is unclear."""
    return TaskGroups(_pressing(site), _by_month(site), _by_kind(site), _unclear(site))


def deadlines_context(site: Site, groups: TaskGroups) -> DeadlinesContext:
    """The overview of all groups."""
    months, others = groups.months, groups.others
    path = "deadlines.html"
    parts = [(group.title.vi, group.rows) for group in (*months, *others)]
    files = files_beside(path, listed(site, "Nhiệm vụ theo thời hạn", parts, Label("Tháng")))
    return DeadlinesContext(
        frame=site.frame(path, Label("Thời hạn", "Deadlines"), "deadlines", files=files),
        today=words.day(site.today),
        overdue=sum(group.late for group in months),
        pressing=groups.pressing,
        months=months,
        others=others,
        unclear=groups.unclear,
        chart=month_chart(site, months),
        calendars=month_grids(site, {_year_month(group): group.page for group in months}, _MOST_CALENDARS),
        by_body=_body_quarters(site),
    )


def group_pages(site: Site, group: TaskGroup) -> Iterator[TaskGroupContext]:
    """The pages of a group; one of more than `MOST_ROWS` tasks has several, and its files beside the first."""
    parts, names = parted(group.page, group.rows, MOST_ROWS)
    for number, (path, rows) in enumerate(parts, start=1):
        title = Label(group.title.vi + (f" ({number}/{len(parts)})" if names else ""), group.title.en)
        taken = listed(site, group.title.vi, [("", group.rows)], Label("")) if number == 1 else None
        yield TaskGroupContext(
            frame=site.frame(path, title, "deadlines", wide=True, files=files_beside(path, taken) if taken else ()),
            title=group.title,
            overview=Ref("Thời hạn", "deadlines.html"),
            parts=names,
            total=len(group.rows),
            tasks=tuple(map(site.task, rows)),
        )


def month_chart(site: Site, months: Sequence[TaskGroup]) -> Chart:
    """How many tasks are due in each month."""
    lines = [Line(group.title.vi.removeprefix("Tháng "), group.page, by_state(site, group.rows)) for group in months]
    return chart_of(lines, site.today is not None)


def _year_month(group: TaskGroup) -> tuple[int, int]:
    year, _, month = group.page.removesuffix(".html").rpartition("thang-")[2].partition("-")
    return int(year), int(month)


def _body_quarters(site: Site) -> BodyQuarters:
    """The bodies that lead most, by the quarters from that of the day given on; earlier ones are one column."""
    first = (site.today.year, (site.today.month + 2) // 3) if site.today else (0, 0)
    counts: dict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
    late: Counter[str] = Counter()
    for task in site.briefs.values():
        quarter = (task.end.year, (task.end.month + 2) // 3) if task.end else _NO_QUARTER
        for body in task.leads:
            counts[body][_EARLIER if quarter < first else quarter] += 1
            late[body] += site.state(task.iri) == "overdue"
    quarters = sorted({quarter for of in counts.values() for quarter in of if quarter != _NO_QUARTER})
    shown, rest = quarters[:_MOST_QUARTERS], quarters[_MOST_QUARTERS:]
    names = [_quarter_name(quarter) for quarter in shown]
    bodies = sorted(counts, key=lambda body: (-sum(counts[body].values()), body))
    lines = []
    for body in bodies[:_MOST_BODIES]:
        of = counts[body]
        numbers = [of[quarter] for quarter in shown]
        if rest:
            numbers.append(sum(of[quarter] for quarter in rest))
        lines.append((site.body(body), (*numbers, of[_NO_QUARTER]), late[body]))
    later = ["Sau đó"] if rest else []
    return BodyQuarters((*names, *later, "Không có ngày"), tuple(lines), max(0, len(bodies) - _MOST_BODIES))


def _quarter_name(quarter: tuple[int, int]) -> str:
    return "Trước đó" if quarter == _EARLIER else f"Quý {('I', 'II', 'III', 'IV')[quarter[1] - 1]}/{quarter[0]}"


def _by_month(site: Site) -> tuple[TaskGroup, ...]:
    months: dict[tuple[int, int], list[Brief]] = defaultdict(list)
    for task in site.briefs.values():
        if task.end:
            months[task.end.year, task.end.month].append(task)
    return tuple(
        _group(site, Label(f"Tháng {month:02}/{year}"), f"thang-{year:04}-{month:02}", tasks)
        for (year, month), tasks in sorted(months.items())
    )


def _by_kind(site: Site) -> tuple[TaskGroup, ...]:
    kinds: dict[str, list[Brief]] = defaultdict(list)
    for task in site.briefs.values():
        if not task.end:
            kinds[task.kind].append(task)
    return tuple(
        _group(site, site.term("deadline-kind", code), f"kieu-{links.safe_segment(code)}", tasks)
        for code, tasks in sorted(kinds.items())
    )


def _pressing(site: Site) -> tuple[TaskGroup, ...]:
    if site.today is None:
        return ()
    late = [task for task in site.briefs.values() if site.state(task.iri) == "overdue"]
    next_days = [task for task in site.briefs.values() if site.state(task.iri) == "soon"]
    return (
        _group(site, Label("Quá hạn", "Overdue"), "qua-han", late),
        _group(site, Label(f"{SOON} ngày tới", f"Next {SOON} days"), "sap-den-han", next_days),
    )


def _unclear(site: Site) -> tuple[TaskGroup, ...]:
    return tuple(
        _group(site, hole.title, hole.code, [task for task in site.briefs.values() if place in task.open])
        for place, hole in enumerate(HOLES)
    )


def _group(site: Site, title: Label, name: str, tasks: list[Brief]) -> TaskGroup:
    late = sum(site.state(task.iri) == "overdue" for task in tasks)
    return TaskGroup(title, f"deadlines/{name}.html", by_deadline(tasks), late)
