"""Spelling, skeletons, and repair to one known phrase."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directive_kg.extract.repair import is_syllable, likeness, looks_ruined, repair_phrase, ruined_share, skeleton
from directive_kg.extract.ruined_words import Lexicon, official_terms
from tests.extract.ruined_noise import ruin
from tests.shared import SHARED, needs_shared

CLEAN = (
    "Các phòng chuyên môn của phường rà soát danh mục công trình, báo cáo kết quả trước ngày 20 hằng tháng; đơn vị nào chậm tiến độ "
    "thì nêu rõ nguyên nhân và đề xuất biện pháp khắc phục. Văn phòng tổng hợp, trình Ban Thường vụ xem xét, quyết định việc điều chỉnh. "
    "Người đứng đầu cơ quan chịu trách nhiệm về số liệu đã gửi, bảo đảm đầy đủ, kịp thời, đúng mẫu quy định của thành phố. "
)
RUINED_FILES = {"004_a88c63af4fd07cb6.txt", "059-angiang-ctph-2017-ocr.txt"}
NAMES = (
    "Ban Chấp hành Đảng bộ phường",
    "Ủy ban nhân dân thành phố",
    "Phòng Văn hóa - Xã hội",
    "Văn phòng Đảng ủy phường",
)


@pytest.mark.parametrize(
    "word",
    ["nghiệp", "quyết", "giữa", "gì", "giếng", "khuỷu", "uỷ", "ủy", "đường", "yếu", "quốc", "oanh", "ưu", "hoạch"],
)
def test_spelling_knows_true_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["duoc", "dugc", "hi¢n", "s6", "trién", "nghiép", "cic", "kác", "ngi", "việtt", "thwc", "bb", "chưc", "gế"]
)
def test_spelling_knows_impossible_ones(word: str) -> None:
    assert not is_syllable(word)


def test_a_clean_text_is_not_ruined_and_its_ruin_is() -> None:
    assert not looks_ruined(CLEAN)
    assert looks_ruined(ruin(CLEAN, seed=1))
    assert not looks_ruined("")
    assert not looks_ruined("duoc trién khai")  # too few words to say


@needs_shared
def test_of_all_papers_only_the_two_are_ruined() -> None:
    papers = [*(SHARED / "corpus").glob("*.txt"), *(SHARED / "wild").glob("*.txt")]
    assert len(papers) > 40
    shares = {p.name: ruined_share(p.read_text(encoding="utf-8", errors="replace")) for p in papers}
    assert {name for name, share in shares.items() if share >= 0.15} == RUINED_FILES
    assert max(share for name, share in shares.items() if name not in RUINED_FILES) < 0.05
    assert min(share for name, share in shares.items() if name in RUINED_FILES) > 0.4


@pytest.mark.parametrize(
    ("raw", "true"),
    [
        ("Ban Chip hanh DPang bd phuong", "Ban Chấp hành Đảng bộ phường"),
        ("Pang Gy", "Đảng ủy"),
        ("Thanh ay", "Thành ủy"),
        ("thuc hi¢n", "thực hiện"),
        ("sd 1am viéc", "số làm việc"),
    ],
)
def test_a_ruined_phrase_meets_its_true_form(raw: str, true: str) -> None:
    assert skeleton(raw) == skeleton(true)


def test_repair_takes_the_one_that_fits() -> None:
    assert repair_phrase("Van phong Pang uy phuong", NAMES)[0] == "Văn phòng Đảng ủy phường"
    assert repair_phrase("Ban Chip hanh Pang bd phuong", NAMES)[0] == NAMES[0]
    assert repair_phrase("Van phong Thanh uy", NAMES) == ("Van phong Thanh uy", 0.0)
    assert repair_phrase("  ", NAMES) == ("  ", 0.0)


def test_two_that_fit_leave_a_hole() -> None:
    assert repair_phrase("phan dau", ["phấn đấu", "phần đầu"]) == ("phan dau", 0.0)


def test_no_repair_of_a_short_word_that_spells_well() -> None:
    assert repair_phrase("ban ve", ["ban và"]) == ("ban ve", 0.0)


def test_likeness_counts_vowels_less_than_consonants() -> None:
    assert (
        likeness("thuc hign", "thực hiện") > likeness("thuc hiem", "thực hiện")
        or likeness("thyc hién", "thực hiện") > 0.9
    )
    assert likeness("abc", "abc") == 1.0


@given(st.sampled_from(NAMES), st.integers(0, 10_000))
def test_noise_keeps_the_skeleton_and_repair_never_leaves_it(name: str, seed: int) -> None:
    raw = ruin(name, seed)
    assert skeleton(raw) == skeleton(name)
    text, confidence = repair_phrase(raw, NAMES)
    assert skeleton(text) == skeleton(raw)
    assert (text == name and confidence > 0.7) or (text == raw and confidence == 0.0)


LEXICON = Lexicon(official_terms())
FIGURES = st.one_of(
    st.integers(0, 99_999).map(str),
    st.dates().map(lambda d: f"{d.day:02}/{d.month}/{d.year}"),
    st.tuples(st.integers(1, 999), st.sampled_from(["NQ/TW", "QD-UBND", "KH/TU", "NQ-HPND"])).map(
        lambda t: f"{t[0]}-{t[1]}"
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(official_terms()[:400]), FIGURES), min_size=1, max_size=8), st.integers(0, 1000)
)
def test_restoring_changes_no_figure_and_no_skeleton(parts: list[str], seed: int) -> None:
    raw = " ".join(p if p[0].isdigit() else ruin(p, seed) for p in parts)
    restored = LEXICON.restore(raw)
    whole = [w for w in raw.split() if w[0].isdigit() and not re.search(r"[a-zà-ỹ]", w)]
    assert [w for w in restored.text.split() if w[0].isdigit() and not re.search(r"[a-zà-ỹ]", w)] == whole
    assert skeleton(restored.text) == skeleton(raw)
    assert 0 <= restored.certain <= restored.words


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert 0.0 <= ruined_share(text) <= 1.0
    assert isinstance(skeleton(text), str)
    assert LEXICON.restore(text).share <= 1.0
