"""What counts and groups need of every task, small enough to be held for all of them; all else is read as it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from directive_kg.site import words
from directive_kg.site.clarity import HOLES

if TYPE_CHECKING:
    from directive_kg.site.views import Site

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Brief:
    """A task in brief."""

    iri: str
    paper: str
    parent: str | None  # the task that it says it is a part of
    start: date | None
    end: date | None
    kind: str  # code of the vocabulary 'deadline-kind'
    completed: date | None
    roles: tuple[tuple[str, str], ...]  # (role, body), each once, in the paper's order
    leads: tuple[str, ...]  # the single known bodies that lead it
    open: tuple[int, ...]  # which of `clarity.HOLES` it leaves open
    made: tuple[str, ...]  # kinds of what must come out of it; '' where none was read


class _Shared(dict[Value, Value]):
    """Gives for equal values one and the same: the tasks have few bodies, days and kinds between them."""

    def __missing__(self, value: Value) -> Value:
        self[value] = value
        return value


def briefs(site: "Site") -> Iterator[Brief]:
    """Every task in brief."""
    tables = site.tables
    shared: _Shared[object] = _Shared()

    def one(value: Value) -> Value:
        return shared[value]  # type: ignore[return-value]  # an equal value

    for iri in tables.tasks:
        task, due = tables.tasks[iri], tables.deadlines.get(iri)
        named = ((words.code(row.role), row.agent) for row in tables.assignments.get(iri, ()) if row.agent)
        yield Brief(
            iri=iri,
            paper=one(task.paper),
            parent=task.parent,
            start=one(due.start) if due else None,
            end=one(due.end) if due else None,
            kind=one((words.code(due.kind) if due else "") or "none"),
            completed=task.completed,
            roles=one(tuple(one(pair) for pair in dict.fromkeys(named))),
            leads=one(site.lead_bodies(iri)),
            open=one(tuple(place for place, hole in enumerate(HOLES) if hole.open_in(site, iri))),
            made=one(tuple(sorted({words.code(row.kind) for row in tables.deliverables.get(iri, ()) if row.words}))),
        )
