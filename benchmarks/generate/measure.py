"""The distribution of what a folder of real papers holds; of their text nothing is kept."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from directive_kg.errors import DirectiveKgError
from directive_kg.extract.many import extract_many, files_in
from directive_kg.records import DeadlineKind, Origin, Paper, Role, Task
from directive_kg.register import load_register
from generate.distribution import Distribution, quantiles

LEAST_ROWS: Final = 5  # a table with fewer says little of plans
_MOST_BODIES: Final = 12  # a longer list of coordinating bodies counts as this many


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
        without_deadline=_without("deadline", annexes),
        without_deliverable=_without("deliverable", annexes),
        without_lead=_without("lead", annexes),
    )


def _rows(paper: Paper) -> list[Task]:
    return [task for task in paper.tasks if task.origin is Origin.ANNEX_ROW]


def _without(field: str, annexes: Iterable[tuple[Paper, list[Task]]]) -> float:
    """The share of rows whose cell is empty, in papers that have the column."""
    cells = [row.cell(field) is not None for paper, rows in annexes if field in paper.table_columns for row in rows]
    return _share(cells.count(False), len(cells))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
