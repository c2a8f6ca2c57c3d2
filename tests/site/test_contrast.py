"""The colours of the stylesheet can be told apart: WCAG 2.2, 1.4.3 (text) and 1.4.11 (what is no text)."""

import re
from importlib.resources import files

import pytest

CSS = files("directive_kg.site").joinpath("static", "site.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", block)) for block in re.findall(r":root \{([^}]*)\}", CSS)
)
PALETTES = {"light": LIGHT, "dark": LIGHT | DARK}


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


def test_both_palettes_have_every_colour() -> None:
    assert set(DARK) == set(LIGHT)
    assert set(re.findall(r"var\(--([a-z]+)\)", CSS)) == set(LIGHT)
    rest = re.sub(r":root \{[^}]*\}", "", CSS)
    assert re.findall(r"#[0-9a-f]{3,8}\b", rest) == [], "a colour outside the palettes is wrong in one of them"


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("ground", ["paper", "soft", "mark"])
@pytest.mark.parametrize("text", ["ink", "quiet", "link", "bad", "warn"])
def test_text_can_be_read_on_every_ground(text: str, ground: str, palette: str) -> None:
    colours = PALETTES[palette]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("drawn", ["bar", "bad", "soon", "pale", "field", "accent"])
def test_bars_and_boxes_can_be_seen(drawn: str, palette: str) -> None:
    colours = PALETTES[palette]
    for ground in ("paper", "soft"):
        assert contrast(colours[drawn], colours[ground]) >= 3
