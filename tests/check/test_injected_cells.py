"""Faults in single cells, in many wordings, put into a plan that has none: each is found in its row."""

from pathlib import Path

import pytest

from directive_kg import resources
from directive_kg.check.shapes import ShapeSet, load_shapes
from directive_kg.register import Register, load_register
from tests.check.injected import CITY, Plan, found, graph_of, only, report_of

# (rule, row that is spoiled, column) -> what is written there instead
FAULTS: dict[tuple[str, str, str], tuple[str, ...]] = {
    ("R1", "1", "lead"): (
        "",
        "-",
        "…",
        "Các Sở, ngành, đơn vị liên quan",
        "Các cơ quan, đơn vị",
        "UBND các xã, phường",
        "UBND cấp xã",
        "Các sở, ban, ngành, UBND các xã, phường, đặc khu",
        "Ban QLDA liên quan",
        "Ban Quản lý dự án có liên quan",
        "Chủ đầu tư",
        "Các chủ đầu tư",
        "Đơn vị được giao",
        "Các đơn vị được giao nhiệm vụ",
        "Sở, ngành liên quan",
        "Cơ quan chức năng",
        "Sở liên quan",
        "Theo phân công",
        "Các địa phương",
        "Đơn vị chủ trì",
        "Doanh nghiệp",
        "Thủ trưởng các sở, ban, ngành",
        "Toàn thành phố",
        "Các cấp, các ngành",
        "Chưa xác định",
        "Phòng chuyên môn",
    ),
    ("R2", "1", "title"): (
        "",
        "Xây dựng Kế hoạch nạo vét bến nước trên sông Mẫu,",
        "và hoàn thành việc nạo vét bến nước trên sông Mẫu",
        "nạo vét bến nước trên sông Mẫu",
        "Xây dựng Kế hoạch nạo vét bến nước của",
        "Xây dựng Kế hoạch nạo vét (giai đoạn 1",
        "Dự án nạo vét bến nước trên sông Mẫu",
        "Bến nước trên sông Mẫu",
        "Nhà máy nước sông Mẫu",
        "Tuyến đường ven sông Mẫu",
        "Hệ thống thông tin bến nước",
        "Cơ sở dữ liệu bến nước",
        "Trung tâm điều hành bến nước",
        "Sân bay bến nước",
        "Trường tiểu học ven sông Mẫu",
        "Bệnh viện ven sông Mẫu",
        "Cầu vượt sông Mẫu",
        "Đường vành đai 3 đoạn ven sông Mẫu",
    ),
    ("R3", "1", "deadline"): (
        "",
        "-",
        "Theo Kế hoạch",
        "Theo tiến độ được duyệt",
        "Theo lộ trình",
        "Khi có hướng dẫn của Bộ Xây dựng",
        "Sau khi Thủ tướng Chính phủ phê duyệt",
        "Ngay sau khi Luật có hiệu lực",
        "Theo quy định",
        "Tháng 13/2026",
        "Theo chỉ đạo của UBND thành phố",
        "30/02/2026",
        "Sớm nhất",
        "Kịp thời",
        "Khẩn trương",
        "Theo yêu cầu",
        "Theo tiến độ dự án",
        "Theo Nghị quyết số 12-NQ/TU",
        "Chưa xác định",
        "Khi phát sinh",
        "Trong thời gian sớm nhất",
    ),
    ("R4", "1", "lead"): (
        "Sở Xây dựng, Sở Tài chính",
        "Sở Xây dựng; Sở Tài chính",
        "Sở Xây dựng và Sở Tài chính",
        "Sở Xây dựng/Sở Tài chính",
        "Các sở: Xây dựng, Tài chính",
        "Sở Xây dựng cùng Sở Tài chính",
    ),
    ("R4", "1", "coordinating"): (
        "Sở Xây dựng, Sở Tài chính",
        "Sở Tài chính; Sở Xây dựng và các sở, ngành liên quan",
        "Sở Xây dựng",
    ),
    ("R5", "1", "deliverable"): ("", "-", "Báo cáo", "Văn bản của UBND thành phố"),
    ("R5", "2", "deliverable"): ("Kế hoạch", "Báo cáo", "Tờ trình", "Văn bản chỉ đạo"),
    ("R5", "3", "deliverable"): ("Kế hoạch", "Văn bản", "Quyết định"),
    ("R6", "1", "authority"): (
        "",
        "-",
        "UBND các cấp",
        "Theo quy định",
        "Sở Xây dựng",
        "Cấp có thẩm quyền",
        "Theo quy định của Luật Đầu tư công",
        "Các cơ quan có thẩm quyền",
        "UBND thành phố, HĐND thành phố",
        "Thường xuyên",
        "Tháng 6/2026",
        "Không",
        "Các sở, ngành",
        "Lãnh đạo thành phố",
        "Báo cáo",
        "Theo phân cấp",
        "UBND các xã, phường",
    ),
    ("K1", "3", "authority"): ("Sở Tài chính", CITY, "Ban Thường vụ Thành ủy"),
    ("K1", "6", "authority"): (CITY, "Hội đồng nhân dân thành phố"),
    ("K2", "1", "authority"): ("Bộ Xây dựng", "Thủ tướng Chính phủ", "Chính phủ", "Quốc hội", "Bộ Chính trị"),
    ("K2", "1", "coordinating"): ("Bộ Xây dựng", "Văn phòng Chính phủ, các sở, ngành", "Các bộ, ngành Trung ương"),
    ("K2", "1", "lead"): ("Bộ Xây dựng",),
    ("T1", "1", "deadline"): (
        "Tháng 01/2026",
        "Trước ngày 28/02/2026",
        "Quý IV/2025",
        "Năm 2025",
        "31/12/2025",
        "Hoàn thành trong tháng 02/2026",
        "Chậm nhất 05/3/2026",
        "Tháng 02",
    ),
    ("T2", "1", "deadline"): (
        "Từ tháng 01/2026 đến tháng 6/2026",
        "Quý I, II/2026",
        "Tháng 01 - tháng 6/2026",
        "2025 - 2027",
        "Từ năm 2025",
        "Giai đoạn 2025-2030",
        "Từ ngày 01/02/2026 đến 30/6/2026",
        "Năm 2025, 2026",
    ),
    ("T5", "1", "deliverable"): (
        "Kế hoạch, hoàn thành nạo vét năm 2027",
        "Kế hoạch; đến tháng 12/2026 nạo vét xong",
        "Kế hoạch trình trước ngày 30/9/2026",
        "Kế hoạch được phê duyệt vào quý IV/2026",
    ),
    ("T7", "5", "deadline"): ("Quý II/2026", "Trước ngày 30/6/2026"),
    ("T7", "2", "deadline"): ("Thường xuyên", "Hàng tháng"),
    ("T7", "3", "deadline"): ("Thường xuyên",),
    ("T7", "1", "deadline"): ("Thường xuyên", "Hằng năm"),
    ("F3", "1", "coordinating"): ("Sở Xây dụng", "Ban Quản lý Bến nước sông Mẫu"),
}
# Rules that look at the rows beside the spoiled one: one fault a paper.
ALONE = (
    ("K3", "8", "authority", "Sở Y tế"),
    ("K3", "8", "lead", "Sở Y tế"),
    ("K3", "7", "lead", "Sở Xây dựng"),
    ("K3", "7", "authority", "Sở Tư pháp"),
    ("K3", "8", "authority", "UBND thành phố/Sở Nội vụ"),
    ("T3", "1", "deadline", "Tháng 9/2026"),
    ("T3", "1", "deadline", "Trước ngày 15/6/2026"),
)
# What is no fault, though it looks like one.
HARMLESS: dict[tuple[str, str], tuple[str, ...]] = {
    ("1", "lead"): ("Sở Xây dựng (cơ quan thường trực)", "Ban Quản lý Khu kinh tế Hải Phòng"),
    ("1", "deadline"): (
        "Quý II/2026",
        "Trước 30/6/2026",
        "30/6/2026",
        "Tháng 3 - tháng 6/2026",
        "Trong tháng 6 năm 2026",
    ),
    ("1", "deliverable"): (
        "Kế hoạch của UBND thành phố",
        "Quyết định phê duyệt Kế hoạch",
        "Tờ trình kèm dự thảo Kế hoạch",
    ),
    ("3", "deliverable"): ("Nghị quyết của HĐND thành phố", "Dự thảo Nghị quyết"),
    ("1", "authority"): ("UBND thành phố", "Chủ tịch UBND thành phố"),
    ("5", "deadline"): ("Thường xuyên", "Năm 2026", "Hàng năm", "Giai đoạn 2026 - 2030"),
}


@pytest.fixture(scope="module")
def bodies() -> Register:
    return load_register()


@pytest.fixture(scope="module")
def shipped() -> ShapeSet:
    return load_shapes([resources.shapes_dir()])


def one_row_each(row: str, column: str, wordings: tuple[str, ...]) -> Plan:
    """A plan with a copy of the row for each wording."""
    plan = Plan()
    rows = {str(number): plan.cell(row, column, words).rows[row] for number, words in enumerate(wordings, start=1)}
    return Plan(rows=rows)


def test_the_unharmed_plan_has_no_finding(tmp_path: Path, bodies: Register, shipped: ShapeSet) -> None:
    assert found(report_of(graph_of(tmp_path, bodies, Plan()), shipped)) == set()


@pytest.mark.parametrize(("rule", "row", "column"), FAULTS, ids=str)
def test_each_wording_is_found_in_its_row(
    rule: str, row: str, column: str, tmp_path: Path, bodies: Register, shipped: ShapeSet
) -> None:
    wordings = FAULTS[rule, row, column]
    report = report_of(graph_of(tmp_path, bodies, one_row_each(row, column, wordings)), only(shipped, rule))
    hit = {stt for code, stt in found(report) if code == rule}
    missed = [words for number, words in enumerate(wordings, start=1) if str(number) not in hit]
    assert missed == []


@pytest.mark.parametrize(("rule", "row", "column", "words"), ALONE)
def test_what_only_its_neighbours_tell(
    rule: str, row: str, column: str, words: str, tmp_path: Path, bodies: Register, shipped: ShapeSet
) -> None:
    graph = graph_of(tmp_path, bodies, Plan().cell(row, column, words))
    assert (rule, row) in found(report_of(graph, only(shipped, rule)))


@pytest.mark.parametrize(("row", "column"), HARMLESS)
def test_what_is_no_fault(row: str, column: str, tmp_path: Path, bodies: Register, shipped: ShapeSet) -> None:
    wordings = HARMLESS[row, column]
    report = report_of(graph_of(tmp_path, bodies, one_row_each(row, column, wordings)), shipped)
    # Copies of one row leave most of the body without a row, and give one deadline to the body's sentence.
    about_cells = {
        (code, wordings[int(stt) - 1]) for code, stt in found(report) if stt and code not in {"C10", "T3", "K3"}
    }
    assert about_cells == set()
