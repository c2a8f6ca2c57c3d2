"""The rows of a sheet -> reports, or what is wrong with which cell. All or nothing."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from directive_kg.names import fold
from directive_kg.progress import sheet
from directive_kg.progress.read_sheet import Answer, Line
from directive_kg.progress.records import WORDS, CellProblem, Duty, Report, Status

_STATUS: Final = {fold(words): status for status, several in WORDS.items() for words in several}
_DAY: Final = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")


def reports_of(
    answer: Answer, duties: Mapping[str, Duty], *, body: str, on: date, file: str
) -> tuple[list[Report], list[CellProblem]]:
    """What the sheet reports on that day, and its mistakes. A row without an answer reports nothing."""
    by_name = {duty.name: duty for duty in duties.values()}
    reports: list[Report] = []
    problems: list[CellProblem] = []
    seen: dict[str, int] = {}
    for line in answer.lines:
        if not any(line.cells.get(head) for head in (sheet.STATUS, sheet.DAY, sheet.EVIDENCE, sheet.NOTE)):
            continue
        wrong, report = _line(line, by_name, body=body, on=on, file=file)
        if report is not None and report.task in seen:
            first = seen[report.task]
            wrong.append(
                CellProblem(
                    line.row,
                    sheet.TASK,
                    f"nhiệm vụ này đã có ở hàng {first}",
                    f"this task stands in row {first} already",
                )
            )
        if wrong:
            problems += wrong
        elif report is not None:
            seen[report.task] = line.row
            reports.append(report)
    return reports, problems


def _line(
    line: Line, by_name: Mapping[str, Duty], *, body: str, on: date, file: str
) -> tuple[list[CellProblem], Report | None]:
    wrong: list[CellProblem] = []

    def say(column: str, vi: str, en: str) -> None:
        wrong.append(CellProblem(line.row, column, vi, en))

    name, words = line.cells.get(sheet.TASK, ""), line.cells.get(sheet.STATUS, "")
    duty = by_name.get(name)
    if duty is None:
        say(sheet.TASK, f"không có nhiệm vụ “{_short(name)}”", "there is no such task")
    elif body not in duty.leads | duty.coordinating:
        say(sheet.TASK, f"“{name}” không giao cho {body}", "this task is not that body's")
    status = _STATUS.get(fold(words))
    if status is None:
        offered = ", ".join(several[0] for several in WORDS.values())
        say(sheet.STATUS, f"“{_short(words)}” không phải một trong: {offered}" if words else f"thiếu; ghi một trong: {offered}",
            "not one of these" if words else "missing; write one of these")  # fmt: skip
    written = line.cells.get(sheet.DAY, "")
    completed = _day(written)
    if written and completed is None:
        say(sheet.DAY, f"“{_short(written)}” không phải ngày dd/mm/yyyy", "not a day dd/mm/yyyy")
    elif completed is not None and completed > on:
        say(sheet.DAY, f"{written} sau ngày báo cáo {on:%d/%m/%Y}", "after the day of the report")
    elif status is Status.DONE and completed is None:
        say(sheet.DAY, "việc đã hoàn thành phải có ngày hoàn thành", "what is done needs its day")
    elif completed is not None and status is not None and status is not Status.DONE:
        say(
            sheet.DAY,
            "có ngày hoàn thành nhưng tình trạng không phải Hoàn thành",
            "a day of completion without that status",
        )
    if wrong or duty is None or status is None:
        return wrong, None
    evidence, note = line.cells.get(sheet.EVIDENCE, ""), line.cells.get(sheet.NOTE, "")
    return [], Report(duty.iri, body, status, on, completed, evidence, note, file, line.row)


def latest(reports: Iterable[Report]) -> dict[str, Report]:
    """The report that counts of each task: of the last day, and of one day the one that was taken in last."""
    found: dict[str, Report] = {}
    for report in reports:
        if report.task not in found or report.reported >= found[report.task].reported:
            found[report.task] = report
    return found


def merged(known: Iterable[Report], new: Iterable[Report]) -> tuple[list[Report], int]:
    """Everything together, and how many are news: what a body said last already is none."""
    reports = list(known)
    last = latest_of_bodies(reports)
    added = 0
    for report in new:
        before = last.get((report.task, report.body))
        if before is not None and before.said == report.said:
            continue
        reports.append(report)
        added += 1
    return reports, added


def latest_of_bodies(reports: Iterable[Report]) -> dict[tuple[str, str], Report]:
    """The last report of each body on each task."""
    found: dict[tuple[str, str], Report] = {}
    for report in reports:
        key = (report.task, report.body)
        if key not in found or report.reported >= found[key].reported:
            found[key] = report
    return found


def _day(words: str) -> date | None:
    found = _DAY.fullmatch(words.strip())
    if found is None:
        return None
    day, month, year = (found[3] and (found[1], found[2], found[3])) or (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"
