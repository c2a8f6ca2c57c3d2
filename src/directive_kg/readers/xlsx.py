"""Spreadsheets (.xlsx): the visible sheets, values as they are shown, lines around the tables as paragraphs."""

import hashlib
import io
import re
import warnings
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import openpyxl  # type: ignore[import-untyped]  # openpyxl ships no types
from openpyxl.cell.rich_text import CellRichText, TextBlock  # type: ignore[import-untyped]  # as above
from openpyxl.utils import column_index_from_string  # type: ignore[import-untyped]  # as above

from directive_kg.errors import UnreadablePaperError
from directive_kg.readers.blocks import Line, Paragraph, RawTable, Reading
from directive_kg.readers.files import read_bytes
from directive_kg.readers.grid import MAX_COLUMNS, GridCell, raw_table
from directive_kg.readers.markup import normalise, one_line
from directive_kg.readers.package import Package
from directive_kg.readers.text import refuse_foreign, refuse_secret
from directive_kg.records import Source

MAX_ROWS: Final = 20_000  # with something in them, in one sheet
MAX_SHEETS: Final = 60
_MAX_MERGES: Final = 50_000
_R_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHEET: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_MERGE: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]{0,200}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_ROW: Final = re.compile(rb"<(?:\w+:)?row\s([^<>]{0,400})>")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\s([^<>]{0,400})>")
_HIDDEN: Final = re.compile(rb'\bhidden="(?:1|true)"')
_FOLDED: Final = re.compile(rb'\boutlineLevel="[1-9]"')
_RETURN: Final = "_x000D_"  # a carriage return, as ECMA-376 part 1, 22.9.2.19, writes it
_FILTERED: Final = re.compile(rb"<(?:\w+:)?autoFilter[\s>]")
# What openpyxl raises when a part does not hold what it should.
_BROKEN: Final = (ArithmeticError, AssertionError, AttributeError, BadZipFile, EOFError, LookupError, OSError, RuntimeError,
                  SyntaxError, TypeError, ValueError, zlib.error)  # fmt: skip

# Start row to its merges: (first column, columns, last row).
_Merges = Mapping[int, list[tuple[int, int, int]]]


@dataclass(frozen=True, slots=True)
class _Layout:
    """What a sheet's part says of its rows and columns."""

    merges: _Merges
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


def read_xlsx(path: Path) -> Reading:
    """Read a workbook into blocks; `line` counts the rows of its visible sheets, from 1 in the first.

    A formula stands for the value it had when the file was saved.
    Raises UnreadablePaperError (damaged, oversized, encrypted, not Vietnamese) and SecretPaperError.
    """
    data = read_bytes(path)
    package = Package(path, data)
    # openpyxl opens every part by itself: each is looked at before.
    contents = {name: package.read(name) for name in package.xml_names}
    layouts = {
        title: _layout(path, contents[part]) for title, part in _sheet_parts(package).items() if part in contents
    }
    blocks: list[Paragraph | RawTable] = []
    try:
        with warnings.catch_warnings(action="ignore"):  # of features that a reader of values has no use for
            blocks = list(_sheets(path, data, layouts))
    except UnreadablePaperError:
        raise
    except _BROKEN:
        raise package.broken() from None
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(Line(block.text, block.line))
        else:
            lines += [Line("\t".join(one_line(c.text) for c in row), row[0].line) for row in block.rows]
    text = "\n".join(line.text for line in lines)
    refuse_secret(path, text)
    refuse_foreign(path, text)
    source = Source(file=path.name, sha256=hashlib.sha256(data).hexdigest(), format="xlsx")
    return Reading(source, tuple(lines), tuple(blocks))


def _sheet_parts(package: Package) -> dict[str, str]:
    """Title of a sheet to the part that holds it."""
    main = package.main_part() or "xl/workbook.xml"
    if main not in package.names:
        raise package.broken()
    targets = package.relationships(main)
    sheets = list(package.xml(main).iter(_SHEET))
    return {str(s.get("name")): targets[str(s.get(_R_ID))][1] for s in sheets if str(s.get(_R_ID)) in targets}


def _layout(path: Path, sheet: bytes) -> _Layout:
    """Merges, and the rows and columns that are not shown; those that only a filter hides, or that are folded up under
    their heading, belong to the list.
    """
    columns: set[int] = set()
    for match in _COLUMN.finditer(sheet):
        ends = [_attribute(match[1], name) for name in (b"min", b"max")]
        if _is_hidden(match[1]) and all(ends):
            columns.update(range(ends[0], min(ends[1], MAX_COLUMNS) + 1))
    rows = (_attribute(match[1], b"r") for match in _ROW.finditer(sheet) if _is_hidden(match[1]))
    hidden = frozenset() if _FILTERED.search(sheet) else frozenset(rows)
    return _Layout(_merges(path, sheet), hidden, frozenset(columns))


def _is_hidden(attributes: bytes) -> bool:
    return bool(_HIDDEN.search(attributes)) and not _FOLDED.search(attributes)


def _attribute(attributes: bytes, name: bytes) -> int:
    found = re.search(rb'(?:^|\s)%s="(\d{1,7})"' % name, attributes)
    return int(found[1]) if found else 0


def _merges(path: Path, sheet: bytes) -> _Merges:
    found: dict[int, list[tuple[int, int, int]]] = {}
    for count, match in enumerate(_MERGE.finditer(sheet)):
        if count >= _MAX_MERGES:
            raise UnreadablePaperError(
                f"{path}: quá {_MAX_MERGES} ô gộp, không đọc / more than {_MAX_MERGES} merged cells: refused"
            )
        first, last = (column_index_from_string(match[i].decode()) for i in (1, 3))
        if first <= MAX_COLUMNS:
            found.setdefault(int(match[2]), []).append((first, min(last, MAX_COLUMNS) - first + 1, int(match[4])))
    return found


def _sheets(path: Path, data: bytes, layouts: Mapping[str, _Layout]) -> Iterator[Paragraph | RawTable]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False, rich_text=True)
    before = 0
    for sheet in book.worksheets[:MAX_SHEETS]:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # what a file declares of its size need not be so
        rows: list[list[GridCell]] = []
        layout = layouts.get(sheet.title, _Layout({}, frozenset(), frozenset()))
        spans = _Spans(layout)
        number, blank = 0, None
        for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
            # The rows of a gap are one and the same tuple: a value in the last row of a sheet costs no minutes.
            if row is blank or all(cell.value is None for cell in row):
                blank = row
                continue
            made = spans.row(number, before + number, row)
            if number in layout.hidden_rows or not made:
                continue
            rows.append(made)
            if len(rows) > MAX_ROWS:
                raise UnreadablePaperError(
                    f"{path}: trang tính '{one_line(sheet.title)}' quá {MAX_ROWS} hàng "
                    f"/ a sheet of more than {MAX_ROWS} rows: refused"
                )
        before += number
        yield from _blocks(rows)


class _Spans:
    """The merges of a sheet, followed row by row."""

    def __init__(self, layout: _Layout) -> None:
        self._merges = layout.merges
        self._hidden = layout.hidden_columns
        self._open: dict[int, tuple[int, int]] = {}  # first column -> (columns, last row)

    def row(self, number: int, line: int, cells: tuple[Any, ...]) -> list[GridCell]:
        """The cells of a row, empty ones left out unless a merge speaks for them."""
        self._open = {column: span for column, span in self._open.items() if span[1] >= number}
        going_on = dict(self._open)
        starts = {column: (width, last) for column, width, last in self._merges.get(number, ())}
        self._open.update({column: span for column, span in starts.items() if span[1] > number})
        found: list[GridCell] = []
        for column in range(1, max(len(cells), *going_on, 0, 0) + 1):
            if column in self._hidden:
                continue
            cell = cells[column - 1] if column <= len(cells) else None
            text = _text_of(cell) if cell is not None and cell.value is not None else ""
            if column in going_on and not text:
                found.append(GridCell("", line, column, going_on[column][0], goes_on=True))
            elif text:
                width, last = starts.get(column, (1, number))
                bold = cell is not None and bool(cell.font and cell.font.b)
                found.append(GridCell(text, line, column, width, bold, opens=last > number))
        return found


def _text_of(cell: Any) -> str:
    """What a cell that has a value shows; words that are struck out are taken back."""
    if cell.font and cell.font.strike:
        return ""
    value = cell.value
    if isinstance(value, CellRichText):
        value = "".join(str(part) for part in value if not (isinstance(part, TextBlock) and part.font.strike))
    return shown(value, cell.number_format)


def _blocks(rows: list[list[GridCell]]) -> Iterator[Paragraph | RawTable]:
    """A sheet's rows: from the first row with three cells to the last is a table, the rest running text."""
    wide = [i for i, row in enumerate(rows) if sum(bool(cell.text) or cell.goes_on for cell in row) >= 3]
    start, end = (wide[0], wide[-1] + 1) if wide else (len(rows), len(rows))
    while end < len(rows) and rows[end][0].column == rows[start][0].column and _is_number(rows[end][0].text):
        end += 1  # a last row that has no more than its number and its title
    yield from _running_text(rows[:start])
    if start < end:
        left = min(cell.column for row in rows[start:end] for cell in row)
        shifted = [[_moved(cell, left - 1) for cell in row] for row in rows[start:end]]
        table = raw_table(shifted)
        if table is not None:
            yield table
    yield from _running_text(rows[end:])


def _moved(cell: GridCell, by: int) -> GridCell:
    return GridCell(
        cell.text, cell.line, cell.column - by, cell.width, cell.bold, goes_on=cell.goes_on, opens=cell.opens
    )


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\(?\d{1,4}(?:\.\d{1,3}){0,4}[.)]?|[-–—+•]", text))


def _running_text(rows: list[list[GridCell]]) -> Iterator[Paragraph]:
    for row in rows:
        for cell in row:
            for part in cell.text.split("\n"):
                if flat := one_line(part):
                    yield Paragraph(flat, cell.line, bold=cell.bold)


def shown(value: object, number_format: str) -> str:
    """A cell's value as the sheet shows it, as far as its format tells: no day where only a month is shown.

    >>> shown(datetime(2026, 3, 1), "mmm-yy")
    '03/2026'
    """
    if isinstance(value, datetime | date):
        return _shown_date(value, number_format)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _shown_number(value, number_format)
    text = str(value).replace(_RETURN, "").replace("\r", "")
    return "\n".join(filter(None, normalise(text).split("\n")))


def _shown_date(value: date, number_format: str) -> str:
    codes = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format.lower())
    if "d" in codes or "general" in codes or "y" not in codes:
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    return f"{value.month:02d}/{value.year}" if "m" in codes else str(value.year)


def _shown_number(value: float, number_format: str) -> str:
    decimals = re.match(r"^[#,]*0\.(0+)(%?)$", number_format)
    if number_format.endswith("%"):
        return f"{value * 100:.{len(decimals[1]) if decimals else 0}f}%"
    if decimals:
        return f"{value:.{len(decimals[1])}f}"
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else str(value)
