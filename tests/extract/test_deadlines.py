"""Deadline cells: what their words bind to. Spellings are printed and read back; the shared transcriptions are met exactly."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.extract.deadlines import read_deadline
from directive_kg.records import DeadlineKind, Place
from tests.extract.deadline_spellings import STYLES, Period, spellings
from tests.shared import SHARED, needs_shared

BY, DURING, ONGOING = DeadlineKind.BY, DeadlineKind.DURING, DeadlineKind.ONGOING
RECURRING, CONDITIONAL, NONE = DeadlineKind.RECURRING, DeadlineKind.CONDITIONAL, DeadlineKind.NONE

YEARS = st.integers(2010, 2059)
PERIODS = st.one_of(
    st.dates(date(2010, 1, 1), date(2059, 12, 31)).map(lambda d: Period("day", d.year, d.month, d.day)),
    st.builds(Period, st.just("month"), YEARS, st.integers(1, 12)),
    st.builds(Period, st.just("quarter"), YEARS, st.integers(1, 4)),
    st.builds(Period, st.just("half"), YEARS, st.integers(1, 2)),
    st.builds(Period, st.just("year"), YEARS),
)


@given(PERIODS, st.data())
def test_a_period_is_read_from_every_spelling(period: Period, data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(spellings(period)))
    read = read_deadline(words, year=1999)
    if period.unit == "day":
        assert (read.kind, read.start, read.end) == (BY, None, period.last)
        assert read.edtf == f"../{period.edtf}"
    else:
        assert (read.kind, read.start, read.end) == (DURING, period.first, period.last)
        assert read.edtf == period.edtf
    assert read.confidence == 1.0


def _plain(period: Period) -> str:
    return STYLES[period.unit][0](period)


@given(PERIODS, PERIODS, st.sampled_from(["{} - {}", "{}- {}", "Từ {} đến {}", "từ {} đến hết {}", "{} – {}"]))
def test_a_range_runs_from_the_first_to_the_last_day(one: Period, other: Period, words: str) -> None:
    first, last = sorted((one, other), key=lambda p: (p.first, p.last))
    if first.last >= last.first:
        return
    read = read_deadline(words.format(_plain(first), _plain(last)), year=1999)
    assert (read.kind, read.start, read.end) == (DURING, first.first, last.last)
    assert read.edtf == f"{first.edtf}/{last.edtf}"


@given(PERIODS, st.sampled_from(["Chậm nhất {}", "đến hết {}", "Hoàn thành chậm nhất là {}", "Đến {}"]))
def test_a_last_day_binds_alone(period: Period, words: str) -> None:
    read = read_deadline(words.format(_plain(period).lower()), year=1999)
    assert (read.kind, read.start, read.end) == (BY, None, period.last)


@given(PERIODS)
def test_a_start_without_an_end_stays_open(period: Period) -> None:
    read = read_deadline(f"Từ {_plain(period)}", year=1999)
    assert (read.kind, read.start, read.end) == (ONGOING, period.first, None)
    assert read.edtf == f"{period.edtf}/.."


_LISTED = "quý|tháng|năm|ngày|trước|sau|từ|đến|hết|theo|khi|hằng|định kỳ|thường xuyên|và|kế hoạch|,|;|-|/|(|)|.|I|IV|0|3|6|12|31|2026|đầu|cuối"
WORDS = st.sampled_from(_LISTED.split("|"))


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=14).map(" ".join)), st.none() | st.integers(2000, 2050))
def test_no_words_break_the_reader_or_make_it_invent(words: str, year: int | None) -> None:
    read = read_deadline(words, year=year)
    if read.kind in (NONE, CONDITIONAL):
        assert read.start is None
        assert read.end is None
    if year is None and not re.search(r"(?:19|20)\d\d", read.words):
        assert read.start is None
        assert read.end is None
    if read.kind is CONDITIONAL:
        assert read.awaits


@pytest.mark.parametrize(
    ("words", "kind", "start", "end"),
    [
        ("Tháng 9", DURING, date(2026, 9, 1), date(2026, 9, 30)),
        ("Tháng 9, 10", DURING, date(2026, 9, 1), date(2026, 10, 31)),
        ("Tháng 4,5/2027", DURING, date(2027, 4, 1), date(2027, 5, 31)),
        ("Tháng 8- tháng 11", DURING, date(2026, 8, 1), date(2026, 11, 30)),
        ("Tháng 11 đến tháng 2", DURING, date(2026, 11, 1), date(2027, 2, 28)),
        ("tháng 11 - 02/2026", DURING, date(2025, 11, 1), date(2026, 2, 28)),
        ("Từ tháng 10 đến tháng 02/2026", DURING, date(2025, 10, 1), date(2026, 2, 28)),
        ("Quý II, III/2026", DURING, date(2026, 4, 1), date(2026, 9, 30)),
        ("Quý III và Quý IV/2025", DURING, date(2025, 7, 1), date(2025, 12, 31)),
        ("15-20/6/2026", DURING, date(2026, 6, 15), date(2026, 6, 20)),
        ("9 tháng đầu năm 2026", DURING, date(2026, 1, 1), date(2026, 9, 30)),
        ("03 tháng cuối năm", DURING, date(2026, 10, 1), date(2026, 12, 31)),
        ("Trong cả năm", DURING, date(2026, 1, 1), date(2026, 12, 31)),
        ("đến hết năm", BY, None, date(2026, 12, 31)),
        ("giai đoạn 2026-2030", DURING, date(2026, 1, 1), date(2030, 12, 31)),
        ("đến 2030", BY, None, date(2030, 12, 31)),
        ("Trước năm 2030", BY, None, date(2029, 12, 31)),
        ("Trước ngày 31/12/2026", BY, None, date(2026, 12, 31)),
        ("Chậm nhất ngày 15/11", BY, None, date(2026, 11, 15)),
        ("Từ nay đến 30/9/2026", BY, None, date(2026, 9, 30)),
        ("Khởi công năm 2026; hoàn thành trong năm 2028.", DURING, date(2026, 1, 1), date(2028, 12, 31)),
        ("Khởi công tổ máy 7-8 trong Quý II/2026, xong năm 2030", DURING, date(2026, 4, 1), date(2030, 12, 31)),
        ("Thường xuyên trong năm 2026", ONGOING, date(2026, 1, 1), date(2026, 12, 31)),
        ("Quý I năm 2026 hoàn thành và thường xuyên, liên tục về sau", DURING, date(2026, 1, 1), date(2026, 3, 31)),
        ("Năm 2026 và những năm tiếp theo", ONGOING, date(2026, 1, 1), None),
        ("Đột xuất; thường xuyên 24/7", ONGOING, None, None),
        ("Trước ngày 15/12 hằng năm", RECURRING, None, None),
        ("Tháng 6 và tháng 12 hàng năm", RECURRING, None, None),
        ("Hằng năm, giai đoạn 2026 - 2030", RECURRING, date(2026, 1, 1), date(2030, 12, 31)),
        ("6 tháng/lần", RECURRING, None, None),
        ("Định kỳ theo yêu cầu", RECURRING, None, None),
        ("Theo Quyết định số 9/QĐ-TTg ngày 31/8/2023", CONDITIONAL, None, None),
        ("Theo Luật Nuôi ong năm 2024", CONDITIONAL, None, None),
        ("Quý IV/2026 theo tiến độ kế hoạch", DURING, date(2026, 10, 1), date(2026, 12, 31)),
        ("Theo tiến độ, hoàn thành trong năm 2027", DURING, date(2027, 1, 1), date(2027, 12, 31)),
        ("Tháng 10/2026 (sau khi có hướng dẫn của Bộ)", DURING, date(2026, 10, 1), date(2026, 10, 31)),
        ("Trong vòng 30 ngày kể từ ngày Kế hoạch được ban hành", CONDITIONAL, None, None),
        ("Trong 30 ngày", NONE, None, None),
        ("31/02/2026", NONE, None, None),
        ("Đã hoàn thành", NONE, None, None),
        ("kịp thời", NONE, None, None),
        ("Bảo đảm đủ 10.694 căn", NONE, None, None),
    ],
)
def test_what_offices_write(words: str, kind: DeadlineKind, start: date | None, end: date | None) -> None:
    read = read_deadline(words, year=2026)
    assert (read.kind, read.start, read.end) == (kind, start, end)


@pytest.mark.parametrize(
    ("words", "awaits"),
    [
        ("Ngay khi Thanh tra ban hành quy định mới", "Thanh tra ban hành quy định mới"),
        ("Sau khi Chương trình ong được ban hành", "Chương trình ong được ban hành"),
        ("Theo Đề án", "Đề án"),
        ("Thực hiện theo tiến độ Kế hoạch", "tiến độ Kế hoạch"),
        ("Khi có yêu cầu", "yêu cầu"),
    ],
)
def test_a_condition_says_what_it_waits_for(words: str, awaits: str) -> None:
    read = read_deadline(words, year=2026)
    assert (read.kind, read.awaits) == (CONDITIONAL, awaits)


def test_doubt_shows_in_the_confidence() -> None:
    assert read_deadline("Tháng 9/2026", year=2026).confidence == 1.0
    assert 0.5 < read_deadline("Tháng 9", year=2026).confidence < 1.0
    assert read_deadline("Tháng 9", year=None).confidence < 0.5
    assert read_deadline("khẩn trương, kịp thời", year=2026).confidence < 0.5
    assert read_deadline("Cuối năm 2026", year=2026).confidence < 0.9


def test_without_any_year_the_month_is_known_and_no_day() -> None:
    read = read_deadline("Tháng 9", year=None)
    assert (read.kind, read.start, read.end, read.edtf) == (DURING, None, None, "XXXX-09")


@pytest.mark.parametrize("empty", [None, "", "  ", "-", "/"])
def test_an_empty_cell_has_no_deadline_and_no_doubt(empty: str | None) -> None:
    read = read_deadline(empty, year=2026)
    assert (read.kind, read.confidence) == (NONE, 1.0)


def test_words_and_place_are_kept() -> None:
    place = Place("Quý  I/2026", line=3, table=1, row=2, column=4)
    read = read_deadline("Quý  I/2026", year=2026, place=place)
    assert (read.words, read.place) == ("Quý I/2026", place)


@needs_shared
@pytest.mark.parametrize("name", ["000", "001", "003"])
def test_every_transcribed_cell_is_read_as_the_clerk_did(name: str) -> None:
    gold = json.loads((SHARED / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    year = int(gold["document"]["date"][:4])
    for task in gold["tasks"]:
        read = read_deadline(task["deadline"], year=year)
        found = {"kind": read.kind.value, "start": _iso(read.start), "end": _iso(read.end)}
        assert found == task["due"], task["deadline"]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _listed() -> list[list[str]]:
    lines = (Path(__file__).parent / "deadline_words.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("words", "kind", "start", "end"), _listed())
def test_the_list_of_spellings(words: str, kind: str, start: str, end: str) -> None:
    for printed in (words, words.upper(), f"  {words}. ", words.replace("-", "–")):
        due = read_deadline(printed, year=2026)
        days = [day.isoformat() if day else "-" for day in (due.start, due.end)]
        assert (due.kind.value, *days) == (kind, start, end), printed


@pytest.mark.parametrize(("words", "kind", "start", "end"), _listed())
def test_no_day_without_a_year(words: str, kind: str, start: str, end: str) -> None:
    """Where the words have no year and the paper none, there is no day at all."""
    if not re.search(r"20\d\d|\b2030\b", words):
        due = read_deadline(words, year=None)
        assert (due.start, due.end) == (None, None), (kind, start, end)


@pytest.mark.parametrize(
    "words", ["Tháng 01 - 02/2", "Tháng 01 - 02/20", "Tháng 01- 02/", "Quý IV/202", "Trong tháng 3/"]
)
def test_a_year_that_broke_off_is_no_day_and_no_year_of_the_papers(words: str) -> None:
    found = read_deadline(words, year=2025)
    assert (found.start, found.end, found.kind) == (None, None, DeadlineKind.NONE)
    assert found.confidence < 0.5
