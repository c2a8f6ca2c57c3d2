"""A task with its cells, assignments, deadline and deliverable -> statements."""

from collections import Counter
from typing import Final

from pyoxigraph import NamedNode

from directive_kg.graph.statements import Statements
from directive_kg.graph.terms import boolean, code, day, days_of, integer
from directive_kg.records import Cell, Deadline, Deliverable, Header, Place, Role, Task

# The short way from a task to a body, by role (shared design, 'Words').
SHORTCUTS: Final = {
    Role.LEAD: "dkg:lead",
    Role.COORDINATING: "dkg:coordinating",
    Role.APPROVING: "dkg:authority",
    Role.DIRECTING: "dkg:directedBy",
    Role.ADVISING: "dkg:advising",
}


def write_task(out: Statements, task: Task, position: int, header: Header) -> None:
    """Say everything of one task; `header` is that of its paper."""
    node = out.part("task", task.key)
    out.add(out.paper, "dkg:hasTask", node)
    out.type(node, "dkg:Task")
    out.add(node, "dkg:inDirective", out.paper)
    out.text(node, "dkg:stt", task.stt)
    out.number(node, "dkg:position", position)
    out.add(node, "dkg:origin", code("origin", task.origin))
    if task.parent is not None:
        out.add(node, "dkg:partOfTask", out.part("task", task.parent))
    if task.provision is not None:
        out.add(node, "dkg:underProvision", out.part("provision", task.provision))
    out.text(node, "dkg:group", task.group)
    out.text(node, "dcterms:title", task.title.text, "vi")
    days = days_of(header.date)
    out.add(node, "dkg:issuedFrom", day(days[0]) if days else None)
    _write_words(out, node, task, header)
    for key in task.cites:
        out.add(node, "dkg:hasCitation", out.part("citation", key))
    out.confidence(node, task.confidence)
    cells = _write_cells(out, node, task)
    _write_assignments(out, node, task, cells)
    _write_deadline(out, node, task, cells)
    _write_body_deadline(out, node, task)
    if task.deliverable is not None:
        _write_deliverable(out, node, task, task.deliverable, cells)


def _write_words(out: Statements, node: NamedNode, task: Task, header: Header) -> None:
    """Say on the task itself what an answer shows of it, so that none has to go to its parts row by row."""
    cells = [cell.text for cell in task.cells if cell.field == Role.LEAD.value]
    names = [body.name for body in task.bodies(Role.LEAD)]
    out.text(node, "dkg:paperNumber", header.number or header.number_partial)
    out.text(node, "dkg:leadWords", "; ".join(filter(None, cells)) or "; ".join(names))
    out.text(node, "dkg:deliverableWords", task.deliverable.words if task.deliverable else None)
    out.text(node, "dkg:deadlineWords", task.deadline.words)


def _write_cells(out: Statements, node: NamedNode, task: Task) -> dict[Place, NamedNode]:
    """Say the cells; what they are by their place, so that a value can point to the cell it was read from."""
    found: dict[Place, NamedNode] = {}
    used: Counter[str] = Counter()
    listed = [(cell, position) for position, cell in enumerate(task.cells, start=1)]
    # A row without a title still has the place where one should stand; without position it is no cell of the row.
    cells: list[tuple[Cell, int | None]] = [*listed] if task.title in task.cells else [(task.title, None), *listed]
    for cell, position in cells:
        used[cell.field] += 1
        again = (str(used[cell.field]),) if used[cell.field] > 1 else ()
        where = out.place(out.part("task", task.key, "cell", cell.field, *again), cell.place, cell.text)
        out.text(where, "dkg:field", cell.field)
        out.number(where, "dkg:position", position)
        out.confidence(where, cell.confidence)
        out.add(node, "dkg:hasPlace", where)
        found.setdefault(cell.place, where)
    return found


def _write_assignments(out: Statements, node: NamedNode, task: Task, cells: dict[Place, NamedNode]) -> None:
    counted: Counter[Role] = Counter()
    for assignment in task.assignments:
        counted[assignment.role] += 1
        path = (task.key, assignment.role.value, str(counted[assignment.role]))
        part = out.part("task", *path)
        out.add(node, "dkg:hasAssignment", part)
        out.type(part, "dkg:Assignment")
        out.add(part, "dkg:role", code("role", assignment.role))
        body = assignment.body
        agency = out.agency(body.agency)
        out.add(part, "dkg:agent", agency)
        out.text(part, "dkg:agentName", body.name)
        # A class of bodies may be one that the register has no name for.
        out.add(part, "dkg:isClass", boolean(True) if body.is_class else None)
        out.add(part, "dkg:position", integer(counted[assignment.role]))
        out.confidence(part, body.confidence)
        _write_place(out, part, path, assignment.place, cells)
        if not body.is_class:
            out.add(node, SHORTCUTS[assignment.role], agency)


def _write_deadline(out: Statements, node: NamedNode, task: Task, cells: dict[Place, NamedNode]) -> None:
    part = out.part("task", task.key, "deadline")
    _deadline(out, node, part, task.deadline, ("dkg:hasDeadline", "dkg:dueStart", "dkg:dueEnd"))
    _write_place(out, part, (task.key, "deadline"), task.deadline.place, cells)


def _write_body_deadline(out: Statements, node: NamedNode, task: Task) -> None:
    found = task.body_deadline
    if found is None:
        return
    part = out.part("task", task.key, "body-deadline")
    _deadline(out, node, part, found, ("dkg:bodyDeadline", "dkg:bodyDueStart", "dkg:bodyDueEnd"))
    _write_place(out, part, (task.key, "body-deadline"), found.place, {})


def _deadline(
    out: Statements, node: NamedNode, part: NamedNode, deadline: Deadline, terms: tuple[str, str, str]
) -> None:
    """One deadline of a task; `terms` join it to the task: itself, and the shortcuts to its first and last day."""
    has, first, last = terms
    out.add(node, has, part)
    out.type(part, "dkg:Deadline")
    out.text(part, "dkg:words", deadline.words)
    out.add(part, "dkg:deadlineKind", code("deadline-kind", deadline.kind))
    out.text(part, "dkg:edtf", deadline.edtf)
    out.text(part, "dkg:awaits", deadline.awaits)
    for value, own, shortcut in ((deadline.start, "dkg:start", first), (deadline.end, "dkg:end", last)):
        if value is not None:
            out.add(part, own, day(value))
            out.add(node, shortcut, day(value))
    out.confidence(part, deadline.confidence)


def _write_deliverable(
    out: Statements, node: NamedNode, task: Task, deliverable: Deliverable, cells: dict[Place, NamedNode]
) -> None:
    part = out.part("task", task.key, "deliverable")
    out.add(node, "dkg:hasDeliverable", part)
    out.type(part, "dkg:Deliverable")
    out.text(part, "dkg:words", deliverable.words)
    if deliverable.kind is not None:
        out.add(part, "dkg:deliverableKind", code("deliverable-kind", deliverable.kind))
    if deliverable.named_day is not None:
        out.add(part, "dkg:namedDay", day(deliverable.named_day))
    _write_place(out, part, (task.key, "deliverable"), deliverable.place, cells)


def _write_place(
    out: Statements, part: NamedNode, path: tuple[str, ...], place: Place | None, cells: dict[Place, NamedNode]
) -> None:
    if place is not None:
        own = ("task", *path, "place")
        out.add(part, "dkg:hasPlace", cells.get(place) or out.place(out.part(own[0], own[1], *own[2:]), place))
