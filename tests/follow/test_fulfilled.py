"""A deliverable is closed by a paper that we hold only where everything agrees."""

from dataclasses import replace

import pytest

from directive_kg.records import Deliverable, Header, Paper, Source
from tests.fixtures.links import Links
from tests.fixtures.papers import CITY, FINANCE, task

ORDERING = Paper(
    "ubnd/2026/a",
    Source("a.txt", "a" * 64, "text"),
    Header(
        number="1/KH-UBND", type="Kế hoạch", date="2026-03-10", issuer_agency="ubnd-tp-hai-phong", title="Việc năm 2026"
    ),
    "hai-phong",
    tasks=(
        replace(
            task(1, "1", "Xây dựng Kế hoạch nạo vét bến nước trên sông Mẫu năm 2026", authority=(CITY,)),
            deliverable=Deliverable("Kế hoạch", "ke-hoach"),
        ),
    ),
)
PRODUCT = Paper(
    "ubnd/2026/b",
    Source("b.txt", "b" * 64, "text"),
    Header(
        number="9/KH-UBND",
        type="Kế hoạch",
        date="2026-05-20",
        issuer_agency="ubnd-tp-hai-phong",
        title="Nạo vét bến nước trên sông Mẫu năm 2026",
    ),
    "hai-phong",
)


def test_the_paper_that_was_promised() -> None:
    assert Links([ORDERING, PRODUCT]).pairs("fulfilledBy") == [("ubnd/2026/a/task/1/deliverable", "ubnd/2026/b")]


@pytest.mark.parametrize(
    "change",
    [
        {"type": "Quyết định"},
        {"issuer_agency": FINANCE.agency},
        {"date": "2026-02-20"},
        {"number": None},
        {"title": "Nạo vét bến nước trên sông Mẫu năm 2025"},
        {"title": "Nạo vét bến nước trên sông Đào năm 2026"},
        {"title": "Nạo vét"},
    ],
    ids=["kind", "issuer", "earlier", "no number", "another year", "another river", "too short"],
)
def test_what_is_not_certain_closes_nothing(change: dict[str, str | None]) -> None:
    other = replace(PRODUCT, header=replace(PRODUCT.header, **change))  # type: ignore[arg-type]
    assert Links([ORDERING, other]).pairs("fulfilledBy") == []


def test_two_that_could_be_it_close_nothing() -> None:
    twin = replace(PRODUCT, key="ubnd/2026/c", header=replace(PRODUCT.header, number="10/KH-UBND"))
    assert Links([ORDERING, PRODUCT, twin]).pairs("fulfilledBy") == []
