"""A list too long for one page, cut into several."""

from collections.abc import Sequence
from typing import TypeVar

from directive_kg.site.pieces import Ref

Item = TypeVar("Item")


def parted(page: str, items: Sequence[Item], most: int) -> tuple[list[tuple[str, Sequence[Item]]], tuple[Ref, ...]]:
    """The pages of a list with what stands on each, and how they are called; no names where one page is enough.

    >>> parted("a.html", [1, 2, 3], 2)[0]
    [('a.html', [1, 2]), ('a.2.html', [3])]
    """
    pieces = [items[start : start + most] for start in range(0, len(items), most)] or [items]
    stem = page.removesuffix(".html")
    paths = [page, *(f"{stem}.{number}.html" for number in range(2, len(pieces) + 1))]
    names = tuple(Ref(str(number), path) for number, path in enumerate(paths, start=1))
    return list(zip(paths, pieces, strict=True)), names if len(paths) > 1 else ()
