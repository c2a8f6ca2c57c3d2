"""Capitals of letterheads back to the case of running text."""

import pytest

from directive_kg.extract.casing import proper_case


@pytest.mark.parametrize(
    ("capitals", "proper"),
    [
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG", "Ủy ban nhân dân thành phố Hải Phòng"),
        ("ỦY BAN NHÂN DÂN TỈNH BẮC NINH", "Ủy ban nhân dân tỉnh Bắc Ninh"),
        ("BAN THƯỜNG VỤ THÀNH ỦY", "Ban Thường vụ Thành ủy"),
        ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
        ("BỘ NỘI VỤ", "Bộ Nội vụ"),
        ("PHÓ CHÁNH VĂN PHÒNG", "Phó Chánh Văn phòng"),
        ("PHÓ CHỦ TỊCH", "Phó Chủ tịch"),
        ("ỦY BAN THƯỜNG VỤ QUỐC HỘI", "Ủy ban Thường vụ Quốc hội"),
        ("Sở Tài chính", "Sở Tài chính"),
    ],
)
def test_proper_case(capitals: str, proper: str) -> None:
    assert proper_case(capitals) == proper
