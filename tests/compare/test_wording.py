"""What titles have in common."""

from hypothesis import given
from hypothesis import strategies as st

from directive_kg.compare.count import counted
from directive_kg.compare.wording import kind_of_paper, likeness, pairs, periods, weigh

titles = st.lists(
    st.sampled_from(["lập", "kế", "hoạch", "nhà", "ở", "đề", "án", "bến", "nước", "rà", "soát"]), max_size=12
).map(" ".join)


@given(titles, titles)
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    left, right = pairs(one), pairs(other)
    assert 0.0 <= likeness(left, right) <= 1.0
    assert likeness(left, right) == likeness(right, left)
    assert likeness(left, left) in (0.0, 1.0)


def test_rare_words_tell_more() -> None:
    assert weigh(pairs("bến nước")) > weigh(pairs("đề án")) > weigh(pairs("thực hiện")) > 0


def test_the_table_is_as_its_command_counts() -> None:
    assert list(counted(["Lập đề án", "Lập đề án", "Rà soát đề án 2026"])) == ["3", "de an\t3"]


def test_kinds_and_periods() -> None:
    assert kind_of_paper("Tham mưu ban hành Nghị quyết về chương trình nhà ở") == "chuong trinh"
    assert kind_of_paper("Khơi thông bến nước") is None
    assert periods("Kế hoạch 2026 – 2030 theo Quyết định 12/2024/QĐ-TTg ngày 01/02/2025") == {"2026-2030"}
