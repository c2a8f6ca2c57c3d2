"""The six clarities: the formula, and over what it is summed."""

from datetime import date
from typing import Any

import pytest

from directive_kg.check.score import CLARITIES, Scores, Tally
from directive_kg.check.waivers import accept
from tests.check.examples import PAPER, audited

PLACED = PAPER + ':paper dkg:jurisdiction :city . :city skos:prefLabel "Thành phố Mẫu"@vi .'


def rule(code: str, path: str, severity: str = "Violation", target: str = "Task") -> str:
    return f"""
s:{code} a sh:PropertyShape ; dkg:code "{code}" ; sh:targetClass dkg:{target} ; sh:severity sh:{severity} ;
    sh:name "{code}"@vi ; sh:message "{{task}}"@vi ; sh:path {path} ; sh:minCount 1 .
"""


def scores(shapes: str, paper: str = PLACED, **options: Any) -> Scores:
    told = audited(shapes, paper, scores=True, **options).scores
    assert told is not None
    return told


def percents(told: Scores) -> dict[str, float | None]:
    return {row.label.vi: row.all.percent for row in told.tasks}


@pytest.mark.parametrize(("severity", "percent"), [("Violation", 50.0), ("Warning", 75.0), ("Info", 100.0)])
def test_a_violation_costs_the_point_a_warning_half_a_remark_nothing(severity: str, percent: float) -> None:
    # Two rules; the second finds that task 2 has no lead.
    told = scores(rule("R2-viec", "dcterms:title") + rule("R1-nguoi", "dkg:lead", severity))
    assert percents(told) == {"1 Lập báo cáo <b>quý</b>": 100.0, "2 Kiểm tra": percent}
    assert told.all.all == Tally(earned=4 + round(percent / 25), asked=4)
    assert told.all.clarities["R1-nguoi"].percent == percent
    assert told.all.clarities["R2-viec"].percent == 100.0


def test_bodies_papers_and_places_are_sums_of_their_tasks() -> None:
    told = scores(rule("R1-nguoi", "dkg:lead"))
    assert [(row.label.vi, row.tasks, row.all.percent) for row in told.bodies] == [
        ("Ủy ban nhân dân", 1, 0.0),  # leads nothing: it issued the paper
        ("Sở Mẫu", 1, 100.0),
    ]
    assert [(row.label.vi, row.tasks, row.all.percent) for row in told.papers] == [("Văn bản 7/KH-UBND", 2, 50.0)]
    assert [(row.label.vi, row.tasks, row.all.percent) for row in told.places] == [("Thành phố Mẫu", 2, 50.0)]


def test_what_the_annex_lacks_each_of_its_tasks_lacks() -> None:
    order = ":t2 dkg:origin <https://w3id.org/directive-kg/vocabulary/origin/body-order> ."
    shape = rule("R6-tham-quyen", "dkg:missing", target="Directive")
    assert percents(scores(shape)) == {"1 Lập báo cáo <b>quý</b>": 0.0, "2 Kiểm tra": 0.0}
    assert percents(scores(shape, PLACED + order)) == {"1 Lập báo cáo <b>quý</b>": 0.0, "2 Kiểm tra": None}


def test_what_a_rule_does_not_apply_to_is_not_asked() -> None:
    condition = (
        's:first a sh:PropertyShape ; sh:path dkg:stt ; sh:hasValue "1" . s:R3-thoi-gian dkg:appliesTo s:first .'
    )
    told = scores(rule("R3-thoi-gian", "dkg:stt") + condition)
    assert percents(told) == {"1 Lập báo cáo <b>quý</b>": 100.0, "2 Kiểm tra": None}
    assert [row.label.vi for row in told.tasks][-1] == "2 Kiểm tra", "those that were asked nothing stand last"


def test_a_broken_rule_is_asked_of_nobody() -> None:
    told = scores('s:b a sh:NodeShape ; dkg:code "R1-nguoi" ; sh:targetClass dkg:Task .')
    assert told.all.all == Tally()
    assert told.all.all.percent is None


def test_what_was_accepted_costs_nothing_and_is_counted() -> None:
    shape = rule("R1-nguoi", "dkg:lead")
    (finding,) = audited(shape, PLACED).report.findings
    waivers = accept((), finding, reason="x", by="y", on=date(2026, 1, 1), until=date(2026, 2, 1))
    told = scores(shape, waivers=waivers)
    assert told.all.all == Tally(earned=4, asked=2, accepted=1)


def test_other_rules_do_not_count() -> None:
    assert scores(rule("T1-x", "dkg:lead")).all.all == Tally()
    assert len(CLARITIES) == 6
