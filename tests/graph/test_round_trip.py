"""What is written to graph/ can be read back, whole."""

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from rdflib.compare import isomorphic

from directive_kg.errors import BrokenGraphError
from directive_kg.graph.files import to_rdflib
from directive_kg.graph.read import paper_from_trig
from directive_kg.graph.write import paper_to_trig
from directive_kg.names import Names
from directive_kg.records import Paper
from tests.fixtures.papers import all_papers, city_plan
from tests.graph.strategies import papers


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
