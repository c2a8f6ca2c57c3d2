"""`directive-kg progress` on the shipped graph: out, filled in, back, and the overdue task is closed."""

import json
import shutil
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

from directive_kg import resources
from directive_kg.cli.main import main

AGENCY = "Sở Giáo dục và Đào tạo"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resources.graph_dir(), tmp_path / "graph"))


def overdue(graph: Path, out: Path) -> set[str]:
    main(
        [
            "check",
            "--graph",
            str(graph),
            "--format",
            "json",
            "--out",
            str(out),
            "--today",
            "2026-12-31",
            "--fail-on",
            "never",
        ]
    )
    return {f["task"] for f in json.loads(out.read_text())["findings"] if f["code"] == "T6-qua-han"}


def answer(path: Path, status: str, day: str, of: set[str] | None = None) -> str:
    """Fill in the first row, or the first of those tasks; the task's name."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    row = next(n for n in range(5, page.max_row + 1) if of is None or page.cell(n, 1).value in of)
    page.cell(row, 7).value, page.cell(row, 8).value = status, day
    book.save(path)
    return str(page.cell(row, 1).value)


def test_a_report_closes_an_overdue_task(graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "so.xlsx"
    assert main(["progress", "export", "--graph", str(graph), "--agency", AGENCY, "--out", str(path)]) == 0
    before = overdue(graph, tmp_path / "a.json")
    task = answer(path, "Hoàn thành", "20/06/2026", {iri.partition("/directive/")[2] for iri in before})
    assert main(["progress", "import", str(path), "--graph", str(graph), "--today", "2026-12-31"]) == 0
    closed = before - overdue(graph, tmp_path / "b.json")
    assert {iri.partition("/directive/")[2] for iri in closed} == {task}
    capsys.readouterr()
    main(["progress", "list", "--graph", str(graph)])
    assert capsys.readouterr().out.split("\t")[:4] == [
        task,
        "so-giao-duc-va-dao-tao-tp-hai-phong",
        "Hoàn thành",
        "2026-06-20",
    ]
    files = {p: p.read_bytes() for p in graph.rglob("*.trig")}
    assert main(["progress", "import", str(path), "--graph", str(graph), "--today", "2026-12-31"]) == 0
    assert {p: p.read_bytes() for p in graph.rglob("*.trig")} == files


def test_one_mistake_and_nothing_is_taken_in(graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "so.xlsx"
    main(["progress", "export", "--graph", str(graph), "--agency", AGENCY, "--out", str(path)])
    answer(path, "Hoàn thành", "hôm qua")
    assert main(["progress", "import", str(path), "--graph", str(graph), "--today", "2026-12-31"]) == 3
    told = capsys.readouterr().err
    assert "row 5" in told
    assert "Ngày hoàn thành" in told
    assert not (graph / "progress").exists()


@pytest.mark.parametrize("agency", ["Sở Không Có", "Các sở, ngành"])
def test_a_body_that_nobody_knows(agency: str, tmp_path: Path) -> None:
    assert main(["progress", "export", "--agency", agency, "--out", str(tmp_path / "a.xlsx")]) == 3
