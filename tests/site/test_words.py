"""How days, amounts and long texts are written."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.site.render import visible
from directive_kg.site.tables import natural
from directive_kg.site.words import amount, code, partial_day, shorten, span


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [("2026-03-04", "04/03/2026"), ("2026-03", "03/2026"), ("2026", "2026"), ("tháng ba", "tháng ba"), (None, "")],
)
def test_a_date_shows_as_much_as_the_paper_gives(given_: str | None, wanted: str) -> None:
    assert partial_day(given_) == wanted


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (date(2026, 6, 1), date(2026, 6, 30), "01/06/2026 – 30/06/2026"),
        (None, date(2027, 12, 30), "đến 30/12/2027"),
        (date(2025, 10, 1), None, "từ 01/10/2025"),
        (date(2026, 1, 2), date(2026, 1, 2), "02/01/2026"),
        (None, None, ""),
    ],
)
def test_a_span_shows_only_days_that_are_there(start: date | None, end: date | None, wanted: str) -> None:
    assert span(start, end) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("14000000000.0", "14.000.000.000"), ("2.50", "2,5"), ("-0.5", "-0,5"), ("-1234", "-1.234"), ("1E+400", "1E+400")],
)
def test_amounts_are_written_the_vietnamese_way(value: str, wanted: str) -> None:
    assert amount(Decimal(value)) == wanted


@given(st.text(max_size=400), st.integers(min_value=2, max_value=50))
def test_a_short_text_is_never_longer_than_asked(text: str, most: int) -> None:
    short = shorten(text, most)
    assert len(short) <= most
    assert short == text or short.endswith("…")


@given(st.text())
def test_visible_text_stays_visible(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert "\u202e" not in visible(text)


def test_vietnamese_marks_are_not_taken_for_hidden_ones() -> None:
    text = "Ủy ban nhân dân, đường, Huế\u0301\nhai dòng\tvà – “ngoặc”"
    assert visible(text) == text


@given(st.lists(st.text(max_size=20)), st.integers(0, 10**9), st.integers(0, 10**9))
def test_any_names_can_be_sorted_and_their_numbers_count(names: list[str], one: int, other: int) -> None:
    assert len(sorted(names, key=natural)) == len(names)
    assert (natural(f"task/{one}") < natural(f"task/{other}")) == (one < other)


def test_code_is_the_last_piece() -> None:
    assert code("https://w3id.org/directive-kg/vocabulary/role/lead") == "lead"
    assert code("https://w3id.org/directive-kg/ontology#implements") == "implements"
    assert code(None) == ""
