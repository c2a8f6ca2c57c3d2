"""A graph folder is written by one process at a time; so is each of its files that people add to."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from directive_kg.errors import BadInputError


def lock_folder(folder: Path) -> int:
    """Keep others who ask for the same out, until the descriptor is closed.

    Raises BadInputError where somebody has it, or the folder cannot be opened.
    """
    try:
        lock = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise BadInputError(f"{folder}: không mở được / cannot be opened: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise BadInputError(
            f"{folder}: đang có lệnh khác ghi vào; chờ xong rồi chạy lại / another command is writing here, wait for it"
        ) from None
    return lock


@contextmanager
def turn_at(path: Path) -> Iterator[None]:
    """Hold a file that is read, added to and written anew, or a folder of such; whoever asks for it meanwhile waits.

    Raises BadInputError where it cannot be opened.
    """
    held = _newest(path)
    try:
        yield
    finally:
        if path.is_file() and path.stat().st_size == 0:
            path.unlink()  # made for the turn alone
        os.close(held)


def _newest(path: Path) -> int:
    """A locked descriptor of what stands at `path` now: who waited may hold a file that another has replaced since."""
    while True:
        try:
            held = os.open(path, os.O_RDONLY | (0 if path.is_dir() else os.O_CREAT), 0o644)
        except OSError as error:
            raise BadInputError(f"{path}: không mở được / cannot be opened: {error.strerror}") from error
        fcntl.flock(held, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(held), path.stat()):
                return held
        os.close(held)
