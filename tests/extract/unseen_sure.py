"""How much the confidence of a value is worth on the papers of `unseen/`: every value that a reading gives, right or wrong.

A value is a cell, the leads, the due day. What a reading leaves out is a hole, and none of these; a task that the paper
does not have is a wrong value with all that is in it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from directive_kg.names import fold
from directive_kg.records import DeadlineKind, Paper, Role, Task
from tests.extract.unseen_papers import UnseenPaper, Wanted, cells_of, due_of, is_row, leads_of, pairs


@dataclass(frozen=True, slots=True)
class Value:
    """How sure the reading was of a value, and whether it was right to be."""

    confidence: float
    right: bool
    what: str


def values(paper: UnseenPaper, read: Paper | None) -> Iterator[Value]:
    """Every value of a reading."""
    if read is None:
        return
    for wanted, tasks in ((paper.tasks, read.tasks), (paper.orders, read.orders)):
        found, left = pairs(wanted, tasks)
        for want, task in found:
            yield from _task(want, task, _row(paper, want), paper.name)
        for task in left:
            yield from _task(None, task, None, paper.name)


def _row(paper: UnseenPaper, want: Wanted) -> Mapping[str, str] | None:
    """The cells of a task's row by what its columns hold; merged ones say what the cell above says."""
    above: list[str] = []
    for line in filter(is_row, paper.text.split("\n")):
        cells = [above[i] if cell == "^^" and above else cell for i, cell in enumerate(cells_of(line))]
        row = dict(zip(paper.columns, cells, strict=False))
        if same(row.get("title", ""), want.title, opens=True):
            return row
        above = cells
    return None


def same(one: str, other: str, *, opens: bool = False) -> bool:
    """Whether the words are the same, marks and white space aside; with `opens`, whether `one` begins with `other`."""
    a, b = (re.sub(r"\W+", "", fold(text)) for text in (one, other))
    return a.startswith(b) if opens else a == b


def _task(want: Wanted | None, task: Task, row: Mapping[str, str] | None, name: str) -> Iterator[Value]:
    where = f"{name} {task.stt}"
    for cell in task.cells:
        if row is not None and not cell.field.startswith("column"):  # what no heading names is the cell's words alone
            yield Value(cell.confidence, same(row.get(cell.field, ""), cell.text), f"{where} {cell.field}: {cell.text}")
        elif want is None and cell.field == "title":
            yield Value(min(cell.confidence, task.confidence), False, f"{where} no such task: {cell.text}")
    lead = task.cell("lead")
    if bodies := task.bodies(Role.LEAD):
        sure = min([task.confidence, lead.confidence if lead else 1.0, *(body.confidence for body in bodies)])
        right = want is not None and leads_of(task) == want.leads
        yield Value(sure, right, f"{where} leads: {sorted(leads_of(task))}")
    if task.deadline.kind is not DeadlineKind.NONE:
        when = task.cell("deadline")
        sure = min(task.deadline.confidence, when.confidence if when else 1.0)
        right = want is not None and due_of(task) == want.due
        yield Value(sure, right, f"{where} due: {task.deadline.words} {due_of(task)}")
