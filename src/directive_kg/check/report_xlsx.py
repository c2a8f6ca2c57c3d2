"""A check report -> a workbook: an overview, a sheet for each body as it would be sent to it, and what was accepted."""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # as above
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]  # as above
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # as above

from directive_kg.check import wording
from directive_kg.check.findings import Bilingual, Finding, RuleSummary, Severity
from directive_kg.check.view import COLUMNS, Column, ReportView, day

_NAME_LENGTH: Final = 31  # Excel takes no longer name of a sheet
_CELL_LENGTH: Final = 32767  # nor more characters in a cell
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# Long names lose their place to common ones; the usual short forms leave it to the name itself.
_SHORT: Final = (
    ("Ủy ban nhân dân", "UBND"),
    ("Hội đồng nhân dân", "HĐND"),
    ("Ban Chấp hành", "BCH"),
    ("thành phố", "TP"),
)
_LINE: Final = 15.0  # points
_LETTERS: Final = 1.15  # of the sheet's type, in the width of a figure of Excel's own
_TALLEST: Final = 409.0  # points; Excel takes no more
_ANSWER: Final = ("Ý kiến của đơn vị", "Ngày hoàn thành")  # for the body to fill in
_OVERVIEW: Final = "Tổng hợp"
_ACCEPTED: Final = "Đã chấp nhận"
# 'Chấp nhận' has nothing to say to the body that mends.
_FOR_BODIES: Final = tuple(column for column in COLUMNS if column.name != "waiver")
_WORST_FIRST: Final = sorted(Severity, key=lambda severity: -severity.level)


def to_xlsx(view: ReportView) -> bytes:
    """The workbook. No cell is ever a formula or a link, whatever a paper says; the same view gives the same bytes."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        # A day of its own would make every run another file.
        book.set_properties({"title": "Kết quả kiểm tra", "created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the library takes no time zone
        _Book(book, view).write()
    return out.getvalue()


class _Book:
    def __init__(self, book: Workbook, view: ReportView) -> None:
        self._book = book
        self._view = view
        base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
        self._title = book.add_format({**base, "bold": True, "font_size": 14})
        self._note = book.add_format({**base, "italic": True, "font_color": "#555555"})
        self._head = book.add_format({**base, "bold": True, "text_wrap": True, "bg_color": "#DDE6F0", "border": 1})
        self._cell = book.add_format({**base, "text_wrap": True, "border": 1, "border_color": "#BBBBBB"})
        self._number = book.add_format({**base, "border": 1, "border_color": "#BBBBBB", "num_format": "#,##0"})
        self._link = book.add_format(
            {**base, "border": 1, "border_color": "#BBBBBB", "font_color": "#1B4B8F", "underline": 1}
        )
        colours = {Severity.VIOLATION: "#A4161A", Severity.WARNING: "#8A5300", Severity.INFO: "#1B4B8F"}
        self._severity = {
            wording.SEVERITY[severity].vi: book.add_format(
                {**base, "border": 1, "border_color": "#BBBBBB", "bold": True, "text_wrap": True, "font_color": colour}
            )
            for severity, colour in colours.items()
        }

    def write(self) -> None:
        groups = _by_body(self._view)
        names = sheet_names([label.vi for _, label, _ in groups])
        overview = self._book.add_worksheet(_OVERVIEW)
        self._overview(overview, [(name, label, found) for name, (_, label, found) in zip(names, groups, strict=True)])
        for name, (_, label, found) in zip(names, groups, strict=True):
            self._body(self._book.add_worksheet(name), label, found)
        accepted = [finding for finding in self._view.report.findings if finding.waived is not None]
        if accepted:
            sheet = self._book.add_worksheet(_ACCEPTED)
            sheet.write_string(0, 0, "Các phát hiện đã được chấp nhận", self._title)
            self._findings(sheet, accepted, COLUMNS, ())

    def _overview(self, sheet: Worksheet, bodies: Sequence[tuple[str, Bilingual, Sequence[Finding]]]) -> None:
        """Rules on top, bodies below, with the way to each body's sheet."""
        _page(sheet)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 52)
        sheet.set_column(2, 7, 13)
        sheet.write_string(0, 0, "Kết quả kiểm tra", self._title)
        sheet.write_string(1, 0, _said(self._view), self._note)
        row = self._rules(sheet, 3, self._view.report.summary) + 2
        sheet.write_string(row, 0, "Theo cơ quan phải sửa (các phát hiện còn mở)", self._title)
        heads = ("Trang", "Cơ quan", *(wording.SEVERITY[s].vi.capitalize() for s in _WORST_FIRST), "Cộng")
        self._row(sheet, row + 1, heads, self._head)
        for number, (name, label, found) in enumerate(bodies, row + 2):
            # A link inside the workbook, made by us; nothing of a paper stands in it but a name without quotes.
            quoted = name.replace("'", "''")
            sheet.write_url(number, 0, f"internal:'{quoted}'!A1", self._link, name)
            self._text(sheet, number, 1, label.vi)
            counts = [sum(f.severity is severity for f in found) for severity in _WORST_FIRST]
            for column, count in enumerate([*counts, len(found)], 2):
                sheet.write_number(number, column, count, self._number)

    def _rules(self, sheet: Worksheet, top: int, rules: Iterable[RuleSummary]) -> int:
        self._row(
            sheet, top, ("Mã", "Quy tắc", "Mức độ", "Kết quả", "Đã xem", "Thấy", "Đã chấp nhận", "Còn mở"), self._head
        )
        sheet.freeze_panes(top + 1, 0)
        row = top
        for row, rule in enumerate(rules, top + 1):
            severity = wording.SEVERITY[rule.severity].vi
            self._text(sheet, row, 0, rule.code)
            self._text(sheet, row, 1, rule.title.vi + (f"\n{rule.trouble}" if rule.trouble else ""))
            self._text(sheet, row, 2, severity, self._severity[severity])
            self._text(sheet, row, 3, wording.STATE[rule.state].vi)
            for column, count in enumerate((rule.checked, rule.found, rule.waived, rule.found - rule.waived), 4):
                sheet.write_number(row, column, count, self._number)
        if row > top:
            sheet.autofilter(top, 0, row, 7)
        return row

    def _body(self, sheet: Worksheet, label: Bilingual, found: Sequence[Finding]) -> None:
        sheet.write_string(0, 0, label.vi, self._title)
        sheet.write_string(1, 0, f"{len(found)} điểm cần rà soát, bổ sung. {_said(self._view)}".strip(), self._note)
        self._findings(sheet, found, _FOR_BODIES, _ANSWER)

    def _findings(
        self, sheet: Worksheet, found: Sequence[Finding], columns: Sequence[Column], answers: Sequence[str]
    ) -> None:
        """The table under two lines of title, its head always in sight and repeated on paper."""
        top = 3
        _page(sheet)
        sheet.repeat_rows(top)
        sheet.freeze_panes(top + 1, 2)
        shown = [column for column in columns if column.name != "id"]
        last = [column for column in columns if column.name == "id"]
        heads = [*(c.head for c in shown), *answers, *(c.head for c in last)]
        widths = [*(c.width for c in shown), *(20 for _ in answers), *(c.width for c in last)]
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        self._row(sheet, top, heads, self._head)
        for row, finding in enumerate(found, top + 1):
            texts = [*(c.text(self._view, finding) for c in shown), *("" for _ in answers)]
            texts += [c.text(self._view, finding) for c in last]
            sheet.set_row(row, height(texts, widths))
            for column, text in enumerate(texts):
                self._text(sheet, row, column, text, self._severity.get(text))
        # The id is for the way back from the body, not for paper.
        sheet.print_area(0, 0, top + len(found), len(heads) - 1 - len(last))
        sheet.autofilter(top, 0, top + len(found), len(heads) - 1)

    def _row(self, sheet: Worksheet, row: int, texts: Iterable[str], style: Format) -> None:
        for column, text in enumerate(texts):
            self._text(sheet, row, column, text, style)

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, style: Format | None = None) -> None:
        sheet.write_string(row, column, _clean(text)[:_CELL_LENGTH], style or self._cell)


def height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """How high a row must be for its longest cell, in points: not every program works it out by itself."""
    lines = max(
        sum(-(-max(len(line), 1) // round(width * _LETTERS)) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return min(_LINE * lines + 3, _TALLEST)


def sheet_names(labels: Sequence[str]) -> list[str]:
    """Names that Excel takes: at most 31 characters, no sign that it keeps for itself, none twice (case aside)."""
    taken = {_OVERVIEW.casefold(), _ACCEPTED.casefold(), "history"}
    names = []
    for label in labels:
        plain = " ".join(_NOT_IN_NAMES.sub(" ", label).split()).strip("'") or wording.NO_BODY.vi
        for long, short in _SHORT:
            plain = plain.replace(long, short)
        name, number = _cut(plain, _NAME_LENGTH), 1
        while name.casefold() in taken:
            number += 1
            end = f" ({number})"
            name = _cut(plain, _NAME_LENGTH - len(end)) + end
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, length: int) -> str:
    """The first words that fit, else the first letters."""
    if len(text) <= length:
        return text
    cut = text[: length + 1].rsplit(" ", 1)[0]
    return cut[:length].strip(" '")


def _by_body(view: ReportView) -> list[tuple[str, Bilingual, list[Finding]]]:
    """The open findings of each body, the most first; in a sheet the worst first, then as the papers have them."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in view.report.open:
        groups[finding.agency or ""].append(finding)
    listed = [
        (
            iri,
            view.labels.body(iri or None),
            sorted(found, key=lambda f: (-f.severity.level, f.directive or "", f.order)),
        )
        for iri, found in groups.items()
    ]
    return sorted(listed, key=lambda group: (-len(group[2]), group[1].vi, group[0]))


def _said(view: ReportView) -> str:
    return f"Ngày {day(view.today)}" if view.today else ""


def _page(sheet: Worksheet) -> None:
    """A4 lying, as wide as the page, numbered."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&RTrang &P/&N")


def _clean(text: str) -> str:
    """Without the control characters that XML does not have."""
    return "".join(c for c in text if c in "\n\t" or c >= " ")
