"""Restoring running text: right or not at all."""

import re

import pytest

from directive_kg.extract.repair import is_syllable, skeleton
from directive_kg.extract.ruined_symbols import numbers_in
from directive_kg.extract.ruined_words import Lexicon, official_terms, words_of
from tests.extract.ruined_noise import ruin
from tests.shared import SHARED, needs_shared

LEXICON = Lexicon(official_terms())


@pytest.mark.parametrize(
    ("raw", "true"),
    [
        ("phat trién kinh té - xa hdi", "phát triển kinh tế - xã hội"),
        ("NGHI QUYET", "NGHỊ QUYẾT"),
        ("giai phong mat bing", "giải phóng mặt bằng"),
        ("ngan sach nha nudc", "ngân sách nhà nước"),
        ("30 ho kinh doanh", "30 hộ kinh doanh"),
        ("4 tang truong THCS", "4 tang truong THCS"),  # 'tầng trường' or 'tăng trưởng': nobody knows
        ("xyz qqq", "xyz qqq"),
        ("", ""),
    ],
)
def test_words_are_restored_where_one_reading_exists(raw: str, true: str) -> None:
    assert LEXICON.restore(raw).text == true


def test_terms_that_disagree_about_a_word_leave_it() -> None:
    lexicon = Lexicon(["tổ chức năng", "chức nàng tiên"])
    assert lexicon.restore("to chuc nang tien").text == "tổ chức nang tiên"


def test_the_list_is_of_possible_words_only() -> None:
    for term in official_terms():
        assert all(is_syllable(w.text) for w in words_of(term)), term
        assert len(skeleton(term).split()) >= 2


@needs_shared
@pytest.mark.parametrize(
    "name", ["corpus/001_cfd5cebddc2be35e.txt", "corpus/003_f881cb5f2196ceef.txt", "wild/031-nqcp-380.txt"]
)
def test_clean_papers_ruined_by_us_come_back_right(name: str) -> None:
    """Of the words that are changed, at least 98 of 100 are what the paper had; at least half of all come back."""
    right = wrong = all_words = 0
    for number, line in enumerate((SHARED / name).read_text(encoding="utf-8").splitlines()[:160]):
        if len(line) < 60 or "\t" in line:
            continue
        true = line.split(" ")
        raw = [ruin(w, number) or w for w in true]
        restored = LEXICON.restore(" ".join(raw)).text.split(" ")
        for want, was, now in zip(true, raw, restored, strict=True):
            all_words += any(c.isalpha() for c in want)
            if now != was:
                right += _bare(now) == _bare(want)
                wrong += _bare(now) != _bare(want)
    assert right / (right + wrong) >= 0.98, (right, wrong)
    assert right / all_words >= 0.4


def _bare(word: str) -> str:
    # The two ways of placing a tone mark are one spelling.
    for old, new in (("oá", "óa"), ("oà", "òa"), ("uỷ", "ủy")):
        word = word.replace(old, new)
    return re.sub(r"\W", "", word).lower()


@pytest.mark.parametrize(
    ("raw", "numbers"),
    [
        ("Nghi quyét sé 73/NQ-HPND", ["73/NQ-HĐND"]),
        ("Quyét dinh $6 27/2025/0P-TTg ngay", ["27/2025/QĐ-TTg"]),
        ("Chuong trinh s6 04-CTr/PU; 02-NQ/BbU", ["04-CTr/ĐU", "02-NQ/ĐU"]),
        ("68 - NQ/TW,", ["68-NQ/TW"]),
        ("266/2025/QH15", ["266/2025/QH15"]),
        ("ISO 18091:2020, ISO 9001-2015; (1/7/2025); 2026-2030; ty 1é 1/2000", []),
    ],
)
def test_numbers_keep_their_figures_and_get_the_one_symbol(raw: str, numbers: list[str]) -> None:
    assert [n.number for n in numbers_in(raw)] == numbers


def test_an_unknown_symbol_is_not_made_known() -> None:
    (found,) = numbers_in("Nghi quyét s6 12-NQ/XYZ")
    assert found.number == "12-NQ/XYZ"
    assert not found.is_certain
