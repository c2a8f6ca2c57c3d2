"""Every rule has its page, and the pages in docs/rules say what the shapes say."""

from pathlib import Path

from directive_kg import resources
from directive_kg.check.rule_pages import rule_pages
from directive_kg.check.shapes import load_shapes

DOCS = Path(__file__).resolve().parents[2] / "docs" / "rules"


def test_pages_are_those_of_the_shapes() -> None:
    pages = rule_pages(load_shapes([resources.shapes_dir()]))
    written = {path.name: path.read_text(encoding="utf-8") for path in DOCS.iterdir()}
    assert sorted(written) == sorted(pages)
    changed = [name for name, text in pages.items() if written[name] != text]
    assert changed == [], "make them again: python -m directive_kg.check.rule_pages docs/rules"


def test_a_page_says_ground_severity_and_remedy() -> None:
    page = rule_pages(load_shapes([resources.shapes_dir()]))["T6-qua-han.md"]
    for words in (
        "Cơ sở / ground: Yêu cầu 6 rõ",
        "**vi phạm** / violation",
        "Đôn đốc cơ quan chủ trì",
        "tests/shapes/T6-qua-han/",
    ):
        assert words in page
