"""Papers of other places, ministries and Party bodies that no rule was written for, in five layouts each.

A third of them stays apart: its faults are not looked at, so that its figures say what to expect of the next paper.
"""

import pytest

from directive_kg.register import load_register
from tests.extract.unseen_papers import Sums, sums, unseen_papers

# recall, precision, leads, deadlines: what the issue asks of tables and of running text
TABLE_FLOORS = (0.9, 0.9, 0.9, 0.85)
LINES_FLOORS = (0.88, 0.9, 0.75, 0.85)  # of a PDF's text layer; a table without a number column cannot be told there
TEXT_FLOORS = (0.7, 0.7, 0.9, 0.85)


@pytest.fixture(scope="module", params=[False, True], ids=["tuned on", "kept apart"])
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sums:
    papers = [paper for paper in unseen_papers() if paper.is_held_out == request.param]
    return sums(papers, tmp_path_factory.mktemp("unseen"), load_register())


def test_tasks_and_orders_reach_their_floors(found: Sums) -> None:
    for kind, figures in found.by_kind.items():
        floors = LINES_FLOORS if kind == "table lines" else TABLE_FLOORS if kind.startswith("table") else TEXT_FLOORS
        if figures.wanted:
            assert all(f >= floor for f, floor in zip(figures.shares, floors, strict=True)), (kind, str(found))


def test_papers_without_tasks_give_none(found: Sums) -> None:
    assert found.by_kind["no tasks"].given == 0, found.by_kind["no tasks"].faults


def test_headers_are_read(found: Sums) -> None:
    assert found.header_faults == []
