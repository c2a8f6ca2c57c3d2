"""One paper file to one `Paper` record: each step in its order."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from directive_kg.errors import NoTasksError
from directive_kg.extract.body_dues import body_deadlines
from directive_kg.extract.citations import find_citations, task_numbers
from directive_kg.extract.doubts import doubts_of
from directive_kg.extract.header import home_of, read_header
from directive_kg.extract.indicators import find_indicators
from directive_kg.extract.labels import find_labelled
from directive_kg.extract.orders import Order, Rows, find_orders
from directive_kg.extract.provisions import LIST_MARK, BodyPart, body_paragraphs, body_parts, link_rows, provisions_of
from directive_kg.extract.repair import looks_ruined
from directive_kg.extract.ruined import extract_ruined
from directive_kg.extract.short_names import short_names
from directive_kg.extract.tables import TableRow, TaskTable, orders_nothing, says_something, task_tables
from directive_kg.extract.tasks import labelled_tasks, order_tasks, row_tasks
from directive_kg.extract.unruled import UnruledTable, read_unruled
from directive_kg.names import fold, fold_number, slug
from directive_kg.readers import read_paper
from directive_kg.readers.blocks import Line, Paragraph, RawCell, RawTable, Reading
from directive_kg.records import Citation, CitationRole, Header, Paper, Place, Task
from directive_kg.register import Register

_LAWS: Final = (
    "Luật", "Bộ luật", "Pháp lệnh", "Lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Quy chế", "Quy định",
)  # fmt: skip
# Tell those above of deeds done, ask, invite: nobody is ordered anything by them.
_UPWARDS: Final = ("Báo cáo", "Tờ trình", "Giấy mời")
_RULES: Final = re.compile(r"^(?:ve viec )?(?:ban hanh |sua doi, bo sung .{0,80})?(?:quy dinh|quy che)\b")
_FEWEST_ORDERS: Final = 3  # in a text without number and type
_CARRIES_OUT: Final = re.compile(
    r"^(?:Để )?(?:Triển khai(?: thực hiện)?|Thực hiện|Tổ chức (?:triển khai )?thực hiện)\b", re.IGNORECASE
)


def extract_paper(path: Path, register: Register) -> Paper:
    """Everything that can be read from one file.

    Raises UnreadablePaperError, SecretPaperError, or NoTasksError when nothing in it is ordered of anybody.
    """
    reading = read_paper(path)
    if looks_ruined("\n".join(line.text for line in reading.lines)):
        paper = extract_ruined(reading, register=register)
    else:
        paper = _extract_clean(reading, register)
    if not (paper.tasks or paper.orders or paper.indicators or paper.investments):
        raise NoTasksError(
            f"{path}: không thấy nhiệm vụ nào được giao trong văn bản / no task is ordered in this paper"
        )
    return paper


def is_standing_rule(header: Header) -> bool:
    """Whether a paper lays down law: what its articles ask of bodies are standing duties, not tasks.

    A law, decree or circular; and a decision that issues rules (Luật 64/2025/QH15: its number has the year inside).
    """
    if header.type in _LAWS:
        return True
    numbered_as_law = bool(re.match(r"\d+/\d{4}/(?:QĐ|NQ-HĐND|QH)", header.number or ""))
    return numbered_as_law and header.type == "Quyết định" and bool(_RULES.search(fold(header.title or "")))


def _is_told(header: Header, orders: Sequence[Order]) -> bool:
    """Whether orders are told of, in news or a form, rather than given: no paper bears them, or no list holds them."""
    if header.number or header.number_partial or header.type not in (None, "Công văn"):
        return False
    listed = sum(LIST_MARK.match(order.paragraph.text) is not None for order in orders)
    return len(orders) < _FEWEST_ORDERS or 2 * listed < len(orders)


@dataclass(frozen=True, slots=True)
class _Layout:
    """A paper taken apart: running text here, task tables there."""

    paragraphs: tuple[Paragraph, ...]
    tables: tuple[TaskTable, ...]
    other_cells: tuple[RawCell, ...]  # cells of tables that are no task tables: they may still cite papers


def _extract_clean(reading: Reading, register: Register) -> Paper:
    paragraphs = [block for block in reading.blocks if isinstance(block, Paragraph)]
    header = read_header(paragraphs, register)
    home = home_of(header, register.agency(header.issuer_agency), paragraphs)
    register = register.with_short_names(short_names(p.text for p in paragraphs))
    layout = _layout(reading, paragraphs, register, home)
    if header.type in _UPWARDS:  # a report may end in what is to be done next
        due = [table for table in layout.tables if "deadline" in table.columns]
        layout = replace(layout, tables=tuple(due) if header.type == "Báo cáo" else ())
    year = int(header.date[:4]) if header.date else None
    body = body_paragraphs(layout.paragraphs)
    parts = body_parts(body)
    citations = _citations(layout, header, body, register, home)
    cites = _cite_keys(citations)
    tasks: list[Task] = []
    for table in layout.tables:
        tasks += row_tasks(table.rows, columns=table.columns, register=register, home=home, year=year, cites=cites)
    standing = is_standing_rule(header) or header.type in _UPWARDS
    labelled, used = find_labelled(body) if not standing else ([], set())
    if not tasks:
        tasks = labelled_tasks(
            labelled, provision_of=_provision_of(parts), register=register, home=home, year=year, cites=cites
        )
    found = [] if standing else find_orders(body, register=register, home=home, skip=used)
    if _is_told(header, found):
        found = []
    rows = Rows(task.title.text for task in tasks)
    orders = order_tasks(
        [order for order in found if not rows.cover(order)],
        provision_of=_provision_of(parts),
        year=year,
        cites=cites,
    )
    provision_of_row = link_rows(tasks, parts)
    tasks = [replace(task, provision=provision_of_row.get(task.key)) for task in tasks]
    dues = body_deadlines(tasks, parts, year=year) if layout.tables else {}
    tasks = [replace(task, body_deadline=dues.get(task.key)) for task in tasks]
    paper = Paper(
        key=paper_key(header, citations),
        source=reading.source,
        header=header,
        home=home,
        citations=citations,
        table_columns=tuple(c for c in layout.tables[0].columns if c and c != "start") if layout.tables else (),
        tasks=tuple(tasks or orders),
        orders=tuple(orders if tasks else ()),
        provisions=provisions_of(parts),
        indicators=find_indicators(body),
    )
    return replace(paper, doubts=doubts_of(paper))


def _layout(reading: Reading, paragraphs: Sequence[Paragraph], register: Register, home: str) -> _Layout:
    raw = [block for block in reading.blocks if isinstance(block, RawTable)]
    tables = task_tables(raw)
    if not tables:
        for unruled in _all_unruled(reading.lines, register, home):
            table = _from_unruled(unruled, len(tables) + 1)
            tables += [] if orders_nothing(table) else [table]
            paragraphs = [p for p in paragraphs if not unruled.first_line <= p.line <= unruled.last_line]
    others = () if tables else tuple(cell for table in raw for row in table.rows for cell in row)
    return _Layout(tuple(paragraphs), tuple(tables), others)


def _all_unruled(lines: Sequence[Line], register: Register, home: str) -> Iterator[UnruledTable]:
    """The tables of a text's lines: an annex may follow another."""
    while lines and (found := read_unruled(lines, register=register, home=home)):
        yield found
        lines = [line for line in lines if line.number > found.last_line]


def _from_unruled(table: UnruledTable, ordinal: int) -> TaskTable:
    rows: list[TableRow] = []
    numbered, parts = "", 0
    for position, found in enumerate(table.rows, start=1):
        row = TableRow(
            stt=found.stt,
            cells={name: [cell] for name, cell in found.cells.items()},
            group=" / ".join(found.groups) or None,
            table=ordinal,
            row=position,
            line=found.line,
        )
        if found.stt == "-" and numbered:
            parts += 1
            row.stt, row.part_of = f"{numbered}.{parts}", numbered
        elif found.stt:
            numbered, parts = found.stt, 0
        rows.append(row)
    return TaskTable(table.columns, [row for row in rows if says_something(row)], table.first_line)


def _texts(layout: _Layout) -> list[tuple[str, Place]]:
    """Every stretch of the paper's words in order, each with its place."""
    found = [(p.text, Place(p.text, line=p.line, page=p.page)) for p in layout.paragraphs]
    for table in layout.tables:
        for row in table.rows:
            for column, name in enumerate(table.columns, start=1):
                if name and name in row.cells:
                    first = row.cells[name][0]
                    text = row.text(name)
                    found.append((text, Place(text, first.line, first.page, row.table, row.row, column)))
    found += [(cell.text, Place(cell.text, cell.line, cell.page)) for cell in layout.other_cells if cell.text]
    return found


def _citations(
    layout: _Layout, header: Header, body: Sequence[Paragraph], register: Register, home: str
) -> tuple[Citation, ...]:
    found = find_citations(_texts(layout), register=register, home=home, own_number=header.number, own_date=header.date)
    carried_out = _implemented_numbers(header, body)
    # Two papers of one number: the one that is named first is the title's or the opening line's.
    first = {fold_number(citation.number): citation.key for citation in reversed(found)}
    return tuple(
        replace(citation, role=CitationRole.IMPLEMENTS)
        if first[fold_number(citation.number)] == citation.key and fold_number(citation.number) in carried_out
        else citation
        for citation in found
    )


def _implemented_numbers(header: Header, body: Sequence[Paragraph]) -> set[str]:
    """The papers that this one exists to carry out: those its title names, or, if it names none, its opening line."""
    titled = set(task_numbers(header.title or ""))
    if titled:
        return {fold_number(number) for number in titled}
    for paragraph in body:
        if re.match(r"^(?:I\.|1\.|Điều 1)\s", paragraph.text):
            break
        if _CARRIES_OUT.match(paragraph.text) and (numbers := task_numbers(paragraph.text)):
            return {fold_number(number) for number in numbers}
    return set()


def _cite_keys(citations: Sequence[Citation]) -> Callable[[str], tuple[str, ...]]:
    by_number: Mapping[str, list[str]] = {
        fold_number(c.number): [d.key for d in citations if d.number == c.number] for c in citations
    }

    def keys(text: str) -> tuple[str, ...]:
        found: list[str] = []
        for number in task_numbers(text):
            found += [key for key in by_number.get(fold_number(number), []) if key not in found]
        return tuple(found)

    return keys


def _provision_of(parts: Sequence[BodyPart]) -> Callable[[int], str | None]:
    lines = [part.first.line for part in parts]

    def at(line: int) -> str | None:
        index = bisect_right(lines, line)
        return parts[index - 1].key if index else None

    return at


def paper_key(header: Header, citations: Sequence[Citation]) -> str:
    """'issuer/year/slug'. A paper without number is named by its month and what it carries out (shared design, 'Words')."""
    issuer = header.issuer_agency or slug(header.issuer or "") or "khong-ro-co-quan"
    year = header.date[:4] if header.date else "khong-ro-nam"
    if header.number:
        return f"{issuer}/{year}/{slug(header.number)}"
    month = header.date[5:7] if header.date else ""
    carried_out = [slug(c.number) for c in citations if c.role is CitationRole.IMPLEMENTS]
    subject = carried_out or [slug(header.title or "")[:60].strip("-") or "khong-so"]
    return "/".join((issuer, year, "-".join(x for x in (month, slug(header.number_partial or ""), *subject) if x)))
