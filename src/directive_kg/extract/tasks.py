"""Rows and orders as task records: cells with their places, bodies by role, deadline, deliverable."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from directive_kg.extract.bodies import split_bodies
from directive_kg.extract.body_words import UNNAMED
from directive_kg.extract.deadlines import find_due, read_deadline
from directive_kg.extract.deliverables import read_deliverable
from directive_kg.extract.labels import LabelledItem
from directive_kg.extract.orders import Order
from directive_kg.extract.posts import unsure_leads
from directive_kg.extract.tables import TableRow
from directive_kg.names import slug
from directive_kg.readers.markup import one_line
from directive_kg.records import Assignment, Body, Cell, Origin, Place, Role, Task
from directive_kg.register import Register

ROLE_OF_FIELD: Final[Mapping[str, Role]] = {
    "lead": Role.LEAD,
    "coordinating": Role.COORDINATING,
    "authority": Role.APPROVING,
    "directing_leader": Role.DIRECTING,
}

_CUT_OFF: Final = 0.6  # sure of a cell whose words break off
_OPEN_END: Final = re.compile(r"(?:,|\s(?:và|của|các|thuộc|với|cho|về|tại))$")

CiteKeys = Callable[[str], tuple[str, ...]]


def row_tasks(
    rows: Sequence[TableRow],
    *,
    columns: Sequence[str | None],
    register: Register,
    home: str,
    year: int | None,
    cites: CiteKeys,
) -> list[Task]:
    """The tasks of one table's rows, in order; keys are the printed numbers where these are unique."""
    taken: set[str] = set()
    keys: dict[str, str] = {}  # printed number -> key of its latest row
    tasks: list[Task] = []
    for row in rows:
        key = _key(row.stt or f"row-{row.row}", row.table, taken)
        taken.add(key)
        if row.stt:
            keys[row.stt] = key
        parent = keys.get(row.part_of) if row.part_of else None
        tasks.append(_row_task(row, key, parent, columns, register=register, home=home, year=year, cites=cites))
    return tasks


def _key(wanted: str, table: int, taken: Iterable[str]) -> str:
    base = slug(wanted) or "row"
    if table > 1:
        base = f"t{table}-{base}"
    key, count = base, 1
    while key in taken:
        count += 1
        key = f"{base}-{count}"
    return key


def _row_task(
    row: TableRow,
    key: str,
    parent: str | None,
    columns: Sequence[str | None],
    *,
    register: Register,
    home: str,
    year: int | None,
    cites: CiteKeys,
) -> Task:
    cells = tuple(_cell(row, name, columns) for name in row.cells if name != "stt")
    by_field = {cell.field: cell for cell in cells if cell.text}
    title = by_field.get("title") or Cell("title", "", Place("", line=row.line, table=row.table, row=row.row))
    deadline = by_field.get("deadline")
    deliverable = by_field.get("deliverable")
    read = read_deadline(deadline.text if deadline else None, year=year, place=deadline.place if deadline else None)
    return Task(
        key=key,
        origin=Origin.ANNEX_ROW,
        title=title,
        stt=row.stt or None,
        parent=parent,
        group=row.group,
        cells=tuple(by_field.values()),
        assignments=_assignments(by_field, register, home),
        deadline=read,
        deliverable=read_deliverable(deliverable.text, year=year, place=deliverable.place) if deliverable else None,
        cites=cites(" \n ".join(cell.text for cell in by_field.values())),
        confidence=min((cell.confidence for cell in by_field.values()), default=0.0),
    )


def _cell(row: TableRow, name: str, columns: Sequence[str | None]) -> Cell:
    pieces = row.cells[name]
    texts = [piece.text for piece in pieces]
    place = Place(
        text=one_line(" ".join(texts)),
        line=pieces[0].line,
        page=pieces[0].page,
        table=row.table,
        row=row.row,
        column=columns.index(name) + 1 if name in columns else pieces[0].column,
    )
    text = row.text(name)
    sure = min([piece.confidence for piece in pieces])
    return Cell(name, text, place, min(sure, _CUT_OFF) if _OPEN_END.search(text) else sure)


def _assignments(cells: Mapping[str, Cell], register: Register, home: str) -> tuple[Assignment, ...]:
    return tuple(
        Assignment(role, body, cells[name].place)
        for name, role in ROLE_OF_FIELD.items()
        if name in cells
        for body in _bodies(role, cells[name].text, register, home)
    )


def _bodies(role: Role, text: str, register: Register, home: str) -> tuple[Body, ...]:
    bodies = tuple(
        body
        for body in split_bodies(text, register=register, home=home)
        # No name opens with a small letter: these are the cell's words, and nobody.
        if body.agency or body.is_class or body.confidence > UNNAMED or not body.name[:1].islower()
    )
    return unsure_leads(bodies, text) if role is Role.LEAD else bodies


def labelled_tasks(
    items: Sequence[LabelledItem],
    *,
    provision_of: Callable[[int], str | None],
    register: Register,
    home: str,
    year: int | None,
    cites: CiteKeys,
) -> list[Task]:
    """Labelled items as tasks; the key says under which provision an item stands."""
    taken: set[str] = set()
    tasks: list[Task] = []
    for item in items:
        provision = provision_of(item.owner.line)
        key = _key(f"item-{provision or item.owner.line}", 1, taken)
        taken.add(key)
        place = Place(item.title, line=item.owner.line, page=item.owner.page)
        title = Cell("title", item.title, place, item.owner.confidence)
        cells = {"title": title} | {
            name: Cell(name, text, Place(text, line=paragraph.line, page=paragraph.page), paragraph.confidence)
            for name, (text, paragraph) in item.values.items()
        }
        due, made = cells.get("deadline"), cells.get("deliverable")
        tasks.append(
            Task(
                key=key,
                origin=Origin.LABELLED_ITEM,
                title=title,
                stt=item.stt,
                cells=tuple(cells.values()),
                assignments=_assignments(cells, register, home),
                deadline=read_deadline(due.text if due else None, year=year, place=due.place if due else None),
                deliverable=read_deliverable(made.text, year=year, place=made.place) if made else None,
                cites=cites(" \n ".join(cell.text for cell in cells.values())),
                provision=provision,
                confidence=min(cell.confidence for cell in cells.values()),
            )
        )
    return tasks


def order_tasks(
    orders: Sequence[Order], *, provision_of: Callable[[int], str | None], year: int | None, cites: CiteKeys
) -> list[Task]:
    """Orders of the running text as tasks; the key says under which provision an order stands."""
    taken: set[str] = set()
    tasks: list[Task] = []
    for order in orders:
        provision = provision_of(order.paragraph.line)
        key = _key(f"order-{provision or order.paragraph.line}", 1, taken)
        taken.add(key)
        place = Place(order.title, line=order.paragraph.line, page=order.paragraph.page)
        addressed = Place(order.addressed or order.title, line=order.paragraph.line, page=order.paragraph.page)
        words = order.due or find_due(order.title, year=year)
        sure = min(order.paragraph.confidence, order.sure)
        title = Cell("title", order.title, place, sure)
        lead = Cell("lead", order.addressed, addressed, sure)
        tasks.append(
            Task(
                key=key,
                origin=Origin.BODY_ORDER,
                title=title,
                stt=order.mark,
                cells=(title, lead),
                assignments=tuple(
                    Assignment(Role.LEAD, body, addressed) for body in unsure_leads(order.bodies, order.addressed)
                ),
                deadline=read_deadline(words, year=year, place=place if words else None),
                cites=cites(order.title),
                provision=provision,
                confidence=sure,
            )
        )
    return tasks
