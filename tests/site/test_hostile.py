"""A graph that wants to do harm: its texts show as text, and its names stay in the output folder."""

import json
import re
import zipfile
from pathlib import Path

from directive_kg.site.known import NAME
from tests.site.crawl import all_pages
from tests.site.hostile import LONG, SCRIPT

ESCAPED = SCRIPT.replace("<", "&lt;").replace(">", "&gt;")


def test_nothing_is_written_outside_the_site(hostile_site: Path) -> None:
    beside = {path.name for path in hostile_site.parent.iterdir()}
    assert beside == {"site"}
    for path in hostile_site.rglob("*"):
        assert path.resolve().is_relative_to(hostile_site)
        assert not path.is_symlink()
        assert len(path.name.encode()) < 150


def test_names_that_differ_only_in_case_share_no_file(hostile_site: Path) -> None:
    names = [path.relative_to(hostile_site).as_posix().lower() for path in hostile_site.rglob("*") if path.is_file()]
    assert len(set(names)) == len(names)


def test_hostile_text_shows_as_text(hostile_site: Path) -> None:
    pages = all_pages(hostile_site).values()
    assert sum(ESCAPED in page.html for page in pages) > 10
    for page in pages:
        assert SCRIPT not in page.html, page.name
        assert [node.attributes.get("src") for node in page.tree.css("img")] == [], page.name
        assert "1337" not in page.html, f"{page.name}: a template ran inside a text"
    assert any("{{ 7 * 191 }}{% raw %}" in page.html for page in pages)


def test_hostile_text_in_a_drawing_is_text(hostile_site: Path) -> None:
    drawings = [svg for page in all_pages(hostile_site).values() for svg in page.tree.css("svg")]
    assert any("<script>alert(1)" in node.text() for svg in drawings for node in svg.css("text"))
    known = {"svg", "title", "desc", "path", "rect", "text", "a", "-text"}
    assert {node.tag for svg in drawings for node in svg.css("*")} <= known


def test_every_kind_of_page_meets_the_hostile_graph(hostile_site: Path) -> None:
    kinds = {page.name.split("/")[0] for page in all_pages(hostile_site).values()}
    assert kinds >= {"trace", "paper", "task", "body", "place", "deadlines"}
    assert any("/so-voi-" in page.name for page in all_pages(hostile_site).values())


def test_no_link_runs_a_script(hostile_site: Path) -> None:
    for page in all_pages(hostile_site).values():
        assert not [address for address in page.addresses() if ":" in address.split("/")[0]], page.name


def test_marks_that_turn_the_text_are_shown_by_number(hostile_site: Path) -> None:
    shown = [page for page in all_pages(hostile_site).values() if "[U+202E]" in page.html]
    assert shown
    for path in (path for path in hostile_site.rglob("*") if path.is_file() and path.name != NAME):
        for text in texts(path):
            assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u0000") & set(text), path


def texts(path: Path) -> list[str]:
    """The text of a file, or of every part of a packed one."""
    if path.suffix not in {".xlsx", ".docx"}:
        return [path.read_text(encoding="utf-8")]
    with zipfile.ZipFile(path) as package:
        return [package.read(name).decode("utf-8") for name in package.namelist()]


def test_ten_thousand_characters_are_shown_whole_on_their_own_page(hostile_site: Path) -> None:
    tasks = [page for page in all_pages(hostile_site).values() if page.name.startswith("task/")]
    assert len(tasks) == 8
    tasks = [page for page in tasks if (heading := page.tree.css_first("h1")) and not heading.text().startswith(SCRIPT)]
    assert len(tasks) == 7
    for page in tasks:
        heading = page.tree.css_first("h1")
        title = page.tree.css_first("title")
        assert heading is not None
        assert title is not None
        assert heading.text() == LONG
        assert len(title.text()) < 250


def test_the_search_index_is_data_only(hostile_site: Path) -> None:
    files = sorted((hostile_site / "search").iterdir())
    assert {path.suffix for path in files} == {".js"}
    for path in files:
        text = path.read_text(encoding="ascii")
        match = re.fullmatch(r'DIRECTIVE_KG_SEARCH\.put\("([a-z0-9]+)",(.*)\);\n', text)
        assert match, path.name
        assert match[1] == path.stem
        json.loads(match[2])
        assert "</script" not in text
        assert len(text) < 200_000, path.name
