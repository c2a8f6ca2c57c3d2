"""Whole Word papers to tasks: one of our own in several layouts, and the transcribed papers laid out again."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from directive_kg.extract.json_form import paper_object
from directive_kg.extract.paper import extract_paper
from directive_kg.register import Register, load_register
from tests.readers.gold_paper import load, sheet, word_paper
from tests.readers.word_press import Press, add_list, merge_down, number_with, put, span_row
from tests.shared import SHARED, needs_shared


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


ROWS = (
    ("STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn hoàn thành", "Sản phẩm"),
    ("I. VỀ TÀI CHÍNH",),
    ("1", "Rà soát tài sản công", "Sở Tài chính", "Các sở, ban, ngành", "Quý I/2026", "Báo cáo"),
    ("2", "Xây dựng phần mềm theo dõi ngân sách", "Sở Tài chính", "Sở Khoa học và Công nghệ", "Trước ngày 30/6/2026", "Phần mềm"),
    ("-", "Thuê máy chủ", "Sở Tài chính", "", "Tháng 5/2026", "Hợp đồng"),
    ("II. VỀ Y TẾ",),
    ("3", "Tổ chức khám sức khỏe định kỳ cho người dân", "Sở Y tế", "Ủy ban nhân dân các xã", "Thường xuyên", "Kế hoạch"),
)  # fmt: skip


def _paper(seed: int) -> Press:
    press = Press(seed)
    press.letterhead(
        ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI PHÒNG", "Số: 12/KH-UBND"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hải Phòng, ngày 15 tháng 01 năm 2026"],
    )
    press.paragraph("KẾ HOẠCH", bold=True)
    press.paragraph(
        "Triển khai thực hiện Nghị quyết số 5/NQ-HĐND ngày 10/12/2025 của Hội đồng nhân dân thành phố", bold=True
    )
    sections = add_list(press.document, [("upperRoman", "%1.")])
    for heading, text in (("MỤC ĐÍCH", "Bảo đảm thực hiện đầy đủ."), ("NHIỆM VỤ", "Chi tiết tại Phụ lục kèm theo.")):
        number_with(press.paragraph(heading, bold=True)._p, sections)
        press.paragraph(text)
    signature = press.document.add_table(rows=1, cols=2).rows[0]._tr.tc_lst
    put(signature[0], "Nơi nhận:\n- Như trên;\n- Lưu: VT.")
    put(signature[1], "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nTrần Văn Bình")
    press.landscape()
    press.paragraph("PHỤ LỤC", bold=True)
    table = press.table([(*row, *[""] * (6 - len(row))) for row in ROWS])
    span_row(table, 1)
    span_row(table, 5)
    if seed % 2:
        merge_down(table, 2, 2, 4)  # the lead speaks for three rows
    if seed % 3 == 1:
        numbers = add_list(press.document, [("decimal", "%1."), ("bullet", "")])
        for index, row in enumerate(ROWS[1:], start=1):
            if len(row) > 1:
                tc = table.rows[index]._tr.tc_lst[0]
                put(tc, "")
                number_with(tc.p_lst[0], numbers, int(row[0] == "-"))
    return press


@pytest.mark.parametrize("seed", range(6))
def test_a_paper_of_ours_gives_its_tasks_in_every_layout(tmp_path: Path, register: Register, seed: int) -> None:
    path = tmp_path / "giay.docx"
    path.write_bytes(_paper(seed).data())
    paper = paper_object(extract_paper(path, register))
    document = paper["document"]
    assert isinstance(document, Mapping)
    assert document["number"] == "12/KH-UBND"
    assert document["issuer"] == "Ủy ban nhân dân thành phố Hải Phòng"
    assert (document["type"], document["date"]) == ("Kế hoạch", "2026-01-15")
    assert (document["signatory"], document["signatory_role"]) == ("Trần Văn Bình", "Phó Chủ tịch")
    assert paper["implements"] == ["5/NQ-HĐND"]
    tasks: Any = paper["tasks"]
    assert [(t["stt"], t["parent"], t["title"], t["leads"], t["group"]) for t in tasks] == [
        ("1", None, "Rà soát tài sản công", ["Sở Tài chính"], "I. VỀ TÀI CHÍNH"),
        ("2", None, "Xây dựng phần mềm theo dõi ngân sách", ["Sở Tài chính"], "I. VỀ TÀI CHÍNH"),
        ("2.1", "2", "Thuê máy chủ", ["Sở Tài chính"], "I. VỀ TÀI CHÍNH"),
        ("3", None, "Tổ chức khám sức khỏe định kỳ cho người dân", ["Sở Y tế"], "II. VỀ Y TẾ"),
    ]
    assert [t["due"]["end"] for t in tasks] == ["2026-03-31", "2026-06-30", "2026-05-31", None]


def _score(tmp_path: Path, stem: str, paper: Mapping[str, object]) -> dict[str, float]:
    found = tmp_path / "found.json"
    found.write_text(json.dumps(paper, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, str(SHARED / "gold/score.py"), str(SHARED / f"gold/{stem}.json"), str(found)]
    scored = subprocess.run(command, check=True, capture_output=True, text=True)
    return {name: float(figure) for name, figure in (line.split() for line in scored.stdout.splitlines())}


@needs_shared
@pytest.mark.parametrize(("stem", "seed"), [("000", 0), ("000", 1), ("001", 2), ("001", 3), ("003", 4)])
def test_a_transcribed_paper_laid_out_as_word_scores(tmp_path: Path, register: Register, stem: str, seed: int) -> None:
    path = tmp_path / "giay.docx"
    path.write_bytes(word_paper(load(stem), seed))
    assert _score(tmp_path, stem, paper_object(extract_paper(path, register)))["overall"] >= 0.95


@needs_shared
@pytest.mark.parametrize(("stem", "seed"), [("000", 0), ("001", 1)])
def test_the_rows_of_a_transcribed_paper_laid_out_as_a_sheet_score(
    tmp_path: Path, register: Register, stem: str, seed: int
) -> None:
    path = tmp_path / "giay.xlsx"
    path.write_bytes(sheet(load(stem), seed))
    figures = _score(tmp_path, stem, paper_object(extract_paper(path, register)))
    # What stands outside of the table is not in the sheet.
    outside = ("citations", "implements", "indicators", "document", "overall")
    rows = {name: figure for name, figure in figures.items() if not name.startswith(outside)}
    assert len(rows) > 10
    assert min(rows.values()) >= 0.95, rows
