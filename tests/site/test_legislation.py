"""The JSON-LD of a paper's page."""

import json
from html.parser import HTMLParser
from pathlib import Path

from directive_kg.names import DEFAULT_BASE
from tests.fixtures.papers import all_papers, city_plan


class _Blocks(HTMLParser):
    """The JSON-LD of a page, found as a browser would find it."""

    def __init__(self) -> None:
        super().__init__()
        self._within = False
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag == "script" and ("type", "application/ld+json") in attrs

    def handle_data(self, data: str) -> None:
        if self._within:
            self.found.append(data)
            self._within = False


def _blocks(page: Path) -> list[dict[str, object]]:
    parser = _Blocks()
    parser.feed(page.read_text(encoding="utf-8"))
    return [json.loads(block) for block in parser.found]


def test_each_paper_says_what_it_is(site: Path) -> None:
    for paper in all_papers():
        (found,) = _blocks(site / "paper" / paper.key / "index.html")
        assert found["@type"] == "Legislation"
        assert found["@id"] == f"{DEFAULT_BASE}id/directive/{paper.key}"
        assert found.get("legislationIdentifier") == paper.header.number
        assert found["legislationDate"] == paper.header.date
    (plan,) = _blocks(site / "paper" / city_plan().key / "index.html")
    assert plan["legislationType"] == "Kế hoạch"
    assert plan["legislationPassedBy"] == {
        "@type": "GovernmentOrganization",
        "@id": f"{DEFAULT_BASE}id/agency/ubnd-tp-hai-phong",
        "name": "Ủy ban nhân dân thành phố Hải Phòng",
    }
    carried_out = plan["legislationEnsuresImplementationOf"]
    assert isinstance(carried_out, list)
    assert [paper["@id"] for paper in carried_out] == [f"{DEFAULT_BASE}id/directive/quoc-hoi/2025/900-2025-qh15"]


def test_a_hostile_title_stays_within_the_block(hostile_site: Path) -> None:
    pages = sorted((hostile_site / "paper").rglob("*.html"))
    found = [block for page in pages for block in _blocks(page)]
    assert found
    for page in pages:
        assert "<script>alert" not in page.read_text(encoding="utf-8")
    assert any("<script>" in json.dumps(block) for block in found), "the hostile words are there, as words"
