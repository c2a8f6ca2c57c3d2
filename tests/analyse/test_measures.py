"""The measures on networks small enough to reckon by hand."""

from datetime import date

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.analyse.measures import analyse, chains, groups, loads, rings
from directive_kg.analyse.network import AnalysedTask, Network, read_network
from directive_kg.analyse.show import to_json, to_text
from directive_kg.records import Role
from directive_kg.store.embedded import EmbeddedStore, open_store
from tests.store.turtle import store_of
from tests.trace.stores import GRAPH


def task(
    number: int, leads: tuple[str, ...], others: tuple[str, ...] = (), end: date | None = None, paper: str = "p:1"
) -> AnalysedTask:
    """A task with its bodies."""
    return AnalysedTask(f"t:{number}", paper, f"Việc {number}", end, {Role.LEAD: leads, Role.COORDINATING: others})


def network(*tasks: AnalysedTask, implementation: tuple[tuple[str, str], ...] = ()) -> Network:
    """A network of these tasks; `implementation` are pairs of a paper and one that carries it out."""
    graph: nx.DiGraph[str] = nx.DiGraph(implementation)
    return Network(tasks, {}, {}, graph)


def test_a_task_with_two_leads_weighs_half_for_each() -> None:
    found = {one.body: one for one in loads(network(task(1, ("a", "b")), task(2, ("a",), ("c",))))}
    assert (found["a"].load, found["b"].load, found["c"].load) == (1.5, 0.5, 0.0)
    assert found["a"].share == 0.75
    assert (found["c"].leads, found["c"].coordinates) == (0, 1)


def test_the_peak_is_the_month_with_most_ends_the_earlier_of_two() -> None:
    days = (date(2026, 3, 1), date(2026, 3, 31), date(2026, 1, 2), date(2026, 1, 3), None)
    (one,) = loads(network(*(task(n, ("a",), end=day) for n, day in enumerate(days))))
    assert (one.peak, one.peak_tasks) == ("2026-01", 2)


def test_all_ways_lead_through_the_body_in_the_middle() -> None:
    found = {one.body: one.betweenness for one in loads(network(task(1, ("m",), ("a", "b", "c"))))}
    assert found == {"m": 1.0, "a": 0.0, "b": 0.0, "c": 0.0}


def test_the_longest_way_down_wins_and_a_ring_is_one_step() -> None:
    below = (("top", "plan"), ("top", "act"), ("act", "ward"), ("x", "y"), ("y", "x"), ("x", "z"))
    tasks = (task(1, ("a",), paper="ward", end=date(2026, 5, 1)), task(2, ("a",), paper="plan"))
    first, second = sorted(chains(network(*tasks, implementation=below)), key=lambda c: c.papers)
    assert first.papers == ("top", "act", "ward")
    assert (first.last_day, first.last_task, first.tasks) == (date(2026, 5, 1), "t:1", 1)
    assert second.papers == ("x", "y", "z")
    assert rings(network(implementation=below)) == (("x", "y"),)


def test_a_paper_that_carries_out_itself_is_a_ring() -> None:
    assert rings(network(implementation=(("x", "x"),))) == (("x",),)


def test_two_circles_of_bodies_are_two_groups() -> None:
    inside = [task(n, (lead,), (other,)) for n, (lead, other) in enumerate([("a", "b"), ("b", "c"), ("a", "c")])]
    outside = [task(n + 9, (lead,), (other,)) for n, (lead, other) in enumerate([("x", "y"), ("y", "z"), ("x", "z")])]
    found = groups(network(*inside, *outside))
    assert found.groups == (("a", "b", "c"), ("x", "y", "z"))
    assert found.modularity == pytest.approx(0.5)


def test_nothing_at_all() -> None:
    empty = analyse(network())
    assert not any((empty.loads, empty.chains, empty.rings, empty.groups.groups))
    assert "không có / none" in to_text(empty, network())


BODIES = st.tuples(*[st.sampled_from("abcde")] * 2).map(lambda pair: tuple(sorted(set(pair))))


@given(st.lists(st.tuples(BODIES, BODIES), max_size=12))
def test_every_led_task_is_shared_out_once(pairs: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
    found = loads(network(*(task(n, *pair) for n, pair in enumerate(pairs))))
    assert sum(one.load for one in found) == pytest.approx(len(pairs))
    assert all(0 <= one.betweenness <= 1 for one in found)
    assert sum(one.share for one in found) == pytest.approx(1.0 if pairs else 0.0)


MERGED = """
@prefix dkg: <https://w3id.org/directive-kg/ontology#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix r: <https://w3id.org/directive-kg/vocabulary/role/> . @prefix : <https://example.org/> .
:old a dkg:Agency ; skos:prefLabel "Sở cũ"@vi . :mid a dkg:Agency . :new a dkg:Agency ; skos:prefLabel "Sở mới"@vi .
:group a dkg:AgencyGroup .
:c1 a org:ChangeEvent ; org:originalOrganization :old ; org:resultingOrganization :mid ; dcterms:date "2025-03" .
:c2 a org:ChangeEvent ; org:originalOrganization :mid , :new ; org:resultingOrganization :new ; dcterms:date "2026-01-01" .
:t a dkg:Task ; dkg:inDirective :p ; dcterms:title "Việc"@vi ; dkg:hasAssignment :a1 , :a2 .
:a1 dkg:role r:lead ; dkg:agent :old . :a2 dkg:role r:coordinating ; dkg:agent :group .
"""


@pytest.mark.parametrize(
    ("day", "lead"),
    [(None, "old"), (date(2025, 3, 30), "old"), (date(2025, 3, 31), "mid"), (date(2026, 1, 1), "new")],
)
def test_who_answers_on_a_day(day: date | None, lead: str) -> None:
    (one,) = read_network(store_of(MERGED), day).tasks
    assert one.with_role(Role.LEAD) == (f"https://example.org/{lead}",)
    assert one.with_role(Role.COORDINATING) == (), "a class of bodies is no body"


def test_the_same_store_gives_the_same_words() -> None:
    store: EmbeddedStore = open_store(GRAPH)
    first, second = (read_network(store, date(2026, 6, 1)) for _ in range(2))
    assert to_text(analyse(first), first) == to_text(analyse(second), second)
    assert to_json(analyse(first), first) == to_json(analyse(second), second)
    assert "Sở Bến Nước" in to_text(analyse(first), first)
