"""What a store says of all its papers together is always what they say now."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from directive_kg import resources
from directive_kg.errors import StoreError
from directive_kg.graph.files import load
from directive_kg.graph.terms import term
from directive_kg.store.derived import GRAPH, derive
from directive_kg.store.disk import build, open_index
from directive_kg.store.embedded import EmbeddedStore, open_store
from directive_kg.trace.catalogue import Question, load_catalogue
from directive_kg.trace.fill import fill
from tests.fixtures.papers import fixture_graph

SHORTCUTS = {"lead": "Lead", "coordinating": "Coordinating", "authority": "Approving", "directedBy": "Directing"}
NEEDING = [question for question in load_catalogue(resources.queries_dir()) if question.needs]


def counted(quads: tuple[ox.Quad, ...]) -> set[tuple[str, str, str]]:
    """The counts and days of some statements, worked out one by one."""
    dated = {quad.subject: quad.object for quad in quads if quad.predicate == term("dkg:dueEnd")}
    found: dict[tuple[str, str], int] = {}
    for quad in quads:
        for shortcut, role in SHORTCUTS.items():
            if quad.predicate == term(f"dkg:{shortcut}"):
                names = [f"{role[0].lower()}{role[1:]}Tasks"] + [f"dated{role}Tasks"] * (quad.subject in dated)
                for name in names:
                    key = (str(quad.object), str(term(f"dkg:{name}")))
                    found[key] = found.get(key, 0) + 1
    counts = {(*key, str(ox.Literal(count))) for key, count in found.items()}
    return counts | {(str(GRAPH), str(term("dkg:dueDay")), str(day)) for day in dated.values()}


def said(store: ox.Store) -> set[tuple[str, str, str]]:
    quads = store.quads_for_pattern(None, None, None, GRAPH)
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in quads if q.object != term("dkg:DerivedGraph")}


def test_a_store_counts_what_its_papers_say(tmp_path: Path) -> None:
    graph, store = fixture_graph(tmp_path), tmp_path / "store"
    build(graph, store)
    whole = counted(load(graph).quads)
    assert said(open_index(store)) == whole
    assert {p for _, p, _ in whole} > {str(term(f"dkg:{name}")) for name in ("leadTasks", "datedLeadTasks", "dueDay")}

    gone = max((graph / "directives").rglob("*.trig"))
    gone.unlink()
    build(graph, store)
    assert said(open_index(store)) == counted(load(graph).quads) != whole


def test_a_graph_without_tasks_has_it_too() -> None:
    assert [str(quad.object) for quad in derive(EmbeddedStore.of_quads([]))] == [str(term("dkg:DerivedGraph"))]


@pytest.mark.parametrize("question", NEEDING, ids=lambda question: question.name)
def test_a_store_that_was_loaded_otherwise_is_no_empty_answer(question: Question, tmp_path: Path) -> None:
    graph = fixture_graph(tmp_path)
    values = {parameter.name: parameter.example for parameter in question.parameters}
    with pytest.raises(StoreError, match="build --to"):
        fill(question, values, EmbeddedStore.of_quads(load(graph).quads))
    assert open_store(graph).select(fill(question, values, open_store(graph))).rows


def test_every_question_on_counts_says_what_it_needs() -> None:
    derived = {quad.predicate.value.rpartition("#")[2] for quad in derive(open_store(resources.graph_dir()))} - {"type"}
    using = {
        question.name
        for question in load_catalogue(resources.queries_dir())
        if any(f"dkg:{name}" in question.query for name in derived)
    }
    assert using == {question.name for question in NEEDING} != set()
