"""Days in running words: due days of orders, and days that deliverables promise."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.extract.due_words import find_due, named_day
from tests.shared import SHARED, needs_shared


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("báo cáo kết quả về Sở Nuôi ong trước ngày 30/9/2026.", "trước ngày 30/9/2026"),
        (
            "trình Ủy ban nhân dân xã ban hành quy chế, hoàn thành trong tháng 5/2026; phổ biến rộng rãi",
            "trong tháng 5/2026",
        ),
        ("rà soát đàn ong, chậm nhất ngày 15 tháng 6 năm 2026 gửi kết quả", "chậm nhất ngày 15 tháng 6 năm 2026"),
        ("tổ chức trồng hoa từ ngày 01/3/2026 đến ngày 30/4/2026", "từ ngày 01/3/2026 đến ngày 30/4/2026"),
        ("Định kỳ 06 tháng, báo cáo Ủy ban nhân dân xã", "Định kỳ 06 tháng"),
        ("tổng hợp, báo cáo Ủy ban nhân dân xã hằng tháng", "hằng tháng"),
        ("Trước ngày 15/12 hàng năm tổng hợp kết quả", "Trước ngày 15/12 hàng năm"),
        ("Hằng năm, xây dựng phương án nuôi ong", "Hằng năm"),
    ],
)
def test_the_due_words_of_an_order(text: str, words: str) -> None:
    assert find_due(text, year=2026) == words


@pytest.mark.parametrize(
    "text",
    [
        "triển khai Kế hoạch số 12/KH-UBND ngày 04/3/2026 của Ủy ban nhân dân xã",
        "phát triển nghề nuôi ong giai đoạn 2026-2030, tầm nhìn đến năm 2045",
        "phục vụ lễ khánh thành dịp 19/12/2026",
        "xây dựng kế hoạch nuôi ong hằng năm trình Hội đồng nhân dân",
        "bố trí kinh phí từ ngân sách hằng năm theo phân cấp",
        "thực hiện Luật Nuôi ong năm 2024",
        "tổng kết những việc đã làm trong năm 2019",
        "đề án “Ong mật trong năm 2026”",
    ],
)
def test_a_date_in_the_subject_is_no_due_day(text: str) -> None:
    assert find_due(text, year=2026) is None


@given(st.text(max_size=100))
def test_due_words_stand_in_the_text(text: str) -> None:
    words = find_due(text, year=2026)
    assert words is None or words in " ".join(text.split()).translate(str.maketrans("–—−‑‒", "-----"))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Được công nhận nghề truyền thống năm 2029; kỷ niệm 300 năm (1729-2029)", date(2029, 12, 31)),
        ("Đến năm 2030, 85% số hộ nuôi ong đạt chuẩn", date(2030, 12, 31)),
        ("Phấn đấu đến 31/12/2026 giải ngân hết vốn", date(2026, 12, 31)),
        ("Khánh thành trại ong tháng 5", date(2026, 5, 31)),
        ("Báo cáo gửi trước ngày 30/11/2026", date(2026, 11, 30)),
        ("Đề án nuôi ong đến năm 2030, tầm nhìn đến năm 2045", None),
        ("Nghị quyết phân bổ ngân sách năm 2027", None),
        ("Kế hoạch giai đoạn 2026-2030", None),
        ("Xây dựng Kế hoạch hành động về an toàn năm 2026", None),
        ("Theo Quyết định số 5/QĐ-UBND ngày 02/3/2026", None),
        ("Mô hình “Nuôi ong năm 2030”", None),
        ("Quyết định", None),
    ],
)
def test_the_day_that_a_deliverable_promises(words: str, day: date | None) -> None:
    assert named_day(words, year=2026) == day


@needs_shared
def test_one_transcribed_deliverable_promises_more_than_its_deadline() -> None:
    late: list[tuple[str, str]] = []
    for name in ("000", "001", "003"):
        gold = json.loads((SHARED / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        for task in gold["tasks"]:
            day = named_day(task["deliverable"] or "", year=int(gold["document"]["date"][:4]))
            if day and task["due"]["end"] and day.isoformat() > task["due"]["end"]:
                late.append((name, task["stt"]))
    assert late == [("001", "49")]
