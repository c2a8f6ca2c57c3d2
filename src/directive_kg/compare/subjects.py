"""Cited papers that are said to be about one thing here and about another thing there: one number with two titles (C4)."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from directive_kg.graph.resolve import resolutions_of
from directive_kg.names import fold
from directive_kg.records import Paper

Key = tuple[str, str]  # key of the paper, key of the citation in it

# Words that stand in the subjects of any papers.
_COMMON: Final = frozenset(
    re.findall(
        r"\w+",
        "ve viec cua va tren dia ban thanh pho tinh huyen xa phuong nam cac mot so thuc hien trien khai ban hanh quy dinh "
        "phe duyet giai doan co che chinh sach dac thu cho trong den voi theo nham sua doi bo sung dieu ke hoach chuong "
        "trinh hanh dong tam nhin nghi quyet luat cong tac phat tang cuong nang cao viet quoc gia nha nuoc nhiem vu phap",
    )
)
_FEWEST: Final = 4  # syllables of its own that a subject must have to be told from another
_SHARED: Final = 0.25  # of the shorter one's: another wording of the same title shares more (all of corpus and wild do)


def other_subjects(papers: Sequence[Paper]) -> dict[Key, tuple[str, ...]]:
    """For citations of one paper whose subject is not what other places, or the paper itself, call it: what these say."""
    found: dict[Key, set[str]] = defaultdict(set)
    for resolution in resolutions_of(papers):
        for directive in resolution.directives:
            # A central paper is cited by a thousand others: each wording is compared once.
            said: defaultdict[str, set[Key]] = defaultdict(set)
            for paper, citation in ((m.paper, m.citation) for m in directive.mentions if m.citation):
                for subject in citation.subjects:
                    said[subject].add((paper.key, citation.key))
            own = directive.held.header.title if directive.held else None
            # Where the paper itself says what it is about, whoever says so too is right.
            for one, other in [(own, subject) for subject in said] if own else combinations(sorted(said), 2):
                if differ(one, other):
                    for key in said[other]:
                        found[key].add(one)
                    for key in said[one] if not own else ():
                        found[key].add(other)
    return {key: tuple(sorted(others)) for key, others in found.items()}


def differ(one: str, other: str) -> bool:
    """Whether two subjects cannot be wordings of one: hardly a syllable of the shorter stands in the other.

    >>> differ("về đột phá phát triển khoa học, công nghệ và chuyển đổi số", "về phát triển kinh tế tư nhân")
    True
    >>> differ("về phát triển kinh tế tư nhân", "về một số cơ chế phát triển kinh tế tư nhân")
    False
    """
    left, right = _own(one), _own(other)
    fewest = min(len(left), len(right))
    return fewest >= _FEWEST and len(left & right) < _SHARED * fewest


def _own(subject: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", fold(subject))) - _COMMON
