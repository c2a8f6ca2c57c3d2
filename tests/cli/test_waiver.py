"""`directive-kg waiver`: from a finding that `check` prints to one that no longer counts, and back."""

import json
from pathlib import Path

import pytest

from directive_kg import resources
from directive_kg.check.waivers import FILE
from directive_kg.cli.main import main
from tests.check.examples import LEAD, PAPER, PREFIXES

ADD = ("--by", "Nguyễn Văn A", "--reason", "Đã thống nhất", "--until", "2026-06-30", "--today", "2026-01-05")


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A paper with one task that has no lead, and that rule alone."""
    folder, rules = tmp_path / "graph", tmp_path / "shapes"
    for path, name, text in ((folder, "paper.ttl", PAPER), (rules, "ours.ttl", LEAD)):
        path.mkdir()
        (path / name).write_text(PREFIXES + text, encoding="utf-8")
    monkeypatch.setattr(resources, "shapes_dir", lambda: rules)
    return str(folder)


def checked(graph: str, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, dict[str, object]]:
    code = main(["check", "--graph", graph, "--fail-on", "warning", "--format", "json", *more])
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    return code, finding


def test_add_list_and_end(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, finding = checked(graph, capsys)
    own = str(finding["id"])
    assert code == 1
    assert main(["waiver", "add", own, "--graph", graph, *ADD]) == 0
    assert capsys.readouterr().out.startswith(f"{own}\tcòn hiệu lực / in force\t2026-01-05..2026-06-30\tNguyễn Văn A\t")
    code, finding = checked(graph, capsys)
    assert code == 0
    assert finding["waived"] is not None
    assert checked(graph, capsys, "--today", "2026-07-01")[0] == 1
    main(["waiver", "list", "--graph", graph, "--today", "2026-07-01"])
    assert "hết hạn / expired" in capsys.readouterr().out
    assert main(["waiver", "end", own, "--graph", graph, "--by", "Trần Thị B", "--today", "2026-02-01"]) == 0
    assert "đã thôi / ended 2026-02-01 (Trần Thị B)" in capsys.readouterr().out
    code, finding = checked(graph, capsys)
    assert (code, finding["state"]) == (1, "returned")


def test_a_finding_that_is_not_there(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["waiver", "add", "x1-000000000000", "--graph", graph, *ADD]) == 3
    assert "x1-" in capsys.readouterr().err, "the nearest ones are named"
    assert main(["waiver", "add", "nothing", "--graph", graph, *ADD]) == 3
    assert not (Path(graph) / FILE).exists()
    assert main(["waiver", "end", "x1-000000000000", "--graph", graph, "--by", "A"]) == 3


def test_wrong_use_is_told_and_writes_nothing(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    own = str(checked(graph, capsys)[1]["id"])
    late = [*ADD[:-1], "2027-01-01"]
    assert main(["waiver", "add", own, "--graph", graph, *late]) == 2
    with pytest.raises(SystemExit, match="2"):
        main(["waiver", "add", own, "--graph", graph, *ADD[:-1], "hôm nay"])
    assert not (Path(graph) / FILE).exists()


def test_a_broken_file_of_waivers_stops_the_check(graph: str) -> None:
    (Path(graph) / FILE).write_text("not trig", encoding="utf-8")
    assert main(["check", "--graph", graph]) == 3
