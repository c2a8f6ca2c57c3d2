"""One question put to several servers, a city each: every answer with the address that it came from.

The servers are asked beside each other, each with its own papers and bodies; nothing is joined across them. One that is
down or does not know a name is told of, and the others' answers stand.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from directive_kg.errors import DirectiveKgError
from directive_kg.store.protocol import Store

_Found = TypeVar("_Found")

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Sourced(Generic[_Found]):
    """What one server said, or why it said nothing."""

    source: str  # the server's address
    found: _Found | None = None
    error: DirectiveKgError | None = None


def ask_each(
    stores: Sequence[tuple[str, Store]], question: Callable[[Store], _Found]
) -> tuple[tuple[Sourced[_Found], ...], tuple[Sourced[_Found], ...]]:
    """The answers, and the servers without one; each in the order of the servers.

    Raises the first server's error where no server answers.
    """

    def ask(source: str, store: Store) -> Sourced[_Found]:
        try:
            return Sourced(source, question(store))
        except DirectiveKgError as error:
            return Sourced(source, error=error)

    with ThreadPoolExecutor(min(_AT_ONCE, len(stores))) as pool:
        every = tuple(pool.map(lambda pair: ask(*pair), stores))
    answered = tuple(one for one in every if one.error is None)
    if not answered:
        assert every[0].error is not None
        raise every[0].error
    return answered, tuple(one for one in every if one.error is not None)
