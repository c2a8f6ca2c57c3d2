"""The picture of the runs so far."""

import pytest

from directive_kg.check.history import HEIGHT, WIDTH, picture


def test_bars_and_points_stay_inside_and_follow_the_figures() -> None:
    drawn = picture([("a", 40, 80.0), ("b", 20, 90.0), ("c", 0, 100.0)])
    assert drawn.runs[0].bar_height == 2 * drawn.runs[1].bar_height
    assert drawn.runs[2].bar_height == 0
    heights = [run.score_y for run in drawn.runs if run.score_y is not None]
    assert heights == sorted(heights, reverse=True), "a better score stands higher"
    for run in drawn.runs:
        assert 0 <= run.bar_x <= run.bar_x + run.bar_width <= WIDTH
        assert 0 <= run.bar_y <= run.bar_y + run.bar_height <= HEIGHT


def test_a_run_without_score_breaks_the_line() -> None:
    assert len(picture([("a", 1, 80.0), ("b", 1, 81.0), ("c", 1, None), ("d", 1, 82.0), ("e", 1, 83.0)]).lines) == 2


@pytest.mark.parametrize("count", [0, 1, 100])
def test_however_many_runs(count: int) -> None:
    assert len(picture([("lần", 0, None)] * count).runs) == min(count, 24)
