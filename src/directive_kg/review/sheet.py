"""The values to look at as a workbook that goes out to people, and what they wrote when it comes back.

A row is known by its id and a column by its heading: rows may be sorted or deleted and columns moved or widened. What a
spreadsheet program made a date or a number of is refused, for it is no longer what the person typed.
"""

import io
import unicodedata
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import xlsxwriter  # type: ignore[import-untyped]  # as above
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]  # as above

from directive_kg.errors import BadInputError, UnreadablePaperError
from directive_kg.names import fold
from directive_kg.readers.files import read_bytes
from directive_kg.readers.package import Package
from directive_kg.review.desk import Choice, Decision
from directive_kg.review.items import Item

SHEET: Final = "Xem lại"
MAX_ROWS: Final = 100_000
MAX_BYTES: Final = 50_000_000
_CELL_LENGTH: Final = 32_767  # Excel takes no more characters in a cell
_LINE, _TALLEST = 15.0, 409.0  # points of a line, and of the highest row that Excel takes
_LETTER: Final = 1.15  # of a letter, in the width of a figure of Excel's own
_MAX_COLUMNS: Final = 64
_HEADING_WITHIN: Final = 20  # rows from the top in which the headings are looked for

_ID, _CHOICE, _WORDS, _BY, _STAMP = "Mã", "Quyết định", "Giá trị sửa", "Người xem", "Dấu"
_CHOICES: Final = {"Đúng": Choice.ACCEPT, "Sửa": Choice.CORRECT, "Giữ nguyên chữ": Choice.AS_WRITTEN}
# (heading, width, to be filled in)
_COLUMNS: Final = (
    (_ID, 14, False),
    ("Văn bản", 16, False),
    ("Chỗ trong văn bản", 22, False),
    ("Nhiệm vụ số", 9, False),
    ("Nhiệm vụ", 36, False),
    ("Ô", 16, False),
    ("Văn bản ghi", 36, False),
    ("Đọc là", 36, False),
    ("Hiểu là", 30, False),
    ("Độ chắc", 8, False),
    ("Vì sao", 36, False),
    (_CHOICE, 15, True),
    (_WORDS, 36, True),
    (_BY, 20, True),
    (_STAMP, 18, False),
)
_NEEDED: Final = (_ID, _CHOICE, _WORDS, _STAMP)
_HELP: Final = (
    "So từng dòng với văn bản. Cột “Quyết định”: Đúng; Sửa (ghi giá trị đúng ở cột bên); Giữ nguyên chữ (sửa thành "
    "chữ mà máy không cần hiểu); để trống là chưa xem. Không đổi cột “Mã” và “Dấu”. / Compare each row with the paper; "
    "leave “Mã” and “Dấu” as they are."
)
_BROKEN: Final = (ArithmeticError, AssertionError, AttributeError, BadZipFile, EOFError, LookupError, OSError,
                  RuntimeError, SyntaxError, TypeError, ValueError, zlib.error)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A decision with the cell that its faults are told at."""

    decision: Decision
    at: str  # 'L7'


class SheetError(BadInputError):
    """A workbook with faults; nothing of it was taken."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        more = f" (và {len(faults) - 1} lỗi khác / and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(f"{path}: chưa nhận gì / nothing was taken: {faults[0]}{more}")
        self.faults = tuple(faults)


def sheet(items: Sequence[Item]) -> bytes:
    """The workbook: a row a value, with the columns that people fill in unlocked, everything as text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    page = book.add_worksheet(SHEET)
    looks = {"text_wrap": True, "valign": "top", "num_format": "@", "border": 1}
    fixed = book.add_format(looks)
    filled = book.add_format({**looks, "locked": False, "bg_color": "#FFF8E1"})
    head = book.add_format({**looks, "bold": True, "bg_color": "#F4F6F8"})
    page.merge_range(0, 0, 0, len(_COLUMNS) - 1, _HELP, book.add_format({"text_wrap": True, "valign": "top"}))
    page.set_row(0, 48)
    for column, (heading, width, open_) in enumerate(_COLUMNS):
        page.set_column(column, column, width, filled if open_ else None)
        page.write_string(1, column, heading, head)
    for row, item in enumerate(items, start=2):
        page.set_row(row, _height(_cells(item)))
        for column, ((_, _, open_), words) in enumerate(zip(_COLUMNS, _cells(item), strict=True)):
            page.write_string(row, column, words[:_CELL_LENGTH], filled if open_ else fixed)
    last = len(items) + 1
    choice = next(n for n, (heading, _, _) in enumerate(_COLUMNS) if heading == _CHOICE)
    if items:
        page.data_validation(2, choice, last, choice, {"validate": "list", "source": list(_CHOICES)})
        page.autofilter(1, 0, last, len(_COLUMNS) - 1)
    page.freeze_panes(2, 1)
    page.protect(
        "", {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True, "delete_rows": True}
    )
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    book.close()
    return out.getvalue()


def _height(cells: Sequence[str]) -> float:
    """Points for the cell with most lines: a program that opens the file does not always see to it."""
    widths = [width for _, width, _ in _COLUMNS]
    lines = max(
        sum(max(1, ceil(len(line) * _LETTER / width)) for line in words.split("\n"))
        for words, width in zip(cells, widths, strict=True)
    )
    return min(_TALLEST, _LINE * lines)


def _cells(item: Item) -> tuple[str, ...]:
    title = next((words for name, words in item.row if name == "Nhiệm vụ"), "")
    why = "\n".join(vi for vi, _ in item.reasons)
    value = item.value
    return (
        item.id, item.paper, item.where, item.row_name, title, item.name, value.seen, value.read, item.meaning,
        f"{value.confidence:.0%}", why, "", "", "", item.stamp,
    )  # fmt: skip


def read_sheet(path: Path, by: str | None) -> list[Row]:
    """The decisions in a workbook that came back; rows without one are left out. `by` stands where no name is given.

    Raises UnreadablePaperError for what is no workbook, SheetError for one with faults, each with its row and column.
    """
    sheet_rows = _rows(path)
    found = next(
        ((at, _headings(row)) for at, row in enumerate(sheet_rows[:_HEADING_WITHIN]) if _is_heading(row)), None
    )
    if found is None:
        raise SheetError(path, [f"không thấy các cột {', '.join(_NEEDED)} / these columns are not there"])
    at, columns = found
    rows: list[Row] = []
    faults: list[str] = []
    seen: dict[str, str] = {}
    for number, cells in enumerate(sheet_rows[at + 1 :], start=at + 2):
        try:
            row = _row(cells, number, columns, by)
        except BadInputError as error:
            faults.append(str(error))
            continue
        if row is None:
            continue
        if row.decision.id in seen:
            faults.append(f"{row.at}: mã {row.decision.id} đã có ở / the id is already at {seen[row.decision.id]}")
        seen[row.decision.id] = row.at
        rows.append(row)
    if faults:
        raise SheetError(path, faults)
    return rows


def _rows(path: Path) -> list[tuple[Any, ...]]:
    data = read_bytes(path, MAX_BYTES)
    package = Package(path, data)
    for name in package.xml_names:  # openpyxl opens every part by itself: each is looked at before
        package.read(name)
    try:
        with warnings.catch_warnings(action="ignore"):
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
            try:
                page = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
                page.reset_dimensions()  # what a file says of its own size is not to be relied on
                return list(_capped(path, page.iter_rows(max_col=_MAX_COLUMNS)))
            finally:
                book.close()
    except BadInputError:
        raise
    except _BROKEN:
        raise package.broken() from None


def _capped(path: Path, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for count, row in enumerate(rows):
        if count >= MAX_ROWS:
            raise UnreadablePaperError(f"{path}: quá {MAX_ROWS} dòng / more than {MAX_ROWS} rows")
        yield row


def _headings(row: Sequence[Any]) -> dict[str, int]:
    names = {fold(heading): heading for heading, _, _ in _COLUMNS}
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        heading = names.get(fold(str(cell.value))) if cell.value is not None else None
        if heading:
            found.setdefault(heading, column)
    return found


def _is_heading(row: Sequence[Any]) -> bool:
    return set(_NEEDED) <= set(_headings(row))


def _row(cells: Sequence[Any], number: int, columns: Mapping[str, int], by: str | None) -> Row | None:
    def where(heading: str) -> str:
        return f"{get_column_letter(columns[heading] + 1)}{number}" if heading in columns else f"dòng {number}"

    def words(heading: str) -> str:
        column = columns.get(heading)
        cell = cells[column] if column is not None and column < len(cells) else None
        return _text(cell, where(heading), heading)

    choice, corrected = words(_CHOICE), words(_WORDS)
    if not choice and not corrected:
        return None
    chosen = {fold(name): value for name, value in _CHOICES.items()}.get(fold(choice))
    if chosen is None:
        listed = ", ".join(_CHOICES)
        raise BadInputError(f"{where(_CHOICE)}: “{choice}” không phải một trong / is none of: {listed}")
    if chosen is Choice.ACCEPT and corrected:
        raise BadInputError(f"{where(_WORDS)}: đã chọn “Đúng” mà còn ghi giá trị sửa / accepted and corrected at once")
    if chosen is not Choice.ACCEPT and not corrected:
        raise BadInputError(f"{where(_WORDS)}: chọn “{choice}” mà chưa ghi giá trị / no value is given")
    name, stamp, person = words(_ID), words(_STAMP), words(_BY) or (by or "")
    if not name or not stamp:
        raise BadInputError(f"{where(_ID)}: mất mã hoặc dấu của dòng / the row lost its id or its stamp")
    if not person:
        raise BadInputError(f"{where(_BY)}: chưa ghi người xem; ghi vào cột hoặc dùng --by / who looked is not said")
    return Row(Decision(name, chosen, person, corrected, stamp), where(_CHOICE))


def _text(cell: Any, where: str, heading: str) -> str:
    """The words of a cell. Raises BadInputError for what is no text."""
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if getattr(cell, "data_type", "s") == "f" or (isinstance(value, str) and cell.data_type == "e"):
        raise BadInputError(f"{where}: cột {heading} có công thức hoặc lỗi, cần chữ / a formula or an error, not text")
    if not isinstance(value, str):
        kind = type(value).__name__
        raise BadInputError(
            f"{where}: cột {heading} đã bị đổi thành ngày hoặc số ({kind}: {value}); gõ lại dạng chữ, thêm dấu ' phía trước "
            "/ the program made a date or number of it, type it as text"
        )
    return " ".join(unicodedata.normalize("NFC", value).split())
