"""The city office's letter of April 2026 (another column order, a directing leader), against all its rows read by eye."""

from functools import lru_cache

import pytest

from directive_kg.extract.paper import extract_paper
from directive_kg.records import Paper, Role
from directive_kg.register import load_register
from tests.shared import SHARED, needs_shared

BUILD, SCIENCE, TRADE, LEARN = "Sở Xây dựng", "Sở Khoa học và Công nghệ", "Sở Công Thương", "Sở Giáo dục và Đào tạo"
HEALTH, LAW, ABROAD, HOME, CULTURE = (
    "Sở Y tế",
    "Sở Tư pháp",
    "Sở Ngoại vụ",
    "Sở Nội vụ",
    "Sở Văn hóa, Thể thao và Du lịch",
)
ZONE, MONEY, INSPECT = "Ban Quản lý Khu kinh tế", "Sở Tài chính", "Thanh tra thành phố"
QUAN, CUONG, PHUNG, HUNG, KIEN = "Lê Anh Quân", "Hoàng Minh Cường", "Vũ Tiến Phụng", "Nguyễn Minh Hùng", "Lê Trung Kiên"

APRIL = ("during", "2026-04-01", "2026-04-30")
MAY = ("during", "2026-05-01", "2026-05-31")
SPRING = ("during", "2026-04-01", "2026-05-31")
JUNE = ("during", "2026-06-01", "2026-06-30")
SECOND = ("during", "2026-04-01", "2026-06-30")
YEAR = ("during", "2026-01-01", "2026-12-31")
ALWAYS, WAITS = ("ongoing", None, None), ("conditional", None, None)

# number: first words, leads, due, directing leader
ROWS = {
    1: ("Theo dõi sát biến động của giá vật liệu xây dựng", (BUILD,), ALWAYS, QUAN),
    2: ("Tiếp tục phối hợp thực hiện các thủ tục thỏa thuận", (BUILD,), WAITS, QUAN),
    3: ("Chủ trì, phối hợp với các đơn vị liên quan tham mưu", (SCIENCE,), APRIL, CUONG),
    4: ("Ban hành kế hoạch hỗ trợ chuyển đổi số", (SCIENCE,), APRIL, CUONG),
    5: ("Theo dõi sát thị trường, thông tin giá cả", (TRADE,), ALWAYS, CUONG),
    6: ("Thực hiện các biện pháp bảo đảm cung cấp đủ điện", (TRADE,), ALWAYS, CUONG),
    7: ("Đôn đốc đẩy nhanh tiến độ thực hiện", (TRADE,), ALWAYS, CUONG),
    8: ("Tổ chức các sự kiện quốc tế về hội nhập", (TRADE,), ALWAYS, CUONG),
    9: ("Tham mưu Nghị quyết quy định chính sách hỗ trợ đào tạo", (LEARN,), JUNE, PHUNG),
    10: ("Chủ động dự báo, giám sát và phát hiện sớm", (HEALTH,), ALWAYS, PHUNG),
    11: ("Quản lý nhà nước chặt chẽ, hiệu quả", (HEALTH,), ALWAYS, PHUNG),
    12: ("Trình Chủ tịch Ủy ban nhân dân thành phố phê duyệt Danh mục", (LAW,), APRIL, HUNG),
    13: ("Trình Ủy ban nhân dân thành phố ban hành Quyết định bãi bỏ", (LAW,), APRIL, HUNG),
    14: ("Tham mưu UBND thành phố ban hành Quyết định về định mức", (LAW,), APRIL, HUNG),
    15: ("Tham mưu UBND thành phố triển khai Nghị quyết số 2092", (LAW,), WAITS, HUNG),
    16: ("Tích cực, chủ động kết nối, mở rộng hợp tác", (ABROAD,), ALWAYS, CUONG),
    17: ("Đẩy mạnh ngoại giao toàn diện", (ABROAD,), ALWAYS, CUONG),
    18: ("Xây dựng và triển khai kế hoạch cụ thể hóa", (ABROAD,), ALWAYS, CUONG),
    19: ("Nâng cao chất lượng nguồn nhân lực", (ABROAD,), ("during", "2026-04-01", "2026-09-30"), CUONG),
    20: ("Thực hiện Chiến lược ngoại giao văn hóa", (ABROAD,), ALWAYS, CUONG),
    21: ("Tăng cường kết nối, chủ động vận động", (ABROAD,), ALWAYS, CUONG),
    22: ("Nâng cao năng lực, hiệu quả của công tác đối ngoại", (ABROAD,), ALWAYS, CUONG),
    23: ("Vận động, thu hút trí thức Người Việt Nam", (ABROAD,), ALWAYS, CUONG),
    24: ("Triển khai các giải pháp liên quan đến xây dựng Hải Phòng", (ABROAD,), YEAR, CUONG),
    25: ("Nghiên cứu lập kế hoạch xây dựng và triển khai chiến lược", (ABROAD,), YEAR, CUONG),
    26: ("Tổ chức lập, trình thẩm định, phê duyệt Nhiệm vụ quy hoạch", (ZONE, MONEY), YEAR, QUAN),
    27: ("Tổ chức triển khai các nội dung liên quan đến Đồ án", (ZONE,), YEAR, KIEN),
    28: ("Tổ chức lập quy hoạch, phê duyệt quy hoạch các Khu công nghiệp", (ZONE,), YEAR, KIEN),
    29: ("Thực hiện hiệu quả nhiệm vụ", (HOME,), ("during", "2026-04-01", "2026-07-31"), PHUNG),
    30: ("Theo dõi, đôn đốc triển khai Kế hoạch", (HOME,), YEAR, PHUNG),
    31: ("Tiếp tục triển khai rà soát sắp xếp tổ chức bộ máy", (HOME,), YEAR, PHUNG),
    32: ("Triển khai thực hiện Chương trình hành động số 18-CTr/TU", (CULTURE,), SECOND, HUNG),
    33: ("Tổ chức Lễ hội Hoa Phượng Đỏ", (CULTURE,), SPRING, HUNG),
    34: ("Tổ chức Không gian văn hoá ẩm thực", (CULTURE,), MAY, HUNG),
    35: ("Tổ chức thi đấu các bộ môn", (CULTURE,), SECOND, HUNG),
    36: ("Thực hiện chương trình truyền thông", (CULTURE,), SPRING, HUNG),
    37: ("Xây dựng Kế hoạch đầu tư công trung hạn", (MONEY,), YEAR, "Trần Văn Quân"),
    38: ("Tiếp tục rà soát, theo dõi, xác minh", (INSPECT,), ALWAYS, HUNG),
    39: ("Đẩy mạnh công tác phòng, chống tham nhũng", (INSPECT,), ALWAYS, HUNG),
}
CITED = {
    ("89/NQ-CP", "Chính phủ", "2026-04-05"),
    ("101/2026/NĐ-CP", "Chính phủ", "2026-03-31"),
    ("2092/NQ-UBTVQH15", "Ủy ban Thường vụ Quốc hội", "2026-04-03"),
    ("09-KL/TW", "Bộ Chính trị", "2026-03-10"),
    ("431/QĐ-TTg", "Thủ tướng Chính phủ", "2026-03-14"),
    ("270/TTg-KGVX", "Thủ tướng Chính phủ", "2026-03-21"),
    ("18-CTr/TU", "Ban Chấp hành Đảng bộ thành phố", "2026-03-12"),
    ("80-NQ/TW", "Bộ Chính trị", "2026-01-07"),
}


@lru_cache(maxsize=1)
def letter() -> Paper:
    (path,) = (SHARED / "corpus").glob("002_*.txt")
    return extract_paper(path, load_register())


@needs_shared
@pytest.mark.parametrize("number", ROWS)
def test_a_row(number: int) -> None:
    task = letter().tasks[number - 1]
    title, leads, due, leader = ROWS[number]
    assert task.stt == str(number)
    assert task.title.text.startswith(title)
    assert tuple(body.name for body in task.bodies(Role.LEAD)) == leads
    assert all(body.agency for body in task.bodies(Role.LEAD))
    days = [day.isoformat() if day else None for day in (task.deadline.start, task.deadline.end)]
    assert (task.deadline.kind.value, *days) == due
    (directing,) = task.bodies(Role.DIRECTING)
    assert directing.name.endswith(f"Ủy ban nhân dân thành phố {leader}")
    assert (directing.agency or "").startswith("pho-chu-tich-thuong-truc" if leader == QUAN else "pho-chu-tich-ubnd")


@needs_shared
def test_the_head_and_what_it_cites() -> None:
    paper = letter()
    header = paper.header
    assert len(paper.tasks) == len(ROWS)
    assert (header.number, header.number_partial, header.type) == (None, "/VP-TH", "Công văn")
    assert (header.date, header.place_name) == ("2026-04", "Hải Phòng")
    assert header.issuer == "Văn phòng Ủy ban nhân dân thành phố Hải Phòng"
    assert (header.signatory, header.signatory_role) == ("Trịnh Nam Hưng", "Phó Chánh Văn phòng")
    assert header.title == "V/v triển khai thực hiện Nghị quyết Phiên họp Chính phủ thường kỳ tháng 3/2026"
    assert [c.number for c in paper.implements] == ["89/NQ-CP"]
    assert {(c.number, c.issuer, c.date) for c in paper.citations} == CITED
