"""A list too long for one page, cut into several."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from directive_kg.names import fold
from directive_kg.site.pieces import Ref
from directive_kg.site.tables import natural

Item = TypeVar("Item")

MOST_PAPERS: Final = 300  # in a list, on one page
_END: Final = 48  # characters of the name at an end of a page, where the page is named
MOST_BESIDE: Final = 150  # papers or bodies told of on the page of another thing; all stand in their own lists


def parted(
    page: str,
    items: Sequence[Item],
    most: int,
    weight: Callable[[Item], int] = lambda _: 1,
    first: int | None = None,
) -> tuple[list[tuple[str, Sequence[Item]]], tuple[Ref, ...]]:
    """The pages of a list with what stands on each, and how they are called; no names where one page is enough.

    A page takes items until their weights come to `most`, and one at least; the first page until they come to `first`,
    where it has other things to show as well.

    >>> parted("a.html", [1, 2, 3], 2)[0]
    [('a.html', [1, 2]), ('a.2.html', [3])]
    """
    pieces: list[list[Item]] = [[]]
    room = most if first is None else first
    for item in items:
        heavy = weight(item)
        if heavy > room and pieces[-1]:
            pieces.append([])
            room = most
        pieces[-1].append(item)
        room -= heavy
    stem = page.removesuffix(".html")
    paths = [page, *(f"{stem}.{number}.html" for number in range(2, len(pieces) + 1))]
    names = tuple(Ref(str(number), path) for number, path in enumerate(paths, start=1))
    return list(zip(paths, pieces, strict=True)), names if len(paths) > 1 else ()


@dataclass(frozen=True, slots=True)
class Span:
    """A page of a list in the order of names, with the first and the last name on it."""

    page: Ref
    first: str
    last: str


def spans(
    parts: Sequence[tuple[str, Sequence[Item]]], names: Sequence[Ref], name_of: Callable[[Item], str]
) -> tuple[Span, ...]:
    """What leads into such a list, of what `parted` gave; nothing where one page is enough."""
    return tuple(
        Span(page, _short(name_of(items[0])), _short(name_of(items[-1])))
        for page, (_, items) in zip(names, parts, strict=bool(names))
    )


def alphabetical(name: str) -> tuple[list[tuple[int, str]], str]:
    """Names in the order in which people look them up: đ beside d, ward 9 before ward 10."""
    return natural(fold(name)), name


def _short(name: str) -> str:
    return name if len(name) <= _END else f"{name[: _END - 1].rstrip()}…"
