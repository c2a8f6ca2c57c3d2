"""Papers of our own invention with their truth, printed in every layout that offices' files come in.

Each file of `unseen/` has the truth above a line of '=' and the paper below it. Tables are written with '¦' between cells and
'^^' for a cell that is merged with the one above it. The truth follows the transcription rules ('How doubtful cells were decided').
"""

import html
import re
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Final

from directive_kg.errors import NoTasksError
from directive_kg.extract.paper import extract_paper
from directive_kg.names import fold, fold_number
from directive_kg.records import Paper, Role, Task
from directive_kg.register import Register, load_register
from tests.extract.unruled_press import wrap

UNSEEN: Final = Path(__file__).parent / "unseen"
# The number of the first paper of each.
SERIES: Final = {
    "first": 0,
    "second": 40,
    "third": 50,
    "fourth": 60,
    "fifth": 100,
    "sixth": 130,
    "seventh": 150,
    "eighth": 180,
    "ninth": 200,
    "tenth": 260,
}
Row = Sequence[str]


@dataclass(frozen=True)
class Wanted:
    """One task or order as a careful clerk has it."""

    stt: str | None
    title: str  # its first words
    leads: frozenset[str]
    due: tuple[str, str | None, str | None]


@dataclass
class UnseenPaper:
    """A paper and its truth."""

    name: str
    text: str
    header: dict[str, str] = field(default_factory=dict)
    tasks: list[Wanted] = field(default_factory=list)
    orders: list[Wanted] = field(default_factory=list)
    columns: tuple[str, ...] = ()  # what each column holds, where the table has a row a task

    @property
    def number(self) -> int:
        """The number that its name begins with."""
        return int(self.name.split("-")[0])

    @property
    def numbered(self) -> bool:
        """Whether its table has a column of numbers."""
        return bool(re.search(r"^(?:S?TT|Số TT) ¦", self.text, re.MULTILINE | re.IGNORECASE))

    @property
    def has_table(self) -> bool:
        """Whether its tasks stand in a table."""
        return bool(self.tasks) and any(is_row(line) for line in self.text.split("\n"))

    @property
    def series(self) -> str:
        """When it was written: before any rule was mended ('first'), or after those before it had been mended."""
        return next(name for name, first in reversed(SERIES.items()) if self.number >= first)


def unseen_papers() -> list[UnseenPaper]:
    """All of them, by name."""
    return [_parsed(path) for path in sorted(UNSEEN.glob("*.txt"))]


def _parsed(path: Path) -> UnseenPaper:
    truth, _, text = path.read_text(encoding="utf-8").partition("\n====\n")
    paper = UnseenPaper(path.stem, text)
    for line in truth.split("\n"):
        key, _, value = line.partition(": ")
        if key in ("task", "order"):
            (paper.tasks if key == "task" else paper.orders).append(_wanted(value))
        elif key == "columns":
            paper.columns = tuple(value.split())
        elif value:
            paper.header[key] = value
    return paper


def _wanted(line: str) -> Wanted:
    stt, title, leads, due = (part.strip() for part in line.split("|"))
    kind, start, end = (None if part == "-" else part for part in due.split())
    assert kind is not None
    return Wanted(
        None if stt == "-" else stt,
        title,
        frozenset(body_key(lead) for lead in leads.split(";")),
        (kind, start, end),
    )


def body_key(name: str) -> str:
    """A body's name as it is compared: without tone placement, case and marks; every word counts."""
    return fold(name).strip(" .,;")


def is_row(line: str) -> bool:
    """Whether a line of a paper is a row of a table."""
    return "¦" in line


def cells_of(line: str) -> list[str]:
    """The cells of a row."""
    return [cell.strip() for cell in line.split("¦")]


def as_tabs(rows: Sequence[Row]) -> str:
    """Cells parted by tabs; a merged cell is an empty one."""
    return "\n".join("\t".join(_plain(cell) for cell in row) for row in rows)


def as_pipes(rows: Sequence[Row]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(_plain(cell) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def as_blocks(rows: Sequence[Row]) -> str:
    """One cell a block, with lone '|' between the cells."""
    return "\n".join("|\n" + "\n".join(f"{_plain(cell)}\n|" if _plain(cell) else "|" for cell in row) for row in rows)


def as_html(rows: Sequence[Row]) -> str:
    """A table of HTML; merged cells span their rows, a lone cell spans the rest of its row."""
    lines = ["<table>"]
    for at, row in enumerate(rows):
        lines.append("<tr>")
        for column, cell in enumerate(row):
            if cell == "^^":
                continue
            span = 1
            while at + span < len(rows) and column < len(rows[at + span]) and rows[at + span][column] == "^^":
                span += 1
            mark = "th" if at == 0 else "td"
            merged = f" rowspan={span}" if span > 1 else ""
            lines.append(f"<{mark}{merged}><p>{html.escape(cell)}</p></{mark}>")
        lines.append("</tr>")
    return "".join([*lines, "</table>"])


def as_lines(rows: Sequence[Row], *, width: int = 90_000) -> str:
    """The text layer of a PDF: the lines of every cell one under another, no rules; columns as wide as what they hold."""
    most = [max(4, *(min(200, len(row[c])) for row in rows if c < len(row))) for c in range(len(rows[0]))]
    total = sum(size**0.7 for size in most)
    widths = [max(4_500, int(width * size**0.7 / total)) for size in most]
    lines: list[str] = []
    for row in rows:
        for cell, room in zip(row, widths, strict=False):
            lines += wrap(_plain(cell), room) if _plain(cell) else []
    return "\n".join(lines)


def as_spaced(rows: Sequence[Row], *, width: int = 150) -> str:
    """Columns set with spaces, as `pdftotext -layout` and typists do; cells begin at the top of their rows."""
    most = [max(3, *(len(row[c]) for row in rows if c < len(row))) for c in range(len(rows[0]))]
    total = sum(size**0.7 for size in most)
    widths = [min(size, max(9, int(width * size**0.7 / total))) for size in most]
    lines: list[str] = []
    for row in rows:
        cells = [textwrap.wrap(_plain(cell), room) for cell, room in zip(row, widths, strict=False)]
        for at in range(max(map(len, cells))):
            parts = [(c[at] if at < len(c) else "").ljust(room) for c, room in zip(cells, widths, strict=True)]
            lines.append("   ".join(parts).rstrip())
    return "\n".join(lines)


def _plain(cell: str) -> str:
    return "" if cell == "^^" else cell


LAYOUTS: Final[Mapping[str, Callable[[Sequence[Row]], str]]] = {
    "tabs": as_tabs,
    "pipes": as_pipes,
    "blocks": as_blocks,
    "html": as_html,
    "lines": as_lines,
    "spaced": as_spaced,
}


def printed(text: str, layout: str) -> str:
    """The paper with its tables in that layout; in HTML all of it is HTML."""
    parts: list[str] = []
    for row, lines in groupby(text.split("\n"), key=is_row):
        if row:
            parts.append(LAYOUTS[layout]([cells_of(line) for line in lines]))
        elif layout == "html":
            parts += [f"<p>{html.escape(line)}</p>" for line in lines if line]
        else:
            parts.append("\n".join(lines))
    whole = "\n".join(parts)
    return f"<html><body>{whole}</body></html>" if layout == "html" else whole


def read(paper: UnseenPaper, layout: str, folder: Path, register: Register) -> Paper | None:
    """What the extractor makes of it; None where it finds no task."""
    path = folder / f"{paper.name}-{layout}.txt"
    path.write_text(printed(paper.text, layout), encoding="utf-8")
    try:
        return extract_paper(path, register)
    except NoTasksError:
        return None


@dataclass
class Figures:
    """Counts of a group of papers."""

    wanted: int = 0
    found: int = 0
    given: int = 0
    leads: int = 0
    due: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def shares(self) -> tuple[float, float, float, float]:
        """Recall, precision, leads and deadlines right among the found."""
        return (
            self.found / max(self.wanted, 1),
            self.found / max(self.given, 1),
            self.leads / max(self.found, 1),
            self.due / max(self.found, 1),
        )

    def count(self, name: str, wanted: Sequence[Wanted], given: Sequence[Task]) -> None:
        """Match what is wanted with what is given, each once."""
        self.wanted += len(wanted)
        self.given += len(given)
        found, left = pairs(wanted, given)
        have = {id(want): task for want, task in found}
        for want in wanted:
            task = have.get(id(want))
            if task is None:
                self.faults.append(f"{name}: not found: {want.stt} {want.title}")
                continue
            self.found += 1
            leads = leads_of(task)
            if leads == want.leads:
                self.leads += 1
            else:
                self.faults.append(
                    f"{name}: leads of {want.stt} {want.title}: {sorted(leads)} for {sorted(want.leads)}"
                )
            due = due_of(task)
            if due == want.due:
                self.due += 1
            else:
                self.faults.append(
                    f"{name}: due of {want.stt} {want.title}: {due} for {want.due}; {task.deadline.words}"
                )
        self.faults += [f"{name}: no such task: {t.stt} {t.title.text[:90]}" for t in left]


def pairs(wanted: Sequence[Wanted], given: Sequence[Task]) -> tuple[list[tuple[Wanted, Task]], list[Task]]:
    """What is wanted with what is given, each once, and what is given beyond it."""
    found: list[tuple[Wanted, Task]] = []
    left = list(given)
    for want in wanted:
        if fitting := [t for t in left if _opens(t.title.text, want.title)]:
            task = max(fitting, key=partial(_likeness, want))
            left.remove(task)
            found.append((want, task))
    return found, left


def _opens(title: str, words: str) -> bool:
    return body_key(title).startswith(body_key(words))


def _likeness(want: Wanted, task: Task) -> int:
    return 2 * (leads_of(task) == want.leads) + (due_of(task) == want.due) + (task.stt == want.stt)


def leads_of(task: Task) -> frozenset[str]:
    """Its leads, as they are compared."""
    return frozenset(body_key(body.name) for body in task.bodies(Role.LEAD))


def due_of(task: Task) -> tuple[str, str | None, str | None]:
    """The kind, the first and the last day of its deadline."""
    read = task.deadline
    return (
        read.kind.value,
        read.start.isoformat() if read.start else None,
        read.end.isoformat() if read.end else None,
    )


def header_faults(paper: UnseenPaper, read_paper: Paper) -> Iterator[str]:
    """What differs in the header."""
    header = read_paper.header
    for name, wanted in paper.header.items():
        if name == "implements":
            have = {fold_number(citation.number) for citation in read_paper.implements}
            if fold_number(wanted) not in have:
                yield f"{paper.name}: implements: {sorted(have)} for {wanted}"
        elif fold(str(getattr(header, name))) != fold(wanted):
            yield f"{paper.name}: {name}: {getattr(header, name)} for {wanted}"


@dataclass
class Sums:
    """The figures of a group of papers by what they are: 'table tabs', 'text', 'orders', 'no tasks'."""

    by_kind: dict[str, Figures] = field(default_factory=dict)
    header_faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [
            f"  {kind:14} {figures.wanted:4} " + " ".join(f"{share:.3f}" for share in figures.shares)
            for kind, figures in sorted(self.by_kind.items())
        ]
        return "\n".join([*lines, f"  header faults  {len(self.header_faults):4}"])

    @property
    def faults(self) -> list[str]:
        """Everything that differs from the truth."""
        return [fault for figures in self.by_kind.values() for fault in figures.faults] + self.header_faults


def sums(papers: Iterable[UnseenPaper], folder: Path, register: Register) -> Sums:
    """Read every paper in every layout and count."""
    total = Sums()
    for paper in papers:
        rows = [cells_of(line) for line in paper.text.split("\n") if is_row(line)]
        for layout in LAYOUTS if rows else ("tabs",):
            if layout == "blocks" and not all(rows[0]):
                continue  # an empty cell of the first row is there the same as its end
            if layout != "html" and any(row[0] not in ("", "^^") and "^^" in row for row in rows):
                continue  # beside a number of its own a merged cell is there the same as an empty one
            got = read(paper, layout, folder, register)
            where = f"{layout}, no numbers" if layout == "lines" and not paper.numbered else layout
            kind = f"table {where}" if paper.has_table else "text" if paper.tasks else "no tasks"
            name = f"{paper.name} {layout}"
            total.by_kind.setdefault(kind, Figures()).count(name, paper.tasks, got.tasks if got else ())
            if paper.orders or (got and got.orders):
                orders = total.by_kind.setdefault("orders", Figures())
                orders.count(f"{name} orders", paper.orders, got.orders if got else ())
            if got is not None:
                total.header_faults += [f for f in header_faults(paper, got) if f not in total.header_faults]
    return total


def main() -> None:
    """Print the figures and what differs, one series after another."""
    register = load_register()
    with tempfile.TemporaryDirectory() as folder:
        for series in SERIES:
            found = sums((p for p in unseen_papers() if p.series == series), Path(folder), register)
            sys.stdout.write("\n".join([series, str(found), *found.faults, ""]))


if __name__ == "__main__":
    main()
