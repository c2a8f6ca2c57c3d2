"""Pages of places: what the papers of a city or a ward hold, where there are papers of several."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.site.briefs import Brief
from directive_kg.site.charts import Chart, Line, by_state, chart_of
from directive_kg.site.grouping import by_body
from directive_kg.site.parts import MOST_BESIDE, Span, alphabetical, parted, spans
from directive_kg.site.pieces import BodyRef, Frame, PaperRef, Ref
from directive_kg.site.views import Site
from directive_kg.site.words import Label

_MOST_BARS: Final = 15
_MOST_PLACES: Final = 300  # in the list, on one page


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place in the list of places."""

    name: str
    page: str
    papers: int
    tasks: int
    late: int
    unclear: int


@dataclass(frozen=True, slots=True)
class PlaceIndexContext:
    """What a page of the list of places shows."""

    frame: Frame
    places: tuple[PlaceLine, ...]
    parts: tuple[Span, ...]  # where there is more than one page


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What the page of a place shows."""

    frame: Frame
    line: PlaceLine
    name_en: str
    part_of: Ref | None
    parts: tuple[Ref, ...]  # places within it that have papers
    chart: Chart  # the bodies that lead the tasks of its papers
    papers: tuple[PaperRef, ...]  # the latest ones
    papers_more: int
    bodies: tuple[BodyRef, ...]  # of the register
    bodies_more: int


def places(site: Site) -> Mapping[str, Sequence[str]]:
    """Place -> its held papers; nothing where all papers are of one place."""
    found: dict[str, list[str]] = {}
    for row in site.held:
        if row.place and site.links.page(row.place):
            found.setdefault(row.place, []).append(row.iri)
    return found if len(found) > 1 else {}


def place_pages(site: Site) -> Iterator[tuple[str, PlaceContext | PlaceIndexContext]]:
    """The pages of places as (template, context); none where all papers are of one."""
    of = places(site)
    if not of:
        return
    lines = {place: _line(site, place, papers) for place, papers in of.items()}
    order = sorted(lines.values(), key=lambda line: alphabetical(line.name))
    if (
        len(order) <= _MOST_PLACES
    ):  # a list that is looked over has what weighs most first, one that is looked up its names
        order.sort(key=lambda line: -line.tasks)
    title = Label("Địa phương", "Places")
    parts, names = parted("place/index.html", order, _MOST_PLACES)
    ways = spans(parts, names, lambda line: line.name)
    for path, shown in parts:
        yield "place_index.html", PlaceIndexContext(site.frame(path, title, "place"), tuple(shown), ways)
    for place, papers in of.items():
        yield "place.html", _place_context(site, place, papers, lines)


def _place_context(site: Site, place: str, papers: Sequence[str], lines: Mapping[str, PlaceLine]) -> PlaceContext:
    row = site.tables.locations[place]
    line = lines[place]
    sections = [part for part in by_body(site, _tasks(site, papers)) if not part.hole][:_MOST_BARS]
    bars = [Line(part.title.vi, part.href, by_state(site, part.rows)) for part in sections]
    above = lines.get(row.part_of or "")
    inside = [lines[iri] for iri in lines if site.tables.locations[iri].part_of == place]
    bodies = sorted(
        (site.body(iri) for iri, body in site.tables.agencies.items() if body.place == place and not body.is_class),
        key=lambda body: body.name,
    )
    return PlaceContext(
        frame=site.frame(line.page, Label(line.name, row.name_en or ""), "place"),
        line=line,
        name_en=row.name_en or "",
        part_of=Ref(above.name, above.page) if above else None,
        parts=tuple(Ref(part.name, part.page) for part in inside),
        chart=chart_of(bars, site.today is not None),
        papers=site.papers(papers)[-MOST_BESIDE:],
        papers_more=max(0, len(papers) - MOST_BESIDE),
        bodies=tuple(bodies[:MOST_BESIDE]),
        bodies_more=max(0, len(bodies) - MOST_BESIDE),
    )


def _line(site: Site, place: str, papers: Sequence[str]) -> PlaceLine:
    tasks = _tasks(site, papers)
    page = site.links.page(place)
    assert page is not None
    return PlaceLine(
        name=site.place_name(place),
        page=page,
        papers=len(papers),
        tasks=len(tasks),
        late=sum(site.state(task.iri) == "overdue" for task in tasks),
        unclear=sum(bool(task.open) for task in tasks),
    )


def _tasks(site: Site, papers: Sequence[str]) -> list[Brief]:
    return [task for paper in papers for task in site.briefs_of(paper)]
