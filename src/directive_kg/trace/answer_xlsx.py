"""The answer to a question as a workbook: days are days, numbers are numbers, and no text is ever a formula or a link."""

import io
import re
from datetime import date, datetime, time
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types; its sheets and formats are Any here

from directive_kg.store.protocol import Term
from directive_kg.trace.answer import Answered, columns_of
from directive_kg.trace.catalogue import Column

_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_HEADING: Final = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#F4F6F8", "border": 1}
_TEXT: Final = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D5D9DE"}
_MOST_IN_CELL: Final = 32_767  # what a cell takes (ECMA-376, Excel's limits)
_MOST_ROWS: Final = 1_048_575  # below the heading
_FIRST_DAY: Final = date(1900, 3, 1)  # before it Excel counts a 29 February 1900 that never was
_EXACT: Final = 10**15  # Excel keeps fifteen figures
_WHOLE: Final = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?\d{1,12}(\.\d{1,6})?", re.ASCII)
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDTHS: Final = {"text": 34, "iri": 40, "date": 12, "integer": 10, "number": 14}


def to_xlsx(answered: Answered) -> bytes:
    """The rows on one sheet, the question on another; the same answer gives the same bytes."""
    out = io.BytesIO()
    question = answered.question
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        # A day of its own would make every run another file.
        book.set_properties({"title": _fitting(question.title.vi)[:200], "created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the library takes no time zone
        rows = book.add_worksheet("Trả lời")
        about = book.add_worksheet("Câu hỏi")
        formats = {"text": book.add_format(_TEXT), "heading": book.add_format(_HEADING)}
        formats["date"] = book.add_format({**_TEXT, "num_format": "dd/mm/yyyy"})
        _write_rows(rows, answered, formats)
        about.set_column(0, 0, 20)
        about.set_column(1, 1, 90)
        lines = [
            ("Câu hỏi", question.title.vi),
            ("Question", question.title.en),
            ("Nghĩa là", question.description.vi),
            ("Meaning", question.description.en),
            ("Tên / name", question.name),
            ("Số dòng / rows", str(len(answered.solutions.rows))),
        ]
        for number, (name, words) in enumerate(lines):
            about.write_string(number, 0, name, formats["heading"])
            about.write_string(number, 1, _fitting(words), formats["text"])
    return out.getvalue()


def _write_rows(sheet: Any, answered: Answered, formats: dict[str, Any]) -> None:
    columns = columns_of(answered)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS[column.type])
        sheet.write_string(0, place, _fitting(f"{column.title.vi}\n{column.title.en}"), formats["heading"])
    count = min(len(answered.solutions.rows), _MOST_ROWS)
    for number, row in enumerate(answered.solutions.rows[:count], start=1):
        for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
            _write(sheet, (number, place), cell, column, formats)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Any, at: tuple[int, int], cell: Term | None, column: Column, formats: dict[str, Any]) -> None:
    """A value in its own type; one that is not what its column says is a text."""
    if cell is None:
        sheet.write_blank(*at, None, formats["text"])
    elif column.type == "date" and (day := _day(cell.value)):
        sheet.write_datetime(*at, day, formats["date"])
    elif column.type == "integer" and _WHOLE.fullmatch(cell.value) and abs(int(cell.value)) < _EXACT:
        sheet.write_number(*at, int(cell.value), formats["text"])
    elif column.type == "number" and _DECIMAL.fullmatch(cell.value):
        sheet.write_number(*at, float(cell.value), formats["text"])
    else:
        sheet.write_string(*at, _fitting(cell.value), formats["text"])


def _day(iso: str) -> datetime | None:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return None
    return datetime.combine(day, time()) if day >= _FIRST_DAY else None


def _fitting(text: str) -> str:
    plain = _UNWRITABLE.sub("\ufffd", text)
    return plain if len(plain) <= _MOST_IN_CELL else plain[: _MOST_IN_CELL - 1] + "…"
