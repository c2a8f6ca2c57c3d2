"""The chain of a resolution as a picture: the papers step by step, the bodies that lead, what must come out.

Only places and sizes are reckoned here; a template draws them. The tree on the page is the picture's twin in words.
"""

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from directive_kg.site import words
from directive_kg.site.briefs import Brief
from directive_kg.site.views import Site

_MOST_PAPERS: Final = 18
_MOST_BODIES: Final = 10
_MOST_KINDS: Final = 9
_WIDTH: Final = 262  # of a box, in the picture's units; a letter of its text takes 8 or less
_ACROSS: Final = 326  # from column to column
_LETTERS: Final = 30
_LINE: Final = 17
_PADDING: Final = 6
_GAP: Final = 10
_MOST_STEPS: Final = 4  # deeper papers stand in the last column


Kind = Literal["top", "paper", "body", "made", "hole"]


@dataclass(frozen=True, slots=True)
class Box:
    """A paper, a body or a kind of deliverable; its lines stand at `y + offset`."""

    kind: Kind
    x: int
    y: int
    width: int
    height: int
    lines: tuple[tuple[int, str, bool], ...]  # offset from the top, text, whether it is the name
    href: str | None  # the page of what it stands for


@dataclass(frozen=True, slots=True)
class Edge:
    """A curve from box to box; the more tasks it stands for, the wider."""

    path: str
    width: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with its title and its description in words."""

    width: int
    height: int
    title: str
    description: str
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    key: str
    column: int
    kind: Kind
    name: str
    below: str
    href: str | None = None


def chain_picture(site: Site, top: str, steps: Sequence[tuple[int, str, bool]]) -> Picture | None:
    """The picture of a chain (see `chain_of`); None where nothing carries the resolution out.

    Papers beyond the first `_MOST_PAPERS` and bodies beyond the `_MOST_BODIES` that lead most are one box with a count.
    """
    papers = list(dict.fromkeys(paper for _, paper, repeated in steps if not repeated))
    if not papers:
        return None
    shown = papers[:_MOST_PAPERS]
    nodes, edges = _paper_nodes(site, top, steps, shown)
    if len(papers) > len(shown):
        nodes.append(_Node("papers", 1, "paper", f"và {len(papers) - len(shown)} văn bản khác", ""))
        edges[top, "papers"] = 1
    last = max(node.column for node in nodes) + 1
    leading = _leads(site, papers)
    bodies, led = _body_nodes(site, leading, last)
    made, out = _made_nodes(site, bodies, last + 1)
    nodes += [body.node for body in bodies] + made
    edges.update(out)
    for (paper, body), count in led.items():
        edges[paper if paper in shown else "papers", body] += count
    name = site.paper(top).name
    tasks = sum(len(site.tables.paper_tasks.get(paper, ())) for paper in papers)
    named = [body.node.name for body in bodies if body.node.kind == "body"]
    description = (
        f"{name} được {len(papers)} văn bản triển khai, với {tasks} nhiệm vụ. "
        f"Chủ trì nhiều nhất: {'; '.join(named[:5]) or 'không rõ'}."
    )
    return _laid_out(nodes, edges, f"Sơ đồ chuỗi thực hiện {name}", description)


def _paper_nodes(
    site: Site, top: str, steps: Sequence[tuple[int, str, bool]], shown: Sequence[str]
) -> tuple[list[_Node], Counter[tuple[str, str]]]:
    head = site.paper(top)
    nodes = [_Node(top, 0, "top", head.name, head.date, head.href)]
    edges: Counter[tuple[str, str]] = Counter()
    above = [top]
    for depth, paper, repeated in steps:
        del above[depth:]
        if paper in shown:
            if not repeated:
                ref = site.paper(paper)
                nodes.append(
                    _Node(paper, min(depth, _MOST_STEPS), "paper", ref.name, f"{ref.tasks} nhiệm vụ", ref.href)
                )
            if above[-1] in (top, *shown) and above[-1] != paper:
                edges[above[-1], paper] = 1
        above.append(paper)
    return nodes, edges


def _leads(site: Site, papers: Iterable[str]) -> dict[str, list[tuple[str, Brief]]]:
    """Body -> the tasks that it leads, with their papers; '' for tasks that no single known body leads."""
    found: dict[str, list[tuple[str, Brief]]] = {}
    for paper in papers:
        for task in site.briefs_of(paper):
            for agent in task.leads or ("",):
                found.setdefault(agent, []).append((paper, task))
    return found


@dataclass(frozen=True, slots=True)
class _Leading:
    """A box of the bodies' column with the tasks that it stands for."""

    node: _Node
    tasks: Sequence[Brief]


def _body_nodes(
    site: Site, leading: dict[str, list[tuple[str, Brief]]], column: int
) -> tuple[list[_Leading], Counter[tuple[str, str]]]:
    bodies = sorted((b for b in leading if b), key=lambda b: (-len(leading[b]), b))
    boxes = [(f"body {b}", "body", site.body_name(b), leading[b]) for b in bodies[:_MOST_BODIES]]
    rest = [of for b in bodies[_MOST_BODIES:] for of in leading[b]]
    if rest:
        boxes.append(("others", "body", f"và {len(bodies) - _MOST_BODIES} cơ quan khác", rest))
    if leading.get(""):
        boxes.append(("nobody", "hole", "Chưa rõ cơ quan chủ trì", leading[""]))
    found = []
    edges: Counter[tuple[str, str]] = Counter()
    for key, kind, name, tasks in boxes:
        page = site.links.page(key.removeprefix("body "))
        node = _Node(key, column, "hole" if kind == "hole" else "body", name, f"{len(tasks)} nhiệm vụ", page)
        found.append(_Leading(node, [task for _, task in tasks]))
        edges.update((paper, key) for paper, _ in tasks)
    return found, edges


def _made_nodes(site: Site, bodies: Sequence[_Leading], column: int) -> tuple[list[_Node], Counter[tuple[str, str]]]:
    """What must come out, by kind; a task without a deliverable leads to a hole."""
    edges: Counter[tuple[str, str]] = Counter()
    tasks: dict[str, set[str]] = {}
    for body in bodies:
        for task in body.tasks:
            for key in deliverable_kinds(task) or ("nothing",):
                edges[body.node.key, key] += 1
                tasks.setdefault(key, set()).add(task.iri)
    kinds_found = sorted((key for key in tasks if key != "nothing"), key=lambda key: (-len(tasks[key]), key))
    shown, rest = kinds_found[:_MOST_KINDS], kinds_found[_MOST_KINDS:]
    nodes = [_Node(key, column, "made", kind_name(site, key), f"{len(tasks[key])} nhiệm vụ") for key in shown]
    if rest:
        together = set().union(*(tasks[key] for key in rest))
        nodes.append(_Node("kinds", column, "made", f"và {len(rest)} loại khác", f"{len(together)} nhiệm vụ"))
    if "nothing" in tasks:
        nodes.append(_Node("nothing", column, "hole", "Không nêu sản phẩm", f"{len(tasks['nothing'])} nhiệm vụ"))
    moved: Counter[tuple[str, str]] = Counter()
    for (body_key, key), count in edges.items():
        moved[body_key, "kinds" if key in rest else key] += count
    return nodes, moved


def deliverable_kinds(task: Brief) -> tuple[str, ...]:
    """The kinds of what must come out of a task, 'made <code>' each; the code is missing where none was read."""
    return tuple(f"made {code}" for code in task.made)


def kind_name(site: Site, key: str) -> str:
    """The name of one of the `deliverable_kinds`."""
    code = key.removeprefix("made ")
    return site.term("deliverable-kind", code).vi if code else "Sản phẩm chưa xếp loại"


def _laid_out(nodes: Sequence[_Node], edges: Counter[tuple[str, str]], title: str, description: str) -> Picture:
    """Columns from left to right, each stacked from its middle."""
    columns: dict[int, list[tuple[_Node, int, tuple[tuple[int, str, bool], ...]]]] = {}
    for node in nodes:
        lines = _lines(node)
        columns.setdefault(node.column, []).append((node, 2 * _PADDING + _LINE * len(lines), lines))
    tall = {place: sum(height + _GAP for _, height, _ in column) - _GAP for place, column in columns.items()}
    height = max(tall.values())
    boxes: dict[str, Box] = {}
    for number, place in enumerate(sorted(columns)):
        y = (height - tall[place]) // 2 + 1
        for node, high, lines in columns[place]:
            boxes[node.key] = Box(node.kind, 1 + number * _ACROSS, y, _WIDTH, high, lines, node.href)
            y += high + _GAP
    curves = [_curve(boxes[a], boxes[b], count) for (a, b), count in sorted(edges.items()) if a in boxes and b in boxes]
    width = (len(columns) - 1) * _ACROSS + _WIDTH + 2
    return Picture(width, height + 2, title, description, tuple(boxes.values()), tuple(curves))


def _lines(node: _Node) -> tuple[tuple[int, str, bool], ...]:
    names = textwrap.wrap(words.shorten(node.name, 2 * _LETTERS - 4), _LETTERS) or [""]
    texts = [(name, True) for name in names] + ([(node.below, False)] if node.below else [])
    return tuple((_PADDING + 13 + _LINE * place, text, bold) for place, (text, bold) in enumerate(texts))


def _curve(start: Box, end: Box, count: int) -> Edge:
    x1, y1 = start.x + start.width, start.y + start.height // 2
    x2, y2 = end.x, end.y + end.height // 2
    # A box of the same column, or of one before it, is reached from the left; the curve bends back.
    if x2 <= start.x:
        x1, x2 = start.x, end.x
        return Edge(f"M{x1} {y1}C{x1 - 40} {y1} {x2 - 40} {y2} {x2} {y2}", 1)
    middle = (x1 + x2) // 2
    return Edge(f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}", min(8, 1 + count // 4))
