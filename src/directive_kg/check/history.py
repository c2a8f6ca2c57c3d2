"""The runs so far as a small picture: open findings as bars, the score as a line. The table beside it has the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.check.view import ReportView

WIDTH: Final = 640
HEIGHT: Final = 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 10, 10, 24, 26  # what is kept free around the picture
_MOST: Final = 24  # runs that have room; earlier ones stand in the table only
_BAR: Final = 0.5  # of the room of a run


@dataclass(frozen=True, slots=True)
class Run:
    """One run: where its bar and its point stand."""

    name: str
    open: int
    score: float | None
    x: float  # of the middle
    bar_x: float
    bar_y: float
    bar_width: float
    bar_height: float
    score_y: float | None


@dataclass(frozen=True, slots=True)
class History:
    """The picture."""

    runs: tuple[Run, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The score as SVG points, broken where a run has none."""
        pieces: list[list[str]] = [[]]
        for run in self.runs:
            if run.score_y is None:
                pieces.append([])
            else:
                pieces[-1].append(f"{run.x:.1f},{run.score_y:.1f}")
        return tuple(" ".join(piece) for piece in pieces if len(piece) > 1)


def history_of(view: ReportView) -> History | None:
    """The runs that the report was given, and this one; None without an earlier one."""
    if view.changes is None:
        return None
    own = view.scores.all.all.percent if view.scores else None
    told = [(run.name, len(run.open), run.score) for run in view.changes.runs]
    return picture([*told, ("Lần này", len(view.report.open), own)])


def picture(told: Sequence[tuple[str, int, float | None]]) -> History:
    """Name, open findings and score (percent) of each run, the oldest first."""
    told = told[-_MOST:]
    most = max((count for _, count, _ in told), default=0) or 1
    room = (WIDTH - _LEFT - _RIGHT) / max(len(told), 1)
    height = HEIGHT - _TOP - _BOTTOM
    runs = []
    for number, (name, count, score) in enumerate(told):
        middle = _LEFT + (number + 0.5) * room
        bar = height * count / most
        runs.append(
            Run(
                name=name,
                open=count,
                score=score,
                x=middle,
                bar_x=middle - room * _BAR / 2,
                bar_y=_TOP + height - bar,
                bar_width=room * _BAR,
                bar_height=bar,
                score_y=None if score is None else _TOP + height * (1 - min(max(score, 0), 100) / 100),
            )
        )
    return History(tuple(runs))
