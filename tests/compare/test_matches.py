"""Links between invented papers: what is one task, what is not, and that the file is always the same."""

from dataclasses import replace

import pytest

from directive_kg.compare.fields import known_fields, out_of_field
from directive_kg.compare.numbers import Records, known_papers, stated_dates
from directive_kg.records import Citation, Header, Paper, Place, Source, Task
from tests.fixtures.links import Links
from tests.fixtures.papers import CITY, FINANCE, HOME_AFFAIRS, JUNE, MARCH, task

DREDGE = "Xây dựng Đề án nạo vét bến nước trên sông Mẫu giai đoạn 2026 - 2030"


def paper(
    name: str, *tasks: Task, date: str = "2026-03-10", home: str = "hai-phong", citations: tuple[Citation, ...] = ()
) -> Paper:
    header = Header(number=name, date=date)
    source = Source(f"{name}.txt", name * 8, "text")
    return Paper(f"ubnd/2026/{name}", source, header, home, citations=citations, tasks=tasks)


def linked(*papers: Paper) -> list[tuple[str, str, bool]]:
    links = Links(papers)
    kinds = {"sameTaskAs": False, "repeatsTask": True}
    found = [(left, right, kinds[kind]) for kind in kinds for left, right in links.pairs(kind)]
    return [(left.split("/")[2], right.split("/")[2], repeated) for left, right, repeated in found]


def test_one_task_in_two_papers_is_linked_from_the_later_to_the_earlier() -> None:
    early = paper("a", task(1, "1", f"Tham mưu {DREDGE}", MARCH), date="2026-01-05")
    assert linked(paper("b", task(1, "1", DREDGE, JUNE)), early) == [("b", "a", False)]


def test_another_period_is_a_repeat() -> None:
    assert linked(
        paper("a", task(1, "1", "Tổ chức hội bến nước năm 2025"), date="2025-01-05"),
        paper("b", task(1, "1", "Tổ chức hội bến nước năm 2026")),
    ) == [("b", "a", True)]


@pytest.mark.parametrize(
    "other",
    [
        paper("b", task(1, "1", DREDGE.replace("Đề án", "Kế hoạch"))),
        paper("b", task(1, "1", "Xây dựng Đề án trồng cây trên địa bàn tỉnh giai đoạn 2026 - 2030")),
        paper("b", task(1, "1", DREDGE, confidence=0.5)),
        paper("b", task(1, "1", DREDGE, lead=(HOME_AFFAIRS,)), home="tinh-khac"),
        paper("b", task(1, "1", DREDGE), task(2, "1.1", "Đo đáy sông", parent="1")),
    ],
    ids=["another kind of paper", "another work", "read with doubt", "another province", "a heading"],
)
def test_what_is_not_the_same(other: Paper) -> None:
    assert linked(paper("a", task(1, "1", DREDGE)), other) == []


def test_no_paper_is_compared_with_itself() -> None:
    assert linked(paper("a", task(1, "1", DREDGE), task(2, "2", DREDGE))) == []


def cited(key: str, number: str, *words: str, date: str | None = None) -> Citation:
    return Citation(
        key, number, issuer="Quốc hội", issuer_agency="quoc-hoi", date=date, places=tuple(map(Place, words))
    )


def test_two_dates_for_one_number_in_one_paper() -> None:
    one = cited(
        "1",
        "900/2025/QH15",
        "Nghị quyết số 900/2025/QH15 ngày 10/12/2025",
        "số 900/2025/QH15, ngày 12/2025",
        date="2025-12-10",
    )
    assert stated_dates(one) == ("2025-12", "2025-12-10")
    assert stated_dates(replace(one, places=one.places[:1] * 2)) == ()


def test_a_date_is_held_against_the_register() -> None:
    one = cited("1", "900/2025/QH15", date="2025-12-10")
    records = Records({("900/2025/QH15", "quoc-hoi"): "2025-12-11"})
    assert records.other_day(one) == "2025-12-11"
    assert records.other_day(replace(one, date="2025-12")) is None
    assert known_papers()["71-NQ/TW", "bo-chinh-tri"] == "2025-08-22"


def test_of_two_days_the_one_that_is_given_less_often_is_told() -> None:
    right, wrong = cited("1", "900/2025/QH15", date="2025-12-10"), cited("1", "900/2025/QH15", date="2025-12-01")
    one, other, third = (paper(n, citations=(c,)) for n, c in (("a", right), ("b", wrong), ("c", right)))
    assert Links([one, other]).pairs("otherDate") == [
        ("ubnd/2026/a/citation/1", "2025-12-01"),
        ("ubnd/2026/b/citation/1", "2025-12-10"),
    ]
    assert Links([one, other, third]).pairs("otherDate") == [("ubnd/2026/b/citation/1", "2025-12-10")]


def test_a_number_one_figure_away_from_a_known_one() -> None:
    sure, slip = cited("1", "326/2025/QH15", date="2025-06-27"), cited("2", "366/2025/QH15")
    near = Links([paper("a", citations=(sure, slip))]).pairs("nearNumber")
    assert near == [("ubnd/2026/a/citation/2", "326/2025/QH15")]
    dated = replace(slip, date="2025-06-28")
    assert Links([paper("a", citations=(sure, dated))]).pairs("nearNumber") == []
    neighbour = cited("2", "327/2025/QH15")
    assert Links([paper("a", citations=(sure,)), paper("b", citations=(neighbour,))]).pairs("nearNumber") == []


def test_a_body_outside_its_field() -> None:
    rows = [task(i, str(i), "Quyết toán ngân sách xã") for i in (1, 2)]
    stray = task(3, "3", "Xử lý chất thải ở bến nước", lead=(FINANCE,), authority=(CITY,))
    bodies = {"so-tai-chinh-tp-hai-phong": ("tai-chinh",)}
    found = list(out_of_field([paper("a", *rows, stray)], bodies, known_fields()))
    assert [(o.task.key, o.agency) for o in found] == [("3", "so-tai-chinh-tp-hai-phong")]
    assert list(out_of_field([paper("a", stray)], bodies, known_fields())) == [], "nothing beside it to go by"


def test_the_files_are_the_same_whatever_the_order() -> None:
    papers = [
        paper("a", task(1, "1", DREDGE), date="2026-01-05"),
        paper("b", task(1, "1", DREDGE)),
        paper("c", task(1, "1", DREDGE)),
    ]
    files = Links(papers).files
    assert files == Links(papers[::-1]).files
    assert sum(text.count("a dkg:TaskMatch") for text in files.values()) >= 2
