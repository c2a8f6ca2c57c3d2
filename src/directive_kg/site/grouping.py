"""Tasks put together by what they share: lead body, paper, field of work, quarter, or what they leave open."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from directive_kg.site.briefs import Brief
from directive_kg.site.clarity import HOLES
from directive_kg.site.views import Site
from directive_kg.site.words import Label

_NO_LEAD: Final = Label("Chưa rõ cơ quan chủ trì", "No single lead body")
_NO_FIELD: Final = Label("Chưa xếp được lĩnh vực", "No field of work")
# What has a day comes first, by day; then what waits, what recurs, what goes on, and what says nothing.
_KINDS_WITHOUT_DAY: Final = ("conditional", "recurring", "ongoing", "none")


@dataclass(frozen=True, slots=True)
class Section:
    """Tasks that share something; a section may stand below another."""

    title: Label
    href: str | None  # the page of what they share
    rows: tuple[Brief, ...]
    hole: bool = False  # they share that something is not clear
    sections: tuple["Section", ...] = ()  # instead of rows
    anchor: str = ""  # where it has one of its own


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to put tasks together, with the ending of the page that shows it."""

    code: str
    title: Label
    sections: Callable[[Site, Sequence[Brief]], tuple[Section, ...]]


def by_body(site: Site, tasks: Sequence[Brief]) -> tuple[Section, ...]:
    """By lead body, those that lead most first; a task that two bodies lead stands under both; the unled come last."""
    found: dict[str, list[Brief]] = {}
    for task in tasks:
        for body in task.leads or ("",):
            found.setdefault(body, []).append(task)
    order = sorted(found, key=lambda body: (not body, -len(found[body]), site.body_name(body)))
    return tuple(
        Section(Label(site.body_name(body)), site.links.page(body), by_deadline(found[body]))
        if body
        else Section(_NO_LEAD, None, by_deadline(found[body]), hole=True)
        for body in order
    )


def by_paper(site: Site, tasks: Sequence[Brief]) -> tuple[Section, ...]:
    """By paper in the order given, within a paper by lead body."""
    found: dict[str, list[Brief]] = {}
    for task in tasks:
        found.setdefault(task.paper, []).append(task)
    return tuple(
        Section(Label(site.paper(paper).name), site.links.page(paper), (), sections=by_body(site, rows))
        for paper, rows in found.items()
    )


def by_field(site: Site, tasks: Sequence[Brief]) -> tuple[Section, ...]:
    """By the fields of work of the bodies that lead; a task of two fields stands under both."""
    found: dict[str, list[Brief]] = {}
    for task in tasks:
        fields = {row.field for body in task.leads for row in site.tables.fields.get(body, ())}
        for field in sorted(fields) or ("",):
            found.setdefault(field, []).append(task)
    order = sorted(found, key=lambda field: (not field, -len(found[field]), site.label(field).vi))
    return tuple(
        Section(site.label(field) if field else _NO_FIELD, None, by_deadline(found[field]), hole=not field)
        for field in order
    )


def by_quarter(site: Site, tasks: Sequence[Brief]) -> tuple[Section, ...]:
    """By the quarter of the last day; what has none by kind of deadline."""
    dated: dict[tuple[int, int], list[Brief]] = {}
    others: dict[str, list[Brief]] = {}
    for task in tasks:
        if task.end:
            dated.setdefault((task.end.year, (task.end.month + 2) // 3), []).append(task)
        else:
            others.setdefault(task.kind, []).append(task)
    quarters = tuple(
        Section(Label(f"Quý {_ROMAN[quarter]}/{year}", f"Q{quarter} {year}"), None, by_deadline(rows))
        for (year, quarter), rows in sorted(dated.items())
    )
    order = sorted(others, key=lambda code: (_rank_of_kind(code), code))
    return quarters + tuple(
        Section(site.term("deadline-kind", code), None, tuple(others[code]), hole=code == "none") for code in order
    )


def by_hole(_: Site, tasks: Sequence[Brief]) -> tuple[Section, ...]:
    """What is not clear first: a section for each thing left open, then the tasks that leave nothing open."""
    sections = []
    open_tasks: set[str] = set()
    for place, hole in enumerate(HOLES):
        rows = [task for task in tasks if place in task.open]
        open_tasks.update(row.iri for row in rows)
        if rows:
            sections.append(Section(hole.title, None, by_deadline(rows), hole=True))
    rest = [task for task in tasks if task.iri not in open_tasks]
    if rest:
        sections.append(Section(Label("Rõ cả", "Nothing left open"), None, by_deadline(rest)))
    return tuple(sections)


_ROMAN: Final = {1: "I", 2: "II", 3: "III", 4: "IV"}

BY_BODY: Final = Grouping("", Label("Cơ quan chủ trì", "Lead body"), by_body)
GROUPINGS: Final = (
    BY_BODY,
    Grouping("theo-van-ban", Label("Văn bản", "Paper"), by_paper),
    Grouping("theo-linh-vuc", Label("Lĩnh vực", "Field of work"), by_field),
    Grouping("theo-quy", Label("Quý", "Quarter"), by_quarter),
    Grouping("chua-ro", Label("Chỗ chưa rõ trước", "What is unclear first"), by_hole),
)


def by_deadline(tasks: Iterable[Brief]) -> tuple[Brief, ...]:
    """Tasks by the day they are due; those without a day after them, by kind of deadline."""

    def order(task: Brief) -> tuple[int, date, str]:
        due = task.end or task.start
        if due:
            return (0, due, task.iri)
        return (1 + _rank_of_kind(task.kind), date.max, task.iri)

    return tuple(sorted(tasks, key=order))


def _rank_of_kind(code: str) -> int:
    return _KINDS_WITHOUT_DAY.index(code) if code in _KINDS_WITHOUT_DAY else 0
