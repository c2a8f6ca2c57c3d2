"""The files beside a page."""

from collections.abc import Callable
from typing import Final

from directive_kg.site.exports.calendar import to_ics
from directive_kg.site.exports.letter import to_docx
from directive_kg.site.exports.lists import MOST_ROWS, TaskList
from directive_kg.site.exports.plain import to_csv, to_json
from directive_kg.site.exports.sheet import to_xlsx
from directive_kg.site.pieces import File
from directive_kg.site.words import Label

_Form = tuple[str, Label, Callable[[TaskList], bytes], int]
# With the most rows that a file of the form is of use with: nobody prints a letter of a hundred pages.
_FORMS: Final[tuple[_Form, ...]] = (
    ("xlsx", Label("Excel"), to_xlsx, MOST_ROWS),
    ("docx", Label("Word"), to_docx, 1_000),
    ("csv", Label("CSV"), to_csv, MOST_ROWS),
    ("json", Label("JSON"), to_json, MOST_ROWS),
    ("ics", Label("Lịch", "Calendar"), to_ics, MOST_ROWS),
)


def files_beside(page: str, tasks: TaskList) -> tuple[File, ...]:
    """The list in every form that it is not too long for: 'body/x.xlsx' beside 'body/x.html'; none without rows."""
    if not tasks.records:
        return ()
    stem = page.removesuffix(".html")
    if stem.endswith("/index"):
        stem = f"{stem.removesuffix('index')}nhiem-vu"
    rows = len(tasks.records)
    return tuple(File(f"{stem}.{ending}", name, write(tasks)) for ending, name, write, most in _FORMS if rows <= most)
