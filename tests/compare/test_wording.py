"""What titles have in common."""

from hypothesis import given
from hypothesis import strategies as st

from directive_kg.compare.wording import kind_of_paper, likeness, pairs, periods, weights

titles = st.lists(
    st.sampled_from(["lập", "kế", "hoạch", "nhà", "ở", "đề", "án", "bến", "nước", "rà", "soát"]), max_size=12
).map(" ".join)


@given(st.lists(titles, min_size=2, max_size=6))
def test_likeness_is_a_share_and_the_same_both_ways(texts: list[str]) -> None:
    found = [pairs(text) for text in texts]
    weight = weights(found)
    one, other = found[0], found[1]
    assert 0.0 <= likeness(one, other, weight) <= 1.0
    assert likeness(one, other, weight) == likeness(other, one, weight)
    assert likeness(one, one, weight) in (0.0, 1.0)


def test_rare_words_tell_more() -> None:
    texts = [
        pairs(t) for t in ("xây dựng đề án bến nước", "xây dựng đề án cầu", "xây dựng đề án đò", "đề xuất bến nước")
    ]
    weight = weights(texts)
    assert weight["ben", "nuoc"] > weight["xay", "dung"]


def test_kinds_and_periods() -> None:
    assert kind_of_paper("Tham mưu ban hành Nghị quyết về chương trình nhà ở") == "chuong trinh"
    assert kind_of_paper("Khơi thông bến nước") is None
    assert periods("Kế hoạch 2026 – 2030 theo Quyết định 12/2024/QĐ-TTg ngày 01/02/2025") == {"2026-2030"}
