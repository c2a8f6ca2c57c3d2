"""Counts over tasks and papers."""

from directive_kg.records import Role
from directive_kg.trace.chain import implementation_graph, trace
from directive_kg.trace.tasks import ChainBody, ChainTask
from directive_kg.trace.workload import coverage, loads, working_together
from tests.trace.stores import ID, LETTER, PLAN, RESOLUTION, embedded

FINANCE, HOME = f"{ID}agency/so-ben-nuoc", f"{ID}agency/so-noi-vu"
TASKS = trace(embedded(), "900/2025/QH15").tasks()


def test_load_by_body_and_role() -> None:
    found = {load.agency: load for load in loads(TASKS)}
    assert found[FINANCE].tasks == {Role.LEAD: 3}
    assert found[HOME].tasks == {Role.LEAD: 3, Role.COORDINATING: 1}
    assert found[HOME].total == 4
    assert f"{ID}agency/cac-so" not in found


def test_those_that_lead_most_come_first() -> None:
    assert [load.agency for load in loads(TASKS)][:2] == [HOME, FINANCE]


def test_a_body_named_twice_in_one_role_has_one_task() -> None:
    twice = ChainTask(
        "x:t", "x:p", "", assigned=(ChainBody(Role.LEAD, "A", "x:a"), ChainBody(Role.LEAD, "Sở A", "x:a"))
    )
    (load,) = loads([twice])
    assert load.total == 1


def test_coverage_counts_held_papers_at_any_depth() -> None:
    graph = implementation_graph(embedded())
    conclusion = f"{ID}directive/bo-chinh-tri/2025/903-kl-tw"
    found = coverage([conclusion, RESOLUTION], graph, {PLAN, LETTER}, {PLAN: 6, LETTER: 2})
    assert [(c.paper, c.has_plan, c.tasks) for c in found] == [(conclusion, False, 0), (RESOLUTION, True, 8)]
    assert found[1].plans == (PLAN, LETTER)


def test_a_ring_does_not_cover_itself() -> None:
    graph = implementation_graph(embedded())
    paper = f"{ID}directive/so-noi-vu/2026/31-kh"
    (found,) = coverage([paper], graph, {paper}, {})
    assert not found.has_plan


def test_who_works_with_whom() -> None:
    assert working_together(TASKS).edges[FINANCE, HOME]["weight"] == 1
