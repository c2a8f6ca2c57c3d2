"""The national year of benchmarks/generate: its levels, its bytes, and that its papers say what its graph says."""

import importlib
from collections import Counter
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from directive_kg.extract.paper import extract_paper
from directive_kg.graph.files import links_path, paper_path
from directive_kg.graph.read import read_paper
from directive_kg.ingest import Ingest
from directive_kg.register import load_register

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
REGISTER = load_register()


@pytest.fixture
def year(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("generate.year")


def test_every_level_has_its_plans(year: Any) -> None:
    whole = year.papers_in(1, REGISTER)
    communes = sum(len(province.communes) for province in year._provinces(REGISTER))
    assert (len(year.CENTRAL), len(year._provinces(REGISTER)), communes) == (60, 34, 3321)
    # A third of the communes in each of the turns: over three of them every commune once.
    assert whole == 60 * 34 + 20 * 3321
    first = list(islice(year.year(REGISTER), 120))
    provinces = [paper for paper in first if paper.above is None]
    assert len(provinces) >= 3
    assert len({paper.home for paper in first}) == len(first)
    for paper in first:
        assert paper.central is provinces[0].central
        if paper.above is not None:
            assert paper.above.number in {province.number for province in provinces}
            assert paper.province == paper.above.place
            assert paper.issued > paper.above.issued
    repeated = [task for paper in first for task in paper.tasks if task.repeats is not None]
    assert repeated
    of_year = Counter(paper.central.number for paper in islice(year.year(REGISTER), 0, 1300, 10))
    assert len(of_year) == 2, "the second resolution follows when every province has had the first"


def test_a_smaller_year_is_the_beginning_of_a_greater_one(year: Any) -> None:
    some = list(year.cut(year.year(REGISTER, 5), 300))
    assert sum(len(paper.tasks) for paper in some) == 300
    assert some[:-1] == list(islice(year.year(REGISTER, 5), len(some) - 1))
    assert some[:2] != list(islice(year.year(REGISTER, 6), 2))


def test_a_seed_gives_the_same_bytes(year: Any, tmp_path: Path) -> None:
    pages = importlib.import_module("generate.pages")
    output = importlib.import_module("generate.output")

    def written(name: str) -> dict[str, str]:
        folder = tmp_path / name
        output.write(folder / "graph", 150, seed=2)
        list(pages.write_papers(islice(year.year(REGISTER, 2), 4), folder / "papers"))
        return {
            path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file()
        }

    assert written("one") == written("two")


def test_the_papers_say_what_the_graph_says(year: Any, tmp_path: Path) -> None:
    pages = importlib.import_module("generate.pages")
    output = importlib.import_module("generate.output")
    compared = importlib.import_module("generate.compared").Compared()
    made = list(islice(year.year(REGISTER, 4), 8))
    output.write_parts(tmp_path / "made", output.parts(made, REGISTER))
    paths = list(pages.write_papers(made, tmp_path / "papers"))
    assert {path.suffix for path in paths} == {".docx", ".txt"}
    with Ingest(tmp_path / "read") as ingest:
        for path in paths:
            ingest.add(extract_paper(path, REGISTER))
        ingest.finish()
    for paper in made:
        key = importlib.import_module("generate.recorded").headed(paper).key
        for name in ("made", "read"):
            path = paper_path(tmp_path / name, key, paper.home)
            compared.add(paper, read_paper(path.read_text(encoding="utf-8"))[0])
            links = links_path(tmp_path / name, path).read_text(encoding="utf-8")
            assert f"/{year_number(paper.implements)}>" in links
    assert not compared.wrong
    assert compared.asked["task"] == 2 * sum(len(paper.tasks) for paper in made)


def year_number(number: str) -> str:
    """As it stands in an IRI."""
    return number.lower().replace("/", "-")


def test_no_statement_of_links_stands_in_two_graphs(year: Any, tmp_path: Path) -> None:
    output = importlib.import_module("generate.output")
    output.write(tmp_path / "graph", 300)
    said = [
        quad.triple
        for path in (tmp_path / "graph" / "links").rglob("*.trig")
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TRIG)
    ]
    assert len(said) == len(set(said))
