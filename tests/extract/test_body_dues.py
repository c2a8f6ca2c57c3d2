"""What the body text says of a row's deadline."""

from datetime import date

import pytest

from directive_kg.extract.body_dues import body_deadlines
from directive_kg.extract.provisions import body_parts
from directive_kg.readers.blocks import Paragraph
from tests.fixtures.papers import task

TITLE = "Kết nối kho hồ sơ bến nước với kho hồ sơ của tỉnh"


def due(body: str, title: str = TITLE, *, provision: str | None = "1") -> tuple[str, date | None] | None:
    parts = body_parts([Paragraph("1. Lĩnh vực bến nước", 1), Paragraph(body, 2)])
    found = body_deadlines([task(1, "1", title, provision=provision)], parts, year=2026)
    return (found["1"].words, found["1"].end) if found else None


def test_the_sentence_behind_a_row_gives_its_deadline() -> None:
    body = "Trong năm 2026, có giải pháp sửa bến. Chậm nhất đến ngày 30/12/2027, hoàn thành việc kết nối kho hồ sơ bến nước với kho hồ sơ của tỉnh."
    assert due(body) == ("Chậm nhất đến ngày 30/12/2027", date(2027, 12, 30))


@pytest.mark.parametrize(
    ("body", "title", "provision"),
    [
        ("Trong năm 2027, sửa bến. Kết nối kho hồ sơ bến nước với kho hồ sơ của tỉnh.", TITLE, "1"),
        ("Trong năm 2027, kết nối kho hồ sơ bến nước với kho hồ sơ của tỉnh.", "Tuần tra bến nước ban đêm", "1"),
        ("Trong năm 2027, kết nối kho hồ sơ bến nước với kho hồ sơ của tỉnh.", TITLE, None),
        ("Trong năm 2027, kết nối kho hồ sơ bến nước với kho hồ sơ của tỉnh.", "", "1"),
    ],
    ids=["the day is another sentence's", "another work", "no provision", "no words"],
)
def test_no_deadline_is_made_up(body: str, title: str, provision: str | None) -> None:
    assert due(body, title, provision=provision) is None
