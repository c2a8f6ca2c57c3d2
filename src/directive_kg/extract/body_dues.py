"""The deadline that the body text gives to a row of the annex: the sentence behind the row, and the due words in it (check T3)."""

import re
from collections.abc import Mapping, Sequence
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
    sentences: dict[str, list[_Sentence]] = {}
    found: dict[str, Deadline] = {}
    for task in tasks:
        part = by_key.get(task.provision or "")
        if part is None:
            continue
        if part.key not in sentences:
            sentences[part.key] = [_Sentence(text, _pairs(text)) for text in _SENTENCE.split(part.whole())]
        words = _due_words(task.title.text, sentences[part.key], year)
        if words is None:
            continue
        place = Place(words, line=part.first.line, page=part.first.page)
        deadline = read_deadline(words, year=year, place=place)
        if deadline.end is not None:
            found[task.key] = deadline
    return found


class _Sentence(NamedTuple):
    """A sentence of a provision and its pairs of syllables."""

    text: str
    pairs: set[tuple[str, str]]


def _due_words(title: str, sentences: Sequence[_Sentence], year: int | None) -> str | None:
    wanted = _pairs(title)
    behind = max(sentences, key=lambda sentence: len(wanted & sentence.pairs))
    if not wanted or len(wanted & behind.pairs) / len(wanted) < _BEHIND:
        return None
    return find_due(behind.text, year=year)


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(fold_words(text)))
