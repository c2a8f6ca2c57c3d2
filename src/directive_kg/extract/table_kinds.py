"""What the cells of a table say of its columns and of the table: a column whose heading nobody knows, a list that orders nothing.

Reads headings and cells as texts; knows nothing of places.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from directive_kg.extract.body_words import is_class, starts_body
from directive_kg.extract.columns import field_of_heading, fields_of_headings
from directive_kg.extract.deadlines import read_deadline
from directive_kg.names import fold
from directive_kg.records import DeadlineKind

MOST_ROWS: Final = 40  # rows that a column is judged by
_MOSTLY: Final = 0.6  # share of a column's cells that must agree
_LEAST_KNOWN: Final = 2  # columns that the headings must say before the cells are asked
_SHORT: Final = 60  # characters of a heading, and of a cell that names a body or a time
# A clock's time and a bare duration: an agenda or a procedure, never a day that something is due.
_CLOCK: Final = r"\d{1,2}\s?(?:giờ|[hg:])\s?(?:\d{2})?\b"
_SPAN: Final = r"\d+(?:[.,/]\d+)?\s?(?:giờ|phút|ngày|buổi|tiếng)(?:\s(?:làm việc|hành chính))?"
_OF_A_SCHEDULE: Final = re.compile(
    rf"(?:(?:từ|lúc|khoảng|tối đa|không quá|trong|chậm nhất)\s)*(?:{_CLOCK}.*|{_SPAN}|giờ hành chính|(?:trong )?giờ làm việc)",
    re.IGNORECASE,
)
_OF_A_DIARY: Final = re.compile(
    rf"(?:(?:sáng|chiều|tối)\W+)?(?:thứ\s(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b(?!.*\b(?:hàng|hằng|mỗi)\s)"
    rf"|(?:sáng|chiều|tối)\s?:|{_CLOCK}\s?[-:]",
    re.IGNORECASE,
)
_STEP: Final = re.compile(r"^(?:bước|b)\s?\d+", re.IGNORECASE)
# A list of things and what they cost, whoever keeps them.
_OF_THINGS: Final = re.compile(
    r"\b(?:nguyen gia|don gia|thanh tien|so tien|gia tri|so luong|dien tich|nam su dung|nam sinh|du toan|(?:nghin|trieu|ty) dong)\b"
)
_DONE: Final = re.compile(
    r"^(?:đã|đạt|vượt|chưa|đang|\d+(?:[.,]\d+)?\s?%|hoàn thành(?!\s+\w*\s?(?:trước|trong|vào)))\b", re.IGNORECASE
)
_STEPS_HEADING: Final = re.compile(r"^(?:trinh tu|cac buoc|buoc)\b")


def fields_by_content(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str | None, ...] | None:
    """The fields of a heading row that `fields_of_headings` does not take, its unknown columns named by what they hold.

    None where the cells name no column, and unless the headings themselves say at least two and all make a table of tasks.
    """
    if len(rows) < 2 or not all(0 < len(h) <= 2 * _SHORT for h in headings) or len(headings) < 3:
        return None
    known = [field_of_heading(heading) for heading in headings]
    if any(_OF_THINGS.search(fold(heading)) for heading in headings):
        return None
    if "done" in known or len({field for field in known if field and field != "stt"}) < _LEAST_KNOWN:
        return None
    names = list(headings)
    for column, field in enumerate(known):
        cells = [row[column].strip() for row in rows[:MOST_ROWS] if column < len(row) and row[column].strip()]
        guess = _by_cells(cells) if field is None and cells else None
        if guess and guess not in known:
            known[column] = guess
            names[column] = _NAMES[guess]
    if names == list(headings) or not {"lead", "deadline"} & set(known):
        return None
    return fields_of_headings(names)


_NAMES: Final[Mapping[str, str]] = {"deadline": "Thời hạn", "lead": "Chủ trì", "title": "Nhiệm vụ"}


def _by_cells(cells: Sequence[str]) -> str | None:
    def share(holds: Sequence[bool]) -> float:
        return sum(holds) / len(holds)

    if share([_is_due(cell) for cell in cells]) >= _MOSTLY:
        return "deadline"
    if share([len(cell) < 2 * _SHORT and (starts_body(cell) or is_class(cell)) for cell in cells]) >= _MOSTLY:
        return "lead"
    if share([len(cell) > _SHORT // 2 for cell in cells]) >= _MOSTLY:
        return "title"
    return None


def _is_due(text: str) -> bool:
    return len(text) < _SHORT and read_deadline(text, year=2000).kind is not DeadlineKind.NONE


def is_report(cells: Mapping[str, Sequence[str]]) -> bool:
    """Whether a table tells of deeds done: nothing in it is due, and most of its results open with 'Đã …', 'Đạt …'.

    `cells` holds the filled cells of the columns 'deadline' and 'deliverable'.
    """
    results = [bool(_DONE.match(text.strip())) for text in cells.get("deliverable", ())]
    return not cells.get("deadline") and bool(results) and sum(results) >= _MOSTLY * len(results)


def is_schedule(headings: Sequence[str], cells: Mapping[str, Sequence[str]]) -> bool:
    """Whether a table is an agenda, a roster or a procedure: its steps or its times of the day say so.

    `cells` holds the filled cells of the columns 'stt', 'title' and 'deadline'.
    """
    if any(_STEPS_HEADING.match(fold(heading)) for heading in headings):
        return True
    steps = [bool(_STEP.match(text)) for name in ("stt", "title") for text in cells.get(name, ())]
    times = [bool(_OF_A_SCHEDULE.fullmatch(text.strip(" .;"))) for text in cells.get("deadline", ())]
    diary = [[bool(_OF_A_DIARY.match(text.strip())) for text in cells.get(name, ())] for name in ("title", "deadline")]
    return any(marks and sum(marks) >= _MOSTLY * len(marks) for marks in (times, *diary)) or (
        bool(steps) and 2 * sum(steps) >= _MOSTLY * len(steps)
    )
