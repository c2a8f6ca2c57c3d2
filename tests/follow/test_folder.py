"""A graph folder stays what all its papers together make it, in whatever order and however many at a time they come and go."""

import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directive_kg.follow.folder import Folder
from directive_kg.follow.index import INDEX
from directive_kg.graph.files import paper_path, write_file
from directive_kg.graph.write import paper_to_trig
from directive_kg.names import Names
from directive_kg.records import Citation, CitationRole, Deliverable, Header, Paper, Source, Task
from tests.fixtures.links import Links, writer
from tests.fixtures.papers import CITY, FINANCE, HOME_AFFAIRS, JUNE, files_of, task

WORDS = ["nạo vét bến nước", "trên sông Mẫu", "giai đoạn 2026", "rà soát", "Kế hoạch", "nhà ở xã hội cho công nhân"]
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
NUMBERS = ("1/KH-UBND", "2/KH-UBND", "263/2025/QH15", "265/2025/QH15", "71-NQ/TW", "3/QĐ-X", "3/QD-X")
DATES = st.sampled_from([None, "2026-03", "2026-03-01", "2026-03-02"])
ISSUERS = st.sampled_from([None, "ubnd-tp-hai-phong", "quoc-hoi"])
SUBJECTS = ("về khai thác bền vững nguồn lợi thủy sản ven bờ", "về cải cách tư pháp và xét xử của tòa án")


@st.composite
def citations(draw: st.DrawFn, key: str) -> Citation:
    cited = Citation(
        key, draw(st.sampled_from(NUMBERS)), issuer_agency=draw(ISSUERS), date=draw(DATES),
        role=draw(st.sampled_from(CitationRole)), subjects=tuple(draw(st.sets(st.sampled_from(SUBJECTS), max_size=1))),
    )  # fmt: skip
    return cited if key == "1" else replace(cited, carries_out=("1",))


@st.composite
def tasks(draw: st.DrawFn, row: int) -> Task:
    lead, title = draw(st.sampled_from([FINANCE, HOME_AFFAIRS])), draw(TITLES)
    promised = replace(task(row, str(row), title, JUNE, lead=(lead,), authority=(CITY,)), cites=("1",))
    return replace(promised, deliverable=Deliverable("Kế hoạch", "ke-hoach")) if draw(st.booleans()) else promised


@st.composite
def papers(draw: st.DrawFn, name: int) -> Paper:
    number = draw(st.sampled_from([None, *NUMBERS]))
    header = Header("Kế hoạch", number, None, draw(TITLES), None, draw(ISSUERS), draw(DATES))
    return Paper(
        f"ubnd/2026/{draw(st.sampled_from(['71-nq-tw', '3-qd-x', 'p']))}-{name}", Source(f"{name}.txt", f"{name:064x}", "text"),
        header, draw(st.sampled_from(["hai-phong", "hue"])), (draw(citations("1")), draw(citations("2"))),
        tasks=(draw(tasks(1)), draw(tasks(2))),
    )  # fmt: skip


SETS = st.tuples(*(papers(name) for name in range(5)))


class Put:
    """A graph folder that papers are put into, or taken out of, some at a time."""

    def __init__(self, folder: str) -> None:
        self.graph = Path(folder)

    def step(self, come: list[Paper], go: list[Paper] = ()) -> None:  # type: ignore[assignment]  # an empty one is not changed
        """One run: papers that go are deleted behind the index's back, those that come are put in."""
        for paper in go:
            paper_path(self.graph, paper.key, paper.home).unlink()
        folder = Folder(self.graph, writer().register, Names())
        for paper in come:
            path = paper_path(self.graph, paper.key, paper.home)
            write_file(path, paper_to_trig(paper))
            folder.put(paper, path, ())
        folder.settle()
        folder.close()

    def files(self) -> dict[str, bytes]:
        """All of it, without the index."""
        return files_of(self.graph)


def made_of(papers: list[Paper]) -> dict[str, bytes]:
    """The folder that these papers make at once."""
    with tempfile.TemporaryDirectory() as folder:
        put = Put(folder)
        put.step(sorted(papers, key=lambda paper: paper.key))
        return put.files()


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few papers have to come into each other's way."""
    monkeypatch.setattr("directive_kg.follow.tasks.NEAREST", 1)


@settings(max_examples=40, deadline=None)
@given(SETS, st.permutations(range(5)), st.sets(st.integers(1, 4)))
def test_order_and_number_of_runs_decide_nothing(made: tuple[Paper, ...], order: list[int], cuts: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        put = Put(folder)
        ends = [0, *sorted(cuts), len(order)]
        for start, end in pairwise(ends):
            put.step([made[place] for place in order[start:end]])
        assert put.files() == made_of(list(made))


@settings(max_examples=40, deadline=None)
@given(SETS, papers(1))
def test_a_paper_that_goes_or_changes_leaves_no_trace(made: tuple[Paper, ...], other: Paper) -> None:
    with tempfile.TemporaryDirectory() as folder:
        put = Put(folder)
        put.step(list(made))
        changed = replace(other, key=made[1].key, home=made[1].home)
        put.step([changed])
        assert put.files() == made_of([changed if paper is made[1] else paper for paper in made])
        put.step([], go=[made[0], changed])
        local = "local-agencies.ttl"  # bodies that no paper names any more are left
        assert {n: b for n, b in put.files().items() if n != local} == {
            n: b for n, b in made_of(list(made[2:])).items() if n != local
        }


def test_a_long_row_of_the_same_task_is_a_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directive_kg.follow.tasks.NEAREST", 8)
    title = "Xây dựng Đề án nạo vét bến nước trên sông Mẫu"
    row = [
        Paper(f"ubnd/2026/p{day}", Source("x", f"{day:064x}", "text"), Header(number=f"{day}", date=f"2026-03-{day:02}"),
              "hai-phong", tasks=(task(1, "1", title),))
        for day in range(1, 9)
    ]  # fmt: skip
    found = Links(row).pairs("sameTaskAs")
    assert found == [(f"ubnd/2026/p{n}/task/1", f"ubnd/2026/p{n - 1}/task/1") for n in range(2, 9)]


def test_what_was_spoilt_by_hand_is_made_good(tmp_path: Path) -> None:
    first = Paper("ubnd/2026/a", Source("a", "a" * 64, "text"), Header(number="1/A"), "x", (Citation("1", "2/B"),))
    put = Put(str(tmp_path))
    put.step([first])
    whole = put.files()
    (links,) = (tmp_path / "links").rglob("*.trig")
    links.write_text("hỏng", encoding="utf-8")
    (tmp_path / "links" / "x" / "lạ.trig").write_text("", encoding="utf-8")
    (tmp_path / "links.trig").write_text("", encoding="utf-8")
    put.step([])
    assert put.files() == whole
    links.unlink()
    (tmp_path / INDEX).write_bytes(b"no index")
    put.step([])
    assert put.files() == whole
