"""Faults of whole papers, and between papers, put into invented plans: each is found."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from directive_kg import resources
from directive_kg.check.shapes import ShapeSet, load_shapes
from directive_kg.register import Register, load_register
from tests.check.injected import CITY, OTHERS, ROWS, Plan, found, graph_of, only, report_of

PLAN = Plan()
TOLD = "tới người dân ven sông"
LATER = Plan(
    number="Số: 905/KH-UBND",
    day="Hải Phòng, ngày 20 tháng 3 năm 2026",
    title="Thực hiện Nghị quyết số 901/NQ-CP về bến nước",
    opening="Thực hiện Nghị quyết số 901/NQ-CP ngày 15/3/2026 của Chính phủ, Ủy ban nhân dân thành phố xây dựng kế hoạch như sau:",
    rows={"1": ROWS["1"], "2": ("Hỗ trợ ngư dân đóng tàu", "Báo cáo", "Tháng 9/2026", "Sở Tài chính", OTHERS, CITY)},
)
CARRYING_OUT = replace(
    LATER,
    title="Thực hiện Kế hoạch số 901/KH-UBND",
    opening="Thực hiện Kế hoạch số 901/KH-UBND ngày 10/3/2026 của Ủy ban nhân dân thành phố, xây dựng kế hoạch như sau:",
)
REPLACING = replace(
    PLAN,
    number="Số: 907/KH-UBND",
    day="Hải Phòng, ngày 25 tháng 3 năm 2026",
    body=(
        *PLAN.body,
        "7. Hiệu lực\n\nKế hoạch này thay thế Kế hoạch số 901/KH-UBND ngày 10/3/2026 của Ủy ban nhân dân thành phố.\n",
    ),
)


SCIENCE: Final = "về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia"


def names(words: str) -> Plan:
    """The plan with a paper named in one row."""
    return PLAN.cell("4", "title", f"Tuyên truyền {words} {TOLD}")


def with_part(number: str, deadline: str) -> str:
    """The plan with a row and a part of it."""
    row = "9.\tSửa kè sông Mẫu\tBáo cáo\tTháng 6/2026\tSở Xây dựng\t" + f"{OTHERS}\t{CITY}"
    part = f"{number}\tSửa kè phía bắc\tBáo cáo\t{deadline}\tSở Xây dựng\t{OTHERS}\t{CITY}"
    return f"{PLAN.text().rstrip()}\n{row}\n{part}\n"


def with_figures(parts: str) -> str:
    words = f"I. MỤC TIÊU, CHỈ TIÊU CHỦ YẾU\n\n(1) Tổng thu đạt 100 tỷ đồng; trong đó {parts}.\n\n(2) Trồng 20 nghìn cây.\n\nII. NHIỆM"
    return PLAN.text().replace("I. NHIỆM", words)


FAULTS: dict[str, tuple[str, tuple[Plan | str, ...]]] = {
    "no number": ("C1", (replace(PLAN, number="Số:      /KH-UBND"),)),
    "no day": ("C1", (replace(PLAN, day="Hải Phòng, ngày      tháng 3 năm 2026"),)),
    "a central paper that nobody carries out": (
        "C2",
        (PLAN.cell("4", "title", "Triển khai thực hiện Nghị quyết số 59-NQ/TW ngày 24/01/2025 của Bộ Chính trị"),),
    ),
    "a paper that is not held": ("C3", (names("Quyết định số 77/QĐ-TTg ngày 07/01/2026 của Thủ tướng Chính phủ"),)),
    "two days for one number": (
        "C4",
        (
            replace(
                PLAN,
                body=(*PLAN.body, "7. Khác\n\nTriển khai Nghị quyết số 900/2025/QH15 ngày 12/12/2025 của Quốc hội.\n"),
            ),
        ),
    ),
    "another day than the known one": ("C4", (names("Nghị quyết số 57-NQ/TW ngày 12/12/2024 của Bộ Chính trị"),)),
    "another issuer than the known one": ("C4", (names("Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Ban Bí thư"),)),
    "a Party decision with the State's symbol": ("C4", (names("Quyết định số 77/QĐ-TU ngày 07/11/2025 của Thành ủy"),)),
    "a Council resolution with the Party's symbol": (
        "C4",
        (names("Nghị quyết số 15-NQ/HĐND ngày 07/11/2025 của Hội đồng nhân dân thành phố"),),
    ),
    "dash and slash in each other's place": ("C4", (names("Nghị quyết số 68/NQ-TW ngày 04/5/2025 của Bộ Chính trị"),)),
    "a committee's plan with the Party's symbol": (
        "C4",
        (names("Kế hoạch số 21-KH/UBND ngày 04/5/2025 của Ủy ban nhân dân thành phố"),),
    ),
    "two subjects for one number": (
        "C4",
        (
            replace(
                names(f"Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị {SCIENCE}"),
                body=(
                    *PLAN.body,
                    "7. Khác\n\nThực hiện Nghị quyết số 57-NQ/TW về phát triển kinh tế biển và đảo xa bờ.\n",
                ),
            ),
        ),
    ),
    "one figure away": ("C4", (names("Nghị quyết số 906/2025/QH15 về bến nước"),)),
    "before what it carries out": ("C5", (replace(PLAN, day="Hải Phòng, ngày 10 tháng 11 năm 2025"),)),
    "what it carries out is dated after it": (
        "C5",
        (replace(LATER, opening=LATER.opening.replace("15/3/2026", "15/5/2026")),),
    ),
    "carries out what was replaced": ("C6", (PLAN, CARRYING_OUT, REPLACING)),
    "a ring": (
        "C7",
        (
            replace(
                PLAN,
                title="Thực hiện Kế hoạch số 905/KH-UBND",
                opening="Thực hiện Kế hoạch số 905/KH-UBND ngày 20/3/2026:",
            ),
            CARRYING_OUT,
        ),
    ),
    "no root": (
        "C8",
        (
            replace(
                PLAN,
                title="Nạo vét bến nước",
                opening="Để kịp thời nạo vét bến nước, Ủy ban nhân dân thành phố xây dựng kế hoạch như sau:",
            ),
        ),
    ),
    "a provision without a row": (
        "C9",
        (replace(PLAN, body=(*PLAN.body, "7. Lĩnh vực tư pháp\n\nXây dựng quy chế giữ bến.\n")),),
    ),
    "a row that was left out": ("C9", (replace(PLAN, rows={stt: row for stt, row in ROWS.items() if stt != "4"}),)),
    "a row without a provision": (
        "C10",
        (
            replace(
                PLAN,
                rows={
                    **ROWS,
                    "9": ("Đo độ sâu hồ chứa trên núi Voi", "Báo cáo", "Tháng 9/2026", "Sở Tài chính", OTHERS, CITY),
                },
            ),
        ),
    ),
    "a number left out": ("F1", (PLAN.text().replace("\n4.\t", "\n14.\t"),)),
    "a number twice": ("F1", (PLAN.text().replace("\n8.\t", "\n7.\t"),)),
    "parts that do not add up": ("F2", (with_figures("thu nội địa 40 tỷ đồng, thu xuất nhập khẩu 30 tỷ đồng"),)),
    "two spellings": (
        "F3",
        (
            PLAN.cell("1", "coordinating", "Ban Quản lý Khu kinh tế").cell(
                "4", "coordinating", "Ban quản lý Khu Kinh tế Hải Phòng"
            ),
        ),
    ),
    "a dash row after the whole": ("T4", (with_part("-", "Tháng 9/2026"),)),
    "a numbered part after the whole": ("T4", (with_part("9.1", "Tháng 9/2026"),)),
    "later than the paper above": ("T4", (PLAN, CARRYING_OUT.cell("1", "deadline", "Tháng 9/2026"))),
    "one task in two papers": ("X1", (PLAN, LATER)),
    "in other words": (
        "X1",
        (
            PLAN,
            LATER.cell(
                "1", "title", "Tham mưu UBND thành phố ban hành Kế hoạch về nạo vét bến nước trên sông Mẫu năm 2026"
            ),
        ),
    ),
    "with another deadline": ("X2", (PLAN, LATER.cell("1", "deadline", "Tháng 9/2026"))),
    "with another lead": ("X3", (PLAN, LATER.cell("1", "lead", "Sở Tài chính"))),
    "with another authority": ("X4", (PLAN, LATER.cell("1", "authority", "Hội đồng nhân dân thành phố"))),
    "with another product": ("X5", (PLAN, LATER.cell("1", "deliverable", "Đề án"))),
}
HARMLESS: dict[str, tuple[str, tuple[Plan | str, ...]]] = {
    "a basis in a central resolution is a root": (
        "C8",
        (
            replace(
                PLAN,
                title="Nạo vét bến nước",
                opening="Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị;\n\nỦy ban nhân dân thành phố xây dựng kế hoạch như sau:",
            ),
        ),
    ),
    "a resolution that is to be amended": (
        "C2",
        (PLAN.cell("4", "title", "Tham mưu sửa đổi, bổ sung Nghị quyết số 59-NQ/TW ngày 24/01/2025 của Bộ Chính trị"),),
    ),
    "figures that add up": ("F2", (with_figures("thu nội địa 60 tỷ đồng, thu xuất nhập khẩu 40 tỷ đồng"),)),
    "a part within the whole": ("T4", (with_part("9.1", "Tháng 5/2026"),)),
    "another work": ("X1", (PLAN, LATER.cell("1", "title", "Lập Kế hoạch trồng dừa ven biển"))),
    "the known day of a paper": ("C4", (names("Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị"),)),
    "one subject in two wordings": (
        "C4",
        (
            replace(
                names(f"Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị {SCIENCE}"),
                body=(*PLAN.body, "7. Khác\n\nThực hiện Nghị quyết số 57-NQ/TW về phát triển khoa học và công nghệ.\n"),
            ),
        ),
    ),
    "its own number": ("C4", (names("Nghị quyết số 68-NQ/TW ngày 04/5/2025 của Bộ Chính trị"),)),
}


@pytest.fixture(scope="module")
def bodies() -> Register:
    return load_register()


@pytest.fixture(scope="module")
def shipped() -> ShapeSet:
    return load_shapes([resources.shapes_dir()])


@pytest.mark.parametrize("fault", FAULTS)
def test_the_fault_is_found(fault: str, tmp_path: Path, bodies: Register, shipped: ShapeSet) -> None:
    rule, papers = FAULTS[fault]
    report = report_of(graph_of(tmp_path, bodies, *papers), only(shipped, rule))
    assert rule in {finding.code.split("-")[0] for finding in report.findings}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_no_fault(case: str, tmp_path: Path, bodies: Register, shipped: ShapeSet) -> None:
    rule, papers = HARMLESS[case]
    assert found(report_of(graph_of(tmp_path, bodies, *papers), only(shipped, rule))) == set()
