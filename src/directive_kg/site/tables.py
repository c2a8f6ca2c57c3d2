"""Runs every query of `queries/` once and keeps the answers as typed tables, joined later by key.

Set-based on purpose: a site of 100,000 tasks asks as many queries as a site of ten. What grows with the tasks lies on a
shelf on disk and is read as it is shown; what every page needs is held.
"""

import re
import types
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from typing import Any, Final, TypeVar, get_args, get_type_hints, overload

from directive_kg.site import rows
from directive_kg.site.reads import Noted, Reads
from directive_kg.site.shelf import Cells, Order, Shelf, Shelved
from directive_kg.store.protocol import Store, stream

Row = TypeVar("Row")


class Listed(Sequence[Row]):
    """The things that belong to another, in their order; each is looked up when it is asked for."""

    def __init__(self, table: Mapping[str, Row], iris: Sequence[str]) -> None:
        self._table, self._iris = table, iris

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return [self._table[iri] for iri in self._iris[place]]
        return self._table[self._iris[place]]

    def __len__(self) -> int:
        return len(self._iris)

    def __iter__(self) -> Iterator[Row]:
        return (self._table[iri] for iri in self._iris)


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
    progress: Mapping[str, Sequence[rows.ProgressRow]]  # by task
    reviews: Mapping[str, Sequence[rows.ReviewRow]]  # by what they are about
    matches: Mapping[str, Sequence[rows.MatchRow]]  # by either of the two tasks
    reads: Reads = field(default_factory=Reads)  # notes what is looked up


def read_tables(store: Store, shelf: Shelf | None = None) -> Tables:
    """Run all queries; what there is much of is laid on the shelf. Raises StoreError when the store fails."""
    shelf = shelf or Shelf()
    for kind in _SHELVED:
        shelf.lay(_laid_under(kind, _laid(store, kind.name, kind.row)))
    orders = {kind.name: kind.order for kind in _SHELVED}
    orders |= {kind.listed[0]: _listed for kind in _SHELVED if kind.listed}
    shelf.settle(orders)
    return tables_on(shelf, _held(store))


def _laid_under(kind: "_Kind", found: Iterable[Cells]) -> Iterator[tuple[str, str, Cells]]:
    """(thing, kind, row) of every row, and of its place in a list where it has one."""
    names = [field.name for field in fields(kind.row)]  # type: ignore[arg-type]  # as in `_converters`
    keys = [names.index(key) for key in kind.keys]
    for row in found:
        for iri in sorted({row[place] or "" for place in keys}):
            yield iri, kind.name, row
        if kind.listed:
            name, of = kind.listed
            yield row[names.index(of)] or "", name, (row[0], row[names.index("position")])


def _held(store: Store) -> dict[str, Any]:
    """The tables that are held, by their field."""
    links = _read(store, "links", rows.LinkRow)
    return {
        "papers": _keyed(_read(store, "papers", rows.PaperRow), lambda r: r.iri),
        "agencies": _keyed(_read(store, "agencies", rows.AgencyRow), lambda r: r.iri),
        "labels": _keyed(_read(store, "labels", rows.LabelRow), lambda r: r.iri),
        "task_links": _grouped(_read(store, "task_links", rows.TaskLinkRow), lambda r: r.target),
        "links_from": _grouped(links, lambda r: r.source),
        "links_to": _grouped(links, lambda r: r.target),
        "aliases": _grouped(_read(store, "aliases", rows.AliasRow), lambda r: r.agency),
        "changes": _read(store, "changes", rows.ChangeRow),
        "fields": _grouped(_read(store, "fields", rows.FieldRow), lambda r: r.agency),
        "locations": _keyed(_read(store, "locations", rows.LocationRow), lambda r: r.iri),
    }


def held_of(tables: Tables) -> dict[str, Any]:
    """The tables that are no views of a shelf, to be handed to another process."""
    named = {column.name: getattr(tables, column.name) for column in fields(tables) if column.name != "reads"}
    held = {name: table for name, table in named.items() if not isinstance(table, Shelved)}
    return {name: table.inner if isinstance(table, Noted) else table for name, table in held.items()}


def tables_on(shelf: Shelf, held: Mapping[str, Any]) -> Tables:
    """The tables of a shelf that has been laid, with those that are held."""
    noted: dict[str, Any] = {
        name: Noted(name, of, shelf.reads) if isinstance(of, Mapping) else of for name, of in held.items()
    }
    tasks = shelf.view("tasks", _first(rows.TaskRow))
    provisions = shelf.view("provisions", _first(rows.ProvisionRow))
    citations = shelf.view("citations", _first(rows.CitationRow))
    return Tables(
        sources=shelf.view("sources", _first(rows.SourceRow)),
        tasks=tasks,
        provisions=provisions,
        citations=citations,
        deadlines=shelf.view("deadlines", _first(rows.DeadlineRow)),
        deliverables=shelf.view("deliverables", _every(rows.DeliverableRow)),
        assignments=shelf.view("assignments", _every(rows.AssignmentRow)),
        places=shelf.view("places", _every(rows.PlaceRow)),
        columns=shelf.view("columns", _columns),
        paper_tasks=shelf.view("paper_tasks", _members(tasks)),
        paper_citations=shelf.view("paper_citations", _members(citations)),
        paper_provisions=shelf.view("paper_provisions", _members(provisions)),
        indicators=shelf.view("indicators", _every(rows.IndicatorRow)),
        targets=shelf.view("targets", _every(rows.TargetRow)),
        investments=shelf.view("investments", _every(rows.InvestmentRow)),
        doubts=shelf.view("doubts", _every(rows.DoubtRow)),
        task_citations=shelf.view("task_citations", _every(rows.TaskCitationRow)),
        progress=shelf.view("progress", _every(rows.ProgressRow)),
        reviews=shelf.view("reviews", _every(rows.ReviewRow)),
        matches=shelf.view("matches", _every(rows.MatchRow)),
        reads=shelf.reads,
        **noted,
    )


def query_text(name: str) -> str:
    """The text of `queries/<name>.rq`."""
    return files("directive_kg.site").joinpath("queries", f"{name}.rq").read_text(encoding="utf-8")


def _read(store: Store, name: str, kind: type[Row]) -> list[Row]:
    """One table, sorted by its values so that every build writes the same bytes."""
    make = _maker(kind)
    return [make(cells) for cells in sorted(_laid(store, name, kind), key=_by_values)]


def _laid(store: Store, name: str, kind: type[object]) -> Iterator[Cells]:
    """The rows of a query as texts, in the order of the fields of its row class."""
    variables, found = stream(store, query_text(name))
    places = [variables.index(field.name) if field.name in variables else None for field in fields(kind)]  # type: ignore[arg-type]  # as in `_converters`
    for row in found:
        yield [None if place is None else row[place] for place in places]


def _by_values(cells: Cells) -> list[str]:
    return [cell or "" for cell in cells]


def _maker(kind: type[Row]) -> Callable[[Cells], Row]:
    """What makes a row of its texts; a literal that does not parse counts as not given."""
    converters = list(_converters(kind).items())

    def make(cells: Cells) -> Row:
        values = {}
        for (name, convert), cell in zip(converters, cells, strict=True):
            if cell is not None and (value := convert(cell)) is not None:
                values[name] = value
        return kind(**values)

    return make


def _first(kind: type[Row]) -> Callable[[Sequence[Cells]], Row]:
    """The one row of a thing: a graph mended by hand may say a single-valued thing twice."""
    make = _maker(kind)
    return lambda found: make(found[0])


def _every(kind: type[Row]) -> Callable[[Sequence[Cells]], Sequence[Row]]:
    make = _maker(kind)
    return lambda found: tuple(map(make, found))


def _members(table: Mapping[str, Row]) -> Callable[[Sequence[Cells]], Sequence[Row]]:
    return lambda found: Listed(table, [iri for (iri,) in found if iri])


def _converters(kind: type[object]) -> dict[str, Callable[[str], object]]:
    """For each field of a row class, how a text becomes its value; one that does not parse becomes None."""
    hints = get_type_hints(kind)
    converters: dict[str, Callable[[str], object]] = {}
    for column in fields(kind):  # type: ignore[arg-type]  # every class of rows.py is a dataclass
        hint = hints[column.name]
        plain = [part for part in get_args(hint) if part is not types.NoneType] if get_args(hint) else [hint]
        assert len(plain) == 1, f"{kind.__name__}.{column.name}"
        assert plain[0] is str or column.default is not MISSING, f"{kind.__name__}.{column.name} needs a default"
        converters[column.name] = _CONVERTERS[plain[0]]
    return converters


def _whole(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _fraction(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_CONVERTERS: dict[type, Callable[[str], object]] = {
    str: str,
    bool: lambda text: text in {"true", "1"},
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


def _single(found: list[Cells]) -> Sequence[Cells]:
    return [min(found, key=_by_values)]


def _unique(found: list[Cells]) -> list[Cells]:
    """One row a thing; its name is the first cell."""
    return list(_keyed(sorted(found, key=_by_values), lambda row: row[0] or "").values())


def _by_name(found: list[Cells]) -> Sequence[Cells]:
    """One row a thing, its name's numbers in counting order: citation/2 before citation/10."""
    return sorted(_unique(found), key=lambda row: natural(row[0] or ""))


def _ordered(kind: type[object]) -> Order:
    """One row a thing, by position; things without one last, by name."""
    place = [column.name for column in fields(kind)].index("position")  # type: ignore[arg-type]  # as in `_converters`
    return lambda found: sorted(_unique(found), key=lambda row: _position(row[place], row[0]))


def _listed(found: list[Cells]) -> Sequence[Cells]:
    """The names alone, by position."""
    return [row[:1] for row in sorted(_unique(found), key=lambda row: _position(row[1], row[0]))]


def _position(text: str | None, name: str | None) -> tuple[bool, int, list[tuple[int, str]]]:
    position = None if text is None else _whole(text)
    return position is None, position or 0, natural(name or "")


def natural(text: str) -> list[tuple[int, str]]:
    """A sorting key that counts the numbers within a text.

    >>> sorted(["task/10", "task/9"], key=natural)
    ['task/9', 'task/10']
    """
    parts = re.split(r"([0-9]{1,18})", text)  # odd places hold the numbers
    return [(int(part), "") if place % 2 else (0, part) for place, part in enumerate(parts)]


def _columns(found: Iterable[Cells]) -> Sequence[str]:
    """The fields of an annex from cells such as '3 deliverable'."""
    columns = []
    for _, column in found:
        order, _, name = (column or "").partition(" ")
        if order.isascii() and order.isdigit() and name:
            columns.append((int(order[:9]), name))
    return tuple(name for _, name in sorted(columns))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A query whose rows lie on the shelf."""

    name: str
    row: type[object]
    keys: tuple[str, ...]  # the fields that name what a row is about
    order: Order
    listed: tuple[str, str] | None = None  # the list that its things stand in, and the field of whose list it is


_SHELVED: Final = (
    _Kind("sources", rows.SourceRow, ("iri",), _single),
    _Kind("tasks", rows.TaskRow, ("iri",), _single, ("paper_tasks", "paper")),
    _Kind("provisions", rows.ProvisionRow, ("iri",), _single, ("paper_provisions", "paper")),
    _Kind("citations", rows.CitationRow, ("iri",), _single, ("paper_citations", "paper")),
    _Kind("deadlines", rows.DeadlineRow, ("task",), _single),
    _Kind("deliverables", rows.DeliverableRow, ("task",), _unique),
    _Kind("assignments", rows.AssignmentRow, ("task",), _ordered(rows.AssignmentRow)),
    _Kind("places", rows.PlaceRow, ("owner",), _ordered(rows.PlaceRow)),
    _Kind("columns", rows.ColumnRow, ("paper",), lambda found: sorted(found, key=_by_values)),
    _Kind("indicators", rows.IndicatorRow, ("paper",), _ordered(rows.IndicatorRow)),
    _Kind("targets", rows.TargetRow, ("indicator",), _by_name),
    _Kind("investments", rows.InvestmentRow, ("paper",), _ordered(rows.InvestmentRow)),
    _Kind("doubts", rows.DoubtRow, ("paper",), _by_name),
    _Kind("task_citations", rows.TaskCitationRow, ("task",), lambda found: sorted(found, key=_by_values)),
    _Kind("progress", rows.ProgressRow, ("task",), _by_name),
    _Kind("reviews", rows.ReviewRow, ("about",), _by_name),
    _Kind("matches", rows.MatchRow, ("left", "right"), _unique),
)
