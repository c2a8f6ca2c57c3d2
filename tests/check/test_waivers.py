"""Accepting a finding: what counts then, what brings it back, and the file that remembers."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.check.findings import Because, CheckReport, Finding, Severity, State
from directive_kg.check.waivers import FILE, Waiver, accept, apply_waivers, end, load_waivers, save_waivers
from directive_kg.errors import BrokenGraphError, UnknownNameError, UsageError
from tests.check.examples import LEAD, PAPER, audited

ON, UNTIL = date(2026, 1, 5), date(2026, 6, 30)
NO_LEAD = LEAD.replace("sh:minCount 1", "sh:maxCount 0")  # the one finding is about the cell 'Sở Mẫu'


def one(paper: str = PAPER) -> Finding:
    (finding,) = audited(NO_LEAD, paper).report.findings
    return finding


def accepted(finding: Finding | None = None) -> tuple[Waiver, ...]:
    return accept((), finding or one(), reason="Đã thống nhất", by="Nguyễn Văn A", on=ON, until=UNTIL)


def report(waivers: tuple[Waiver, ...], today: date | None = None, paper: str = PAPER) -> CheckReport:
    return audited(NO_LEAD, paper, waivers=waivers, today=today).report


def test_accepted_is_found_but_does_not_count() -> None:
    told = report(accepted(), UNTIL)
    (finding,), (rule,) = told.findings, told.summary
    assert finding.waived is not None
    assert finding.waived.reason == "Đã thống nhất"
    assert (rule.state, rule.found, rule.waived) == (State.WAIVED, 1, 1)
    assert told.open == told.at_or_above(Severity.INFO) == ()


def test_a_rule_with_one_open_finding_left_has_failed() -> None:
    shape = LEAD.replace("dkg:lead ;", "dkg:group ;")
    first, second = audited(shape).report.findings
    waivers = accept((), first, reason="x", by="y", on=ON, until=UNTIL)
    told = audited(shape, waivers=waivers).report
    assert (told.summary[0].state, told.summary[0].found, told.summary[0].waived) == (State.FAILED, 2, 1)
    assert [finding.id for finding in told.open] == [second.id]


def test_after_its_last_day_it_is_back() -> None:
    (finding,) = report(accepted(), UNTIL + timedelta(days=1)).open
    assert finding.returned is not None
    assert finding.returned.because is Because.EXPIRED
    assert report(accepted()).open == (), "without a day nothing is over"


def test_when_the_cell_changes_it_is_back() -> None:
    changed = PAPER.replace('dkg:words "Sở Mẫu"', 'dkg:words "Sở Mẫu và Sở Khác"')
    (finding,) = report(accepted(), ON, changed).open
    assert finding.returned is not None
    assert finding.returned.because is Because.CHANGED
    moved = PAPER.replace("dkg:row 1", "dkg:row 4")
    assert report(accepted(), ON, moved).open == (), "its row moved, its words did not"


def test_when_it_is_ended_it_is_back_and_the_record_stays() -> None:
    waivers = end(accepted(), one().id, by="Trần Thị B", on=date(2026, 2, 1))
    assert (waivers[0].ended_on, waivers[0].ended_by) == (date(2026, 2, 1), "Trần Thị B")
    (finding,) = report(waivers, ON).open
    assert finding.returned is not None
    assert finding.returned.because is Because.ENDED
    again = accept(waivers, one(), reason="lần hai", by="A", on=date(2026, 2, 2), until=UNTIL)
    assert [waiver.turn for waiver in again] == [1, 2]
    assert report(again, date(2026, 2, 2)).open == ()


def test_what_cannot_be_accepted_or_ended() -> None:
    with pytest.raises(UsageError, match="--reason"):
        accept((), one(), reason="  ", by="A", on=ON, until=UNTIL)
    with pytest.raises(UsageError, match="--until"):
        accept((), one(), reason="x", by="A", on=UNTIL, until=ON)
    with pytest.raises(UsageError, match="accepted already"):
        accept(accepted(), one(), reason="x", by="A", on=ON, until=UNTIL)
    with pytest.raises(UnknownNameError, match="x1-"):
        end(accepted(), "x1-none", by="A", on=ON)
    with pytest.raises(UnknownNameError):
        end(end(accepted(), one().id, by="A", on=ON), one().id, by="A", on=ON)


def test_a_waiver_of_something_mended_does_no_harm() -> None:
    assert apply_waivers(audited(LEAD.replace("dkg:lead", "dkg:stt")).report, accepted(), ON).findings == ()


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(lambda t: t.strip())
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(reason=words, by=words, on=days, ended=st.none() | days)
def test_the_file_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, reason: str, by: str, on: date, ended: date | None
) -> None:
    folder = tmp_path_factory.mktemp("graph")
    waivers = accept((), FINDING, reason=reason, by=by, on=on, until=on)
    if ended is not None:
        waivers = end(waivers, FINDING.id, by=by, on=ended)
    assert save_waivers(folder, waivers)
    first = (folder / FILE).read_bytes()
    read = load_waivers(folder)
    assert [(w.finding, w.turn, w.ended_on, w.acceptance.on) for w in read] == [
        (w.finding, w.turn, w.ended_on, w.acceptance.on) for w in waivers
    ]
    assert not save_waivers(folder, reversed(read)), "the same bytes, in whatever order they come"
    assert (folder / FILE).read_bytes() == first
    assert [path.name for path in folder.iterdir()] == [FILE], "nothing half-written is left"


FINDING = one()


def test_no_file_is_no_waivers(tmp_path: Path) -> None:
    assert load_waivers(tmp_path) == ()


def test_a_broken_file_is_told_of(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("not trig", encoding="utf-8")
    with pytest.raises(BrokenGraphError, match=FILE):
        load_waivers(tmp_path)


@pytest.mark.parametrize("part", ["reason", "acceptedOn", "turn"])
def test_a_waiver_that_lacks_a_part_is_told_of(tmp_path: Path, part: str) -> None:
    save_waivers(tmp_path, accepted())
    path = tmp_path / FILE
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if f"dkg:{part} " not in line), encoding="utf-8")
    with pytest.raises(BrokenGraphError, match=part):
        load_waivers(tmp_path)
