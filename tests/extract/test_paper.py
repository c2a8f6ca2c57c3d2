"""Whole papers: one of our own writing end to end, and the real ones against their transcriptions."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from directive_kg.errors import NoTasksError
from directive_kg.extract.json_form import paper_object
from directive_kg.extract.paper import extract_paper
from directive_kg.records import CitationRole, DeadlineKind, Origin, Role
from directive_kg.register import Register, load_register
from tests.shared import SHARED, needs_shared

PLAN = """
ỦY BAN NHÂN DÂN
THÀNH PHỐ HẢI PHÒNG

Số: 7001/KH-UBND

Hải Phòng, ngày 05 tháng 8 năm 2026

KẾ HOẠCH

Phát triển nghề nuôi ong

Thực hiện Nghị quyết số 901/2026/QH15 ngày 01/7/2026 của Quốc hội về nghề nuôi ong, Ủy ban nhân dân thành phố ban hành Kế hoạch như sau:

I. NHIỆM VỤ

1. Rà soát các vùng hoa trên địa bàn và lập bản đồ nguồn mật của thành phố.

2. Mở lớp dạy nghề.

II. TỔ CHỨC THỰC HIỆN

1. Sở Tài chính bố trí kinh phí; báo cáo trước ngày 30/9/2026.

Nơi nhận:
- Như trên.

**TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH**

Đỗ Văn Ong

PHỤ LỤC

STT\tNhiệm vụ\tSản phẩm\tThời hạn\tĐơn vị chủ trì\tĐơn vị phối hợp\tThẩm quyền
1.\tLập bản đồ nguồn mật của thành phố theo Quyết định số 12/QĐ-TTg\tBản đồ\tQuý\tSở Nông nghiệp và\tCác sở, ngành\tUBND thành phố

STT\tNhiệm vụ\tSản phẩm\tThời hạn\tĐơn vị chủ trì\tĐơn vị phối hợp\tThẩm quyền
\t\t\tIV/2026\tMôi trường\t\t
2.\tMở lớp dạy nghề\t\tThường xuyên\tSở Nội vụ; Sở Tài chính\t\t
"""


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


def test_a_plan_from_its_file_to_its_records(tmp_path: Path, register: Register) -> None:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding="utf-8")
    paper = extract_paper(path, register)
    assert paper.key == "ubnd-tp-hai-phong/2026/7001-kh-ubnd"
    assert paper.home == "hai-phong"
    assert [c.number for c in paper.implements] == ["901/2026/QH15"]
    first, second = paper.tasks
    assert first.deadline.words == "Quý IV/2026"
    assert (str(first.deadline.start), str(first.deadline.end)) == ("2026-10-01", "2026-12-31")
    assert [b.name for b in first.bodies(Role.LEAD)] == ["Sở Nông nghiệp và Môi trường"]
    assert [b.agency for b in first.bodies(Role.APPROVING)] == ["ubnd-tp-hai-phong"]
    assert first.bodies(Role.COORDINATING)[0].is_class
    assert first.provision == "I.1"
    cited = {c.key: c.number for c in paper.citations}
    assert [cited[key] for key in first.cites] == ["12/QĐ-TTg"]
    lead = first.cell("lead")
    assert lead is not None
    assert (lead.place.table, lead.place.row, lead.place.column) == (1, 1, 5)
    assert PLAN.split("\n")[(lead.place.line or 1) - 1].startswith("1.\tLập bản đồ")
    assert second.deliverable is None
    assert second.deadline.kind is DeadlineKind.ONGOING
    assert [b.name for b in second.bodies(Role.LEAD)] == ["Sở Nội vụ", "Sở Tài chính"]
    (order,) = paper.orders
    assert order.origin is Origin.BODY_ORDER
    assert order.provision == "II.1"
    assert str(order.deadline.end) == "2026-09-30"
    assert paper.citations[0].role is CitationRole.IMPLEMENTS


def test_reading_twice_gives_the_same(tmp_path: Path, register: Register) -> None:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding="utf-8")
    assert extract_paper(path, register) == extract_paper(path, register)


def test_a_paper_that_orders_nothing_is_said_so(tmp_path: Path, register: Register) -> None:
    path = tmp_path / "tin.txt"
    path.write_text("Hôm qua, các đoàn viên đã tham gia trồng cây tại công viên của thành phố.\n" * 3, encoding="utf-8")
    with pytest.raises(NoTasksError, match="không thấy nhiệm vụ"):
        extract_paper(path, register)


@needs_shared
@pytest.mark.parametrize(("name", "floor"), [("000", 0.98), ("001", 0.98), ("003", 0.96)])
def test_real_papers_against_their_transcriptions(name: str, floor: float, tmp_path: Path, register: Register) -> None:
    gold = SHARED / "gold" / f"{name}.json"
    source = SHARED / "corpus" / json.loads(gold.read_text(encoding="utf-8"))["source"]
    found = tmp_path / "found.json"
    found.write_text(json.dumps(paper_object(extract_paper(source, register)), ensure_ascii=False), encoding="utf-8")
    scored = subprocess.run(
        [sys.executable, str(SHARED / "gold" / "score.py"), str(gold), str(found), "--misses", "20"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    overall = float(next(line.split()[1] for line in scored.splitlines() if line.startswith("overall")))
    assert overall >= floor, scored


@needs_shared
def test_a_directing_leader_and_another_column_order(register: Register) -> None:
    source = next((SHARED / "corpus").glob("002_*.txt"))
    paper = extract_paper(source, register)
    assert paper.table_columns == (
        "stt",
        "title",
        "lead",
        "coordinating",
        "deadline",
        "deliverable",
        "directing_leader",
    )
    assert [task.stt for task in paper.tasks] == [str(n) for n in range(1, 40)]
    assert all(task.bodies(Role.DIRECTING) for task in paper.tasks)
    assert [c.number for c in paper.implements] == ["89/NQ-CP"]
    joined = paper.tasks[22].cell("deliverable")
    assert joined is not None
    assert joined.text.endswith("tại các nước."), "row 23 goes on after the page"
