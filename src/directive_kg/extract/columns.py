"""What a column's heading says the column holds, whatever its order and wording."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from directive_kg.names import fold

# Tried in this order: 'Thời gian thực hiện' is a time before 'thực hiện' makes it a lead.
_RULES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("stt", r"^(?:stt|tt|so tt|so thu tu|thu tu|s tt|no)\.?$"),
        ("none", r"^(?:don vi tinh|dvt|so dien thoai|dien thoai|email)\b"),
        (
            "directing_leader",
            r"lanh dao.*(?:chi dao|phu trach|theo doi)|(?:chi dao|phu trach).*lanh dao|^nguoi (?:chi dao|phu trach)",
        ),
        # What was done already is nobody's task.
        ("start", r"\bbat dau\b(?!.*\b(?:ket thuc|hoan thanh)\b)"),
        ("done", r"\bda (?:thuc hien|hoan thanh|trien khai|ban hanh|giai quyet|to chuc)\b"),
        ("group", r"^(?:nhom|linh vuc|tru cot|mang) (?!.*/)"),
        ("title", r"^(?:noi dung )?nhiem vu(?! cua)|^ten nhiem vu|^noi dung cong viec|^cong viec"),
        # Who looks at a draft before it is passed neither leads nor helps to write it.
        ("verifying", r"tham tra|tham dinh|chuan bi y kien"),
        ("submitting", r"^(?:co quan|don vi) trinh$"),
        ("coordinating", r"phoi hop|cung thuc hien|^(?:co quan|don vi).* (?:tham gia|ho tro)$"),
        ("note", r"^(?:ghi chu|luu y)"),
        (
            "authority",
            r"tham quyen|cap (?:co tham quyen )?(?:trinh|phe duyet|ban hanh|quyet dinh|tham quyen)|noi (?:trinh|phe duyet)|"
            r"(?:co quan|nguoi) (?:ban hanh|phe duyet|quyet dinh)|^(?:trinh )?phe duyet$|^trinh$",
        ),
        (
            "deadline",
            r"thoi (?:gian|han|diem|ky)|ky han|^ket thuc\b|tien do|"
            r"lo trinh|(?:han|moc|ngay|nam|thang|quy)(?: \w+){0,2} hoan thanh|^hoan thanh$|^moc|^ngay|"
            r"^han(?:$| )|(?:^|\bbao gio )xong\b|^(?:khi nao|bao gio)\b",
        ),
        (
            "lead",
            r"chu tri|(?:don vi|co quan|phong|ban|bo phan|nguoi|to chuc).* (?:thuc hien|phu trach|dam nhiem)|tham muu|dau moi|"
            r"trach nhiem|thuong truc|don vi duoc giao|duoc phan cong|soan thao|xay dung du thao|^phan cong$|^phu trach$|"
            r"^(?:co quan|don vi)(?: (?:va )?(?:co quan|don vi|dia phuong|to chuc|ca nhan))+$",
        ),
        ("deliverable", r"san pham|ket qua|hinh thuc|dau ra|^ho so$|^loai van ban"),
        ("resources", r"nguon|kinh phi"),
        ("basis", r"^can cu|co so phap ly"),
        (
            "title",
            r"nhiem vu|noi dung|cong viec|cong tac|ten du an|danh muc|giai phap|ten de an|phan viec|dau viec|hang muc|hoat dong|^viec|^ten ",
        ),
    )
)

_MARKS: Final = re.compile(r"[^\w\s/]")
_KEPT: Final = 400  # letters of a text that is kept
_NEEDED: Final = 3  # columns that we know, the title among them, make a table of tasks
# A list of what is bought or built, and what it costs.
_OF_COSTS: Final = re.compile(
    r"\b(?:don gia|thanh tien|noi dung chi|nguyen gia|tong muc dau tu|tmdt|quyet dinh dau tu|(?:ke hoach|kh|co cau|tong) von|von dau tu|tai san|"
    r"nam (?:dua vao )?su dung)\b"
)
_OF_WORK: Final = re.compile(r"\b(?:nhiem vu|cong viec|de an|giai phap)\b")


def field_of_heading(text: str) -> str | None:
    """The field that a column with this heading holds, or None when the heading says none that we know."""
    return _field_of(text) if len(text) <= _KEPT else _field_of.__wrapped__(text)


@lru_cache(maxsize=4096)  # what stands in one column says the same few things
def _field_of(text: str) -> str | None:
    heading = fold(_MARKS.sub(" ", text))
    if not heading or len(heading) > 90:
        return None
    # What stands in brackets explains the column, or heads it together with those beside it.
    plain = fold(_MARKS.sub(" ", text.partition("(")[0]))
    field = next((field for words in (plain, heading) for field, pattern in _RULES if pattern.search(words)), None)
    return None if field == "none" else field


def fields_of_headings(headings: Sequence[str]) -> tuple[str | None, ...] | None:
    """The fields of a heading row, or None when the row is no heading of a task table.

    A task table has a title and at least two more columns that we know, each once.
    """
    fields: list[str | None] = []
    known = 0
    for left, heading in zip(range(len(headings) - 1, -1, -1), headings, strict=True):
        field = field_of_heading(heading)
        fields.append(None if field in fields else field)
        known += fields[-1] not in (None, "stt")
        if known + left < _NEEDED:
            return None
    if any(_OF_COSTS.search(fold(heading)) for heading in headings):
        return None
    if "deadline" not in fields:
        fields = [None if f == "start" else f for f in fields]
    # Whoever submits a draft is its lead where no other body writes it.
    fields = [
        ("lead" if "lead" not in fields else None) if f == "submitting" else None if f == "verifying" else f
        for f in fields
    ]
    if "done" in fields:
        return None
    if "title" not in fields:
        fields = ["title" if f == "group" else f for f in fields]
    telling = [f for f in fields if f and f not in ("stt", "group", "start")]
    if "resources" in telling and not any(_OF_WORK.search(fold(heading)) for heading in headings):
        telling.remove("resources")  # a list of what was spent has things, bodies and money, too
    return tuple(fields) if "title" in telling and len(telling) >= _NEEDED else None
