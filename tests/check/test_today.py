"""Overdue work: only where the day of the check is told."""

from datetime import date

import pytest

from directive_kg import resources
from directive_kg.check.audit import audit
from directive_kg.check.engine.checker import run_fast_check
from directive_kg.check.findings import CheckReport, State
from directive_kg.check.shapes import ShapeSet, load_shapes
from tests.check.examples import data

SHIPPED = load_shapes([resources.shapes_dir()])
T6 = ShapeSet(SHIPPED.graph, tuple(shape for shape in SHIPPED.shapes if shape.code == "T6-qua-han"))
DUE = """
:paper a dkg:Directive ; dkg:number "7/KH-UBND" ; dkg:hasTask :t1 , :t2 .
:t1 a dkg:Task ; dkg:inDirective :paper ; dkg:stt "1" ; dkg:dueEnd "2026-06-30"^^xsd:date .
:t2 a dkg:Task ; dkg:inDirective :paper ; dkg:stt "2" .
"""


def check(today: date | None) -> CheckReport:
    graph = data(DUE)
    before = set(graph)
    report = audit(graph, T6, today=today, engine=lambda g, s: run_fast_check(g, s)[0]).report
    assert set(graph) == before, "the graph is as it was"
    return report


@pytest.mark.parametrize(("day", "overdue"), [(date(2026, 6, 30), 0), (date(2026, 7, 1), 1)])
def test_a_task_is_overdue_from_the_day_after(day: date, overdue: int) -> None:
    report = check(day)
    assert [rule.checked for rule in report.summary] == [1]
    assert len(report.findings) == overdue


def test_without_a_day_nothing_is_checked() -> None:
    assert [rule.state for rule in check(None).summary] == [State.NOTHING_CHECKED]
