"""One desk behind many requests: asked by one after the other, whoever goes away meanwhile."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from directive_kg.review.desk import Desk

T = TypeVar("T")


class DeskInTurn:
    """A desk that is never asked two things at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turn = threading.Lock()

    async def ask(self, work: Callable[[Desk], T]) -> T:
        """What the work makes of the desk, in a thread of its own. Raises what the work raises."""

        def alone() -> T:
            with self._turn:
                return work(self._desk)

        return await asyncio.to_thread(alone)
