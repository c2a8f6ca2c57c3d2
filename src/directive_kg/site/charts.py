"""Counts as bars that lie below each other, each bar in pieces by how its tasks stand to their last day."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.site import words
from directive_kg.site.briefs import Brief
from directive_kg.site.views import Site
from directive_kg.site.words import Label

_LINE: Final = 24  # from bar to bar, in the drawing's units
_TALL_LINE: Final = 40  # where the name stands above its bar
_LONGEST: Final = 240  # of a bar: a phone shows the drawing at about its own size
_LETTER: Final = 7.3  # about the width of a letter of a bar's name
_MOST_BESIDE: Final = 12  # letters of a name that stands beside its bar
_MOST_ABOVE: Final = 54

# In the order in which they lie in a bar.
PIECES: Final[dict[str, Label]] = {
    "done": Label("đã báo cáo hoàn thành", "reported done"),
    "late": Label("quá hạn", "overdue"),
    "soon": Label("đến hạn trong 30 ngày", "due within 30 days"),
    "bar": Label("có ngày, chưa đến hạn", "has a day, not yet due"),
    "pale": Label("thường xuyên, định kỳ, chờ, hoặc không nêu ngày", "standing, recurring, waiting, or no day"),
}
_DATED: Final = Label("có ngày", "has a day")
_OF_STATE: Final = {"done": "done", "overdue": "late", "soon": "soon", "later": "bar", "": "bar"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar."""

    kind: str
    x: int
    length: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart, `y` from the top; the name stands beside the bar, or above it where names are long."""

    label: str
    href: str | None
    y: int
    height: int
    bar_y: int
    pieces: tuple[Piece, ...]
    end: int  # where the bar ends
    count: int
    late: int
    here: bool  # it is what the page is about


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with what their pieces mean."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, Label], ...]  # of the pieces that it has; none where all are of one kind


@dataclass(frozen=True, slots=True)
class Line:
    """What a bar is made from."""

    label: str
    href: str | None
    counts: Mapping[str, int]  # kind of piece -> how many
    here: bool = False


def chart_of(lines: Sequence[Line], dated: bool = True) -> Chart:
    """A chart; without a day given, `dated` False, nothing is told late or early."""
    most = max((sum(line.counts.values()) for line in lines), default=1) or 1
    longest = max((len(line.label) for line in lines), default=0)
    above = longest > _MOST_BESIDE
    left, step = (0, _TALL_LINE) if above else (round(longest * _LETTER) + 8, _LINE)
    bars = []
    for place, line in enumerate(lines):
        x, pieces = left, []
        for kind in PIECES:
            count = line.counts.get(kind, 0)
            if count:
                length = max(2, round(_LONGEST * count / most))
                pieces.append(Piece(kind, x, length))
                x += length
        total, late = sum(line.counts.values()), line.counts.get("late", 0)
        label, y = words.shorten(line.label, _MOST_ABOVE), place * step
        bar_y = y + (20 if above else 4)
        bars.append(Bar(label, line.href, y, step - 1, bar_y, tuple(pieces), x, total, late, line.here))
    kinds = {kind for line in lines for kind, count in line.counts.items() if count}
    names = PIECES if dated else PIECES | {"bar": _DATED}
    legend = tuple((kind, names[kind]) for kind in PIECES if kind in kinds) if len(kinds) > 1 else ()
    names_end = max((round(len(bar.label) * _LETTER) for bar in bars), default=0)
    return Chart(max(left + _LONGEST + 120, names_end), step * len(bars), tuple(bars), legend)


def by_state(site: Site, tasks: Iterable[Brief]) -> Counter[str]:
    """How many of the tasks are late, due soon, due later, and without a day."""
    return Counter(_OF_STATE.get(site.state(task.iri), "pale") for task in tasks)


def plain_chart(lines: Sequence[tuple[str, str | None, int]]) -> Chart:
    """Bars of one piece: (name, page, count)."""
    return chart_of([Line(name, href, {"bar": count}) for name, href, count in lines])
