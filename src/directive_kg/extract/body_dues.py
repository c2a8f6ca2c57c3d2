"""The deadline that the body text gives to a row of the annex: the sentence behind the row, and the due words in it (check T3)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from directive_kg.extract.deadlines import read_deadline
from directive_kg.extract.due_words import find_due
from directive_kg.extract.provisions import BodyPart
from directive_kg.names import fold_words
from directive_kg.records import Deadline, Place, Task

_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
_BEHIND: Final = 0.45  # share of a row's pairs of syllables that a sentence must hold to be the one behind it


def body_deadlines(tasks: Sequence[Task], parts: Sequence[BodyPart], *, year: int | None) -> Mapping[str, Deadline]:
    """By key of the task: the deadline of its sentence in its provision. Rows without a provision, and sentences
    without a last day, are left out."""
    by_key = {part.key: part for part in parts}
    wanted = {task.key: set(_pairs(task.title.text)) for task in tasks if task.provision in by_key}
    asked = set().union(*wanted.values())
    sentences: dict[str, list[_Sentence]] = {}
    found: dict[str, Deadline] = {}
    for task in tasks:
        part = by_key.get(task.provision or "")
        if part is None:
            continue
        if part.key not in sentences:
            sentences[part.key] = [
                _Sentence(text, set(filter(asked.__contains__, _pairs(text)))) for text in _SENTENCE.split(part.whole())
            ]
        words = _due_words(wanted[task.key], sentences[part.key], year)
        if words is None:
            continue
        place = Place(words, line=part.first.line, page=part.first.page)
        deadline = read_deadline(words, year=year, place=place)
        if deadline.end is not None:
            found[task.key] = deadline
    return found


class _Sentence(NamedTuple):
    """A sentence of a provision, and those of its pairs of syllables that stand in a row."""

    text: str
    pairs: set[tuple[str, str]]


def _due_words(wanted: set[tuple[str, str]], sentences: Sequence[_Sentence], year: int | None) -> str | None:
    behind = max(sentences, key=lambda sentence: len(wanted & sentence.pairs))
    if not wanted or len(wanted & behind.pairs) / len(wanted) < _BEHIND:
        return None
    return find_due(behind.text, year=year)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    return pairwise(fold_words(text))
