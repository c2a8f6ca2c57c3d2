"""What people said of a value: put in by the same grammar and register, and kept through every new reading."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.errors import BadInputError
from directive_kg.extract.doubts import doubts_of
from directive_kg.extract.review_values import doubtful, find_value
from directive_kg.extract.reviews import accept, carry, correct
from directive_kg.records import Cell, Deadline, DeadlineKind, Doubt, Paper, Place, ReviewStatus, Role, Task
from directive_kg.register import load_register
from tests.fixtures.papers import city_plan, task

REGISTER = load_register()
DAY = date(2026, 11, 25)
LAN = "Lê Thị Lan"


def put(paper: Paper, subject: str, words: str, *, as_written: bool = False) -> Paper:
    """Corrected by Lan."""
    return correct(paper, subject, words, by=LAN, on=DAY, register=REGISTER, as_written=as_written)


def ok(paper: Paper, subject: str) -> Paper:
    """Accepted by Lan."""
    return accept(paper, subject, by=LAN, on=DAY, register=REGISTER)


def row(paper: Paper, key: str) -> Task:
    """The task of that key."""
    return next(t for t in paper.tasks if t.key == key)


def as_read(*tasks: Task, **changes: object) -> Paper:
    """The plan as a reader gives it, with these rows."""
    paper = replace(city_plan(), tasks=tasks, doubts=(), **changes)  # type: ignore[arg-type]
    return replace(paper, doubts=doubts_of(paper))


def misread(key: str = "9", lead: str = "Sờ Tai chinh", title: str = "Lập danh mục bến nước của thành phố") -> Task:
    """A row whose lead and deadline were recognised badly."""
    made = task(9, key, title, Deadline("Thang G/2026", DeadlineKind.NONE, confidence=0.3))
    cells = tuple(
        replace(c, text=lead, place=replace(c.place, text=lead), confidence=0.4) if c.field == "lead" else c
        for c in made.cells
    )
    place = next(c.place for c in cells if c.field == "lead")
    bodies = tuple(
        replace(a, body=replace(a.body, name=lead, agency=None, confidence=0.4), place=place)
        if a.role is Role.LEAD
        else a
        for a in made.assignments
    )
    return replace(made, cells=cells, assignments=bodies, confidence=0.4)


def test_the_doubtful_values_are_listed_once() -> None:
    found = {value.subject: value.confidence for value in doubtful(as_read(misread()))}
    assert found == {"task/9/lead": 0.4, "task/9/deadline": 0.3}


def test_a_corrected_lead_is_looked_up_and_keeps_the_papers_words() -> None:
    paper = put(as_read(misread()), "task/9/lead", "Sở Tài chính")
    (lead,) = row(paper, "9").bodies(Role.LEAD)
    assert (lead.agency, lead.confidence) == ("so-tai-chinh-tp-hai-phong", 1.0)
    cell = row(paper, "9").cell("lead")
    assert cell
    assert (cell.text, cell.place.text, cell.confidence) == ("Sở Tài chính", "Sờ Tai chinh", 1.0)
    assert [d.subject for d in paper.doubts] == ["task/9/deadline"]
    (review,) = paper.reviews
    assert (review.by, review.on, review.status, review.seen) == (LAN, DAY, ReviewStatus.CORRECTED, "Sờ Tai chinh")


def test_a_corrected_deadline_is_parsed() -> None:
    paper = put(as_read(misread()), "task/9/deadline", "Tháng 6/2026")
    due = row(paper, "9").deadline
    assert (due.kind, due.start, due.end) == (DeadlineKind.DURING, date(2026, 6, 1), date(2026, 6, 30))
    assert row(paper, "9").confidence == 0.4  # its lead is still doubtful
    assert row(put(paper, "task/9/lead", "Sở Tài chính"), "9").confidence == 1.0


@pytest.mark.parametrize(
    ("subject", "words", "told"),
    [
        ("task/9/lead", "Sở Tài chánh", "does not know"),
        ("task/9/lead", "theo quy định", "does not know|names no body"),
        ("task/9/deadline", "Thág 6", "not understood"),
        ("citation/1", "không phải số", "not the number"),
        ("header/date", "31/02/2026", "not a date"),
        ("header/nothing", "x", "has no value"),
        ("task/99/lead", "Sở Tài chính", "has no value"),
        ("investment/1/total", "nhiều", "not an amount"),
        ("task/9/title", "x" * 30_000, "longer"),
    ],
)
def test_what_makes_no_sense_is_refused(subject: str, words: str, told: str) -> None:
    with pytest.raises(BadInputError, match=told):
        put(as_read(misread()), subject, words)


def test_words_may_be_kept_as_written_though_nobody_understands_them() -> None:
    paper = put(as_read(misread()), "task/9/lead", "Tổ công tác số 7", as_written=True)
    (lead,) = row(paper, "9").bodies(Role.LEAD)
    assert (lead.name, lead.agency) == ("Tổ công tác số 7", None)
    assert "task/9/lead" not in {v.subject for v in doubtful(paper)}


def test_a_name_is_needed() -> None:
    with pytest.raises(BadInputError, match="name"):
        accept(as_read(misread()), "task/9/lead", by="  ", on=DAY, register=REGISTER)


def test_an_accepted_deadline_that_was_not_read_for_doubt_is_read() -> None:
    made = task(9, "9", "Việc", Deadline("Tháng 6/2026", DeadlineKind.NONE, confidence=0.5), confidence=0.5)
    paper = ok(as_read(made), "task/9/deadline")
    assert row(paper, "9").deadline.end == date(2026, 6, 30)


def test_a_lost_cell_can_be_filled() -> None:
    paper = put(as_read(task(9, "9", "Việc", lead=())), "task/9/lead", "Sở Nội vụ")
    assert [b.agency for b in row(paper, "9").bodies(Role.LEAD)] == ["so-noi-vu-tp-hai-phong"]


def test_a_head_put_right_names_the_paper_anew_and_dates_its_months() -> None:
    undated = replace(city_plan().header, date=None)
    due = Deadline("Tháng 6", DeadlineKind.DURING, confidence=0.4)
    read = as_read(task(1, "1", "Việc"), header=undated)
    due = replace(due, place=row(read, "1").deadline.place, edtf="XXXX-06")
    read = replace(read, tasks=(replace(row(read, "1"), deadline=due),))
    paper = put(read, "header/date", "04/3/2026")
    assert paper.header.date == "2026-03-04"
    assert paper.key == "ubnd-tp-hai-phong/2026/7001-kh-ubnd"


def test_a_citation_an_indicator_and_a_work_are_put_right() -> None:
    paper = put(
        put(put(city_plan(), "citation/3", "902/QĐ-BNV"), "indicator/1", "Đạt trên 96%"), "investment/1/total", "14.000"
    )
    assert (paper.citations[2].number, paper.citations[2].raw_number) == ("902/QĐ-BNV", "902/KH-BNV")
    assert [t.value for t in paper.indicators[0].targets] == [96]
    assert paper.investments[0].total == 14000


def test_what_a_corrected_title_cites_is_cited() -> None:
    paper = put(as_read(misread()), "task/9/title", "Thực hiện Nghị quyết số 57-NQ/TW và 900/2025/QH15")
    numbers = {c.key: c.number for c in paper.citations}
    assert {numbers[key] for key in row(paper, "9").cites} == {"57-NQ/TW", "900/2025/QH15"}


def test_a_new_reading_keeps_what_was_reviewed() -> None:
    read = as_read(misread())
    reviewed = ok(put(read, "task/9/lead", "Sở Tài chính"), "task/9/deadline")
    assert carry(reviewed.reviews, read, REGISTER) == reviewed
    assert carry(reviewed.reviews, reviewed, REGISTER).reviews == reviewed.reviews


def moved(read: Paper) -> Paper:
    """The same row, under another number, behind a new one."""
    return replace(read, tasks=(task(1, "9", "Một việc khác hẳn về cấp nước sạch"), misread("10")))


def test_a_row_that_moved_keeps_its_review() -> None:
    read = as_read(misread())
    paper = carry(put(read, "task/9/lead", "Sở Tài chính").reviews, moved(read), REGISTER)
    assert [b.agency for b in row(paper, "10").bodies(Role.LEAD)] == ["so-tai-chinh-tp-hai-phong"]
    assert [r.subject for r in paper.reviews] == ["task/10/lead"]
    assert row(paper, "9").bodies(Role.LEAD) == row(moved(read), "9").bodies(Role.LEAD)


def changed_words(read: Paper) -> Paper:
    """The paper says another lead now."""
    return as_read(misread(lead="Sở Nội vụ"))


def without_row(read: Paper) -> Paper:
    """The row is gone."""
    return as_read(task(1, "1", "Một việc khác hẳn về cấp nước sạch"))


@pytest.mark.parametrize(
    ("change", "status", "told"),
    [
        (changed_words, ReviewStatus.TEXT_CHANGED, "nay ghi “Sở Nội vụ”"),
        (without_row, ReviewStatus.GONE, "Không còn thấy"),
    ],
)
def test_what_changed_since_is_said_and_never_lost(
    change: Callable[[Paper], Paper], status: ReviewStatus, told: str
) -> None:
    read = as_read(misread())
    reviewed = put(read, "task/9/lead", "Sở Tài chính")
    paper = carry(reviewed.reviews, change(read), REGISTER)
    (review,) = paper.reviews
    assert (review.status, review.value, review.by, review.on) == (status, "Sở Tài chính", LAN, DAY)
    (doubt,) = [d for d in paper.doubts if d.subject == "task/9/lead"]
    assert told in doubt.reason_vi
    assert "Sở Tài chính" in doubt.reason_vi
    if status is ReviewStatus.TEXT_CHANGED:  # kept, and to be looked at
        cell = row(paper, "9").cell("lead")
        assert cell
        assert (cell.text, cell.place.text) == ("Sở Tài chính", "Sở Nội vụ")
        assert cell.confidence < 0.9
        assert "task/9/lead" in {v.subject for v in doubtful(paper)}
    # Read again as it was, the review holds again.
    assert carry(paper.reviews, read, REGISTER) == reviewed
    # And another look settles it.
    if status is ReviewStatus.TEXT_CHANGED:
        settled = ok(paper, "task/9/lead")
        assert settled.reviews[0].holds
        assert "task/9/lead" not in {d.subject for d in settled.doubts}


def test_two_rows_of_one_title_are_not_mixed_up() -> None:
    read = as_read(misread("9"), misread("10"))
    reviewed = put(read, "task/10/lead", "Sở Tài chính")
    swapped = as_read(misread("7"), misread("8"))
    paper = carry(reviewed.reviews, swapped, REGISTER)
    assert paper.reviews[0].status is ReviewStatus.GONE
    assert [t.bodies(Role.LEAD)[0].agency for t in paper.tasks] == [None, None]


@given(
    st.text(max_size=60),
    st.sampled_from(["title", "deadline", "lead", "coordinating", "authority", "deliverable", "x_y"]),
)
def test_any_words_can_be_carried_into_the_same_reading(words: str, field: str) -> None:
    extra = Cell("x_y", "ghi chú", Place("ghi chú", line=1))
    made = misread()
    read = as_read(replace(made, cells=(*made.cells, extra)))
    paper = put(read, f"task/9/{field}", words, as_written=True)
    assert carry(paper.reviews, read, REGISTER) == paper
    value = find_value(paper, f"task/9/{field}")
    assert value
    assert value.read == paper.reviews[0].value


def test_a_hole_that_was_accepted_does_not_hide_what_a_better_reader_reads() -> None:
    head = replace(city_plan().header, signatory=None)
    hole = Doubt("header/signatory", "để trống", "left empty", Place("T/M …", line=90))
    read = replace(as_read(task(1, "1", "Việc"), header=head), doubts=(hole,))
    reviewed = ok(read, "header/signatory")
    assert reviewed.doubts == ()
    assert carry(reviewed.reviews, read, REGISTER) == reviewed
    better = as_read(task(1, "1", "Việc"))
    paper = carry(reviewed.reviews, better, REGISTER)
    assert paper.header.signatory == better.header.signatory == "Nguyễn Văn Mẫu"
    assert paper.reviews[0].status is ReviewStatus.TEXT_CHANGED


def test_an_accepted_value_stays_and_what_the_paper_now_says_is_told() -> None:
    reviewed = ok(as_read(misread(lead="Sở Tài chính")), "task/9/lead")
    paper = carry(reviewed.reviews, as_read(misread(lead="Sở Nội vụ")), REGISTER)
    cell = row(paper, "9").cell("lead")
    assert cell
    assert (cell.text, cell.place.text, cell.confidence) == ("Sở Tài chính", "Sở Nội vụ", 0.4)
    assert [b.name for b in row(paper, "9").bodies(Role.LEAD)] == ["Sở Tài chính"]
    assert "nay ghi “Sở Nội vụ”" in paper.doubts[-1].reason_vi
