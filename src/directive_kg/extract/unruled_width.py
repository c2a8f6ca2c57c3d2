"""How wide words are on the paper, and how wide a column must be for its lines to have broken where they did."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

# Nghị định 30/2020/NĐ-CP, Phụ lục I: a paper is set in Times New Roman. Advance widths in thousandths of the type size
# (Adobe Times Roman metrics); a letter with a mark above or below it is as wide as the bare letter.
_WIDTHS: Final[dict[str, int]] = {
    **dict.fromkeys("ijlt/\\;:'’‘", 278),
    **dict.fromkeys("frI()[]-", 333),
    **dict.fromkeys("sJ", 389),
    **dict.fromkeys('aceđz“”"', 444),
    **dict.fromkeys("PFS", 556),
    **dict.fromkeys("LTEZ", 611),
    **dict.fromkeys("BCR", 667),
    **dict.fromkeys("AĐDGHKNOQUVXYw", 722),
    **dict.fromkeys("Mm%", 800),
    **dict.fromkeys("W…—", 950),
    **dict.fromkeys(" .,", 250),
}
_OTHER: Final = 500
SPACE: Final = _WIDTHS[" "]


@lru_cache(maxsize=20_000)
def printed_width(words: str) -> int:
    """Width of words set on one line, in thousandths of the type size.

    >>> printed_width("Hà Nội") == printed_width("Ha Noi")
    True
    """
    plain = unicodedata.normalize("NFD", words)
    return sum(_WIDTHS.get(c, _OTHER) for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=20_000)
def next_word_width(words: str) -> int:
    """Width that the first unbreakable piece of a line would have taken on the line before it."""
    first = words.split(" ", 1)[0]
    # A line may break behind a hyphen inside a word ('238/KH-' + 'UBND').
    head, hyphen, tail = first.partition("-")
    return printed_width(head + hyphen if tail and head else first)


def joined_width(before: str, after: str) -> int:
    """Width of the line `before` had the first word of the next line, `after`, been put on it."""
    gap = 0 if ends_in_broken_word(before) else SPACE
    return printed_width(before) + gap + next_word_width(after)


def ends_in_broken_word(line: str) -> bool:
    """Whether a line ends in the first half of a word that the wrap broke at its hyphen: 'Kế hoạch số 238/KH-'."""
    return len(line) > 1 and line[-1] in "-–" and line[-2].isalnum()


def fitting_width(cells: Iterable[Sequence[str]], slack: int = 400) -> int | None:
    """The column width that best explains where the lines of the column's cells broke; None without any line.

    A line wider than the column speaks against a width, and so does a break before a word that would still have fitted.
    """
    cells = [cell for cell in cells if cell]
    widths = sorted(printed_width(line) for cell in cells for line in cell)
    if not widths:
        return None
    joined = sorted(joined_width(a, b) for cell in cells for a, b in pairwise(cell))
    best, least = widths[-1], len(widths) + len(joined)
    too_wide, fitted = len(widths), 0
    for width in sorted(set(widths)):
        while too_wide and widths[len(widths) - too_wide] <= width:
            too_wide -= 1
        while fitted < len(joined) and joined[fitted] <= width - slack:
            fitted += 1
        if too_wide + fitted <= least:
            best, least = width, too_wide + fitted
    return best
