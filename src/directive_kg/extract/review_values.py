"""The values of a paper that a person can look at, each by its subject: 'task/35.1/lead', 'citation/3', 'header/date'.

A subject without a value of its own ('annex/1', 'task/35.1/stt') names a doubt, which can be looked at and nothing more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.extract.doubts import SURE
from directive_kg.records import Body, Cell, Paper, Place, Role, Task

# Fields of a row that can be put right even where the reading left no cell.
CELL_FIELDS: Final = ("title", "deliverable", "deadline", "lead", "coordinating", "authority", "directing_leader")
HEADER_FIELDS: Final = ("number", "type", "title", "issuer", "date", "place_name", "signatory", "signatory_role")
INVESTMENT_PARTS: Final = ("total", "location")
# A doubt about a role speaks of the cell that the role was read from.
_FIELD_OF_ROLE: Final = {Role.APPROVING.value: "authority", Role.DIRECTING.value: "directing_leader"}


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it stands: in the paper, and as it was read."""

    subject: str
    field: str  # 'lead', 'citation', 'date', …
    seen: str  # the paper's own words
    read: str  # what was made of them
    place: Place | None
    confidence: float
    row: str = ""  # the row's title in the paper's own words
    editable: bool = True  # False for a doubt that has no value


def canonical(subject: str) -> str:
    """The subject of the value that a doubt speaks of.

    >>> canonical("task/3/approving"), canonical("citation/2/number"), canonical("investment/1/name")
    ('task/3/authority', 'citation/2', 'investment/1')
    """
    kind, *path = subject.split("/")
    if kind == "task" and len(path) == 2:
        return f"task/{path[0]}/{_FIELD_OF_ROLE.get(path[1], path[1])}"
    whole = kind in ("citation", "provision", "indicator") or (kind == "investment" and path[1:] == ["name"])
    return f"{kind}/{path[0]}" if whole and path else subject


def task_of(paper: Paper, key: str) -> Task | None:
    """The task of a key."""
    return next((task for task in paper.tasks + paper.orders if task.key == key), None)


def find_value(paper: Paper, subject: str) -> Value | None:
    """The value of a subject in the paper; None where the paper has no such thing."""
    kind, *path = subject.split("/")
    found: Value | None = None
    if kind == "task" and len(path) == 2 and (task := task_of(paper, path[0])):
        cell = task.cell(path[1])
        if cell or path[1] in CELL_FIELDS:
            found = _of_cell(task, cell or empty_cell(task, path[1]), subject)
    elif kind == "header" and path and path[0] in HEADER_FIELDS:
        found = _of_header(paper, path[0], subject)
    elif kind in ("citation", "indicator", "investment") and path:
        found = _of_part(paper, kind, path, subject)
    if found is None:
        return _of_doubt(paper, subject)
    return found


def empty_cell(task: Task, field: str) -> Cell:
    """The cell that a row lacks, at the row's own place."""
    place = task.title.place
    return Cell(field, "", Place("", place.line, place.page, place.table, place.row), 1.0)


def _of_cell(task: Task, cell: Cell, subject: str) -> Value:
    sure = [cell.confidence]
    if cell.field == "deadline" and cell.text:
        sure.append(task.deadline.confidence)
    sure += [a.body.confidence for a in task.assignments if a.place == cell.place and _is_unknown(a.body)]
    return Value(subject, cell.field, cell.place.text, cell.text, cell.place, min(sure), task.title.place.text)


def _is_unknown(body: Body) -> bool:
    return body.agency is None and not body.is_class


def _of_header(paper: Paper, field: str, subject: str) -> Value:
    place = dict(paper.header.places).get(field)
    doubts = [doubt for doubt in paper.doubts if doubt.subject == subject]
    place = place or next((doubt.place for doubt in doubts if doubt.place), None)
    read = getattr(paper.header, field) or ""
    sure = min((doubt.confidence for doubt in doubts), default=1.0)
    return Value(subject, field, place.text if place else "", read, place, sure)


def _of_part(paper: Paper, kind: str, path: Sequence[str], subject: str) -> Value | None:
    if kind == "citation":
        for citation in paper.citations:
            if citation.key == path[0]:
                place = citation.places[0] if citation.places else None
                seen = citation.raw_number or citation.number
                return Value(subject, kind, seen, citation.number, place, citation.confidence)
        return None
    at = int(path[0]) - 1 if path[0].isascii() and path[0].isdigit() else -1
    if kind == "indicator" and 0 <= at < len(paper.indicators):
        target = paper.indicators[at]
        return Value(subject, kind, target.place.text, target.text, target.place, target.confidence)
    if kind == "investment" and 0 <= at < len(paper.investments):
        work = paper.investments[at]
        part = path[1] if len(path) > 1 else None
        if part is None:
            return Value(subject, kind, work.place.text, work.name, work.place, work.confidence)
        if part in INVESTMENT_PARTS:
            read = {"total": "" if work.total is None else str(work.total), "location": work.location or ""}[part]
            sure = min((d.confidence for d in paper.doubts if d.subject == subject), default=1.0)
            return Value(subject, part, work.place.text, read, work.place, sure, work.place.text)
    return None


def _of_doubt(paper: Paper, subject: str) -> Value | None:
    for doubt in paper.doubts:
        if canonical(doubt.subject) == subject:
            words = doubt.place.text if doubt.place else doubt.reason_vi
            kind = subject.partition("/")[0]
            return Value(subject, kind, words, "", doubt.place, doubt.confidence, editable=False)
    return None


def doubtful(paper: Paper) -> Iterator[Value]:
    """Every value that a person should look at, once each, in the paper's order."""
    subjects = [canonical(doubt.subject) for doubt in paper.doubts]
    for task in paper.tasks + paper.orders:
        subjects += [f"task/{task.key}/{cell.field}" for cell in task.cells if cell.confidence < SURE]
    subjects += [f"citation/{citation.key}" for citation in paper.citations if citation.confidence < SURE]
    subjects += [f"indicator/{n}" for n, target in enumerate(paper.indicators, start=1) if target.confidence < SURE]
    subjects += [f"investment/{n}" for n, work in enumerate(paper.investments, start=1) if work.confidence < SURE]
    looked_at = {review.subject for review in paper.reviews if review.holds}
    for subject in dict.fromkeys(subjects):
        if subject not in looked_at and (value := find_value(paper, subject)):
            yield value
