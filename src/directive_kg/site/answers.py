"""The answer to a question as its metadata says: a table, and for some a tree or a chart drawn from the same rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.site.charts import Chart, plain_chart
from directive_kg.site.pieces import Ref
from directive_kg.store.protocol import Term

MOST_BARS: Final = 30
COUNTS: Final = frozenset({"integer", "number"})  # types of columns that a chart can count
_DEEPEST: Final = 12

Row = Sequence[Term | None]
Shown = Sequence[Ref]


@dataclass(frozen=True, slots=True)
class Node:
    """A row of a tree, `depth` below its root."""

    depth: int
    head: Ref
    rest: tuple[Ref, ...]
    below: int  # how many rows hang right below it


def chart_from(types: Sequence[str], rows: Sequence[Row], shown: Sequence[Shown]) -> Chart | None:
    """The first column of whole numbers as bars, named by the first column of text; None where there are not both."""
    name = next((place for place, kind in enumerate(types) if kind == "text"), None)
    count = next((place for place, kind in enumerate(types) if kind in COUNTS), None)
    if name is None or count is None:
        return None
    lines = []
    for row, refs in zip(rows, shown, strict=True):
        term = row[count]
        if term is not None and term.value.isascii() and term.value.isdigit():
            href = next((ref.href for ref in refs if ref.href), None)
            lines.append((refs[name].text, href, int(term.value[:9])))
    lines.sort(key=lambda line: -line[2])
    return plain_chart(lines[:MOST_BARS]) if lines else None


def tree_from(types: Sequence[str], rows: Sequence[Row], shown: Sequence[Shown]) -> tuple[Node, ...]:
    """Rows that name each other hang below each other; others hang below what they share in the first column."""
    iris = [place for place, kind in enumerate(types) if kind == "iri"]
    if len(iris) > 1:
        below = _links(iris, rows)
        if below:
            return tuple(_walked(types, rows, shown, below))
    return tuple(_grouped(types, shown))


def _links(iris: Sequence[int], rows: Sequence[Row]) -> dict[int, list[int]] | None:
    """Row -> rows below it, by the first pair of columns in which one row's thing is what another hangs below."""
    for thing in iris:
        for above in iris:
            first: dict[str, int] = {}
            for number, row in enumerate(rows):
                own = row[thing]
                if own is not None:
                    first.setdefault(own.value, number)
            found: dict[int, list[int]] = {}
            for number, row in enumerate(rows):
                parent = row[above]
                own = row[thing]
                at = first.get(parent.value) if parent is not None else None
                if thing != above and at is not None and at != number and own != parent:
                    found.setdefault(at, []).append(number)
            if found:
                return found
    return None


def _walked(
    types: Sequence[str], rows: Sequence[Row], shown: Sequence[Shown], below: dict[int, list[int]]
) -> Iterator[Node]:
    """Depth first from the rows that hang below none; a row of a ring is met once, and none is left out."""
    hanging = {number for numbers in below.values() for number in numbers}
    order = [number for number in range(len(rows)) if number not in hanging] + list(range(len(rows)))
    seen: set[int] = set()
    for root in order:
        waiting = [(0, root)]
        while waiting:
            depth, number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            children = [child for child in below.get(number, ()) if child not in seen]
            yield _node(types, shown[number], min(depth, _DEEPEST), len(children))
            waiting.extend((depth + 1, child) for child in reversed(children))


def _node(types: Sequence[str], refs: Shown, depth: int, below: int) -> Node:
    """A row by its texts; its thing lends the link."""
    texts = [ref for ref, kind in zip(refs, types, strict=True) if kind != "iri" and ref.text]
    href = next((ref.href for ref, kind in zip(refs, types, strict=True) if kind == "iri" and ref.href), None)
    head = texts[0].text if texts else next((ref.text for ref in refs if ref.text), "–")
    return Node(depth, Ref(head, href), tuple(texts[1:]), below)


def _grouped(types: Sequence[str], shown: Sequence[Shown]) -> Iterator[Node]:
    groups: dict[str, list[Shown]] = {}
    for refs in shown:
        groups.setdefault(refs[0].text if refs else "", []).append(refs)
    for name, members in groups.items():
        yield Node(0, Ref(name or "–"), (), len(members))
        for refs in members:
            yield _node(types[1:], refs[1:], 1, 0)
