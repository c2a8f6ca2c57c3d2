"""No mark that shows nothing, or turns the text around it, goes out as itself."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from directive_kg.site.render import UNSEEN, visible


def test_the_short_way_round_misses_no_mark() -> None:
    for mark in map(chr, range(0x11000)):
        if UNSEEN.match(mark):
            assert not mark.isprintable(), f"U+{ord(mark):04X}"
            assert visible(f"a\n{mark}") == f"a\n[U+{ord(mark):04X}]"


def test_every_mark_of_direction_is_unseen() -> None:
    marks = [c for c in map(chr, range(0x11000)) if unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF"}]
    assert all(UNSEEN.match(mark) for mark in marks)


@given(st.text())
def test_nothing_else_is_touched(text: str) -> None:
    assert visible(text) == "".join(f"[U+{ord(c):04X}]" if UNSEEN.match(c) else c for c in text)
