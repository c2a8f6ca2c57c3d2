"""Every question of queries/, by listing the folder: well formed, the same on two engines, each row traceable."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import Literal
from rdflib.plugins.sparql import prepareQuery

from directive_kg import resources
from directive_kg.graph.files import load
from directive_kg.records import Role
from directive_kg.store.protocol import Solutions, Term
from directive_kg.trace.catalogue import ParameterType, load_catalogue, read_question
from directive_kg.trace.fill import fill
from tests.trace.stores import GRAPH, LETTER, PLAN, RESOLUTION, embedded, reference

FILES = sorted(resources.queries_dir().glob("*.rq"))
# What a person would ask of the invented chain; every question with parameters has an entry.
VALUES = {
    "bodies-by-role": {"role": "lead"},
    "doubts-of-directive": {"directive": "7001/kh-ubnd"},
    "due-between": {"from": "01/06/2026", "to": "2026-09-30"},
    "indicators-of-directive": {"directive": "7001/KH-UBND"},
    "overdue-at": {"day": "30/6/2026"},
    "papers-in-chain": {"directive": "900/2025/QH15"},
    "task-chain": {"task": f"{PLAN}/task/1"},
    "tasks-naming": {"name": "Ban Quản lý Đò ngang"},
    "tasks-of-body": {"agency": "SNV"},
    "tasks-under-directive": {"directive": "900"},
    "two-papers": {"paper": "7001/KH-UBND", "other": "van-phong-mau/2026/khong-so-04"},
}
# How many rows the invented chain gives, counted by hand.
ROWS = {
    "bodies-by-role": 2,
    "central-without-plan": 2,
    "cited-not-held": 5,
    "deliverables-by-kind": 5,
    "doubts-of-directive": 1,
    "due-between": 3,
    "indicators-of-directive": 1,
    "overdue-at": 1,
    "papers-in-chain": 3,
    "successions": 1,
    "task-chain": 10,
    "tasks-naming": 1,
    "tasks-of-body": 4,
    "tasks-under-directive": 8,
    "tasks-without-day": 4,
    "tasks-without-lead": 3,
    "two-papers": 1,
    "who-approves": 2,
    "workload": 3,
}


def asked(path: Path) -> Solutions:
    question = read_question(path)
    return embedded().select(fill(question, VALUES.get(path.stem, {}), embedded()))


def canonical(row: tuple[Term | None, ...]) -> list[Term | Decimal | None]:
    """Decimals by value: Oxigraph writes 95.0 as 95."""
    return [
        Decimal(cell.value) if cell is not None and (cell.datatype or "").endswith("#decimal") else cell for cell in row
    ]


def value(row: dict[str, Term], name: str) -> str | None:
    return row[name].value if name in row else None


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
class TestEvery:
    def test_its_columns_are_the_variables_of_the_query(self, path: Path) -> None:
        question = read_question(path)
        algebra = prepareQuery(question.query).algebra
        assert [c.variable for c in question.columns] == [str(v) for v in algebra.PV]

    def test_runs_as_it_stands(self, path: Path) -> None:
        embedded().select(path.read_text(encoding="utf-8"))

    def test_its_example_line_is_what_a_filled_line_looks_like(self, path: Path) -> None:
        question = read_question(path)
        lines = question.query.splitlines()
        for parameter in question.parameters:
            (line,) = (line for line in lines if parameter.line.fullmatch(line))
            literal = parameter.type in {ParameterType.TEXT, ParameterType.DATE, ParameterType.INTEGER}
            assert line.split("{ ")[1][0] == ('"' if literal else "<")

    # rdflib's evaluator uses a name that rdflib itself has deprecated.
    @pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
    def test_two_engines_give_the_same_rows_in_the_same_order(self, path: Path) -> None:
        question = read_question(path)
        query = fill(question, VALUES.get(path.stem, {}), embedded())
        ours, theirs = embedded().select(query), reference().select(query)
        assert ours.variables == theirs.variables
        assert [canonical(row) for row in ours.rows] == [canonical(row) for row in theirs.rows]

    def test_finds_what_is_there(self, path: Path) -> None:
        rows = asked(path).rows
        assert len(rows) == ROWS[path.stem]
        assert max(Counter(rows).values()) == 1

    def test_a_row_names_a_thing_by_its_iri(self, path: Path) -> None:
        for row in asked(path).rows:
            assert any(cell is not None and cell.kind == "uri" for cell in row) or path.stem == "doubts-of-directive"

    def test_a_row_of_a_task_has_the_paper_number_and_the_words(self, path: Path) -> None:
        question = read_question(path)
        names = {column.variable for column in question.columns}
        if question.answer == "chart" or not {"task", "title"} <= names:
            return  # it lists something else than tasks
        for row in asked(path).dicts():
            assert {"task", "number", "title"} <= set(row)

    def test_the_order_is_said(self, path: Path) -> None:
        assert "\nORDER BY " in path.read_text(encoding="utf-8")


def test_there_are_enough() -> None:
    assert len(FILES) >= 12
    assert set(ROWS) == {path.stem for path in FILES}


def test_choices_of_roles_are_those_of_the_records() -> None:
    (role,) = load_catalogue(resources.queries_dir()).get("bodies-by-role").parameters
    assert {choice.code for choice in role.choices} == set(Role)


def test_choices_of_roles_are_called_what_the_vocabulary_calls_them() -> None:
    (role,) = load_catalogue(resources.queries_dir()).get("bodies-by-role").parameters
    for choice in role.choices:
        for language, title in (("vi", choice.title.vi), ("en", choice.title.en)):
            label = f"<http://www.w3.org/2004/02/skos/core#prefLabel> {Literal(title, lang=language).n3()}"
            assert embedded().ask(f"ASK {{ {choice.term} {label} }}")


def rows(name: str) -> list[dict[str, Term]]:
    return list(asked(resources.queries_dir() / f"{name}.rq").dicts())


def test_tasks_under_a_resolution_come_from_every_depth() -> None:
    assert {value(row, "number") for row in rows("tasks-under-directive")} == {"7001/KH-UBND", "/VP-TH"}


def test_a_body_is_found_in_every_role() -> None:
    assert Counter(value(row, "role") for row in rows("tasks-of-body")) == {"Chủ trì": 3, "Phối hợp": 1}


def test_both_days_of_a_span_count() -> None:
    assert [value(row, "end") for row in rows("due-between")] == ["2026-06-30", "2026-06-30", "2026-09-30"]


def test_a_task_is_overdue_only_after_its_day() -> None:
    assert [value(row, "end") for row in rows("overdue-at")] == ["2026-03-31"]


def test_a_resolution_with_a_plan_is_not_listed_as_without() -> None:
    found = {value(row, "number"): value(row, "tasks") for row in rows("central-without-plan")}
    assert found == {"906/2025/QH15": "1", "903-KL/TW": "0"}


def test_a_class_of_bodies_has_no_workload() -> None:
    found = {value(row, "name"): value(row, "lead") for row in rows("workload")}
    assert found == {"Sở Bến Nước": "4", "Sở Nội vụ": "3", "Ủy ban nhân dân thành phố Mẫu": "0"}


def test_the_chain_of_a_task_reaches_the_resolution() -> None:
    found = rows("task-chain")
    assert [value(row, "thing") for row in found if value(row, "step") == "triển khai"] == [RESOLUTION]


def test_two_papers_meet_in_lead_and_words_not_in_likeness() -> None:
    (row,) = rows("two-papers")
    assert value(row, "otherTask") == f"{LETTER}/task/2"
    assert value(row, "basis") == "cùng chủ trì, cùng sản phẩm"


def test_a_whole_whose_parts_have_leads_is_not_without_one() -> None:
    assert {value(row, "stt") for row in rows("tasks-without-lead")} == {"1", "3", "4"}


def test_an_order_of_the_body_shows_its_lead_though_it_has_no_cell() -> None:
    (order,) = (row for row in rows("tasks-without-day") if "stt" not in row)
    assert value(order, "lead") == "Sở Nội vụ"


def test_a_citation_that_could_be_two_papers_names_none() -> None:
    (row,) = (row for row in rows("cited-not-held") if value(row, "citedNumber") == "05-CTr/TU")
    assert "cited" not in row


def test_the_fixture_parses_whole() -> None:
    assert load(GRAPH).problems == ()
