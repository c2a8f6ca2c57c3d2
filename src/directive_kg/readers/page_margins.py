"""Running heads and page numbers: lines that come back at the top or the foot of the pages."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from directive_kg.names import fold
from directive_kg.readers.page import Page, PrintedLine
from directive_kg.readers.page_unruled import find_heading

_REACH: Final = 2  # lines from the page's edge
_MARGIN: Final = 0.13  # of the page's height
_SAME_HEIGHT: Final = 8.0  # points between a running head's places on two pages
_LONGEST: Final = 120  # characters
_SHARE: Final = 0.3  # of the pages; left and right pages may have heads of their own
_PAGE_NUMBER: Final = re.compile(r"^\W*(?:trang\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?\W*$", re.IGNORECASE)
_NEVER: Final = re.compile(r"^(?:phu luc|bieu|mau|stt|tt)\b")


def without_running_heads(pages: Sequence[Page], lines_of: Sequence[Sequence[PrintedLine]]) -> list[list[PrintedLine]]:
    """The lines of every page without those that repeat at its top or foot and without page numbers."""
    seen: dict[tuple[str, bool], list[tuple[int, int, float]]] = defaultdict(list)
    dropped: set[tuple[int, int]] = set()
    for at, (page, lines) in enumerate(zip(pages, lines_of, strict=True)):
        for index, is_top in _edge_lines(lines, page.height):
            text = " ".join(segment.text for segment in lines[index])
            number = _PAGE_NUMBER.match(text)
            if number and int(number[1]) == page.number:
                dropped.add((at, index))
            key = " ".join(sorted(re.sub(r"\d+", "#", fold(text)).split()))
            if len(text) <= _LONGEST and not _NEVER.match(fold(text)):
                seen[key, is_top].append((at, index, lines[index][0].top))
    least = max(2.0, _SHARE * len(pages))
    for places in seen.values():
        for at, index, y in places:
            alike = {other for other, _, top in places if abs(top - y) <= _SAME_HEIGHT}
            if len(alike) >= least:
                dropped.add((at, index))
    return [
        [line for index, line in enumerate(lines) if (at, index) not in dropped] for at, lines in enumerate(lines_of)
    ]


def _edge_lines(lines: Sequence[PrintedLine], height: float) -> list[tuple[int, bool]]:
    """Positions of the lines near the edges, and whether it is the upper edge. A table's heading is no running head."""
    top = [(i, True) for i in range(min(_REACH, len(lines))) if lines[i][0].top < _MARGIN * height]
    foot = [
        (i, False)
        for i in range(max(0, len(lines) - _REACH), len(lines))
        if lines[i][0].bottom > (1 - _MARGIN) * height
    ]
    heading = find_heading([[word for segment in line for word in segment.words] for line in lines])
    return [(i, is_top) for i, is_top in top + foot if heading is None or not heading[0] <= i <= heading[1]]
