"""One check against earlier ones."""

import json
from datetime import date
from pathlib import Path

import pytest

from directive_kg.check.report_html import to_html
from directive_kg.check.report_json import to_json
from directive_kg.check.report_sarif import to_sarif
from directive_kg.check.report_table import to_table
from directive_kg.check.since import Earlier, compare, read_earlier
from directive_kg.check.view import ReportView
from directive_kg.check.waivers import accept
from directive_kg.errors import BadInputError
from tests.check.examples import LEAD, PAPER, audited

NO_GROUP = LEAD.replace("dkg:lead ;", "dkg:group ;")  # finds both tasks
ONE_MENDED = PAPER + ':t1 dkg:group "I" .'
BROKEN = 's:b a sh:NodeShape ; dkg:code "X1" ; sh:targetClass dkg:Task .'


def run(folder: Path, view: ReportView, name: str = "run.json") -> Earlier:
    path = folder / name
    path.write_text(to_json(view), encoding="utf-8")
    return read_earlier(path)


def test_new_and_fixed(tmp_path: Path) -> None:
    both, one = audited(NO_GROUP).report, audited(NO_GROUP, ONE_MENDED).report
    first, second = (finding.id for finding in both.findings)
    assert [finding.id for finding in one.findings] == [second]
    later = compare(one, [run(tmp_path, audited(NO_GROUP))])
    assert (later.new, set(later.fixed), later.returned) == (frozenset(), {first}, frozenset())
    assert later.fixed[first].message.vi == "Nhiệm vụ 1 “Lập báo cáo <b>quý</b>” thiếu chủ trì"
    worse = compare(both, [run(tmp_path, audited(NO_GROUP, ONE_MENDED))])
    assert (worse.new, dict(worse.fixed), worse.returned) == (frozenset({first}), {}, frozenset())


def test_what_was_fixed_and_is_found_again_has_returned(tmp_path: Path) -> None:
    runs = [
        run(tmp_path, audited(NO_GROUP), "1.json"),
        run(tmp_path, audited(NO_GROUP, ONE_MENDED), "2.json"),
    ]
    view = audited(NO_GROUP, earlier=runs)
    first, second = view.report.findings
    assert view.changes is not None
    assert (view.changes.new, view.changes.returned) == (frozenset(), frozenset({first.id}))
    assert (view.state(first), view.state(second)) == ("returned", "open")


def test_what_was_accepted_and_no_longer_is_has_returned(tmp_path: Path) -> None:
    first = audited(NO_GROUP).report.findings[0]
    waivers = accept((), first, reason="x", by="y", on=date(2026, 1, 1), until=date(2026, 1, 31))
    before = run(tmp_path, audited(NO_GROUP, waivers=waivers, today=date(2026, 1, 31)))
    assert before.accepted == {first.id}
    view = audited(NO_GROUP, waivers=waivers, today=date(2026, 2, 1), earlier=[before])
    assert view.changes is not None
    assert view.changes.returned == {first.id}
    again = audited(NO_GROUP, waivers=waivers, today=date(2026, 1, 31), earlier=[before])
    assert again.changes is not None
    assert (again.changes.new, again.changes.returned, dict(again.changes.fixed)) == (frozenset(), frozenset(), {})


def test_a_rule_that_broke_has_mended_nothing(tmp_path: Path) -> None:
    before = run(tmp_path, audited(NO_GROUP))
    changes = compare(audited(BROKEN).report, [before])
    assert dict(changes.fixed) == {}
    assert len(changes.unknown) == 2


def test_reports_tell_of_it(tmp_path: Path) -> None:
    earlier = [run(tmp_path, audited(NO_GROUP, today=date(2026, 3, 1), scores=True))]
    view = audited(NO_GROUP + LEAD.replace("s:lead", "s:z"), ONE_MENDED, earlier=earlier, scores=True)
    assert "So với / since 2026-03-01: 1 mới / new, 0 trở lại / returned, 1 đã sửa / fixed" in to_table(view)
    assert "1 mới" in to_html(view)
    assert {r["baselineState"] for r in json.loads(to_sarif(view))["runs"][0]["results"]} == {"new", "unchanged"}
    since = json.loads(to_json(view))["since"]
    assert [run["name"] for run in since["runs"]] == ["2026-03-01"]
    assert len(since["new"]) == len(since["fixed"]) == 1


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"summary": [], "findings": [{"code": "X"}]}', "[" * 100_000, "null"]
)
def test_what_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=r"x\.json"):
        read_earlier(path)
    with pytest.raises(BadInputError):
        read_earlier(tmp_path / "none.json")
