"""The calendar as Vietnamese offices write it: days, months, quarters, halves and years, and lists of them.

A period is what the words say and no more: 'Tháng 12/2025' is the whole month, never a day in it.
Quarters and halves follow EDTF level 2 (ISO 8601-2): '2026-33'..'2026-36' and '2026-40', '2026-41'.
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}
_COUNTS: Final = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "chín": 9}
_DASHES: Final = re.compile("[–—−‑‒]")

# A figure that goes on before or behind is part of a larger number, of a paper's number or of an amount.
_START: Final = r"(?<![\d/])(?<!\d[.,:-])"
_END: Final = r"(?!\d|[.,]\d|\s?/\s?[\dA-ZĐ])"
_D: Final = r"(?:3[01]|[12]\d|0?[1-9])"
_M: Final = r"(?:1[0-2]|0?[1-9])"
_Y: Final = r"(?:19|20)\d\d"
_Q: Final = r"(?:IV|I{1,3}|0?[1-4])"
_AND: Final = r"(?:\s?,\s?|\s?\+\s?|\s?&\s?|\s?-\s?|\s?và\s|\sđến\s|\stới\s)"
_OF_YEAR: Final = rf"(?:\s?[/.-]\s?(?:năm\s)?|\s?,?\s(?:của\s)?năm\s)(?P<{{name}}>{_Y})(?!\d)"


def _year(name: str) -> str:
    return rf"(?:{_OF_YEAR.format(name=name)})?"


# What the patterns open with, for most places in a text are none.
_OPENS: Final = (
    r"(?=[\dntqcmhbs])"  # for speed: the letters that the following begins with
    r"(?=\d|ngày\s|\b(?:năm|tháng|t[.\s\d]|trong\s|qu[ýí]|q[.\s\di]|nửa\s|cả\s|các\s|(?:một|hai|ba|bốn|sáu|chín)\stháng\s))"
)
_PATTERN: Final = re.compile(
    _OPENS
    + "(?:"
    + "|".join(
        (
            rf"(?P<days>{_START}(?:ngày\s)?(?P<d_from>{_D})\s?(?:-|đến(?:\sngày)?)\s?(?P<d_to>{_D})\s?/\s?(?P<d_month>{_M})\s?/\s?(?P<d_year>{_Y})(?!\d))",
            rf"(?P<day>{_START}(?:ngày\s)?(?P<day_d>{_D})\s?(?P<day_sep>[/.-])\s?(?P<day_m>{_M})\s?(?P=day_sep)\s?(?P<day_y>{_Y})(?!\d))",
            rf"(?P<long>(?:ngày\s(?P<long_d>{_D})|"
            rf"(?<!tuần )(?<!tuần thứ ){_START}(?P<long_d2>{_D})(?=\stháng\s?{_M}(?:\snăm|\s?/)))"
            rf"\s?,?\stháng\s?(?P<long_m>{_M})(?!\d){_year('long_y')})",
            rf"(?P<short>(?:ngày\s(?P<short_d>{_D})\s?[/-]\s?(?P<short_m>{_M})|{_START}(?P<short_d2>{_D})/(?P<short_m2>{_M})){_END})",
            rf"(?P<span>{_START}\b(?P<span_n>\d{{1,2}}|một|hai|ba|bốn|sáu|chín)\stháng\s(?P<span_side>đầu|cuối)(?:\snăm)?(?:\s?/?\s?(?P<span_y>{_Y})(?!\d))?)",
            rf"(?P<half>\bnửa\s(?P<half_side>đầu|cuối)\snăm(?:\s(?P<half_y>{_Y})(?!\d))?)",
            rf"(?P<quarter>\b(?:quý|quí|q\.?)\s?(?P<quarters>{_Q}(?:{_AND}(?:(?:quý|quí)\s)?{_Q}(?!\w))*)(?!\w|\s?tháng){_year('quarter_y')})",
            rf"(?P<month>\btháng\s?(?P<months>{_M}(?:{_AND}{_M}(?![\d%]|\s?tháng|\s?/\s?(?!{_Y})\d))*)(?!\d|\s?%|/(?!\s?{_Y})\d){_year('month_y')})",
            rf"(?P<tmonth>\bT\.?\s?(?P<tmonth_m>{_M})(?:\s?[/-]\s?(?P<tmonth_y>{_Y})(?!\d)|(?=\s?(?:-|đến|tới)\s?T\.?\s?{_M}\s?[/-]\s?{_Y})))",
            rf"(?P<bare>{_START}(?:(?P<bare_m>{_M})\s?/|(?P<bare_m2>0[1-9]|1[0-2])\s?-)\s?(?P<bare_y>{_Y}){_END})",
            rf"(?P<year>(?P<year_word>\b(?:các\s)?năm\s)?{_START}(?P<years>{_Y}(?!\d)(?:{_AND}(?:năm\s)?{_Y}(?!\d))*){_END})",
            r"(?P<this>\b(?:trong\s)?cả năm\b(?!\s?\d)|\b(?:trong\s)?năm nay\b|\btrong năm\b(?!\s?\d)"
            r"|(?:(?<=\bhết\s)|(?<=\bcuối\s))năm\b(?!\s?(?:\d|học|sau|trước)))",
        )
    )
    + ")",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(r"\d")
_WORDED: Final = re.compile(r"năm|tháng|q[uýí.\si]")  # in what names a period without a figure
# A time of the day between 'trước' and its day: 'trước 17 giờ 00 ngày 27/9'.
CLOCK: Final = r"(?:\s\d{1,2}\s?(?:giờ|h|g)(?:\s?\d{2})?(?:\sphút)?,?)?"
_FIRST_BARE_YEAR: Final = 2000  # a figure without 'năm' before this is no year of a plan


class Unit(StrEnum):
    """How fine a period is."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_MONTHS_IN: Final = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Moment:
    """A calendar period in a text: where its words stand and what they say.

    Without a year `year` is None and so are `first_day` and `last_day`; `with_year` gives it one.
    """

    unit: Unit
    begin: int  # where the words begin in the text
    end: int  # and end
    year: int | None
    low: int = 1  # number of the first day-less unit: month, quarter, half; for a day its month
    high: int = 1  # of the last one, equal to low for a single period
    day_low: int = 0  # days of the month, for unit DAY only
    day_high: int = 0
    last_year: int | None = None  # where it ends in a later year than it begins
    crosses: bool = False  # 'tháng 11 - 02': ends in the year after the one it begins in
    named: bool = True  # its unit is written out ('năm 2026'), not a bare figure

    def with_year(self, year: int) -> "Moment":
        """The same period in that year."""
        return replace(self, year=year, last_year=year + 1 if self.crosses else self.last_year)

    @property
    def first_day(self) -> date | None:
        """The first day, None without a year or where the calendar has no such day."""
        if self.year is None:
            return None
        if self.unit is Unit.DAY:
            return make_day(self.year, self.low, self.day_low)
        return date(self.year, _first_month(self.unit, self.low), 1)

    @property
    def last_day(self) -> date | None:
        """The last day, None without a year or where the calendar has no such day."""
        if self.year is None:
            return None
        if self.unit is Unit.DAY:
            return make_day(self.year, self.high, self.day_high)
        year = self.last_year or self.year
        month = _first_month(self.unit, self.high) + _MONTHS_IN[self.unit] - 1
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def edtf_first(self) -> str:
        """EDTF of the first single period; 'XXXX' where the year is not known."""
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        return _edtf(self.unit, year, self.low, self.day_low)

    @property
    def edtf_last(self) -> str:
        """EDTF of the last single period."""
        last = self.last_year or self.year
        year = "XXXX" if last is None else f"{last:04d}"
        return _edtf(self.unit, year, self.high, self.day_high)

    @property
    def edtf(self) -> str:
        """EDTF of the whole: one period, or an interval where it is several."""
        return self.edtf_first if self.edtf_first == self.edtf_last else f"{self.edtf_first}/{self.edtf_last}"


def _first_month(unit: Unit, number: int) -> int:
    return (number - 1) * _MONTHS_IN[unit] + 1


def _edtf(unit: Unit, year: str, number: int, day: int) -> str:
    if unit is Unit.YEAR:
        return year
    if unit is Unit.DAY:
        return f"{year}-{number:02d}-{day:02d}"
    return f"{year}-{number + {Unit.MONTH: 0, Unit.QUARTER: 32, Unit.HALF: 39}[unit]:02d}"


def make_day(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has none ('31/02/2026')."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def plain(text: str) -> str:
    """NFC, white space folded to single spaces, all dashes as '-'. Every position in this package's grammars is one in this form."""
    return _DASHES.sub("-", " ".join(unicodedata.normalize("NFC", text).split()))


def find_moments(text: str) -> list[Moment]:
    """Every calendar period that a text names, in order. The text is one that `plain` gave.

    >>> [m.edtf for m in find_moments("Quý II, III/2026; tháng 4,5/2026; 6 tháng đầu năm 2027")]
    ['2026-34/2026-35', '2026-04/2026-05', '2027-40']
    """
    if not _FIGURE.search(text) and not _WORDED.search(text.lower()):
        return []
    return [moment for match in _PATTERN.finditer(text) if (moment := _moment(match)) is not None]


def _moment(m: "re.Match[str]") -> Moment | None:
    begin, end = m.span()
    match next(name for name in _KINDS if m[name]):
        case "days":
            month = int(m["d_month"])
            return Moment(Unit.DAY, begin, end, int(m["d_year"]), month, month, int(m["d_from"]), int(m["d_to"]))
        case "day":
            return _a_day(begin, end, m["day_d"], m["day_m"], m["day_y"])
        case "long":
            return _a_day(begin, end, m["long_d"] or m["long_d2"], m["long_m"], m["long_y"])
        case "short":
            # '24/7' is round the clock.
            if m["short_d2"] == "24" and m["short_m2"] == "7":
                return None
            return _a_day(begin, end, m["short_d"] or m["short_d2"], m["short_m"] or m["short_m2"], None)
        case "span":
            return _span(begin, end, m["span_n"], m["span_side"].lower() == "đầu", m["span_y"])
        case "half":
            side = 1 if m["half_side"].lower() == "đầu" else 2
            return Moment(Unit.HALF, begin, end, _int(m["half_y"]), side, side)
        case "quarter":
            numbers = [_quarter(q) for q in re.findall(_Q, m["quarters"], re.IGNORECASE)]
            return _listed(Unit.QUARTER, begin, end, numbers, _int(m["quarter_y"]))
        case "month":
            numbers = [int(n) for n in re.findall(r"\d+", m["months"])]
            return _listed(Unit.MONTH, begin, end, numbers, _int(m["month_y"]))
        case "tmonth":
            month = int(m["tmonth_m"])
            return Moment(Unit.MONTH, begin, end, _int(m["tmonth_y"]), month, month)
        case "bare":
            month = int(m["bare_m"] or m["bare_m2"])
            return Moment(Unit.MONTH, begin, end, int(m["bare_y"]), month, month, named=False)
        case "year":
            years = [int(y) for y in re.findall(_Y, m["years"])]
            if not m["year_word"] and min(years) < _FIRST_BARE_YEAR:
                return None
            last = max(years) if len(years) > 1 else None
            return Moment(Unit.YEAR, begin, end, min(years), last_year=last, named=bool(m["year_word"]))
        case _:
            return Moment(Unit.YEAR, begin, end, None)


_KINDS: Final = ("days", "day", "long", "short", "span", "half", "quarter", "month", "tmonth", "bare", "year", "this")


def _int(text: str | None) -> int | None:
    return int(text) if text else None


def _listed(unit: Unit, begin: int, end: int, numbers: list[int], year: int | None) -> Moment:
    """Several months or quarters under one year, which is that of the last one."""
    if numbers[0] <= numbers[-1]:
        return Moment(unit, begin, end, year, min(numbers), max(numbers))
    first = None if year is None else year - 1
    return Moment(unit, begin, end, first, numbers[0], numbers[-1], last_year=year, crosses=True)


def _quarter(text: str) -> int:
    return _ROMAN.get(text.upper()) or int(text)


def _a_day(begin: int, end: int, day: str, month: str, year: str | None) -> Moment:
    return Moment(Unit.DAY, begin, end, _int(year), int(month), int(month), int(day), int(day))


def _span(begin: int, end: int, words: str, first: bool, year: str | None) -> Moment | None:
    """'6 tháng đầu năm 2026': the first or last so many months of a year; a whole quarter or half where it is one."""
    count = int(words) if words.isdigit() else _COUNTS[words.lower()]
    if not 1 <= count <= 12:
        return None
    low, high = (1, count) if first else (13 - count, 12)
    if count == 6:
        side = 1 if first else 2
        return Moment(Unit.HALF, begin, end, _int(year), side, side)
    if count == 3:
        side = 1 if first else 4
        return Moment(Unit.QUARTER, begin, end, _int(year), side, side)
    return Moment(Unit.MONTH, begin, end, _int(year), low, high)
