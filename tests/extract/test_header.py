"""Heads and feet of papers of our own writing; what is blank stays blank."""

import pytest

from directive_kg.extract.header import home_of, read_header
from directive_kg.readers.blocks import Paragraph
from directive_kg.register import Register, load_register


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


def _paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph(text, line) for line, text in enumerate(texts, start=1)]


PLAN = _paragraphs(
    "ỦY BAN NHÂN DÂN",
    "TỈNH LẠNG GIANG",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 12 /KH-UBND",
    "Lạng Giang, ngày 05 tháng 8 năm 2026",
    "KẾ HOẠCH",
    "Phát triển nghề nuôi ong",
    "Thực hiện Nghị quyết số 9/2026/QH15 của Quốc hội;",
    "Nơi nhận:",
    "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "Đỗ Văn Ong",
)


def test_a_plan_of_a_province(register: Register) -> None:
    header = read_header(PLAN, register)
    assert (header.number, header.type, header.title) == ("12/KH-UBND", "Kế hoạch", "Phát triển nghề nuôi ong")
    assert (header.issuer, header.issuer_agency) == ("Ủy ban nhân dân tỉnh Lạng Giang", None)
    assert (header.date, header.place_name) == ("2026-08-05", "Lạng Giang")
    assert (header.signatory, header.signatory_role) == ("Đỗ Văn Ong", "Phó Chủ tịch")
    assert dict(header.places)["signatory"].line == 14
    assert home_of(header, None, PLAN) == "lang-giang"


def test_blanks_stay_blank(register: Register) -> None:
    letter = _paragraphs(
        "ỦY BAN NHÂN DÂN",
        "THÀNH PHỐ HẢI PHÒNG",
        "VĂN PHÒNG",
        "Số:      /VP-TH",
        "V/v triển khai nghề nuôi ong",
        "Hải Phòng, ngày     tháng 9 năm 2026",
        "Kính gửi:",
    )
    header = read_header(letter, register)
    assert (header.number, header.number_partial, header.type) == (None, "/VP-TH", "Công văn")
    assert header.title == "V/v triển khai nghề nuôi ong"
    assert header.date == "2026-09"
    assert header.issuer == "Văn phòng Ủy ban nhân dân thành phố Hải Phòng"
    assert header.issuer_agency == "vp-ubnd-tp-hai-phong"
    assert header.signatory is None


def test_a_head_that_was_lost_is_read_from_the_annex(register: Register) -> None:
    programme = _paragraphs(
        "CHƯƠNG TRÌNH HÀNH ĐỘNG",
        "Nuôi ong ở thành phố",
        "(Kèm theo Chương trình hành động số -CTr/TU ngày tháng năm 2026 của Ban Thường vụ Thành ủy)",
        *["Nghề ong của thành phố Hải Phòng."] * 3,
    )
    header = read_header(programme, register)
    assert (header.number, header.number_partial, header.date) == (None, "-CTr/TU", "2026")
    assert header.issuer == "Ban Thường vụ Thành ủy Hải Phòng"


@pytest.mark.parametrize(
    "line", ["Hải Phòng, ngày 31 tháng 13 năm 2026", "ngày 05 tháng 8 năm 2026", "Hải Phòng, năm 2026"]
)
def test_a_date_that_is_none_is_not_made_up(register: Register, line: str) -> None:
    paragraphs = [Paragraph(line, 6) if p.line == 6 else p for p in PLAN]
    assert read_header(paragraphs, register).date is None


def test_nothing_at_all(register: Register) -> None:
    header = read_header(_paragraphs("Một đoạn tin ngắn về thời tiết hôm nay."), register)
    assert (header.number, header.type, header.title, header.issuer, header.date) == (None,) * 5
