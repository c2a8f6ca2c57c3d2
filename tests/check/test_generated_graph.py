"""The graphs of benchmarks/generate: the same for the same seed, in the shape that is checked, their faults all found."""

import importlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from directive_kg import resources
from directive_kg.check.data import of_folder
from directive_kg.check.engine.run import validate
from directive_kg.check.shapes import load_shapes

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("generate")


def test_every_fault_that_was_put_in_is_found(generate: Any, tmp_path: Path) -> None:
    faults = generate.write(tmp_path / "graph", 700, seed=3)
    assert len(faults) >= 10
    with of_folder(tmp_path / "graph") as data:
        report = validate(load_shapes([resources.shapes_dir()]).graph, data.source)
    found = Counter(str(result.shape).rsplit("/", 1)[-1] for result in report.results)
    assert {shape: found[shape] for shape in faults} == dict(faults)


def test_a_seed_gives_one_graph(generate: Any, tmp_path: Path) -> None:
    for name in ("one", "two"):
        generate.write(tmp_path / f"{name}.nq", 150, seed=2)
    generate.write(tmp_path / "other.nq", 150, seed=4)
    one, two, other = ((tmp_path / f"{name}.nq").read_bytes() for name in ("one", "two", "other"))
    assert one == two
    assert one != other
