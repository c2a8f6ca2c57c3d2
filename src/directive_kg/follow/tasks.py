"""Which tasks are looked at again when papers come, go or change, and which papers their products are."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from heapq import nsmallest
from typing import Final

from directive_kg.compare.tasks import BEST, NEAREST, Side, TaskMatch, judge_all
from directive_kg.follow.index import Index, TaskRow
from directive_kg.follow.lines import to_lines
from directive_kg.graph.statements import Statements
from directive_kg.graph.terms import term
from directive_kg.names import Names

_IN_MEMORY: Final = 20_000  # tasks whose words are kept
# The tasks that a run leads to from a task: the nearest of earlier papers.
_BEFORE: Final = "SELECT rank, task FROM run WHERE run = ? AND rank < ? ORDER BY rank DESC LIMIT ?"
# The tasks from which a run can lead to one: the next ones, and what stands beside the last of them in its paper.
_AFTER: Final = """
SELECT task FROM run WHERE run = :run AND rank > :rank AND rank <= coalesce(
    (SELECT rank | 65535 FROM run WHERE run = :run AND rank > (:rank | 65535) ORDER BY rank LIMIT 1 OFFSET :others),
    9223372036854775807)
"""


def settle_matches(index: Index, tasks: Mapping[int, TaskRow], runs: Iterable[tuple[int, int]]) -> None:
    """Compare tasks anew: these, and all that these runs can lead from."""
    looked = set(tasks)
    for run, rank in runs:
        after = {"run": run, "rank": rank, "others": NEAREST - 1}
        looked.update(row[0] for row in index.db.execute(_AFTER, after))
    known = dict(tasks)
    for task in sorted(looked):
        if len(known) > _IN_MEMORY:
            known.clear()
        paper, before, side = _known(index, task, known)
        others = [_known(index, other, known)[2] for other in _met(index, side)]
        found = judge_all(side, others)
        now = json.dumps([astuple(match) for match in found]) if found else None
        if now != before:
            index.db.execute("UPDATE task SET matches = ? WHERE id = ?", (now, task))
            index.mark_stale([paper])


def _known(index: Index, task: int, known: dict[int, TaskRow]) -> TaskRow:
    if task not in known:
        known[task] = index.side(task)
    return known[task]


def _met(index: Index, side: Side) -> list[int]:
    """The tasks that a task is compared with: of those that its runs lead to the ones that most do, of as many the nearest."""
    met = Counter(found for run in side.runs for found in index.db.execute(_BEFORE, (run, side.base, NEAREST)))
    best = nsmallest(BEST, met.items(), key=lambda item: (-item[1], -item[0][0]))
    return [task for (_, task), _ in best]


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
