"""Every case that the catalogue's 'seen in' column names is reported on the shipped graph (the column itself is read)."""

import re
from collections.abc import Iterator

import pytest

from directive_kg import resources
from directive_kg.check.engine.checker import run_fast_check
from directive_kg.check.findings import CheckReport
from directive_kg.check.shapes import load_shapes
from directive_kg.graph.files import load_union
from tests.shared import SHARED, needs_shared

PAPERS = {"71": "000", "CTr": "001", "273": "003"}  # as the catalogue calls them -> first figures of their files


def seen_in() -> Iterator[tuple[str, str, str]]:
    """Code, paper and row of each case that is a row."""
    text = (SHARED / "AUDIT.md").read_text(encoding="utf-8") if SHARED.is_dir() else ""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 4 or not re.match(r"[A-Z]\d", cells[0]):
            continue
        # Two rows of one rule share a line: the first of its codes has them (X2 of X2 to X5).
        code = cells[0].split(",")[0].split("-")[0]
        for part in re.split(r";| and ", re.sub(r"\([^)]*\)", "", cells[3])):
            words = part.split()
            if not words or words[0] not in PAPERS or (len(words) > 1 and not words[1][0].isdigit()):
                continue
            for piece in "".join(words[1:]).split(","):
                for row in expand(piece):
                    yield code, PAPERS[words[0]], row


def expand(piece: str) -> list[str]:
    """'35.1–35.3' and '2–6' row by row."""
    first, dash, last = piece.partition("–")
    if not dash:
        return [first] if first else []
    head, _, begin = first.rpartition(".")
    end = last.rpartition(".")[2]
    return [f"{head}.{n}" if head else str(n) for n in range(int(begin), int(end) + 1)]


@pytest.fixture(scope="module")
def report() -> CheckReport:
    return run_fast_check(load_union(resources.graph_dir()), load_shapes([resources.shapes_dir()]))[0]


@needs_shared
def test_the_column_is_read() -> None:
    cases = set(seen_in())
    assert {("R1", "000", "35.2"), ("T2", "003", "59"), ("X1", "001", "61"), ("R6", "000", "6")} <= cases
    assert len(cases) > 50


@needs_shared
def test_every_case_is_reported(report: CheckReport) -> None:
    told = {(f.code.split("-")[0], (f.place.file or "")[:3], f.task_label) for f in report.findings}
    # A match of two papers is reported at the later one; the other is named in it.
    named = {
        (f.code.split("-")[0], paper, row)
        for f in report.findings
        if f.value and "/task/" in f.value
        for row in [f.value.rpartition("/task/")[2]]
        for paper in PAPERS.values()
    }
    assert [case for case in sorted(set(seen_in())) if case not in told | named] == []
