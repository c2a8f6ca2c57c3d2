"""The trace page: from a resolution through the papers that carry it out down to tasks, bodies and days."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypedDict

from directive_kg.site import words
from directive_kg.site.briefs import Brief
from directive_kg.site.contexts_matrix import Matrix, matrix_of, matrix_path
from directive_kg.site.exports.files import files_beside
from directive_kg.site.exports.lists import listed
from directive_kg.site.grouping import BY_BODY, GROUPINGS, Grouping, by_body
from directive_kg.site.parts import MOST_PAPERS, parted
from directive_kg.site.picture import Picture, chain_picture, deliverable_kinds, kind_name
from directive_kg.site.pieces import DoubtView, Frame, PaperRef, Ref, TaskLine
from directive_kg.site.render import render
from directive_kg.site.sections import Grouped, SectionPages, SectionsContext, SectionView, row_bytes, section_pages
from directive_kg.site.tables import Tables
from directive_kg.site.views import LONGEST_IN_LIST, Site
from directive_kg.site.words import Label

# A resolution may have tens of thousands of tasks under it: beyond this the page leads to the papers' own pages.
MOST_TASKS: Final = 1500
_FIRST: Final = 98_000  # bytes of the first page
_NAMING: Final = 20_000  # bytes of them that tasks of other papers may take, where the page has tasks of its own
_ROWS: Final = 200_000  # bytes of rows on a page that shows nothing else
# Papers of the chain on its first page, and bodies that lead under all of them together: as many as leave room for rows.
_MOST_IN_TREE: Final = (60, 30, 15, 5)
_ROOM: Final = 20_000  # bytes of rows that are left room for
_MOST_TRIES: Final = 3  # to fill the page
_MOST_RELATED: Final = 40  # papers of one other link to it
_KICKER: Final = Label("Chuỗi thực hiện", "Chain of implementation")


@dataclass(frozen=True, slots=True)
class Branch:
    """What stands below a paper in the tree: a body that leads, how many of its tasks are late, what must come out."""

    title: Label
    total: int
    late: int
    made: str
    hole: bool


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A paper in the chain, `depth` steps below the resolution."""

    depth: int
    paper: PaperRef
    matrix: str | None  # the paper's matrix page
    repeated: bool  # the paper stands higher up already; its own chain is not shown again
    bodies: tuple[Branch, ...]  # that lead its tasks


@dataclass(frozen=True, slots=True)
class TraceContext:
    """What the trace page of a resolution shows; its tasks stand by the bodies that lead them."""

    frame: Frame
    paper: PaperRef
    above: tuple[PaperRef, ...]  # what the resolution itself carries out
    picture: Picture | None
    chain: tuple[ChainStep, ...]
    chain_more: int  # papers of the chain that the page has no room for
    paper_count: int
    task_count: int
    bodies_leading: int
    late: int
    soon: int
    unclear: int
    ways: tuple[Grouped, ...]
    matrix: str | None
    into: Mapping[str, str]  # name of a body -> where its tasks stand
    sections: tuple[SectionView, ...]
    parts: tuple[Ref, ...]
    too_many: bool  # the tasks are left to the papers' own pages
    naming: tuple[TaskLine, ...]  # tasks of other papers that name the resolution or a paper of its chain
    naming_more: int  # how many of them are not shown
    relations: tuple[tuple[Label, tuple[PaperRef, ...], int], ...]  # other links to it, by kind; how many not shown
    doubts: tuple[DoubtView, ...]  # of what other papers say of it


@dataclass(frozen=True, slots=True)
class TraceMatrixContext:
    """What the matrix of a whole chain shows: provisions by paper against the bodies that lead."""

    frame: Frame
    paper: Ref
    ways: tuple[Grouped, ...]
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class TraceIndexContext:
    """What the list of resolutions shows."""

    frame: Frame
    papers: tuple[tuple[PaperRef, int, int], ...]  # with the count of papers in the chain, and of tasks
    parts: tuple[Ref, ...] = ()  # the pages of the list, where there is more than one


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


def trace_pages(site: Site, iri: str) -> Iterator[tuple[str, TraceContext | SectionsContext | TraceMatrixContext]]:
    """The pages of one resolution as (template, context): the first, then its tasks put together in other ways."""
    chain = _Chain(site, iri)
    yield from _first_pages(site, chain)
    if chain.shown:
        for way in GROUPINGS:
            if way is not BY_BODY:
                yield from _grouped_pages(site, chain, way)
        yield "trace_matrix.html", _matrix_page(site, chain)


class _Chain:
    """A resolution with what hangs below it, walked once for all its pages."""

    def __init__(self, site: Site, iri: str) -> None:
        self.iri = iri
        self.steps = list(chain_of(site, iri))
        self.papers = [paper for _, paper, repeated in self.steps if not repeated]
        self.tasks = [task for paper in self.papers for task in site.briefs_of(paper)]
        self.too_many = len(self.tasks) > MOST_TASKS
        self.shown = [] if self.too_many else self.tasks
        path = site.links.trace(iri)
        assert path is not None
        self.path = path
        self.ref = Ref(site.paper(iri).name, path)

    def page(self, ending: str) -> str:
        """A page beside the first."""
        return f"{self.path.removesuffix('.html')}.{ending}.html" if ending else self.path

    def ways(self, here: str) -> tuple[Grouped, ...]:
        """The ways of putting the tasks together; none where there is nothing to put together."""
        if not self.shown:
            return ()
        return tuple(Grouped(way.title, self.page(way.code), way.code == here) for way in GROUPINGS)

    @property
    def matrix(self) -> str | None:
        """The page of the matrix."""
        return self.page("ma-tran") if self.shown else None


def _first_pages(site: Site, chain: _Chain) -> Iterator[tuple[str, TraceContext | SectionsContext]]:
    leading = by_body(site, chain.shown)
    title = Label(f"Chuỗi thực hiện {chain.ref.text}", f"Chain of {chain.ref.text}")
    outside = _outside(site, chain)
    page = _trace_context(site, chain, title, outside)
    # With every row on a later page the links to them are at their longest: what the page then takes is rendered to see.
    later = section_pages(site, chain.path, leading, _ROWS, first=0)
    for most in _MOST_IN_TREE:
        page = replace(page, **_tree(site, chain, most), into=_into(later), parts=later.names)
        room = _FIRST - len(render("trace.html", page).encode())
        if room >= _ROOM:
            break
    naming = _fitting(site, outside, min(room, _NAMING) if chain.shown else room)
    page = replace(page, naming=naming, naming_more=len(outside) - len(naming))
    room -= sum(map(row_bytes, naming))
    first = max(room, 0)
    for _ in range(_MOST_TRIES):
        laid = section_pages(site, chain.path, leading, _ROWS, first=first)
        page = replace(page, into=_into(laid), parts=laid.names, sections=laid.pages[0][1])
        if len(laid.pages) == 1 or (left := _FIRST - len(render("trace.html", page).encode())) < _ROOM // 10:
            break
        first += left  # rows are reckoned high, so what was left does not overflow
    yield "trace.html", page
    for number, (path, sections) in enumerate(laid.pages[1:], start=1):
        yield (
            "sections.html",
            SectionsContext(
                frame=site.frame(path, Label(f"{title.vi} ({number + 1})", title.en), "trace", wide=True),
                kicker=_KICKER,
                of=chain.ref,
                way=BY_BODY.title,
                ways=chain.ways(BY_BODY.code),
                matrix=chain.matrix,
                as_table=True,
                explanation=Label(""),
                links=laid.links_on(path),
                sections=sections,
                parts=laid.names,
            ),
        )


def _into(laid: SectionPages) -> dict[str, str]:
    return {link.title.vi: link.href for link in laid.links}


def _outside(site: Site, chain: _Chain) -> list[Brief]:
    """Tasks of papers outside the chain that name a paper of it."""
    within = {*chain.papers, chain.iri}
    naming = {row.task for paper in within for row in site.tables.task_links.get(paper, ())}
    rows = (site.briefs.get(task) for task in sorted(naming))
    return [row for row in rows if row and row.paper not in within]


def _fitting(site: Site, rows: Sequence[Brief], room: int) -> tuple[TaskLine, ...]:
    """As many of the rows as there is room for."""
    lines = []
    for row in rows:
        line = site.task(row)
        room -= row_bytes(line)
        if room < 0:
            break
        lines.append(line)
    return tuple(lines)


class _Tree(TypedDict):
    chain: tuple[ChainStep, ...]
    chain_more: int


def _tree(site: Site, chain: _Chain, most: int) -> _Tree:
    """At most so many papers of the chain, and about so many bodies under all of them."""
    branches = max(2, most // max(len(chain.steps), 1))
    steps = tuple(_step(site, *step, branches) for step in chain.steps[:most])
    return {"chain": steps, "chain_more": len(chain.steps) - len(steps)}


def _trace_context(site: Site, chain: _Chain, title: Label, outside: Sequence[Brief]) -> TraceContext:
    """The first page without its rows and its tree."""
    iri, tables = chain.iri, site.tables
    # A task that two bodies lead stands twice on the page and once in the files.
    unique = dict.fromkeys(row for section in by_body(site, chain.shown) for row in section.rows)
    files = files_beside(chain.path, listed(site, title.vi, [("", [*unique, *outside[:MOST_TASKS]])], Label("")))
    states = [site.state(task.iri) for task in chain.tasks]
    return TraceContext(
        frame=site.frame(chain.path, title, "trace", wide=True, files=files),
        paper=site.paper(iri),
        above=site.papers(row.target for row in tables.links_from.get(iri, ()) if _is(row.relation, "implements")),
        picture=chain_picture(site, iri, chain.steps),
        chain=(),
        chain_more=0,
        paper_count=len(chain.papers),
        task_count=len(chain.tasks),
        bodies_leading=len({body for task in chain.tasks for body in task.leads}),
        late=states.count("overdue"),
        soon=states.count("soon"),
        unclear=sum(bool(task.open) for task in chain.tasks),
        ways=chain.ways(BY_BODY.code),
        matrix=chain.matrix,
        into={},
        sections=(),
        parts=(),
        too_many=chain.too_many,
        naming=(),
        naming_more=0,
        relations=tuple(_other_relations(site, iri)),
        doubts=tuple(site.doubt(row) for row in tables.doubts.get(iri, ()) if row.about == iri),
    )


def _grouped_pages(site: Site, chain: _Chain, way: Grouping) -> Iterator[tuple[str, SectionsContext]]:
    laid = section_pages(site, chain.page(way.code), way.sections(site, chain.shown), _ROWS)
    for number, (path, sections) in enumerate(laid.pages, start=1):
        title = Label(f"{chain.ref.text}: {way.title.vi.lower()}{f' ({number})' if number > 1 else ''}", way.title.en)
        yield (
            "sections.html",
            SectionsContext(
                frame=site.frame(path, title, "trace", wide=True),
                kicker=_KICKER,
                of=chain.ref,
                way=way.title,
                ways=chain.ways(way.code),
                matrix=chain.matrix,
                as_table=False,
                explanation=_EXPLANATIONS.get(way.code, Label("")),
                links=laid.links_on(path),
                sections=sections,
                parts=laid.names,
            ),
        )


_EXPLANATIONS: Final = {
    "theo-linh-vuc": Label(
        "Lĩnh vực là của cơ quan chủ trì, theo danh bạ; việc thuộc hai lĩnh vực có ở cả hai.",
        "Fields are those of the lead body; a task of two fields stands under both.",
    ),
    "theo-quy": Label(
        "Theo ngày cuối của thời hạn; lời văn không nêu ngày thì không suy ra ngày.",
        "By the last day; where the words give no day, none is invented.",
    ),
    "chua-ro": Label(
        "Một việc thiếu hai điều thì có ở cả hai nhóm.",
        "A task that leaves two things open stands in both groups.",
    ),
}


def _matrix_page(site: Site, chain: _Chain) -> TraceMatrixContext:
    title = Label(f"Ma trận {chain.ref.text}", f"Matrix of {chain.ref.text}")
    frame = site.frame(chain.page("ma-tran"), title, "trace", wide=True)
    return TraceMatrixContext(frame, chain.ref, chain.ways("ma-tran"), matrix_of(site, chain.papers))


def _step(site: Site, depth: int, paper: str, repeated: bool, most: int) -> ChainStep:
    tasks: Sequence[Brief] = () if repeated else site.briefs_of(paper)
    page = site.links.page(paper)
    ref = site.paper(paper)
    return ChainStep(
        depth=depth,
        paper=replace(ref, title=words.shorten(ref.title, LONGEST_IN_LIST)),
        matrix=matrix_path(page) if page and tasks else None,
        repeated=repeated,
        bodies=_branches(site, tasks, most),
    )


def _branches(site: Site, tasks: Sequence[Brief], most: int) -> tuple[Branch, ...]:
    """The bodies that lead, those that lead most first; where they are too many, what the others have together."""
    parts = by_body(site, tasks)
    if len(parts) <= most + 1:
        return tuple(_branch(site, part.title, part.rows, hole=part.hole) for part in parts)
    shown = [part for place, part in enumerate(parts) if place < most or part.hole]
    others = [part for part in parts[most:] if not part.hole]
    title = Label(f"và {len(others)} cơ quan khác", f"and {len(others)} other bodies")
    rest = _branch(site, title, [row for part in others for row in part.rows], hole=False)
    return (*(_branch(site, part.title, part.rows, hole=part.hole) for part in shown), rest)


def _branch(site: Site, title: Label, rows: Sequence[Brief], *, hole: bool) -> Branch:
    late = sum(site.state(row.iri) == "overdue" for row in rows)
    return Branch(title=title, total=len(rows), late=late, made=_made(site, rows), hole=hole)


def _made(site: Site, tasks: Sequence[Brief]) -> str:
    """'Báo cáo 3, Quyết định 1, không nêu 2': the kinds of what must come out, the most first."""
    counts = Counter(key for task in tasks for key in deliverable_kinds(task) or ("",))
    order = sorted(counts, key=lambda key: (not key, -counts[key], key))
    return ", ".join(f"{kind_name(site, key) if key else 'không nêu'} {counts[key]}" for key in order)


def _other_relations(site: Site, iri: str) -> Iterator[tuple[Label, tuple[PaperRef, ...], int]]:
    rows = site.tables.links_to.get(iri, ())
    sources = {kind: [row.source for row in rows if _is(row.relation, kind)] for kind in words.RELATIONS}
    for kind, found in sources.items():
        if kind != "implements" and found:
            papers = site.papers(found)
            yield words.RELATIONS[kind][1], papers[:_MOST_RELATED], max(0, len(papers) - _MOST_RELATED)


def trace_index_context(site: Site) -> TraceIndexContext:
    """The list of resolutions: those with the most tasks under them first."""
    found = []
    for iri in traced(site.tables):
        papers = {paper for _, paper, _ in chain_of(site, iri)}
        found.append((site.paper(iri), len(papers), sum(len(site.tables.paper_tasks.get(p, ())) for p in papers)))
    found.sort(key=lambda row: (-row[2], -row[1], row[0].name))
    title = Label("Nghị quyết và văn bản được triển khai", "Resolutions and papers that others carry out or name")
    return TraceIndexContext(site.frame("trace/index.html", title, "trace"), tuple(found))


def trace_index_pages(site: Site, index: TraceIndexContext) -> Iterator[TraceIndexContext]:
    """The list of resolutions on a page or more."""
    parts, names = parted(index.frame.path, index.papers, MOST_PAPERS)
    for path, papers in parts:
        yield TraceIndexContext(site.frame(path, index.frame.title, "trace"), tuple(papers), names)


def _below(site: Site, iri: str) -> list[str]:
    rows = site.tables.links_to.get(iri, ())
    found = {row.source for row in rows if _is(row.relation, "implements")}
    dated = {paper: site.tables.papers[paper].date or "" for paper in found if paper in site.tables.papers}
    return sorted(found, key=lambda paper: (dated.get(paper, ""), paper))


def _is(relation: str, kind: str) -> bool:
    return words.code(relation) == kind
