"""What a row leaves open is never marked as clear, whichever checks ask it of the row."""

from pathlib import Path

from directive_kg.check.data import of_folder
from directive_kg.site.contexts_task import task_context
from directive_kg.site.joined import check_all
from directive_kg.site.pages import plan_links
from directive_kg.site.tables import read_tables
from directive_kg.site.views import Site
from directive_kg.store.embedded import open_store
from tests.fixtures.papers import fixture_graph


def test_no_task_without_deadline_or_deliverable_is_said_to_be_clear_about_it(tmp_path: Path) -> None:
    graph = fixture_graph(tmp_path)
    tables = read_tables(open_store(graph))
    with of_folder(graph) as data:
        site = Site(tables, plan_links(tables), check_all(data))
    marks = set()
    for row in tables.tasks.values():
        page = task_context(site, row, (), "")
        clear = {mark.title.vi: mark.clear for mark in page.clarity}
        assert all(mark.ran for mark in page.clarity)
        marks.add(("thời gian", page.when.kind_code == "none", clear["Rõ thời gian"]))
        marks.add(("sản phẩm", not any(text for text, _ in page.deliverables), clear["Rõ sản phẩm"]))
    assert ("thời gian", False, True) in marks
    assert ("sản phẩm", True, None) in marks
    assert not {(what, True, True) for what, _, _ in marks} & marks
