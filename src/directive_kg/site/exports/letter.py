"""DOCX: the list as a paper in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I, to be numbered, dated and signed.

The number, the place and the day are left for whoever issues it: a list of the site is not an issued paper.
"""

import io
import zipfile
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from directive_kg.site.exports.lists import Column, TaskList
from directive_kg.site.render import visible

# The parts of a Word package (ECMA-376, part 2), in the order in which they are written.
_PARTS: Final = (
    ("[Content_Types].xml", "content_types.xml"),
    ("_rels/.rels", "package_rels.xml"),
    ("word/document.xml", "document.xml"),
    ("word/styles.xml", "styles.xml"),
    ("word/header.xml", "header.xml"),
    ("word/_rels/document.xml.rels", "document_rels.xml"),
)
_LEFT_OUT: Final = ("kind", "section", "group")  # a printed list keeps to what an annex has
_ROOM: Final = 14_400  # twips between the margins of A4 landscape: 297 mm less 30 and 15, rounded down
_NARROWEST: Final = 10
_MARK: Final = "\x00"
_NEW_LINE: Final = Markup('</w:t><w:br/><w:t xml:space="preserve">')


def to_docx(tasks: TaskList) -> bytes:
    """The list as a Word document; the same list gives the same bytes."""
    columns = [column for column in tasks.columns if column.key not in _LEFT_OUT]
    weights = [max(column.width, _NARROWEST) for column in columns]
    widths = [_ROOM * weight // sum(weights) for weight in weights]
    table = list(zip(columns, widths, strict=True))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, template in _PARTS:
            page = _environment().get_template(template)
            text = visible(page.render(tasks=tasks, columns=table, rows=_rows(tasks, table)))
            # A fixed date keeps the bytes the same from build to build; it is the earliest that a zip can hold.
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _rows(tasks: TaskList, table: list[tuple[Column, int]]) -> Markup:
    """The rows: their template is rendered once, with a mark where each text goes; a list may have a thousand rows."""
    between = _environment().get_template("row.xml").render(columns=table, cell=_MARK).split(_MARK)
    found = []
    for record in tasks.records:
        found.append(between[0])
        for (column, _), after in zip(table, between[1:], strict=True):
            text = escape(record.cells.get(column.key, ""))
            found += (text.replace("\n", _NEW_LINE) if "\n" in text else text, after)
    return Markup("".join(found))  # noqa: S704 - every text in it was escaped


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("directive_kg.site", "templates/docx"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
