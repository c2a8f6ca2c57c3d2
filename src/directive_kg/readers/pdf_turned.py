"""Pages of a PDF whose words run up, down or head over: turned in their positions, as a reader turns the sheet."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pdfplumber.utils.text import extract_words

_Turn = Callable[[Any, float, float], tuple[float, float, float, float]]
# Where a thing's x0, x1, top and bottom come to lie when a page of this width and height is turned so many quarters
# anticlockwise.
_TURNS: Final[Mapping[int, _Turn]] = {
    1: lambda t, width, _: (t["top"], t["bottom"], width - t["x1"], width - t["x0"]),
    2: lambda t, width, height: (width - t["x1"], width - t["x0"], height - t["bottom"], height - t["top"]),
    3: lambda t, _, height: (height - t["bottom"], height - t["top"], t["x0"], t["x1"]),
}


@dataclass(frozen=True, slots=True)
class StandingPage:
    """What a page of pdfplumber gives, as if its words ran from left to right."""

    page_number: int
    width: float
    height: float
    chars: list[Any]
    lines: Sequence[Any]
    rects: Sequence[Any]
    curves: Sequence[Any]
    images: Sequence[Any]

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """The page's own box."""
        return (0.0, 0.0, self.width, self.height)

    def extract_words(self, **options: Any) -> list[Any]:
        """As pdfplumber's page does."""
        words: list[Any] = extract_words(self.chars, **options)
        return words


def quarters_of(page: Any) -> int:
    """How many quarters anticlockwise a page must be turned for most of its letters to stand upright."""
    counts = Counter(_direction(char) for char in page.chars)
    best, count = counts.most_common(1)[0] if counts else (0, 0)
    return best if 2 * count > counts.total() else 0


def standing(page: Any, quarters: int) -> StandingPage:
    """A page turned so many quarters (1 to 3); letters that run another way than most are not upright there."""
    left, top = float(page.bbox[0]), float(page.bbox[1])
    width, height = float(page.width), float(page.height)
    turn = _TURNS[quarters]

    def turned(things: Sequence[Any]) -> list[Any]:
        made = []
        for thing in things:
            here = {"x0": thing["x0"] - left, "x1": thing["x1"] - left, "top": thing["top"] - top, "bottom": thing["bottom"] - top}  # fmt: skip
            x0, x1, high, low = turn(here, width, height)
            made.append({**thing, "x0": x0, "x1": x1, "top": high, "bottom": low, "doctop": high,
                         "width": x1 - x0, "height": low - high})  # fmt: skip
        return made

    chars = turned(page.chars)
    for char in chars:
        char["upright"] = _direction(char) == quarters
        char["size"] = char["height"]
    drawn = map(turned, (page.lines, page.rects, page.curves, page.images))
    size = (width, height) if quarters == 2 else (height, width)
    return StandingPage(page.page_number, *size, chars, *drawn)


def _direction(char: Any) -> int:
    """Quarters clockwise from level in which a letter's line runs (PDF 32000-1, 9.4.4: its matrix)."""
    across, up = char["matrix"][:2]
    if abs(across) >= abs(up):
        return 0 if across >= 0 else 2
    return 1 if up < 0 else 3
