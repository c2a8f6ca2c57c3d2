"""A written paper as the records that a reading of it gives, its text's places aside: what the graph is made from."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from directive_kg.extract.paper import paper_key
from directive_kg.records import (
    Assignment,
    Body,
    Cell,
    Citation,
    CitationRole,
    Deadline,
    DeadlineKind,
    Deliverable,
    Header,
    Origin,
    Paper,
    Place,
    Role,
    Source,
    Task,
)
from generate.words import PRODUCTS
from generate.year import Named, WrittenPaper, WrittenTask

COLUMNS: Final = ("stt", "title", "lead", "coordinating", "deliverable", "deadline", "authority")
_KINDS: Final = dict(PRODUCTS)
_DOUBTFUL: Final = 0.5


def recorded(made: WrittenPaper) -> Paper:
    """The records of a paper."""
    rows = enumerate(zip(made.tasks, keys_of(made), strict=True), 1)
    return replace(headed(made), tasks=tuple(_task(task, key, row) for row, (task, key) in rows))


def headed(made: WrittenPaper) -> Paper:
    """The same without its tasks."""
    citations = tuple(_citations(made))
    header = Header(
        type="Kế hoạch",
        number=made.number,
        number_partial=None if made.number else "/KH-UBND",
        title=made.title,
        issuer=made.issuer.name,
        issuer_agency=made.issuer.code,
        date=made.issued.isoformat(),
        signatory="Nguyễn Văn Mẫu",
        signatory_role="Chủ tịch",
        places=(("title", Place(made.title)),),
    )
    return Paper(
        key=paper_key(header, citations),
        source=Source(f"{made.name}.docx", sha256(made.name.encode()).hexdigest(), "docx"),
        header=header,
        home=made.home,
        citations=citations,
        table_columns=COLUMNS,
    )


def keys_of(made: WrittenPaper) -> list[str]:
    """The keys of its tasks: a number that comes again is told apart by counting."""
    counts = Counter[str]()
    keys = []
    for task in made.tasks:
        counts[task.stt] += 1
        keys.append(task.stt if counts[task.stt] == 1 else f"{task.stt}-{counts[task.stt]}")
    return keys


def _citations(made: WrittenPaper) -> Iterator[Citation]:
    central, above = made.central, made.above
    cited = [(central.number, "Nghị quyết", central.issuer, central.code, central.issued)]
    if above:
        cited.append((str(above.number), "Kế hoạch", above.issuer.name, above.issuer.code, above.issued))
    for key, ((number, kind, issuer, code, issued), words) in enumerate(zip(cited, made.bases, strict=True), 1):
        role = CitationRole.IMPLEMENTS if key == len(cited) else CitationRole.BASED_ON
        yield Citation(str(key), number, kind, issuer, code, issued.isoformat(), role, (Place(words),))


def _task(made: WrittenTask, key: str, row: int) -> Task:
    words = {
        "title": made.title,
        "lead": _names(made.lead),
        "coordinating": _names(made.coordinating),
        "deliverable": made.deliverable,
        "deadline": made.due.words,
        "authority": _names(made.authority),
    }
    places = {name: Place(text, table=1, row=row, column=COLUMNS.index(name) + 1) for name, text in words.items()}
    unsure = {"title": _DOUBTFUL} if "read with doubt" in made.faults else {}
    cells = tuple(
        Cell(name, words[name], place, unsure.get(name, 1.0)) for name, place in places.items() if words[name]
    )
    roles = {Role.LEAD: "lead", Role.COORDINATING: "coordinating", Role.APPROVING: "authority"}
    bodies = {"lead": made.lead, "coordinating": made.coordinating, "authority": made.authority}
    due, product = made.due, made.deliverable
    return Task(
        key=key,
        origin=Origin.ANNEX_ROW,
        title=cells[0],
        stt=made.stt,
        cells=cells,
        assignments=tuple(
            Assignment(role, Body(body.name, body.code), places[name])
            for role, name in roles.items()
            for body in bodies[name]
        ),
        deadline=Deadline(
            due.words,
            DeadlineKind(due.kind),
            due.start,
            due.end,
            due.edtf,
            place=places["deadline"] if due.words else None,
        ),
        deliverable=Deliverable(product, _KINDS[product.split(" về ")[0]], place=places["deliverable"])
        if product
        else None,
    )


def _names(bodies: Sequence[Named]) -> str:
    return "; ".join(body.name for body in bodies)
