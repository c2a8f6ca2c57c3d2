"""The site's own words: what fields, relations and states are called, and how days and amounts are written."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple


class Label(NamedTuple):
    """A text in Vietnamese with its English; the English may be missing."""

    vi: str
    en: str = ""


FIELDS: Final[dict[str, Label]] = {
    "stt": Label("STT", "No."),
    "title": Label("Nhiệm vụ", "Task"),
    "deliverable": Label("Sản phẩm", "Deliverable"),
    "deadline": Label("Thời hạn", "Deadline"),
    "lead": Label("Cơ quan chủ trì", "Lead body"),
    "coordinating": Label("Cơ quan phối hợp", "Coordinating bodies"),
    "authority": Label("Cấp có thẩm quyền", "Approving authority"),
    "directing_leader": Label("Lãnh đạo chỉ đạo", "Directing leader"),
    "advising": Label("Cơ quan tham mưu", "Advising body"),
    "number": Label("Số, ký hiệu", "Number"),
    "date": Label("Ngày ban hành", "Date of issue"),
    "type": Label("Loại văn bản", "Type"),
    "issuer": Label("Cơ quan ban hành", "Issuer"),
    "signatory": Label("Người ký", "Signed by"),
    "signatory_role": Label("Chức vụ", "Post"),
    "resources": Label("Nguồn lực", "Resources"),
    "funding": Label("Kinh phí", "Funding"),
    "note": Label("Ghi chú", "Note"),
    "basis": Label("Căn cứ", "Basis"),
}

# In the order in which annexes usually have them: for papers whose tasks stand in no table.
USUAL_COLUMNS: Final = ("title", "deliverable", "deadline", "lead", "coordinating", "authority", "directing_leader")

ROLE_ORDER: Final = ("lead", "coordinating", "approving", "directing", "advising")

RELATIONS: Final[dict[str, tuple[Label, Label]]] = {  # from the paper's own side, and from the other's
    "implements": (Label("Triển khai thực hiện", "Carries out"), Label("Được triển khai bởi", "Carried out by")),
    "basedOn": (Label("Căn cứ", "Based on"), Label("Là căn cứ của", "Is the basis of")),
    "cites": (Label("Nhắc đến", "Mentions"), Label("Được nhắc đến trong", "Mentioned in")),
    "amends": (Label("Sửa đổi, bổ sung", "Amends"), Label("Được sửa đổi bởi", "Amended by")),
    "replaces": (Label("Thay thế", "Replaces"), Label("Bị thay thế bởi", "Replaced by")),
}

SEVERITIES: Final[dict[str, Label]] = {
    "violation": Label("Vi phạm", "Violation"),
    "warning": Label("Cảnh báo", "Warning"),
    "info": Label("Lưu ý", "Info"),
}

STATES: Final[dict[str, Label]] = {
    "passed": Label("Đạt", "Passed"),
    "failed": Label("Có phát hiện", "Findings"),
    "nothing-checked": Label("Không có gì để kiểm", "Nothing checked"),
    "broken": Label("Phép kiểm bị hỏng", "The check itself broke"),
    "waived": Label("Đã chấp nhận", "Waived"),
}

# The six clarities ('6 rõ'), by the rules that check them.
CLARITIES: Final[dict[str, Label]] = {
    "R1-nguoi": Label("Rõ người", "Who"),
    "R2-viec": Label("Rõ việc", "What"),
    "R3-thoi-gian": Label("Rõ thời gian", "When"),
    "R4-trach-nhiem": Label("Rõ trách nhiệm", "Duty"),
    "R5-san-pham": Label("Rõ sản phẩm", "Deliverable"),
    "R6-tham-quyen": Label("Rõ thẩm quyền", "Authority"),
}

# How a task stands to the day that the site was built for; what has no day cannot be late.
DUE_STATES: Final[dict[str, Label]] = {
    "overdue": Label("quá hạn", "overdue"),
    "soon": Label("đến hạn trong 30 ngày", "due within 30 days"),
    "later": Label("chưa đến hạn", "not yet due"),
    "conditional": Label("chờ điều kiện", "waits for something"),
    "recurring": Label("định kỳ", "recurring"),
    "ongoing": Label("thường xuyên, không có ngày", "standing, no day"),
    "none": Label("không nêu thời hạn", "no deadline given"),
}

PLACES: Final = {"page": "trang", "table": "bảng", "row": "hàng", "column": "cột", "line": "dòng"}

COMPARATORS: Final = {">=": "≥", "<=": "≤", "=": "", "range": ""}

_PARTIAL_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@lru_cache(maxsize=4096)
def code(iri: str | None) -> str:
    """The last piece of an IRI: the code of a vocabulary's term."""
    return "" if iri is None else re.split(r"[/#]", iri.rstrip("/#"))[-1]


def day(value: date | None) -> str:
    """dd/mm/yyyy, or nothing."""
    return "" if value is None else f"{value.day:02}/{value.month:02}/{value.year:04}"


def partial_day(value: str | None) -> str:
    """As much of a date as the paper gives: '04/03/2026', '03/2026', '2026'; other text as it is.

    >>> partial_day("2026-03")
    '03/2026'
    """
    if value is None:
        return ""
    match = _PARTIAL_DATE.fullmatch(value)
    return "/".join(part for part in reversed(match.groups()) if part) if match else value


def span(start: date | None, end: date | None) -> str:
    """The days of a deadline: '01/06/2026 – 30/06/2026', 'từ 01/10/2025', 'đến 30/12/2027', or nothing."""
    if start and end:
        return day(end) if start == end else f"{day(start)} – {day(end)}"
    if end:
        return f"đến {day(end)}"
    return f"từ {day(start)}" if start else ""


def amount(value: Decimal | None) -> str:
    """A figure the Vietnamese way: 14.000.000.000 or 2,5; at most 40 digits, else in scientific form.

    >>> amount(Decimal("14000000000.0"))
    '14.000.000.000'
    """
    if value is None:
        return ""
    if abs(value.adjusted()) > 40:
        return str(value)
    whole, _, part = f"{value:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if whole.startswith("-") and grouped == "0" else ""
    part = part.rstrip("0")
    return f"{sign}{grouped},{part}" if part else f"{sign}{grouped}"


def shorten(text: str, most: int = 160) -> str:
    """A text for a heading or a link: cut at a word, with '…' where something was cut."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    head, space, _ = cut.rpartition(" ")
    return f"{head if space and len(head) > most // 2 else cut}…"
