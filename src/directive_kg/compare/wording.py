"""What two titles have in common: the pairs of syllables, weighed by how rare they are in real papers."""

import math
import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from directive_kg.names import fold

Pair = tuple[str, str]
COUNTS: Final = Path(__file__).with_name("pair_counts.tsv")  # made by directive_kg.compare.count

# Nghị quyết and quyết định are how any of the others is issued, so they tell no two works apart.
_KINDS: Final = re.compile(
    r"\b(?:de an|ke hoach|chuong trinh|quy hoach|quy che|phuong an|chien luoc|bao cao|ho so|bo tieu chi)\b"
)
_KIND_WITHIN: Final = 90  # characters of a title in which the paper that it asks for is named
_YEARS: Final = re.compile(r"(?<![\d/.])(20\d\d)(?:\s*[-–—]\s*(20\d\d))?(?![\d/])")


def syllables(text: str) -> list[str]:
    """The folded words of a text, figures left out.

    >>> syllables("Lập Kế hoạch 2026")
    ['lap', 'ke', 'hoach']
    """
    return [word for word in re.findall(r"[^\W_]+", fold(text)) if not word[0].isdigit()]


def pairs(text: str) -> frozenset[Pair]:
    """Its neighbouring syllables."""
    words = syllables(text)
    return frozenset(pairwise(words))


@cache
def _weights() -> tuple[dict[Pair, float], float]:
    """How much each pair tells, the logarithm of one in how many titles has it; and one that the table has not."""
    head, *lines = COUNTS.read_text(encoding="utf-8").splitlines()
    total = int(head)
    known = {}
    for line in lines:
        words, _, count = line.partition("\t")
        one, _, other = words.partition(" ")
        known[one, other] = math.log(1 + total / int(count))
    return known, math.log(1 + total)


def likeness(left: frozenset[Pair], right: frozenset[Pair], whole: float | None = None) -> float:
    """Twice what both have, of all that each has (Dice), from 0 to 1. `whole` is the latter where it is known already."""
    shared = weigh(left & right)
    return 2 * shared / (weigh(left) + weigh(right) if whole is None else whole) if shared else 0.0


def weigh(pairs: Iterable[Pair]) -> float:
    """How much pairs tell, by the fixed counts of `pair_counts.tsv`."""
    known, other = _weights()
    # fsum: a set has no order, and the same titles have to give the same score in every run.
    return math.fsum(known.get(pair, other) for pair in pairs)


def kind_of_paper(title: str) -> str | None:
    """The kind of paper that a title asks for, folded; None where it names none near its beginning.

    >>> kind_of_paper("Xây dựng Nghị quyết về kế hoạch đầu tư công")
    'ke hoach'
    """
    found = _KINDS.search(fold(title)[:_KIND_WITHIN])
    return found[0] if found else None


def periods(title: str) -> frozenset[str]:
    """The years and runs of years that a title is about; not those of dates and numbers.

    >>> sorted(periods("Kế hoạch năm 2025, giai đoạn 2026 - 2030 theo Quyết định 5/2024/QĐ-TTg"))
    ['2025', '2026-2030']
    """
    return frozenset("-".join(filter(None, found)) for found in _YEARS.findall(title))
