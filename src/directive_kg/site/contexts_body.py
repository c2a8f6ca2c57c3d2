"""The page of a body: what it leads, coordinates, approves and directs, by deadline."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directive_kg.site import words
from directive_kg.site.exports.files import files_beside
from directive_kg.site.exports.lists import listed
from directive_kg.site.grouping import by_deadline
from directive_kg.site.pieces import BodyRef, FindingView, Frame, PaperRef, TaskLine
from directive_kg.site.views import Site
from directive_kg.site.words import Label


@dataclass(frozen=True, slots=True)
class RoleTasks:
    """The tasks in which the body has one role."""

    role: Label
    code: str
    tasks: tuple[TaskLine, ...]


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
    parent: BodyRef | None
    children: tuple[BodyRef, ...]
    changes: tuple[Change, ...]
    roles: tuple[RoleTasks, ...]
    papers: tuple[PaperRef, ...]
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in the list of bodies, with how many tasks it has in each role."""

    body: BodyRef
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BodyIndexContext:
    """What the list of bodies shows: those with tasks, then classes of bodies, then the rest of the register."""

    frame: Frame
    roles: tuple[Label, ...]
    bodies: tuple[BodyLine, ...]
    classes: tuple[BodyLine, ...]
    idle: tuple[BodyRef, ...]


@dataclass(frozen=True)
class Bodies:
    """What bodies do and belong to, joined once for all their pages."""

    tasks: Mapping[str, Mapping[str, tuple[str, ...]]]  # body -> role -> tasks
    children: Mapping[str, tuple[str, ...]]
    papers: Mapping[str, tuple[str, ...]]
    changes: Mapping[str, tuple[str, ...]]  # body -> events


def join_bodies(site: Site) -> Bodies:
    """Join the tables by body."""
    tasks: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for task, assignments in site.tables.assignments.items():
        for row in assignments:
            if row.agent and task not in tasks[row.agent][words.code(row.role)][-1:]:
                tasks[row.agent][words.code(row.role)].append(task)
    return Bodies(
        tasks={body: {role: tuple(found) for role, found in of.items()} for body, of in tasks.items()},
        children=_gather((row.parent, row.iri) for row in site.tables.agencies.values()),
        papers=_gather((row.issuer, row.iri) for row in site.held),
        changes=_gather(
            (body, row.iri) for row in site.tables.changes for body in sorted({row.original, row.resulting})
        ),
    )


def body_context(site: Site, bodies: Bodies, iri: str) -> BodyContext:
    """The page of one body of the register."""
    row = site.tables.agencies[iri]
    path = site.links.page(iri)
    assert path is not None
    name = site.body_name(iri)
    roles = {
        role: by_deadline(
            site, (site.tables.tasks[task] for task in bodies.tasks[iri][role] if task in site.tables.tasks)
        )
        for role in words.ROLE_ORDER
        if role in bodies.tasks.get(iri, {})
    }
    parts = [(site.term("role", role).vi, rows) for role, rows in roles.items()]
    files = files_beside(path, listed(site, name, parts, Label("Vai trò", "Role")))
    return BodyContext(
        frame=site.frame(path, Label(name, row.name_en or ""), "body", wide=True, files=files),
        name=name,
        name_en=row.name_en or "",
        is_class=row.is_class,
        kind=site.label(row.kind) if row.kind else Label(""),
        aliases=tuple(alias.alias for alias in site.tables.aliases.get(iri, ())),
        parent=site.body(row.parent) if row.parent else None,
        children=tuple(site.body(child) for child in bodies.children.get(iri, ())),
        changes=tuple(_change(site, event) for event in bodies.changes.get(iri, ())),
        roles=tuple(
            RoleTasks(site.term("role", role), role, tuple(map(site.task, rows))) for role, rows in roles.items()
        ),
        papers=site.papers(bodies.papers.get(iri, ())),
        findings=site.findings(iri),
    )


def body_index_context(site: Site, bodies: Bodies) -> BodyIndexContext:
    """The list of bodies: those that lead most first."""
    busy: list[BodyLine] = []
    classes: list[BodyLine] = []
    idle: list[BodyRef] = []
    for iri in site.tables.agencies:
        roles = bodies.tasks.get(iri, {})
        body = site.body(iri)
        line = BodyLine(body, tuple(len(roles.get(role, ())) for role in words.ROLE_ORDER))
        if body.is_class:
            classes.append(line)
        elif roles:
            busy.append(line)
        else:
            idle.append(body)
    title = Label("Cơ quan", "Bodies")
    return BodyIndexContext(
        frame=site.frame("body/index.html", title, "body"),
        roles=tuple(site.term("role", role) for role in words.ROLE_ORDER),
        bodies=tuple(sorted(busy, key=_most_first)),
        classes=tuple(sorted(classes, key=_most_first)),
        idle=tuple(sorted(idle, key=lambda body: body.name)),
    )


def lead_counts(site: Site, bodies: Bodies) -> list[tuple[BodyRef, int]]:
    """The bodies that lead, with how many tasks, most first; classes of bodies are not counted."""
    counts: Counter[str] = Counter()
    for iri, roles in bodies.tasks.items():
        agency = site.tables.agencies.get(iri)
        if agency and not agency.is_class and roles.get("lead"):
            counts[iri] = len(roles["lead"])
    return [(site.body(iri), count) for iri, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _most_first(line: BodyLine) -> tuple[list[int], str]:
    return [-count for count in line.counts], line.body.name


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
