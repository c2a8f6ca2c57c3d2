"""Papers as raw HTML: the page's text blocks and tables, in order; scripts, styles, menus and forms left out.

Nothing is fetched and nothing in the page runs. Line numbers are those of the blocks, for HTML has no lines of its own.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from directive_kg.readers.blocks import Paragraph, RawTable
from directive_kg.readers.grid import GridCell, raw_table
from directive_kg.readers.letterhead import is_letterhead, letterhead_paragraphs
from directive_kg.readers.markup import is_note_mark, normalise, one_line
from directive_kg.readers.paragraphs import MARK
from directive_kg.readers.word_numbering import figure

_HTML: Final = re.compile(
    r"<!doctype html|<html[\s>]|<body[\s>]|<table[\s>].{0,20000}?<tr[\s>]|(?:<(?:p|div)[\s>].{0,4000}?){3}",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED: Final = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,500}?-->\s*){0,3}<(?:!doctype html|html[\s>])", re.IGNORECASE | re.DOTALL
)
_MARKUP_SHARE: Final = 0.02  # tags a character: less is a text with a few tags in its lines
_SKIPPED: Final = frozenset(
    {"script", "style", "head", "nav", "form", "button", "select", "iframe", "svg", "template", "del", "s", "strike"}
)
_UNSEEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|line-through", re.IGNORECASE
)
_BLOCK_TAGS: Final = (
    "p div li ul ol h1 h2 h3 h4 h5 h6 section article header footer main blockquote pre dd dt tr br hr center body"
)
_BLOCKS: Final = frozenset(_BLOCK_TAGS.split())
_BOLD: Final = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"})
_RULE: Final = re.compile(r"^[-–—_*=\s]{3,}$")
_COUNTED: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MAX_SPAN: Final = 1000  # rows or columns that one cell may claim
_MAX_COLUMNS: Final = 64
_MAX_ITEMS: Final = 10_000
_MAX_DEPTH: Final = 200


def is_html(text: str) -> bool:
    """Whether a text is a page of HTML, and not running text with a few tags in it."""
    head = text[:200_000]
    if _DECLARED.match(head):
        return True
    return len(re.findall(r"<[a-zA-Z/]", head)) > _MARKUP_SHARE * len(head) and bool(_HTML.search(head))


def html_blocks(text: str) -> list[Paragraph | RawTable]:
    """The blocks of a page in reading order."""
    root = LexborHTMLParser(text).body
    if root is None:
        return []
    return list(_Walk().blocks(root))


class _Walk:
    """One pass over a page; counts the blocks."""

    def __init__(self, depth: int = 0) -> None:
        self._depth = depth  # of the cell that holds what is walked
        self._line = 0
        self._pending: list[str] = []
        self._bold: list[bool] = []
        self._label = ""  # the number that a list gives to the words to come

    def blocks(self, root: LexborNode) -> Iterator[Paragraph | RawTable]:
        yield from self._visit(root, False, self._depth)
        yield from self._flush()

    def _visit(self, node: LexborNode, bold: bool, depth: int) -> Iterator[Paragraph | RawTable]:
        if depth > _MAX_DEPTH:
            return
        number = _whole(node, "start", _MAX_ITEMS) if node.tag == "ol" else 0
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                words = child.text(deep=False)
                if words.strip():
                    self._bold.append(bold)
                self._pending.append(words)
            elif tag == "table":
                yield from self._flush()
                yield from self._table(child, depth)
            elif tag not in _SKIPPED and not _is_unseen(child) and not self._is_note_mark(child):
                block = tag in _BLOCKS
                if block:
                    yield from self._flush()
                if number and tag == "li":
                    self._label = f"{figure(number, _COUNTED.get(node.attributes.get('type') or '', 'decimal'))}."
                    number += 1
                yield from self._visit(child, bold or tag in _BOLD, depth + 1)
                if block:
                    yield from self._flush(alone=tag == "li")

    def _is_note_mark(self, node: LexborNode) -> bool:
        """Whether an element is the raised number of a footnote, or an office program's link to one."""
        links = node.tag == "a" and (node.attributes.get("href") or "").startswith("#_ftn")
        return (links or node.tag == "sup") and is_note_mark(node.text(), "".join(self._pending[-1:]))

    def _flush(self, *, alone: bool = False) -> Iterator[Paragraph]:
        """The words since the last block; `alone`: a list's number stands there even without any."""
        text = one_line(normalise("".join(self._pending)))
        if self._label and (text or alone):
            # Who types numbers by hand has a list that shows none.
            text = text if MARK.match(text) else f"{self._label} {text}".strip()
            self._label = ""
        if text and not _RULE.match(text):
            self._line += 1
            yield Paragraph(text, self._line, bold=bool(self._bold) and all(self._bold))
        self._pending.clear()
        self._bold.clear()

    def _table(self, node: LexborNode, depth: int) -> Iterator[Paragraph | RawTable]:
        trs = [tr for tr in _own_rows(node) if not _is_unseen(tr)]
        if _is_frame(trs):
            for tr in trs:
                for td in _cells(tr):
                    yield from self._visit(td, td.tag == "th", depth + 1)
                    yield from self._flush()
            return
        table = raw_table(_merged([self._row(tr, depth) for tr in trs]))
        if table is None:
            return
        widest = max(sum(1 for cell in row if cell.text) for row in table.rows)
        if is_letterhead(table):
            yield from letterhead_paragraphs(table)
        elif widest <= 1:
            # A frame drawn around running text.
            for row in table.rows:
                for cell in row:
                    for line in cell.text.split("\n"):
                        if line:
                            yield Paragraph(line, cell.line, bold=cell.bold)
        else:
            yield table

    def _row(self, tr: LexborNode, depth: int) -> list[tuple[GridCell, int]]:
        self._line += 1
        cells: list[tuple[GridCell, int]] = []
        for td in _cells(tr):
            text, bold = _cell_text(td, depth)
            bold = bold or td.tag == "th"
            cell = GridCell(text, self._line, 1, _whole(td, "colspan", _MAX_COLUMNS), bold=bold)
            cells.append((cell, _whole(td, "rowspan", _MAX_SPAN)))
        return cells


def _own_rows(table: LexborNode) -> Iterator[LexborNode]:
    for child in table.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child.iter() if row.tag == "tr")


def _cells(tr: LexborNode) -> Iterator[LexborNode]:
    return (td for td in tr.iter() if td.tag in ("td", "th"))


def _is_unseen(node: LexborNode) -> bool:
    """Whether a page does not show what an element holds, or strikes it out."""
    style = node.attributes.get("style")
    return bool(style and _UNSEEN.search(style)) or "hidden" in node.attributes


def _is_frame(trs: Sequence[LexborNode]) -> bool:
    """Whether a table only lays a page out: its cells, no more than two in a row, hold tables of their own."""
    rows = [list(_cells(tr)) for tr in trs]
    return max(map(len, rows), default=0) <= 2 and any(td.css_first("table") for row in rows for td in row)


def _whole(node: LexborNode, name: str, most: int) -> int:
    """A number among an element's attributes, from 1, and 1 where there is none."""
    value = node.attributes.get(name) or "1"
    return min(max(int(value), 1), most) if value.isdecimal() and len(value) < 6 else 1


def _merged(rows: list[list[tuple[GridCell, int]]]) -> Iterator[list[GridCell]]:
    """Every row with its cells at their columns; a cell that spans rows goes on in each of them."""
    open_until: dict[int, tuple[int, int]] = {}  # column -> (rows still to come, width)
    for row in rows:
        placed: list[GridCell] = []
        column = 1
        waiting = list(row)
        while column <= _MAX_COLUMNS and (waiting or any(c >= column for c in open_until)):
            if column in open_until:
                left, width = open_until.pop(column)
                placed.append(GridCell("", row[0][0].line if row else 1, column, width, goes_on=True))
                if left > 1:
                    open_until[column] = (left - 1, width)
                column += width
            elif waiting:
                cell, height = waiting.pop(0)
                placed.append(GridCell(cell.text, cell.line, column, cell.width, bold=cell.bold, opens=height > 1))
                if height > 1:
                    # The row that opens it counts itself.
                    open_until[column] = (height - 1, cell.width)
                column += cell.width
            else:
                column += 1
        yield placed


def _cell_text(cell: LexborNode, depth: int) -> tuple[str, bool]:
    """A cell's paragraphs on lines of their own, a row of a table in it on one, and whether all its words are bold."""
    texts: list[str] = []
    bold = True
    for block in _Walk(depth + 1).blocks(cell):
        if isinstance(block, Paragraph):
            texts.append(block.text)
            bold = bold and block.bold
        else:
            texts += ["; ".join(one_line(c.text) for c in row if c.text) for row in block.rows]
            bold = False
    return "\n".join(texts), bold and bool(texts)
