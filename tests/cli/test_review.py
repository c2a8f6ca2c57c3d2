"""`directive-kg review`, as a clerk uses it."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

from directive_kg.cli.main import main
from directive_kg.review.items import item_id
from tests.fixtures.papers import city_plan, files_of, fixture_graph

LEAD = item_id(city_plan().key, "task/14/lead")
BY = ("--by", "Lê Thị Lan", "--today", "2026-11-25")
Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """The fixture papers."""
    return fixture_graph(tmp_path)


@pytest.fixture
def ask(graph: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs `review PART …` on the graph: code, stdout, stderr."""

    def run(part: str, *arguments: str) -> tuple[int, str, str]:
        code = main(["review", part, "--graph", str(graph), *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def state(graph: Path) -> dict[str, bytes]:
    """Every file of the graph."""
    return files_of(graph)


def test_list(ask: Ask) -> None:
    code, out, err = ask("list")
    assert code == 0
    lines = out.splitlines()
    assert err == f"{len(lines)} ô cần xem / values to look at\n"
    assert any(
        line.startswith(f"{LEAD} 50% 7001/KH-UBND nhiệm vụ 14 ") for line in (x.replace("\t", " ") for x in lines)
    )
    assert len(ask("list", "--limit", "1")[1].splitlines()) == 1
    (lead,) = [x for x in json.loads(ask("list", "--format", "json", "--paper", "7001/KH-UBND")[1]) if x["id"] == LEAD]
    assert (lead["subject"], lead["place"]["row"]) == ("task/14/lead", 14)
    assert ask("list", "--paper", "7001")[0] == 3


def test_show_accept_and_correct(ask: Ask) -> None:
    code, out, _ = ask("show", LEAD)
    assert code == 0
    assert "Văn bản ghi / the paper says: Ban Quản lý Bến nước" in out
    assert "    Thời hạn: Tháng 6/2026" in out
    code, _, err = ask("correct", LEAD, "--value", "Sở Nội vu5", *BY)
    assert code == 3
    assert "does not know" in err
    assert len(err.splitlines()) == 1
    code, out, _ = ask("correct", LEAD, "--value", "Sở Nội vụ", *BY)
    assert (code, out) == (0, f"{LEAD} Cơ quan chủ trì: Sở Nội vụ Sở Nội vụ → Sở Nội vụ thành phố Hải Phòng\n")
    assert "Đã xem / reviewed: Lê Thị Lan, 25/11/2026: Sở Nội vụ" in ask("show", LEAD)[1]
    names = [f"7001/KH-UBND#task/14/{field}" for field in ("title", "deadline", "authority", "deliverable")]
    assert ask("accept", *names, *BY)[0] == 0
    assert ask("list", "--paper", "7001/KH-UBND")[1] == ""


def test_the_checks_ask_no_more_about_what_was_looked_at(
    ask: Ask, graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def found() -> list[str]:
        main(["check", "--graph", str(graph), "--format", "json"])
        report = json.loads(capsys.readouterr().out)
        return [
            str(f["focus"]) for f in report["findings"] if f["code"] == "F4-doc-chua-chac" and "/task/14/" in f["focus"]
        ]

    before = found()
    ask("correct", LEAD, "--value", "Sở Nội vụ", *BY)
    assert {focus.rsplit("/", 1)[-1] for focus in set(before) - set(found())} == {"lead"}


def test_wrong_use(ask: Ask, graph: Path, tmp_path: Path) -> None:
    before = state(graph)
    assert ask("show", "nothing")[0] == 3
    assert ask("show", LEAD, "--picture", str(tmp_path / "x.png"))[0] == 2
    assert ask("show", LEAD, "--papers", str(tmp_path), "--picture", str(tmp_path / "x.png"))[0] == 3
    for part in (["accept", LEAD], ["correct", LEAD, "--by", "Lan"], ["list", "--limit", "0"]):
        with pytest.raises(SystemExit, match="2"):
            ask(*part)
    assert main(["review", "list", "--graph", str(tmp_path / "none")]) == 3
    assert state(graph) == before


def test_walk(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["x", "", "s", "Thág 6", "g", "Sở Nội vụ", "đ", "t"])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    code, out, _ = ask("walk", *BY)
    assert code == 0
    assert "[4/" in out
    left = {line.split("\t")[0] for line in ask("list")[1].splitlines()}
    assert out.count("Mã / id: ") == 4
    shown = [line.removeprefix("Mã / id: ") for line in out.splitlines() if line.startswith("Mã / id: ")]
    assert [name in left for name in shown] == [True, False, False, True]


def test_walk_ends_with_its_input(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_more(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", no_more)
    assert ask("walk", *BY)[0] == 0


def test_a_workbook_goes_out_and_comes_back(ask: Ask, graph: Path, tmp_path: Path) -> None:
    book = tmp_path / "xem.xlsx"
    assert ask("export", "--out", str(book), "--paper", "7001/KH-UBND")[0] == 0
    before = state(graph)

    def fill(words: dict[str, tuple[str, str | None]]) -> Path:
        loaded = openpyxl.load_workbook(io.BytesIO(book.read_bytes()))
        for row in loaded.active.iter_rows(min_row=3):
            if row[5].value in words:
                row[11].value, row[12].value = words[row[5].value]
        loaded.save(tmp_path / "back.xlsx")
        return tmp_path / "back.xlsx"

    # One fault: all is told, nothing is taken.
    back = fill({"Cơ quan chủ trì": ("Sửa", "Sở Nội vụ"), "Thời hạn": ("Sửa", "Thág 6"), "Thẩm quyền": ("Sửa", "Sở X")})
    code, _, err = ask("import", str(back), *BY)
    assert code == 3
    for field in ("Thời hạn", "Thẩm quyền"):
        assert f"L{_row(book, field)}: " in err
    assert "nothing was taken" in err
    assert len(err.splitlines()) == 2
    assert state(graph) == before
    back = fill({"Cơ quan chủ trì": ("Sửa", "Sở Nội vụ"), "Thời hạn": ("Đúng", None)})
    code, out, err = ask("import", str(back), *BY)
    assert (code, len(out.splitlines())) == (0, 2), err
    after = state(graph)
    assert ask("import", str(back), *BY)[0] == 0  # once more, as after a run that was cut short
    assert state(graph) == after
    # Somebody else looked meanwhile: the sheet is old.
    assert ask("correct", LEAD, "--value", "Sở Tài chính", "--by", "Hoa")[0] == 0
    code, _, err = ask("import", str(back), *BY)
    assert code == 3
    assert "has changed since" in err


def _row(book: Path, field: str) -> int:
    page = openpyxl.load_workbook(io.BytesIO(book.read_bytes())).active
    return next(int(row[5].row) for row in page.iter_rows(min_row=3) if row[5].value == field)
