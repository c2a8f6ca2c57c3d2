"""Deliverables that are papers we hold: only where kind, issuer, day and name all agree, and one paper alone does."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from directive_kg.graph.terms import days_of
from directive_kg.names import fold, slug
from directive_kg.records import Paper, Role, Task

_LEAST: Final = 4  # syllables of a name; a shorter one tells too little
_OPENING: Final = re.compile(r"^(?:(?:v/v|ve viec|ve|trien khai|ban hanh) )+")


def fulfilments(papers: Sequence[Paper]) -> list[tuple[Paper, Task, Paper]]:
    """For each task whose product we hold: its paper, the task, and the paper that is the product."""
    issued: defaultdict[tuple[str, str], list[Paper]] = defaultdict(list)
    for paper in papers:
        header = paper.header
        if header.type and header.number and header.issuer_agency and header.title and days_of(header.date):
            issued[slug(header.type), header.issuer_agency].append(paper)
    found = []
    for paper in papers:
        for task in paper.tasks:
            kind = task.deliverable.kind if task.deliverable else None
            name = _promised(task, kind)
            if kind is None or not name:
                continue
            bodies = {body.agency for body in task.bodies(Role.APPROVING) if body.agency and not body.is_class}
            held = [h for body in sorted(bodies) for h in issued.get((kind, body), ()) if _is_it(h, paper, name)]
            if len(held) == 1:
                found.append((paper, task, held[0]))
    return found


def _promised(task: Task, kind: str | None) -> str:
    """What the title calls the paper that it asks for, folded: what follows 'Xây dựng Kế hoạch'; '' where it tells too little."""
    title, words = fold(task.title.text), (kind or "").replace("-", " ")
    _, stands, name = f" {title}".partition(f" {words} ")
    return _plain(name) if stands else ""


def _is_it(held: Paper, paper: Paper, name: str) -> bool:
    issued, ordered = days_of(held.header.date), days_of(paper.header.date)
    if held.key == paper.key or issued is None or ordered is None or issued[1] < ordered[0]:
        return False
    own = _plain(fold(held.header.title or ""))
    return bool(own) and own == name


def _plain(name: str) -> str:
    """Words and figures only, without what titles open with; '' for too few."""
    words = re.findall(r"[^\W_]+", _OPENING.sub("", name.strip()))
    return " ".join(words) if len(words) >= _LEAST else ""
