"""Spelling of bodies' names: tone marks, abbreviations, and the form for comparing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.register.spelling import fold_tones, name_key, spell_out, words


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("uỷ", "ủy"),
        ("hoá", "hóa"),
        ("Thuỷ", "Thủy"),
        ("UỶ", "ỦY"),
        ("quý", "quý"),
        ("hoà bình", "hòa bình"),
        ("toàn", "toàn"),
    ],
)
def test_tone_marks_have_one_placement(older: str, newer: str) -> None:
    assert fold_tones(older) == newer


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("UBND TP. Hải Phòng", "Ủy ban nhân dân thành phố Hải Phòng"),
        ("HĐND/UBND tỉnh", "Hội đồng nhân dân/Ủy ban nhân dân tỉnh"),
        ("UB MTTQ VN TP", "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố"),
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội"),
        ("SNNMT", "Sở Nông nghiệp và Môi trường"),
        ("Sở VH, TT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở TP", "Sở Tư pháp"),
        ("Đảng bộ TP", "Đảng bộ thành phố"),
        ("Ban QLDA liên quan", "Ban Quản lý dự án liên quan"),
        ("Sở  Tài\nchính", "Sở Tài chính"),
        ("Quyết định số 12/QĐ-UBND", "Quyết định số 12/QĐ-UBND"),
        ("Công ty TNHH KHCNX", "Công ty TNHH KHCNX"),
    ],
)
def test_abbreviations_are_written_out(short: str, full: str) -> None:
    assert spell_out(short) == full


def test_key_forgets_form_and_keeps_words() -> None:
    assert name_key("UỶ BAN NHÂN DÂN  TP") == name_key("Ủy ban nhân dân thành phố")
    assert name_key("Sở Tài chính") != name_key("Sở Tư pháp")
    assert name_key("Sở Văn hoá, Thể thao và Du lịch") == name_key("Sở Văn hóa Thể thao và Du lịch")


def test_words_of_an_abbreviation_stand_where_it_stands() -> None:
    found = words("của UBND tỉnh")
    assert [w.text for w in found] == ["của", "ủy", "ban", "nhân", "dân", "tỉnh"]
    assert {(w.start, w.end) for w in found[1:5]} == {(4, 8)}


@given(st.text(alphabet="UBNDHĐTPSở KH&CN-/.,ủỷyơ\n", max_size=60))
def test_words_lie_within_any_text_in_order(text: str) -> None:
    found = words(text)
    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)
    assert name_key(text) == name_key(f" {text}  ")
