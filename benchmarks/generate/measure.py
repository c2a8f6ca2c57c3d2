"""The distribution of what a folder of real papers holds; of their text nothing is kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Final

from directive_kg.errors import DirectiveKgError
from directive_kg.extract.many import extract_many, files_in
from directive_kg.records import DeadlineKind, Origin, Paper, Role, Task
from directive_kg.register import load_register
from generate.distribution import Distribution, quantiles

LEAST_ROWS: Final = 5  # a table with fewer says little of plans
_MOST_BODIES: Final = 12  # a longer list of coordinating bodies counts as this many
_SURE: Final = 0.9  # confidence
_OF_TASK: Final = 0.005
_OF_PAPER: Final = 0.1
_COLUMNS: Final = {
    "no lead": "lead",
    "no deadline": "deadline",
    "no product": "deliverable",
    "no authority": "authority",
}

Annexes = list[tuple[Paper, list[Task]]]


def measure(folders: Iterable[Path]) -> Distribution:
    """Read every paper of the folders and count. Raises ValueError where no paper has a table of tasks."""
    register = load_register()
    paths = [path for folder in folders for path in files_in(folder)]
    read = [paper for _, paper in extract_many(paths, register) if not isinstance(paper, DirectiveKgError)]
    return counted(read)


def counted(papers: Iterable[Paper]) -> Distribution:
    """The distribution of papers that were read."""
    annexes = [(paper, rows) for paper in papers if len(rows := _rows(paper)) >= LEAST_ROWS]
    if not annexes:
        raise ValueError("no paper has a table of tasks")
    every = [row for _, rows in annexes for row in rows]
    named = [sum(not body.is_class for body in row.bodies(Role.COORDINATING)) for row in every]
    bodies = Counter(min(number, _MOST_BODIES) for number in named)
    kinds = Counter(row.deadline.kind.value for row in every if row.deadline.kind is not DeadlineKind.NONE)
    return Distribution(
        papers=len(annexes),
        tasks=len(every),
        tasks_a_paper=quantiles([len(rows) for _, rows in annexes]),
        words_a_task=quantiles([len(row.title.text.split()) for row in every]),
        coordinating_bodies=tuple(_share(bodies[number], len(every)) for number in range(max(bodies) + 1)),
        deadline_kinds={kind: _share(count, kinds.total()) for kind, count in sorted(kinds.items())},
        faults_a_task=_at_least(_OF_TASK, _faults_of_tasks(annexes)),
        faults_a_paper=_at_least(_OF_PAPER, _faults_of_papers(annexes)),
    )


def _faults_of_tasks(annexes: Annexes) -> dict[str, float]:
    every = [(paper, row) for paper, rows in annexes for row in rows]
    shares = {fault: _without(column, annexes) for fault, column in _COLUMNS.items()}
    both = [row for _, row in every if _codes(row, Role.LEAD) & _codes(row, Role.COORDINATING)]
    early = [row for paper, row in every if row.deadline.end and str(row.deadline.end) < (paper.header.date or "")]
    unsure = [row for _, row in every if any(cell.confidence < _SURE for cell in row.cells)]
    for fault, rows in {"leads and coordinates": both, "due before issue": early, "read with doubt": unsure}.items():
        shares[fault] = _share(len(rows), len(every))
    return shares


def _faults_of_papers(annexes: Annexes) -> dict[str, float]:
    twice = left_out = 0
    for _, rows in annexes:
        counted = defaultdict[object, list[int]](list)  # a group of rows may begin again at 1
        for row in rows:
            if row.stt and row.stt.isdecimal():
                counted[row.group, row.title.place.table].append(int(row.stt))
        twice += any(len(set(numbers)) < len(numbers) for numbers in counted.values())
        left_out += any(after > before + 1 for numbers in counted.values() for before, after in pairwise(numbers))
    unnumbered = sum(paper.header.number is None for paper, _ in annexes)
    found = {
        "number twice": twice,
        "number left out": left_out,
        "no number of its own": unnumbered,
        "ring": 0,
    }  # a ring is not one paper's
    return {fault: _share(number, len(annexes)) for fault, number in found.items()}


def _at_least(least: float, shares: dict[str, float]) -> dict[str, float]:
    """Rarer faults come so often: a benchmark has to have each of them."""
    return {fault: max(least, share) for fault, share in shares.items()}


def _codes(row: Task, role: Role) -> set[str]:
    return {body.agency for body in row.bodies(role) if body.agency}


def _rows(paper: Paper) -> list[Task]:
    return [task for task in paper.tasks if task.origin is Origin.ANNEX_ROW]


def _without(field: str, annexes: Annexes) -> float:
    """The share of rows whose cell is empty, in papers that have the column."""
    cells = [row.cell(field) is not None for paper, rows in annexes if field in paper.table_columns for row in rows]
    return _share(cells.count(False), len(cells))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
