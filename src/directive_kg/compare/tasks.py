"""Tasks that two papers both order: candidates by rare words first, then compared one by one.

No paper is compared with itself, and never all tasks with all: a task meets only those of its place or of its lead that share
some of its rarest runs of syllables (benchmarks/compare.py). Measured on the five shipped papers by hand (X1 in tests/check/test_shipped_graph.py).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from itertools import pairwise, product
from typing import Final

from directive_kg.compare.runs import rare_runs
from directive_kg.compare.wording import Pair, kind_of_paper, likeness, pairs, periods, syllables, weigh, weights
from directive_kg.graph.terms import days_of
from directive_kg.names import fold
from directive_kg.records import Paper, Role, Task

_LONGEST: Final = 4  # syllables of a run that looks for other tasks, of two at least
_RAREST: Final = 10  # runs of each length of a task that look for others
_CROWD: Final = 60  # a run that more tasks have tells too little to look with
_BEST: Final = 30  # tasks that one task is compared with, at most
_TOGETHER: Final = 2  # runs that two tasks must share before they are compared
_SAME_WORDS: Final = 0.75  # likeness that needs nothing else, within one province
_SAME_LEAD: Final = 0.4  # likeness that is enough where one body leads both
_SAME_OPENING: Final = 0.5  # likeness of the first sentences that is enough where one body leads both
_SAME_RESULT: Final = 0.2  # likeness that is enough where one body promises the same figure as well
_SURE: Final = 0.9  # tasks that were read less surely are not compared


@dataclass(frozen=True, slots=True)
class Side:
    """A task with what is compared of it."""

    paper: Paper
    task: Task
    words: tuple[str, ...]  # the folded syllables of the title
    pairs: frozenset[Pair]
    opening: frozenset[Pair]  # pairs of the first sentence
    leads: frozenset[str]
    result: str  # the deliverable's words, folded; '' where they hold no figure
    periods: frozenset[str]
    kind: str | None

    @property
    def circles(self) -> tuple[str, ...]:
        """The place and the leads, by one of which it may be another's like: see `_judge`."""
        return (self.paper.home, *self.leads)

    @property
    def order(self) -> tuple[date, str, str]:
        """By the day of the paper, then by name."""
        days = days_of(self.paper.header.date)
        return (days[0] if days else date.min, self.paper.key, self.task.key)


@dataclass(frozen=True, slots=True)
class TaskMatch:
    """Two tasks that are one, or one that is ordered again for another period."""

    left: Side  # of the later paper
    right: Side
    score: float  # 0..1, likeness of the titles
    reason_vi: str
    reason_en: str
    repeated: bool  # the same work for another period


def match_tasks(papers: Iterable[Paper]) -> tuple[TaskMatch, ...]:
    """All matches, later paper first, in a fixed order."""
    sides = sorted((side for paper in papers for side in _sides(paper)), key=lambda side: side.order)
    weight = weights(side.pairs for side in sides)
    own = [weigh(side.pairs, weight) for side in sides]
    found = (_judge(sides[j], sides[i], weight, own[j] + own[i]) for i, j in sorted(_candidates(sides)))
    return tuple(match for match in found if match is not None)


def _sides(paper: Paper) -> Iterator[Side]:
    wholes = {task.parent for task in paper.tasks}
    for task in paper.tasks:
        if task.confidence < _SURE or task.key in wholes:
            continue
        title = task.title.text
        own = syllables(title)
        whole = frozenset(pairwise(own))
        words = fold(task.deliverable.words) if task.deliverable else ""
        yield Side(
            paper=paper,
            task=task,
            words=tuple(own),
            pairs=whole,
            opening=pairs(title.split(". ")[0]) if ". " in title else whole,
            leads=frozenset(b.agency for b in task.bodies(Role.LEAD) if b.agency and not b.is_class),
            result=words if any(c.isdigit() for c in words) else "",
            periods=periods(title),
            kind=kind_of_paper(title),
        )


def _candidates(sides: Sequence[Side]) -> set[tuple[int, int]]:
    """Pairs of places in the list, the first before the second, worth comparing."""
    words = [side.words for side in sides]
    holders: defaultdict[tuple[str, int, int], list[int]] = defaultdict(list)
    alike: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    for place, rare in enumerate(rare_runs(words, _LONGEST, _CROWD)):
        circles = sides[place].circles
        met = Counter(
            other
            for length, runs in enumerate(rare)
            for run in runs[:_RAREST]
            for other in {other for circle in circles for other in holders[circle, length, run]}
        )
        least = min(_TOGETHER, sum(map(len, rare)))
        # Those that share most; of as many, the first ones.
        best = nsmallest(_BEST, ((-shared, other) for other, shared in met.items() if shared >= least))
        found.update((other, place) for _, other in best)
        for length, runs in enumerate(rare):
            for circle, run in product(circles, runs):
                holders[circle, length, run].append(place)
        alike[words[place]].append(place)
    for places in alike.values():
        # However many papers repeat a sentence, each is compared with the one before it only.
        found.update(pairwise(places))
    return {(i, j) for i, j in found if sides[i].paper.key != sides[j].paper.key}


def _judge(left: Side, right: Side, weight: dict[Pair, float], whole: float | None = None) -> TaskMatch | None:
    if left.kind and right.kind and left.kind != right.kind:
        return None
    one_lead = bool(left.leads & right.leads)
    at_home = left.paper.home == right.paper.home
    if not one_lead and not at_home:
        return None
    score = likeness(left.pairs, right.pairs, weight, whole)
    one_sentence = left.opening == left.pairs and right.opening == right.pairs
    opening = score if one_sentence or not one_lead else likeness(left.opening, right.opening, weight)
    one_result = one_lead and bool(left.result) and left.result == right.result
    if not (
        (one_lead and (score >= _SAME_LEAD or opening >= _SAME_OPENING))
        or (one_result and score >= _SAME_RESULT)
        or (at_home and score >= _SAME_WORDS)
    ):
        return None
    score = max(score, opening) if one_lead else score
    vi, en = [f"tên giống nhau {score:.0%}"], [f"titles {score:.0%} alike"]
    if one_lead:
        vi.append("cùng cơ quan chủ trì")
        en.append("the same lead")
    if one_result:
        vi.append("cùng con số ở sản phẩm")
        en.append("the same figure in the product")
    return TaskMatch(left, right, round(score, 2), "; ".join(vi), "; ".join(en), _repeated(left, right))


def _repeated(left: Side, right: Side) -> bool:
    """Whether the two are about different periods: by their titles, else by the years of their deadlines."""
    if left.periods or right.periods:
        return bool(left.periods and right.periods) and not (
            left.periods <= right.periods or right.periods <= left.periods
        )
    ends = left.task.deadline.end, right.task.deadline.end
    return ends[0] is not None and ends[1] is not None and ends[0].year != ends[1].year
