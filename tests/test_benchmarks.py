"""The benchmarks of whole commands still run, at a size that tells nothing of speed."""

import importlib
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module


def test_every_command_at_growing_sizes(benchmark: Any) -> None:
    scale = benchmark("scale")
    steps = [step for step in scale.STEPS if not step.startswith("site")]
    head, *rows, _, build, growth = scale.bench(("40", "80"), steps)
    assert head.startswith("| step")
    assert [row.split(" | ")[0].strip("| ") for row in rows] == [*steps, *steps]
    assert "bare load" in build
    assert "growth" in growth


def test_build_beside_a_bare_load(benchmark: Any) -> None:
    assert any("ratio" in line for line in benchmark("build").bench((40, 80)))


def test_a_store_and_a_site_killed_at_a_random_moment(benchmark: Any) -> None:
    lines = list(benchmark("kills").bench(kills=1, tasks=40))
    assert len(lines) == 2
    assert all("1 next run right" in line and "NEITHER" not in line for line in lines)
