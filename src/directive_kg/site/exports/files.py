"""The files beside a page."""

from collections.abc import Callable
from typing import Final

from directive_kg.site.exports.calendar import to_ics
from directive_kg.site.exports.letter import to_docx
from directive_kg.site.exports.lists import TaskList
from directive_kg.site.exports.plain import to_csv, to_json
from directive_kg.site.exports.sheet import to_xlsx
from directive_kg.site.pieces import File
from directive_kg.site.words import Label

_FORMS: Final[tuple[tuple[str, Label, Callable[[TaskList], bytes]], ...]] = (
    ("xlsx", Label("Excel"), to_xlsx),
    ("docx", Label("Word"), to_docx),
    ("csv", Label("CSV"), to_csv),
    ("json", Label("JSON"), to_json),
    ("ics", Label("Lịch", "Calendar"), to_ics),
)


def files_beside(page: str, tasks: TaskList) -> tuple[File, ...]:
    """The list in every form, beside a page: 'body/x.xlsx' beside 'body/x.html'; none for a list without rows."""
    if not tasks.records:
        return ()
    stem = page.removesuffix(".html")
    if stem.endswith("/index"):
        stem = f"{stem.removesuffix('index')}nhiem-vu"
    return tuple(File(f"{stem}.{ending}", name, write(tasks)) for ending, name, write in _FORMS)
