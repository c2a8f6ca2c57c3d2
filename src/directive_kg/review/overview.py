"""All that was read from one paper, beside each doubtful value the id under which a person looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from directive_kg.extract.review_values import CELL_FIELDS, HEADER_FIELDS, Value, doubtful, find_value
from directive_kg.records import Paper
from directive_kg.review.items import FIELDS, field_name, item_id


@dataclass(frozen=True, slots=True)
class Shown:
    """A value."""

    words: str  # as it was read; '' where the paper has nothing there
    doubt: str | None = None  # id of the value to look at, where it was read with doubt


@dataclass(frozen=True, slots=True)
class Overview:
    """A paper."""

    key: str
    name: str  # its number, or its title where it has none
    header: Sequence[tuple[str, Shown]]  # what it is called, the value
    columns: Sequence[str]  # headings of the cells, those alone that some task has
    tasks: Sequence[tuple[str, Sequence[Shown]]]  # its number in the paper ('' for an order), its cells
    doubtful: int  # values to look at, wherever in the paper they stand


def overview(paper: Paper) -> Overview:
    """The paper's head and tasks, in the paper's order."""
    to_look_at = {value.subject for value in doubtful(paper)}
    tasks = paper.tasks + paper.orders
    fields = [name for name in CELL_FIELDS if any(task.cell(name) for task in tasks)]

    def shown(subject: str) -> Shown:
        value: Value | None = find_value(paper, subject)
        return Shown(value.read if value else "", item_id(paper.key, subject) if subject in to_look_at else None)

    head = {name: shown(f"header/{name}") for name in HEADER_FIELDS}
    head["date"] = _for_people(head["date"])
    return Overview(
        paper.key,
        paper.header.number or paper.header.title or paper.key,
        [(field_name(f"header/{name}", name), value) for name, value in head.items()],
        [FIELDS[name] for name in fields],
        [(task.stt or "", [shown(f"task/{task.key}/{name}") for name in fields]) for task in tasks],
        len(to_look_at),
    )


def _for_people(day: Shown) -> Shown:
    """A day, month or year as it is written here: 24/11/2025, 11/2025."""
    return replace(day, words="/".join(reversed(day.words.split("-"))))
