"""What was read of a generated paper beside what it was made with."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from directive_kg.errors import DirectiveKgError
from directive_kg.records import Paper, Role, Task
from generate.year import WrittenPaper, WrittenTask

# What is asked of a task: what it was made with, and the same as it was read.
_ASKED: Final[dict[str, tuple[Callable[[WrittenTask], object], Callable[[Task], object]]]] = {
    "title": (lambda made: made.title, lambda read: read.title.text),
    "deliverable": (lambda made: made.deliverable, lambda read: _words(read, "deliverable")),
    "lead": (lambda made: [b.code for b in made.lead], lambda read: _codes(read, Role.LEAD)),
    "coordinating": (lambda made: [b.code for b in made.coordinating], lambda read: _codes(read, Role.COORDINATING)),
    "authority": (lambda made: [b.code for b in made.authority], lambda read: _codes(read, Role.APPROVING)),
    "deadline": (
        lambda made: (made.due.kind, made.due.start, made.due.end),
        lambda read: (read.deadline.kind.value, read.deadline.start, read.deadline.end),
    ),
}
_HEAD: Final[dict[str, tuple[Callable[[WrittenPaper], object], Callable[[Paper], object]]]] = {
    "number": (lambda made: made.number, lambda read: read.header.number),
    "issuer": (lambda made: made.issuer.code, lambda read: read.header.issuer_agency),
    "date": (lambda made: made.issued.isoformat(), lambda read: read.header.date),
    "cites": (lambda made: sorted(made.cites), lambda read: sorted(c.number for c in read.citations)),
    "implements": (lambda made: [made.implements], lambda read: [c.number for c in read.implements]),
}


@dataclass(slots=True)
class Compared:
    """How many values were asked for, how many were read as they were made, and which were not."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, made: WrittenPaper, read: Paper | DirectiveKgError) -> None:
        """Compare a paper; one that was refused has nothing right."""
        if isinstance(read, DirectiveKgError):
            self._count("paper", made.name, True, str(read))
            return
        for name, (of_made, of_read) in _HEAD.items():
            self._count(name, made.name, of_made(made), of_read(read))
        for task, found in zip_longest(made.tasks, read.tasks[: len(made.tasks)]):
            self._count("task", f"{made.name} {task.stt}", task.stt, found.stt if found else None)
            for name, (wanted, got) in _ASKED.items():
                where = f"{made.name} {task.stt} {_cell(task, name)!r}"
                self._count(name, where, wanted(task), got(found) if found else None)
        self._count("tasks too many", made.name, 0, max(0, len(read.tasks) - len(made.tasks)))

    def lines(self) -> Iterator[str]:
        """A line for each thing that was asked."""
        for name, asked in self.asked.items():
            yield f"{name}: {self.right[name]} of {asked} ({self.right[name] / asked:.4f})"

    def _count(self, name: str, where: str, wanted: object, got: object) -> None:
        self.asked[name] += 1
        if wanted == got:
            self.right[name] += 1
        else:
            self.wrong.append(f"{where}: {name} is {wanted}, read as {got}")


def _cell(task: WrittenTask, name: str) -> str:
    """The cell's words in the paper."""
    cells = {
        "title": task.title,
        "deliverable": task.deliverable,
        "deadline": task.due.words,
        "lead": "; ".join(body.name for body in task.lead),
        "coordinating": "; ".join(body.name for body in task.coordinating),
        "authority": "; ".join(body.name for body in task.authority),
    }
    return cells[name]


def _words(task: Task, name: str) -> str:
    cell = task.cell(name)
    return cell.text if cell else ""


def _codes(task: Task, role: Role) -> list[str | None]:
    return [body.agency for body in task.bodies(role)]
