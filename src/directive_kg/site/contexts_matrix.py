"""The trace matrix of a paper: its provisions (or the groups of its annex) against the bodies that lead."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from directive_kg.site import words
from directive_kg.site.pieces import Frame, PaperRef, Ref
from directive_kg.site.rows import ProvisionRow, TaskRow
from directive_kg.site.views import Site
from directive_kg.site.words import Label

_MOST_COLUMNS: Final = 24  # what an A4 sheet on its long side can hold; the rest share one column


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A provision, or a group of the annex, with its tasks by column."""

    number: str
    name: str
    href: str | None
    cells: tuple[tuple[Ref, ...], ...]
    hole: bool  # it orders work and no task stands under it


@dataclass(frozen=True, slots=True)
class MatrixContext:
    """What the matrix page of a paper shows."""

    frame: Frame
    paper: PaperRef
    columns: tuple[Ref, ...]
    unclear: bool  # the last column is of tasks without a single known lead
    rows: tuple[MatrixRow, ...]
    tasks: int
    holes: int


def matrix_path(page: str) -> str:
    """Where the matrix lies, beside the page of its paper."""
    return page.replace("index.html", "ma-tran.html")


def matrix_context(site: Site, iri: str) -> MatrixContext:
    """The matrix of one held paper that has tasks. A task that two bodies lead stands in both their columns."""
    paper = site.paper(iri)
    assert paper.href is not None
    tasks = site.tables.paper_tasks.get(iri, ())
    leads = {task.iri: _leads(site, task) for task in tasks}
    columns = _columns(site, leads)
    place = {body: min(number, _MOST_COLUMNS) for number, body in enumerate(columns)}
    heads = [Ref(site.body_name(body), site.links.page(body)) for body in columns[:_MOST_COLUMNS]]
    if len(place) > _MOST_COLUMNS:
        heads.append(Ref(f"và {len(place) - _MOST_COLUMNS} cơ quan khác"))
    unclear = any(not bodies for bodies in leads.values())
    if unclear:
        heads.append(Ref("Chưa rõ cơ quan chủ trì"))
    rows = []
    for provision, group, of in _grouped(site, iri):
        cells: list[list[Ref]] = [[] for _ in heads]
        for task in of:
            ref = Ref(site.task_name(task), site.links.page(task.iri))
            for number in sorted({place[body] for body in leads[task.iri]}) or [len(heads) - 1]:
                cells[number].append(ref)
        rows.append(
            MatrixRow(
                number=provision.number or "" if provision else "",
                name=(provision.title or "" if provision else group) or "(không có tên)",
                href=site.links.page(provision.iri) if provision else None,
                cells=tuple(map(tuple, cells)),
                hole=not of,
            )
        )
    title = Label(f"Ma trận {paper.name}", f"Matrix of {paper.name}")
    return MatrixContext(
        frame=site.frame(matrix_path(paper.href), title, "paper", wide=True),
        paper=paper,
        columns=tuple(heads),
        unclear=unclear,
        rows=tuple(rows),
        tasks=len(tasks),
        holes=sum(row.hole for row in rows),
    )


def _leads(site: Site, task: TaskRow) -> tuple[str, ...]:
    rows = site.tables.assignments.get(task.iri, ())
    known = site.tables.agencies
    agents = (row.agent for row in rows if words.code(row.role) == "lead" and row.agent and not row.is_class)
    return tuple(dict.fromkeys(agent for agent in agents if agent in known and not known[agent].is_class))


def _columns(site: Site, leads: dict[str, tuple[str, ...]]) -> list[str]:
    """The bodies that lead, most first."""
    counts: dict[str, int] = defaultdict(int)
    for bodies in leads.values():
        for body in bodies:
            counts[body] += 1
    return sorted(counts, key=lambda body: (-counts[body], site.body_name(body), body))


def _grouped(site: Site, iri: str) -> list[tuple[ProvisionRow | None, str, list[TaskRow]]]:
    """Provisions with the tasks under them, those that order work even without one; then the annex's groups."""
    under: dict[str, list[TaskRow]] = defaultdict(list)
    groups: dict[str, list[TaskRow]] = defaultdict(list)
    for task in site.tables.paper_tasks.get(iri, ()):
        if task.provision in site.tables.provisions and task.provision:
            under[task.provision].append(task)
        else:
            groups[task.group or "Nhiệm vụ không gắn với mục nào"].append(task)
    found: list[tuple[ProvisionRow | None, str, list[TaskRow]]] = [
        (row, "", under.get(row.iri, []))
        for row in site.tables.paper_provisions.get(iri, ())
        if row.orders_work or row.iri in under
    ]
    return found + [(None, name, of) for name, of in groups.items()]
