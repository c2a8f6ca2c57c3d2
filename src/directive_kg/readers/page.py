"""A page as it lies: words and ruled lines with their positions, whatever they were read from (text layer or picture).

Coordinates are points (1/72 inch) from the page's upper left corner, x to the right and y downwards.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from directive_kg.readers.markup import normalise

_SPLIT_GAP: Final = 1.1  # of the letters' height: a wider gap parts two columns, unless the whole line is stretched
_SAME_LINE: Final = 0.4  # of the letters' height
_MOSTLY: Final = 0.7
GLUE: Final = "\u2060"  # at the end of a printed line: the next one goes on with its last word
_CUT_SYLLABLE: Final = re.compile(r"(?<![^\W\d_])[BCDĐGHKLMNPQRSTVX]?[bcdđghklmnpqrstvx]{1,3}-$")  # one without a vowel
_STRETCHED: Final = 2.5  # times a line's usual gap
# What stands at the right of every letterhead (Nghị định 30/2020/NĐ-CP, Hướng dẫn 36-HD/VPTW), however near the issuer.
_MOTTO: Final = re.compile(r"CỘNG HO[ÀA] XÃ HỘI CHỦ|CỘNG HÒA XÃ HỘI CHỦ|ĐẢNG CỘNG SẢN VIỆT NAM$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the box around it."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    bold: bool = False
    confidence: float = 1.0  # 0..1

    @property
    def height(self) -> float:
        """Height of the box, which is near the letters' size."""
        return self.bottom - self.top

    @property
    def x(self) -> float:
        """The middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """The middle from top to bottom."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: at this x (vertical) or y (horizontal), from start to end along the other way."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paper."""

    number: int  # from 1
    width: float
    height: float
    words: tuple[Word, ...]
    horizontals: tuple[Rule, ...] = ()
    verticals: tuple[Rule, ...] = ()
    quarters: int = 0  # turns anticlockwise by which it was set upright, where the file has it lying


@dataclass(frozen=True, slots=True)
class Segment:
    """Words side by side on one printed line, with no wide gap between them."""

    words: tuple[Word, ...]
    page: int

    @property
    def text(self) -> str:
        """The words with single spaces, NFC."""
        return normalise(" ".join(word.text for word in self.words)).strip()

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """Upper end."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Lower end."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """The letters' usual height."""
        return median(word.height for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether nearly all of its letters are bold."""
        return is_bold(self.words)

    @property
    def confidence(self) -> float:
        """That of its least sure word (0..1)."""
        return min(word.confidence for word in self.words)


PrintedLine = tuple[Segment, ...]  # from left to right


def is_bold(words: Sequence[Word]) -> bool:
    """Whether nearly all letters of some words are bold; a letter lent by another font may not be."""
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) for word in words if word.bold) > _MOSTLY * letters


def printed_lines(words: Iterable[Word]) -> list[tuple[Word, ...]]:
    """Words grouped into printed lines, from top to bottom, each from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.y, w.x0)):
        if lines and abs(word.y - lines[-1][0].y) <= _SAME_LINE * max(word.height, lines[-1][0].height):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [tuple(sorted(line, key=lambda w: w.x0)) for line in lines]


def segments(line: Sequence[Word], page: int) -> list[Segment]:
    """A printed line cut at its wide gaps."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(line)]
    usual = median(gaps) if gaps else 0.0
    height = median(word.height for word in line)
    widest = max(_SPLIT_GAP * height, _STRETCHED * usual if len(gaps) > 3 else 0.0)
    found: list[list[Word]] = [[line[0]]]
    for at, (gap, word) in enumerate(zip(gaps, line[1:], strict=True), start=1):
        if gap > widest or (gap > 0 and _MOTTO.match(" ".join(w.text for w in line[at : at + 5]))):
            found.append([word])
        else:
            found[-1].append(word)
    return [Segment(tuple(part), page) for part in found]


def join_lines(texts: Sequence[str]) -> str:
    """Printed lines as one: a number or name cut at a hyphen or slash ('213-', 'KL/TW') is whole again."""
    joined = ""
    for text in texts:
        if joined.endswith(GLUE):
            joined = joined[:-1] + text
            continue
        if _CUT_SYLLABLE.search(joined):
            joined = joined[:-1] + text
            continue
        glued = re.search(r"\S[-/]$", joined) and not text.startswith(("-", "–"))
        joined += text if not joined or glued else f" {text}"
    return joined.removesuffix(GLUE)
