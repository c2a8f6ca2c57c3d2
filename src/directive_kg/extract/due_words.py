"""Days that stand in running words: the due day of an order, and the day that a deliverable promises a result by.

A date inside a subject is neither: 'giai đoạn 2026-2030', 'dịp 19/12/2025', the date of a cited paper, 'Luật Đất đai năm 2024'.
"""

import re
from datetime import date
from typing import Final

from directive_kg.extract.dates import CLOCK, Moment, Unit, find_moments, plain
from directive_kg.extract.symbols import mask_numbers

_PAPER: Final = (
    r"nghị quyết|nghị định|quyết định|chỉ thị|thông tư|kết luận|luật|pháp lệnh|đề án|dự án|kế hoạch|chương trình|chiến lược|quy hoạch"
    r"|báo cáo|phương án|tờ trình|văn bản|hồ sơ|quy chế|quy định|công văn|hướng dẫn|danh mục|kịch bản|dự toán|bộ tiêu chí|niên giám"
)
_PAPER_BEFORE: Final = re.compile(rf"\b(?:{_PAPER})\b", re.IGNORECASE)
_SUBJECT_YEARS: Final = re.compile(
    r"\b(?:mục tiêu|giai đoạn|thời kỳ|nhiệm kỳ|tầm nhìn|định hướng|khóa|khoá|năm học|niên độ"
    r"|dịp|kỷ niệm|ngày sinh|từ ngày|từ|so với|sau|hiệu lực)\b[^,;.]{0,25}$|\bđạt (?:các )?(?:mục tiêu|chỉ tiêu)\b[^;.]{0,90}$",
    re.IGNORECASE,
)
_OUTLOOK: Final = re.compile(r"\b(?:tầm nhìn|định hướng đến)\b", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[^;\n]+?(?:[;\n]|\.\s(?=[A-ZĐÀ-Ỹ])|$)")
_QUOTED: Final = re.compile(r"“[^”]*”|\"[^\"]*\"")


def named_day(words: str, *, year: int | None) -> date | None:
    """The last day by which a deliverable's words promise a result ('Được vinh danh năm 2029'); None where they promise none.

    A document is no dated result: the years in its name are its subject. Bare figures are none either: '(1330-2030)' is a life.
    """
    text = mask_numbers(plain(words))
    text = _QUOTED.sub(lambda m: "_" * len(m.group()), text)
    days = [day for clause in _CLAUSE.finditer(text) if (day := _promised(clause.group(), year)) is not None]
    return max(days, default=None)


def _promised(clause: str, year: int | None) -> date | None:
    if _OUTLOOK.search(clause):
        return None
    days: list[date] = []
    for moment in find_moments(clause):
        before = clause[: moment.begin]
        if not moment.named or moment.last_year or (moment.unit is Unit.YEAR and moment.year is None):
            continue
        bound = _DUE_BEFORE.search(before)
        in_a_name = (
            _PAPER_BEFORE.search(before) and not (bound and moment.unit is Unit.DAY) and not _DONE.search(before)
        )
        if _SUBJECT_YEARS.search(before) or in_a_name:
            continue
        dated = moment if moment.year is not None or year is None else moment.with_year(year)
        if dated.last_day:
            days.append(dated.last_day)
    return max(days, default=None)


# A result that follows the document in one clause ('Kế hoạch, hoàn thành nạo vét năm 2027') is no part of its name.
_DONE: Final = re.compile(
    r",\s(?:[^,]{0,60}\s)?(?:hoàn thành|xong|khánh thành|thông xe|bàn giao|nghiệm thu|đưa vào)\b[^,]*$"
    r"|\bđược (?:phê duyệt|ban hành|công nhận|thông qua)\s(?:vào|trong|trước|chậm nhất)\b[^,]*$",
    re.IGNORECASE,
)

# What makes a period in running text a due one: it stands right before it.
_DUE_BEFORE: Final = re.compile(
    r"\b(?P<lead>(?:(?:hoàn thành|xong|báo cáo|gửi|trình|ban hành|thực hiện)\s)?"
    r"(?:trước|chậm nhất|muộn nhất|không (?:muộn|chậm|quá)(?:\s(?:hơn|quá))?|đến hết|xong trong|trong|ngay trong|vào|hạn|thời hạn|hạn cuối)"
    rf"(?:\s(?:là|đến|trong|vào|trước|hết|cuối|đầu|thời điểm|của))*{CLOCK})\s?:?\s$",
    re.IGNORECASE,
)
_WEAK_LEAD: Final = re.compile(r"\b(?:trong|vào)\s$", re.IGNORECASE)
_FROM_TO: Final = re.compile(r"\btừ(?:\s(?:nay|đầu))?\s$", re.IGNORECASE)
_TO: Final = re.compile(r"^\s?(?:-|đến|tới)(?:\s(?:hết|cuối))?\s?$", re.IGNORECASE)
_EVERY: Final = r"(?:hàng|hằng|mỗi)"
_CYCLE: Final = r"(?:(?:0?[369]|sáu|ba)\stháng|ngày|tuần|tháng|quý|năm)(?:\sđầu năm)?"
_CYCLES: Final = rf"{_CYCLE}(?:\s?(?:,|và|/)\s?(?:(?:một|1)\slần|(?:{_EVERY}\s)?{_CYCLE}\b)){{0,6}}"
_DAY_OF_CYCLE: Final = r"(?:trước|chậm nhất(?: là)?|vào)\s(?:ngày\s)?\d{1,2}(?:/\d{1,2}|\stháng\s\d{1,2})?\s(?:của\s)?"
_RHYTHM: Final = re.compile(
    rf"(?P<sure>(?:\bđịnh kỳ\s)?\b{_DAY_OF_CYCLE}{_EVERY}\s{_CYCLE}|\bđịnh kỳ\s(?:vào\s)?(?:{_EVERY}\s)?{_CYCLES})"
    rf"|\bđịnh kỳ\b|\b{_EVERY}\s{_CYCLES}",
    re.IGNORECASE,
)
_ONE_OF_A_RHYTHM: Final = ("định kỳ", "hàng", "hằng", "mỗi")
# A year's plan is a thing; to report every year is a rhythm.
_THING_BEFORE: Final = re.compile(
    r"\b(?:kế hoạch|dự toán|ngân sách|kinh phí|chương trình|chi|nhiệm vụ|chỉ tiêu|bình quân|trung bình|thường xuyên|công tác|thống kê|vốn|tăng|giảm"
    r"|đầu tư công|trung hạn|năm|phát triển|hoạt động|kỳ|lễ|giải|hội nghị|sự kiện|danh mục)(?:,?\s\w+){0,2},?\s$",
    re.IGNORECASE,
)
_REPORTS: Final = re.compile(
    r"\b(?:báo cáo|tổng hợp|gửi|đánh giá|sơ kết|tổng kết|rà soát|cập nhật|công bố|kiểm tra|họp|giao ban)\b",
    re.IGNORECASE,
)


def find_due(text: str, *, year: int | None) -> str | None:
    """The words of the due day, period or rhythm in an order of running text; None where it has none.

    `year` is the paper's: a period that ends before it is a fact of the past and no due day.

    >>> find_due("báo cáo kết quả về Sở Tài chính trước ngày 30/9/2025", year=2025)
    'trước ngày 30/9/2025'
    """
    words = plain(text)
    hidden = _QUOTED.sub(lambda m: "_" * len(m.group()), mask_numbers(words))
    dated = _dated_due(hidden, year)
    rhythm = _rhythm(hidden)
    spans = [span for span in (dated, rhythm) if span]
    if not spans:
        return None
    begin, end = (
        min(spans)
        if dated is None or rhythm is None or dated[0] > rhythm[1] or rhythm[0] > dated[1]
        else _hull(dated, rhythm)
    )
    return words[begin:end].strip(" ,.;:()")


def _hull(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return min(one[0], other[0]), max(one[1], other[1])


def _dated_due(text: str, year: int | None) -> tuple[int, int] | None:
    moments = find_moments(text)
    for index, moment in enumerate(moments):
        since = moments[index - 1].end if index else 0
        before = text[since : moment.begin]
        after = moments[index + 1] if index + 1 < len(moments) else None
        if (
            after
            and _FROM_TO.search(before)
            and _TO.match(text[moment.end : after.begin])
            and not _is_past(after, year)
        ):
            return since + _start(_FROM_TO, before), after.end
        lead = _DUE_BEFORE.search(before)
        if not lead or _is_past(moment, year) or _SUBJECT_YEARS.search(text[: moment.begin]):
            continue
        if _WEAK_LEAD.search(before) and _names_a_thing(text[:since] + before[: lead.start()]):
            continue
        if moment.unit is Unit.YEAR and moment.last_year and "trong" in lead["lead"].lower():
            continue
        return since + lead.start("lead") + _verb_length(lead["lead"]), moment.end
    return None


def _start(pattern: "re.Pattern[str]", text: str) -> int:
    match = pattern.search(text)
    return match.start() if match else 0


def _verb_length(lead: str) -> int:
    """The due words begin behind the verb, except where the verb is part of them ('hoàn thành trước')."""
    match = re.match(r"(?:báo cáo|gửi|trình|ban hành|thực hiện|hoàn thành|xong)\s(?!trong)", lead, re.IGNORECASE)
    match = match or re.match(r"(?:báo cáo|gửi|trình|ban hành|thực hiện|hoàn thành)\s", lead, re.IGNORECASE)
    return match.end() if match else 0


def _names_a_thing(before: str) -> bool:
    """'các nhiệm vụ được giao trong năm 2026': the period is a property of the things."""
    return bool(
        re.search(
            r"\b(?:được giao|đã nêu|đề ra|phát sinh|xảy ra|diễn ra|tổ chức|có hiệu lực)\s$", before, re.IGNORECASE
        )
    )


def _is_past(moment: Moment, year: int | None) -> bool:
    return moment.year is not None and year is not None and (moment.last_year or moment.year) < year


def _rhythm(text: str) -> tuple[int, int] | None:
    """Where the words of a rhythm stand: one that is sure by itself, or of a report, or that opens its clause."""
    lower = text.lower()
    if not any(words in lower for words in _ONE_OF_A_RHYTHM):
        return None
    for match in _RHYTHM.finditer(text):
        before, after = text[: match.start()], text[match.end() : match.end() + 40]
        if match["sure"]:
            return match.span()
        clause = re.split(r"[;.]", before)[-1]
        reports = _REPORTS.search(clause) or _REPORTS.search(after)
        if match.group().lower() == "định kỳ":
            if reports:
                return match.span()
            continue
        if _THING_BEFORE.search(before) and not re.search(r"\bbáo cáo\b[^,;]*$", before, re.IGNORECASE):
            continue
        if reports or not clause.strip(" ,-+"):
            return match.span()
    return None
