"""Many papers on the workers of a Dask scheduler that somebody already runs.

A paper travels as bytes, so workers need no common file system; on the worker it is read in a process that can be killed,
as it is at home. A worker that goes away loses nothing: the scheduler gives what it had to another, and each paper is
taken once, in the order of the paths.
"""

import multiprocessing
import pickle
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any, Final, TypeVar

from directive_kg.errors import DirectiveKgError, StoreError, UnreadablePaperError, UsageError
from directive_kg.readers.files import read_bytes
from directive_kg.readers.sandbox import run_capped

_AHEAD: Final = 4  # papers under way for each thread of the workers
_CONNECT_SECONDS: Final = 15

T = TypeVar("T")


def read_on(
    scheduler: str, read: Callable[[Path], T], paths: Iterable[Path], *, seconds: float
) -> Generator[tuple[Path, T | DirectiveKgError]]:
    """Each paper with what a function makes of it, or why it makes nothing, in the order of the paths.

    The function is as for `readers.sandbox.run_capped`. `scheduler` is its address ('tcp://10.0.0.5:8786', 'tls://…');
    `seconds` are for one paper. Raises UsageError for an address that is none or where the extra `scale` is not installed,
    StoreError where no scheduler answers or it has no worker that can read papers.
    """
    client = _connect(scheduler)
    try:
        common = client.scatter(read, broadcast=True, hash=False)
        most = _AHEAD * max(1, sum(client.nthreads().values()))
        under_way: deque[tuple[Path, Any]] = deque()
        for path in paths:
            try:
                content = read_bytes(path)
            except DirectiveKgError as error:
                under_way.append((path, error))
            else:
                work = client.submit(read_on_worker, str(path), content, common, seconds, pure=False, retries=0)
                under_way.append((path, work))
            while len(under_way) >= most:
                yield _taken(*under_way.popleft())
        while under_way:
            yield _taken(*under_way.popleft())
    finally:
        client.close()


def read_on_worker(name: str, content: bytes, read: Callable[[Path], T], seconds: float) -> T | DirectiveKgError:
    """A function of a paper's bytes, on a worker; what is wrong with the paper is an answer and no error of the worker."""
    with tempfile.TemporaryDirectory(prefix="directive-kg-") as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        # Dask's own workers are daemons, and those may not start processes by multiprocessing.
        place = _in_program if multiprocessing.current_process().daemon else _here
        answer = place(read, path, seconds)
        if isinstance(answer, DirectiveKgError):
            # The worker's folder means nothing to the user.
            return type(answer)(str(answer).replace(str(path), name))
        return answer


def _here(read: Callable[[Path], T], path: Path, seconds: float) -> T | DirectiveKgError:
    try:
        return run_capped(read, path, seconds=seconds)
    except DirectiveKgError as error:
        return error


def _in_program(read: Callable[[Path], T], path: Path, seconds: float) -> T | DirectiveKgError:
    """The same in a Python of its own, which starts the process that can be killed."""
    command = [sys.executable, "-m", "directive_kg.extract.spread"]
    given = pickle.dumps((read, path, seconds))
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=seconds + 60, check=True)  # noqa: S603
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return UnreadablePaperError(
            f"{path}: trình đọc bị dừng giữa chừng; tệp có thể hỏng / the reader died on this file; it may be damaged"
        )
    answer: T | DirectiveKgError = pickle.loads(done.stdout)  # noqa: S301 - written by the process that this one started
    return answer


def _answer_on_stdout() -> None:
    read, path, seconds = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - written by the worker
    sys.stdout.buffer.write(pickle.dumps(_here(read, path, seconds)))


def _connect(scheduler: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to load
    except ImportError:
        raise UsageError(
            "--scheduler cần gói distributed / needs distributed: pip install 'directive-kg[scale]'"
        ) from None
    try:
        client: Any = Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError):
        raise StoreError(f"{scheduler}: không có bộ lập lịch Dask nào trả lời / no Dask scheduler answers") from None
    except (ValueError, RuntimeError) as error:
        raise UsageError(f"--scheduler {scheduler}: địa chỉ sai / not an address: {error}") from None
    if not client.nthreads():
        client.close()
        raise StoreError(f"{scheduler}: bộ lập lịch chưa có máy làm việc / the scheduler has no worker")
    return client


def _taken(path: Path, work: Any) -> tuple[Path, Any]:
    if isinstance(work, DirectiveKgError):
        return path, work
    from distributed.scheduler import KilledWorker  # noqa: PLC0415 - an extra, and slow to load

    try:
        answer = work.result()
    except KilledWorker:
        return path, UnreadablePaperError(
            f"{path}: các máy làm việc đều ngừng khi đọc tệp này / worker after worker went down on this file"
        )
    except ImportError as error:
        raise StoreError(f"máy làm việc chưa cài directive-kg / a worker lacks directive-kg: {error}") from None
    return path, answer


if __name__ == "__main__":
    _answer_on_stdout()
