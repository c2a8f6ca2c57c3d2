"""Answers as a workbook and as a page: typed, exact, and harmless whatever a paper says."""

import io
from datetime import datetime

import openpyxl  # type: ignore[import-untyped]  # openpyxl ships no types

from directive_kg.store.protocol import Solutions, Term
from directive_kg.trace.answer import Answered
from directive_kg.trace.answer_html import to_html
from directive_kg.trace.answer_xlsx import to_xlsx
from directive_kg.trace.catalogue import Column, ColumnType, Label, Question

TYPES: tuple[ColumnType, ...] = ("text", "date", "integer", "number", "iri")
QUESTION = Question(
    "asked", Label("Hỏi <gì>", "Asked"), Label("Mô tả", "Description"), "table", (),
    tuple(Column(kind, kind, Label(f"Cột {kind}", f"Column {kind}")) for kind in TYPES), "",
)  # fmt: skip


def _answered(*rows: tuple[str | None, ...]) -> Answered:
    cells = tuple(tuple(None if value is None else Term("literal", value) for value in row) for row in rows)
    return Answered(QUESTION, Solutions(TYPES, cells))


def _cells(*rows: tuple[str | None, ...]) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(_answered(*rows))))
    return [tuple(row) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]


def test_values_have_their_types() -> None:
    assert _cells(("a", "2026-07-01", "12", "1.5", "urn:x")) == [("a", datetime(2026, 7, 1), 12, 1.5, "urn:x")]  # noqa: DTZ001 - a day


def test_what_is_not_what_its_column_says_stays_as_it_is() -> None:
    row = ("", "2026-07", "1" * 30, "khoảng 5", "x")
    assert _cells(row) == [("", "2026-07", "1" * 30, "khoảng 5", "x")]
    assert _cells((None, "0001-01-01", "-3", "1e9", None)) == [(None, "0001-01-01", -3, "1e9", None)]


def test_no_text_is_a_formula_or_a_link() -> None:
    texts = ("=1+1", "+A1", "@x", "http://example.org/", "-2")
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(_answered(("=cmd|' /C calc'!A0", *texts[1:])))))
    sheet = book.worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} == {"s"}
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_what_a_sheet_cannot_hold_is_shown_as_missing() -> None:
    (cells,) = _cells(("a\x00b\x1b", "x", "x", "x", "y" * 40_000))
    assert cells[0] == "a\ufffdb\ufffd"
    assert isinstance(cells[4], str)
    assert len(cells[4]) == 32_767
    assert cells[4].endswith("…")


def test_the_same_bytes_every_time() -> None:
    found = _answered(("a", "2026-07-01", "1", "2", "x"))
    assert to_xlsx(found) == to_xlsx(found)


def test_a_page_escapes_and_needs_nothing() -> None:
    page = to_html(_answered(("<script>alert(1)</script>", "2026-07-01", "1", "2", "javascript:alert(1)")))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "Hỏi &lt;gì&gt;" in page
    assert "01/07/2026" in page
    assert "href" not in page
    assert "src=" not in page
