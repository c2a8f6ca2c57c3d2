"""A reader in a process of its own that can be killed: a file that never ends, or swells, stops nothing but itself."""

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

T = TypeVar("T")


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
    work = _Capped(function, path, seconds, memory)
    try:
        work.receiver.poll(seconds)
        return work.answer()
    finally:
        work.end()


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
    running: dict[int, _Capped[T]] = {}
    done: dict[int, tuple[Path, T | DirectiveKgError]] = {}
    most = processes or os.cpu_count() or 1
    turn = 0
    try:
        while True:
            while len(running) < most and len(done) < _AHEAD * most and (next_one := next(waiting, None)):
                number, path = next_one
                running[number] = _Capped(function, path, seconds, memory)
            for number in [n for n, work in running.items() if work.is_over()] or _first_over(running):
                work = running.pop(number)
                try:
                    done[number] = (work.path, work.answer())
                except DirectiveKgError as error:
                    done[number] = (work.path, error)
                finally:
                    work.end()
            if turn not in done and not running:
                return
            while turn in done:
                yield done.pop(turn)
                turn += 1
    finally:
        for work in running.values():
            work.end()


def _first_over(running: "dict[int, _Capped[T]]") -> list[int]:
    """Wait until one of these has answered, died or run out of time."""
    if not running:
        return []
    left = max(0.0, min(work.until for work in running.values()) - time.monotonic())
    wait([work.receiver for work in running.values()], left)
    return [number for number, work in running.items() if work.is_over()]


class _Capped(Generic[T]):
    """A function at work on a paper in its own process."""

    def __init__(self, function: Callable[[Path], T], path: Path, seconds: float, memory: int) -> None:
        context = multiprocessing.get_context("forkserver")
        module = getattr(getattr(function, "func", function), "__module__", "")
        context.set_forkserver_preload(["directive_kg.readers.docx", module])
        self.path = path
        self.receiver, sender = context.Pipe(duplex=False)
        self.until = time.monotonic() + seconds
        self._seconds = seconds
        self._child = context.Process(target=_work, args=(sender, function, path, seconds, memory))
        self._child.start()
        sender.close()

    def is_over(self) -> bool:
        """Whether it has answered, died or run out of time."""
        return self.receiver.poll() or time.monotonic() >= self.until

    def answer(self) -> T:
        """The answer. Raises as `run_capped` does; where there is none yet, its time ran out."""
        try:
            if not self.receiver.poll():
                raise UnreadablePaperError(
                    f"{self.path}: đọc quá {self._seconds:g} giây, đã dừng; hãy kiểm tra hoặc chia nhỏ tệp "
                    f"/ reading took more than {self._seconds:g} s and was stopped; look at the file or split it"
                )
            answer, error = self.receiver.recv()
        except (EOFError, ConnectionError):
            raise UnreadablePaperError(
                f"{self.path}: trình đọc bị dừng giữa chừng; tệp có thể hỏng "
                "/ the reader died on this file; it may be damaged"
            ) from None
        if error is not None:
            raise error
        made: T = answer
        return made

    def end(self) -> None:
        """No process is left behind, its own children neither."""
        self.receiver.close()
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


def _work(sender: Connection, function: Callable[[Path], object], path: Path, seconds: float, memory: int) -> None:
    os.setsid()  # one signal reaches whatever the reader has started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that temporary files and programs go with it
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    cpu = int(seconds) + 10
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))  # holds even when nobody is left to stop it
    try:
        answer: tuple[object, DirectiveKgError | None] = (function(path), None)
    except DirectiveKgError as error:
        answer = (None, error)
    except MemoryError:
        megabytes = memory // 1_000_000
        answer = (
            None,
            UnreadablePaperError(
                f"{path}: đọc cần quá {megabytes} MB bộ nhớ, đã dừng "
                f"/ reading needs more than {megabytes} MB of memory and was stopped"
            ),
        )
    except Exception as error:  # noqa: BLE001 - a file that trips the reader stops nothing but itself
        answer = (
            None,
            UnreadablePaperError(
                f"{path}: trình đọc gặp lỗi ({type(error).__name__}); tệp có thể hỏng "
                "/ the reader failed on this file; it may be damaged"
            ),
        )
    with contextlib.suppress(BrokenPipeError):  # whoever asked has given up waiting
        sender.send(answer)
    sender.close()
