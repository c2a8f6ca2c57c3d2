"""A list of tasks as plain texts and days, ready for every file form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from directive_kg.site import words
from directive_kg.site.annex import annex_columns, cell_words, cells_by_field
from directive_kg.site.briefs import Brief
from directive_kg.site.pieces import BodyRef
from directive_kg.site.rows import TaskRow
from directive_kg.site.views import Site, field_label
from directive_kg.site.words import Label

# How wide a column of each field is on a sheet, in characters of the usual font.
_WIDTHS: Final = {"stt": 7, "title": 55, "deliverable": 28, "deadline": 20, "paper": 24, "kind": 18, "section": 22}
_USUAL_WIDTH: Final = 26

_LISTED: Final = ("stt", "title", "lead", "coordinating", "deliverable", "deadline", "authority", "paper")
_OWN: Final = {
    "paper": Label("Văn bản", "Paper"),
    "group": Label("Nhóm việc", "Group"),
    "kind": Label("Loại thời hạn", "Kind of deadline"),
}


TASK_ID: Final = "Mã việc"  # the column that tells a sheet that comes back which task a row is about: its IRI
MOST_ROWS: Final = 20_000  # of one list; a longer one is taken away in parts: by month, by body, by paper


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: which cell of a record it shows, what it is called, how wide it is in characters."""

    key: str
    label: Label
    width: int


@dataclass(frozen=True, slots=True)
class Record:
    """A task with the texts of its cells by column; days only where the paper gives them."""

    iri: str
    cells: Mapping[str, str]
    kind: str  # code of the vocabulary 'deadline-kind'
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class TaskList:
    """What is taken away from one page."""

    title: str
    built: str  # which papers, and which day, it was made from
    stamp: date  # the day that files say they were made on: of the papers, never of the clock
    columns: tuple[Column, ...]
    records: tuple[Record, ...]


def listed(site: Site, title: str, sections: Iterable[tuple[str, Sequence[Brief]]], section: Label) -> TaskList:
    """Tasks of one or of several papers; `section` heads the column that tells a page's parts apart, where it has any.

    A list of more than `MOST_ROWS` has none.
    """
    parts = [(name, rows) for name, rows in sections if rows]
    whole = sum(len(rows) for _, rows in parts) <= MOST_ROWS
    records = tuple(_listed(site, task, name) for name, tasks in parts for task in tasks if whole)
    keys = ["section"] if section.vi else []
    labels = {**_OWN, "section": section}
    return _made(site, title, [*keys, *_LISTED, "kind"], labels, records)


def _listed(site: Site, task: Brief, section: str) -> Record:
    row = site.tables.tasks[task.iri]
    return _record(site, row, _cells(site, row, section))


def annexed(site: Site, title: str, paper: str, rows: Sequence[TaskRow]) -> TaskList:
    """The annex of a paper in its own columns and words; its heading rows become a column, so that it can be sorted."""
    columns = annex_columns(site, paper, rows)
    records = []
    for row in rows:
        cells = cells_by_field(site.tables.places.get(row.iri, ()))
        texts = {name: cell_words(cells.get(name, ()), row, name) for name in columns}
        texts |= {"stt": row.stt or "", "group": row.group or "", "kind": site.when(row.iri).kind.vi}
        records.append(_record(site, row, texts))
    group = ["group"] if any(row.group for row in rows) else []
    own = {key: label for key, label in _OWN.items() if key != "paper"}
    return _made(site, title, ["stt", *columns, *group, "kind"], own, tuple(records))


def _made(
    site: Site, title: str, keys: Iterable[str], labels: Mapping[str, Label], records: tuple[Record, ...]
) -> TaskList:
    columns = tuple(Column(k, labels.get(k) or field_label(k), _WIDTHS.get(k, _USUAL_WIDTH)) for k in keys)
    return TaskList(title, site.built, site.stamp, columns, records)


def _cells(site: Site, row: TaskRow, section: str) -> dict[str, str]:
    when = site.when(row.iri)
    return {
        "section": section,
        "stt": row.stt or "",
        "title": row.title or "",
        "lead": _names(site.bodies(row.iri, "lead")),
        "coordinating": _names(site.bodies(row.iri, "coordinating")),
        "deliverable": site.deliverable(row.iri),
        "deadline": when.words,
        "authority": _names(site.bodies(row.iri, "approving")),
        "paper": site.paper(row.paper).name,
        "kind": when.kind.vi,
    }


def _record(site: Site, row: TaskRow, cells: Mapping[str, str]) -> Record:
    due = site.tables.deadlines.get(row.iri)
    kind = words.code(due.kind) if due else ""
    return Record(row.iri, cells, kind or "none", due.start if due else None, due.end if due else None)


def _names(bodies: Iterable[BodyRef]) -> str:
    return "\n".join(body.name for body in bodies)
