"""The sheet that a body fills in: its tasks, what it said of them last, and empty cells to answer in. XLSX or CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from directive_kg.progress.records import WORDS, Duty, Report

BODY: Final = "Mã cơ quan"
TASK: Final = "Mã nhiệm vụ"
STATUS: Final = "Tình trạng"
DAY: Final = "Ngày hoàn thành"
EVIDENCE: Final = "Văn bản minh chứng"
NOTE: Final = "Ghi chú"
GIVEN: Final = ("Văn bản", "STT", "Nhiệm vụ", "Sản phẩm", "Thời hạn")
HEADS: Final = (TASK, *GIVEN, STATUS, DAY, EVIDENCE, NOTE)
_WIDTHS: Final = (26, 16, 6, 46, 26, 16, 18, 14, 26, 30)
_HEAD_ROW: Final = 3  # from 0: title, code of the body, an empty row stand above
_LONGEST: Final = 32767  # characters that Excel takes in a cell


def rows(duties: Sequence[Duty], last: Mapping[str, Report]) -> list[tuple[str, ...]]:
    """The table without its head; what was reported last stands in the cells for the answer."""
    table: list[tuple[str, ...]] = []
    for duty in duties:
        told = last.get(duty.iri)
        answer = ("", "", "", "")
        if told is not None:
            answer = (WORDS[told.status][0], _day(told.completed), told.evidence, told.note)
        table.append((duty.name, duty.paper, duty.stt, duty.title, duty.deliverable, duty.deadline, *answer))
    return table


def to_xlsx(body: str, name: str, table: Sequence[tuple[str, ...]]) -> bytes:
    """The workbook. No cell is ever a formula or a link, whatever a paper says; the same table gives the same bytes."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "Báo cáo tiến độ", "created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the library takes no time zone
        base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True, "num_format": "@"}
        cell = book.add_format({**base, "border": 1, "border_color": "#BBBBBB"})
        answer = book.add_format({**base, "border": 1, "border_color": "#BBBBBB", "bg_color": "#FFFBE6"})
        head = book.add_format({**base, "bold": True, "bg_color": "#DDE6F0", "border": 1})
        title = book.add_format({"font_name": "Times New Roman", "font_size": 14, "bold": True})
        plain = book.add_format({"font_name": "Times New Roman", "font_size": 11, "num_format": "@"})
        sheet = book.add_worksheet("Tiến độ")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.freeze_panes(_HEAD_ROW + 1, 3)
        sheet.write_string(0, 0, f"Báo cáo tiến độ: {name}", title)
        sheet.write_string(1, 0, BODY, plain)
        sheet.write_string(1, 1, body, plain)
        for column, (words, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(_HEAD_ROW, column, words, head)
        for number, texts in enumerate(table, _HEAD_ROW + 1):
            for column, text in enumerate(texts):
                style = answer if column >= HEADS.index(STATUS) else cell
                sheet.write_string(number, column, clean(text), style)
        last = _HEAD_ROW + max(len(table), 1)
        choices = {"validate": "list", "source": [words[0] for words in WORDS.values()], "error_type": "warning"}
        sheet.data_validation(_HEAD_ROW + 1, HEADS.index(STATUS), last, HEADS.index(STATUS), choices)
        sheet.autofilter(_HEAD_ROW, 0, last, len(HEADS) - 1)
    return out.getvalue()


def to_csv(body: str, name: str, table: Sequence[tuple[str, ...]]) -> bytes:
    """UTF-8 with a mark that Excel knows; a cell that opens like a formula has an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in ((f"Báo cáo tiến độ: {name}",), (BODY, body), (), HEADS, *table):
        writer.writerow([_tame(clean(text)) for text in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def clean(text: str) -> str:
    """Without the control characters that XML does not have, no longer than a cell may be."""
    return "".join(c for c in text if c in "\n\t" or (c >= " " and not "\ud800" <= c <= "\udfff"))[:_LONGEST]


def _tame(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _day(value: date | None) -> str:
    return "" if value is None else f"{value.day:02}/{value.month:02}/{value.year}"
