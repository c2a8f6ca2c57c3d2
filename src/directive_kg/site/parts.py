"""A list too long for one page, cut into several."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from directive_kg.site.pieces import Ref

Item = TypeVar("Item")

MOST_PAPERS: Final = 300  # in a list, on one page
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
