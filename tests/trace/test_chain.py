"""The chain of the invented papers, as a tree of records, on both engines."""

import pytest

from directive_kg.records import DeadlineKind, Origin, Role
from directive_kg.store.protocol import Store
from directive_kg.trace.chain import Chain, implementation_graph, trace
from directive_kg.trace.tasks import tasks_of
from tests.trace.stores import LETTER, PLAN, RESOLUTION, embedded, reference


@pytest.fixture(scope="module")
def chain() -> Chain:
    return trace(embedded(), "900/2025/QH15")


# rdflib's evaluator uses a name that rdflib itself has deprecated.
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
def test_two_engines_give_the_same_chain(chain: Chain) -> None:
    assert trace(reference(), "900/2025/QH15") == chain


def test_papers_hang_below_what_they_carry_out(chain: Chain) -> None:
    assert chain.root.paper.iri == RESOLUTION
    assert not chain.root.paper.held
    (plan,) = chain.root.carried_out_by
    (letter,) = plan.carried_out_by
    assert (plan.paper.iri, letter.paper.iri) == (PLAN, LETTER)
    assert [paper.number for paper in letter.also_implements] == ["901/NQ-CP"]
    assert plan.also_implements == ()


def test_a_task_has_its_bodies_deliverable_and_days(chain: Chain) -> None:
    first = chain.root.carried_out_by[0].tasks[0]
    assert first.stt == "1"
    assert [body.name for body in first.bodies(Role.LEAD)] == ["Sở Bến Nước"]
    assert [body.is_class for body in first.bodies(Role.COORDINATING)] == [False, True]
    assert first.bodies(Role.APPROVING)[0].agency is not None
    assert first.deliverable == "Báo cáo kết quả rà soát bến nước"
    assert (first.deadline, first.kind) == ("Tháng 6/2026", DeadlineKind.DURING)
    assert (first.start, first.end) == ("2026-06-01", "2026-06-30")


def test_tasks_keep_the_order_of_the_paper(chain: Chain) -> None:
    tasks = chain.root.carried_out_by[0].tasks
    assert [task.stt for task in tasks] == ["1", "2", "2.1", "3", "4", None]
    assert tasks[2].part_of == tasks[1].iri
    assert tasks[5].origin is Origin.BODY_ORDER


def test_what_only_names_the_resolution_is_a_mention(chain: Chain) -> None:
    (mention,) = chain.mentions
    assert mention.paper.number == "44/BC-SBN"
    assert [(link.words.vi, link.to.iri) for link in mention.links] == [("nhắc tới", RESOLUTION)]
    assert [naming.task.title for naming in mention.tasks] == ["Báo cáo theo nghị quyết"]
    assert [paper.iri for paper in mention.tasks[0].names] == [RESOLUTION]


def test_a_number_one_character_apart_is_a_note_and_never_a_link(chain: Chain) -> None:
    (note,) = chain.notes
    assert "906/2025/QH15" in note.vi
    assert all(node.paper.number != "906/2025/QH15" for node in chain.papers())
    assert all(mention.paper.number != "12/NQ-HĐND" for mention in chain.mentions)


def test_leads_count_each_body_once_and_no_class(chain: Chain) -> None:
    assert chain.leads() == ["Ban Quản lý Đò ngang", "Sở Bến Nước", "Sở Nội vụ"]


def test_a_paper_knows_what_it_carries_out_itself() -> None:
    assert [paper.number for paper in trace(embedded(), "/VP-TH").upper] == ["901/NQ-CP", "7001/KH-UBND"]


def test_other_links_are_named_for_what_they_are() -> None:
    (mention,) = trace(embedded(), "903-KL/TW").mentions
    assert mention.paper.iri == PLAN
    assert [link.words.vi for link in mention.links] == ["lấy làm căn cứ"]
    assert mention.tasks == ()


def test_a_ring_is_cut_and_said() -> None:
    ring = trace(embedded(), "31/KH-SNV")
    (below,) = ring.root.carried_out_by
    (again,) = below.carried_out_by
    assert again.cycle
    assert again.carried_out_by == ()
    assert "vòng lặp" in ring.notes[0].vi
    assert len(ring.papers()) == 2


def test_no_papers_no_tasks() -> None:
    assert tasks_of(embedded(), []) == []


def test_edges_run_from_the_higher_paper_down() -> None:
    assert implementation_graph(embedded()).has_edge(RESOLUTION, PLAN)


def test_a_store_is_asked_a_fixed_number_of_times() -> None:
    class Counting:
        asked = 0

        def select(self, query: str) -> object:
            Counting.asked += 1
            return embedded().select(query)

        def ask(self, query: str) -> bool:
            return embedded().ask(query)

    store: Store = Counting()  # type: ignore[assignment]  # the answer is passed on as it is
    trace(store, "900/2025/QH15")
    assert Counting.asked <= 12
