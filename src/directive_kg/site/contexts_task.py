"""The task page: each cell's words with the place where they stand, and everything that was read from them."""

from dataclasses import dataclass, replace
from datetime import date

from directive_kg.check.findings import State
from directive_kg.site import words
from directive_kg.site.clarity import HOLES
from directive_kg.site.compare import SideField, side_fields
from directive_kg.site.pieces import (
    BodyRef,
    CellView,
    DoubtView,
    FindingView,
    Frame,
    PaperRef,
    PlaceText,
    Ref,
    TaskLine,
    When,
)
from directive_kg.site.rows import TaskRow
from directive_kg.site.views import UNNAMED, Site, percent
from directive_kg.site.words import Label

_MOST_STEPS = 20  # a chain upwards longer than this is a ring or a mistake


@dataclass(frozen=True, slots=True)
class RoleBodies:
    """The bodies of one role in the task."""

    role: Label
    bodies: tuple[BodyRef, ...]


@dataclass(frozen=True, slots=True)
class Clear:
    """One of the six things that a plan must make clear, and whether the task does."""

    title: Label
    clear: bool | None  # None where no check says so: it did not run, or does not ask it of what the row leaves open
    ran: bool
    finding: Ref | None  # the rule that says it is not


@dataclass(frozen=True, slots=True)
class Reported:
    """What a body reported of the task."""

    on: str
    body: BodyRef | None
    status: Label
    completed: str
    evidence: Ref
    remark: str


@dataclass(frozen=True, slots=True)
class Alike:
    """The same task, or one that this repeats, in another paper."""

    paper: PaperRef
    task: Ref
    later: bool  # the other paper was issued later
    score: int  # percent
    because: Label
    fields: tuple[SideField, ...]


@dataclass(frozen=True, slots=True)
class TaskContext:
    """What a task page shows."""

    frame: Frame
    name: str
    title: str
    group: str
    origin: Label
    file: str
    doubt: int | None
    paper: PaperRef
    back: str  # the task's row on its paper's page
    cells: tuple[CellView, ...]
    roles: tuple[RoleBodies, ...]
    when: When
    deadline_place: PlaceText | None
    deliverables: tuple[tuple[str, Label], ...]  # the words, and the kind that they were read as
    parent: TaskLine | None
    parts: tuple[TaskLine, ...]
    provision: Ref | None
    citations: tuple[Ref, ...]
    traces: tuple[PaperRef, ...]  # the resolutions above, nearest first
    clarity: tuple[Clear, ...]
    alike: tuple[Alike, ...]
    reported: tuple[Reported, ...]  # the last first
    neighbours: tuple[Ref, ...]  # the rows before and after it in the paper
    findings: tuple[FindingView, ...]  # that are about no one cell
    doubts: tuple[DoubtView, ...]


def task_context(site: Site, row: TaskRow, parts: tuple[TaskRow, ...], back: str) -> TaskContext:
    """The page of one task; `parts` are the tasks that say they are part of it, `back` its row on the paper's page."""
    line = site.task(row)
    paper = site.paper(row.paper)
    parent = site.tables.tasks.get(row.parent or "")
    provision = site.tables.provisions.get(row.provision or "")
    name = site.task_name(row)
    title = Label(f"Nhiệm vụ {name} – {paper.name}", f"Task {name}")
    places = site.tables.places.get(row.iri, ())
    deadline_place = next((place for place in places if place.field == "deadline"), None)
    return TaskContext(
        frame=site.frame(line.href, title, "paper"),
        name=name,
        title=row.title or UNNAMED,
        group=row.group or "",
        origin=site.label(row.origin) if row.origin else Label(""),
        file=site.file_name(row.paper),
        doubt=line.doubt,
        paper=paper,
        back=back,
        cells=_cells(site, row),
        roles=_roles(site, row),
        when=line.when,
        deadline_place=site.place(deadline_place, row.paper) if deadline_place else None,
        deliverables=tuple(
            (d.words or "", site.label(d.kind) if d.kind else Label(""))
            for d in site.tables.deliverables.get(row.iri, ())
        ),
        parent=site.task(parent) if parent else None,
        parts=tuple(site.task(part) for part in parts),
        provision=Ref(f"{provision.path or ''} {provision.title or ''}".strip(), site.links.page(provision.iri))
        if provision
        else None,
        citations=_citations(site, row),
        traces=_above(site, row.paper),
        clarity=_clarity(site, row.iri),
        alike=_alike(site, row),
        reported=_reported(site, row.iri),
        neighbours=_neighbours(site, row),
        findings=tuple(f for f in site.findings(row.iri) if f.field not in _cell_fields(site, row)),
        doubts=tuple(site.doubt(d) for d in site.task_doubts(row.iri)),
    )


def _cells(site: Site, row: TaskRow) -> tuple[CellView, ...]:
    """The row's cells, and the columns of the annex in which the row has nothing."""
    places = site.tables.places.get(row.iri, ())
    at: dict[str, list[FindingView]] = {}
    for finding in site.findings(row.iri):
        at.setdefault(finding.field, []).append(finding)
    present = {place.field for place in places}
    first = {place.field: place.iri for place in reversed(places)}  # a field of two cells tells its findings once
    filled = [
        replace(
            site.cell(place, row.paper),
            findings=tuple(at.get(place.field or "", ())) if first[place.field] == place.iri else (),
        )
        for place in places
    ]
    empty = [name for name in site.tables.columns.get(row.paper, ()) if name not in present and name != "stt"]
    # An order of the running text has no row, so it has no empty cell either.
    if words.code(row.origin) != "annex-row":
        empty = []
    return (
        *filled,
        *(CellView(words.FIELDS.get(name, Label(name)), "", "", None, None, tuple(at.get(name, ()))) for name in empty),
    )


def _cell_fields(site: Site, row: TaskRow) -> frozenset[str]:
    """The fields whose cells the page shows."""
    present = {place.field for place in site.tables.places.get(row.iri, ()) if place.field}
    columns = site.tables.columns.get(row.paper, ()) if words.code(row.origin) == "annex-row" else ()
    return frozenset(present | set(columns) - {"stt"})


def _clarity(site: Site, task: str) -> tuple[Clear, ...]:
    """The six clarities ('6 rõ') by the rules R1 to R6."""
    found = {finding.code: finding for finding in site.findings_of(task) if finding.waived is None}
    ran = {rule.code for rule in site.checks.rules if rule.state in {State.PASSED, State.FAILED, State.WAIVED}}
    left_open = {HOLES[place].rule for place in site.briefs[task].open}
    marks = []
    for code, title in words.CLARITIES.items():
        page = site.rule_page(code)
        finding = Ref(code, page) if code in found and page else None
        clear = False if code in found else None if code not in ran or code in left_open else True
        marks.append(Clear(title, clear, code in ran, finding))
    return tuple(marks)


def _reported(site: Site, task: str) -> tuple[Reported, ...]:
    rows = sorted(site.tables.progress.get(task, ()), key=lambda row: (row.on or date.min, row.iri), reverse=True)
    return tuple(
        Reported(
            on=words.day(row.on),
            body=site.body(row.body) if row.body else None,
            status=site.label(row.status) if row.status else Label(""),
            completed=words.day(row.completed),
            evidence=Ref(row.evidence or "", site.links.page(row.evidence_paper)),
            remark=row.remark or "",
        )
        for row in rows
    )


def _alike(site: Site, row: TaskRow) -> tuple[Alike, ...]:
    """The same task in other papers, the oldest paper first; differences are of words, not of meaning."""
    found = []
    for match in site.tables.matches.get(row.iri, ()):
        other = site.tables.tasks.get(match.right if match.left == row.iri else match.left)
        if other is None:
            continue
        fields = side_fields(site, row, other)
        found.append(
            (
                _issued(site, other.paper),
                Alike(
                    paper=site.paper(other.paper),
                    task=Ref(f"Nhiệm vụ {site.task_name(other)}", site.links.page(other.iri)),
                    later=_issued(site, other.paper) > _issued(site, row.paper),
                    score=percent(match.score),
                    because=Label(match.because_vi or "", match.because_en or ""),
                    fields=fields,
                ),
            )
        )
    return tuple(alike for _, alike in sorted(found, key=lambda pair: (pair[0], pair[1].task.href or "")))


def _issued(site: Site, paper: str) -> str:
    row = site.tables.papers.get(paper)
    return row.date or "" if row else ""


def _neighbours(site: Site, row: TaskRow) -> tuple[Ref, ...]:
    rows = site.tables.paper_tasks.get(row.paper, ())
    here = next((place for place, task in enumerate(site.briefs_of(row.paper)) if task.iri == row.iri), 0)
    beside = [("Trước", here - 1), ("Sau", here + 1)]
    return tuple(
        Ref(f"{word}: {site.task_name(rows[place])}", site.links.page(rows[place].iri))
        for word, place in beside
        if 0 <= place < len(rows)
    )


def _roles(site: Site, row: TaskRow) -> tuple[RoleBodies, ...]:
    found: dict[str, list[BodyRef]] = {}
    for assignment in site.tables.assignments.get(row.iri, ()):
        found.setdefault(words.code(assignment.role), []).append(site.assigned(assignment))
    known = [code for code in words.ROLE_ORDER if code in found]
    order = known + sorted(set(found).difference(known))
    return tuple(RoleBodies(site.term("role", code), tuple(found[code])) for code in order)


def _citations(site: Site, row: TaskRow) -> tuple[Ref, ...]:
    found = []
    for link in site.tables.task_citations.get(row.iri, ()):
        citation = site.tables.citations.get(link.citation)
        if citation is not None:
            kind = citation.type_name or (site.label(citation.type).vi if citation.type else "")
            target = site.links.any(citation.target) or site.links.page(citation.iri)
            found.append(Ref(f"{kind} {citation.number or ''}".strip(), target))
    return tuple(found)


def _above(site: Site, paper: str) -> tuple[PaperRef, ...]:
    found: list[PaperRef] = []
    level = [paper]
    seen = {paper}
    for _ in range(_MOST_STEPS):
        level = sorted(
            {
                link.target
                for below in level
                for link in site.tables.links_from.get(below, ())
                if words.code(link.relation) == "implements"
            }
            - seen
        )
        if not level:
            break
        seen.update(level)
        found.extend(site.paper(iri) for iri in level)
    return tuple(found)
