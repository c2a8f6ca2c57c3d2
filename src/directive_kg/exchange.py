"""Lets two folders change places in one step, where the system can: whoever looks sees the one or the other."""

import ctypes
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

_HERE: Final = -100  # AT_FDCWD: paths are as the process sees them (Linux, fcntl.h)
_EXCHANGE: Final = 2  # RENAME_EXCHANGE (Linux, linux/fs.h; renameat2(2))


def exchanged(first: Path, second: Path) -> bool:
    """Let two folders of one file system change places; False, with nothing done, where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    paths = os.fsencode(first.absolute()), os.fsencode(second.absolute())
    return bool(rename(_HERE, paths[0], _HERE, paths[1], _EXCHANGE) == 0)


def swap(fresh: Path, place: Path) -> None:
    """Put the new folder in the place of the old one, which is left under the new one's name or thrown away."""
    if not place.exists():
        fresh.rename(place)
        return
    if exchanged(fresh, place):
        return
    # In two steps: a kill between them leaves the old one under a name that says so.
    old = Path(tempfile.mkdtemp(prefix=f".{place.name}.old-{os.getpid()}-", dir=place.parent))
    place.rename(old)  # over the empty folder just made
    try:
        fresh.rename(place)
    except BaseException:
        old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
