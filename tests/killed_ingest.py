"""Puts the fixture papers into graph after graph, each time killed at another moment: `python -m tests.killed_ingest DIR`.

DIR/whole is an undisturbed graph; DIR/1, DIR/2, … were killed at that moment and then ingested again. The moments are
counted where files change: before and after each renaming and each removal. Prints how many there are. A program of its
own, because it forks: every run begins with everything imported.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from directive_kg.graph.files import load
from directive_kg.ingest import Ingest
from directive_kg.records import Paper, Source
from tests.fixtures.papers import all_papers, office_letter
from tests.killed import KILLED, gone_at


def main(folder: Path) -> None:
    """Go through all moments."""
    assert run(lambda: ingest(folder / "whole")) == 0
    moment = 1
    while run(lambda: ingest_until(folder / str(moment), moment)) == KILLED:  # noqa: B023 - it is run at once
        graph = folder / str(moment)
        assert not graph.is_dir() or not load(graph).problems
        assert run(lambda: ingest(graph)) == 0  # noqa: B023 - as above
        moment += 1
    sys.stdout.write(f"{moment - 1}\n")


def run(work: Callable[[], None]) -> int:
    """Do it in a process of its own; the exit code."""
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - nothing of this process may go on in the copy
            sys.stderr.write(f"{error!r}\n")
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def ingest(graph: Path) -> None:
    """All papers, and the office letter once more when its number is known."""
    with Ingest(graph, alone=True) as papers:
        for paper in (*all_papers(), numbered_letter()):
            papers.add(paper)
        papers.finish()


def ingest_until(graph: Path, moment: int) -> None:
    """`ingest`, gone at that moment."""
    gone_at(moment)
    ingest(graph)


def numbered_letter() -> Paper:
    """The office letter once its number is known: it takes the place of the one without."""
    letter = office_letter()
    header = replace(letter.header, number="55/VP-TH", number_partial=None, date="2026-04-09")
    source = Source("ký.txt", "9" * 64, "text")
    return replace(letter, key="vp-ubnd-tp-hai-phong/2026/55-vp-th", header=header, source=source)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
