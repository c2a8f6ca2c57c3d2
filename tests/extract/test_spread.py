"""Papers on a real Dask scheduler with two workers, each a process of its own, one of them killed at work."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from directive_kg.cli.main import main
from directive_kg.errors import DirectiveKgError, ExitCode, StoreError, UsageError
from directive_kg.extract import spread
from directive_kg.extract.many import extract_many
from directive_kg.extract.paper import extract_paper
from directive_kg.extract.spread import read_on, read_on_worker
from directive_kg.records import Paper
from directive_kg.register import load_register

pytest.importorskip("distributed")

_READ = partial(extract_paper, register=load_register())
_PAPER = """ỦY BAN NHÂN DÂN
THÀNH PHỐ HẢI PHÒNG
Số: {number}/KH-UBND
Hải Phòng, ngày 4 tháng 3 năm 2026

KẾ HOẠCH
Triển khai công tác số {number}

1. Giao Sở Tài chính chủ trì, phối hợp với Sở Nội vụ xây dựng báo cáo số {number}, hoàn thành trước ngày 30/6/2026.
2. Giao Sở Xây dựng chủ trì rà soát quy hoạch số {number}, hoàn thành trong quý III/2026.
"""


@contextmanager
def _program(*arguments: str, ready: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A process of Dask's that has printed a line with `ready` in it, and that line."""
    command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
    environment = {**os.environ, "DASK_DISTRIBUTED__DASHBOARD__LINK": ""}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    ) as process:
        assert process.stderr is not None
        try:
            line = next(line for line in process.stderr if ready in line)
            # Nobody reads on: what it still says must not stop it.
            drain = Thread(target=process.stderr.read)
            drain.start()
            yield process, line
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        drain.join()


@contextmanager
def _cluster(workers: int) -> Iterator[tuple[str, list["subprocess.Popen[str]"]]]:
    """The address of a scheduler, and its workers."""
    with ExitStack() as running:
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        _, line = running.enter_context(_program("scheduler", *options, ready="Scheduler at:"))
        address = line.split()[-1]
        started = [
            running.enter_context(
                _program("worker", address, "--nthreads", "1", "--no-dashboard", ready="Registered to:")
            )[0]
            for _ in range(workers)
        ]
        yield address, started


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """Twelve papers, one of them no paper."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(11, 22):
        (folder / f"{number}.txt").write_text(_PAPER.format(number=number), encoding="utf-8")
    (folder / "15-hong.txt").write_bytes(b"\x00\x01\x02 rubbish")
    return sorted(folder.iterdir())


def _said(answer: Paper | DirectiveKgError) -> object:
    return str(answer) if isinstance(answer, DirectiveKgError) else answer


def test_the_same_records_as_at_home_and_a_worker_that_dies_loses_nothing(papers: list[Path], tmp_path: Path) -> None:
    at_home = [(path, _said(answer)) for path, answer in extract_many(papers, load_register())]
    with _cluster(2) as (address, workers):
        reading = read_on(address, _READ, papers, seconds=120)
        found = [next(reading)]
        os.killpg(workers[0].pid, signal.SIGKILL)
        found += list(reading)
        assert [(path, _said(answer)) for path, answer in found] == at_home
        code = main(["ingest", str(papers[0].parent), "--into", str(tmp_path / "graph"), "--scheduler", address])
    assert code == ExitCode.BAD_INPUT, "one of them is no paper"
    assert len(list((tmp_path / "graph").rglob("directives/**/*.trig"))) == 11


def test_a_scheduler_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "_CONNECT_SECONDS", 2)
    with pytest.raises(StoreError, match="no Dask scheduler answers"):
        list(read_on("tcp://127.0.0.1:9", _READ, [], seconds=1))
    with pytest.raises(UsageError, match="not an address"):
        list(read_on("nope://x", _READ, [], seconds=1))


def test_a_scheduler_without_workers() -> None:
    with _cluster(0) as (address, _), pytest.raises(StoreError, match="no worker"):
        list(read_on(address, _READ, [], seconds=1))


def test_an_error_names_the_users_file_and_no_folder_of_the_worker() -> None:
    answer = read_on_worker("thu/muc/hong.txt", b"\x00\x01", _READ, 60)
    assert isinstance(answer, DirectiveKgError)
    assert str(answer).startswith("thu/muc/hong.txt:")
    assert "directive-kg-" not in str(answer)


def test_here_and_there_at_once_is_refused(papers: list[Path], tmp_path: Path) -> None:
    options = ["--into", str(tmp_path / "graph"), "--scheduler", "tcp://127.0.0.1:9", "--jobs", "2"]
    assert main(["ingest", str(papers[0]), *options]) == ExitCode.USAGE
