"""Which tasks are looked at again when papers come, go or change, and which papers their products are."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from typing import Final

from directive_kg.compare.tasks import NEAREST, Side, TaskMatch, judge_all, runs_of
from directive_kg.follow.index import Index
from directive_kg.follow.lines import to_lines
from directive_kg.graph.statements import Statements
from directive_kg.graph.terms import term
from directive_kg.names import Names

_AT_ONCE: Final = 500  # tasks whose words are in memory
# The tasks that a run leads to from a task: the nearest of earlier papers.
_BEFORE: Final = "SELECT task FROM run WHERE run = ? AND rank < ? ORDER BY rank DESC LIMIT ?"
# The tasks from which a run can lead to one: the next ones, and what stands beside the last of them in its paper.
_AFTER: Final = """
SELECT task FROM run WHERE run = :run AND rank > :rank AND rank <= coalesce(
    (SELECT rank | 65535 FROM run WHERE run = :run AND rank > (:rank | 65535) ORDER BY rank LIMIT 1 OFFSET :others),
    9223372036854775807)
"""


def settle_matches(index: Index, tasks: Iterable[int], runs: Iterable[tuple[int, int]]) -> None:
    """Compare tasks anew: these, and all that these runs can lead from."""
    looked = set(tasks)
    for run, rank in runs:
        after = {"run": run, "rank": rank, "others": NEAREST - 1}
        looked.update(row[0] for row in index.db.execute(_AFTER, after))
    ordered = sorted(looked)
    for start in range(0, len(ordered), _AT_ONCE):
        _settle(index, ordered[start : start + _AT_ONCE])


def _settle(index: Index, tasks: list[int]) -> None:
    sides = index.sides(tasks)
    meets = {task: _met(index, side) for task, (_, _, side) in sides.items()}
    others = sides | index.sides(sorted(set().union(*meets.values()) - sides.keys()))
    for task, (paper, before, side) in sides.items():
        found = judge_all(side, (others[other][2] for other in meets[task]))
        now = json.dumps([astuple(match) for match in found]) if found else None
        if now != before:
            index.db.execute("UPDATE task SET matches = ? WHERE id = ?", (now, task))
            index.mark_stale([paper])


def _met(index: Index, side: Side) -> set[int]:
    return {row[0] for run in runs_of(side) for row in index.db.execute(_BEFORE, (run, side.base, NEAREST))}


def matches_of(index: Index, paper: int) -> Iterator[TaskMatch]:
    """What the tasks of a paper match."""
    for (found,) in index.db.execute("SELECT matches FROM task WHERE paper = ? AND matches IS NOT NULL", (paper,)):
        for left, right, *rest in json.loads(found):
            yield TaskMatch(tuple(left), tuple(right), *rest)


def settle_products(index: Index, promised: Iterable[str], names: Names) -> None:
    """Work out anew which tasks' products we hold, where something is promised or there under one of these names."""
    papers = {
        (paper, key)
        for name in promised
        for paper, key in index.db.execute(
            "SELECT DISTINCT p.id, p.key FROM promise m JOIN paper p ON p.id = m.paper WHERE m.name = ? AND m.task <> ''",
            (name,),
        )
    }
    products = (
        "SELECT DISTINCT m.task, p.key FROM promise m JOIN promise made ON made.name = m.name AND made.task = '' "
        "AND made.paper <> m.paper AND made.day >= m.day JOIN paper p ON p.id = made.paper WHERE m.paper = ? AND m.task <> ''"
    )
    for paper, key in sorted(papers):
        held: dict[str, list[str]] = {}
        for task, product in index.db.execute(products, (paper,)):
            held.setdefault(task, []).append(product)
        out = Statements(key, names)
        lines = to_lines(
            (out.part("task", task, "deliverable"), term("dkg:fulfilledBy"), Statements(only[0], names).paper)
            for task, only in held.items()
            if len(only) == 1
        )
        index.say(f"products {key}", {paper: lines} if lines else {})
