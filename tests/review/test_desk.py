"""The desk: what is to be looked at, and decisions that are carried out all together or not at all."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from directive_kg.errors import BadInputError, BrokenGraphError, UnknownNameError
from directive_kg.graph.files import load_union
from directive_kg.names import ONTOLOGY, VOCABULARY
from directive_kg.review.desk import Choice, Decision, DecisionError, Desk
from directive_kg.review.items import item_id
from tests.fixtures.papers import city_plan, files_of, fixture_graph

DAY = date(2026, 11, 25)
LAN = "Lê Thị Lan"
PLAN = city_plan().key
LEAD = item_id(PLAN, "task/14/lead")


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """The fixture papers, their links made."""
    folder = fixture_graph(tmp_path)
    with Desk(folder) as desk:
        desk.finish()
    return folder


def state(graph: Path) -> dict[str, bytes]:
    """Every file of the graph."""
    return files_of(graph)


def test_the_least_sure_come_first(graph: Path) -> None:
    items = Desk(graph).items()
    assert [item.value.confidence for item in items] == sorted(item.value.confidence for item in items)
    assert items[0].value.subject == "header/number"  # the office letter's blank number
    lead = next(item for item in items if item.id == LEAD)
    assert (lead.paper, lead.row_name, lead.name) == ("7001/KH-UBND", "14", "Cơ quan chủ trì")
    assert lead.where == "trang 3, bảng 1, hàng 14, cột 5, dòng 114"
    assert "chưa có trong danh bạ" in lead.meaning
    assert ("Thời hạn", "Tháng 6/2026") in lead.row
    assert {item.key for item in Desk(graph).items("7001/KH-UBND")} == {PLAN}


def test_a_decision_is_in_the_graph_with_who_and_when(graph: Path) -> None:
    with Desk(graph, alone=True) as desk:
        (done,) = desk.decide([Decision(LEAD, Choice.CORRECT, LAN, "Sở Nội vụ", desk.item(LEAD).stamp)], DAY)
        desk.finish()
    assert done.meaning == "Sở Nội vụ → Sở Nội vụ thành phố Hải Phòng"
    found = load_union(graph).query(
        f"""PREFIX dkg: <{ONTOLOGY}> PREFIX adms: <http://www.w3.org/ns/adms#> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?words ?raw ?who ?on ?sure WHERE {{ ?cell dkg:field "lead" ; dkg:words ?words ; dkg:rawWords ?raw ;
            adms:status <{VOCABULARY}review-status/corrected> ; dkg:reviewedOn ?on ; dkg:confidence ?sure ;
            prov:wasAttributedTo [ <http://www.w3.org/2000/01/rdf-schema#label> ?who ] }}"""
    )
    rows = [tuple(str(value) for value in row) for row in found]  # type: ignore[union-attr]
    assert rows == [("Sở Nội vụ", "Ban Quản lý Bến nước", LAN, "2026-11-25", "1.0")]
    assert LEAD not in {item.id for item in Desk(graph).items()}
    again = Desk(graph).item(LEAD)
    assert again.review
    assert again.review.by == LAN


def test_all_or_nothing(graph: Path) -> None:
    before = state(graph)
    good = Decision(LEAD, Choice.CORRECT, LAN, "Sở Nội vụ")
    for bad, told in (
        (Decision(item_id(PLAN, "task/14/deadline"), Choice.CORRECT, LAN, "Thág 6"), "not understood"),
        (Decision("0" * 12, Choice.ACCEPT, LAN), "no value has the id"),
        (Decision(item_id(PLAN, "task/14/title"), Choice.ACCEPT, LAN, stamp="old"), "has changed since"),
        (Decision(item_id(PLAN, "task/14/title"), Choice.ACCEPT, " "), "name"),
    ):
        with Desk(graph, alone=True) as desk:
            assert list(desk.problems_of([good, bad], DAY)) == [1]
            with pytest.raises(DecisionError, match=told) as caught:
                desk.decide([good, bad], DAY)
            assert caught.value.at == 1
            desk.finish()
        assert state(graph) == before


def test_the_same_decision_twice_changes_nothing(graph: Path) -> None:
    states = []
    with Desk(graph) as desk:
        stamp = desk.item(LEAD).stamp
    for _ in range(2):
        with Desk(graph, alone=True) as desk:
            desk.decide([Decision(LEAD, Choice.CORRECT, LAN, "Sở Nội vụ", stamp)], DAY)
            desk.finish()
        states.append(state(graph))
    assert states[0] == states[1]


def test_any_value_can_be_put_right_by_its_name(graph: Path) -> None:
    name = "7001/KH-UBND#task/2/lead"  # the row has no lead at all
    with Desk(graph, alone=True) as desk:
        assert desk.item(name).value.read == ""
        desk.decide([Decision(name, Choice.CORRECT, LAN, "Sở Tài chính")], DAY)
    assert Desk(graph).item(name).value.read == "Sở Tài chính"
    for wrong in ("7001/KH-UBND#task/2/nothing", "9/KH#task/2/lead", "x"):
        with pytest.raises(UnknownNameError):
            Desk(graph).item(wrong)


def test_a_graph_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(BrokenGraphError, match="no such graph"):
        Desk(tmp_path / "none")


def test_two_writers(graph: Path) -> None:
    with Desk(graph, alone=True), pytest.raises(BadInputError, match="another command"):
        Desk(graph, alone=True)


def test_a_stamp_is_of_what_is_shown(graph: Path) -> None:
    item = Desk(graph).item(LEAD)
    assert replace(item, value=replace(item.value, read="khác")).stamp != item.stamp
    assert replace(item, meaning="khác").stamp != item.stamp
    assert replace(item, file="khác").stamp == item.stamp
