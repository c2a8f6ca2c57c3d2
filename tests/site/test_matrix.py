"""The trace matrix: every task in the column of every body that leads it, and the holes told."""

from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from directive_kg.site.contexts_matrix import matrix_context
from directive_kg.site.pages import plan_links
from directive_kg.site.render import render
from directive_kg.site.rows import ProvisionRow
from directive_kg.site.tables import read_tables
from directive_kg.site.views import Site
from directive_kg.store.embedded import EmbeddedStore

PLAN = "ubnd-tp-hai-phong/2026/7001-kh-ubnd"
PAPER = f"https://w3id.org/directive-kg/id/directive/{PLAN}"


@pytest.fixture(scope="module")
def matrix(site: Path) -> LexborHTMLParser:
    """The matrix of the city plan."""
    return LexborHTMLParser((site / f"paper/{PLAN}/ma-tran.html").read_text(encoding="utf-8"))


def columns(matrix: LexborHTMLParser) -> list[str]:
    """The names of the columns of bodies."""
    return [" ".join(node.text().split()) for node in matrix.css("table.matrix thead th")[1:]]


def numbers(cell: LexborNode) -> list[str]:
    """The tasks of a cell."""
    return [node.text() for node in cell.css("a")]


def test_every_task_stands_in_the_column_of_each_of_its_leads(matrix: LexborHTMLParser, site: Path) -> None:
    names = columns(matrix)
    found: dict[str, set[str]] = {name: set() for name in names}
    for row in matrix.css("table.matrix tbody tr:not(.hole)"):
        cells = row.css("td")
        assert len(cells) == len(names)
        for name, cell in zip(names, cells, strict=True):
            found[name] |= set(numbers(cell))
    assert {"1", "6", "12.1"} & found["Sở Tài chính thành phố Hải Phòng"] == {"1", "6"}
    assert {"6", "12", "12.1"} <= found["Sở Nội vụ thành phố Hải Phòng"]
    assert {"2", "3", "14"} <= found["Chưa rõ cơ quan chủ trì"], "none, a class, and an unknown body"
    paper = LexborHTMLParser((site / f"paper/{PLAN}/index.html").read_text(encoding="utf-8"))
    annex = {node.text().split()[0] for node in paper.css("table.annex th.stt a")}
    assert annex - set().union(*found.values()) == set()


def test_empty_cells_are_marked_and_explained(matrix: LexborHTMLParser) -> None:
    empty = [cell for cell in matrix.css("table.matrix td") if not cell.css("a")]
    assert empty
    assert all(cell.text().strip() for cell in empty)
    assert "không nhiệm vụ nào của mục ấy giao cơ quan ấy chủ trì" in matrix.css("main ul")[0].text()


def test_a_provision_that_orders_work_without_a_task_is_a_hole(store: EmbeddedStore) -> None:
    tables = read_tables(store)
    own = tables.paper_provisions[PAPER]
    lonely = ProvisionRow(f"{PAPER}/provision/IV", PAPER, number="IV", title="Việc bị quên", orders_work=True)
    silent = ProvisionRow(f"{PAPER}/provision/V", PAPER, number="V", title="Lời chào")
    widened = replace(tables, paper_provisions={**tables.paper_provisions, PAPER: (*own, lonely, silent)})
    context = matrix_context(Site(widened, plan_links(tables)), PAPER)
    [block] = context.matrix.blocks
    assert [row.name for row in block.rows if row.hole] == ["Việc bị quên"]
    assert context.matrix.holes == 1
    assert "Lời chào" not in [row.name for row in block.rows]
    page = LexborHTMLParser(render("matrix.html", context))
    [hole] = page.css("tr.hole")
    assert [" ".join(cell.text().split()) for cell in hole.css("th, td")] == [
        "IV Việc bị quên",
        "chưa có nhiệm vụ no task",
    ]
