"""How much a confidence is worth: of the values in each band, how many are right.

A value is what a reading gives: a cell, the bodies of a column, a due day, a cited number. What it leaves out is a hole,
told apart; a task that the paper does not have is a wrong value with all that is in it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

from directive_kg.records import Paper, Role

BANDS: Final = ((0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01))
SURE: Final = 0.9
PROMISED: Final = 0.99  # of the values above SURE

_SAME_ROW: Final = 0.8  # likeness of the titles of one row

Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """One value: how sure the reading was, and whether it was right to be."""

    confidence: float
    right: bool
    what: str  # '000 35.1 lead: …', to look it up


def judge(gold: Object, got: Object, score: ModuleType, name: str) -> Iterator[Judged]:
    """Every value of a reading (in the form of `extract`), held against a transcription by the rules of its own score.py."""
    pairs = score.pair(gold.get("tasks", []), got.get("tasks", []))
    found = {id(hit) for _, hit in pairs if hit is not None}
    left = [truth for truth, hit in pairs if hit is None]
    for task in got.get("tasks", []):
        if id(task) not in found:
            # A row whose number was lost is still that row: its cells are judged, and nothing is said of the number.
            alike = max(left, key=lambda t: score.like(t["title"], task["title"]), default=None)
            same = alike is not None and score.like(alike["title"], task["title"]) > _SAME_ROW
            pairs.append((left.pop(left.index(alike)) if same else {}, task))
    for truth, task in pairs:
        if task is not None:
            yield from _task(truth, task, score, name)
    numbers = {score.number(c["number"]) for c in gold.get("citations", [])}
    for citation in got.get("citations", []):
        right = score.number(citation["number"]) in numbers
        yield Judged(citation["confidence"], right, f"{name} citation: {citation['number']}")
    texts = {score.fold(i.get("no")): i.get("text") for i in gold.get("indicators") or []}
    for target in got.get("indicators") or [] if texts else []:
        right = score.fold(texts.get(score.fold(target["no"]))) == score.fold(target["text"])
        yield Judged(target["confidence"], right, f"{name} indicator {target['no']}")


def _task(truth: Object, task: Mapping[str, Any], score: ModuleType, name: str) -> Iterator[Judged]:
    sure = {field: cell["confidence"] for field, cell in task["cells"].items()}
    where = f"{name} {task['stt']}"
    for field in score.CELLS:
        if task.get(field):
            right = bool(truth) and score.fold(truth.get(field)) == score.fold(task[field])
            yield Judged(sure.get(field, task["confidence"]), right, f"{where} {field}: {task[field]}")
    for field, cell, bodies in (("leads", "lead", "lead_bodies"), ("authorities", "authority", "authority_bodies")):
        if task[field]:
            right = bool(truth) and score.names(truth.get(field)) == score.names(task[field])
            least = min([sure.get(cell, task["confidence"]), *task.get(bodies, ())])
            yield Judged(least, right, f"{where} {field}: {task[field]}")
    if task["due"]["kind"] != "none":
        right = bool(truth) and score.due(truth.get("due")) == score.due(task["due"])
        least = min(task["due"]["confidence"], sure.get("deadline", task["confidence"]))
        yield Judged(least, right, f"{where} due: {task['due']}")


def with_bodies(read: Mapping[str, Any], paper: Paper) -> dict[str, Any]:
    """The object of a paper with how sure it is of the bodies of each task."""
    tasks = {task.key: task for task in paper.tasks}

    def extended(found: Mapping[str, Any]) -> dict[str, Any]:
        task = tasks[found["key"]]
        return {
            **found,
            "lead_bodies": [b.confidence for b in task.bodies(Role.LEAD)],
            "authority_bodies": [b.confidence for b in task.bodies(Role.APPROVING)],
        }

    return {**read, "tasks": [extended(task) for task in read["tasks"]]}


def table(values: Sequence[Judged], title: str) -> Iterator[str]:
    """The lines of a table, by band; the last one is of what is above SURE."""
    yield f"== {title}: {len(values)} values"
    yield "confidence   values   right   share"
    for low, high in BANDS:
        inside = [v for v in values if low <= v.confidence < high]
        if inside:
            yield _line(f"{low:.2f}-{min(high, 1):.2f}", inside)
    yield _line(f"above {SURE}", above(values))


def above(values: Iterable[Judged]) -> list[Judged]:
    """The values that need not be looked at."""
    return [value for value in values if value.confidence > SURE]


def share(values: Sequence[Judged]) -> float:
    """How many of them are right; 1 of none."""
    return sum(v.right for v in values) / len(values) if values else 1.0


def _line(name: str, values: Sequence[Judged]) -> str:
    return f"{name:<11} {len(values):>7} {sum(v.right for v in values):>7}   {share(values):.4f}"


def wrong(values: Iterable[Judged], worth: Callable[[Judged], bool]) -> list[str]:
    """What is wrong among the values that are worth telling."""
    return [f"  {v.confidence:.2f} {v.what[:200]}" for v in values if not v.right and worth(v)]
