"""The page of a body: what it leads, coordinates, approves and directs, by deadline."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.site import words
from directive_kg.site.briefs import Brief
from directive_kg.site.charts import Chart, Line, by_state, chart_of
from directive_kg.site.exports.files import files_beside
from directive_kg.site.exports.lists import listed
from directive_kg.site.grouping import Section, by_deadline
from directive_kg.site.parts import MOST_BESIDE
from directive_kg.site.pieces import BodyRef, FindingView, Frame, PaperRef, Ref
from directive_kg.site.rows import AgencyRow
from directive_kg.site.sections import SectionPages, SectionsContext, SectionView, section_pages
from directive_kg.site.tables import Tables
from directive_kg.site.views import Site
from directive_kg.site.words import Label

_MOST_BYTES: Final = 180_000  # of tables on one page
_MOST_PEERS: Final = 12
_MOST_MONTHS: Final = 18


@dataclass(frozen=True, slots=True)
class RoleCount:
    """How many tasks the body has in one role, and where they stand."""

    role: Label
    href: str  # from the site's root, with the anchor
    total: int
    late: int


@dataclass(frozen=True, slots=True)
class Change:
    """A merger or succession that the body was part of."""

    date: str
    before: tuple[BodyRef, ...]
    after: tuple[BodyRef, ...]
    ground: str


@dataclass(frozen=True, slots=True)
class BodyContext:
    """What the page of a body shows."""

    frame: Frame
    name: str
    name_en: str
    is_class: bool
    kind: Label
    aliases: tuple[str, ...]
    place: Ref | None  # where the papers are of several places
    parent: BodyRef | None
    children: tuple[BodyRef, ...]
    children_more: int
    changes: tuple[Change, ...]
    took_over: tuple[BodyRef, ...]  # bodies that it stands for today
    handed_to: tuple[BodyRef, ...]  # bodies that stand for it today
    roles: tuple[RoleCount, ...]
    late: int  # of what it leads
    soon: int
    unclear: int
    load: Chart | None  # what it leads, beside what bodies of its kind lead
    months: Chart | None  # what it leads, by month
    sections: tuple[SectionView, ...]
    parts: tuple[Ref, ...]
    papers: tuple[PaperRef, ...]  # the latest that it issued
    papers_more: int
    findings: tuple[FindingView, ...]


@dataclass(frozen=True)
class Bodies:
    """What bodies do and belong to, joined once for all their pages."""

    tasks: Mapping[str, Mapping[str, Sequence[Brief]]]  # body -> role -> tasks
    children: Mapping[str, tuple[str, ...]]
    papers: Mapping[str, tuple[str, ...]]
    changes: Mapping[str, tuple[str, ...]]  # body -> events
    leading: Mapping[tuple[str | None, str | None], Sequence[AgencyRow]]  # (kind, place) -> those that lead, most first
    states: Mapping[str, Counter[str]]  # body -> how what it leads stands to its last days


def join_bodies(site: Site) -> Bodies:
    """Join the tables by body."""
    tasks: dict[str, dict[str, list[Brief]]] = defaultdict(lambda: defaultdict(list))
    for task in site.briefs.values():
        for role, named in task.roles:
            tasks[named][role].append(task)
    leading: dict[tuple[str | None, str | None], list[AgencyRow]] = defaultdict(list)
    for body in site.tables.agencies.values():
        if tasks.get(body.iri, {}).get("lead"):
            leading[body.kind, body.place].append(body)
    for peers in leading.values():
        peers.sort(key=lambda body: (-len(tasks[body.iri]["lead"]), body.iri))
    return Bodies(
        tasks=tasks,
        children=_gather((row.parent, row.iri) for row in site.tables.agencies.values()),
        papers=_gather((row.issuer, row.iri) for row in site.held),
        changes=_gather(
            (body, row.iri) for row in site.tables.changes for body in sorted({row.original, row.resulting})
        ),
        leading=leading,
        states={body.iri: by_state(site, tasks[body.iri]["lead"]) for peers in leading.values() for body in peers},
    )


def told_of(bodies: Bodies, tables: Tables, iri: str) -> Iterator[str]:
    """All that was joined for the page of a body, as pieces of text that differ where any of it does."""
    row = tables.agencies[iri]
    peers = bodies.leading.get((row.kind, row.place), ())
    shown = [(peer, sorted(bodies.states[peer.iri].items())) for peer in peers[:_MOST_PEERS]]
    own = (bodies.children.get(iri), bodies.papers.get(iri), bodies.changes.get(iri), tables.changes)
    yield repr((sorted(bodies.states.get(iri, {}).items()), shown, len(peers), own))
    for role, tasks in bodies.tasks.get(iri, {}).items():
        yield role
        yield from map(repr, tasks)


def body_pages(site: Site, bodies: Bodies, iri: str) -> Iterator[tuple[str, BodyContext | SectionsContext]]:
    """The pages of one body of the register as (template, context): its own, and more of its tasks where it has many."""
    row = site.tables.agencies[iri]
    path = site.links.page(iri)
    assert path is not None
    name = site.body_name(iri)
    roles = {
        role: by_deadline(bodies.tasks[iri][role]) for role in words.ROLE_ORDER if role in bodies.tasks.get(iri, {})
    }
    laid = section_pages(
        site,
        path,
        [Section(site.term("role", role), None, rows, anchor=f"vai-{role}") for role, rows in roles.items()],
        _MOST_BYTES,
    )
    parts = [(site.term("role", role).vi, rows) for role, rows in roles.items()]
    files = files_beside(path, listed(site, name, parts, Label("Vai trò", "Role")))
    frame = site.frame(path, Label(name, row.name_en or ""), "body", wide=True, files=files)
    yield "body.html", _body_context(site, bodies, row, frame, laid)
    for number, (further, sections) in enumerate(laid.pages[1:], start=2):
        yield (
            "sections.html",
            SectionsContext(
                frame=site.frame(further, Label(f"{name} ({number})"), "body", wide=True),
                kicker=Label("Cơ quan", "Body"),
                of=Ref(name, path),
                way=Label("Vai trò, thời hạn", "Role, deadline"),
                ways=(),
                matrix=None,
                as_table=True,
                explanation=Label(""),
                links=laid.links_on(further),
                sections=sections,
                parts=laid.names,
            ),
        )


def _body_context(site: Site, bodies: Bodies, row: AgencyRow, frame: Frame, laid: SectionPages) -> BodyContext:
    iri = row.iri
    leads = _leads(bodies, iri)
    states = bodies.states.get(iri, Counter())
    changes = tuple(_change(site, event) for event in bodies.changes.get(iri, ()))
    here = site.body(iri)
    children, papers = bodies.children.get(iri, ()), site.papers(bodies.papers.get(iri, ()))
    return BodyContext(
        frame=frame,
        name=site.body_name(iri),
        name_en=row.name_en or "",
        is_class=row.is_class,
        kind=site.label(row.kind) if row.kind else Label(""),
        aliases=tuple(alias.alias for alias in site.tables.aliases.get(iri, ())),
        place=Ref(site.place_name(row.place), site.links.page(row.place))
        if row.place and site.links.page(row.place)
        else None,
        parent=site.body(row.parent) if row.parent else None,
        children=tuple(site.body(child) for child in children[:MOST_BESIDE]),
        children_more=max(0, len(children) - MOST_BESIDE),
        changes=changes,
        took_over=_others(here, (body for change in changes if here in change.after for body in change.before)),
        handed_to=_others(here, (body for change in changes if here in change.before for body in change.after)),
        roles=tuple(RoleCount(link.title, link.href, link.total, link.late) for link in laid.links),
        late=states["late"],
        soon=states["soon"],
        unclear=sum(bool(task.open) for task in leads),
        load=_load(site, bodies, row),
        months=_months(site, leads),
        sections=laid.pages[0][1],
        parts=laid.names,
        papers=papers[-MOST_BESIDE:],
        papers_more=max(0, len(papers) - MOST_BESIDE),
        findings=site.findings(iri),
    )


def _others(here: BodyRef, bodies: Iterable[BodyRef]) -> tuple[BodyRef, ...]:
    return tuple(dict.fromkeys(body for body in bodies if body != here))


def _load(site: Site, bodies: Bodies, row: AgencyRow) -> Chart | None:
    """What the body leads beside what the others of its kind and place lead; None where it has none to stand beside."""
    if row.is_class or not bodies.tasks.get(row.iri, {}).get("lead"):
        return None
    peers = bodies.leading[row.kind, row.place]
    shown = peers[:_MOST_PEERS] if row in peers[:_MOST_PEERS] else [*peers[: _MOST_PEERS - 1], row]
    return (
        chart_of([_line(site, bodies, peer, peer is row) for peer in shown], site.today is not None)
        if len(peers) > 1
        else None
    )


def lead_chart(site: Site, bodies: Bodies, most: int) -> Chart:
    """The bodies that lead most, with how their tasks stand to their last days; classes of bodies are not counted."""
    leading = [body for body in site.tables.agencies.values() if not body.is_class and _leads(bodies, body.iri)]
    leading.sort(key=lambda body: (-len(_leads(bodies, body.iri)), body.iri))
    return chart_of([_line(site, bodies, body) for body in leading[:most]], site.today is not None)


def _leads(bodies: Bodies, iri: str) -> Sequence[Brief]:
    return bodies.tasks.get(iri, {}).get("lead", ())


def _line(site: Site, bodies: Bodies, body: AgencyRow, here: bool = False) -> Line:
    return Line(site.body_name(body.iri), site.links.page(body.iri), bodies.states[body.iri], here)


def _months(site: Site, tasks: Sequence[Brief]) -> Chart | None:
    found: dict[tuple[int, int], list[Brief]] = defaultdict(list)
    for task in tasks:
        if task.end:
            found[task.end.year, task.end.month].append(task)
    lines = [
        Line(f"{month:02}/{year}", None, by_state(site, of))
        for (year, month), of in sorted(found.items())[:_MOST_MONTHS]
    ]
    return chart_of(lines, site.today is not None) if len(lines) > 1 else None


def _change(site: Site, event: str) -> Change:
    rows = [row for row in site.tables.changes if row.iri == event]
    return Change(
        date=words.partial_day(rows[0].date),
        before=tuple(site.body(iri) for iri in sorted({row.original for row in rows})),
        after=tuple(site.body(iri) for iri in sorted({row.resulting for row in rows})),
        ground=rows[0].legal_ground or "",
    )


def _gather(pairs: Iterable[tuple[str | None, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        if key:
            found[key].add(value)
    return {key: tuple(sorted(values)) for key, values in found.items()}
