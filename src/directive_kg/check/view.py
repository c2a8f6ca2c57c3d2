"""What every report is made from, and the rows that are the same in all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from directive_kg.check import wording
from directive_kg.check.findings import CheckReport, Finding
from directive_kg.check.labels import Labels
from directive_kg.check.score import Scores
from directive_kg.check.since import Changes


@dataclass(frozen=True, slots=True)
class ReportView:
    """A check and all that is told with it."""

    report: CheckReport
    labels: Labels = field(default_factory=Labels)
    changes: Changes | None = None  # against earlier runs, where some were given
    scores: Scores | None = None
    today: date | None = None

    def state(self, finding: Finding) -> str:
        """'accepted', 'returned', 'new' or 'open', in this order of weight."""
        if finding.waived is not None:
            return "accepted"
        if finding.returned is not None or (self.changes and finding.id in self.changes.returned):
            return "returned"
        return "new" if self.changes and finding.id in self.changes.new else "open"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheets."""

    name: str  # what a program calls it
    head: str
    width: int  # in characters
    text: Callable[[ReportView, Finding], str]


def note(_: ReportView, finding: Finding) -> str:
    """What was accepted and until when, or why it is back."""
    if finding.waived is not None:
        end = f" đến hết {day(finding.waived.until)}" if finding.waived.until else ""
        return f"{finding.waived.by} chấp nhận{end}: {finding.waived.reason}"
    if finding.returned is not None:
        return f"{wording.BECAUSE[finding.returned.because].vi} ({finding.returned.acceptance.by})"
    return ""


COLUMNS = (
    Column("paper", "Văn bản", 20, lambda view, f: view.labels.paper(f.directive).vi),
    Column("stt", "STT", 6, lambda _, f: f.task_label),
    Column("task", "Nhiệm vụ", 32, lambda view, f: view.labels.title(f.task)),
    Column("field", "Ô", 13, lambda _, f: wording.field(f.place.field).vi),
    Column("words", "Nội dung đang ghi", 28, lambda _, f: f.place.text),
    Column("advice", "Phát hiện và việc cần làm", 46, lambda _, f: f.message.vi),
    Column("code", "Mã", 13, lambda _, f: f.code),
    Column("severity", "Mức độ", 10, lambda _, f: wording.SEVERITY[f.severity].vi),
    Column("state", "Tình trạng", 11, lambda view, f: wording.FINDING_STATE[view.state(f)].vi),
    Column("place", "Vị trí", 17, lambda _, f: wording.place(f.place)),
    Column("waiver", "Chấp nhận", 22, note),
    Column("id", "Mã phát hiện", 28, lambda _, f: f.id),
)


def day(value: date | None) -> str:
    """A day as Vietnamese papers write it, '' for none."""
    return "" if value is None else f"{value.day:02}/{value.month:02}/{value.year}"


def cells(view: ReportView, finding: Finding, columns: Iterable[Column] = COLUMNS) -> list[str]:
    """One finding as a row."""
    return [column.text(view, finding) for column in columns]
