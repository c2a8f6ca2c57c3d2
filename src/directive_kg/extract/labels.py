"""Labelled items: 'Cơ quan chủ trì: …', 'Thời gian thực hiện: …' under a numbered item or heading, or behind it in brackets.

A label is known by its words, with a colon behind it or as a line of its own over a list. What the labels belong to is the
'Nhiệm vụ' or 'Nội dung' value where there is one, else the item or heading above them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from directive_kg.extract.provisions import LIST_MARK, mark_depth
from directive_kg.readers.blocks import Paragraph

_OFFICE: Final = (
    r"(?:các\s+)?(?:cơ quan|đơn vị|tổ chức|bộ phận)(?:\s*[,/]\s*(?:cơ quan|đơn vị|tổ chức|địa phương|cá nhân))*\s+"
)
_FIELDS: Final = (
    ("none", rf"{_OFFICE}(?:chủ trì|đầu mối)\s*(?:,|và|/)\s*(?:(?:cơ quan|đơn vị)\s+)?(?:phối hợp|thực hiện)(?:\s+thực hiện)?"),
    ("coordinating", rf"(?:{_OFFICE})?(?:cùng\s+)?phối hợp(?:\s+(?:thực hiện|triển khai|chính))?"),
    (
        "lead",
        rf"(?:{_OFFICE}(?:chủ trì|thực hiện|tham mưu|đầu mối|chịu trách nhiệm|được giao|soạn thảo|triển khai)|chủ trì|phân công|đầu mối|"
        r"(?:người|bộ phận)\s+phụ trách|chịu trách nhiệm\s+chính)"
        r"(?:(?:\s*,|\s+và)?\s+(?:thực hiện|tham mưu|triển khai|chính|soạn thảo|tổ chức thực hiện|xây dựng))*",
    ),
    ("deadline", r"(?:thời gian|thời hạn|tiến độ|thời điểm|lộ trình|mốc(?:\s+thời gian)?|hạn)"
        r"(?:\s+(?:thực hiện|hoàn thành|triển khai|trình|ban hành|dự kiến))*|(?:ngày\s+)?hoàn thành(?:\s+trước)?(?=\s*:)"),
    ("deliverable", r"(?:sản phẩm|kết quả)(?:\s+(?:đầu ra|dự kiến|đạt được|cần đạt|hoàn thành|thực hiện|chủ yếu))*"),
    (
        "authority",
        r"cấp\s+(?:trình|phê duyệt|ban hành|quyết định|có thẩm quyền(?:\s+(?:phê duyệt|ban hành|quyết định))?)|"
        r"(?:cơ quan|thẩm quyền)\s+(?:phê duyệt|ban hành|quyết định)",
    ),
    ("directing_leader", r"lãnh đạo\s+(?:chỉ đạo|phụ trách|theo dõi)(?:\s*,\s*(?:chỉ đạo|phụ trách|theo dõi))*"),
    ("resources", r"(?:kinh phí|nguồn kinh phí|nguồn lực)(?:\s+thực hiện)?"),
    ("title", r"(?:nội dung|nhiệm vụ|công việc)(?:\s+(?:thực hiện|nhiệm vụ|công việc|hoạt động|cụ thể))*|nội dung\s*,\s*biện pháp"),
)  # fmt: skip
_LABEL: Final = "|".join(f"(?P<{name}>{words})" for name, words in _FIELDS)
_AT_START: Final = re.compile(rf"(?:{_LABEL})\s*(?:(?P<colon>:)|$)", re.IGNORECASE)
_INSIDE: Final = re.compile(rf"(?:(?<=[.;(,]\s)|(?<=\())(?:{_LABEL})\s*(?P<colon>:)", re.IGNORECASE)
_LEADS_OF: Final = re.compile(
    r"^(?P<lead>.{3,200}?)\s+(?:là (?:cơ quan|đơn vị) )?chủ trì\b[\s,;:]*(?P<rest>.*)$", re.DOTALL
)
_WITH: Final = re.compile(
    r"^(?:và\s+)?phối hợp(?:\s+(?:chặt chẽ|cùng))*\s*(?:với|cùng)?\s+(?P<others>[^.;]{3,600})", re.DOTALL
)
_OTHERS_END: Final = re.compile(
    r"\s+(?:tham mưu|tổ chức|triển khai|thực hiện|xây dựng|hướng dẫn|rà soát|nghiên cứu|trình|để|chủ động|đăng)\b"
)
_EXECUTES: Final = re.compile(rf"{_OFFICE}thực hiện", re.IGNORECASE)
_OPENS: Final = ("title", "lead", "deadline")  # a second one of these begins another item
_NEEDED: Final = "lead"


@dataclass(slots=True)
class LabelledItem:
    """An item and the values of its labels, each with the paragraph that it stands in."""

    title: str
    stt: str | None
    owner: Paragraph
    values: dict[str, tuple[str, Paragraph]] = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    """An item while its labels are read."""

    owner: Paragraph
    owner_text: str
    mark: str
    values: dict[str, list[tuple[str, Paragraph]]] = field(default_factory=dict)
    has_colon: dict[str, bool] = field(default_factory=dict)
    current: str | None = None  # the label whose list is being read
    current_mark: str = ""


def find_labelled(paragraphs: Sequence[Paragraph]) -> tuple[list[LabelledItem], set[int]]:
    """The labelled items of a body in order, and the lines of the paragraphs that they are made of.

    An item counts when its labels name who leads it.
    """
    items: list[LabelledItem] = []
    used: set[int] = set()
    headings: list[tuple[int, str, str, Paragraph]] = []  # depth, mark, words; outermost first
    item: _Open | None = None
    taken: list[int] = []

    def close() -> None:
        nonlocal item
        if item is not None and (made := _finished(item)):
            items.append(made)
            used.update(taken)
        item = None
        taken.clear()

    for paragraph in paragraphs:
        mark, text = split_mark(paragraph.text)
        labels = [] if text.isupper() else list(_labels(text))
        if labels and item is not None and mark and item.mark and mark_depth(mark) <= mark_depth(item.mark):
            labels = []  # 'III. Kinh phí thực hiện' behind an item is the next part
        if labels and item is not None and item.values.get("lead") and _EXECUTES.match(text):
            # 'Đơn vị thực hiện' behind 'Cơ quan chủ trì': those who work under the lead.
            labels[0] = ("coordinating", *labels[0][1:])
        if labels and item is not None and labels[0][0] in item.values and labels[0][0] in _OPENS:
            above = item
            close()
            if labels[0][0] != "title":
                labels = []
            else:
                item = _Open(above.owner, above.owner_text, above.mark)
        if labels:
            if item is None:
                own = _owner(headings, mark)
                if own is None:
                    continue
                item = _Open(own[3], own[2], own[1])
                taken.append(own[3].line)
            _read(item, labels, mark, paragraph)
            taken.append(paragraph.line)
            continue
        if item is not None and item.current is not None and _belongs(mark, item.current_mark):
            item.values.setdefault(item.current, []).append((text, paragraph))
            taken.append(paragraph.line)
            continue
        close()
        if bracketed := _bracketed(text, mark, paragraph):
            items.append(bracketed)
            used.add(paragraph.line)
        depth = mark_depth(mark)
        while headings and headings[-1][0] >= depth:
            headings.pop()
        headings.append((depth, mark, text, paragraph))
    close()
    return items, used


def split_mark(text: str) -> tuple[str, str]:
    """A paragraph's list mark and its words."""
    match = LIST_MARK.match(text)
    return (match["mark"], text[match.end() :]) if match else ("", text)


def _labels(text: str) -> Iterator[tuple[str, str, bool]]:
    """(field, value, whether a colon stands behind the label) of a paragraph that opens with a label."""
    first = _AT_START.match(text)
    if first is None:
        return
    marks = [first, *_INSIDE.finditer(text, first.end())]
    for match, after in zip(marks, [*marks[1:], None], strict=True):
        name = next(name for name, _ in _FIELDS if match[name])
        value = text[match.end() : after.start() if after else len(text)].strip(" ;,.()")
        yield name, value, bool(match["colon"])


def _owner(headings: Sequence[tuple[int, str, str, Paragraph]], mark: str) -> tuple[int, str, str, Paragraph] | None:
    """The item or heading that a label belongs to: the nearest one that stands above its mark."""
    depth = mark_depth(mark)
    if not mark:
        return headings[-1] if headings else None
    return next((h for h in reversed(headings) if h[0] < depth), None)


def _read(item: _Open, labels: Sequence[tuple[str, str, bool]], mark: str, paragraph: Paragraph) -> None:
    for name, value, colon in labels:
        item.has_colon[name] = colon
        entries = item.values.setdefault(name, [])
        if value:
            entries.append((value, paragraph))
        item.current, item.current_mark = (name, mark) if not value else (None, mark)


def _belongs(mark: str, label_mark: str) -> bool:
    """Whether a paragraph stands in the list under a label that has no value on its own line."""
    if not mark:
        return True
    return mark_depth(mark) > mark_depth(label_mark) if label_mark else mark_depth(mark) >= mark_depth("-")


def _finished(item: _Open) -> LabelledItem | None:
    if not item.values.get(_NEEDED):
        return None
    titled = item.values.get("title", []) if item.has_colon.get("title") else []
    title = "; ".join(text.rstrip(" .;") for text, _ in titled) or item.owner_text
    if len(title) < 6:
        return None
    values = {
        name: ("; ".join(text.rstrip(" .;,") for text, _ in entries), entries[0][1])
        for name, entries in item.values.items()
        if entries and name not in ("none", "title")
    }
    made = LabelledItem(title.rstrip(" :"), item.mark.strip("(). ") or None, item.owner, values)
    if made.stt in {"-", "–", "+", "•", "*"}:
        made.stt = None
    _part_leads(made)
    return made


def _bracketed(text: str, mark: str, paragraph: Paragraph) -> LabelledItem | None:
    """'Xây dựng Đề án … (Chủ trì: Sở A; thời gian: Quý I)': the labels stand in brackets behind their item."""
    first = _INSIDE.search(text) if ":" in text and "(" in text else None
    if first is None or text[first.start() - 1] != "(" or first.start() < 12:
        return None
    values = {name: (value, paragraph) for name, value, _ in _labels(text[first.start() :]) if value}
    if _NEEDED not in values:
        return None
    stt = mark.strip("(). ")
    made = LabelledItem(text[: first.start() - 1].strip(), stt if stt.isalnum() else None, paragraph, values)
    _part_leads(made)
    return made


def _part_leads(item: LabelledItem) -> None:
    """'Sở A chủ trì, phối hợp với Sở B' as a lead's value is a lead and its coordinating bodies."""
    text, place = item.values[_NEEDED]
    clauses = [c.strip() for c in text.split(";")]
    leads: list[str] = []
    others: list[str] = []
    for clause in clauses:
        if match := _LEADS_OF.match(clause):
            leads.append(match["lead"])
            if along := _WITH.match(match["rest"]):
                others.append(_OTHERS_END.split(along["others"])[0])
    if not leads:
        return
    item.values[_NEEDED] = ("; ".join(leads), place)
    if others and "coordinating" not in item.values:
        item.values["coordinating"] = ("; ".join(others), place)
