"""The papers of benchmarks/generate: the same for the same seed, and read back as they were made."""

import importlib
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


def test_a_seed_gives_one_year(module: Any, register: Register) -> None:
    year = module("year").year
    assert list(year(9, register, 3)) == list(year(9, register, 3))
    assert list(year(9, register, 3)) != list(year(9, register, 4))


def test_a_commune_carries_out_the_plan_of_its_province(module: Any, register: Register) -> None:
    province, *communes = module("year").year(4, register, 3)
    assert province.place == province.province
    assert [paper.implements for paper in communes] == [province.number] * 3
    assert all(paper.cites == (province.implements, province.number) for paper in communes)
    assert len({paper.place for paper in communes}) == 3
    assert all(paper.issued > province.issued and paper.province == province.province for paper in communes)


def test_what_a_file_says_is_read_as_it_was_made(module: Any, register: Register, tmp_path: Path) -> None:
    made = list(module("year").year(6, register, 5))
    paths = list(module("pages").write_papers(made, tmp_path))
    assert {path.suffix for path in paths} == {".docx", ".txt"}
    compared = module("compared").Compared()
    for paper, path in zip(made, paths, strict=True):
        compared.add(paper, extract_paper(path, register))
    assert compared.asked["lead"] == sum(len(paper.tasks) for paper in made)
    assert compared.wrong == []


def test_another_value_than_was_made_is_counted_as_wrong(module: Any, register: Register, tmp_path: Path) -> None:
    one, other = module("year").year(2, register, 5)
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
    assert found.without_lead == 0.25
    assert found.without_deliverable == 0.0  # no such column
    assert found.coordinating_bodies == (0.5, 0.0, 0.5)
    assert (found.words_a_task[0], found.words_a_task[-1]) == (6, 20)
    assert found.deadline_kinds == {"ongoing": 1.0}
    with pytest.raises(ValueError, match="no paper"):
        module("measure").counted([])


def test_measured_figures_stay_the_same_on_disk(module: Any, tmp_path: Path) -> None:
    distribution = module("distribution")
    kept = distribution.load()
    kept.save(tmp_path / "again.json")
    assert distribution.load(tmp_path / "again.json") == kept
