"""The same report wherever the data is: a folder, a store on disk, a server."""

from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest

from directive_kg import resources
from directive_kg.check.audit import audit
from directive_kg.check.data import CheckData, of_folder, of_server, of_store
from directive_kg.check.engine.checker import FastChecker
from directive_kg.check.engine.choice import Engine
from directive_kg.check.prepared import PreparedGraph
from directive_kg.check.report_html import to_html
from directive_kg.check.report_json import to_json
from directive_kg.check.shapes import ShapeSet, load_shapes
from directive_kg.check.today import with_day
from directive_kg.errors import BadInputError, UsageError
from directive_kg.store.disk import build
from directive_kg.store.embedded import open_store
from tests.check.examples import LEAD
from tests.check.examples import shapes as shapes_in
from tests.check.papers import PAPERS, text_of

SHAPES = load_shapes([resources.shapes_dir()])
TODAY = date(2026, 6, 10)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    for name, cells in PAPERS.items():
        changed = {**cells, "1.confidence": "0.30", "2.due": "2026-01-01", "3.lead": "body9"}
        changed.pop("2.product")
        (folder / f"{name}.trig").write_text(text_of(name, changed), encoding="utf-8")
    return folder


def report(opened: AbstractContextManager[CheckData], engine: Engine = Engine.AUTO, shapes: ShapeSet = SHAPES) -> str:
    with opened as data:
        rules = with_day(shapes, TODAY)
        checker = FastChecker(PreparedGraph(data.facts), rules, source=data.source, facts=data.facts, engine=engine)
        view = audit(data.facts, rules, today=TODAY, scores=True, engine=lambda _, __: checker.run())
        return to_json(view) + to_html(view)


def test_folder_store_and_server_say_the_same(graph: Path, tmp_path: Path) -> None:
    wanted = report(of_folder(graph))
    assert '"T6-qua-han"' in wanted
    assert wanted.count('"focus"') > 10
    build(graph, tmp_path / "store")
    assert report(of_store(tmp_path / "store")) == wanted
    assert report(of_server(open_store(graph))) == wanted
    assert report(of_folder(graph), Engine.QUERIES) == wanted


def test_columns_of_a_server_are_refused(graph: Path) -> None:
    with pytest.raises(UsageError, match="columns"):
        report(of_server(open_store(graph)), Engine.COLUMNS)


def test_no_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="build"):
        report(of_store(tmp_path))


def test_what_only_pyshacl_can_try(graph: Path) -> None:
    shapes = shapes_in(LEAD.replace("sh:minCount 1", 'sh:minCount 1 ; sh:pattern "(?!x)"'))
    assert '"broken"' not in report(of_folder(graph), shapes=shapes)
    on_server = report(of_server(open_store(graph)), shapes=shapes)
    assert '"broken"' in on_server
    assert "pySHACL" in on_server
