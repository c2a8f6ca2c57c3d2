"""Papers of other offices in every layout, against compact transcriptions made by reading them."""

from typing import Any

import pytest

from directive_kg.errors import NoTasksError
from directive_kg.extract.paper import extract_paper
from directive_kg.records import Paper
from directive_kg.register import load_register
from tests.extract.wild_score import Tally, compare, header_faults, truths
from tests.shared import SHARED, needs_shared

TRUTHS = truths()
# recall, precision, leads, deadlines
TABLE_FLOORS = (0.9, 0.9, 0.9, 0.85)
ORDER_FLOORS = (0.85, 0.9, 0.9, 0.9)


@pytest.fixture(scope="module")
def papers() -> dict[str, Paper]:
    register = load_register()
    names = [t["source"] for t in TRUTHS if not t.get("without_tasks")]
    return {name: extract_paper(SHARED / "wild" / name, register) for name in names}


def _tallies(papers: dict[str, Paper]) -> tuple[Tally, Tally]:
    tasks, orders = Tally(), Tally()
    for truth in TRUTHS:
        if truth.get("without_tasks"):
            continue
        paper, optional = papers[truth["source"]], truth.get("optional", [])
        if truth["tasks"]:
            tasks.add(compare(truth["tasks"], paper.tasks, optional, partial="count" in truth))
        if truth["orders"]:
            given = paper.orders if truth["tasks"] else paper.tasks
            orders.add(compare(truth["orders"], given, optional, partial=False))
    return tasks, orders


@needs_shared
def test_tasks_and_orders_reach_their_floors(papers: dict[str, Paper]) -> None:
    for name, tally, floors in zip(
        ("tables, labels", "orders"), _tallies(papers), (TABLE_FLOORS, ORDER_FLOORS), strict=True
    ):
        figures = (tally.recall, tally.precision, tally.leads_right, tally.due_right)
        shown = " ".join(f"{f:.3f}" for f in figures)
        print(f"{name} ({tally.wanted}): {shown}")  # noqa: T201 - the figures are what one runs this for
        assert all(f >= floor for f, floor in zip(figures, floors, strict=True)), (name, figures, floors)


@needs_shared
@pytest.mark.parametrize("truth", [t for t in TRUTHS if "type" in t], ids=lambda t: str(t["source"])[:3])
def test_header_and_number_of_rows(truth: dict[str, Any], papers: dict[str, Paper]) -> None:
    paper = papers[truth["source"]]
    assert header_faults(truth, paper) == []
    if "count" in truth:
        assert len(paper.tasks) == truth["count"]


@needs_shared
@pytest.mark.parametrize("name", [t["source"] for t in TRUTHS if t.get("without_tasks")])
def test_laws_rules_and_news_have_no_tasks(name: str) -> None:
    with pytest.raises(NoTasksError):
        extract_paper(SHARED / "wild" / name, load_register())
