"""Spreadsheets to blocks: values as they are shown, merged cells, and the lines around the table."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # openpyxl ships no types
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # XlsxWriter ships no types

from directive_kg.errors import SecretPaperError, UnreadablePaperError
from directive_kg.readers import xlsx
from directive_kg.readers.blocks import Paragraph, RawTable, Reading
from directive_kg.readers.xlsx import read_xlsx, shown

MARCH = datetime.combine(date(2026, 3, 1), time())
HEADING = ("STT", "Nhiệm vụ của các cơ quan", "Cơ quan chủ trì", "Thời hạn thực hiện")


def _book(rows: list[tuple[object, ...]]) -> Any:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def _read(tmp_path: Path, book: Any) -> Reading:
    path = tmp_path / "bang.xlsx"
    book.save(path)
    return read_xlsx(path)


def _rows(reading: Reading) -> list[list[str]]:
    (table,) = [block for block in reading.blocks if isinstance(block, RawTable)]
    return [[cell.text for cell in row] for row in table.rows]


def test_lines_above_and_below_the_table_are_paragraphs(tmp_path: Path) -> None:
    above: list[tuple[object, ...]] = [("PHỤ LỤC",), ("Kèm theo Kế hoạch số 12/KH-UBND",), ()]
    book = _book([*above, HEADING, (1, "Việc", "Sở Y tế", "Quý I"), (), ("Nơi nhận: các sở",)])
    reading = _read(tmp_path, book)
    kinds = [(type(block), block.line) for block in reading.blocks]
    assert kinds == [(Paragraph, 1), (Paragraph, 2), (RawTable, 4), (Paragraph, 7)]
    assert _rows(reading)[1] == ["1", "Việc", "Sở Y tế", "Quý I"]
    assert reading.source.format == "xlsx"


def test_a_table_that_does_not_begin_in_the_first_column(tmp_path: Path) -> None:
    book = _book([(None, None, *HEADING), (None, None, 1, "Việc", "Sở Y tế", "Quý I"), (None, None, 2, "Việc hai")])
    assert _rows(_read(tmp_path, book))[1:] == [["1", "Việc", "Sở Y tế", "Quý I"], ["2", "Việc hai", "", ""]]


def test_merged_cells_speak_for_the_rows_under_them(tmp_path: Path) -> None:
    first, second = (1, "Việc một", "Sở Y tế", "Quý I"), (None, "Việc hai", None, "Quý II")
    book = _book([HEADING, first, second, ("I. NHÓM",), (2, "Việc ba", "Sở Nội vụ", "Quý I")])
    for cells in ("A2:A3", "C2:C3", "A4:D4"):
        book.active.merge_cells(cells)
    assert _rows(_read(tmp_path, book))[1:] == [
        ["1", "Việc một", "Sở Y tế", "Quý I"],
        ["", "Việc hai", "Sở Y tế", "Quý II"],
        ["I. NHÓM", "", "", ""],
        ["2", "Việc ba", "Sở Nội vụ", "Quý I"],
    ]


def test_hidden_sheets_are_not_the_paper(tmp_path: Path) -> None:
    book = _book([HEADING, (1, "Việc", "Sở Y tế", "Quý I")])
    lists = book.create_sheet("Danh mục")
    lists.append(("Sở A", "Sở B", "Sở C"))
    lists.sheet_state = "hidden"
    assert len(_rows(_read(tmp_path, book))) == 2


def test_a_formula_is_not_the_value(tmp_path: Path) -> None:
    book = _book([HEADING, ("=1+1", "Việc", "Sở Y tế", "Quý I")])
    assert _rows(_read(tmp_path, book))[1][0] == ""  # it was never calculated


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("Sở Y tế_x000D_\nSở Nội vụ", "General", "Sở Y tế\nSở Nội vụ"),
        (MARCH, "dd/mm/yyyy", "01/03/2026"),
        (date(2026, 3, 1), "mmm-yy", "03/2026"),
        (MARCH, '"Tháng "m/yyyy', "03/2026"),
        (datetime.combine(date(2026, 1, 1), time()), "yyyy", "2026"),
        (MARCH, "m/d/yy", "01/03/2026"),
        (3.0, "General", "3"),
        (1.1, "0.00", "1.10"),
        (0.125, "0.0%", "12.5%"),
        (7, "0", "7"),
        (True, "General", "TRUE"),
        ("Sở Y tế\r\n Sở Nội vụ ", "@", "Sở Y tế\nSở Nội vụ"),
    ],
)
def test_a_value_is_read_as_it_is_shown(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_a_stamp_of_secrecy_is_seen(tmp_path: Path) -> None:
    with pytest.raises(SecretPaperError):
        _read(tmp_path, _book([("TỐI MẬT",), HEADING, (1, "Việc", "Sở Y tế", "Quý I")]))


def _sheet(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                part = old.read(name)
                new.writestr(name, change(part) if name == "xl/worksheets/sheet1.xml" else part)
        return out.getvalue()

    return changed


_MERGES = b'<mergeCells count="1">' + b'<mergeCell ref="A1:XFD1048576"/>' * 60_000 + b"</mergeCells>"
HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "doctype": _sheet(lambda part: part.replace(b"<worksheet", b"<!DOCTYPE a><worksheet", 1)),
    "merges without end": _sheet(lambda part: part.replace(b"</sheetData>", b"</sheetData>" + _MERGES)),
    "no sheet": _sheet(lambda _: b"<worksheet"),
    "cut short": lambda data: data[: len(data) // 2],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_sheet_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bang.xlsx"
    _book([HEADING, (1, "Việc", "Sở Y tế", "Quý I")]).save(path)
    path.write_bytes(HOSTILE[name](path.read_bytes()))
    with pytest.raises(UnreadablePaperError) as told:
        read_xlsx(path)
    assert "\n" not in str(told.value)


def test_one_merge_over_a_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    _book([HEADING, (1, "Việc", "Sở Y tế", "Quý I")]).save(path)
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    path.write_bytes(_sheet(lambda part: part.replace(b"</sheetData>", merged))(path.read_bytes()))
    assert len(_rows(read_xlsx(path))) == 2


def test_a_row_far_down_is_read(tmp_path: Path) -> None:
    book = _book([HEADING, (1, "Việc", "Sở Y tế", "Quý I")])
    book.active["A900000"] = "Nơi nhận: các sở"
    last = _read(tmp_path, book).blocks[-1]
    assert isinstance(last, Paragraph)
    assert (last.text, last.line) == ("Nơi nhận: các sở", 900_000)


def test_rows_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 5)
    with pytest.raises(UnreadablePaperError, match="5"):
        _read(tmp_path, _book([HEADING, *[(n, "Việc", "Sở Y tế", "Quý I") for n in range(6)]]))


@pytest.mark.parametrize(("filtered", "kept"), [(False, ["1", "3"]), (True, ["1", "2", "3"])])
def test_hidden_rows_are_left_out_unless_a_filter_hides_them(tmp_path: Path, filtered: bool, kept: list[str]) -> None:
    rows: list[tuple[object, ...]] = [
        ("STT", "Nhiệm vụ", "Chủ trì"),
        *((n, f"Việc của các cơ quan số {n}", "Sở Y tế") for n in (1, 2, 3)),
    ]
    book = _book(rows)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["D"].hidden = True
    book.active["D2"] = "không in"
    if filtered:
        book.active.auto_filter.ref = "A1:C4"
    found = _rows(_read(tmp_path, book))
    assert [row[0] for row in found[1:]] == kept
    assert not any("không in" in cell for row in found for cell in row)


def test_rows_that_are_folded_up_under_their_heading_belong_to_the_list(tmp_path: Path) -> None:
    book = _book([HEADING, *((n, "Việc", "Sở Y tế", "Quý I") for n in (1, 2, 3))])
    book.active.row_dimensions.group(3, 4, hidden=True)
    assert [row[0] for row in _rows(_read(tmp_path, book))] == ["STT", "1", "2", "3"]


def test_words_that_are_struck_out_are_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, struck, bold = book.add_worksheet(), *(book.add_format({name: True}) for name in ("font_strikeout", "bold"))  # fmt: skip
        sheet.write_row(0, 0, HEADING)
        sheet.write_row(1, 0, (1, "Việc", "", "Quý I"))
        sheet.write_rich_string(1, 2, struck, "Sở Y tế ", bold, "Sở Nội vụ")
        sheet.write_row(2, 0, (2, "Việc bỏ", "Sở Y tế", "Quý I"), struck)
    assert _rows(read_xlsx(path))[1:] == [["1", "Việc", "Sở Nội vụ", "Quý I"]]
