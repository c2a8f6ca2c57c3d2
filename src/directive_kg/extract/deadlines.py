"""What the words of a deadline bind to: kind, first and last day, what is waited for.

A grammar of what offices write, not a guesser: words that are not understood give no day at all.
How the kinds are told apart is set out in the transcription rules ('How doubtful cells were decided').
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from directive_kg.extract.dates import CLOCK, Moment, Unit, find_moments, plain
from directive_kg.extract.due_words import find_due, named_day
from directive_kg.extract.symbols import mask_numbers
from directive_kg.records import Deadline, DeadlineKind, Place

__all__ = ["find_due", "named_day", "read_deadline"]

_KEPT: Final = 400  # letters of a cell that is kept
_WORD: Final = re.compile(r"\w")
_YEAR_OF_PAPER: Final = 0.95  # confidence of a day whose year is the paper's own
_LOOSE: Final = 0.7  # 'cuối năm 2026', 'trước tháng 6': the words allow more than one reading
_SEVERAL_WAYS: Final = 0.8
_RUN_TOGETHER: Final = 0.6  # 'Tháng 9 năm 2026 Quý IV năm 2026': of two rows, it may be
_NOT_UNDERSTOOD: Final = 0.3

_RHYTHM: Final = re.compile(
    r"\b(?:(?:hàng|hằng|mỗi)\s(?:ngày|tuần|tháng|quý|quí|năm|kỳ|vụ|giờ|đợt)|định kỳ|thường niên"
    r"|theo\s(?:từng\s)?(?:tháng|quý|quí|tuần)(?!\s?[\dIVX])|từng\s(?:tháng|quý|quí|năm|tuần)"
    r"|(?:0?[69]|sáu|chín)\stháng(?:,|\svà)\s(?:cả\s)?năm(?!\s?\d)|(?:\d{1,2}|một|hai|ba|sáu)\s(?:ngày|tuần|tháng|quý|năm)\s?(?:/|một|1|01)\s?lần|(?:tháng|quý|quí|năm|tuần)\s(?:một|1|01|hai|2|02)\slần"
    r"|(?:\d{1,2}|một|hai|ba)\s(?:lần|kỳ|đợt)\s?(?:/|mỗi|một|trong)\s?(?:một\s|1\s|01\s)?(?:tuần|tháng|quý|quí|năm))\b",
    re.IGNORECASE,
)
_STANDING: Final = re.compile(r"\b(?:thường xuyên|liên tục)\b", re.IGNORECASE)
_ON_CALL: Final = re.compile(r"\b(?:đột xuất|khẩn cấp)\b", re.IGNORECASE)
_DONE: Final = re.compile(
    r"^(?:đã|cơ bản)\s(?:cơ bản\s)?(?:hoàn thành|thực hiện|ban hành|xong|trình|được)\b", re.IGNORECASE
)
# A line that broke off within the year: 'Tháng 01 - 02/20' could be of any year, and 02/2 is no day.
_CUT_YEAR: Final = re.compile(r"\b(?:tháng|quý|quí)\s[^;]*[\dIVX]\s?/\s?(?:20?\d?)?$", re.IGNORECASE)
_GOES_ON: Final = re.compile(r"[;,]|\b(?:tiếp tục|thường xuyên|sẽ)\b", re.IGNORECASE)
_NEXT_YEAR: Final = re.compile(r"^\s?,?\s?(?:của\s)?năm\s(?:sau|tới|kế tiếp|tiếp theo)\b", re.IGNORECASE)
_OF_THE_YEAR_BEFORE: Final = re.compile(r"^\s?[(,:]\s?(?:trong\s|vào\s|hoàn thành\s)?$", re.IGNORECASE)

# What a task waits for: an event or another paper. It runs to the end of its clause, or to where a due day begins.
_CONDITION: Final = re.compile(
    r"\b(?:(?:ngay\s)?sau khi|ngay khi|ngay sau|trước khi|trong khi|khi|(?<!tiếp )theo(?!\sdõi)|căn cứ|tùy|tuỳ|phụ thuộc|phù hợp"
    r"|kể từ(?:\skhi|\sngày(?!\s?\d))|từ khi|từ ngày(?!\s?\d)|đồng thời|song song|trong quá trình"
    r"|trong (?:vòng|thời hạn|thời gian)|(?:trước|trong|sau)(?:,?\s(?:và\s)?(?:trong|sau))*\s(?:mùa|vụ)|"
    r"(?:chậm nhất|không quá|sau|trong)\s(?:\d{1,3}|một|hai|ba)\s(?:giờ|ngày|tuần|tháng|năm)(?!\s(?:đầu|cuối)))\b"
    r"[^;()\n]*?"
    r"(?=[;()\n]|,\s|$|\s(?:hoàn thành|xong|đến hết|đến năm|đến ngày|chậm nhất|trước ngày|trước tháng|trong năm|trong tháng|trong quý|giai đoạn)\b)",
    re.IGNORECASE,
)
_CONDITION_HEAD: Final = re.compile(
    r"^(?:(?:ngay\s)?sau khi(?:\scó)?|ngay khi(?:\scó)?|ngay sau|trước khi|khi(?:\scó)?|theo|căn cứ(?:\svào|\stheo)?|kể từ khi|từ khi)\s",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(
    r"(?:trong (?:vòng|thời hạn|thời gian)|chậm nhất|không quá|sau|trong)\s(?:\d{1,3}|một|hai|ba)\s", re.IGNORECASE
)

# What stands right before a period and says which side of it is meant.
_BEFORE: Final = re.compile(
    rf"\btrước(?:\s(?:hết|thời điểm|cuối|đầu|khai giảng))*{CLOCK}\s$",
    re.IGNORECASE,
)
_BEFORE_THE_END: Final = re.compile(r"\b(?:hết|cuối)\s$", re.IGNORECASE)
_AFTER: Final = re.compile(r"\bsau\s$", re.IGNORECASE)
_UNTIL: Final = re.compile(
    r"(?:\b(?:chậm nhất|muộn nhất|không (?:muộn|chậm|quá)(?:\s(?:hơn|quá))?|đến|tới|xong|hạn|hạn cuối|hạn chót)"
    rf"(?:\s(?:là|đến|trong|vào|trước|hết|cuối|thời điểm))*{CLOCK}|^\s?(?:trước |cho )?hết)\s?:?\s$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"\btừ(?:\s(?:đầu|cuối|giữa|thời điểm))?\s$", re.IGNORECASE)
_FROM_NOW: Final = re.compile(r"\btừ nay\s(?:cho\s)?(?:đến|tới)(?:\s(?:hết|cuối))?\s$", re.IGNORECASE)
_LOOSELY: Final = re.compile(
    r"\b(?:đầu|giữa|cuối|khoảng|trung tuần|thượng tuần|hạ tuần|nửa (?:đầu|cuối)|học)\s$", re.IGNORECASE
)
_RANGE: Final = re.compile(
    r"^\s?(?:-|->|~|đến|tới|cho đến|và kết thúc)(?:\s?(?:hết|cuối|trước|khoảng|ngày|trong|đầu))*\s?$", re.IGNORECASE
)
_OPEN: Final = re.compile(
    r"^[\s,]*(?:trở đi|và (?:những|các)\s(?:năm|tháng|quý)\s(?:tiếp theo|sau|kế tiếp)|và tiếp tục|về sau)",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(r"[;.]|\bvà\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Span:
    """One period with its prepositions read: what it says of first and last day."""

    begin: int
    end: int
    start: date | None
    last: date | None
    edtf: tuple[str, str]  # '..' for an open side
    by: bool  # only its last day binds
    explicit: bool  # it has a year of its own
    confidence: float


def read_deadline(words: str | None, *, year: int | None, place: Place | None = None) -> Deadline:
    """The words of a deadline cell, read. `year` is the paper's, for a month or day that has none of its own.

    Never raises and never makes up a day: without any year there are no days, and the confidence is low.

    >>> read_deadline("Quý II, III/2026", year=None).edtf
    '2026-34/2026-35'
    """
    text = plain(words or "")
    read = _read(text, year) if len(text) <= _KEPT else _read.__wrapped__(text, year)
    return replace(read, place=place) if place else read


@lru_cache(maxsize=1024)  # an annex says the same few days over and over
def _read(text: str, year: int | None) -> Deadline:
    if not _WORD.search(text):
        return Deadline(text, DeadlineKind.NONE)
    if _DONE.match(text) and not _GOES_ON.search(text):
        return Deadline(text, DeadlineKind.NONE, confidence=0.9)
    if _CUT_YEAR.search(text):
        return Deadline(text, DeadlineKind.NONE, confidence=_NOT_UNDERSTOOD)
    hidden = mask_numbers(text)
    conditions = [m for m in _CONDITION.finditer(hidden) if m.end() > m.start()]
    clear = _blank(hidden, [m.span() for m in conditions])
    rhythm, standing = _RHYTHM.search(hidden), _STANDING.search(hidden)
    spans = _spans(clear, year)
    if rhythm:
        # 'Trước ngày 15/12 hằng năm' names no day of one year.
        spans = [s for s in spans if s.explicit]
    habit = min((m.start() for m in (rhythm, standing) if m), default=None)
    if habit is not None and (not spans or _habit_rules(clear, spans, habit)):
        kind = DeadlineKind.RECURRING if rhythm and rhythm.start() == habit else DeadlineKind.ONGOING
        return _of_spans(text, kind, spans)
    if spans:
        kind = _kind(spans)
        return _of_spans(text, kind, spans)
    if conditions:
        return _conditional(text, hidden, conditions)
    if _ON_CALL.search(text):
        return Deadline(text, DeadlineKind.CONDITIONAL, awaits=text, confidence=0.6)
    return Deadline(text, DeadlineKind.NONE, confidence=_NOT_UNDERSTOOD)


def _blank(text: str, regions: Sequence[tuple[int, int]]) -> str:
    for begin, end in regions:
        text = text[:begin] + "_" * (end - begin) + text[end:]
    return text


def _habit_rules(text: str, spans: Sequence[_Span], habit: int) -> bool:
    """Whether 'thường xuyên' or 'hằng năm' governs the periods beside it.

    It does in 'Thường xuyên trong năm 2026' and 'Năm 2026, hằng tháng', not in 'Quý I hoàn thành và thường xuyên'.
    """
    earlier = [s for s in spans if s.end <= habit]
    return not earlier or not _JOINED.search(text[earlier[-1].end : habit])


def _kind(spans: Sequence[_Span]) -> DeadlineKind:
    if spans[-1].edtf[1] == "..":
        return DeadlineKind.ONGOING
    return DeadlineKind.BY if len(spans) == 1 and spans[0].by else DeadlineKind.DURING


def _of_spans(text: str, kind: DeadlineKind, spans: Sequence[_Span]) -> Deadline:
    if not spans:
        return Deadline(text, kind)
    lone = len(spans) == 1
    starts = [d for s in spans for d in (s.start, None if lone else s.last) if d]
    ends = [d for s in spans for d in (s.last, None if lone else s.start) if d]
    start, last = min(starts, default=None), max(ends, default=None)
    if kind is DeadlineKind.ONGOING and spans[-1].edtf[1] == "..":
        last = None
    confidence = min(s.confidence for s in spans)
    if any(text[a.end : b.begin].isspace() for a, b in pairwise(spans)):
        confidence = min(confidence, _RUN_TOGETHER)
    if start and last and start > last:
        return Deadline(text, DeadlineKind.NONE, confidence=_NOT_UNDERSTOOD)
    first, final = _edges(spans)
    edtf = first if first == final else f"{first}/{final}"
    return Deadline(text, kind, start, last, edtf, confidence=confidence)


def _edges(spans: Sequence[_Span]) -> tuple[str, str]:
    """EDTF of the earliest and of the latest edge."""
    if len(spans) == 1:
        return spans[0].edtf
    first = min(spans, key=lambda s: s.start or s.last or date.max)
    final = max(spans, key=lambda s: s.last or date.min)
    left = first.edtf[0] if first.edtf[0] != ".." else first.edtf[1]
    right = ".." if spans[-1].edtf[1] == ".." else final.edtf[1]
    return left, right


def _conditional(text: str, hidden: str, conditions: Sequence["re.Match[str]"]) -> Deadline:
    """A deadline that names only an event or another paper. A bare duration ('trong 30 ngày') awaits nothing named."""
    first = conditions[0]
    awaited = text[first.start() : first.end()].strip(" ,.")
    if _RELATIVE.match(awaited) and not re.search(
        r"\b(?:kể|từ|sau|khi|trước)\b", hidden[first.start() + 4 : first.end()], re.IGNORECASE
    ):
        return Deadline(text, DeadlineKind.NONE, confidence=0.4)
    return Deadline(text, DeadlineKind.CONDITIONAL, awaits=_CONDITION_HEAD.sub("", awaited) or awaited)


def _spans(text: str, year: int | None) -> list[_Span]:
    moments = find_moments(text)
    years = _years(text, moments, year)
    spans: list[_Span] = []
    index = 0
    while index < len(moments):
        moment = moments[index]
        if _is_year_of_next(text, moments, index):
            index += 1
            continue
        before = text[moments[index - 1].end if index else 0 : moment.begin]
        if index + 1 < len(moments) and _RANGE.match(text[moment.end : moments[index + 1].begin]):
            spans.append(_range(years[index], years[index + 1], moment, moments[index + 1]))
            index += 2
            continue
        spans.append(_single(years[index], moment, before, text[moment.end :]))
        index += 1
    return [s for s in spans if s.start or s.last or not s.explicit]


def _is_year_of_next(text: str, moments: Sequence[Moment], index: int) -> bool:
    """'Năm 2026 (Quý III)': the year only dates the finer period behind it."""
    if index + 1 >= len(moments):
        return False
    here, after = moments[index], moments[index + 1]
    if here.unit is not Unit.YEAR or here.year is None or here.last_year or after.unit is Unit.YEAR or after.year:
        return False
    return bool(_OF_THE_YEAR_BEFORE.match(text[here.end : after.begin]))


def _years(text: str, moments: Sequence[Moment], year: int | None) -> list[Moment]:
    """The moments with years: a bare one takes that of the next one it is joined to, else the paper's."""
    dated = list(moments)
    for index in range(len(moments) - 2, -1, -1):
        this, after = dated[index], dated[index + 1]
        if this.year is None and after.year is not None and len(text[this.end : after.begin]) <= 20:
            ranged = bool(_RANGE.match(text[this.end : after.begin]))
            # 'Từ tháng 10 đến tháng 02/2026' begins in the year before.
            earlier = ranged and this.unit is after.unit and (this.low, this.day_low) > (after.low, after.day_low)
            dated[index] = this.with_year(after.year - 1 if earlier else after.year)
    for index, moment in enumerate(dated):
        if index and moment.year is None and _is_year_of_next(text, moments, index - 1):
            dated[index] = moment.with_year(moments[index - 1].year or 0)
        elif moment.year is None and year is not None and _NEXT_YEAR.match(text[moments[index].end :]):
            dated[index] = moment.with_year(year + 1)
        elif moment.year is None and year is not None:
            previous = dated[index - 1] if index and moments[index - 1].end + 12 >= moment.begin else None
            ranged = previous is not None and bool(_RANGE.match(text[previous.end : moment.begin]))
            later = (
                ranged
                and previous is not None
                and previous.unit is moment.unit
                and (moment.low, moment.day_low) < (previous.low, previous.day_low)
            )
            base = previous.year if ranged and previous is not None and previous.year else year
            dated[index] = moment.with_year(base + 1 if later else base)
    return dated


def _confidence(dated: Moment, printed: Moment, *, near: bool = False) -> float:
    if dated.year is None:
        return 0.4
    if printed.year is None and not near:
        return _YEAR_OF_PAPER
    # '3/4' may be a fraction, '4.5' a section: only its words make it a day for certain.
    return 1.0


def _range(first: Moment, last: Moment, printed: Moment, printed_last: Moment) -> _Span:
    confidence = min(_confidence(first, printed, near=printed_last.year is not None), _confidence(last, printed_last))
    return _Span(
        printed.begin,
        printed_last.end,
        first.first_day,
        last.last_day,
        (first.edtf_first, last.edtf_last),
        by=False,
        explicit=printed_last.year is not None or printed.year is not None,
        confidence=confidence,
    )


def _single(moment: Moment, printed: Moment, before: str, after: str) -> _Span:
    confidence = _confidence(moment, printed)
    start, last = moment.first_day, moment.last_day
    left, right = moment.edtf_first, moment.edtf_last
    by = moment.unit is Unit.DAY and moment.day_low == moment.day_high
    if _LOOSELY.search(before):
        confidence = min(confidence, _LOOSE)
    if _FROM_NOW.search(before) or _UNTIL.search(before):
        by = True
    elif _BEFORE.search(before):
        if not by and not _BEFORE_THE_END.search(before):
            # 'Trước ngày 31/12' counts that day in; 'trước năm 2030' ends with 2029.
            last = start - timedelta(days=1) if start else None
            right = last.isoformat() if last else right
            confidence = min(confidence, _SEVERAL_WAYS)
        by = True
    elif _AFTER.search(before):
        start = last + timedelta(days=1) if last else None
        return _Span(
            printed.begin,
            printed.end,
            start,
            None,
            (start.isoformat() if start else left, ".."),
            False,
            _has_year(printed),
            _LOOSE,
        )
    elif (_FROM.search(before) and left == right) or _OPEN.match(after):
        return _Span(printed.begin, printed.end, start, None, (left, ".."), False, _has_year(printed), confidence)
    if by:
        return _Span(printed.begin, printed.end, None, last, ("..", right), True, _has_year(printed), confidence)
    return _Span(printed.begin, printed.end, start, last, (left, right), False, _has_year(printed), confidence)


def _has_year(moment: Moment) -> bool:
    return moment.year is not None
