"""The tree that a person reads, and the JSON that a program reads."""

import json

import pytest

from directive_kg.records import DeadlineKind
from directive_kg.trace.chain import Chain, ChainPaper, trace
from directive_kg.trace.lookup import PaperRef
from directive_kg.trace.tasks import ChainTask
from directive_kg.trace.tree import to_json, to_tree
from tests.trace.stores import embedded


def lines(number: str) -> list[str]:
    return to_tree(trace(embedded(), number)).splitlines()


def test_from_the_resolution_to_body_deliverable_and_day() -> None:
    tree = lines("900/2025/QH15")
    assert tree[0] == "Nghị quyết 900/2025/QH15, Quốc hội, 11/12/2025 [chưa có trong kho / not held]"
    assert tree[1] == "├─ Kế hoạch 7001/KH-UBND, Ủy ban nhân dân thành phố Mẫu, 04/03/2026"
    assert "│  ├─ 1. Rà soát các bến nước" in tree
    assert "│  │     Chủ trì: Sở Bến Nước" in tree
    assert "│  │     Phối hợp: Sở Nội vụ; Các sở, ban, ngành (nhóm cơ quan)" in tree
    assert "│  │     Thời hạn: Tháng 6/2026 (01/06/2026 – 30/06/2026)" in tree


def test_parts_hang_under_their_whole() -> None:
    tree = lines("900/2025/QH15")
    whole = tree.index("│  ├─ 2. Quy chế bến nước")
    assert tree[whole + 4] == "│  │  └─ 2.1. Dự thảo quy chế"


def test_mentions_stand_apart() -> None:
    tree = lines("900/2025/QH15")
    apart = next(i for i, line in enumerate(tree) if "NHẮC TỚI" in line)
    assert "44/BC-SBN" in tree[apart + 1]
    assert not any("44/BC-SBN" in line for line in tree[:apart])


def test_what_nobody_carries_out_is_said() -> None:
    assert "Kho chưa có văn bản nào triển khai" in "\n".join(lines("903-KL/TW"))


def test_a_ring_is_cut_in_the_tree() -> None:
    assert any("vòng lặp, cắt ở đây" in line for line in lines("31/KH-SNV"))


def test_a_paper_reached_twice_is_shown_in_full_once() -> None:
    paper = PaperRef("x:1/2/3", "1/KH", held=True)
    root = ChainPaper(
        PaperRef("x:0/0/0", "0/NQ"), carried_out_by=(ChainPaper(paper), ChainPaper(paper, shown_above=True))
    )
    chain = Chain(root, (), (), ())
    assert "1/KH: đã nêu ở trên" in to_tree(chain)
    assert len(chain.papers()) == 2


@pytest.mark.parametrize(
    ("words", "kind", "start", "end", "shown"),
    [
        ("Trước 31/03/2026", DeadlineKind.BY, None, "2026-03-31", "Trước 31/03/2026"),
        ("Quý I", DeadlineKind.DURING, "2026-01-01", "2026-03-31", "Quý I (01/01/2026 – 31/03/2026)"),
        ("Hằng năm", DeadlineKind.RECURRING, None, None, "Hằng năm [định kỳ]"),
        ("Thường xuyên", DeadlineKind.ONGOING, None, None, "Thường xuyên"),
        ("Từ 2026", DeadlineKind.ONGOING, "2026-01-01", None, "Từ 2026 (từ 01/01/2026) [thường xuyên]"),
        (None, DeadlineKind.BY, None, "2026-03-31", "đến 31/03/2026"),
    ],
)
def test_a_deadline_shows_words_and_days(
    words: str | None, kind: DeadlineKind, start: str | None, end: str | None, shown: str
) -> None:
    task = ChainTask("x:t", "x:p", "Việc", deadline=words, kind=kind, start=start, end=end)
    chain = Chain(ChainPaper(PaperRef("x:p"), tasks=(task,)), (), (), ())
    assert f"Thời hạn: {shown}\n" in to_tree(chain)


def test_a_tree_lets_no_control_character_through() -> None:
    task = ChainTask("x:t", "x:p", "Việc \x1b[2J\nhai")
    chain = Chain(ChainPaper(PaperRef("x:p", title="a\x07b"), tasks=(task,)), (), (), ())
    assert all(line.isprintable() for line in to_tree(chain).splitlines())


def test_json_holds_the_same_chain() -> None:
    document = json.loads(to_json(trace(embedded(), "900/2025/QH15")))
    (plan,) = document["root"]["carriedOutBy"]
    assert plan["number"] == "7001/KH-UBND"
    assert plan["tasks"][0]["deadline"] == {
        "words": "Tháng 6/2026", "kind": "during", "start": "2026-06-01", "end": "2026-06-30",
    }  # fmt: skip
    assert plan["tasks"][0]["bodies"][0]["role"] == "lead"
    assert document["mentions"][0]["paper"]["number"] == "44/BC-SBN"
    assert set(document["notes"][0]) == {"vi", "en"}
