"""Sections of tasks laid out on pages: what a page of grouped tasks shows, and the list that leads into them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from directive_kg.site.clarity import holes
from directive_kg.site.grouping import Section
from directive_kg.site.parts import parted
from directive_kg.site.pieces import Frame, Ref, TaskLine
from directive_kg.site.rows import TaskRow
from directive_kg.site.views import LONGEST_IN_LIST, Site
from directive_kg.site.words import Label

# What the markup of a page's parts takes, in bytes, and what a letter of Vietnamese takes on the average.
_SECTION: Final = 1500
_ROW: Final = 1150
_BODY: Final = 130
_LETTER: Final = 1.35


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


def section_pages(site: Site, page: str, sections: Sequence[Section], most: int) -> SectionPages:
    """Sections on pages of about `most` bytes of rows each; a section may go on over several."""
    heads = list(_heads(site, sections))
    flat: list[tuple[int, TaskRow | None, bool]] = []
    for number, (_, section) in enumerate(heads):
        flat += [(number, row, place == 0) for place, row in enumerate(section.rows)] or [(number, None, True)]
    parts, names = parted(page, flat, most, lambda item: _bytes(site, item[1]) + _SECTION * item[2])
    begun: dict[int, str] = {}
    pages = []
    for path, items in parts:
        rows: dict[int, list[TaskRow]] = {}
        for number, row, _ in items:
            rows.setdefault(number, []).extend([row] if row else [])
        views = []
        for number, of in rows.items():
            head, _ = heads[number]
            lines = tuple(replace(site.task(row), holes=holes(site, row.iri)) for row in of)
            views.append(replace(head, continued=number in begun, tasks=lines))
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
            late = sum(site.when(iri).overdue for iri in rows)
            view = SectionView(
                part.anchor or f"nhom-{number}", part.title, part.href, depth, len(rows), late, part.hole, False, ()
            )
            yield view, part


def _rows(section: Section) -> Iterator[TaskRow]:
    yield from section.rows
    for below in section.sections:
        yield from _rows(below)


def _bytes(site: Site, row: TaskRow | None) -> int:
    """About how many bytes a row takes as a table's row; as a line of a tree it takes about as many."""
    if row is None:
        return 0
    names = [row.agent_name or "" for row in site.tables.assignments.get(row.iri, ())]
    words = (row.title or "")[:LONGEST_IN_LIST] + site.deliverable(row.iri) + site.when(row.iri).words
    return _ROW + _BODY * len(names) + round(_LETTER * (len(words) + sum(map(len, names))))
