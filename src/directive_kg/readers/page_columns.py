"""Letterheads and signatures: two columns side by side without a line between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.readers.page import PrintedLine, Segment

_NEXT_LINE: Final = 2.2  # times the letters' height: what follows so close belongs to the column above
_SIGNATURE_GAP: Final = 150.0  # points: room for a signature and a seal above the signer's name
_NAME_WORDS: Final = 6
_SPANS: Final = 0.55  # of the page's width: a longer line is running text


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that are read one after another."""

    lines: tuple[PrintedLine, ...]
    is_column: bool  # one column of two: capitals above capitals are names of their own


def stretches(lines: Sequence[PrintedLine], width: float) -> list[Stretch]:
    """The lines of a page in reading order: of two columns the left one is read before the right one."""
    found: list[Stretch] = []
    plain: list[PrintedLine] = []
    index = 0
    while index < len(lines):
        end = _two_columns_end(lines, index, width)
        if end == index:
            plain.append(lines[index])
            index += 1
            continue
        if plain:
            found.append(Stretch(tuple(plain), is_column=False))
            plain = []
        left, right = _part(lines[index:end])
        found += [Stretch(tuple((s,) for s in side), is_column=True) for side in (left, right) if side]
        index = end
    if plain:
        found.append(Stretch(tuple(plain), is_column=False))
    return found


def _gutter(line: PrintedLine, width: float) -> tuple[float, float] | None:
    """Between which x the two halves of a line leave room; None when it has not two halves."""
    if len(line) != 2 or max(s.x1 - s.x0 for s in line) > _SPANS * width:
        return None
    return line[0].x1, line[1].x0


def _two_columns_end(lines: Sequence[PrintedLine], start: int, width: float) -> int:
    """The position behind the two-column stretch that opens at `start`; `start` when none does."""
    # A column may begin a line or two above the other.
    first = next((i for i in range(start, min(start + 3, len(lines))) if _gutter(lines[i], width)), None)
    if first is None or first > start > 0:
        return start
    gutter = _gutter(lines[first], width)
    assert gutter is not None
    low, high = gutter
    for line in lines[start:first]:
        if not _fits(line, low, high):
            return start
        low, high = _narrowed(line, low, high)
    end = start
    before: list[float | None] = [None, None]  # the lower ends of the left and the right column
    for line in lines[start:]:
        if not _fits(line, low, high) or not _near(line, before, low):
            break
        low, high = _narrowed(line, low, high)
        for segment in line:
            before[segment.x0 >= low] = segment.bottom
        end += 1
    return end if sum(len(line) == 2 for line in lines[start:end]) >= 1 else start


def _fits(line: PrintedLine, low: float, high: float) -> bool:
    """Whether every piece of a line keeps to one side of the gutter; a number left blank ('Số:   /KH-UBND') parts a side."""
    return all(s.x1 <= high or s.x0 >= low for s in line)


def _narrowed(line: PrintedLine, low: float, high: float) -> tuple[float, float]:
    for segment in line:
        if segment.x1 <= high and (segment.x0 < low):
            low = max(low, segment.x1)
        else:
            high = min(high, segment.x0)
    return low, high


def _near(line: PrintedLine, before: Sequence[float | None], low: float) -> bool:
    if len(line) > 1:
        return True
    segment = line[0]
    above = before[segment.x0 >= low]
    lowest = max((b for b in before if b is not None), default=None)
    if lowest is None or above is None or segment.top - above <= _NEXT_LINE * segment.size:
        return True
    # A signer's name stands alone below the room for the seal.
    is_name = segment.x0 >= low and len(segment.words) <= _NAME_WORDS
    return segment.top - above <= _SIGNATURE_GAP and is_name


def _part(lines: Sequence[PrintedLine]) -> tuple[list[Segment], list[Segment]]:
    gutters = [(line[0].x1 + line[1].x0) / 2 for line in lines if len(line) == 2]
    middle = sum(gutters) / len(gutters)
    left: list[Segment] = []
    right: list[Segment] = []
    for line in lines:
        for side, is_left in ((left, True), (right, False)):
            words = [w for s in line if ((s.x0 + s.x1) / 2 < middle) is is_left for w in s.words]
            if words:
                side.append(Segment(tuple(words), line[0].page))
    return left, right
