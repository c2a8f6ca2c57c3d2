"""The colours of the stylesheet can be told apart: WCAG 2.2, 1.4.3 (text) and 1.4.11 (what is no text)."""

import re
from importlib.resources import files

import pytest

CSS = files("directive_kg.site").joinpath("static", "site.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", CSS))
MARKED = "#fff6d6"  # the row that a link leads to


def luminance(colour: str) -> float:
    """Relative luminance, by the definition of WCAG."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_21() -> None:
    assert round(contrast("#000000", "#ffffff"), 6) == 21


@pytest.mark.parametrize("ground", [COLOURS["paper"], COLOURS["soft"], MARKED])
@pytest.mark.parametrize("text", ["ink", "quiet", "link", "bad", "warn"])
def test_text_can_be_read_on_every_ground(text: str, ground: str) -> None:
    assert MARKED in CSS
    assert contrast(COLOURS[text], ground) >= 4.5


@pytest.mark.parametrize("selector", [".chart .bar", ".picture rect"])
def test_bars_and_boxes_can_be_seen(selector: str) -> None:
    rule = re.search(rf"^{re.escape(selector)} \{{([^}}]*)\}}", CSS, re.M)
    assert rule is not None
    drawn = re.findall(r"#[0-9a-f]{6}", rule[1])
    assert drawn
    assert max(contrast(colour, COLOURS["paper"]) for colour in drawn) >= 3
