"""Orders of the running text, and what only looks like one."""

import pytest

from directive_kg.extract.orders import Order, Rows, find_orders
from directive_kg.readers.blocks import Paragraph
from directive_kg.register import Register, load_register


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


def _orders(register: Register, *texts: str) -> list[Order]:
    paragraphs = [Paragraph(text, line) for line, text in enumerate(texts, start=1)]
    return find_orders(paragraphs, register=register, home="hai-phong")


def _names(order: Order) -> list[str]:
    return [body.name for body in order.bodies]


@pytest.mark.parametrize(
    ("text", "bodies", "title"),
    [
        (
            "2. Sở Y tế chủ trì, phối hợp với các sở theo dõi dịch bệnh.",
            ["Sở Y tế"],
            "chủ trì, phối hợp với các sở theo dõi dịch bệnh.",
        ),
        ("Giao Sở Tài chính tham mưu phương án chi.", ["Sở Tài chính"], "tham mưu phương án chi."),
        ("Về phòng dịch: giao Sở Y tế xây dựng kịch bản.", ["Sở Y tế"], "xây dựng kịch bản."),
        ("Rà soát nguồn thu, giao Sở Tài chính tổng hợp báo cáo.", ["Sở Tài chính"], "tổng hợp báo cáo."),
        (
            "3. Giao Công an thành phố, Sở Y tế căn cứ chức năng, nhiệm vụ, phạm vi được giao, tập trung kiểm tra bếp ăn.",
            ["Công an thành phố", "Sở Y tế"],
            "tập trung kiểm tra bếp ăn.",
        ),
        ("Sở Nội vụ có trách nhiệm tổ chức thi đua.", ["Sở Nội vụ"], "tổ chức thi đua."),
        (
            "Sở Y tế và các câu lạc bộ chèo thuyền tổ chức hội thi.",
            ["Sở Y tế", "các câu lạc bộ chèo thuyền"],
            "tổ chức hội thi.",
        ),
    ],
)
def test_an_order_names_its_bodies_and_begins_at_the_verb(
    register: Register, text: str, bodies: list[str], title: str
) -> None:
    (order,) = _orders(register, text)
    assert (_names(order), order.title) == (bodies, title)


def test_a_list_under_its_addressees(register: Register) -> None:
    orders = _orders(
        register,
        "Yêu cầu các Sở, ban, ngành thành phố:",
        "- Tổ chức quán triệt nội dung đến cán bộ.",
        "- Kịch bản chung của toàn ngành.",
        "- Rà soát hồ sơ tồn đọng.",
        "Văn phòng thông báo để các đơn vị biết.",
        "1. Sở Y tế",
        "a) Xây dựng kế hoạch phòng dịch.",
        "2. Kết quả đạt được trong năm qua.",
    )
    assert [(o.title, o.bodies[0].is_class) for o in orders] == [
        ("Tổ chức quán triệt nội dung đến cán bộ.", True),
        ("Rà soát hồ sơ tồn đọng.", True),
        ("Xây dựng kế hoạch phòng dịch.", False),
    ]
    assert orders[2].mark == "a"


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế đã hoàn thành việc tiêm chủng.",
        "Sở Y tế chịu trách nhiệm về tính chính xác của số liệu.",
        "Sở Y tế có quyền kiểm tra đột xuất.",
        "Sở Y tế triển khai thực hiện Chỉ thị này.",
        "Tăng cường công tác phòng bệnh trong trường học.",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Theo đề nghị của Sở Y tế tại Tờ trình số 12/TTr-SYT.",
    ],
)
def test_what_only_looks_like_an_order_is_left_alone(register: Register, text: str) -> None:
    assert _orders(register, text) == []


def test_an_order_that_a_row_repeats_is_covered(register: Register) -> None:
    (order,) = _orders(register, "Sở Y tế xây dựng kịch bản ứng phó dịch bệnh mùa hè.")
    assert Rows(["Xây dựng kịch bản ứng phó dịch bệnh mùa hè năm 2026"]).cover(order)
    assert not Rows(["Xây dựng sân bóng cho các xã"]).cover(order)
