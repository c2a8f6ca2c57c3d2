"""Waiting for what has no signal of its own, for as long as any machine may take."""

import time
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 120  # seconds after which a thing will not come any more, on however slow a machine


def until(happened: Callable[[], bool]) -> bool:
    """Ask again and again whether something has happened; False where it has not within PATIENCE."""
    last = time.monotonic() + PATIENCE
    while not (there := happened()) and time.monotonic() < last:
        pass
    return there
