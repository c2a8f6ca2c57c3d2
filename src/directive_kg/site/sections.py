"""Sections of tasks laid out on pages: what a page of grouped tasks shows, and the list that leads into them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import escape

from directive_kg.site.briefs import Brief
from directive_kg.site.clarity import holes
from directive_kg.site.grouping import Section
from directive_kg.site.parts import parted
from directive_kg.site.pieces import Frame, Ref, TaskLine
from directive_kg.site.render import visible
from directive_kg.site.views import Site
from directive_kg.site.words import Label

_MOST_LINKS: Final = 120  # into sections, on one page
# What the markup of a page's parts takes, in bytes.
_SECTION: Final = 1500
_ROW: Final = 460
_BODY: Final = 50
_MARK: Final = 85


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section, or the piece of it that stands on one page."""

    anchor: str
    title: Label
    href: str | None
    depth: int  # 0, or 1 below another section
    total: int  # of the whole section, not only of this piece
    late: int
    hole: bool
    continued: bool  # its beginning stands on an earlier page
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A line of the list that leads into the sections."""

    title: Label
    href: str  # from the site's root, with the anchor
    depth: int
    total: int
    late: int
    hole: bool


@dataclass(frozen=True, slots=True)
class SectionPages:
    """The pages that hold the sections."""

    pages: tuple[tuple[str, tuple[SectionView, ...]], ...]
    names: tuple[Ref, ...]  # of the pages, where there is more than one
    links: tuple[SectionLink, ...]

    def links_on(self, path: str) -> tuple[SectionLink, ...]:
        """The links that a page has room for: all, else to the main sections, else to those that begin on the page."""
        main = tuple(link for link in self.links if not link.depth)
        here = tuple(link for link in self.links if link.href.startswith(f"{path}#"))
        return next((links for links in (self.links, main) if len(links) <= _MOST_LINKS), here)


@dataclass(frozen=True, slots=True)
class Grouped:
    """Where a way of putting tasks together is shown."""

    title: Label
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class SectionsContext:
    """What a page of nothing but sections shows: tasks put together in one way, or more of them than fit elsewhere."""

    frame: Frame
    kicker: Label
    of: Ref  # whose tasks they are, with its first page
    way: Label
    ways: tuple[Grouped, ...]
    matrix: str | None
    as_table: bool
    explanation: Label
    links: tuple[SectionLink, ...]
    sections: tuple[SectionView, ...]
    parts: tuple[Ref, ...]


def section_pages(
    site: Site, page: str, sections: Sequence[Section], most: int, first: int | None = None
) -> SectionPages:
    """Sections on pages of at most `most` bytes of rows each, `first` on the first; a section may go on over several."""
    heads = list(_heads(site, sections))
    flat: list[tuple[int, TaskLine | None, bool]] = []
    for number, (_, section) in enumerate(heads):
        lines = [replace(site.task(row), holes=holes(site, row.iri)) for row in section.rows]
        flat += [(number, line, place == 0) for place, line in enumerate(lines)] or [(number, None, True)]
    parts, names = parted(
        page, flat, most, lambda item: (row_bytes(item[1]) if item[1] else 0) + _SECTION * item[2], first
    )
    begun: dict[int, str] = {}
    pages = []
    for path, items in parts:
        shown: dict[int, list[TaskLine]] = {}
        for number, line, _ in items:
            shown.setdefault(number, []).extend([line] if line else [])
        views = []
        for number, of in shown.items():
            head, _ = heads[number]
            views.append(replace(head, continued=number in begun, tasks=tuple(of)))
            begun.setdefault(number, path)
        pages.append((path, tuple(views)))
    links = tuple(
        SectionLink(head.title, f"{begun[number]}#{head.anchor}", head.depth, head.total, head.late, head.hole)
        for number, (head, _) in enumerate(heads)
    )
    return SectionPages(tuple(pages), names, links)


def _heads(site: Site, sections: Sequence[Section]) -> Iterator[tuple[SectionView, Section]]:
    """Every section with its head, a section before those below it."""
    number = 0
    for section in sections:
        for depth, part in [(0, section), *((1, below) for below in section.sections)]:
            number += 1
            rows = {row.iri for row in _rows(part)}
            late = sum(site.state(iri) == "overdue" for iri in rows)
            view = SectionView(
                part.anchor or f"nhom-{number}", part.title, part.href, depth, len(rows), late, part.hole, False, ()
            )
            yield view, part


def _rows(section: Section) -> Iterator[Brief]:
    yield from section.rows
    for below in section.sections:
        yield from _rows(below)


def row_bytes(line: TaskLine) -> int:
    """How many bytes a task takes as a table's row, reckoned a little high; as a line of a tree it takes no more."""
    bodies = (*line.leads, *line.coordinating, *line.authorities)
    texts = [line.title, line.deliverable, line.when.words, line.when.days, line.when.kind.vi, line.stt]
    texts += [line.paper.text, line.paper.href or "", line.href, *line.fields, *line.products]
    texts += [f"{body.name}{body.href or ''}" for body in bodies]
    marked = sum(body.is_class or not body.known or body.doubt is not None for body in bodies)
    marks = marked + len(line.holes) + bool(line.findings) + bool(line.when.state_code) + 2
    return _ROW + _BODY * len(bodies) + _MARK * marks + sum(len(escape(visible(text)).encode()) for text in texts)
