"""A reader with caps: what is read comes back, and what does not end is ended."""

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from directive_kg.errors import SecretPaperError, UnreadablePaperError
from directive_kg.readers import read_paper, sandbox
from directive_kg.readers.sandbox import read_safely, run_capped, run_many_capped

BODY = "Thực hiện nhiệm vụ của các cơ quan theo quyết định của Ủy ban nhân dân trong năm.\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "giay.txt"
    path.write_text(BODY, encoding="utf-8")
    return path


def test_a_paper_is_read_as_without_caps(paper: Path) -> None:
    assert read_safely(paper) == read_paper(paper)


def test_an_error_of_the_reader_comes_back_as_it_is(paper: Path) -> None:
    paper.write_text("MẬT\n" + BODY, encoding="utf-8")
    with pytest.raises(SecretPaperError, match=r"giay\.txt"):
        read_safely(paper)


def _never_ends(path: Path) -> None:
    child = os.fork()  # a reader that starts a program of its own
    path.with_suffix(".pid").write_text(str(child or os.getpid()))
    time.sleep(60)


def _swells(path: Path) -> int:
    return len(bytes(2_000_000_000)) + len(path.name)


def _dies(path: Path) -> None:
    os._exit(len(path.name) and 9)


def test_a_reader_that_never_ends_is_stopped_with_all_it_started(paper: Path) -> None:
    with pytest.raises(UnreadablePaperError, match=r"giay\.txt.*stopped"):
        run_capped(_never_ends, paper, seconds=0.5)


def test_a_reader_that_swells_is_stopped(paper: Path) -> None:
    with pytest.raises(UnreadablePaperError, match=r"giay\.txt.*memory"):
        run_capped(_swells, paper, memory=1_500_000_000)


def test_a_reader_that_dies_takes_nobody_along(paper: Path) -> None:
    with pytest.raises(UnreadablePaperError, match=r"giay\.txt.*died"):
        run_capped(_dies, paper)


def _numbered(path: Path) -> int:
    if path.stem == "3":
        raise UnreadablePaperError(f"{path}: hỏng")
    if path.stem == "4":
        os._exit(9)
    if path.stem == "5":
        return 1 // 0
    return int(path.stem)


def test_many_papers_come_back_in_their_order_and_a_bad_one_stops_nothing() -> None:
    paths = [Path(f"{number}.txt") for number in range(1, 8)]
    answers = list(run_many_capped(_numbered, paths, processes=3))
    assert [path for path, _ in answers] == paths
    assert [answer for _, answer in answers if isinstance(answer, int)] == [1, 2, 6, 7]
    told = [str(answer) for _, answer in answers if not isinstance(answer, int)]
    for words, reason in zip(("hỏng", "died", "ZeroDivisionError"), told, strict=True):
        assert words in reason


def _sleeps_or_not(path: Path) -> str:
    if path.stem == "slow":
        time.sleep(60)
    return path.stem


def test_a_paper_that_never_ends_keeps_nobody_waiting() -> None:
    paths = [Path("slow.txt"), Path("a.txt"), Path("b.txt")]
    answers = [answer for _, answer in run_many_capped(_sleeps_or_not, paths, processes=2, seconds=3)]
    assert isinstance(answers[0], UnreadablePaperError)
    assert answers[1:] == ["a", "b"]


def _process(path: Path) -> int:
    return os.getpid() + 0 * len(path.name)


def test_a_process_reads_one_paper_after_the_other_and_another_takes_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_PAPERS", 3)
    answers = [answer for _, answer in run_many_capped(_process, [Path("x")] * 7, processes=1)]
    assert [answers.count(process) for process in dict.fromkeys(answers)] == [3, 3, 1]


_left_behind: list[Path] = []


def _spoilt_by_the_first(path: Path) -> str:
    """Dies, fails or swells where another paper was read before, as a paper's name says; 'bad' does so anyway."""
    alone = not _left_behind
    _left_behind.append(path)
    if alone and path.stem != "bad":
        return path.stem
    if path.stem == "fails":
        raise ValueError(path.stem)
    if path.stem == "swells":
        raise MemoryError
    os._exit(9)


def test_no_paper_is_refused_for_what_another_left_behind() -> None:
    paths = [Path(name) for name in ("first", "dies", "bad", "fails", "swells", "bad", "last")]
    answers = [answer for _, answer in run_many_capped(_spoilt_by_the_first, paths, processes=1)]
    told = [answer if isinstance(answer, str) else "died" in str(answer) for answer in answers]
    assert told == ["first", "dies", True, "fails", "swells", True, "last"]


def test_whoever_stops_asking_leaves_no_process_behind() -> None:
    asked = run_many_capped(_sleeps_or_not, [Path("a.txt"), Path("slow.txt")], processes=2)
    assert next(asked)[1] == "a"
    asked.close()
    assert not [child for child in multiprocessing.active_children() if child.is_alive()]
