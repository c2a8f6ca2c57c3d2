"""Numbers of papers: their forms, and what their symbols say."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.extract.dates import plain
from directive_kg.extract.symbols import TYPES, issuer_of, mask_numbers, numbers_in, read_symbol
from tests.shared import SHARED, needs_shared


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Kế hoạch số 38/KH- UBND, số 71 /KH-UBND", ["38/KH-UBND", "71/KH-UBND"]),
        ("Nghị quyết số 68 - NQ/TW, Chương trình 05-CTr/TU", ["68-NQ/TW", "05-CTr/TU"]),
        ("số 263/2025/QH15, 101/2026/NĐ–CP, 686/NQ-UBTVQH15", ["263/2025/QH15", "101/2026/NĐ-CP", "686/NQ-UBTVQH15"]),
        ("Văn bản số 270/TTg-KGVX, Công văn số 702/STC", ["270/TTg-KGVX", "702/STC"]),
        ("Nghị định số 08/CP", ["08/CP"]),
        ("các Nghị quyết số 57, 59 và 66-NQ/TW", ["57-NQ/TW", "59-NQ/TW", "66-NQ/TW"]),
        ("43/2015/TTLT-BNNPTNT-BKHĐT", ["43/2015/TTLT-BNNPTNT-BKHĐT"]),
        ("Thông báo số 12/TB-VP.", ["12/TB-VP"]),
    ],
)
def test_numbers_in_their_forms(text: str, numbers: list[str]) -> None:
    assert [n.number for n in numbers_in(plain(text))] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "ngày 26/8/2025",
        "đến năm 2030 - Hoàn thành",
        "Số: /VP-TH",
        "24/7",
        "Quý IV/2025- Quý II/2026",
        "Bắc Bộ 1 - Hải Phòng",
        "QL5-HP/2",
        "COVID-19",
    ],
)
def test_figures_that_are_no_number(text: str) -> None:
    assert numbers_in(plain(text)) == []


@pytest.mark.parametrize(
    ("number", "kind", "issuer"),
    [
        ("71/KH-UBND", "Kế hoạch", None),
        ("263/2025/QH15", None, "Quốc hội"),
        ("686/NQ-UBTVQH15", "Nghị quyết", "Ủy ban Thường vụ Quốc hội"),
        ("101/2026/NĐ-CP", "Nghị định", "Chính phủ"),
        ("444/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ"),
        ("270/TTg-KGVX", "Công văn", "Thủ tướng Chính phủ"),
        ("3354/VPCP-KGVX", "Công văn", "Văn phòng Chính phủ"),
        ("28/2024/TT-BTC", "Thông tư", "Bộ Tài chính"),
        ("02-TT/TU", "Thông tri", None),
        ("199-KL/TW", "Kết luận", None),
        ("11-QĐi/TW", "Quy định", None),
        ("61-QĐ/TU", "Quyết định", None),
        ("05-CTr/TU", "Chương trình", None),
        ("02-NQ/ĐU", "Nghị quyết", None),
    ],
)
def test_what_a_symbol_says(number: str, kind: str | None, issuer: str | None) -> None:
    read = read_symbol(number)
    assert read is not None
    assert (read.number, read.type, issuer_of(read.issuer_code)) == (number, kind, issuer)


def test_a_committee_is_its_place_s() -> None:
    assert issuer_of("UBND", local="thành phố") == "Ủy ban nhân dân thành phố"
    assert issuer_of("HĐND", local="tỉnh") == "Hội đồng nhân dân tỉnh"
    assert issuer_of("UBND") is None


def test_no_number_by_itself() -> None:
    assert read_symbol("Kế hoạch") is None
    assert read_symbol("71/KH-UBND và") is None


def test_a_masked_number_leaves_no_date() -> None:
    text = "Theo Quyết định số 9/QĐ-TTg ngày 31/8/2023 của Thủ tướng"
    masked = mask_numbers(text)
    assert len(masked) == len(text)
    assert "2023" not in masked
    assert masked.endswith(" của Thủ tướng")


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    words = plain(text)
    for number in numbers_in(words):
        assert 0 <= number.begin < number.end <= len(words)
    assert len(mask_numbers(words)) == len(words)


@needs_shared
def test_every_type_of_the_decree_that_has_a_number_is_known() -> None:
    with (SHARED / "lists" / "nd30-2020-phu-luc-III-viet-tat.csv").open(encoding="utf-8", newline="") as file:
        abbreviations = {row["viet_tat"] for row in csv.DictReader(file)}
    slips = {"GUQ", "GGT", "GNP", "PG", "PC", "PB", "SY", "TrS", "SL"}  # slips and copies that no paper cites
    assert abbreviations - slips <= set(TYPES)
