"""CSV and JSON."""

import csv
import io
import json
from typing import Final

from directive_kg.site.exports.lists import TASK_ID, Record, TaskList
from directive_kg.site.render import UNSEEN, visible

# A spreadsheet takes a cell that begins so for a formula; some take the full-width forms for the plain ones.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(tasks: TaskList) -> bytes:
    """CSV for a spreadsheet: UTF-8 with a byte order mark, days as ISO dates, formulas made plain by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(_plain(column.label.vi) for column in tasks.columns), "Từ ngày", "Đến ngày", TASK_ID])
    for record in tasks.records:
        texts = [_plain(record.cells.get(column.key, "")) for column in tasks.columns]
        writer.writerow([*texts, *_days(record), _plain(record.iri)])
    return out.getvalue().encode("utf-8-sig")


def to_json(tasks: TaskList) -> bytes:
    """The list with the papers' texts unchanged; marks that show nothing are written by their numbers."""
    document = {
        "title": tasks.title,
        "built": tasks.built,
        "columns": [{"key": c.key, "label": {"vi": c.label.vi, "en": c.label.en}} for c in tasks.columns],
        "tasks": [
            {
                "iri": record.iri,
                **{column.key: record.cells.get(column.key, "") for column in tasks.columns},
                "deadlineKind": record.kind,
                "start": record.start.isoformat() if record.start else None,
                "end": record.end.isoformat() if record.end else None,
            }
            for record in tasks.records
        ],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return (UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n").encode()


def _days(record: Record) -> list[str]:
    return [day.isoformat() if day else "" for day in (record.start, record.end)]


def _plain(text: str) -> str:
    shown = visible(text)
    return f"'{shown}" if shown.lstrip(" ").startswith(_FORMULA_STARTS) else shown
