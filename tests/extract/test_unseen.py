"""Papers of other places, ministries and Party bodies, of our own invention, in five layouts each.

Each series was written, truth and all, before the extractor was run on it; what it read the first time stands in docs/reading.md.
"""

import pytest

from directive_kg.register import load_register
from tests.extract.unseen_papers import SERIES, Sums, sums, unseen_papers

# recall, precision, leads, deadlines
TABLE_FLOORS = (0.95, 0.95, 0.95, 0.95)
LINES_FLOORS = (0.85, 0.9, 0.65, 0.7)  # a PDF's text layer; a table without a number column cannot be told there
SPACED_FLOORS = (0.9, 0.95, 0.95, 0.9)  # no line shows for which rows a merged cell speaks
TEXT_FLOORS = (0.9, 0.9, 0.9, 0.9)


@pytest.fixture(scope="module", params=SERIES)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sums:
    papers = [paper for paper in unseen_papers() if paper.series == request.param]
    return sums(papers, tmp_path_factory.mktemp("unseen"), load_register())


def test_tasks_and_orders_reach_their_floors(found: Sums) -> None:
    for kind, figures in found.by_kind.items():
        table = {"table lines": LINES_FLOORS, "table spaced": SPACED_FLOORS}.get(kind, TABLE_FLOORS)
        floors = table if kind.startswith("table") else TEXT_FLOORS
        if figures.wanted and "no numbers" not in kind:  # without rules and numbers a text's lines do not tell its rows
            assert all(f >= floor for f, floor in zip(figures.shares, floors, strict=True)), (kind, str(found))


def test_papers_without_tasks_give_none(found: Sums) -> None:
    figures = found.by_kind.get("no tasks")
    # Of a PDF's lines a list of past deeds cannot be told from one of deeds to come.
    assert figures is None or [fault for fault in figures.faults if " lines:" not in fault] == []


def test_headers_are_read(found: Sums) -> None:
    assert found.header_faults == []
