"""A process that is gone at a chosen moment, counted where files change: before and after each renaming and each removal."""

import os
from pathlib import Path
from typing import Final

KILLED: Final = 9  # what it exits with


def gone_at(moment: int) -> None:
    """From now on count the moments of this process, and end it at that one. For a forked copy, which nothing follows."""
    left = moment
    rename, remove = Path.replace, Path.unlink

    def tick() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(KILLED)

    def counted_rename(path: Path, target: Path) -> Path:
        tick()
        renamed = rename(path, target)
        tick()
        return renamed

    def counted_remove(path: Path, missing_ok: bool = False) -> None:
        tick()
        remove(path, missing_ok=missing_ok)
        tick()

    Path.replace = counted_rename  # type: ignore[method-assign,assignment]
    Path.unlink = counted_remove  # type: ignore[method-assign,assignment]
