"""A reader with caps: what is read comes back, and what does not end is ended."""

import os
import time
from pathlib import Path

import pytest

from directive_kg.errors import SecretPaperError, UnreadablePaperError
from directive_kg.readers import read_paper
from directive_kg.readers.sandbox import read_safely, run_capped

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
