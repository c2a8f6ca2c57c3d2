"""Which paper a person means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.errors import UnknownNameError, UsageError
from directive_kg.trace.lookup import PaperRef, find_paper, list_papers, parse_date, vietnamese_date
from directive_kg.trace.nearest import nearest, one_line
from tests.trace.stores import LETTER, PLAN, RESOLUTION, embedded

PAPERS = list_papers(embedded())


def test_a_paper_is_read_with_what_is_known_of_it() -> None:
    (plan,) = (paper for paper in PAPERS if paper.iri == PLAN)
    assert plan.held
    assert plan.name == "Kế hoạch 7001/KH-UBND"
    assert plan.description == "Kế hoạch 7001/KH-UBND, Ủy ban nhân dân thành phố Mẫu, 04/03/2026"
    assert plan.key == "ubnd-mau/2026/7001-kh-ubnd"


@pytest.mark.parametrize(
    ("typed", "iri"),
    [
        ("900/2025/QH15", RESOLUTION),
        ("900 / 2025 / qh15", RESOLUTION),
        ("900-2025-qh15", RESOLUTION),
        ("900", RESOLUTION),
        ("Nghị quyết số 900/2025/QH15", RESOLUTION),
        ("900/2025", RESOLUTION),
        ("7001 khubnd", PLAN),
        ("12/nq-hdnd", PLAN.replace("ubnd-mau/2026/7001-kh-ubnd", "hdnd-phuong-mau/2026/12-nq-hdnd")),
        ("/VP-TH", LETTER),
        ("van-phong-mau/2026/khong-so-04", LETTER),
        (PLAN, PLAN),
    ],
)
def test_a_number_in_any_spelling(typed: str, iri: str) -> None:
    assert find_paper(PAPERS, typed).iri == iri


@pytest.mark.parametrize(
    "typed", ["90", "1900/2025/QH15", "Nghị quyết 1 900/2025/QH15", "900/2024/QH15", "7001/QĐ-UBND", "", "...", "số"]
)
def test_no_number_is_stretched_to_fit(typed: str) -> None:
    with pytest.raises(UnknownNameError):
        find_paper(PAPERS, typed)


def test_an_unknown_number_gets_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"900/2025/QH15"):
        find_paper(PAPERS, "900/2024/QH15")


def test_one_number_of_two_papers_is_asked_about() -> None:
    with pytest.raises(UsageError, match=r"05/10/2020 \[thanh-uy-mau/2020/05-ctr-tu\]; .*25/08/2025"):
        find_paper(PAPERS, "05-CTr/TU")


@pytest.mark.parametrize("when", ["25/08/2025", "8/2025", "2025", "2025-08"])
def test_a_date_decides_between_two(when: str) -> None:
    assert find_paper(PAPERS, "05-CTr/TU", when=when).date == "2025-08-25"


def test_an_issuer_decides_between_two() -> None:
    papers = [PaperRef("x:1/2/3", "5/NQ", issuer="Hội đồng nhân dân"), PaperRef("x:4/5/6", "5/NQ", issuer="Đảng ủy")]
    assert find_paper(papers, "5/NQ", issuer="dang uy").iri == "x:4/5/6"


def test_a_wrong_date_is_told_with_what_there_is() -> None:
    with pytest.raises(UnknownNameError, match="04/03/2026"):
        find_paper(PAPERS, "7001/KH-UBND", when="1/1/2026")


def test_exact_comes_before_loose() -> None:
    papers = [PaperRef("x:1/2/3", "5/QĐ-A"), PaperRef("x:4/5/6", "5/QD-A")]
    assert find_paper(papers, "5/QĐ-A").iri == "x:1/2/3"
    with pytest.raises(UsageError):
        find_paper(papers, "5qda")


@given(st.dates())
def test_both_ways_of_writing_a_day_mean_the_same(day: object) -> None:
    iso = str(day)
    assert parse_date(iso) == iso
    assert parse_date(vietnamese_date(iso) or "") == iso


@pytest.mark.parametrize("typed", ["32/1/2026", "1/13/2026", "2026-2-30", "26", "", "1/2", "0000"])
def test_what_is_no_date(typed: str) -> None:
    with pytest.raises(UsageError):
        parse_date(typed)


@given(st.text(), st.lists(st.text(), max_size=8))
def test_suggestions_are_names_that_exist(text: str, names: list[str]) -> None:
    assert set(nearest(text, names)) <= set(names)


@given(st.text())
def test_what_is_shown_back_is_one_short_line(text: str) -> None:
    assert one_line(text).isprintable()
    assert len(one_line(text)) <= 61
