"""What in a paper was not understood, or is read with low confidence: said once, with its place."""

from collections.abc import Iterator
from typing import Final

from directive_kg.extract.posts import POST, joins_bodies, post_length
from directive_kg.records import Body, DeadlineKind, Doubt, Paper, Role, Task

SURE: Final = 0.9  # from here on a value need not be looked at
_COUNTED_ROLES: Final = (Role.LEAD, Role.APPROVING)
_CELL_NAMES: Final = {
    "title": "nhiệm vụ",
    "deliverable": "sản phẩm",
    "deadline": "thời hạn",
    "lead": "cơ quan chủ trì",
    "coordinating": "cơ quan phối hợp",
    "authority": "thẩm quyền",
    "directing_leader": "lãnh đạo chỉ đạo",
}


def doubts_of(paper: Paper) -> tuple[Doubt, ...]:
    """The doubts of a paper in its own order."""
    return tuple(_header_doubts(paper)) + tuple(d for task in paper.tasks + paper.orders for d in _task_doubts(task))


def _header_doubts(paper: Paper) -> Iterator[Doubt]:
    header = paper.header
    for name, value, vi in (("type", header.type, "loại văn bản"), ("issuer", header.issuer, "cơ quan ban hành")):
        if value is None:
            yield Doubt(f"header/{name}", f"Không đọc được {vi}", f"The paper's {name} could not be read")
    if header.issuer and header.issuer_agency is None:
        yield Doubt(
            "header/issuer",
            f"Danh bạ chưa có cơ quan ban hành “{header.issuer}”",
            f"The register does not know the issuer “{header.issuer}”",
            dict(header.places).get("issuer"),
            0.5,
        )


def _task_doubts(task: Task) -> Iterator[Doubt]:
    for cell in task.cells:
        if cell.confidence < SURE:
            name = _CELL_NAMES.get(cell.field, cell.field)
            yield Doubt(
                f"task/{task.key}/{cell.field}",
                f"Ô {name} đọc chưa chắc",
                f"The cell '{cell.field}' is read with doubt",
                cell.place,
                cell.confidence,
            )
    deadline = task.deadline
    if deadline.words and deadline.confidence < SURE:
        not_read = deadline.kind is DeadlineKind.NONE
        yield Doubt(
            f"task/{task.key}/deadline",
            f"Không hiểu thời hạn “{deadline.words}”" if not_read else f"Thời hạn “{deadline.words}” hiểu chưa chắc",
            f"The deadline “{deadline.words}” was not understood" if not_read else "The deadline is read with doubt",
            deadline.place,
            deadline.confidence,
        )
    for assignment in task.assignments:
        body = assignment.body
        if body.is_class:
            continue
        if assignment.role in _COUNTED_ROLES and body.agency is None:
            yield Doubt(
                f"task/{task.key}/{assignment.role.value}",
                f"Danh bạ chưa có cơ quan “{body.name}”",
                f"The register does not know the body “{body.name}”",
                assignment.place,
                body.confidence,
            )
        elif assignment.role in _COUNTED_ROLES and _names_post(body):
            words = body.name if post_length(body.name) else assignment.place.text
            yield Doubt(
                f"task/{task.key}/{assignment.role.value}",
                f"Ô nêu chức danh “{words}”, không nêu cơ quan",
                f"The cell names a post, “{words}”, not the body",
                assignment.place,
                body.confidence,
            )
    yield from _joined_doubts(task)


def _names_post(body: Body) -> bool:
    """Whether a body is read from a post; where it keeps its own name ('Giám đốc Sở A, Sở B'), the confidence tells."""
    return body.confidence < SURE if post_length(body.name) else body.confidence == POST


def _joined_doubts(task: Task) -> Iterator[Doubt]:
    leads = [a.body for a in task.assignments if a.role is Role.LEAD]
    sure = min((body.confidence for body in leads), default=1.0)
    cell = next((cell for cell in task.cells if cell.field == "lead"), None)
    if cell is not None and sure < SURE and joins_bodies(leads, cell.text):
        yield Doubt(
            f"task/{task.key}/lead",
            f"Ô chủ trì nối {len(leads)} cơ quan, không nói cơ quan nào chủ trì: “{cell.text}”",
            f"The lead cell joins {len(leads)} bodies and does not say which one leads: “{cell.text}”",
            cell.place,
            sure,
        )
