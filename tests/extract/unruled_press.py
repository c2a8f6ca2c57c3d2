"""Prints a table the way a PDF's text layer gives it back: the lines of every cell one under another, no rules."""

import random
from collections.abc import Mapping, Sequence

from directive_kg.extract.unruled_width import joined_width
from directive_kg.readers.blocks import Line

HEADINGS = {
    "title": "Nhiệm vụ",
    "deliverable": "Sản phẩm",
    "deadline": "Thời hạn",
    "lead": "Cơ quan chủ trì",
    "coordinating": "Cơ quan phối hợp",
    "authority": "Cấp trình",
}
WIDTHS = {
    "title": 19_000,
    "deliverable": 10_000,
    "deadline": 5_200,
    "lead": 5_400,
    "coordinating": 8_500,
    "authority": 4_800,
}
_VERBS = ("Rà soát", "Xây dựng", "Tham mưu ban hành", "Tổ chức", "Hoàn thiện", "Đẩy mạnh", "Kiểm tra", "Ban hành")
_THINGS = (
    "quy trình quản lý chợ đầu mối",
    "bộ chỉ số cải cách hành chính cấp xã",
    "phương án sắp xếp trụ sở dôi dư",
    "danh mục dịch vụ công trực tuyến toàn trình",
    "mạng lưới quan trắc nước biển ven bờ",
    "lộ trình xóa lò gạch thủ công",
    "cơ chế hỗ trợ hợp tác xã trồng rau sạch",
    "kế hoạch phòng cháy rừng mùa khô",
)
_TAILS = (
    "bảo đảm công khai, minh bạch và đúng thẩm quyền",
    "trên địa bàn thành phố giai đoạn 2026-2030, tầm nhìn đến năm 2045",
    "gắn với trách nhiệm của người đứng đầu các cơ quan, đơn vị",
    "theo Kế hoạch số 918/KH-UBND ngày 04/5/2026",
    "phù hợp với điều kiện thực tế của từng địa phương ven biển",
)
_DELIVERABLES = (
    "Báo cáo",
    "Quyết định",
    "Kế hoạch triển khai",
    "Văn bản chỉ đạo, hướng dẫn thực hiện",
    "Nghị quyết của Hội đồng nhân dân thành phố",
    "Hồ sơ, danh mục được cấp có thẩm quyền phê duyệt",
)
_DEADLINES = (
    "Quý III/2026",
    "Tháng 9/2026",
    "Thường xuyên",
    "Trước ngày 15/11/2026",
    "Hàng quý",
    "Giai đoạn 2026 - 2027",
)
_LEADS = ("Sở Tài chính", "Sở Y tế", "Công an thành phố", "Sở Khoa học và Công nghệ", "Sở Nông nghiệp và Môi trường")
_COORDINATING = (
    "Các sở, ban, ngành liên quan",
    "Sở Tư pháp; Ủy ban nhân dân các xã, phường",
    "Các cơ quan, đơn vị, địa phương",
    "Sở Nội vụ, Công an thành phố và các đơn vị liên quan",
)
_AUTHORITIES = ("Ủy ban nhân dân thành phố", "Hội đồng nhân dân thành phố", "Chủ tịch Ủy ban nhân dân thành phố")


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of the width, broken as a word processor breaks: at spaces and behind hyphens inside a word."""
    lines: list[str] = []
    for word in text.split(" "):
        if not lines or joined_width(lines[-1], word.replace("-", "")) > width:
            lines.append(word)
        else:
            lines[-1] += " " + word
    return lines


def random_row(rng: random.Random, fields: Sequence[str]) -> dict[str, str]:
    """A row of words that belong together as little as those of a real paper."""
    words = {
        "title": f"{rng.choice(_VERBS)} {rng.choice(_THINGS)} {' '.join(rng.sample(_TAILS, rng.randint(1, 2)))}",
        "deliverable": rng.choice(_DELIVERABLES),
        "deadline": rng.choice(_DEADLINES),
        "lead": rng.choice(_LEADS),
        "coordinating": rng.choice(_COORDINATING),
        "authority": rng.choice(_AUTHORITIES),
    }
    return {name: words[name] for name in fields}


def printed(
    rows: Sequence[Mapping[str, str]],
    fields: Sequence[str],
    *,
    gap: int = 1,
    rows_a_page: int = 5,
    scale: float = 1.0,
) -> list[Line]:
    """The lines of the printed table; `gap` is the step between line numbers, `scale` widens every column."""
    heading = ["STT", *(line for name in fields for line in wrap(HEADINGS[name], int(3_500 * scale)))]
    texts: list[str] = []
    for index, row in enumerate(rows):
        if index % rows_a_page == 0:
            texts += heading
        texts.append(str(index + 1))
        for name in fields:
            texts += wrap(row[name], int(WIDTHS[name] * scale))
    return [Line(text, number * gap) for number, text in enumerate(texts, start=1)]
