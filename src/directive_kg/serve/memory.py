"""Memory that large answers and tangled queries leave behind: how much a process holds, and giving it back.

The allocator of glibc keeps what was freed for its next use: after ten minutes of large answers that was more than all
that the service needs. Elsewhere than on Linux with glibc nothing is done and nothing is known.
"""

import ctypes
from functools import cache
from pathlib import Path
from typing import Any, Final

_KB: Final = 1024  # bytes, as the kernel says kB


def give_back() -> None:
    """Hand freed memory back to the system (`man 3 malloc_trim`)."""
    trim = _trim()
    if trim is not None:
        trim(0)


def held(process: int) -> int | None:
    """Bytes that a process holds for itself, without the files that it has mapped; None where that is not told."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * _KB for line in lines if line.startswith("RssAnon:")), None)


@cache
def _trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None
