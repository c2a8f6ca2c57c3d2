"""What a column's heading says the column holds, whatever its order and wording."""

import re
from collections.abc import Sequence
from typing import Final

from directive_kg.names import fold

# Tried in this order: 'Thời gian thực hiện' is a time before 'thực hiện' makes it a lead.
_RULES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("stt", r"^(?:stt|tt|so tt|so thu tu|s tt|no)\.?$"),
        (
            "directing_leader",
            r"lanh dao.*(?:chi dao|phu trach|theo doi)|(?:chi dao|phu trach).*lanh dao|lanh dao phu trach",
        ),
        ("title", r"^(?:noi dung )?nhiem vu(?! cua)|^ten nhiem vu|^noi dung cong viec|^cong viec"),
        # Who looks at a draft before it is passed neither leads nor helps to write it.
        ("verifying", r"tham tra|tham dinh|chuan bi y kien"),
        ("submitting", r"^(?:co quan|don vi) trinh$"),
        ("coordinating", r"phoi hop"),
        ("note", r"^ghi chu"),
        (
            "authority",
            r"tham quyen|cap trinh|cap phe duyet|cap ban hanh|cap quyet dinh|co quan ban hanh|cap tham quyen",
        ),
        ("deadline", r"thoi gian|thoi han|tien do|thoi diem|lo trinh|han hoan thanh|^ngay|^nam hoan thanh"),
        (
            "lead",
            r"chu tri|don vi thuc hien|co quan thuc hien|tham muu|dau moi|trach nhiem|don vi duoc giao|soan thao",
        ),
        ("deliverable", r"san pham|ket qua|hinh thuc van ban|dau ra|^ho so$"),
        ("resources", r"nguon luc|nguon von|kinh phi"),
        ("basis", r"^can cu|co so phap ly"),
        ("title", r"nhiem vu|noi dung|cong viec|ten du an|danh muc|giai phap|ten de an|^ten "),
    )
)


def field_of_heading(text: str) -> str | None:
    """The field that a column with this heading holds, or None when the heading says none that we know."""
    heading = fold(re.sub(r"[^\w\s/]", " ", text))
    if not heading or len(heading) > 90:
        return None
    return next((field for field, pattern in _RULES if pattern.search(heading)), None)


def fields_of_headings(headings: Sequence[str]) -> tuple[str | None, ...] | None:
    """The fields of a heading row, or None when the row is no heading of a task table.

    A task table has a title and at least two more columns that we know, each once.
    """
    fields: list[str | None] = []
    for heading in headings:
        field = field_of_heading(heading)
        fields.append(None if field in fields else field)
    # Whoever submits a draft is its lead where no other body writes it.
    fields = [
        ("lead" if "lead" not in fields else None) if f == "submitting" else None if f == "verifying" else f
        for f in fields
    ]
    known = [f for f in fields if f and f != "stt"]
    return tuple(fields) if "title" in known and len(known) >= 3 else None
