"""Papers into a graph folder."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from directive_kg.errors import BadInputError
from directive_kg.extract.reviews import accept, correct
from directive_kg.follow.index import INDEX
from directive_kg.graph.files import load
from directive_kg.graph.read import paper_from_trig, read_paper
from directive_kg.graph.retired import load_retired
from directive_kg.graph.version import VERSION_FILE, read_version
from directive_kg.graph.write import paper_to_trig
from directive_kg.ingest import Ingest, Outcome, Prepared
from directive_kg.names import Names
from directive_kg.records import Paper, Source
from tests.fixtures.papers import all_papers, city_plan, office_letter, ward_resolution


def put(graph: Path, *papers: Paper) -> list[Outcome]:
    """Ingest these papers in one run."""
    ingest = Ingest(graph)
    outcomes = [ingest.add(paper) for paper in papers]
    ingest.finish()
    return outcomes


def state(graph: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and the time it was written; not the index, which is no part of the graph."""
    files = (p for p in graph.rglob("*") if p.is_file() and p.name != INDEX)
    return {p.relative_to(graph).as_posix(): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


def other(paper: Paper, **header: str | None) -> Paper:
    """The paper as read from another file, with another head."""
    head = replace(paper.header, **header)  # type: ignore[arg-type]  # the fields that are given are strings
    return replace(paper, source=Source("khác.txt", "9" * 64, "text"), header=head)


def test_the_same_papers_twice_change_nothing(tmp_path: Path) -> None:
    assert [o.state for o in put(tmp_path, *all_papers())] == ["new"] * 3
    before = state(tmp_path)
    assert {"agencies.ttl", "links/hai-phong/2026/7001-kh-ubnd.trig"} < set(before)
    assert [o.state for o in put(tmp_path, *all_papers())] == ["unchanged"] * 3
    assert state(tmp_path) == before
    ingest = Ingest(tmp_path)
    ingest.add(city_plan())
    assert ingest.finish() is False


def test_the_order_of_papers_does_not_matter(tmp_path: Path) -> None:
    put(tmp_path / "a", *all_papers())
    for paper in reversed(all_papers()):
        put(tmp_path / "b", paper)
    assert {n: b for n, (b, _) in state(tmp_path / "a").items()} == {
        n: b for n, (b, _) in state(tmp_path / "b").items()
    }


def test_the_same_bytes_under_another_name_change_nothing(tmp_path: Path) -> None:
    put(tmp_path, city_plan())
    renamed = replace(city_plan(), source=replace(city_plan().source, file="bản sao.txt"))
    assert put(tmp_path, renamed)[0].state == "unchanged"


def test_a_file_laid_out_where_the_paper_was_read_is_written_as_it_would_be_here(tmp_path: Path) -> None:
    def prepared(paper: Paper) -> Prepared:
        return Prepared(paper, paper_to_trig(paper))

    # The second takes another key, the third an earlier name with it: neither may be written as it was laid out.
    second = other(office_letter(), title="V/v một việc khác")
    numbered = replace(other(city_plan(), signatory="Người khác"), source=Source("ký.txt", "8" * 64, "text"))
    numbered = replace(numbered, key="vp-ubnd-tp-hai-phong/2026/55-vp-th", header=office_letter().header)
    numbered = replace(numbered, header=replace(numbered.header, number="55/VP-TH", number_partial=None))
    papers = [*all_papers(), second, numbered]
    put(tmp_path / "here", *papers)
    ingest = Ingest(tmp_path / "there")
    for paper in papers:
        ingest.add(prepared(paper))
    ingest.finish()
    here, there = state(tmp_path / "here"), state(tmp_path / "there")
    assert {name: data for name, (data, _) in there.items()} == {name: data for name, (data, _) in here.items()}


def test_a_new_graph_says_which_version_it_is_of_and_an_older_one_stays_older(tmp_path: Path) -> None:
    put(tmp_path, city_plan())
    assert read_version(tmp_path) == load_retired().version != ""
    (tmp_path / VERSION_FILE).unlink()
    put(tmp_path, ward_resolution())
    assert read_version(tmp_path) is None, "what was there before may be in older words"


def test_a_corrected_paper_is_changed(tmp_path: Path) -> None:
    put(tmp_path, city_plan())
    assert put(tmp_path, other(city_plan(), signatory="Người khác"))[0].state == "changed"


def test_a_number_that_becomes_known(tmp_path: Path) -> None:
    put(tmp_path, city_plan(), office_letter())
    key = "vp-ubnd-tp-hai-phong/2026/55-vp-th"
    numbered = replace(other(office_letter(), number="55/VP-TH", number_partial=None, date="2026-04-09"), key=key)
    (outcome,) = put(tmp_path, numbered)
    assert outcome.superseded == (office_letter().key,)
    folder = tmp_path / "directives" / "hai-phong" / "2026"
    assert sorted(p.name for p in folder.iterdir()) == ["55-vp-th.trig", "7001-kh-ubnd.trig"]
    former = (Names().directive(office_letter().key),)
    assert read_paper((folder / "55-vp-th.trig").read_text(encoding="utf-8"))[1] == former
    # Neither paper, read again, undoes that.
    assert [o.state for o in put(tmp_path, numbered, office_letter())] == ["unchanged", "unchanged"]
    assert put(tmp_path, office_letter())[0].known_as == key
    assert read_paper((folder / "55-vp-th.trig").read_text(encoding="utf-8"))[1] == former
    links = tmp_path / "links" / "hai-phong" / "2026"
    assert sorted(p.name for p in links.iterdir()) == ["55-vp-th.trig", "7001-kh-ubnd.trig"]


@pytest.mark.parametrize(
    "head",
    [{"date": "2026-05-09"}, {"issuer_agency": "so-noi-vu-tp-hai-phong"}],
)
def test_a_number_of_another_letter_supersedes_nothing(tmp_path: Path, head: dict[str, str]) -> None:
    put(tmp_path, office_letter())
    letter = other(office_letter(), **{"number": "55/VP-TH", "date": "2026-04-09", **head})
    assert put(tmp_path, replace(letter, key="x/2026/55-vp-th"))[0].superseded == ()
    assert len(list((tmp_path / "directives").rglob("*.trig"))) == 2


def test_two_letters_without_number_that_would_share_a_name(tmp_path: Path) -> None:
    second = other(office_letter(), title="V/v một việc khác")
    outcomes = put(tmp_path, office_letter(), second)
    assert [o.paper.key for o in outcomes] == [office_letter().key, f"{office_letter().key}-2"]
    assert [o.state for o in put(tmp_path, second, office_letter())] == ["unchanged", "unchanged"]


def test_a_paper_that_is_read_better_keeps_its_old_name_known(tmp_path: Path) -> None:
    misread = replace(ward_resolution(), key="hdnd-phuong-mau/2026/72-nq-hdnd")
    put(tmp_path, misread)
    (outcome,) = put(tmp_path, ward_resolution())
    assert (outcome.state, outcome.superseded) == ("changed", (misread.key,))
    (path,) = (tmp_path / "directives").rglob("*.trig")
    assert paper_from_trig(path.read_text(encoding="utf-8")) == ward_resolution()


def test_a_paper_that_moves_leaves_no_file_behind(tmp_path: Path) -> None:
    put(tmp_path, replace(ward_resolution(), home="hue"))
    put(tmp_path, ward_resolution())
    (path,) = (tmp_path / "directives").rglob("*.trig")
    assert path.parts[-3:] == ("hai-phong", "2026", "12-nq-hdnd.trig")


def test_a_broken_file_does_not_stop_the_rest_and_is_made_anew(tmp_path: Path) -> None:
    put(tmp_path, city_plan(), ward_resolution())
    path = tmp_path / "directives" / "hai-phong" / "2026" / "7001-kh-ubnd.trig"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("dkg:held true ;", "dkg:held true"), encoding="utf-8")
    ingest = Ingest(tmp_path)
    assert [problem.file for problem in ingest.problems] == [path]
    ingest.add(city_plan())
    ingest.finish()
    assert path.read_text(encoding="utf-8") == whole


@pytest.mark.parametrize("change", [{"key": "../x/y"}, {"home": ".."}, {"home": ""}])
def test_a_paper_that_cannot_be_named(tmp_path: Path, change: dict[str, str]) -> None:
    ingest = Ingest(tmp_path / "graph")
    with pytest.raises(BadInputError, match=r"ke-hoach\.txt"):
        ingest.add(replace(city_plan(), **change))  # type: ignore[arg-type]  # the values are strings
    assert ingest.finish() is False
    assert not (tmp_path / "graph").exists()


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "graph").write_text("", encoding="utf-8")
    with pytest.raises(BadInputError, match="not a folder"):
        Ingest(tmp_path / "graph")


def test_what_was_put_in_can_be_loaded(tmp_path: Path) -> None:
    put(tmp_path, *all_papers())
    assert load(tmp_path).problems == ()


def test_a_reviewed_value_survives_another_ingest(tmp_path: Path) -> None:
    put(tmp_path, *all_papers())
    with Ingest(tmp_path, alone=True) as ingest:
        plan = next(paper for paper in ingest.papers if paper.key == city_plan().key)
        when = date(2026, 11, 25)
        ingest.put(correct(plan, "task/14/lead", "Sở Nội vụ", by="Lê Thị Lan", on=when, register=ingest.register))
        ingest.finish()
    reviewed = state(tmp_path)
    (outcome,) = put(tmp_path, city_plan())
    assert (outcome.state, outcome.kept_reviews) == ("unchanged", 1)
    assert state(tmp_path) == reviewed
    # A new version of the paper, in another file: kept, and said where its words are others.
    (outcome,) = put(tmp_path, other(city_plan(), signatory="Người khác"))
    assert (outcome.state, outcome.kept_reviews) == ("changed", 1)
    assert {d.subject for d in outcome.paper.doubts} == set()
    lead = next(t for t in outcome.paper.tasks if t.key == "14").cell("lead")
    assert lead
    assert (lead.text, lead.place.text) == ("Sở Nội vụ", "Ban Quản lý Bến nước")


def test_a_review_follows_the_paper_when_its_number_becomes_known(tmp_path: Path) -> None:
    put(tmp_path, office_letter())
    with Ingest(tmp_path) as ingest:
        when = date(2026, 11, 25)
        ingest.put(accept(office_letter(), "task/1/lead", by="Lan", on=when, register=ingest.register))
        ingest.finish()
    key = "vp-ubnd-tp-hai-phong/2026/55-vp-th"
    numbered = replace(other(office_letter(), number="55/VP-TH", number_partial=None, date="2026-04-09"), key=key)
    (outcome,) = put(tmp_path, numbered)
    assert [review.subject for review in outcome.paper.reviews] == ["task/1/lead"]


def test_a_number_given_by_a_person_stays_when_the_file_is_read_again(tmp_path: Path) -> None:
    put(tmp_path, office_letter())
    with Ingest(tmp_path) as ingest:
        when = date(2026, 11, 25)
        ingest.put(correct(office_letter(), "header/number", "55/VP-TH", by="Lan", on=when, register=ingest.register))
        ingest.finish()
    before = state(tmp_path)
    (outcome,) = put(tmp_path, office_letter())
    assert outcome.paper.key == "vp-ubnd-tp-hai-phong/2026/55-vp-th"
    assert state(tmp_path) == before


def test_two_commands_never_write_at_once(tmp_path: Path) -> None:
    put(tmp_path, city_plan())
    with Ingest(tmp_path, alone=True), pytest.raises(BadInputError, match="another command"):
        Ingest(tmp_path, alone=True)
    with Ingest(tmp_path, alone=True) as ingest:
        assert len(ingest.papers) == 1


def test_what_a_killed_run_left_behind_is_cleared_away(tmp_path: Path) -> None:
    put(tmp_path, city_plan())
    whole = state(tmp_path)
    (paper,) = (tmp_path / "directives").rglob("*.trig")
    for left in (paper.with_name(f".{paper.name}.abc.tmp"), tmp_path / "links/hai-phong/2026/.7001-kh-ubnd.trig.x.tmp"):
        left.write_text("half", encoding="utf-8")
    with Ingest(tmp_path, alone=True):
        assert state(tmp_path) == whole
