"""What holds of every page of the site, found by listing the folder."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.site.crawl import all_pages, dead_links

KINDS = {
    "index.html", "trace/index.html", "paper/index.html", "body/index.html", "questions/index.html", "deadlines.html",
    "checks.html", "about.html", "trace/quoc-hoi-2025-900-2025-qh15.html", "body/so-tai-chinh-tp-hai-phong.html",
    "paper/ubnd-tp-hai-phong/2026/7001-kh-ubnd/index.html", "task/ubnd-tp-hai-phong/2026/7001-kh-ubnd/12.1.html",
    "questions/tasks-under-directive.html",
}  # fmt: skip


def test_every_kind_of_page_is_built(site: Path) -> None:
    built = {page.name for page in all_pages(site).values()}
    assert built >= KINDS


@pytest.mark.parametrize("which", ["site", "hostile_site"])
def test_no_link_is_dead_or_leads_out(which: str, request: pytest.FixtureRequest) -> None:
    assert dead_links(request.getfixturevalue(which)) == []


def test_a_dead_link_would_be_found(site: Path, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text('<a href="b.html">b</a><a href="#c">c</a><a href="http://x.example/">x</a><a href="../a">d</a>')
    assert len(dead_links(tmp_path)) == 4


@pytest.mark.parametrize("which", ["site", "hostile_site"])
def test_no_page_has_inline_script_or_style_or_needs_a_foreign_host(which: str, request: pytest.FixtureRequest) -> None:
    for page in all_pages(request.getfixturevalue(which)).values():
        scripts = [node for node in page.tree.css("script") if node.attributes.get("type") != "application/ld+json"]
        assert [node for node in scripts if not node.attributes.get("src")] == [], page.name
        assert page.tree.css("style") == [], page.name
        attributes = {name for node in page.tree.css("*") for name in node.attributes}
        assert {name for name in attributes if name == "style" or name.startswith("on")} == set(), page.name


def test_stylesheet_and_script_name_no_host(site: Path) -> None:
    for path in [*site.glob("static/*"), *site.glob("search/*")]:
        text = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"(https?:)?//[a-z]|@import|url\(", re.sub(r"^\s*//.*$", "", text, flags=re.M)), path.name


def test_every_page_can_be_read_by_anyone(site: Path) -> None:
    for page in all_pages(site).values():
        tree = page.tree
        html = tree.css_first("html")
        assert html is not None
        assert html.attributes.get("lang") == "vi", page.name
        assert len(tree.css("h1")) == 1, page.name
        levels = [int(node.tag[1]) for node in tree.css("h1, h2, h3, h4") if node.tag]
        assert all(below <= above + 1 for above, below in pairwise(levels)), page.name
        first = tree.css_first("body a")
        assert first is not None
        assert first.attributes.get("href") == "#noi-dung", page.name
        assert tree.css_first("main#noi-dung") is not None, page.name
        assert tree.css_first("title") is not None, page.name
        assert all(node.attributes.get("scope") for node in tree.css("th")), page.name
        assert len(tree.css("caption")) == len(tree.css("table")), page.name
        ids = [node.attributes.get("id") for node in tree.css("[id]")]
        assert len(set(ids)) == len(ids), page.name
        assert all(node.attributes.get("lang") == "en" for node in tree.css(".en")), page.name


def test_a_page_says_what_it_was_built_from(site: Path) -> None:
    for page in all_pages(site).values():
        assert "Dựng từ 3 văn bản, mới nhất ngày 04/2026." in page.html, page.name
