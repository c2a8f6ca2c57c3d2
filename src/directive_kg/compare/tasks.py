"""Tasks that several papers order: those that share rare runs of syllables are compared one by one.

Whether two tasks are one depends on the two alone. Which are compared: a task meets, for each of its rarest runs, the
nearest tasks of earlier papers of its place or of its lead that have the run too. So a new paper concerns its own tasks and a few
of later papers, however many there are (`follow/index.py` finds them). Measured by benchmarks/compare.py, and on the five
shipped papers by hand (X1 in tests/check/test_shipped_graph.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from typing import Final

from directive_kg.compare.wording import Pair, kind_of_paper, likeness, periods, syllables, weigh
from directive_kg.graph.terms import days_of
from directive_kg.names import fold
from directive_kg.records import Paper, Role, Task

NEAREST: Final = 8  # tasks of earlier papers that a run leads to, at most
BEST: Final = 20  # tasks that one task is compared with, at most: those that most runs lead to
_RUN: Final = 3  # syllables
_RAREST_AT_HOME: Final = 4  # runs that look for tasks of the same place: these must be nearly the same
_RAREST_OF_LEAD: Final = 10  # runs that look for tasks of the same lead
_SAME_WORDS: Final = 0.75  # likeness that needs nothing else, within one province
_SAME_LEAD: Final = 0.42  # likeness that is enough where one body leads both
_SAME_OPENING: Final = 0.52  # likeness of the first sentences that is enough where one body leads both
_SAME_RESULT: Final = 0.2  # likeness that is enough where one body promises the same figure as well
_SURE: Final = 0.9  # tasks that were read less surely are not compared
_DAY_BITS, _TASK_BITS, _NAME_BITS = 22, 16, 25  # of a rank: 63 in all, as SQLite and JSON take them


@dataclass(frozen=True)
class Side:
    """A task with what is compared of it."""

    paper: str  # key
    task: str  # key
    rank: int  # by the day of the paper, then by the paper, then by the place in it
    home: str
    leads: tuple[str, ...]
    title: str
    result: str  # the deliverable's words, folded; '' where they hold no figure
    year: int | None  # of the deadline

    @property
    def base(self) -> int:
        """Tasks of earlier papers have a lower rank, those of its own and of later ones this or a higher."""
        return self.rank >> _TASK_BITS << _TASK_BITS

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The folded syllables of the title."""
        return tuple(syllables(self.title))

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """Its neighbouring syllables."""
        return frozenset(pairwise(self.words))

    @cached_property
    def weight(self) -> float:
        """How much the title tells."""
        return weigh(self.pairs)

    @cached_property
    def kind(self) -> str | None:
        """The kind of paper that it asks for."""
        return kind_of_paper(self.title)

    @cached_property
    def runs(self) -> list[int]:
        """What leads to it, as numbers: its rarest runs, its whole wording and its figure, within its place and each lead."""
        whole, rarest = " ".join(self.words), _rarest_first(self.words)
        looked = {whole, *rarest[:_RAREST_OF_LEAD]}
        if self.first_words != self.words:
            looked.update(_rarest_first(self.first_words)[:_RAREST_OF_LEAD])
        if self.result:
            looked.add(f"\n{self.result}")
        found = {f"{self.home}\n{run}" for run in (whole, *rarest[:_RAREST_AT_HOME])}
        found |= {f"{lead}\n{run}" for lead in self.leads for run in looked}
        return sorted(_number(run) - (1 << 63) for run in found)

    @cached_property
    def first_words(self) -> tuple[str, ...]:
        """The syllables of the first sentence."""
        return tuple(syllables(self.title.split(". ")[0])) if ". " in self.title else self.words

    @cached_property
    def opening(self) -> frozenset[Pair]:
        """The neighbouring syllables of the first sentence."""
        return frozenset(pairwise(self.first_words))


@dataclass(frozen=True, slots=True)
class TaskMatch:
    """Two tasks that are one, or one that is ordered again for another period."""

    left: tuple[str, str]  # key of the later paper, key of the task
    right: tuple[str, str]
    score: float  # 0..1, likeness of the titles
    one_lead: bool
    one_result: bool  # the same figure is promised
    repeated: bool  # the same work for another period


def sides_of(paper: Paper) -> Iterator[Side]:
    """The tasks of a paper that can be compared."""
    wholes = {task.parent for task in paper.tasks}
    days = days_of(paper.header.date)
    day = days[0].toordinal() if days else 0
    name = _number(paper.key) >> 64 - _NAME_BITS
    for place, task in enumerate(paper.tasks[: 1 << _TASK_BITS]):
        if task.confidence < _SURE or task.key in wholes:
            continue
        words = fold(task.deliverable.words) if task.deliverable else ""
        yield Side(
            paper=paper.key,
            task=task.key,
            rank=((day << _NAME_BITS) + name << _TASK_BITS) + place,
            home=paper.home,
            leads=_leads(task),
            title=task.title.text,
            result=words if any(c.isdigit() for c in words) else "",
            year=task.deadline.end.year if task.deadline.end else None,
        )


def _leads(task: Task) -> tuple[str, ...]:
    return tuple(sorted({b.agency for b in task.bodies(Role.LEAD) if b.agency and not b.is_class}))


def _rarest_first(words: Sequence[str]) -> list[str]:
    tells = [weigh([pair]) for pair in pairwise(words)]
    found = {words[i : i + _RUN]: tells[i] + tells[i + 1] for i in range(len(words) - _RUN + 1)}
    return [" ".join(run) for run, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))]


def _number(text: str) -> int:
    """A number of 64 bits for a text, the same everywhere."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


def judge_all(side: Side, met: Iterable[Side]) -> list[TaskMatch]:
    """The matches of a task with those that it meets, in a fixed order.

    However many papers repeat a sentence, each is compared with the nearest before it only.
    """
    nearest: Mapping[tuple[object, ...], Side] = {
        (other.words, other.leads, other.home): other for other in sorted(met, key=lambda other: other.rank)
    }
    found = (_judge(side, other) for other in nearest.values())
    return sorted((match for match in found if match is not None), key=lambda match: match.right)


def _judge(left: Side, right: Side) -> TaskMatch | None:
    if left.kind and right.kind and left.kind != right.kind:
        return None
    one_lead = not set(left.leads).isdisjoint(right.leads)
    at_home = left.home == right.home
    if not one_lead and not at_home:
        return None
    score = likeness(left.pairs, right.pairs, left.weight + right.weight)
    one_sentence = left.opening == left.pairs and right.opening == right.pairs
    opening = score if one_sentence or not one_lead else likeness(left.opening, right.opening)
    one_result = one_lead and bool(left.result) and left.result == right.result
    if not (
        (one_lead and (score >= _SAME_LEAD or opening >= _SAME_OPENING))
        or (one_result and score >= _SAME_RESULT)
        or (at_home and score >= _SAME_WORDS)
    ):
        return None
    score = max(score, opening) if one_lead else score
    names = (left.paper, left.task), (right.paper, right.task)
    return TaskMatch(*names, round(score, 2), one_lead, one_result, _repeated(left, right))


def _repeated(left: Side, right: Side) -> bool:
    """Whether the two are about different periods: by their titles, else by the years of their deadlines."""
    one, other = periods(left.title), periods(right.title)
    if one or other:
        return bool(one and other) and not (one <= other or other <= one)
    return left.year is not None and right.year is not None and left.year != right.year
