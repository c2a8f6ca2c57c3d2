"""The picture of a chain: what the tree says, drawn so that nothing lies on anything else."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from directive_kg.site.contexts_trace import chain_of
from directive_kg.site.pages import plan_links
from directive_kg.site.picture import Picture, chain_picture
from directive_kg.site.tables import read_tables
from directive_kg.site.views import Site
from directive_kg.store.embedded import EmbeddedStore

TOP = "https://w3id.org/directive-kg/id/directive/quoc-hoi/2025/900-2025-qh15"


@pytest.fixture(scope="module")
def picture(store: EmbeddedStore) -> Picture:
    """The chain below the fixture's resolution."""
    tables = read_tables(store)
    site = Site(tables, plan_links(tables))
    found = chain_picture(site, TOP, list(chain_of(site, TOP)))
    assert found is not None
    return found


def test_every_paper_of_the_chain_and_every_lead_body_has_a_box(picture: Picture) -> None:
    names = [" ".join(text for _, text, bold in box.lines if bold) for box in picture.boxes]
    assert names[0] == "Nghị quyết 900/2025/QH15"
    assert "Kế hoạch 7001/KH-UBND" in names
    assert any(name.startswith("Sở Tài chính") for name in names)
    assert "Chưa rõ cơ quan chủ trì" in names
    assert len(set(names)) == len(names)
    finance = next(box for box in picture.boxes if box.lines[0][1].startswith("Sở Tài chính"))
    assert re.fullmatch(r"[0-9]+ nhiệm vụ", finance.lines[-1][1])
    kinds = [" ".join(text for _, text, bold in box.lines if bold) for box in picture.boxes if box.kind == "made"]
    assert "Báo cáo" in kinds


def test_no_box_lies_on_another_or_outside(picture: Picture) -> None:
    for box in picture.boxes:
        assert 0 <= box.x <= box.x + box.width <= picture.width
        assert 0 <= box.y <= box.y + box.height <= picture.height
    for one, other in combinations(picture.boxes, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_the_drawing_has_a_title_a_description_and_a_twin_in_words(site: Path) -> None:
    tree = LexborHTMLParser((site / "trace/quoc-hoi-2025-900-2025-qh15.html").read_text(encoding="utf-8"))
    drawing = tree.css_first("svg.picture")
    assert drawing is not None
    assert drawing.attributes["role"] == "group"
    for name in str(drawing.attributes["aria-labelledby"]).split():
        node = tree.css_first(f"#{name}")
        assert node is not None
        assert "900/2025/QH15" in node.text()
    assert tree.css("ol.chain > li details li a")


def test_a_resolution_that_nothing_carries_out_has_no_picture(store: EmbeddedStore) -> None:
    tables = read_tables(store)
    assert chain_picture(Site(tables, plan_links(tables)), TOP, []) is None
