"""What is written to graph/ can be read back, whole."""

from dataclasses import replace
from typing import Final

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from rdflib.compare import isomorphic

from directive_kg.errors import BrokenGraphError
from directive_kg.graph.files import to_rdflib
from directive_kg.graph.node import Index
from directive_kg.graph.read import paper_from_trig
from directive_kg.graph.terms import term
from directive_kg.graph.write import paper_to_trig
from directive_kg.names import Names
from directive_kg.records import Paper, Role
from tests.fixtures.papers import all_papers, city_plan
from tests.graph.strategies import papers

_SHOWN: Final = ("paperNumber", "leadWords", "deliverableWords", "deadlineWords")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(papers())
def test_records_come_back_equal(paper: Paper) -> None:
    trig = paper_to_trig(paper)
    assert paper_from_trig(trig) == paper
    assert paper_to_trig(paper_from_trig(trig)) == trig


# rdflib's own TriG parser uses classes that rdflib has deprecated.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("paper", all_papers(), ids=lambda paper: paper.key)
def test_both_parsers_read_the_same_statements(paper: Paper) -> None:
    trig = paper_to_trig(paper)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=trig, format="trig")
    theirs = rdflib.Graph()
    for triple in dataset.triples((None, None, None)):
        theirs.add(triple)
    assert isomorphic(theirs, to_rdflib(ox.parse(trig, format=ox.RdfFormat.TRIG)))


def test_another_base() -> None:
    names = Names("https://data.example.vn/")
    trig = paper_to_trig(city_plan(), names)
    assert "w3id.org/directive-kg/id/" not in trig
    assert paper_from_trig(trig, names) == city_plan()


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("not trig", "broken graph file"),
        ("", "one paper"),
        (paper_to_trig(city_plan()).replace("dkg:line 8 ", 'dkg:line "eight" '), "wrong value"),
        (paper_to_trig(city_plan()).replace("dkg:line 8 ", "dkg:line 8, 9 "), "more than one"),
        (paper_to_trig(city_plan()).replace('dkg:number "900/2025/QH15" ;', ""), "has no dkg:number"),
    ],
)
def test_a_broken_file_is_told_of(broken: str, told: str) -> None:
    with pytest.raises(BrokenGraphError, match=told):
        paper_from_trig(broken)


def test_a_task_says_what_an_answer_shows_of_it() -> None:
    paper = city_plan()
    said = {
        task: {name: next(iter(node.values(f"dkg:{name}")), "") for name in _SHOWN}
        for node in Index(list(ox.parse(paper_to_trig(paper), format=ox.RdfFormat.TRIG))).subjects(
            "rdf:type", term("dkg:Task").value
        )
        for task in [node.name]
    }
    assert len(said) == len(paper.tasks + paper.orders) > 3
    for task in paper.tasks + paper.orders:
        cell = task.cell("lead")
        assert said[task.key] == {
            "paperNumber": paper.header.number,
            "leadWords": cell.text if cell else "; ".join(body.name for body in task.bodies(Role.LEAD)),
            "deliverableWords": task.deliverable.words if task.deliverable else "",
            "deadlineWords": task.deadline.words,
        }


def test_leads_without_a_cell_are_named_one_after_the_other() -> None:
    plan = city_plan()
    lead = next(a for task in plan.tasks for a in task.assignments if a.role is Role.LEAD)
    order = replace(
        plan.tasks[0],
        cells=(),
        assignments=(lead, replace(lead, body=replace(lead.body, name="Sở B"))),
    )
    assert f'dkg:leadWords "{lead.body.name}; Sở B" ;' in paper_to_trig(replace(plan, tasks=(order,)))
