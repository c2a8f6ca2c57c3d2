"""The body's numbered parts, and which row of the annex belongs to which."""

from directive_kg.extract.provisions import body_paragraphs, body_parts, link_rows, provisions_of
from directive_kg.readers.blocks import Paragraph
from directive_kg.records import Cell, Origin, Place, Task

BODY = [
    "KẾ HOẠCH",
    "I. MỤC ĐÍCH",
    "1. Nâng cao hiệu quả thực hiện nhiệm vụ của các cơ quan.",
    "II. NHIỆM VỤ",
    "1. Lĩnh vực y tế",
    "Tiếp tục triển khai các giải pháp phòng bệnh mùa hè ở các trường học vùng ven biển.",
    "2. Lĩnh vực thể thao",
    "a) Tổ chức giải bơi vượt sông truyền thống cho thiếu niên toàn thành phố.",
    "b) Xây dựng sân bóng cho các xã.",
    "2.1. Rà soát các bể bơi công cộng: kiểm tra chất lượng nước hằng tuần tại mọi cơ sở.",
    "Nơi nhận:",
    "1. Không còn là thân văn bản.",
]


def _paragraphs() -> list[Paragraph]:
    return [Paragraph(text, line) for line, text in enumerate(BODY, start=1)]


def _row(key: str, title: str, group: str | None = None, parent: str | None = None) -> Task:
    return Task(key=key, origin=Origin.ANNEX_ROW, title=Cell("title", title, Place(title)), group=group, parent=parent)


def test_parts_are_nested_by_their_numbers_and_stop_at_the_recipients() -> None:
    parts = body_parts(body_paragraphs(_paragraphs()))
    assert [p.key for p in parts] == ["I", "I.1", "II", "II.1", "II.2", "II.2.a", "II.2.b", "II.2.1"]


def test_headings_are_kept_and_prose_is_not() -> None:
    by_key = {p.key: p for p in provisions_of(body_parts(body_paragraphs(_paragraphs())))}
    assert by_key["II.1"].heading == "Lĩnh vực y tế"
    assert by_key["II.2.1"].heading == "Rà soát các bể bơi công cộng"
    assert by_key["II.2.a"].heading is None
    assert by_key["II.1"].orders_work
    assert not by_key["I.1"].orders_work, "aims order nothing"
    assert all(p.place and len(p.place.text) <= 80 for p in by_key.values())


def test_the_fingerprint_follows_the_text_under_the_number() -> None:
    before = provisions_of(body_parts(_paragraphs()))
    changed = _paragraphs()
    changed[5] = Paragraph(BODY[5] + " Thêm một câu.", 6)
    after = provisions_of(body_parts(changed))
    assert [p.key for b, p in zip(before, after, strict=True) if b.fingerprint != p.fingerprint] == ["II.1"]


def test_rows_find_the_provision_that_has_their_words() -> None:
    parts = body_parts(body_paragraphs(_paragraphs()))
    found = link_rows(
        [
            _row("1", "Triển khai các giải pháp phòng bệnh mùa hè ở trường học"),
            _row("2", "Báo cáo tổng kết công tác lưu trữ hồ sơ"),
            _row("3", "Mua sắm dụng cụ", group="2. Lĩnh vực thể thao"),
            _row("3.1", "Dụng cụ loại một", parent="3"),
        ],
        parts,
    )
    assert found == {"1": "II.1", "3": "II.2", "3.1": "II.2"}
