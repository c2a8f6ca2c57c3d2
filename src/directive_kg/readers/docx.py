"""Word papers (.docx): paragraphs and tables in the order in which they are printed.

The parts are read as ECMA-376 part 1 lays them out, not through python-docx, which repeats merged cells.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain
from pathlib import Path
from typing import Final

from directive_kg.errors import UnreadablePaperError
from directive_kg.names import fold
from directive_kg.readers.blocks import Line, Paragraph, RawTable, Reading
from directive_kg.readers.files import read_bytes
from directive_kg.readers.grid import MAX_COLUMNS, GridCell, raw_table
from directive_kg.readers.markup import normalise, one_line
from directive_kg.readers.old_fonts import word_fonts
from directive_kg.readers.package import Element, Package
from directive_kg.readers.paragraphs import joined
from directive_kg.readers.text import refuse_foreign, refuse_secret
from directive_kg.readers.word_numbering import Numbering, W
from directive_kg.readers.word_text import ALTERNATE, MC, Words, read_words, word_styles
from directive_kg.records import Source

MAX_PARAGRAPHS: Final = 200_000
_MAX_NESTED: Final = 12  # tables in cells of tables in text boxes …
_MAX_HEADERS: Final = 40
_STYLE: Final = b"<w:style "
_PARTS: Final = frozenset({"styles", "numbering", "footnotes", "endnotes"})
_P, _TBL, _TR, _TC = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_TC_PR, _GRID_SPAN, _V_MERGE, _VAL = f"{W}tcPr", f"{W}gridSpan", f"{W}vMerge", f"{W}val"
_TR_PR, _GRID_BEFORE, _DELETED = f"{W}trPr", f"{W}gridBefore", f"{W}del"
_BLOCKS, _ROWS, _CELLS = frozenset({_P, _TBL}), frozenset({_TR}), frozenset({_TC})
_TRANSPARENT: Final = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)
# What stands in the tables that only lay out a letterhead or a signature (Nghị định 30/2020/NĐ-CP, Phụ lục I).
_LETTERHEAD: Final = re.compile(
    r"^(?:cong hoa xa hoi|doc lap|dang cong san viet nam|noi nhan|so:|so :|tm\.|t/m|kt\.|tl\.|tuq\.|ky ten)",
    re.MULTILINE,
)
# The foot of a paper, where somebody typed it into the last row of its list.
_RECIPIENTS: Final = re.compile(r"^noi nhan\b", re.MULTILINE)


def read_docx(path: Path) -> Reading:
    """Read a Word file into blocks; `line` counts its paragraphs, the cells' included, from 1.

    Raises UnreadablePaperError (damaged, oversized, encrypted, not Vietnamese) and SecretPaperError.
    """
    data = read_bytes(path)
    package = Package(path, data)
    main = package.main_part() or "word/document.xml"
    if main not in package.names:
        raise package.broken()
    document = _Document(path, package, main)
    blocks, lines = document.read()
    text = "\n".join([*document.stamps, *(line.text for line in lines)])
    refuse_secret(path, text)
    refuse_foreign(path, text)
    source = Source(file=path.name, sha256=hashlib.sha256(data).hexdigest(), format="docx")
    return Reading(source, tuple(lines), tuple(blocks))


class _Document:
    """One walk through the main part."""

    def __init__(self, path: Path, package: Package, main: str) -> None:
        self._path = path
        related = list(package.relationships(main).values())
        read = {part: package.read(part) for kind, part in [("main", main), *related] if kind in _PARTS | {"main"}}
        read = {part: _no_table_styles(data) if part != main else data for part, data in read.items()}
        parts = {kind: package.parse(read[part]) for kind, part in related if kind in _PARTS}
        self._root = package.parse(read[main])
        styles = parts.get("styles")
        self._numbering = Numbering(parts.get("numbering"), styles)
        self._styles = word_styles(styles)
        self._fonts = word_fonts(styles, self._root, read.values())
        self._notes = {
            (kind, str(note.get(f"{W}id"))): note
            for kind in ("footnote", "endnote")
            if (part := parts.get(f"{kind}s")) is not None
            for note in part.iterfind(f"{W}{kind}")
        }
        self._headers = [package.xml(part) for kind, part in related if kind == "header"][:_MAX_HEADERS]
        self._count = 0

    @property
    def stamps(self) -> list[str]:
        """The lines of the page header, where a stamp may stand."""
        return ["".join(t.text or "" for t in p.iter(f"{W}t")) for root in self._headers for p in root.iter(_P)]

    def read(self) -> tuple[list[Paragraph | RawTable], list[Line]]:
        """Blocks and lines of the body."""
        body = self._root.find(f"{W}body")
        if body is None:
            raise UnreadablePaperError(f"{self._path}: tệp Word không có nội dung / a Word file without a body")
        blocks = list(self._story(body, 0))
        lines: list[Line] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                lines.append(Line(block.text, block.line))
            else:
                lines += [Line("\t".join(one_line(c.text) for c in row), row[0].line) for row in block.rows]
        return joined(blocks), lines

    def _story(self, parent: Element, depth: int) -> Iterator[Paragraph | RawTable]:
        """Paragraphs and tables of the body, a cell, a note or a text box."""
        for child in _children(parent, _BLOCKS):
            if child.tag == _P:
                yield from self._paragraph(child, depth)
            else:
                yield from self._table(child, depth)

    def _paragraph(self, node: Element, depth: int) -> Iterator[Paragraph | RawTable]:
        text, words, line = self._read(node)
        if flat := one_line(text):
            yield Paragraph(flat, line, bold=words.bold)
        yield from self._hanging(words, depth)

    def _hanging(self, words: Words, depth: int) -> Iterator[Paragraph | RawTable]:
        """The notes and text boxes of a paragraph, after it."""
        if depth < _MAX_NESTED:
            for box in words.boxes:
                yield from self._story(box, depth + 1)
            for key in words.notes:
                if (note := self._notes.pop(key, None)) is not None:
                    yield from self._story(note, depth + 1)

    def _read(self, node: Element) -> tuple[str, Words, int]:
        self._count += 1
        if self._count > MAX_PARAGRAPHS:
            raise UnreadablePaperError(
                f"{self._path}: quá {MAX_PARAGRAPHS} đoạn văn, không đọc / more than {MAX_PARAGRAPHS} paragraphs: refused"
            )
        words = read_words(node, self._styles, self._fonts)
        text = normalise(words.text)
        if "\n" in text:
            text = "\n".join(filter(None, text.split("\n")))
        label = self._numbering.label(words.properties, words.style)
        return f"{label} {text}".strip() if label else text, words, self._count

    def _table(self, table: Element, depth: int) -> Iterator[Paragraph | RawTable]:
        rows = {row: _children(row, _CELLS) for row in _children(table, _ROWS) if _of_row(row, _DELETED) is None}
        widest = max(map(len, rows.values()), default=0)
        if depth >= _MAX_NESTED or not rows:
            return
        *_, last = rows
        signed = rows.pop(last) if len(rows[last]) < widest and self._says(_RECIPIENTS, [last]) else []
        frame = widest <= 2 and any(cell.find(_TBL) is not None for cells in rows.values() for cell in cells)
        if widest == 1 or frame or (widest <= 4 and len(rows) <= 8 and self._says(_LETTERHEAD, rows)):
            for cell in (*chain.from_iterable(rows.values()), *signed):
                yield from self._line_by_line(cell, depth + 1)
            return
        after: list[Paragraph | RawTable] = []
        made = raw_table([self._row(row, cells, depth, after) for row, cells in rows.items()])
        if made is not None:
            yield made
        yield from after
        for cell in signed:
            yield from self._line_by_line(cell, depth + 1)

    def _says(self, pattern: re.Pattern[str], rows: Iterable[Element]) -> bool:
        """Whether a line of these rows, folded, begins so."""
        words = (read_words(p, self._styles, self._fonts) for row in rows for p in row.iter(_P))
        return bool(pattern.search("\n".join(fold(found.text) for found in words)))

    def _line_by_line(self, cell: Element, depth: int) -> Iterator[Paragraph | RawTable]:
        """A letterhead's cell: each printed line is a paragraph."""
        for child in _children(cell, _BLOCKS):
            if child.tag == _TBL:
                yield from self._table(child, depth)
                continue
            text, words, line = self._read(child)
            for part in text.split("\n"):
                if flat := one_line(part):
                    yield Paragraph(flat, line, bold=words.bold)
            yield from self._hanging(words, depth)

    def _row(
        self, row: Element, nodes: Sequence[Element], depth: int, after: list[Paragraph | RawTable]
    ) -> list[GridCell]:
        """The cells of a w:tr; what hangs on their paragraphs goes `after` the table."""
        column = 1 + _number(_of_row(row, _GRID_BEFORE), 0)
        cells: list[GridCell] = []
        for node in nodes:
            width, merge = 1, None
            if (properties := next(node.iterchildren(_TC_PR), None)) is not None:
                width = max(1, _number(next(properties.iterchildren(_GRID_SPAN), None), 1))
                merge = next(properties.iterchildren(_V_MERGE), None)
            first = self._count + 1
            text, bold = self._cell_text(node, depth, after)
            if column + width - 1 > MAX_COLUMNS:
                width = max(1, MAX_COLUMNS - column + 1)
            if column <= MAX_COLUMNS:
                goes_on = merge is not None and merge.get(_VAL) != "restart"
                opens = merge is not None and not goes_on
                cells.append(GridCell(text, first, column, width, bold, goes_on and not text, opens))
            column += width
        return cells

    def _cell_text(self, cell: Element, depth: int, after: list[Paragraph | RawTable]) -> tuple[str, bool]:
        texts: list[str] = []
        bold = True
        for node in _children(cell, _BLOCKS):
            if node.tag == _P:
                text, words, _ = self._read(node)
                if text:
                    texts.append(text)
                    bold = bold and words.bold
                if words.boxes or words.notes:
                    after += self._hanging(words, depth + 1)
                continue
            for block in self._table(node, depth + 1):
                if isinstance(block, Paragraph):
                    texts.append(block.text)
                else:
                    texts += ["; ".join(one_line(c.text) for c in row if c.text) for row in block.rows]
        return "\n".join(texts), bold and bool(texts)


def _no_table_styles(data: bytes) -> bytes:
    """A part without its styles of tables: they say nothing of words, and are most of what Word's templates hold."""
    if b"<!--" in data or b"<![" in data:  # what stands in a comment would be no style
        return data
    kept, *styles = data.split(_STYLE)
    parts = [kept]
    for style in styles:
        of_tables, end, behind = style.partition(b"</w:style>")
        parts.append(behind if end and b'w:type="table"' in of_tables[: of_tables.find(b">")] else _STYLE + style)
    return b"".join(parts)


def _children(parent: Element, wanted: Set[str]) -> list[Element]:
    """The wanted children in order, through the wrappers of content controls and tracked insertions."""
    found: list[Element] = []
    for child in parent:
        tag = child.tag
        if tag in wanted:
            found.append(child)
        elif tag in _TRANSPARENT:
            found += _children(child, wanted)
        elif tag == ALTERNATE:
            chosen = child.find(f"{MC}Choice")
            found += _children(chosen, wanted) if chosen is not None else []
    return found


def _of_row(row: Element, name: str) -> Element | None:
    """What a row's own properties say of something."""
    return next((found for properties in row.iterchildren(_TR_PR) for found in properties.iterchildren(name)), None)


def _number(node: Element | None, absent: int) -> int:
    text = "" if node is None else str(node.get(_VAL))
    return min(int(text), MAX_COLUMNS) if len(text) <= 6 and text.isascii() and text.isdigit() else absent
