"""A person's word for a value, put into the records: read by the same grammar and register as the paper's own words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from directive_kg.errors import BadInputError
from directive_kg.extract.bodies import split_bodies
from directive_kg.extract.citations import find_citations
from directive_kg.extract.deadlines import read_deadline
from directive_kg.extract.deliverables import read_deliverable
from directive_kg.extract.doubts import SURE
from directive_kg.extract.due_words import find_due
from directive_kg.extract.indicators import read_targets
from directive_kg.extract.review_values import INVESTMENT_PARTS, Value, empty_cell, task_of
from directive_kg.extract.tasks import ROLE_OF_FIELD
from directive_kg.names import fold_number
from directive_kg.records import Assignment, Cell, Citation, DeadlineKind, Header, Origin, Paper, Place, Role, Task
from directive_kg.register import Register

T = TypeVar("T")

_COUNTED: Final = (Role.LEAD, Role.APPROVING)
_PEOPLE_DATE: Final = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})")


def put(paper: Paper, value: Value, words: str, sure: float, register: Register) -> Paper:
    """The paper with these words for a value, everything that follows from them read again; `sure` is its confidence.

    Raises BadInputError for words that a value of that kind cannot have.
    """
    kind, *path = value.subject.split("/")
    if not value.editable:
        return paper
    if kind == "task":
        return _with_cell(paper, value, words, sure, register)
    if kind == "header":
        return _with_year(replace(paper, header=_header(paper, path[0], words, register)), _year(paper.header))
    if kind == "citation":
        cited = next(c for c in paper.citations if c.key == path[0])
        new = _citation(paper, cited, words, sure, register)
        return replace(paper, citations=tuple(new if c is cited else c for c in paper.citations))
    at = int(path[0]) - 1
    if kind == "indicator":
        target = paper.indicators[at]
        targets = target.targets if words == target.text else read_targets(words)
        target = replace(target, text=words, targets=targets, confidence=sure)
        return replace(paper, indicators=_replaced(paper.indicators, at, target))
    work = paper.investments[at]
    if path[1:] and path[1] in INVESTMENT_PARTS:
        work = replace(work, total=_amount(words)) if path[1] == "total" else replace(work, location=words or None)
    else:
        work = replace(work, name=words, confidence=sure)
    return replace(paper, investments=_replaced(paper.investments, at, work))


def not_understood(paper: Paper, value: Value, words: str, register: Register) -> str | None:
    """Why corrected words would still be a riddle: a body that the register has not, a deadline without a meaning."""
    if value.subject.partition("/")[0] != "task":
        return None
    year = _year(paper.header)
    if value.field == "deadline":
        read = read_deadline(words, year=year)
        if words and (read.kind is DeadlineKind.NONE or read.confidence < SURE):
            return f"chưa hiểu chắc thời hạn “{words}” / the deadline is not understood for certain"
    role = ROLE_OF_FIELD.get(value.field)
    if role in _COUNTED and words:
        bodies = split_bodies(words, register=register, home=paper.home)
        if not bodies:
            return f"“{words}” không nêu cơ quan nào / names no body"
        unknown = [body.name for body in bodies if body.agency is None and not body.is_class]
        if unknown:
            return f"danh bạ chưa có cơ quan / the register does not know: {'; '.join(unknown)}"
    return None


def _replaced(items: Sequence[T], at: int, item: T) -> tuple[T, ...]:
    return (*items[:at], item, *items[at + 1 :])


def _with_cell(paper: Paper, value: Value, words: str, sure: float, register: Register) -> Paper:
    _, key, field = value.subject.split("/")
    task = task_of(paper, key)
    assert task is not None  # the value was found in it
    old = task.cell(field)
    cell = replace(old or empty_cell(task, field), text=words, confidence=sure)
    changed = old is None or old.text != words
    if changed:
        paper = _with_new_citations(paper, words, cell.place, register)
    task = _with_reading(_put_cell(task, cell), cell, changed, paper, register)
    numbers = [c.text for c in task.cells]
    keys = {fold_number(c.number): c.key for c in reversed(paper.citations)}
    if changed:
        named = find_citations([(text, Place(text)) for text in numbers], register=register, home=paper.home)
        found = [keys[fold_number(c.number)] for c in named if fold_number(c.number) in keys]
        task = replace(task, cites=tuple(dict.fromkeys(found)))

    def swapped(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
        return tuple(task if t.key == key else t for t in tasks)

    return replace(paper, tasks=swapped(paper.tasks), orders=swapped(paper.orders))


def _put_cell(task: Task, cell: Cell) -> Task:
    """The task with a cell in place of its old one; an emptied cell goes, and the row is as sure as its cells."""
    was_least = task.confidence == min((c.confidence for c in task.cells), default=0.0)
    others = [c for c in task.cells if c.field != cell.field]
    at = next((i for i, c in enumerate(task.cells) if c.field == cell.field), len(task.cells))
    cells = [*others[:at], *([cell] if cell.text or cell.place.text else []), *others[at:]]
    least = min((c.confidence for c in cells), default=0.0)
    title = cell if cell.field == "title" else task.title
    return replace(task, title=title, cells=tuple(cells), confidence=least if was_least else task.confidence)


def _with_reading(task: Task, cell: Cell, changed: bool, paper: Paper, register: Register) -> Task:
    """What follows from a cell: read again where its words changed, else as it was; as sure as the cell now is."""
    year = _year(paper.header)
    if cell.field == "deadline":
        # Of words that were not certain no day was taken: now that they are, they are read again.
        read = read_deadline(cell.text, year=year, place=cell.place)
        return replace(task, deadline=replace(read, confidence=cell.confidence))
    if cell.field == "title" and task.origin is Origin.BODY_ORDER and changed and task.cell("deadline") is None:
        words = find_due(cell.text, year=year)
        read = read_deadline(words, year=year, place=cell.place if words else None)
        return replace(task, deadline=replace(read, confidence=min(read.confidence, cell.confidence)))
    if cell.field == "deliverable" and changed:
        made = read_deliverable(cell.text, year=year, place=cell.place) if cell.text else None
        return replace(task, deliverable=made)
    role = ROLE_OF_FIELD.get(cell.field)
    if role is None:
        return task
    own = [a.body for a in task.assignments if a.role is role]
    bodies = split_bodies(cell.text, register=register, home=paper.home) if changed else own
    made_of = [Assignment(role, replace(body, confidence=cell.confidence), cell.place) for body in bodies]
    others = [a for a in task.assignments if a.role is not role]
    ordered = sorted([*others, *made_of], key=lambda a: list(Role).index(a.role))
    return replace(task, assignments=tuple(ordered))


def _with_new_citations(paper: Paper, words: str, place: Place, register: Register) -> Paper:
    """The paper with what corrected words cite and its text, as it was read, does not."""
    known = {fold_number(c.number) for c in paper.citations} | {fold_number(paper.header.number or "")}
    found = find_citations([(words, place)], register=register, home=paper.home)
    fresh = [c for c in found if fold_number(c.number) not in known]
    last = max((int(c.key) for c in paper.citations if c.key.isdigit()), default=0)
    numbered = [replace(c, key=str(last + n)) for n, c in enumerate(fresh, start=1)]
    return replace(paper, citations=(*paper.citations, *numbered))


def _citation(paper: Paper, old: Citation, words: str, sure: float, register: Register) -> Citation:
    if words == old.number:
        return replace(old, confidence=sure)
    found = find_citations([(words, Place(words))], register=register, home=paper.home)
    if len(found) != 1 or fold_number(found[0].number) != fold_number(words):
        raise BadInputError(
            f"không phải một số, ký hiệu văn bản: “{words}”; viết như 71/KH-UBND / not the number of one paper"
        )
    new = found[0]
    return replace(
        old,
        number=new.number,
        raw_number=old.raw_number or old.number,
        type=new.type or old.type,
        issuer=new.issuer or old.issuer,
        issuer_agency=new.issuer_agency if new.issuer else old.issuer_agency,
        confidence=sure,
    )


def _header(paper: Paper, field: str, words: str, register: Register) -> Header:
    header = paper.header
    if field == "issuer":
        agency = register.resolve(words, paper.home)
        return replace(header, issuer=words or None, issuer_agency=agency.code if agency else None)
    if field == "date":
        return replace(header, date=_date(words))
    if field == "number":
        return replace(header, number=words or None, number_partial=None if words else header.number_partial)
    changes: dict[str, str | None] = {field: words or None}
    return replace(header, **changes)  # type: ignore[arg-type]  # the fields that are left are strings


def _with_year(paper: Paper, before: int | None) -> Paper:
    """The paper whose deadlines take the year that it has now: a month without a year is one of the paper's own."""
    year = _year(paper.header)

    def dated(task: Task) -> Task:
        due = task.deadline
        if due != read_deadline(due.words, year=before, place=due.place):
            return task
        return replace(task, deadline=read_deadline(due.words, year=year, place=due.place))

    if year == before:
        return paper
    return replace(paper, tasks=tuple(map(dated, paper.tasks)), orders=tuple(map(dated, paper.orders)))


def _date(words: str) -> str | None:
    """ISO of '04/03/2026', '3/2026', '2026' or of ISO itself. Raises BadInputError for what is no date."""
    if not words:
        return None
    found = _PEOPLE_DATE.fullmatch(words)
    try:
        if found is None:
            return date.fromisoformat(words).isoformat()
        day, month, year = (int(piece) if piece else None for piece in found.groups())
        whole = date(year or 0, month or 1, day or 1).isoformat()
    except ValueError:
        raise BadInputError(f"không phải ngày dd/mm/yyyy: “{words}” / not a date") from None
    return whole if day else whole[:7] if month else whole[:4]


def _amount(words: str) -> Decimal | None:
    """'14.000' and '14000' are fourteen thousand, '14.000,5' has a half. Raises BadInputError for what is no figure."""
    if not words:
        return None
    plain = words.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain) or "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise BadInputError(f"không phải số tiền: “{words}” / not an amount") from None
    if not amount.is_finite() or amount < 0:
        raise BadInputError(f"không phải số tiền: “{words}” / not an amount")
    return amount


def _year(header: Header) -> int | None:
    return int(header.date[:4]) if header.date else None
