"""The sheet of a body, out and back: what is taken in, what is told of, and that nothing comes in by halves."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.errors import BadInputError
from directive_kg.progress import sheet
from directive_kg.progress.read_sheet import Answer, Line, read_sheet
from directive_kg.progress.records import Duty, Report, Status
from directive_kg.progress.reports import latest, latest_of_bodies, merged, reports_of
from directive_kg.progress.sheet import rows, to_csv, to_xlsx
from directive_kg.progress.store import load_reports, save_reports

BODY = "so-tai-chinh-tp-hai-phong"
BASE = "https://w3id.org/directive-kg/id/directive/"
DAY = date(2026, 6, 15)


def duty(stt: str, title: str = "Lập báo cáo") -> Duty:
    name = f"ubnd-tp-hai-phong/2026/71-kh-ubnd/task/{stt}"
    return Duty(BASE + name, name, "71/KH-UBND", stt, title, "Báo cáo", "Tháng 6/2026", frozenset({BODY}), frozenset())


DUTIES = {own.iri: own for own in (duty("1"), duty("2"), duty("3"))}


def filled(tmp_path: Path, *answers: tuple[object, ...], kind: str = "xlsx") -> Path:
    """The sheet as it comes back: for each row status, day, evidence, note."""
    path = tmp_path / f"tien-do.{kind}"
    table = rows(list(DUTIES.values()), {})
    if kind == "csv":
        told = [(*row[:6], *map(str, answer)) for row, answer in zip(table, answers, strict=False)]
        path.write_bytes(to_csv(BODY, "Sở Tài chính", told))
        return path
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(BODY, "Sở Tài chính", table)))
    for row, answer in enumerate(answers, start=5):
        for column, value in enumerate(answer, start=7):
            book.worksheets[0].cell(row, column).value = value
    book.save(path)
    return path


def taken(path: Path) -> tuple[list[Report], list[str]]:
    answer = read_sheet(path)
    assert answer.body == BODY
    reports, problems = reports_of(answer, DUTIES, body=BODY, on=DAY, file=path.name)
    return reports, [str(problem) for problem in problems]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_out_and_back(tmp_path: Path, kind: str) -> None:
    day = "10/06/2026" if kind == "csv" else date(2026, 6, 10)
    path = filled(
        tmp_path,
        ("Hoàn thành", day, "12/BC-STC", ""),
        ("", "", "", ""),
        ("đang triển khai", "", "", "chờ vốn"),
        kind=kind,
    )
    reports, problems = taken(path)
    assert problems == []
    assert [(r.task[-1], r.status, r.completed, r.evidence, r.note) for r in reports] == [
        ("1", Status.DONE, date(2026, 6, 10), "12/BC-STC", ""),
        ("3", Status.UNDER_WAY, None, "", "chờ vốn"),
    ]


def test_each_mistake_is_told_with_row_and_column(tmp_path: Path) -> None:
    path = filled(tmp_path, ("Xong rồi", "", "", ""), ("Hoàn thành", "31/02/2026", "", ""), ("Hoàn thành", "", "", ""))
    _, problems = taken(path)
    assert [problem.partition(":")[0] for problem in problems] == [
        "hàng / row 5, cột / column “Tình trạng”",
        "hàng / row 6, cột / column “Ngày hoàn thành”",
        "hàng / row 7, cột / column “Ngày hoàn thành”",
    ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({sheet.TASK: "không-có", sheet.STATUS: "Hoàn thành", sheet.DAY: "01/06/2026"}, sheet.TASK),
        ({sheet.TASK: duty("1").name, sheet.STATUS: "", sheet.NOTE: "đang làm"}, sheet.STATUS),
        ({sheet.TASK: duty("1").name, sheet.STATUS: "Hoàn thành", sheet.DAY: "16/06/2026"}, sheet.DAY),
        ({sheet.TASK: duty("1").name, sheet.STATUS: "Vướng mắc", sheet.DAY: "01/06/2026"}, sheet.DAY),
    ],
    ids=["no such task", "no status", "after the report", "a day without being done"],
)
def test_what_is_wrong_with_a_row(cells: dict[str, str], column: str) -> None:
    reports, problems = reports_of(Answer(BODY, (Line(9, cells),)), DUTIES, body=BODY, on=DAY, file="x.csv")
    assert reports == []
    assert [(problem.row, problem.column) for problem in problems] == [(9, column)]


def test_a_body_reports_its_own_tasks_only_and_each_once() -> None:
    line = Line(5, {sheet.TASK: duty("1").name, sheet.STATUS: "Đang thực hiện"})
    reports, problems = reports_of(Answer("", (line,)), DUTIES, body="so-y-te-tp-hai-phong", on=DAY, file="x.csv")
    assert (reports, [p.column for p in problems]) == ([], [sheet.TASK])
    twice = Answer(BODY, (line, Line(6, line.cells)))
    assert [p.row for p in reports_of(twice, DUTIES, body=BODY, on=DAY, file="x.csv")[1]] == [6]


HOSTILE = ("=cmd|'/C calc'!A0", "@SUM(A1)", "\u202etxt.exe", "x" * 10_000, "a\x00b", "<b>đậm</b>")


@pytest.mark.parametrize("words", HOSTILE, ids=["formula", "at", "bidi", "long", "nul", "markup"])
def test_hostile_words_stay_words(tmp_path: Path, words: str) -> None:
    own = Report(duty("1").iri, BODY, Status.BLOCKED, DAY, note=words)
    path = tmp_path / "ra.xlsx"
    path.write_bytes(to_xlsx(BODY, words, rows([duty("1", words)], {duty("1").iri: own})))
    with zipfile.ZipFile(path) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    (line,) = read_sheet(path).lines
    assert line.cells[sheet.STATUS] == "Vướng mắc"
    assert len(line.cells[sheet.NOTE]) <= 2000
    assert not set(line.cells[sheet.NOTE]) & {"\u202e", "\x00"}
    assert b"\n=" not in to_csv(BODY, "x", [(words,)])
    save_reports(tmp_path, [own])
    assert load_reports(tmp_path)[0].task == own.task


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04rubbish", b"STT,A\n1,2\n", b"\xff\xfe\x00"], ids=str)
def test_what_is_no_sheet_of_ours(tmp_path: Path, data: bytes) -> None:
    for kind in ("xlsx", "csv", "ods"):
        path = tmp_path / f"la.{kind}"
        path.write_bytes(data)
        with pytest.raises(BadInputError):
            read_sheet(path)


def test_a_sheet_that_swells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "to.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"\0" * (201 * 1024 * 1024))
    with pytest.raises(BadInputError, match="unpacks"):
        read_sheet(path)


def test_later_reports_count_and_earlier_ones_stay(tmp_path: Path) -> None:
    early = Report(duty("1").iri, BODY, Status.DONE, date(2026, 5, 1), completed=date(2026, 4, 30))
    late = Report(duty("1").iri, BODY, Status.UNDER_WAY, DAY)
    assert save_reports(tmp_path, [early])
    assert "completedOn" in (tmp_path / "progress" / f"{BODY}.trig").read_text()
    everything, added = merged(load_reports(tmp_path), [late])
    assert added == 1
    assert save_reports(tmp_path, everything)
    assert load_reports(tmp_path) == [early, late]
    assert latest(load_reports(tmp_path))[early.task] == late
    assert "completedOn" not in (tmp_path / "progress" / f"{BODY}.trig").read_text()


REPORTS = st.builds(
    Report,
    task=st.sampled_from(sorted(DUTIES)),
    body=st.sampled_from([BODY, "so-y-te-tp-hai-phong"]),
    status=st.sampled_from(Status),
    reported=st.dates(date(2026, 1, 1), date(2026, 1, 4)),
    note=st.sampled_from(["", "chờ vốn"]),
)


@given(reports=st.lists(REPORTS, max_size=12))
def test_the_same_again_changes_nothing(reports: list[Report], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("graph")
    everything, _ = merged([], reports)
    save_reports(folder, everything)
    known = load_reports(folder)
    assert sorted(map(repr, known)) == sorted(map(repr, everything))
    assert not save_reports(folder, known)
    assert merged(known, latest_of_bodies(known).values()) == (known, 0)
