"""XLSX: a sheet to sort, filter and print on A4 landscape."""

import io
from datetime import date, datetime, time
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types; its sheets and formats are Any here

from directive_kg.site.exports.lists import TASK_ID, TaskList
from directive_kg.site.render import visible
from directive_kg.site.words import shorten

_MOST_IN_CELL: Final = 32_767  # what a cell takes (ECMA-376, Excel's limits)
_LINE: Final = 15  # points
_HIGHEST: Final = 409  # points, of a row (Excel's limits)
_FIRST_DAY: Final = date(1900, 3, 1)  # before it Excel counts a 29 February 1900 that never was
_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_HEADING: Final = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#F4F6F8", "border": 1}
_TEXT: Final = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D5D9DE"}


# To be filled in by whoever does the task, and read by `progress import`.
_REPORT: Final = (("Tình trạng", 16), ("Ngày hoàn thành", 14), ("Văn bản minh chứng", 24), ("Ghi chú báo cáo", 24))
_STATUS: Final = {
    "validate": "list",
    "source": ["Chưa thực hiện", "Đang thực hiện", "Hoàn thành"],
    "ignore_blank": True,
}


def to_xlsx(tasks: TaskList) -> bytes:
    """The list as a workbook of one sheet; every text stays a text, every day is a date."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"title": visible(shorten(tasks.title, 200)), "created": _midnight(tasks.stamp)})
        sheet = book.add_worksheet("Nhiệm vụ")
        _lay_out(sheet, tasks, book.add_format(_HEADING))
        text = book.add_format(_TEXT)
        day = book.add_format({**_TEXT, "num_format": "dd/mm/yyyy"})
        for number, record in enumerate(tasks.records, start=1):
            lines = 1
            for place, column in enumerate(tasks.columns):
                words = _fitting(record.cells.get(column.key, ""))
                sheet.write_string(number, place, words, text)
                lines = max(lines, _lines(words, column.width))
            sheet.set_row(number, min(_LINE * lines, _HIGHEST))
            after = len(tasks.columns)
            _write_days(sheet, number, {after: record.start, after + 1: record.end}, (text, day))
            sheet.write_string(number, after + 2 + len(_REPORT), _fitting(record.iri), text)
    return out.getvalue()


def _lay_out(sheet: Any, tasks: TaskList, heading: Any) -> None:
    headings = [(column.label.vi, column.width) for column in tasks.columns]
    headings += [("Từ ngày", 12), ("Đến ngày", 12)]
    printed = len(headings)
    headings += [*_REPORT, (TASK_ID, 40)]
    for place, (name, width) in enumerate(headings):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, _fitting(name), heading)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(tasks.records), 1), len(headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(len(tasks.records), 1), printed - 1)  # what follows is for the report and for programs
    if tasks.records:
        sheet.data_validation(1, printed, len(tasks.records), printed, _STATUS)
    # '&' begins a code in a sheet's header and is doubled to be itself; more than 255 characters are refused.
    sheet.set_header("&C&B" + visible(shorten(tasks.title, 100)).replace("&", "&&"))
    sheet.set_footer("&L" + visible(shorten(tasks.built, 100)).replace("&", "&&") + "&R&P/&N")


def _write_days(sheet: Any, row: int, days: dict[int, date | None], formats: tuple[Any, Any]) -> None:
    """Days by their column; a day that Excel cannot count is written as a text."""
    text, day = formats
    for place, value in days.items():
        if value is None:
            sheet.write_blank(row, place, None, text)
        elif value < _FIRST_DAY:
            sheet.write_string(row, place, value.isoformat(), text)
        else:
            sheet.write_datetime(row, place, _midnight(value), day)


def _lines(words: str, width: int) -> int:
    """How many lines a text takes in a column of this many characters; a word that does not fit begins a new one."""
    if len(words) <= width and "\n" not in words:
        return 1
    return sum(1 + len(part) * 10 // (11 * width) for part in words.split("\n"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _fitting(text: str) -> str:
    return shorten(visible(text), _MOST_IN_CELL)
