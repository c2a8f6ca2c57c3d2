"""DOCX: the list as a paper in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I, to be numbered, dated and signed.

The number, the place and the day are left for whoever issues it: a list of the site is not an issued paper.
"""

import io
import zipfile
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from directive_kg.site.exports.lists import TaskList
from directive_kg.site.render import shown

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
_NARROWEST: Final = 5


def to_docx(tasks: TaskList) -> bytes:
    """The list as a Word document; the same list gives the same bytes."""
    columns = [column for column in tasks.columns if column.key not in _LEFT_OUT]
    weights = [max(column.width, _NARROWEST) for column in columns]
    widths = [_ROOM * weight // sum(weights) for weight in weights]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, template in _PARTS:
            text = (
                _environment()
                .get_template(template)
                .render(tasks=tasks, columns=columns, widths=widths, table=list(zip(columns, widths, strict=True)))
            )
            # A fixed date keeps the bytes the same from build to build; it is the earliest that a zip can hold.
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("directive_kg.site", "templates/docx"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
