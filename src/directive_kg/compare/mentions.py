"""Cited papers that a task names without ordering that they be carried out: they are amended, replaced, reviewed (C2)."""

import re
from collections.abc import Iterator
from typing import Final

from directive_kg.names import fold
from directive_kg.records import Citation, Paper

# What the words before a number say of it; the nearest before it counts.
_CUES: Final = re.compile(
    r"\b(?:(?P<other>sua doi|bo sung mot so|thay the|bai bo|huy bo|het hieu luc|phu hop voi|trai voi"
    r"|(?:bao cao|so ket|tong ket|danh gia|kiem diem|giam sat)\b[^.;]{0,60}\b(?:thuc hien|trien khai|thi hanh))"
    r"|(?P<order>thuc hien|trien khai|thi hanh|quan triet|cu the hoa|tinh than|theo|giao tai|neu tai|quy dinh tai))\b"
)


def only_mentioned(paper: Paper) -> Iterator[str]:
    """Keys of the citations of which no title that names the number orders that it be carried out."""
    titles: dict[str, list[str]] = {}
    for task in (*paper.tasks, *paper.orders):
        for key in task.cites:
            titles.setdefault(key, []).append(fold(task.title.text))
    for citation in paper.citations:
        said = [orders_it(citation, title) for title in titles.get(citation.key, ())]
        if said and not any(said):
            yield citation.key


def orders_it(citation: Citation, title: str) -> bool:
    """Whether a folded title orders that the paper be carried out; one that does not say otherwise does.

    >>> orders_it(Citation("1", "66-NQ/TW"), "so ket mot nam thuc hien nghi quyet so 66-nq/tw")
    False
    """
    place = title.find(fold(citation.number))
    if place < 0:
        return True
    cues = list(_CUES.finditer(title, 0, place))
    return not cues or cues[-1]["other"] is None
