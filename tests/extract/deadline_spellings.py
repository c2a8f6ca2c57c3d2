"""Prints calendar periods in every spelling that offices use, for tests that read them back."""

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_ROMAN: Final = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Period:
    """A day, month, quarter, half or year, and what must be read from any spelling of it."""

    unit: str
    year: int
    number: int = 1  # of the month, quarter or half
    day: int = 1

    @property
    def first(self) -> date:
        step = {"month": 1, "quarter": 3, "half": 6}.get(self.unit, 1)
        if self.unit == "day":
            return date(self.year, self.number, self.day)
        return date(self.year, (self.number - 1) * step + 1, 1)

    @property
    def last(self) -> date:
        if self.unit == "day":
            return self.first
        months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[self.unit]
        month = self.first.month + months - 1
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def edtf(self) -> str:
        if self.unit == "year":
            return f"{self.year}"
        if self.unit == "day":
            return self.first.isoformat()
        return f"{self.year}-{self.number + {'month': 0, 'quarter': 32, 'half': 39}[self.unit]:02d}"


STYLES: Final[dict[str, Sequence[Callable[[Period], str]]]] = {
    "day": (
        lambda p: f"ngày {p.day}/{p.number}/{p.year}",
        lambda p: f"{p.day:02d}/{p.number:02d}/{p.year}",
        lambda p: f"{p.day:02d}.{p.number:02d}.{p.year}",
        lambda p: f"ngày {p.day:02d}-{p.number:02d}-{p.year}",
        lambda p: f"ngày {p.day:02d} tháng {p.number} năm {p.year}",
        lambda p: f"Ngày {p.day} tháng {p.number:02d}/{p.year}",
    ),
    "month": (
        lambda p: f"Tháng {p.number}/{p.year}",
        lambda p: f"trong tháng {p.number:02d}/{p.year}",
        lambda p: f"tháng {p.number} năm {p.year}",
        lambda p: f"Tháng {p.number:02d} - {p.year}",
        lambda p: f"T{p.number}/{p.year}",
        lambda p: f"{p.number:02d}/{p.year}",
        lambda p: f"Dự kiến hoàn thành trong tháng {p.number} / {p.year}.",
    ),
    "quarter": (
        lambda p: f"Quý {_ROMAN[p.number - 1]}/{p.year}",
        lambda p: f"quí {_ROMAN[p.number - 1]}-{p.year}",
        lambda p: f"Quý {p.number} năm {p.year}",
        lambda p: f"Trong quý {_ROMAN[p.number - 1]} Năm {p.year}",
        lambda p: f"QUÝ {_ROMAN[p.number - 1]}  /  {p.year}",
    ),
    "half": (
        lambda p: f"6 tháng {('đầu', 'cuối')[p.number - 1]} năm {p.year}",
        lambda p: f"Sáu tháng {('đầu', 'cuối')[p.number - 1]} năm {p.year}",
        lambda p: f"nửa {('đầu', 'cuối')[p.number - 1]} năm {p.year}",
    ),
    "year": (
        lambda p: f"Năm {p.year}",
        lambda p: f"Trong năm {p.year}",
        lambda p: f"{p.year}",
        lambda p: f"Hoàn thành năm {p.year};",
    ),
}


def spellings(period: Period) -> list[str]:
    """The period in every spelling."""
    return [style(period) for style in STYLES[period.unit]]
