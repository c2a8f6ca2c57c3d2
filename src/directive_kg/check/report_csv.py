"""A check report -> CSV that a spreadsheet opens as it is: UTF-8 with its mark, one finding a line."""

import csv
import io
from typing import Final

from directive_kg.check.view import COLUMNS, ReportView, cells

# What a spreadsheet would take for a formula (OWASP, 'CSV Injection'), wide forms of the signs as well.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(view: ReportView) -> str:
    """The findings under the heads of the columns; no trailing newline."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.head for column in COLUMNS)
    for finding in view.report.findings:
        writer.writerow(harmless(cell) for cell in cells(view, finding))
    return "\ufeff" + out.getvalue().removesuffix("\r\n")


def harmless(text: str) -> str:
    """A cell that no spreadsheet runs: one that begins as a formula would gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) or text.startswith(_FORMULA) else text
