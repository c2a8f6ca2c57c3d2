"""The trace matrix: provisions of papers (or the groups of their annexes) against the bodies that lead."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.site.pieces import Frame, PaperRef, Ref
from directive_kg.site.rows import ProvisionRow, TaskRow
from directive_kg.site.views import Site
from directive_kg.site.words import Label

_MOST_ROWS: Final = 250  # of one page: with all columns some 250 kB
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
class MatrixBlock:
    """The rows of one paper; none of a paper in which no task was read."""

    paper: PaperRef
    rows: tuple[MatrixRow, ...]
    more: int  # rows that were left to the paper's own matrix


@dataclass(frozen=True, slots=True)
class Matrix:
    """Provisions against bodies, paper by paper."""

    columns: tuple[Ref, ...]
    unclear: bool  # the last column is of tasks without a single known lead
    blocks: tuple[MatrixBlock, ...]
    tasks: int
    rows: int
    holes: int


@dataclass(frozen=True, slots=True)
class MatrixContext:
    """What the matrix page of a paper shows."""

    frame: Frame
    paper: PaperRef
    matrix: Matrix


def matrix_path(page: str) -> str:
    """Where the matrix lies, beside the page of its paper."""
    return page.replace("index.html", "ma-tran.html")


def matrix_context(site: Site, iri: str) -> MatrixContext:
    """The matrix of one held paper that has tasks."""
    paper = site.paper(iri)
    assert paper.href is not None
    title = Label(f"Ma trận {paper.name}", f"Matrix of {paper.name}")
    return MatrixContext(site.frame(matrix_path(paper.href), title, "paper", wide=True), paper, matrix_of(site, [iri]))


def matrix_of(site: Site, papers: Sequence[str]) -> Matrix:
    """The matrix of papers, `_MOST_ROWS` rows in all. A task that two bodies lead stands in both their columns."""
    tasks = [task for paper in papers for task in site.tables.paper_tasks.get(paper, ())]
    leads = {task.iri: site.lead_bodies(task.iri) for task in tasks}
    columns = _columns(site, leads)
    place = {body: min(number, _MOST_COLUMNS) for number, body in enumerate(columns)}
    heads = [Ref(site.body_name(body), site.links.page(body)) for body in columns[:_MOST_COLUMNS]]
    if len(place) > _MOST_COLUMNS:
        heads.append(Ref(f"và {len(place) - _MOST_COLUMNS} cơ quan khác"))
    unclear = any(not bodies for bodies in leads.values())
    if unclear:
        heads.append(Ref("Chưa rõ cơ quan chủ trì"))
    blocks: list[MatrixBlock] = []
    room = _MOST_ROWS
    for paper in papers:
        rows = []
        for provision, group, of in _grouped(site, paper):
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
        blocks.append(MatrixBlock(site.paper(paper), tuple(rows[:room]), max(0, len(rows) - room)))
        room = max(0, room - len(rows))
    shown = [row for block in blocks for row in block.rows]
    return Matrix(tuple(heads), unclear, tuple(blocks), len(tasks), len(shown), sum(row.hole for row in shown))


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
