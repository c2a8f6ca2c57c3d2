"""A reader in a process of its own that can be killed: a file that never ends, or swells, stops nothing but itself.

Of many papers a process reads one after the other, for starting one takes longer than most papers do. It is killed when
it overruns, and what goes wrong in one that had read others is tried once more in a new one: no paper is refused for
what another has left behind.
"""

import contextlib
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterable
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Final, Generic, TypeVar

from directive_kg.errors import DirectiveKgError, UnreadablePaperError
from directive_kg.readers import read_paper
from directive_kg.readers.blocks import Reading

SECONDS: Final = 60.0  # of wall-clock for one paper
MEMORY: Final = 3_000_000_000  # bytes of address space
_GRACE: Final = 2.0  # seconds that a process has to clear up after itself before it is killed
_AHEAD: Final = 8  # papers for each process that are read before the first of them is taken
_PAPERS: Final = 200  # that a process reads before another takes its place: what they leave in its memory goes with it

T = TypeVar("T")


class _BrokenProcessError(UnreadablePaperError):
    """A process failed on a paper, which may be the paper's fault or that of one before it."""


def read_safely(path: Path, seconds: float = SECONDS, memory: int = MEMORY) -> Reading:
    """`read_paper` with caps on time and memory.

    Raises what `read_paper` raises, and UnreadablePaperError when a cap is met or the reader dies.
    """
    return run_capped(read_paper, path, seconds=seconds, memory=memory)


def run_capped(function: Callable[[Path], T], path: Path, *, seconds: float = SECONDS, memory: int = MEMORY) -> T:
    """What a function of a module's own makes of a paper, in a process with caps on time and memory.

    Function and answer must be such as can be pickled: functools.partial gives a function its other arguments.
    Raises the function's own DirectiveKgError, and UnreadablePaperError when a cap is met or the process dies.
    """
    worker = _Worker(function, memory)
    try:
        worker.give(path, seconds)
        worker.channel.poll(seconds)
        return worker.answer()
    finally:
        worker.end()


def run_many_capped(
    function: Callable[[Path], T],
    paths: Iterable[Path],
    *,
    processes: int | None = None,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Generator[tuple[Path, T | DirectiveKgError]]:
    """`run_capped` for many papers at once, on all cores unless told: each with its answer or error, in their order.

    Closing the iterator ends the processes that are still at work.
    """
    waiting = enumerate(paths)
    busy: dict[int, _Worker[T]] = {}
    idle: list[_Worker[T]] = []
    done: dict[int, tuple[Path, T | DirectiveKgError]] = {}
    most = processes or os.cpu_count() or 1
    turn = 0
    try:
        while True:
            while len(busy) < most and len(done) < _AHEAD * most and (next_one := next(waiting, None)):
                number, path = next_one
                busy[number] = idle.pop() if idle else _Worker(function, memory)
                busy[number].give(path, seconds)
            for number in [n for n, worker in busy.items() if worker.is_over()] or _first_over(busy):
                worker = busy.pop(number)
                try:
                    done[number] = (worker.path, worker.answer())
                except _BrokenProcessError as error:
                    if worker.papers > 1:
                        busy[number] = _Worker(function, memory)
                        busy[number].give(worker.path, seconds)
                    else:
                        done[number] = (worker.path, error)
                except DirectiveKgError as error:
                    done[number] = (worker.path, error)
                if worker.is_fit():
                    idle.append(worker)
                else:
                    worker.end()
            if turn not in done and not busy:
                return
            while turn in done:
                yield done.pop(turn)
                turn += 1
    finally:
        for worker in (*busy.values(), *idle):
            worker.end()


def _first_over(busy: "dict[int, _Worker[T]]") -> list[int]:
    """Wait until one of these has answered, died or run out of time."""
    if not busy:
        return []
    left = max(0.0, min(worker.until for worker in busy.values()) - time.monotonic())
    wait([worker.channel for worker in busy.values()], left)
    return [number for number, worker in busy.items() if worker.is_over()]


class _Worker(Generic[T]):
    """A process that applies a function to one paper after the other."""

    def __init__(self, function: Callable[[Path], T], memory: int) -> None:
        context = multiprocessing.get_context("forkserver")
        module = getattr(getattr(function, "func", function), "__module__", "")
        context.set_forkserver_preload(["directive_kg.readers.docx", module])
        self.channel, theirs = context.Pipe()
        self.path = Path()
        self.until = 0.0
        self.papers = 0  # that it was given
        self._seconds = 0.0
        self._whole = True
        self._child = context.Process(target=_work, args=(theirs, function, memory))
        self._child.start()
        theirs.close()

    def give(self, path: Path, seconds: float) -> None:
        """Have it work on a paper; it has answered the one before."""
        self.path, self._seconds = path, seconds
        self.until = time.monotonic() + seconds
        self.papers += 1
        with contextlib.suppress(OSError):  # a process that is gone: `answer` says so
            self.channel.send((path, seconds))

    def is_over(self) -> bool:
        """Whether it has answered, died or run out of time."""
        return self.channel.poll() or time.monotonic() >= self.until

    def is_fit(self) -> bool:
        """Whether it can be given another paper, its last answer taken."""
        return self._whole and self.papers < _PAPERS

    def answer(self) -> T:
        """The answer. Raises as `run_capped` does; where there is none yet, its time ran out."""
        self._whole = False
        try:
            if not self.channel.poll():
                raise UnreadablePaperError(
                    f"{self.path}: đọc quá {self._seconds:g} giây, đã dừng; hãy kiểm tra hoặc chia nhỏ tệp "
                    f"/ reading took more than {self._seconds:g} s and was stopped; look at the file or split it"
                )
            answer, error = self.channel.recv()
        except (EOFError, ConnectionError):
            raise _BrokenProcessError(
                f"{self.path}: trình đọc bị dừng giữa chừng; tệp có thể hỏng "
                "/ the reader died on this file; it may be damaged"
            ) from None
        self._whole = not isinstance(error, _BrokenProcessError)
        if error is not None:
            raise error
        made: T = answer
        return made

    def end(self) -> None:
        """No process is left behind, its own children neither."""
        self.channel.close()
        child = self._child
        child.join(0.2 if child.exitcode is None else 0)
        if child.is_alive():
            child.terminate()
            child.join(_GRACE)
        if child.is_alive():
            if child.pid:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(child.pid, signal.SIGKILL)
            child.kill()
        child.join()
        child.close()


def _work(channel: Connection, function: Callable[[Path], object], memory: int) -> None:
    os.setsid()  # one signal reaches whatever the reader has started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that temporary files and programs go with it
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(EOFError, ConnectionError):  # whoever asked has no more papers, or is gone
        while True:
            path, seconds = channel.recv()
            _limit_cpu(seconds)
            channel.send(_answer(function, path, memory))


def _limit_cpu(seconds: float) -> None:
    """So much for the next paper; holds even when nobody is left to stop it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 10, hard))


def _answer(
    function: Callable[[Path], object], path: Path, memory: int
) -> tuple[object | None, DirectiveKgError | None]:
    try:
        return function(path), None
    except DirectiveKgError as error:
        return None, error
    except MemoryError:
        megabytes = memory // 1_000_000
        return None, _BrokenProcessError(
            f"{path}: đọc cần quá {megabytes} MB bộ nhớ, đã dừng "
            f"/ reading needs more than {megabytes} MB of memory and was stopped"
        )
    except Exception as error:  # noqa: BLE001 - a file that trips the reader stops nothing but itself
        return None, _BrokenProcessError(
            f"{path}: trình đọc gặp lỗi ({type(error).__name__}); tệp có thể hỏng "
            "/ the reader failed on this file; it may be damaged"
        )
