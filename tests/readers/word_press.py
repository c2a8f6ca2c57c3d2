"""Lays papers out as Word files: letterhead, body, annex, with the manners that offices have of doing it."""

import copy
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


@dataclass
class Press:
    """A Word file in the making, with the choices of one office."""

    seed: int = 0
    document: Any = field(default_factory=docx.Document)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def paragraph(self, text: str, *, bold: bool = False) -> Any:
        made = self.document.add_paragraph()
        made.add_run(text).bold = bold
        return made

    def letterhead(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Issuer and number beside motto and date; in one row or in two."""
        rows = [(left, right)] if self.random.random() < 0.5 else [(left[:-1], right[:-1]), (left[-1:], right[-1:])]
        table = self.document.add_table(rows=len(rows), cols=2)
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, lines in zip(row.cells, cells, strict=True):
                fill(cell, lines)

    def landscape(self) -> None:
        section = self.document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width

    def table(self, rows: Sequence[Sequence[str]], *, repeat_heading: bool = True) -> Any:
        table = self.document.add_table(rows=0, cols=len(rows[0]))
        table.style = "Table Grid"
        cells = [table.add_row()._tr.tc_lst for _ in rows]
        for row, tcs in zip(rows, cells, strict=True):
            for text, tc in zip(row, tcs, strict=True):
                put(tc, text)
        if repeat_heading:
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        return table

    def data(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def as_word_leaves_it(data: bytes, seed: int = 0) -> bytes:
    """A paper as Word itself stores it: its words in many runs, each with its font and size, between proofing marks."""
    chance = random.Random(seed)
    document = docx.Document(io.BytesIO(data))
    for run in [text.getparent() for text in document.element.body.iter(qn("w:t"))]:
        words = run.findtext(qn("w:t"), "").split(" ")
        properties = run.get_or_add_rPr()
        properties.insert(0, node("w:rFonts", ascii="Times New Roman", hAnsi="Times New Roman"))
        properties.extend([node("w:sz", val="28"), node("w:szCs", val="28"), node("w:lang", val="vi-VN")])
        while words:
            part = copy.deepcopy(run)
            count = chance.randint(1, 12)
            part.find(qn("w:t")).text = " ".join(words[:count]) + (" " if words[count:] else "")
            part.find(qn("w:t")).set(qn("xml:space"), "preserve")
            run.addprevious(part)
            if chance.random() < 0.3:
                run.addprevious(node("w:proofErr", type="spellEnd"))
            del words[:count]
        run.getparent().remove(run)
    for paragraph in document.element.body.iter(qn("w:p")):
        for name in ("rsidR", "rsidRDefault", "rsidP"):
            paragraph.set(qn(f"w:{name}"), f"{chance.getrandbits(32):08X}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def put(tc: Any, text: str) -> None:
    """Words into a cell: a paragraph a line."""
    for node in tc.findall(qn("w:p")):
        tc.remove(node)
    for line in text.split("\n"):
        paragraph = OxmlElement("w:p")
        if line:
            run = OxmlElement("w:r")
            words = OxmlElement("w:t")
            words.text = line
            words.set(qn("xml:space"), "preserve")
            run.append(words)
            paragraph.append(run)
        tc.append(paragraph)


def fill(cell: Any, lines: Sequence[str]) -> None:
    put(cell._tc, "\n".join(lines))


def node(tag: str, **attributes: str) -> Any:
    """An element such as node('w:vMerge', val='restart')."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def merge_down(table: Any, column: int, first: int, last: int) -> None:
    """Cells of a column, rows first to last (from 0), as one; what stood in the lower ones goes."""
    for index in range(first, last + 1):
        tc = table.rows[index]._tr.tc_lst[column]
        merge = node("w:vMerge", val="restart") if index == first else node("w:vMerge")
        tc.get_or_add_tcPr().append(merge)
        if index > first:
            put(tc, "")


def span_row(table: Any, index: int, first: int = 0) -> None:
    """The cells of a row from `first` on as one wide cell."""
    cells = table.rows[index]._tr.tc_lst
    cells[first].get_or_add_tcPr().append(node("w:gridSpan", val=str(len(cells) - first)))
    for tc in cells[first + 1 :]:
        tc.getparent().remove(tc)


def number_with(paragraph: Any, list_id: int, level: int = 0) -> None:
    """Auto-numbering on a w:p."""
    properties = node("w:numPr")
    properties.append(node("w:ilvl", val=str(level)))
    properties.append(node("w:numId", val=str(list_id)))
    paragraph.get_or_add_pPr().append(properties)


def add_list(document: Any, levels: Sequence[tuple[str, str]], *, start: int = 1) -> int:
    """A numbering of (format, text) levels; its numId."""
    numbering = document.part.numbering_part.element
    base = 500 + len(numbering)
    abstract = node("w:abstractNum", abstractNumId=str(base))
    for index, (form, text) in enumerate(levels):
        level = node("w:lvl", ilvl=str(index))
        level.append(node("w:start", val=str(start)))
        level.append(node("w:numFmt", val=form))
        level.append(node("w:lvlText", val=text))
        abstract.append(level)
    numbering.insert(0, abstract)
    made = node("w:num", numId=str(base))
    made.append(node("w:abstractNumId", val=str(base)))
    numbering.append(made)
    return base
