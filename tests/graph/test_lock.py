"""Who reads a file, adds to it and writes it anew does so one after the other."""

import threading
from pathlib import Path

import pytest

from directive_kg.errors import BadInputError
from directive_kg.graph.files import write_file
from directive_kg.graph.lock import turn_at


def test_nothing_that_many_add_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    together = threading.Barrier(8)

    def add(name: int) -> None:
        together.wait()
        for number in range(20):
            with turn_at(file):
                known = file.read_text(encoding="utf-8")
                write_file(file, f"{known}{name}.{number}\n")

    writers = [threading.Thread(target=add, args=(name,)) for name in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(set(file.read_text(encoding="utf-8").splitlines())) == 8 * 20


def test_a_turn_in_which_nothing_was_written_leaves_nothing(tmp_path: Path) -> None:
    with turn_at(tmp_path / "list.txt"):
        pass
    assert not list(tmp_path.iterdir())


def test_a_folder_is_held_too_and_let_go(tmp_path: Path) -> None:
    for _ in range(2):  # the second turn would wait for ever
        with turn_at(tmp_path):
            assert tmp_path.is_dir()


def test_what_cannot_be_opened_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="none"), turn_at(tmp_path / "none" / "list.txt"):
        pass


def test_a_file_that_goes_while_somebody_waits_for_it(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    entered = []

    def ask() -> None:
        with turn_at(file):
            entered.append(file.exists())

    waiting = threading.Thread(target=ask)
    with turn_at(file):
        waiting.start()
    waiting.join()
    assert entered == [True]
