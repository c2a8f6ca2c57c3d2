"""A graph folder is written by one process at a time."""

import fcntl
import os
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
