"""The annex as the paper's own table: its columns in its own order, its cells in its own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from directive_kg.site import links, words
from directive_kg.site.clarity import holes
from directive_kg.site.pieces import Ref, TaskLine
from directive_kg.site.rows import PlaceRow, TaskRow
from directive_kg.site.views import Site, doubt, field_label
from directive_kg.site.words import Label


@dataclass(frozen=True, slots=True)
class AnnexCell:
    """A cell of the annex as it is printed."""

    words: str
    doubt: int | None
    codes: tuple[Ref, ...]  # the rules that found something about it, with their pages
    severity: str  # of the worst of them


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A row of the annex; or, with only a group, a heading row."""

    group: str
    anchor: str
    href: str
    stt: str
    part: bool  # a part of the row above it
    cells: tuple[AnnexCell, ...]
    findings: int
    line: TaskLine | None = None  # what was read from the row, to choose rows by


@dataclass(frozen=True, slots=True)
class Annex:
    """The annex as the paper's own table: its columns in its own order."""

    columns: tuple[Label, ...]
    rows: tuple[AnnexRow, ...]


def annex_of(site: Site, paper: str, tasks: Sequence[TaskRow]) -> Annex:
    """The annex with its heading rows."""
    columns = annex_columns(site, paper, tasks)
    rows, group = [], ""
    for task in tasks:
        cells = cells_by_field(site.tables.places.get(task.iri, ()))
        if task.group and task.group != group:
            rows.append(AnnexRow(task.group, "", "", "", part=False, cells=(), findings=0))
        group = task.group or ""
        rows.append(
            AnnexRow(
                group="",
                anchor=links.anchor("nhiem-vu", words.code(task.iri)),
                href=site.links.page(task.iri) or "",
                stt=task.stt or "",
                part=task.parent is not None,
                cells=tuple(_cell(site, cells.get(name, ()), task, name) for name in columns),
                findings=sum(f.place.field not in columns for f in site.findings_of(task.iri)),
                line=replace(site.task(task), holes=holes(site, task.iri)),
            )
        )
    return Annex(tuple(field_label(name) for name in columns), tuple(rows))


def annex_columns(site: Site, paper: str, tasks: Sequence[TaskRow]) -> tuple[str, ...]:
    """The fields of the annex in the paper's order, without the numbers'."""
    present = {place.field for task in tasks for place in site.tables.places.get(task.iri, ()) if place.field}
    if any(task.title for task in tasks):
        present.add("title")  # a title that stands in no cell is shown all the same
    columns = [name for name in site.tables.columns.get(paper, ()) if name != "stt"]
    # A second annex may have columns that the first has not; nothing that stands in a row is left out.
    rest = present.difference(columns, ("stt",))
    columns += [name for name in words.USUAL_COLUMNS if name in rest]
    return (*columns, *sorted(rest.difference(columns)))


def cells_by_field(places: Sequence[PlaceRow]) -> Mapping[str, Sequence[PlaceRow]]:
    """The cells of a row by the field that they fill."""
    found: dict[str, list[PlaceRow]] = {}
    for place in places:
        if place.field:
            found.setdefault(place.field, []).append(place)
    return found


def cell_words(places: Sequence[PlaceRow], task: TaskRow, name: str) -> str:
    """The words of a cell; a title that stands in no cell is the task's own."""
    text = "\n".join(place.words for place in places if place.words)
    return text or (task.title or "" if name == "title" else "")


def _cell(site: Site, places: Sequence[PlaceRow], task: TaskRow, name: str) -> AnnexCell:
    found = [finding for finding in site.findings_of(task.iri) if finding.place.field == name]
    worst = max(found, key=lambda finding: finding.severity.level, default=None)
    return AnnexCell(
        words=cell_words(places, task, name),
        doubt=doubt(min((place.confidence for place in places), default=1.0)),
        codes=tuple(Ref(code, site.rule_page(code)) for code in sorted({finding.code for finding in found})),
        severity=worst.severity.value if worst else "",
    )
