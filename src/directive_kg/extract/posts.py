"""Posts: the words that name who heads a body ('Giám đốc Công an tỉnh'), and the body that the post belongs to.

A task given to a post is the body's only by inference: what is read so stays well under `SURE` and is doubted.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from directive_kg.records import Body
from directive_kg.register.spelling import UPPER, fold_tones, spell_out

JOINED: Final = 0.85  # of bodies joined by a dash, a stroke or nothing: who leads is not said
POST: Final = 0.6  # the cell names a post; that its body leads is inferred

# 'trưởng' ends most posts ('Cục trưởng', 'Chỉ huy trưởng') and opens the others ('Trưởng Ban', 'Trưởng Công an').
_TITLE: Final = (
    r"(?:chủ tịch|tổng giám đốc|giám đốc|chánh(?= (?:văn phòng|thanh tra|án))(?: án)?|trưởng|"
    r"(?:chi cục|tổng cục|cục|vụ|viện|bộ|thứ|thủ|hiệu|đội|tổ|trạm|hạt|chỉ huy|tham mưu) trưởng|bí thư|thủ tướng|"
    r"chủ nhiệm|thống đốc|tổng thanh tra|tổng kiểm toán|tổng biên tập|tư lệnh|chính ủy|"
    r"người đứng đầu|lãnh đạo)"
)
_POST: Final = re.compile(
    rf"(?:(?:đồng chí|đ/c|ông|bà)\s*:?\s+)?(?:quyền )?(?:phó )?{_TITLE}(?: thường trực)?\b\s*(?:của )?", re.IGNORECASE
)
_LONGEST: Final = 100  # letters of a name that may hold its post
_BULLET: Final = re.compile(r"\s*[-–—+•*●▪]")
_JOINT: Final = re.compile(rf"(?<=\w)\s*[-–—/]\s*(?=[{UPPER}])")


def post_length(name: str) -> int:
    """How many letters of the name are the post's own, the space behind them included; 0 where it names no post.

    >>> "Giám đốc Công an tỉnh"[post_length("Giám đốc Công an tỉnh"):]
    'Công an tỉnh'
    """
    match = _POST.match(fold_tones(name[:_LONGEST]))
    return match.end() if match else 0


def unsure_post(body: Body) -> Body:
    """The body with the confidence of a post's where its name is a post's; a class stays what it is."""
    if body.is_class or not post_length(body.name):
        return body
    return replace(body, confidence=min(body.confidence, POST))


def unsure_leads(bodies: tuple[Body, ...], cell: str) -> tuple[Body, ...]:
    """Leads as sure as their cell's words make them: a post, or one of several joined by a dash or a stroke, is doubtful."""
    joined = joins_bodies(bodies, cell)
    shared = _under_a_post(bodies, cell)
    return tuple(
        replace(body, confidence=min(body.confidence, POST if n in shared else JOINED))
        if (joined or n in shared) and not body.is_class
        else body
        for n, body in enumerate(map(unsure_post, bodies))
    )


def shares_post(noun: str | None, name: str) -> bool:
    """Whether a name may stand under the post before it, as in 'Giám đốc Sở A, Sở B': `noun` opens the post's own body."""
    return noun is not None and name.partition(" ")[0] == noun


def _under_a_post(bodies: Sequence[Body], cell: str) -> set[int]:
    """Which bodies, by position, have no post of their own and may share the one before them in the cell."""
    shared: set[int] = set()
    posts = [post_length(body.name) for body in bodies]
    if len(posts) < 2 or not any(posts):
        return shared
    text = spell_out(cell)
    noun: str | None = None
    at = 0
    for number, (body, post) in enumerate(zip(bodies, posts, strict=True)):
        begin = text.find(body.name, at)
        if post:
            noun = body.name[post:].partition(" ")[0]
        elif begin >= 0 and ";" not in text[at:begin] and shares_post(noun, body.name):
            shared.add(number)
        else:
            noun = None
        at = begin + len(body.name) if begin >= 0 else at
    return shared


def joins_bodies(bodies: Sequence[Body], cell: str) -> bool:
    """Whether a cell holds several bodies with a dash, a stroke or nothing between them that is no bullet and in no name."""
    if len(bodies) < 2 or _BULLET.match(cell):
        return False
    text = spell_out(cell)
    if any(f"{one.name} {other.name}" in text for one, other in pairwise(bodies)):
        return True
    return len(_JOINT.findall(cell)) > sum(len(_JOINT.findall(body.name)) for body in bodies)
