"""A reader in a process of its own that can be killed: a file that never ends, or swells, stops nothing but itself."""

import contextlib
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final, TypeVar

from directive_kg.errors import DirectiveKgError, UnreadablePaperError
from directive_kg.readers import read_paper
from directive_kg.readers.blocks import Reading

SECONDS: Final = 60.0  # of wall-clock for one paper
MEMORY: Final = 3_000_000_000  # bytes of address space
_GRACE: Final = 2.0  # seconds that a process has to clear up after itself before it is killed

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
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["directive_kg.readers.docx"])
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(sender, function, path, seconds, memory))
    child.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise UnreadablePaperError(
                f"{path}: đọc quá {seconds:g} giây, đã dừng; hãy kiểm tra hoặc chia nhỏ tệp "
                f"/ reading took more than {seconds:g} s and was stopped; look at the file or split it"
            )
        answer, error = receiver.recv()
    except (EOFError, ConnectionError):
        raise UnreadablePaperError(
            f"{path}: trình đọc bị dừng giữa chừng; tệp có thể hỏng / the reader died on this file; it may be damaged"
        ) from None
    finally:
        receiver.close()
        _end(child)
    if error is not None:
        raise error
    made: T = answer
    return made


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
    sender.send(answer)
    sender.close()


def _end(child: ForkServerProcess) -> None:
    """No process is left behind, its own children neither."""
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
