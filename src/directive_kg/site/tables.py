"""Runs every query of `queries/` once and keeps the answers as typed tables, joined later by key.

Set-based on purpose: a site of 100,000 tasks asks as many queries as a site of ten.
"""

import re
import types
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from typing import Protocol, TypeVar, get_args, get_type_hints

from directive_kg.site import rows
from directive_kg.store.protocol import Store, Term

Row = TypeVar("Row")


class _Thing(Protocol):
    @property
    def iri(self) -> str: ...


class _Positioned(_Thing, Protocol):
    @property
    def position(self) -> int | None: ...


Thing = TypeVar("Thing", bound=_Thing)
Positioned = TypeVar("Positioned", bound=_Positioned)


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that the pages show. Tables of things are keyed by IRI, tables of parts by what they belong to."""

    papers: Mapping[str, rows.PaperRow]
    sources: Mapping[str, rows.SourceRow]
    tasks: Mapping[str, rows.TaskRow]
    provisions: Mapping[str, rows.ProvisionRow]
    agencies: Mapping[str, rows.AgencyRow]
    labels: Mapping[str, rows.LabelRow]
    citations: Mapping[str, rows.CitationRow]
    deadlines: Mapping[str, rows.DeadlineRow]  # by task
    deliverables: Mapping[str, Sequence[rows.DeliverableRow]]  # by task
    assignments: Mapping[str, Sequence[rows.AssignmentRow]]  # by task, in the paper's order
    places: Mapping[str, Sequence[rows.PlaceRow]]  # by owner
    columns: Mapping[str, Sequence[str]]  # by paper: fields in the paper's own order
    paper_tasks: Mapping[str, Sequence[rows.TaskRow]]  # by paper, in the paper's order
    paper_citations: Mapping[str, Sequence[rows.CitationRow]]  # by paper
    paper_provisions: Mapping[str, Sequence[rows.ProvisionRow]]  # by paper, in the paper's order
    indicators: Mapping[str, Sequence[rows.IndicatorRow]]  # by paper
    targets: Mapping[str, Sequence[rows.TargetRow]]  # by indicator
    investments: Mapping[str, Sequence[rows.InvestmentRow]]  # by paper
    doubts: Mapping[str, Sequence[rows.DoubtRow]]  # by paper
    task_citations: Mapping[str, Sequence[rows.TaskCitationRow]]  # by task
    task_links: Mapping[str, Sequence[rows.TaskLinkRow]]  # by the paper that is named
    links_from: Mapping[str, Sequence[rows.LinkRow]]  # by source
    links_to: Mapping[str, Sequence[rows.LinkRow]]  # by target
    aliases: Mapping[str, Sequence[rows.AliasRow]]  # by body
    changes: Sequence[rows.ChangeRow]
    fields: Mapping[str, Sequence[rows.FieldRow]]  # by body
    locations: Mapping[str, rows.LocationRow]
    reviews: Mapping[str, Sequence[rows.ReviewRow]]  # by what they are about
    matches: Mapping[str, Sequence[rows.MatchRow]]  # by either of the two tasks


def read_tables(store: Store) -> Tables:
    """Run all queries. Raises StoreError when the store fails."""
    tasks = _ordered(_read(store, "tasks", rows.TaskRow))
    provisions = _ordered(_read(store, "provisions", rows.ProvisionRow))
    citations = _ordered(_read(store, "citations", rows.CitationRow))
    links = _read(store, "links", rows.LinkRow)
    return Tables(
        papers=_keyed(_read(store, "papers", rows.PaperRow), lambda r: r.iri),
        sources=_keyed(_read(store, "sources", rows.SourceRow), lambda r: r.iri),
        tasks=_keyed(tasks, lambda r: r.iri),
        provisions=_keyed(provisions, lambda r: r.iri),
        agencies=_keyed(_read(store, "agencies", rows.AgencyRow), lambda r: r.iri),
        labels=_keyed(_read(store, "labels", rows.LabelRow), lambda r: r.iri),
        citations=_keyed(citations, lambda r: r.iri),
        deadlines=_keyed(_read(store, "deadlines", rows.DeadlineRow), lambda r: r.task),
        deliverables=_grouped(_unique(_read(store, "deliverables", rows.DeliverableRow)), lambda r: r.task),
        assignments=_grouped(_ordered(_read(store, "assignments", rows.AssignmentRow)), lambda r: r.task),
        places=_grouped(_ordered(_read(store, "places", rows.PlaceRow)), lambda r: r.owner),
        columns=_columns(_read(store, "columns", rows.ColumnRow)),
        paper_tasks=_grouped(tasks, lambda r: r.paper),
        paper_citations=_grouped(citations, lambda r: r.paper),
        paper_provisions=_grouped(provisions, lambda r: r.paper),
        indicators=_grouped(_ordered(_read(store, "indicators", rows.IndicatorRow)), lambda r: r.paper),
        targets=_grouped(_by_name(_read(store, "targets", rows.TargetRow)), lambda r: r.indicator),
        investments=_grouped(_ordered(_read(store, "investments", rows.InvestmentRow)), lambda r: r.paper),
        doubts=_grouped(_by_name(_read(store, "doubts", rows.DoubtRow)), lambda r: r.paper),
        task_citations=_grouped(_read(store, "task_citations", rows.TaskCitationRow), lambda r: r.task),
        task_links=_grouped(_read(store, "task_links", rows.TaskLinkRow), lambda r: r.target),
        links_from=_grouped(links, lambda r: r.source),
        links_to=_grouped(links, lambda r: r.target),
        aliases=_grouped(_read(store, "aliases", rows.AliasRow), lambda r: r.agency),
        changes=_read(store, "changes", rows.ChangeRow),
        fields=_grouped(_read(store, "fields", rows.FieldRow), lambda r: r.agency),
        locations=_keyed(_read(store, "locations", rows.LocationRow), lambda r: r.iri),
        reviews=_grouped(_by_name(_read(store, "reviews", rows.ReviewRow)), lambda r: r.about),
        matches=_by_either(_unique(_read(store, "matches", rows.MatchRow))),
    )


def query_text(name: str) -> str:
    """The text of `queries/<name>.rq`."""
    return files("directive_kg.site").joinpath("queries", f"{name}.rq").read_text(encoding="utf-8")


def _read(store: Store, name: str, kind: type[Row]) -> list[Row]:
    """One table, sorted by its values so that every build writes the same bytes."""
    answer = store.select(query_text(name))
    ordered = sorted(answer.rows, key=lambda row: [("" if term is None else term.value) for term in row])
    converters = _converters(kind)
    wanted = [(variable, converters[variable]) for variable in answer.variables if variable in converters]
    places = [answer.variables.index(variable) for variable, _ in wanted]
    del answer
    found = []
    ordered.reverse()
    while ordered:  # the answer is let go of row by row: a table of a million rows is not held twice
        row = ordered.pop()
        values = {}
        for place, (variable, convert) in zip(places, wanted, strict=True):
            term = row[place]
            if term is not None and (value := convert(term)) is not None:
                values[variable] = value
        found.append(kind(**values))
    return found


def _converters(kind: type[object]) -> dict[str, Callable[[Term], object]]:
    """For each field of a row class, how a term becomes its value; a literal that does not parse becomes None."""
    hints = get_type_hints(kind)
    converters: dict[str, Callable[[Term], object]] = {}
    for field in fields(kind):  # type: ignore[arg-type]  # every class of rows.py is a dataclass
        hint = hints[field.name]
        plain = [part for part in get_args(hint) if part is not types.NoneType] if get_args(hint) else [hint]
        assert len(plain) == 1, f"{kind.__name__}.{field.name}"
        assert plain[0] is str or field.default is not MISSING, f"{kind.__name__}.{field.name} needs a default"
        converters[field.name] = _CONVERTERS[plain[0]]
    return converters


def _whole(term: Term) -> int | None:
    try:
        return int(term.value)
    except ValueError:
        return None


def _fraction(term: Term) -> float | None:
    try:
        return float(term.value)
    except ValueError:
        return None


def _decimal(term: Term) -> Decimal | None:
    try:
        value = Decimal(term.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _day(term: Term) -> date | None:
    try:
        return date.fromisoformat(term.value)
    except ValueError:
        return None


_CONVERTERS: dict[type, Callable[[Term], object]] = {
    str: lambda term: term.value,
    bool: lambda term: term.value in {"true", "1"},
    int: _whole,
    float: _fraction,
    Decimal: _decimal,
    date: _day,
}


def _keyed(found: Iterable[Row], key: Callable[[Row], str]) -> dict[str, Row]:
    """The first row of each key: a graph mended by hand may say a single-valued thing twice."""
    table: dict[str, Row] = {}
    for row in found:
        table.setdefault(key(row), row)
    return table


def _grouped(found: Iterable[Row], key: Callable[[Row], str]) -> dict[str, Sequence[Row]]:
    table: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        table[key(row)].append(row)
    return {name: tuple(group) for name, group in table.items()}


def _by_either(found: Iterable[rows.MatchRow]) -> dict[str, Sequence[rows.MatchRow]]:
    table: dict[str, list[rows.MatchRow]] = defaultdict(list)
    for row in found:
        for task in sorted({row.left, row.right}):
            table[task].append(row)
    return {task: tuple(group) for task, group in table.items()}


def _unique(found: Iterable[Thing]) -> list[Thing]:
    return list(_keyed(found, lambda row: row.iri).values())


def _ordered(found: Iterable[Positioned]) -> list[Positioned]:
    """One row a thing, by position; things without one last, by name."""
    return sorted(_unique(found), key=lambda row: (row.position is None, row.position or 0, natural(row.iri)))


def _by_name(found: Iterable[Thing]) -> list[Thing]:
    """One row a thing, its name's numbers in counting order: citation/2 before citation/10."""
    return sorted(_unique(found), key=lambda row: natural(row.iri))


def natural(text: str) -> list[tuple[int, str]]:
    """A sorting key that counts the numbers within a text.

    >>> sorted(["task/10", "task/9"], key=natural)
    ['task/9', 'task/10']
    """
    parts = re.split(r"([0-9]{1,18})", text)  # odd places hold the numbers
    return [(int(part), "") if place % 2 else (0, part) for place, part in enumerate(parts)]


def _columns(found: Iterable[rows.ColumnRow]) -> dict[str, Sequence[str]]:
    table: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in found:
        order, _, field = row.column.partition(" ")
        if order.isascii() and order.isdigit() and field:
            table[row.paper].append((int(order[:9]), field))
    return {paper: tuple(field for _, field in sorted(columns)) for paper, columns in table.items()}
