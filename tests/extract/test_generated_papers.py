"""How papers are measured for benchmarks/generate, and held against what they were made with (tests/test_generated_year.py)."""

import importlib
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from directive_kg.extract.paper import extract_paper
from directive_kg.records import (
    Assignment,
    Body,
    Cell,
    Deadline,
    DeadlineKind,
    Header,
    Origin,
    Paper,
    Place,
    Role,
    Source,
    Task,
)
from directive_kg.register import Register, load_register

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return lambda name: importlib.import_module(f"generate.{name}")


def test_another_value_than_was_made_is_counted_as_wrong(module: Any, register: Register, tmp_path: Path) -> None:
    one, other = islice(module("year").year(register, 5), 2)
    (path,) = module("pages").write_papers([other], tmp_path)
    compared = module("compared").Compared()
    compared.add(one, extract_paper(path, register))
    assert not compared.right["issuer"]
    assert compared.right["lead"] < compared.asked["lead"]
    assert compared.wrong


def _task(number: int, *, lead: str, coordinating: tuple[str, ...] = ()) -> Task:
    title = Cell("title", "Rà soát danh mục " + "đất đai " * number, Place("x"))
    bodies = [Body(name) for name in coordinating] + [Body("Các sở, ngành", is_class=True)]
    return Task(
        str(number),
        Origin.ANNEX_ROW,
        title,
        cells=(title, *([Cell("lead", lead, Place(lead))] if lead else [])),
        assignments=tuple(Assignment(Role.COORDINATING, body, Place(body.name)) for body in bodies),
        deadline=Deadline("Thường xuyên", DeadlineKind.ONGOING),
    )


def test_what_is_measured_of_papers(module: Any) -> None:
    tasks = tuple(
        _task(n, lead="Sở Y tế" if n % 4 else "", coordinating=("Sở Nội vụ", "Sở Tài chính")[: n % 2 * 2])
        for n in range(1, 9)
    )
    columns = ("title", "lead", "coordinating")
    paper = Paper("a/2026/1", Source("a.txt", "0" * 64, "text"), Header(), "x", table_columns=columns, tasks=tasks)
    found = module("measure").counted([paper])
    assert (found.papers, found.tasks) == (1, 8)
    assert found.faults_a_task["no lead"] == 0.25
    assert found.faults_a_task["no product"] < 0.01  # no such column: as often as the rarest
    assert found.coordinating_bodies == (0.5, 0.0, 0.5)
    assert (found.words_a_task[0], found.words_a_task[-1]) == (6, 20)
    assert found.deadline_kinds == {"ongoing": 1.0}
    with pytest.raises(ValueError, match="no paper"):
        module("measure").counted([])


def test_which_faults_are_measured(module: Any) -> None:
    tasks = [_task(n, lead="Sở Y tế") for n in range(1, 9)]
    tasks = [replace(task, stt={3: "2", 7: "8"}.get(n, str(n))) for n, task in enumerate(tasks, 1)]
    unsure = Cell("title", "x", Place("x"), 0.5)
    early = Deadline("Trước ngày 01/02/2026", DeadlineKind.BY, end=date(2026, 2, 1))
    health = Body("Sở Y tế", "so-y-te")
    both = tuple(Assignment(role, health, Place("x")) for role in (Role.LEAD, Role.COORDINATING))
    tasks[0] = replace(tasks[0], cells=(unsure,), deadline=early, assignments=both)
    header = Header(date="2026-03-01")
    paper = Paper("a/2026/1", Source("a.txt", "0" * 64, "text"), header, "x", tasks=tuple(tasks))
    found = module("measure").counted([paper])
    for fault in ("leads and coordinates", "due before issue", "read with doubt"):
        assert found.faults_a_task[fault] == 0.125
    for fault in ("number twice", "number left out", "no number of its own"):
        assert found.faults_a_paper[fault] == 1.0
    again = module("measure").counted([replace(paper, header=Header(number="1/KH-UBND", date="2026-03-01"))])
    assert again.faults_a_paper["no number of its own"] < 1.0


def test_measured_figures_stay_the_same_on_disk(module: Any, tmp_path: Path) -> None:
    distribution = module("distribution")
    kept = distribution.load()
    kept.save(tmp_path / "again.json")
    assert distribution.load(tmp_path / "again.json") == kept
