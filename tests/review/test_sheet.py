"""The workbook that goes out and comes back: nothing damaged, and every damage told with its row and column."""

import contextlib
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directive_kg.errors import UnreadablePaperError
from directive_kg.review.desk import Choice, Desk
from directive_kg.review.items import Item
from directive_kg.review.sheet import SheetError, read_sheet, sheet
from tests.fixtures.papers import fixture_graph

HEADINGS = 2  # their row


@pytest.fixture
def items(tmp_path: Path) -> list[Item]:
    """What is to be looked at in the fixture papers."""
    return Desk(fixture_graph(tmp_path)).items()


@pytest.fixture
def filled(tmp_path: Path, items: list[Item]) -> Callable[..., Path]:
    """Makes a workbook that came back, changed by a function of its page and a finder of columns."""

    def make(change: Callable[[Any, Callable[[str], int]], None]) -> Path:
        book = openpyxl.load_workbook(io.BytesIO(sheet(items)))
        page = book.active

        def column(heading: str) -> int:
            return next(int(c.column) for c in page[HEADINGS] if c.value == heading)

        change(page, column)
        path = tmp_path / "back.xlsx"
        book.save(path)
        return path

    return make


def put(page: Any, column: Callable[[str], int], row: int, **cells: object) -> None:
    """Fill in the columns for people."""
    names = {"choice": "Quyết định", "words": "Giá trị sửa", "by": "Người xem", "id": "Mã", "stamp": "Dấu"}
    for name, value in cells.items():
        page.cell(row, column(names[name])).value = value


def test_everything_is_text_and_no_formula(items: list[Item]) -> None:
    page = openpyxl.load_workbook(io.BytesIO(sheet(items))).active
    assert [page.cell(row, 1).value for row in range(3, 3 + len(items))] == [item.id for item in items]
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
    assert not [c for row in page.iter_rows() for c in row if c.data_type == "n" and c.value is not None]
    assert all(cell.number_format == "@" for row in page.iter_rows(min_row=3) for cell in row)


def test_what_was_decided_comes_back(filled: Callable[..., Path], items: list[Item]) -> None:
    def change(page: Any, column: Callable[[str], int]) -> None:
        put(page, column, 3, choice="Đúng", by="Hoa")
        put(page, column, 5, choice=" sửa ", words="=Sở  Nội vụ".removeprefix("="))
        page.delete_rows(4)
        page.move_range("A3:O3", rows=20)  # sorted by somebody
        page.column_dimensions["B"].width = 80
        page.insert_cols(1)  # a column of their own
        page["A2"] = "Ghi chú riêng"

    rows = read_sheet(filled(change), "Lan")
    decisions = {row.decision.id: row.decision for row in rows}
    assert set(decisions) == {items[0].id, items[2].id}
    assert (decisions[items[0].id].choice, decisions[items[0].id].by) == (Choice.ACCEPT, "Hoa")
    assert (decisions[items[2].id].choice, decisions[items[2].id].words) == (Choice.CORRECT, "Sở Nội vụ")
    assert decisions[items[2].id].by == "Lan"
    assert decisions[items[2].id].stamp == items[2].stamp


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"choice": "Sửa", "words": date(2026, 6, 1), "by": "Lan"}, r"M3: cột Giá trị sửa đã bị đổi thành ngày"),
        ({"choice": "Sửa", "words": 6.2026, "by": "Lan"}, r"M3: .*6\.2026"),
        ({"choice": "Sửa", "words": "=1+1", "by": "Lan"}, r"M3: .*công thức"),
        ({"choice": "Có", "by": "Lan"}, r"L3: “Có” không phải"),
        ({"choice": "Sửa", "by": "Lan"}, r"M3: chọn “Sửa” mà chưa ghi"),
        ({"choice": "Đúng", "words": "Sở Y tế", "by": "Lan"}, r"M3: đã chọn “Đúng”"),
        ({"words": "Sở Y tế", "by": "Lan"}, r"L3: “” không phải"),
        ({"choice": "Đúng"}, r"N3: chưa ghi người xem"),
        ({"choice": "Đúng", "by": "Lan", "stamp": None}, r"A3: mất mã"),
        ({"choice": "Đúng", "by": "Lan", "id": None}, r"A3: mất mã"),
    ],
)
def test_damage_is_told_at_its_cell(filled: Callable[..., Path], cells: dict[str, object], told: str) -> None:
    path = filled(lambda page, column: put(page, column, 3, **cells))
    with pytest.raises(SheetError, match=told):
        read_sheet(path, None)


def test_all_faults_are_told(filled: Callable[..., Path], items: list[Item]) -> None:
    def change(page: Any, column: Callable[[str], int]) -> None:
        put(page, column, 3, choice="Đúng", by="Lan")
        put(page, column, 4, choice="Đúng", by="Lan", id=items[0].id)
        put(page, column, 5, choice="?", by="Lan")

    with pytest.raises(SheetError) as caught:
        read_sheet(filled(change), None)
    assert [fault.partition(":")[0] for fault in caught.value.faults] == ["L4", "L5"]


def test_a_lost_column(filled: Callable[..., Path]) -> None:
    with pytest.raises(SheetError, match="Dấu"):
        read_sheet(filled(lambda page, column: page.delete_cols(column("Dấu"))), None)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 rubbish", b"M\xc3\xa3,Quy\xe1\xba\xbft \xc4\x91\xe1\xbb\x8bnh\n"]
)
def test_what_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadablePaperError, match=r"x\.xlsx"):
        read_sheet(path, None)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12))
def test_no_damaged_file_does_harm(tmp_path: Path, items: list[Item], changes: list[tuple[int, int]]) -> None:
    data = bytearray(sheet(items))
    for at, value in changes:
        data[at % len(data)] = value
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(data)
    with contextlib.suppress(UnreadablePaperError, SheetError):
        assert read_sheet(path, "Lan") == []
