"""A check report -> plain text for a terminal, Vietnamese first."""

from collections.abc import Sequence

from directive_kg.check import wording
from directive_kg.check.findings import CheckReport, Finding, State
from directive_kg.check.score import CLARITIES, ScoreRow, Scores
from directive_kg.check.since import Changes
from directive_kg.check.view import ReportView, note


def to_table(view: ReportView) -> str:
    """The rules as a table, then the findings rule by rule, then what changed and the score; no trailing newline."""
    report = view.report
    lines = _rules(report)
    for rule in report.summary:
        found = [finding for finding in report.findings if finding.code == rule.code]
        if found:
            lines += ["", f"{rule.code} · {rule.title.vi} / {rule.title.en}"]
            lines += [line for finding in found for line in _finding(view, finding)]
    if view.changes is not None:
        lines += _changes(view.changes)
    if view.scores is not None:
        lines += _scores(view.scores)
    return "\n".join(lines)


def _rules(report: CheckReport) -> list[str]:
    head = ("Quy tắc", "Mức độ", "Kết quả", "Đã xem", "Thấy", "Nội dung")
    rows = [
        (
            rule.code,
            wording.SEVERITY[rule.severity].vi,
            wording.STATE[rule.state].vi,
            str(rule.checked),
            str(rule.found),
            rule.trouble if rule.state is State.BROKEN else rule.title.vi,
        )
        for rule in report.summary
    ]
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head) - 1)]
    return [_line(row, widths) for row in (head, tuple("-" * width for width in (*widths, 8)), *rows)]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    numbers = (3, 4)
    cells = [
        cell.rjust(width) if i in numbers else cell.ljust(width)
        for i, (cell, width) in enumerate(zip(row, widths, strict=False))
    ]
    return "  ".join([*cells, row[-1]]).rstrip()


def _finding(view: ReportView, finding: Finding) -> list[str]:
    state = view.state(finding)
    marks = [wording.SEVERITY[finding.severity].vi, *([] if state == "open" else [wording.FINDING_STATE[state].vi])]
    lines = [f"  [{', '.join(marks)}] {finding.message.vi}", f"      {finding.message.en}"]
    said = note(view, finding)
    where = " · ".join(part for part in (wording.place(finding.place), said, finding.id) if part)
    return [*lines, f"      {where}"] if where else lines


def _changes(changes: Changes) -> list[str]:
    """What changed since the last run, and what was mended."""
    counts = (
        ("mới / new", changes.new),
        ("trở lại / returned", changes.returned),
        ("đã sửa / fixed", changes.fixed),
        ("chưa rõ / unknown", changes.unknown),
    )
    lines = ["", f"So với / since {changes.runs[-1].name}: " + ", ".join(f"{len(ids)} {name}" for name, ids in counts)]
    return [*lines, *(f"  [đã sửa] {told.code} {told.paper} {told.message.vi}" for told in changes.fixed.values())]


def _scores(scores: Scores) -> list[str]:
    """Everything, then places, bodies and papers; tasks by the hundred are for the other formats."""
    lines: list[str] = []
    for head, rows in (
        ("Sáu rõ / six clarities (%)", (scores.all,)),
        ("Địa bàn / places", scores.places),
        ("Cơ quan / bodies", scores.bodies),
        ("Văn bản / papers", scores.papers),
    ):
        lines += ["", head, _score_line("", [label.vi for label in CLARITIES.values()], "Chung", "Việc")]
        lines += [_score(row) for row in rows]
    return lines


def _score(row: ScoreRow) -> str:
    cells = [_percent(row.clarities[code].percent) for code in CLARITIES]
    return _score_line(row.label.vi, cells, _percent(row.all.percent), str(row.tasks))


def _score_line(name: str, cells: Sequence[str], total: str, tasks: str) -> str:
    width = max(len(label.vi) for label in CLARITIES.values())
    shown = name if len(name) <= 44 else name[:43] + "…"
    return "  ".join([shown.ljust(44), *(cell.rjust(width) for cell in cells), total.rjust(6), tasks.rjust(6)]).rstrip()


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".replace(".", ",")
