"""The deadline that the body text gives to a row of the annex: the sentence behind the row, and the due words in it (check T3)."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from directive_kg.extract.deadlines import read_deadline
from directive_kg.extract.due_words import find_due
from directive_kg.extract.provisions import BodyPart
from directive_kg.names import fold
from directive_kg.records import Deadline, Place, Task

_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
_BEHIND: Final = 0.45  # share of a row's pairs of syllables that a sentence must hold to be the one behind it


def body_deadlines(tasks: Sequence[Task], parts: Sequence[BodyPart], *, year: int | None) -> Mapping[str, Deadline]:
    """By key of the task: the deadline of its sentence in its provision. Rows without a provision, and sentences
    without a last day, are left out."""
    texts = {part.key: part for part in parts}
    found: dict[str, Deadline] = {}
    for task in tasks:
        part = texts.get(task.provision or "")
        words = _due_words(task.title.text, part.whole(), year) if part else None
        if part is None or words is None:
            continue
        place = Place(words, line=part.first.line, page=part.first.page)
        deadline = read_deadline(words, year=year, place=place)
        if deadline.end is not None:
            found[task.key] = deadline
    return found


def _due_words(title: str, text: str, year: int | None) -> str | None:
    wanted = _pairs(title)
    shares = [(len(wanted & _pairs(sentence)), sentence) for sentence in _SENTENCE.split(text)] if wanted else []
    most, behind = max(shares, key=lambda share: share[0], default=(0, ""))
    return find_due(behind, year=year) if wanted and most / len(wanted) >= _BEHIND else None


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(re.findall(r"\w+", fold(text))))
