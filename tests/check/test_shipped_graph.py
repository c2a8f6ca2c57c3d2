"""What the rules find in the five papers, against what their readers saw (the numbers of the rows)."""

import re
from collections import defaultdict

import pytest

from directive_kg import resources
from directive_kg.check.engine.checker import run_fast_check
from directive_kg.check.findings import CheckReport, State
from directive_kg.check.shapes import load_shapes
from directive_kg.graph.files import load_union

Rows = dict[tuple[str, str], set[str]]

# (shape, first digits of the paper's file): rows. 000 is 71/KH-UBND, 001 the programme, 002 and 003 the letters.
EXACT: Rows = {
    ("R1-nguoi", "000"): set(),
    ("R1-nguoi", "001"): set(),
    ("R1-nguoi-nhom", "000"): {"25", "35.1", "35.2", "35.3"},
    ("R1-nguoi-nhom", "001"): {"10"},
    ("R1-nguoi-vo-danh", "001"): {"33", "34"},
    ("R2-viec-cut", "001"): {"33"},
    ("R2-viec-chi-co-ten", "000"): {"19"},
    ("R3-thoi-gian", "001"): {"31"},
    ("R3-thoi-gian-su-kien", "000"): {"31"},
    ("R3-thoi-gian-van-ban", "003"): {"6", "8", "34", "60"},
    ("R3-thoi-gian-su-kien", "003"): {"33", "38"},
    ("R4-trach-nhiem", "001"): {"33", "34"},
    ("R4-trach-nhiem-trung-loi", "001"): {"10"},
    ("R5-san-pham-lech", "000"): {"22"},
    ("R5-san-pham-lech", "001"): {"52", "53", "54", "61"},
    ("R6-tham-quyen", "001"): {"33", "47", "67"},
    ("R6-tham-quyen-nhom", "001"): {"43"},
    ("R6-tham-quyen-khong-phai-co-quan", "003"): {"15"},
    ("T1-truoc-ban-hanh", "000"): {"12", "27"},
    ("T2-bat-dau-truoc", "000"): set(),
    ("T2-bat-dau-truoc", "001"): {"17", "68"},
    ("T2-bat-dau-truoc", "003"): {"24", "28", "29", "37", "59"},
    ("T5-san-pham-sau-han", "001"): {"49"},
    ("T7-viec-thuong-xuyen", "000"): {"24"},
    ("T7-viec-thuong-xuyen-mot-lan", "001"): {"43"},
    ("T3-than-phu-luc", "000"): {"25", "35.3"},
    ("K1-cap", "001"): {"8"},
    ("K1-cap-ubnd", "001"): {"53"},
    ("K1-cap-ubnd", "003"): {"58"},
    ("K2-ngoai-tam", "000"): {"12", "35.3"},
    ("K2-ngoai-tam", "001"): {"11", "12", "31", "32"},
    ("K2-ngoai-tam-phoi-hop", "000"): {"12"},
    ("K2-ngoai-tam-phoi-hop", "001"): {"14"},
    ("K3-la", "001"): {"46", "64"},
    ("C10-viec-khong-noi-dung", "000"): {"10", "19"},
    ("C10-viec-khong-noi-dung", "003"): set(),
    ("X1-trung", "000"): {"13", "14", "27"},
    ("X1-trung", "001"): {"60"},
    ("X1-trung", "002"): {"5", "6", "9", "10", "11", "37", "38"},
    ("X1-trung-lap-lai", "000"): {"7"},
    ("X1-trung-lap-lai", "001"): {"55"},
    ("X1-trung-lap-lai", "002"): {"30"},
    ("X2-lech-han", "000"): {"27"},
    ("X2-lech-han", "002"): {"9", "37"},
    ("X4-lech-tham-quyen", "000"): {"14"},
    ("X5-lech-san-pham", "000"): {"27"},
}
# What is found in things that are no rows: (shape, paper): last parts of their IRIs.
PARTS: Rows = {
    ("C4-trich-dan-lech", "001"): {"citation/3"},  # 03-NQ/TU
    ("C4-trich-dan-lech-ngay", "003"): {"citation/13"},  # 71-NQ/TW
    ("C4-trich-dan-lech-so", "004"): {"citation/18"},
    ("C4-trich-dan-lech-ky-hieu", "004"): {"citation/6"},
    ("C9-noi-dung-khong-viec", "000"): {
        *(f"provision/II.1.{n}" for n in (14, 15, 16)),
        *(f"provision/II.2{n}" for n in ("", ".1", ".2", ".3", ".4", ".5")),
        *(f"provision/II.{n}" for n in ("3", "4", "5.1", "5.2", "6")),
    },
    ("C9-noi-dung-khong-viec", "003"): set(),
    ("F2-tong", "001"): {"indicator/5"},
}
# Nothing of theirs is in the five papers, or the day of the check is not told.
NOTHING = ["T6-qua-han"]


@pytest.fixture(scope="module")
def report() -> CheckReport:
    found, _ = run_fast_check(load_union(resources.graph_dir()), load_shapes([resources.shapes_dir()]))
    return found


@pytest.fixture(scope="module")
def rows(report: CheckReport) -> Rows:
    found: Rows = defaultdict(set)
    for finding in report.findings:
        found[finding.shape.rsplit("/", 1)[-1], (finding.place.file or "")[:3]].add(finding.task_label)
    return found


@pytest.mark.parametrize(("shape", "paper"), EXACT, ids=lambda value: value)
def test_rows(rows: Rows, shape: str, paper: str) -> None:
    assert rows.get((shape, paper), set()) == EXACT[shape, paper]


@pytest.mark.parametrize(("shape", "paper"), PARTS, ids=lambda value: value)
def test_parts(report: CheckReport, shape: str, paper: str) -> None:
    found = {
        "/".join(finding.focus.rsplit("/", 2)[1:])
        for finding in report.findings
        if finding.shape.endswith(f"/{shape}") and (finding.place.file or "").startswith(paper)
    }
    assert found == PARTS[shape, paper]


def test_who_approves_their_own_work(rows: Rows) -> None:
    assert rows["R6-tham-quyen-tu-duyet", "000"] >= {"2", "3", "4", "5", "6"}


def test_papers_without_number_or_day(rows: Rows) -> None:
    blank = {paper for shape, paper in rows if shape == "C1-so-ngay"}
    assert blank == {"001", "002", "003"}


def test_a_paper_without_the_column_is_one_finding(rows: Rows, report: CheckReport) -> None:
    assert ("R6-tham-quyen-cot", "002") in rows
    assert ("R6-tham-quyen", "002") not in rows


def test_tasks_of_the_city_lead_back_to_the_centre(rows: Rows) -> None:
    assert not {paper for shape, paper in rows if shape == "C8-khong-goc"} & {"000", "001", "002", "003"}


def test_one_body_in_three_spellings(report: CheckReport) -> None:
    messages = [f.message.vi for f in report.findings if f.code == "F3-ten-co-quan" and f.place.file]
    assert any("“Ban quản lý khu kinh tế”" in message for message in messages)


def test_every_rule_ran(report: CheckReport) -> None:
    states = {rule.code: rule.state for rule in report.summary}
    assert State.BROKEN not in states.values()
    assert [code for code, state in states.items() if state is State.NOTHING_CHECKED] == NOTHING
    assert states["F1-stt"] is State.PASSED


def test_every_finding_names_its_paper_and_a_body(report: CheckReport) -> None:
    for finding in report.findings:
        assert finding.directive
        assert finding.agency
        assert finding.place.file
        assert not re.search(r"\{\w+\}", finding.message.vi + finding.message.en), "a placeholder left as it is"
