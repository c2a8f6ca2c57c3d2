"""Deliverables that are papers we hold: only where kind, issuer, day and name all agree, and one paper alone does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from directive_kg.graph.terms import days_of
from directive_kg.names import fold, slug
from directive_kg.records import Paper, Role, Task

_LEAST: Final = 4  # syllables of a name; a shorter one tells too little
_OPENING: Final = re.compile(r"^(?:(?:v/v|ve viec|ve|trien khai|ban hanh) )+")


@dataclass(frozen=True, slots=True)
class Promise:
    """A paper that a task asks for, or one that is there."""

    task: str  # key; '' for the paper itself
    name: str  # kind, issuer and plain name: the same for what is asked for and what is there
    day: str  # ISO; from which on it can have been issued, or its own last possible day


def promises_of(paper: Paper) -> Iterator[Promise]:
    """The papers that a paper's tasks ask for: one for each body that may issue it."""
    days = days_of(paper.header.date)
    for task in paper.tasks if days else ():
        kind = task.deliverable.kind if task.deliverable else None
        name = _promised(task, kind)
        bodies = {body.agency for body in task.bodies(Role.APPROVING) if body.agency and not body.is_class}
        for body in sorted(bodies) if kind is not None and name else ():
            yield Promise(task.key, f"{kind}\n{body}\n{name}", days[0].isoformat() if days else "")


def product_of(paper: Paper) -> Promise | None:
    """What a paper is to those that asked for it; None where its head tells too little."""
    header, days = paper.header, days_of(paper.header.date)
    name = _plain(fold(header.title or ""))
    if not (header.type and header.number and header.issuer_agency and name and days):
        return None
    return Promise("", f"{slug(header.type)}\n{header.issuer_agency}\n{name}", days[1].isoformat())


def _promised(task: Task, kind: str | None) -> str:
    """What the title calls the paper that it asks for, folded: what follows 'Xây dựng Kế hoạch'; '' where it tells too little."""
    title, words = fold(task.title.text), (kind or "").replace("-", " ")
    _, stands, name = f" {title}".partition(f" {words} ")
    return _plain(name) if stands else ""


def _plain(name: str) -> str:
    """Words and figures only, without what titles open with; '' for too few."""
    words = re.findall(r"[^\W_]+", _OPENING.sub("", name.strip()))
    return " ".join(words) if len(words) >= _LEAST else ""
