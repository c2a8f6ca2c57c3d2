"""Calendar periods in a text: where they stand, and what is none."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.extract.dates import find_moments, make_day, plain


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("Quý II, III/2026; tháng 4,5/2026; 6 tháng đầu năm 2027", ["2026-34/2026-35", "2026-04/2026-05", "2027-40"]),
        ("ngày 10 tháng 3 năm 2026 và 31.12.2026", ["2026-03-10", "2026-12-31"]),
        ("T6/2026, 07/2026, năm 2027, 2028", ["2026-06", "2026-07", "2027/2028"]),
        ("nửa cuối năm 2026", ["2026-41"]),
        ("Quí 1 năm 2026 – Quý IV-2026", ["2026-33", "2026-36"]),
        ("trong năm nay", ["XXXX"]),
        ("ngày 15/12 hằng năm", ["XXXX-12-15"]),
    ],
)
def test_periods_in_order(words: str, edtf: list[str]) -> None:
    assert [moment.edtf for moment in find_moments(plain(words))] == edtf


@pytest.mark.parametrize(
    "words",
    [
        "Nghị quyết 263/2025/QH15",
        "trực 24/7",
        "10.694 căn, tăng 13%",
        "bến 7-8 và bến 9-12",
        "(1330-1400)",
        "12.05.2.1",
        "Sở Xây dựng quý trọng tháng ngày",
        "2026/QĐ",
    ],
)
def test_figures_that_are_no_period(words: str) -> None:
    assert find_moments(plain(words)) == []


def test_a_day_that_the_calendar_does_not_have_is_none() -> None:
    assert make_day(2026, 2, 31) is None
    (moment,) = find_moments("31/02/2026")
    assert moment.first_day is None


def test_a_year_is_given_to_a_period_that_has_none() -> None:
    (moment,) = find_moments("tháng 11 - 02")
    assert moment.first_day is None
    assert str(moment.with_year(2026).first_day) == "2026-11-01"
    assert str(moment.with_year(2026).last_day) == "2027-02-28"


@given(st.text(max_size=80))
def test_any_text_is_read_and_moments_do_not_overlap(text: str) -> None:
    moments = find_moments(plain(text))
    for one, other in pairwise(moments):
        assert one.end <= other.begin
    for moment in moments:
        if moment.first_day and moment.last_day:
            assert moment.first_day <= moment.last_day
