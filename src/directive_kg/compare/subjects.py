"""Cited papers that are said to be about one thing here and about another thing there: one number with two titles (C4)."""

import re
from collections import defaultdict
from heapq import nsmallest
from itertools import product
from typing import Final

from directive_kg.graph.resolve import Resolution
from directive_kg.names import fold

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
_OFTEN: Final = 10  # wordings, those said most often, that others are held against
_FEWEST: Final = 4  # syllables of its own that a subject must have to be told from another
_SHARED: Final = 0.25  # of the shorter one's: another wording of the same title shares more (all of corpus and wild do)


def other_subjects(resolution: Resolution) -> dict[Key, set[str]]:
    """For citations of one paper whose subject is not what the paper itself, or other places at least as often, call it: that."""
    found: defaultdict[Key, set[str]] = defaultdict(set)
    for directive in resolution.directives:
        # A central paper is cited by a thousand others: each wording is compared once.
        said: defaultdict[str, list[Key]] = defaultdict(list)
        for mention in directive.mentions:
            if mention.citation is not None:
                for subject in mention.citation.subjects:
                    said[subject].append((mention.paper, mention.citation.key))
        own = directive.held.title if directive.held else None
        # Where the paper itself says what it is about, whoever says so too is right.
        often = [own] if own else nsmallest(_OFTEN, said, key=lambda subject: (-len(said[subject]), subject))
        for one, other in product(often, said):
            if (own or (one != other and len(said[one]) >= len(said[other]))) and differ(one, other):
                for key in said[other]:
                    found[key].add(one)
    return found


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
