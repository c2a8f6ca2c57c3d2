"""Numbered targets and the figures in them."""

import json
from decimal import Decimal

import pytest

from directive_kg.extract.indicators import find_indicators, read_targets
from directive_kg.readers.blocks import Paragraph
from directive_kg.readers.text import read_text
from tests.shared import SHARED, needs_shared

Row = tuple[str, str, str | None, str | None]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Sản lượng tăng khoảng 13% so với năm 2025", [("=", "13", None, "%")]),
        (
            "đạt 7.944,5 USD/người (khoảng 201,6 triệu đồng/người)",
            [("=", "7944.5", None, "USD/người"), ("=", "201.6", None, "triệu đồng/người")],
        ),
        ("đạt từ 3,8 tỷ USD đến 4,3 tỷ USD", [("range", "3.8", "4.3", "tỷ USD")]),
        ("thành lập 08-10 đơn vị", [("range", "8", "10", "đơn vị")]),
        ("đạt tỷ lệ trên 75%, còn lại dưới 5%", [(">", "75", None, "%"), ("<", "5", None, "%")]),
        ("đạt 90% trở lên", [(">=", "90", None, "%")]),
        ("đạt từ 95%", [(">=", "95", None, "%")]),
        ("trồng ít nhất 1.000 cây xanh", [(">=", "1000", None, "cây xanh")]),
        ("hao hụt không quá 2,5%", [("<=", "2.5", None, "%")]),
        ("lắp đặt 100 cột điện", [("=", "100", None, "cột điện")]),
        ("chỉ số đạt 0,795.", [("=", "0.795", None, None)]),
        ("thu 194.935,654 tỷ đồng", [("=", "194935.654", None, "tỷ đồng")]),
        ("theo Quyết định 27/2025/QĐ-TTg ngày 04/8/2025, ISO 9001-2015, giai đoạn 2026 - 2030, năm 2030", []),
        ("vượt S6 doanh nghiệp", []),
        ("", []),
    ],
)
def test_figures(text: str, targets: list[Row]) -> None:
    found = read_targets(text)
    assert [(t.comparator, t.value, t.upper, t.unit) for t in found] == [
        (c, Decimal(v), Decimal(u) if u else None, unit) for c, v, u, unit in targets
    ]
    assert all(t.words in text for t in found)


def _paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph(t, line=n) for n, t in enumerate(texts, start=1)]


def test_a_list_under_its_heading() -> None:
    found = find_indicators(
        _paragraphs(
            "2. Các chỉ tiêu chủ yếu", "(1) Thu tăng 5%.", "(2) Chi giảm 3%.", "III. NHIỆM VỤ", "(3) Việc khác 9%"
        )
    )
    assert [(i.no, i.text, i.place.line) for i in found] == [("1", "Thu tăng 5%.", 2), ("2", "Chi giảm 3%.", 3)]


def test_a_list_without_figures_or_heading_is_none() -> None:
    assert find_indicators(_paragraphs("2. Các chỉ tiêu chủ yếu", "(1) Làm tốt.", "(2) Làm nhanh.")) == ()
    assert find_indicators(_paragraphs("2. Nhiệm vụ", "(1) Thu tăng 5%.", "(2) Chi giảm 3%.")) == ()
    assert find_indicators([]) == ()


@needs_shared
def test_the_programme_has_its_22_targets_word_for_word() -> None:
    gold = json.loads((SHARED / "gold" / "001.json").read_text(encoding="utf-8"))["indicators"]
    (paper,) = (SHARED / "corpus").glob("001_*.txt")
    found = find_indicators(b for b in read_text(paper).blocks if isinstance(b, Paragraph))
    assert [(i.no, i.text) for i in found] == [(i["no"], i["text"]) for i in gold]
    assert all(i.targets for i in found)
