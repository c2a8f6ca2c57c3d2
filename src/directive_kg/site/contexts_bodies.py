"""The list of bodies: one page where it fits, else by kind of body over as many as it takes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import escape

from directive_kg.names import fold
from directive_kg.site import words
from directive_kg.site.contexts_body import Bodies
from directive_kg.site.parts import Span, alphabetical, parted, spans
from directive_kg.site.pieces import BodyRef, Frame
from directive_kg.site.render import visible
from directive_kg.site.rows import AgencyRow
from directive_kg.site.sections import SectionLink, SectionPages
from directive_kg.site.views import Site
from directive_kg.site.words import Label

_PAGE: Final = "body/index.html"
_MOST_BYTES: Final = 220_000  # of rows on one page
# What the markup takes, in bytes, reckoned a little high.
_SECTION: Final = 1700
_ROW: Final = 700
_NAME: Final = 180
_CLASSES: Final = Label("Nhóm cơ quan", "Classes of bodies")
_IDLE: Final = Label("Cơ quan khác trong danh bạ", "Others in the register")
_NO_KIND: Final = Label("Chưa rõ loại", "Kind not known")


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in the list of bodies, with how many tasks it has in each role; an idle one has none in any."""

    body: BodyRef
    kind: Label
    counts: tuple[int, ...]
    late: int  # of what it leads
    unclear: int

    @property
    def idle(self) -> bool:
        """Whether no task names it."""
        return not any(self.counts)


@dataclass(frozen=True, slots=True)
class BodySection:
    """Bodies that stand together, or the piece of them that stands on one page."""

    anchor: str
    title: Label
    classes: bool  # classes of bodies, never counted as responsible
    idle: bool  # names only: no task names one of them
    total: int  # of the whole section
    continued: bool  # its beginning stands on an earlier page
    lines: tuple[BodyLine, ...]


@dataclass(frozen=True, slots=True)
class BodyIndexContext:
    """What a page of the list of bodies shows: those with tasks, then classes of bodies, then the rest of the register."""

    frame: Frame
    roles: tuple[Label, ...]
    by_kind: bool
    sections: tuple[BodySection, ...]
    links: tuple[SectionLink, ...]
    parts: tuple[Span, ...]  # where there is more than one page


def body_index_pages(site: Site, bodies: Bodies) -> Iterator[BodyIndexContext]:
    """The list of bodies: those that lead most first where one page is enough, else every kind by its names."""
    lines = [_line(site, bodies, row) for row in site.tables.agencies.values()]
    several = sum(map(_bytes, lines)) > _MOST_BYTES
    sections = _by_kind(lines) if several else _most_first(lines)
    flat = [(number, line, not place) for number, of in enumerate(sections) for place, line in enumerate(of.lines)]
    pages, names = parted(_PAGE, flat, _MOST_BYTES, lambda item: _bytes(item[1]) + _SECTION * item[2])
    begun: dict[int, str] = {}
    laid = []
    for path, items in pages:
        shown: dict[int, list[BodyLine]] = {}
        for number, line, _ in items:
            shown.setdefault(number, []).append(line)
        views = tuple(replace(sections[n], continued=n in begun, lines=tuple(of)) for n, of in shown.items())
        begun = {**dict.fromkeys(shown, path), **begun}
        laid.append((path, views))
    links = [
        SectionLink(of.title, f"{begun[number]}#{of.anchor}", 0, of.total, 0, hole=False)
        for number, of in enumerate(sections)
        if several
    ]
    ways = SectionPages((), names, tuple(links))
    parts = spans(pages, names, lambda item: item[1].body.name)
    roles = tuple(site.term("role", role) for role in words.ROLE_ORDER)
    for path, views in laid:
        frame = site.frame(path, Label("Cơ quan", "Bodies"), "body")
        yield BodyIndexContext(frame, roles, several, views, ways.links_on(path), parts)


def _line(site: Site, bodies: Bodies, row: AgencyRow) -> BodyLine:
    roles = bodies.tasks.get(row.iri, {})
    return BodyLine(
        body=site.body(row.iri),
        kind=site.label(row.kind) if row.kind else _NO_KIND,
        counts=tuple(len(roles.get(role, ())) for role in words.ROLE_ORDER),
        late=bodies.states.get(row.iri, Counter())["late"],
        unclear=sum(bool(task.open) for task in roles.get("lead", ())),
    )


def _most_first(lines: Sequence[BodyLine]) -> list[BodySection]:
    busy = sorted((line for line in lines if not line.body.is_class and not line.idle), key=_most)
    classes = sorted((line for line in lines if line.body.is_class), key=_most)
    idle = sorted((line for line in lines if not line.body.is_class and line.idle), key=_by_name)
    found = [
        _section(0, Label("Cơ quan có nhiệm vụ", "Bodies with tasks"), busy),
        _section(1, _CLASSES, classes),
        _section(2, _IDLE, idle),
    ]
    return [section for section in found if section.lines]


def _by_kind(lines: Sequence[BodyLine]) -> list[BodySection]:
    kinds: dict[tuple[bool, bool, bool, Label], list[BodyLine]] = {}
    for line in lines:
        group = line.body.is_class
        kind = _CLASSES if group else line.kind
        key = (not group and line.idle, group, kind == _NO_KIND, kind)
        kinds.setdefault(key, []).append(line)
    order = sorted(kinds.items(), key=lambda item: (*item[0][:3], fold(item[0][3].vi), item[0][3].vi, item[0][3].en))
    return [
        _section(number, _without_tasks(kind) if idle else kind, sorted(of, key=_by_name))
        for number, ((idle, _, _, kind), of) in enumerate(order)
    ]


def _without_tasks(kind: Label) -> Label:
    return Label(f"{kind.vi}, không có nhiệm vụ", f"{kind.en}, without tasks" if kind.en else "")


def _section(number: int, title: Label, lines: Sequence[BodyLine]) -> BodySection:
    classes = bool(lines) and lines[0].body.is_class
    idle = bool(lines) and not classes and lines[0].idle
    return BodySection(f"nhom-{number + 1}", title, classes, idle, len(lines), continued=False, lines=tuple(lines))


def _most(line: BodyLine) -> tuple[list[int], str]:
    return [-count for count in line.counts], line.body.name


def _by_name(line: BodyLine) -> tuple[list[tuple[int, str]], str]:
    return alphabetical(line.body.name)


def _bytes(line: BodyLine) -> int:
    name = len(escape(visible(line.body.name)).encode())
    return (_NAME if line.idle and not line.body.is_class else _ROW) + name + len(line.body.href or "")
