"""The trace page: from a resolution through the papers that carry it out down to tasks, bodies and days."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from directive_kg.site import words
from directive_kg.site.contexts_matrix import matrix_path
from directive_kg.site.exports.files import files_beside
from directive_kg.site.exports.lists import listed
from directive_kg.site.picture import Picture, chain_picture
from directive_kg.site.pieces import DoubtView, Frame, PaperRef, TaskLine
from directive_kg.site.tables import Tables
from directive_kg.site.views import Site
from directive_kg.site.words import Label

# A resolution may have tens of thousands of tasks under it: beyond this the page leads to the papers' own pages.
MOST_TASKS: Final = 1500


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A paper in the chain, `depth` steps below the resolution."""

    depth: int
    paper: PaperRef
    anchor: str  # of its tasks on this page, '' where they are not on it
    repeated: bool  # the paper stands higher up already; its own chain is not shown again


@dataclass(frozen=True, slots=True)
class ChainTasks:
    """The tasks of one paper of the chain."""

    anchor: str
    paper: PaperRef
    matrix: str | None  # the paper's matrix page
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class TraceContext:
    """What the trace page of a resolution shows."""

    frame: Frame
    paper: PaperRef
    above: tuple[PaperRef, ...]  # what the resolution itself carries out
    picture: Picture | None
    chain: tuple[ChainStep, ...]
    paper_count: int
    task_count: int
    bodies_leading: int
    tasks: tuple[ChainTasks, ...]
    too_many: bool  # the tasks are left to the papers' own pages
    naming: tuple[TaskLine, ...]  # tasks of other papers that name the resolution or a paper of its chain
    relations: tuple[tuple[Label, tuple[PaperRef, ...]], ...]  # other links to it, by kind
    doubts: tuple[DoubtView, ...]  # of what other papers say of it


@dataclass(frozen=True, slots=True)
class TraceIndexContext:
    """What the list of resolutions shows."""

    frame: Frame
    papers: tuple[tuple[PaperRef, int, int], ...]  # with the count of papers in the chain, and of tasks


def traced(tables: Tables) -> tuple[str, ...]:
    """Every paper that anything carries out, rests on, names or changes: these have a trace page."""
    return tuple(sorted(set(tables.links_to) | set(tables.task_links)))


def chain_of(site: Site, iri: str) -> Iterator[tuple[int, str, bool]]:
    """(depth, paper, repeated) of every paper that carries out `iri`, depth first. A ring is walked once."""
    seen = {iri}
    waiting = [(1, below) for below in reversed(_below(site, iri))]
    while waiting:
        depth, paper = waiting.pop()
        repeated = paper in seen
        yield depth, paper, repeated
        if not repeated:
            seen.add(paper)
            waiting.extend((depth + 1, below) for below in reversed(_below(site, paper)))


def trace_context(site: Site, iri: str) -> TraceContext:
    """The trace page of one resolution."""
    steps = list(chain_of(site, iri))
    papers = [paper for _, paper, repeated in steps if not repeated]
    own = [row for paper in papers for row in site.tables.paper_tasks.get(paper, ())]
    too_many = len(own) > MOST_TASKS
    shown = [paper for paper in papers if site.tables.paper_tasks.get(paper)] if not too_many else []
    anchors = {paper: f"van-ban-{number}" for number, paper in enumerate(shown, start=1)}
    within = {*papers, iri}
    naming = {row.task for paper in within for row in site.tables.task_links.get(paper, ())}
    outside = [
        row for row in (site.tables.tasks.get(task) for task in sorted(naming)) if row and row.paper not in within
    ]
    leads = {row.agent or row.agent_name for task in own for row in site.tables.assignments.get(task.iri, ())
             if words.code(row.role) == "lead" and not row.is_class}  # fmt: skip
    paper = site.paper(iri)
    path = site.links.trace(iri)
    assert path is not None
    title = Label(f"Chuỗi thực hiện {paper.name}", f"Chain of {paper.name}")
    rows = [*(row for p in shown for row in site.tables.paper_tasks[p]), *outside[:MOST_TASKS]]
    files = files_beside(path, listed(site, title.vi, [("", rows)], Label("")))
    return TraceContext(
        frame=site.frame(path, title, "trace", wide=True, files=files),
        paper=paper,
        above=site.papers(row.target for row in site.tables.links_from.get(iri, ()) if _is(row.relation, "implements")),
        picture=chain_picture(site, iri, steps),
        chain=tuple(ChainStep(depth, site.paper(p), anchors.get(p, ""), repeated) for depth, p, repeated in steps),
        paper_count=len(papers),
        task_count=len(own),
        bodies_leading=len(leads),
        tasks=tuple(
            ChainTasks(
                anchors[p], site.paper(p), _matrix(site, p), tuple(site.task(row) for row in site.tables.paper_tasks[p])
            )
            for p in shown
        ),
        too_many=too_many,
        naming=tuple(site.task(row) for row in outside[:MOST_TASKS]),
        relations=tuple(
            (
                words.RELATIONS[kind][1],
                site.papers(row.source for row in site.tables.links_to.get(iri, ()) if _is(row.relation, kind)),
            )
            for kind in words.RELATIONS
            if kind != "implements" and any(_is(row.relation, kind) for row in site.tables.links_to.get(iri, ()))
        ),
        doubts=tuple(site.doubt(row) for row in site.tables.doubts.get(iri, ()) if row.about == iri),
    )


def trace_index_context(site: Site) -> TraceIndexContext:
    """The list of resolutions: those with the most tasks under them first."""
    found = []
    for iri in traced(site.tables):
        papers = {paper for _, paper, _ in chain_of(site, iri)}
        found.append((site.paper(iri), len(papers), sum(len(site.tables.paper_tasks.get(p, ())) for p in papers)))
    found.sort(key=lambda row: (-row[2], -row[1], row[0].name))
    title = Label("Nghị quyết và văn bản được triển khai", "Resolutions and papers that others carry out or name")
    return TraceIndexContext(site.frame("trace/index.html", title, "trace"), tuple(found))


def _below(site: Site, iri: str) -> list[str]:
    rows = site.tables.links_to.get(iri, ())
    found = {row.source for row in rows if _is(row.relation, "implements")}
    dated = {paper: site.tables.papers[paper].date or "" for paper in found if paper in site.tables.papers}
    return sorted(found, key=lambda paper: (dated.get(paper, ""), paper))


def _matrix(site: Site, paper: str) -> str | None:
    page = site.links.page(paper)
    return matrix_path(page) if page else None


def _is(relation: str, kind: str) -> bool:
    return words.code(relation) == kind
