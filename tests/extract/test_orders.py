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


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (  # what a work consists of is no work of its own
            (
                "1. Sở Tài chính",
                "a) Tham mưu UBND thành phố quyết định:",
                "- Phương án phân bổ vốn đầu tư công trung hạn;",
                "- Mức vốn đối ứng của các xã, phường.",
                "b) Hướng dẫn các xã, phường quyết toán.",
            ),
            [
                (
                    "Tham mưu UBND thành phố quyết định: Phương án phân bổ vốn đầu tư công trung hạn; "
                    "Mức vốn đối ứng của các xã, phường.",
                    "a",
                    1.0,
                ),
                ("Hướng dẫn các xã, phường quyết toán.", "b", 1.0),
            ],
        ),
        (  # a verb that nobody knows, among works: with doubt
            ("1. Sở Xây dựng:", "- Rà soát các điểm đen.", "- Vá víu những đoạn đường vừa bị nước cuốn trôi."),
            [("Rà soát các điểm đen.", None, 1.0), ("Vá víu những đoạn đường vừa bị nước cuốn trôi.", None, 0.8)],
        ),
        (  # one sentence, two bodies
            ("1. Giao Sở Xây dựng rà soát quỹ nhà; giao Sở Tài chính bố trí kinh phí.",),
            [("rà soát quỹ nhà;", "1", 1.0), ("bố trí kinh phí.", "1", 1.0)],
        ),
        (  # nobody knows the second one: with doubt
            ("1. Sở Công Thương theo dõi thị trường. Công ty Điện lực Phố Núi bảo đảm cung ứng điện.",),
            [("theo dõi thị trường.", "1", 1.0), ("bảo đảm cung ứng điện.", "1", 0.85)],
        ),
    ],
)
def test_where_works_begin_and_end_and_how_sure_they_are(
    register: Register, texts: tuple[str, ...], wanted: list[tuple[str, str | None, float]]
) -> None:
    assert [(order.title, order.mark, order.sure) for order in _orders(register, *texts)] == wanted


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Phó Thủ tướng Nguyễn Văn A yêu cầu Bộ Y tế rà soát dự thảo Nghị định.", ["Bộ Y tế"]),
        ("Giao các sở giáo dục và đào tạo rà soát đội ngũ giáo viên.", ["các sở giáo dục và đào tạo"]),
    ],
)
def test_who_is_asked(register: Register, text: str, bodies: list[str]) -> None:
    (order,) = _orders(register, text)
    assert _names(order) == bodies


def test_the_issuer_is_not_among_those_it_asks(register: Register) -> None:
    orders = _orders(
        register,
        "Điều 2. Hội đồng nhân dân thành phố yêu cầu Ủy ban nhân dân thành phố:",
        "1. Bố trí ngân sách nạo vét các tuyến kênh.",
    )
    assert [(_names(order), order.title) for order in orders] == [
        (["Ủy ban nhân dân thành phố"], "Bố trí ngân sách nạo vét các tuyến kênh.")
    ]


@pytest.mark.parametrize("text", ["Ông Trần Văn B có trách nhiệm bàn giao công việc trước ngày 05 tháng 3 năm 2026."])
def test_a_person_is_no_body(register: Register, text: str) -> None:
    assert _orders(register, text) == []


def test_those_that_a_work_is_done_with_lead_no_work_of_their_own(register: Register) -> None:
    orders = _orders(
        register,
        "1. Công an thành phố",
        "a) Lập danh sách cơ sở có nguy cơ cháy.",
        "b) Chủ trì, phối hợp:",
        "- Sở Tài chính tham mưu bố trí ngân sách.",
        "2. Sở Y tế tổ chức trực cấp cứu.",
    )
    assert [_names(order) for order in orders] == [["Công an thành phố"], ["Công an thành phố"], ["Sở Y tế"]]
    assert orders[1].title == "Chủ trì, phối hợp Sở Tài chính tham mưu bố trí ngân sách."


def test_a_lead_in_brackets_behind_its_work(register: Register) -> None:
    (order,) = _orders(
        register, "- Xây dựng Đề án tự chủ (Sở Y tế chủ trì, phối hợp với Sở Tài chính; xong trong quý II)."
    )
    assert (order.title, _names(order), order.due) == ("Xây dựng Đề án tự chủ", ["Sở Y tế"], "xong trong quý II")
    assert _orders(register, "- Tiếp tục thực hiện Chương trình (Đề án 06 chủ trì).") == []
