"""Labels under items: which field they are, what they belong to, and what ends them."""

import pytest

from directive_kg.extract.labels import LabelledItem, find_labelled
from directive_kg.readers.blocks import Paragraph


def _items(*texts: str) -> list[LabelledItem]:
    return find_labelled([Paragraph(text, line) for line, text in enumerate(texts, start=1)])[0]


def _values(item: LabelledItem) -> dict[str, str]:
    return {name: text for name, (text, _) in item.values.items()}


def test_labels_under_a_numbered_heading() -> None:
    (item,) = _items(
        "II. NỘI DUNG",
        "1. Tập huấn cán bộ xã",
        "- Nội dung thực hiện: Mở mười lớp tập huấn cho cán bộ.",
        "- Cơ quan chủ trì: Sở Nội vụ, Sở Y tế.",
        "- Đơn vị phối hợp: UBND các xã.",
        "- Thời gian thực hiện: Quý II/2026.",
        "- Kết quả: Báo cáo.",
        "III. KINH PHÍ THỰC HIỆN",
    )
    assert (item.stt, item.title) == ("1", "Mở mười lớp tập huấn cho cán bộ")
    assert _values(item) == {
        "lead": "Sở Nội vụ, Sở Y tế",
        "coordinating": "UBND các xã",
        "deadline": "Quý II/2026",
        "deliverable": "Báo cáo",
    }


def test_labels_without_colon_head_a_list() -> None:
    first, second = _items(
        "I. CÔNG TÁC TUYÊN TRUYỀN",
        "1. Nội dung, biện pháp",
        "a) Tổ chức hội nghị.",
        "2. Cơ quan chủ trì, phối hợp",
        "a) Cơ quan chủ trì",
        "- Bộ Quốc phòng.",
        "- Bộ Tài chính.",
        "b) Cơ quan phối hợp",
        "- Các tỉnh.",
        "3. Thời gian thực hiện: Tháng 12/2026.",
        "II. KIỂM TRA, SƠ KẾT",
        "1. Cơ quan chủ trì: Bộ Nội vụ.",
    )
    assert (first.stt, first.title) == ("I", "CÔNG TÁC TUYÊN TRUYỀN")
    assert _values(first) == {
        "lead": "Bộ Quốc phòng; Bộ Tài chính",
        "coordinating": "Các tỉnh",
        "deadline": "Tháng 12/2026",
    }
    assert (second.stt, _values(second)) == ("II", {"lead": "Bộ Nội vụ"})


def test_a_lead_that_names_its_helpers() -> None:
    (item,) = _items(
        "a) Hoạt động 1",
        "- Nội dung: Triển khai tháng hành động.",
        "- Cơ quan thực hiện: Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành tham mưu kế hoạch.",
    )
    assert _values(item) == {"lead": "Sở Nội vụ", "coordinating": "các sở, ban, ngành"}


def test_several_works_of_one_owner() -> None:
    items = _items(
        "1. Đào tạo nghề",
        "- Nhiệm vụ: Mở lớp may.",
        "- Chủ trì: Sở A.",
        "- Nhiệm vụ: Mở lớp hàn.",
        "- Chủ trì: Sở B.",
    )
    assert [(i.title, _values(i)["lead"]) for i in items] == [("Mở lớp may", "Sở A"), ("Mở lớp hàn", "Sở B")]


def test_labels_in_brackets_behind_their_item() -> None:
    (item,) = _items("3. Xây dựng Đề án cấp nước (Chủ trì: Sở Xây dựng; phối hợp: các xã; thời gian: Quý I/2027).")
    assert (item.stt, item.title) == ("3", "Xây dựng Đề án cấp nước")
    assert _values(item) == {"lead": "Sở Xây dựng", "coordinating": "các xã", "deadline": "Quý I/2027"}


@pytest.mark.parametrize(
    "texts",
    [
        ("1. Khai mạc hội nghị", "- Thời gian: 8 giờ ngày 3/4/2026.", "- Địa điểm: Hội trường."),
        ("1. Nội dung", "Nội dung chính của kế hoạch."),
        ("Cơ quan chủ trì: Sở A.",),
        ("1. Các cơ quan được giao chủ trì có trách nhiệm báo cáo.",),
    ],
)
def test_what_is_no_labelled_item(texts: tuple[str, ...]) -> None:
    assert _items(*texts) == []
