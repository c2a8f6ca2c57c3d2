"""The graphs of benchmarks/generate: the same for the same seed, in the shape that is checked, their faults all found."""

import importlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from directive_kg import resources
from directive_kg.check.audit import audit
from directive_kg.check.data import of_folder, of_server
from directive_kg.check.engine.checker import FastChecker
from directive_kg.check.engine.run import validate
from directive_kg.check.prepared import PreparedGraph
from directive_kg.check.shapes import ShapeSet, load_shapes
from directive_kg.check.view import ReportView
from directive_kg.store.embedded import open_store
from directive_kg.store.protocol import Solutions

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("generate")


def test_every_fault_that_was_put_in_is_found(generate: Any, tmp_path: Path) -> None:
    faults = generate.write(tmp_path / "graph", 1000, seed=3)
    assert set(faults) == set(generate.FAULTS.values())
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


class Counted:
    """A server that counts what it is asked."""

    def __init__(self, folder: Path) -> None:
        self._inner = open_store(folder)
        self.asked = 0

    def select(self, query: str) -> Solutions:
        self.asked += 1
        return self._inner.select(query)

    def ask(self, query: str) -> bool:
        return self._inner.ask(query)


def audited(server: Counted, rules: ShapeSet) -> ReportView:
    with of_server(server) as data:
        checker = FastChecker(PreparedGraph(data.facts), rules, source=data.source, facts=data.facts)
        return audit(data.facts, rules, scores=True, engine=lambda _, __: checker.run())


def test_a_server_is_not_asked_for_one_task_after_the_other(generate: Any, tmp_path: Path) -> None:
    every = load_shapes([resources.shapes_dir()])
    rules = ShapeSet(
        every.graph, tuple(shape for shape in every.shapes if shape.code in {"R1-nguoi", "F4-doc-chua-chac"})
    )
    asked = []
    for tasks in (30, 120):
        generate.write(tmp_path / str(tasks), tasks)
        server = Counted(tmp_path / str(tasks))
        view = audited(server, rules)
        assert view.scores is not None
        assert len(view.scores.tasks) == tasks
        asked.append((server.asked, len(view.report.findings)))
    (few, first), (more, then) = asked
    assert then > first
    assert more - few < 120 - 30  # one look-up at a time would be several a task
