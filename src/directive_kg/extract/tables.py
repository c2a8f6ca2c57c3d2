"""Table fragments to the rows of a task table: pieces broken by pages are joined, group headings and parts told apart."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from directive_kg.extract.columns import field_of_heading, fields_of_headings
from directive_kg.extract.table_kinds import MOST_ROWS, fields_by_content, is_report, is_schedule
from directive_kg.names import fold
from directive_kg.readers.blocks import RawCell, RawTable
from directive_kg.readers.markup import one_line

_STYLES: Final = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        ("(n)", r"\(\d+\)"),
        ("n", r"\d+[.)]?"),
        ("n.n", r"\d+(?:\.\d+)+[.)]?"),
        ("I", r"[IVXL]{1,6}[.)]?"),
        ("-", r"[-–—+•]"),
        ("a", r"\(?[A-Za-zĐđ][.)]?\)?"),
    )
)
_BULLET: Final = re.compile(r"^[-–—+•*]\s*")
_WORD: Final = re.compile(r"\w")
_INNER_BULLET: Final = re.compile(r"(?<=\S)\s+[-–+•]\s+(?=(\S))")
# 'Quý IV/2026' over '- Quý II/2027': from one to the other, broken over two lines.
_BROKEN_RANGE: Final = re.compile(r"(?<=\d{4})\s*\n\s*[-–]\s*(?=(?:\w+ )?(?:[IVX\d]{1,3}/)?\d{4}\s*(?:\n|$))")
_MERGEABLE: Final = ("lead", "coordinating", "authority", "directing_leader", "deadline", "deliverable")
_GROUP_MARK: Final = re.compile(r"^(?:[a-zđ]\)|[IVXL]{1,6}\.|\d{1,2}(?:\.\d{1,2})*\.)\s")


@dataclass(slots=True)
class TableRow:
    """One logical row; its cells are the pieces that the paper's pages broke it into."""

    stt: str  # as printed, without dot or brackets; '' where there is none
    cells: dict[str, list[RawCell]] = field(default_factory=dict)
    group: str | None = None
    part_of: str | None = None  # stt of the numbered row that a dash row belongs to
    table: int = 1
    row: int = 1
    line: int = 1

    def text(self, name: str) -> str:
        """The cell's words, pieces joined by one space."""
        return cell_text([piece.text for piece in self.cells.get(name, [])])

    @property
    def printed_number(self) -> str:
        """What stands in the number column, marks and all."""
        return one_line(" ".join(piece.text for piece in self.cells.get("stt", [])))


@dataclass(slots=True)
class TaskTable:
    """One annex: its columns in the paper's own order and its rows."""

    columns: tuple[str | None, ...]
    rows: list[TableRow]
    line: int
    headings: tuple[str, ...] = ()  # as printed


def cell_text(pieces: Iterable[str]) -> str:
    """A cell's words on one line. List items of a cell are parted by '; ' unless they say so themselves."""
    joined = " ".join(filter(None, pieces))
    is_list = _BULLET.match(joined)
    if not is_list and "\n" not in joined:
        return one_line(joined)
    if is_list and joined[1:2] == " ":
        # A cell that opens as a list goes on as one: ' - ' before a capital starts the next item.
        joined = _INNER_BULLET.sub(lambda m: "\n- " if m.group(1).isupper() else m.group(0), joined)
    elif not is_list:
        joined = _BROKEN_RANGE.sub(" - ", joined)
    items = [one_line(line) for line in joined.split("\n")]
    items = [item for item in items if item]
    bulleted = [bool(_BULLET.match(item)) for item in items]
    text = ""
    for item, is_item in zip(items, bulleted, strict=True):
        plain = _BULLET.sub("", item) if is_item else item
        if not plain:
            continue
        if text and is_item and text[-1] not in ".;:,":
            text += ";"
        text += (" " if text else "") + plain
    return text


def bare_number(text: str) -> str:
    """'(16)' and '16.' are '16'; a dash stays a dash.

    >>> bare_number("(16)")
    '16'
    """
    stripped = one_line(text).strip("().[] ")
    return "-" if stripped in {"–", "—", "+", "•"} else stripped


def number_style(text: str) -> str:
    """The manner of a row's number: '(n)', 'n', 'n.n', 'I', 'a', '-' or ''."""
    bare = one_line(text)
    if not bare:
        return ""
    return next((style for style, pattern in _STYLES if pattern.fullmatch(bare)), "?")


def task_tables(tables: Sequence[RawTable]) -> list[TaskTable]:
    """The task tables among a paper's table fragments, rows in order. Fragments under one kind of heading are one table."""
    found: list[TaskTable] = []
    builder: _Builder | None = None
    for fragment in tables:
        storeys = 0
        for at, row in enumerate(fragment.rows):
            if at < storeys:
                continue
            texts = [cell.text for cell in row]
            if at == 0 and len(fragment.rows) > 1 and (both := _two_storeys(texts, [c.text for c in fragment.rows[1]])):
                texts, storeys = both, 2
            if builder is not None and _same(texts, builder.table.headings):
                builder.new_page()
                continue
            fields = fields_of_headings(texts)
            if at == 0 or builder is None:
                rest = ([c.text for c in r] for r in islice(fragment.rows, max(at + 1, storeys), None))
                below = list(islice((cells for cells in rest if not _same(cells, texts)), MOST_ROWS))
                if fields is None or not {"lead", "deadline"} <= set(fields):
                    fields = fields_by_content(texts, below) or fields
            if fields is not None and builder is not None and _repeats(fields, builder.table.columns):
                builder.new_page()
            elif fields is not None:
                if builder is None or builder.table.columns != fields:
                    builder = _Builder(TaskTable(fields, [], fragment.line, tuple(texts)), len(found) + 1)
                    found.append(builder.table)
                builder.new_page()
            elif field_of_heading(texts[0]) == "stt":
                builder = None  # the heading of a list that orders nothing
            elif builder is not None:
                builder.add(row)
    for table in found:
        _settle(table)
        table.rows[:] = filter(says_something, table.rows)
    return [table for table in found if table.rows and not orders_nothing(table)]


def says_something(row: TableRow) -> bool:
    """Whether a row is more than the dots of a form: its title has a word, or it has none and another cell does."""
    named = [row.text("title")] if row.text("title") else [row.text(name) for name in row.cells if name != "stt"]
    return any(_WORD.search(text) for text in named)


def _two_storeys(upper: Sequence[str], lower: Sequence[str]) -> list[str] | None:
    """A heading whose cell over several columns is divided by the row below it, as one row; None where it is none."""
    lower = [*lower, *[""] * (len(upper) - len(lower))]
    below = [i for i, text in enumerate(lower) if text.strip()]
    if len(upper) != len(lower) or len(below) < 2 or below != list(range(below[0], below[-1] + 1)):
        return None
    if not upper[below[0]].strip() or any(upper[i].strip() for i in below[1:]):
        return None
    if not all(field_of_heading(lower[i]) for i in below):
        return None
    return [lower[i] or text for i, text in enumerate(upper)]


def orders_nothing(table: TaskTable) -> bool:
    """Whether a table with a task table's headings is an agenda, a procedure or a report of deeds done."""
    names = ("stt", "title", "deadline", "deliverable")
    cells = {name: [text for row in table.rows if (text := row.text(name))] for name in names}
    return is_schedule(table.headings, cells) or is_report(cells)


def _same(texts: Sequence[str], headings: Sequence[str]) -> bool:
    return len(texts) == len(headings) and all(fold(t) == fold(h) for t, h in zip(texts, headings, strict=True))


def _repeats(fields: tuple[str | None, ...], columns: tuple[str | None, ...]) -> bool:
    """Whether a heading is the table's own again, its number column left blank or out ('| | Nội dung | Đơn vị …')."""
    own = [f for f in columns if f != "stt"]
    return len(own) < len(columns) and [f for f in fields if f != "stt"] in (own, [None, *own])


class _Builder:
    """Joins rows that a page break cut in two; what is a group heading is settled when all rows are known."""

    def __init__(self, table: TaskTable, ordinal: int) -> None:
        self.table = table
        self._ordinal = ordinal
        self._at_page_top = False

    def new_page(self) -> None:
        self._at_page_top = bool(self.table.rows)

    def add(self, row: Sequence[RawCell]) -> None:
        named = [
            (name or f"column-{i}", cell)
            for i, (name, cell) in enumerate(zip(self.table.columns, row, strict=False), 1)
        ]
        filled = [(name, cell) for name, cell in named if cell.text.strip()]
        begin = next((cell for name, cell in filled if name == "start"), None)
        if begin is not None and any(name == "deadline" for name, _ in filled):
            # 'Bắt đầu' and 'Kết thúc' say one deadline together.
            filled = [
                (name, replace(cell, text=f"{begin.text} - {cell.text}") if name == "deadline" else cell)
                for name, cell in filled
                if name != "start"
            ]
        elif begin is not None:
            filled = [(f"column-{cell.column}" if name == "start" else name, cell) for name, cell in filled]
        if not filled:
            return
        if self._at_page_top and self._continues(filled):
            for name, cell in filled:
                self.table.rows[-1].cells.setdefault(name, []).append(cell)
        else:
            made = TableRow(stt="", table=self._ordinal, row=len(self.table.rows) + 1, line=row[0].line)
            for name, cell in filled:
                made.cells.setdefault(name, []).append(cell)
            self.table.rows.append(made)
        self._at_page_top = False

    def _continues(self, filled: Sequence[tuple[str, RawCell]]) -> bool:
        """Whether the first row of a page goes on with the last row of the page before."""
        names = [name for name, _ in filled]
        if "stt" in names or filled[0][1].bold:
            return False
        if "stt" not in self.table.columns:
            # No row has a number here: what goes on has no title of its own, or one that goes on in lower case.
            title = next((cell.text.strip() for name, cell in filled if name == "title"), "")
            return not title or title[0].islower()
        if names == ["title"]:
            # One lone cell may be a group heading: those open with a mark or after a finished title.
            text = filled[0][1].text
            return not _GROUP_MARK.match(text) and not (
                text[:1].isupper() and self.table.rows[-1].text("title").endswith((".", ";"))
            )
        return True


def _is_heading(row: TableRow) -> bool:
    names = set(row.cells)
    if names <= {"stt", "title"} or len(names) == 1:
        return True
    # A heading whose words slipped into another column: a number, and one cell in bold.
    return len(names) == 2 and "stt" in names and all(p.bold for n in names - {"stt"} for p in row.cells[n])


def _is_bold(row: TableRow) -> bool:
    titles = row.cells.get("title", [])
    return bool(titles) and all(cell.bold for cell in titles)


def _settle(table: TaskTable) -> None:
    """Give every row its number, its group and its parent; heading rows leave the list."""
    styles = Counter(number_style(row.printed_number) for row in table.rows if not _is_heading(row))
    task_styles = {
        style for style, count in styles.items() if style not in {"", "-"} and count >= 0.2 * max(styles.values())
    }
    # Where tasks are set plain, a bold row with nothing but a title heads those below, however it is numbered.
    plain = not any(_is_bold(row) for row in table.rows if not _is_heading(row))
    groups: list[tuple[str, str]] = []  # (style, words), outermost first
    kept: list[TableRow] = []
    last_numbered: TableRow | None = None
    whole = ""  # number of the last row that rows numbered below it belong to
    parts = 0
    for index, row in enumerate(table.rows):
        printed = row.printed_number
        style = number_style(printed)
        if _is_rest(row, style, groups, kept) and (name := next(iter(row.cells))):
            kept[-1].cells.setdefault("title", []).extend(row.cells[name])
            continue
        if _completes(table.rows, index, kept):
            for name, cells in row.cells.items():
                kept[-1].cells.setdefault(name, []).extend(cells)
            continue
        if _is_heading(row) and (style not in task_styles | {"-"} or (plain and _is_bold(row))):
            style, words = _group(row, style)
            while groups and style in {s for s, _ in groups}:
                groups.pop()
            groups.append((style, words))
            whole = ""
            continue
        if _is_heading(row) and style in task_styles and _opens_deeper(table.rows, index, style):
            style, words = _group(row, style)
            groups = [(style, words)]
            whole = ""
            continue
        row.group = " / ".join(words for _, words in groups) or None
        row.stt = bare_number(printed)
        if kept and kept[-1].group == row.group:
            _take_merged(row, kept[-1], table.columns)
        if "group" in table.columns and "group" not in row.cells and kept and "group" in kept[-1].cells:
            row.cells["group"] = kept[-1].cells["group"]
        if style == "-" and last_numbered is not None:
            parts += 1
            row.part_of = last_numbered.stt
            row.stt = f"{last_numbered.stt}.{parts}"
        elif row.stt:
            if style == "n.n" and whole and row.stt.startswith(f"{whole}."):
                # '9.1' under the row '9', which is a task itself and no heading.
                row.part_of = whole
            elif style == "n":
                whole = row.stt
            last_numbered, parts = row, 0
        kept.append(row)
    for position, row in enumerate(kept, start=1):
        row.row = position
        if named := row.text("group"):
            row.group = f"{row.group} / {named}" if row.group else named
    table.rows[:] = kept


def _is_rest(row: TableRow, style: str, groups: Sequence[tuple[str, str]], kept: Sequence[TableRow]) -> bool:
    """Whether a lone plain sentence goes on with the row above: headings have numbers here, or bold letters, and no full stop."""
    lone = len(row.cells) == 1 and style == "" and not any(p.bold for cells in row.cells.values() for p in cells)
    numbered = bool(groups) and all(other for other, _ in groups)
    return lone and numbered and bool(kept) and row.text(next(iter(row.cells))).endswith((".", ";"))


def _completes(rows: Sequence[TableRow], index: int, kept: Sequence[TableRow]) -> bool:
    """Whether a row is the other half of the one above: that has a number and a title alone, this all else but a number."""
    if index == 0 or not kept or kept[-1] is not rows[index - 1]:
        return False
    above, row = rows[index - 1], rows[index]
    following = rows[index + 1] if index + 1 < len(rows) else None
    last = following is None or "stt" in following.cells
    return (
        set(above.cells) == {"stt", "title"} and "stt" not in row.cells and {"title", "lead"} <= set(row.cells) and last
    )


def _take_merged(row: TableRow, above: TableRow, columns: Sequence[str | None]) -> None:
    """Fill what a row lacks from the merged cells above it.

    Those stand left of the title ('Cơ quan chủ trì' over its list of tasks), or beside a merged number.
    """
    under_number = "stt" in columns and not row.stt and "title" in row.cells
    left = columns[: columns.index("title")] if "title" in columns else ()
    for name in _MERGEABLE:
        if name not in row.cells and name in above.cells and (under_number or name in left):
            row.cells[name] = above.cells[name]


def _group(row: TableRow, style: str) -> tuple[str, str]:
    """A heading row's style and its words with the number in front."""
    others = [name for name in row.cells if name != "stt"]
    title, number = row.text("title" if "title" in others or not others else others[0]), bare_number(row.printed_number)
    if not title:
        # The heading was typed into the number column.
        title, number = row.printed_number or row.text(next(iter(row.cells))), ""
    mark = _GROUP_MARK.match(title)
    if not number and mark:
        return number_style(mark.group(0).strip()), title
    return style, f"{number}. {title}" if number else title


def _opens_deeper(rows: Sequence[TableRow], index: int, style: str) -> bool:
    """Whether a bare numbered row heads rows numbered below it ('6' over '6.1', or '1' over a fresh '1')."""
    if index + 1 >= len(rows):
        return False
    here, following = bare_number(rows[index].printed_number), rows[index + 1]
    below = bare_number(following.printed_number)
    if number_style(following.printed_number) == "n.n" and style in {"n", "n.n"} and below.startswith(f"{here}."):
        return True
    return (
        below == "1" and number_style(following.printed_number) == style and here != "0" and not _is_heading(following)
    )
