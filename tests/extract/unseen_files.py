"""The papers of `unseen/` as the files that an office sends: Word, Excel, and PDF with and without ruled lines.

Each paper has a manner of its own, by its number: paper across or upright, size of letters, cells at the top or in the middle,
group headings over the whole width or in one cell, the heading repeated on every page or not, rows no further apart than lines.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]  # XlsxWriter ships no types
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.extract.unseen_papers import Row, UnseenPaper, as_html, cells_of, is_row
from tests.readers.forms.office import converted
from tests.readers.page_press import print_pdf
from tests.readers.word_press import Press, merge_down, node, span_row

_DATED: Final = re.compile(r"^[^,]{2,40}, ngày ")
_SIGNED: Final = re.compile(r"^(?:TM\.|KT\.|TL\.|T/M |CHỦ TỊCH$|TRƯỞNG BAN$|BÍ THƯ$|GIÁM ĐỐC$|CHÁNH VĂN PHÒNG$)")
_MOTTO: Final = re.compile(r"^(?:CỘNG HÒA XÃ|Độc lập|ĐẢNG CỘNG SẢN)")
Files = Callable[[Sequence[UnseenPaper], Path], list[Path]]


@dataclass(frozen=True)
class Manner:
    """How an office sets its papers."""

    across: bool
    middle: bool
    size: int
    wide_groups: bool
    repeats: bool
    tight: bool  # no white between two rows

    @classmethod
    def of(cls, paper: UnseenPaper) -> "Manner":
        """The manner of a paper, by its number."""
        n = paper.number
        return cls(n % 2 == 0, n % 3 == 0, (10, 11, 12, 13)[n % 4], n % 4 < 2, n % 3 != 1, n % 5 in {1, 2})


@dataclass(frozen=True)
class Parts:
    """A paper taken apart for the printer: letterhead, then paragraphs, tables and signatures in order."""

    left: list[str]
    right: list[str]
    rest: list[tuple[str, list[str]]]  # ('text' | 'table' | 'signed', lines)


def parts_of(text: str) -> Parts:
    """The parts of a paper."""
    lines = [line for line in text.split("\n") if line.strip()]
    end = next((i + 1 for i, line in enumerate(lines[:10]) if _DATED.match(line)), 0)
    right = [line for line in lines[:end] if _MOTTO.match(line) or _DATED.match(line)]
    left = [line for line in lines[:end] if line not in right]
    rest: list[tuple[str, list[str]]] = []
    for kind, group in groupby(_kinds(lines[end:]), key=lambda item: item[0]):
        rest.append((kind, [line for _, line in group]))
    return Parts(left, right, rest)


def _kinds(lines: Sequence[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    open_signature = False
    for line in lines:
        open_signature = open_signature or bool(_SIGNED.match(line))
        kind = "table" if is_row(line) else "signed" if open_signature else "text"
        found.append((kind, line))
        open_signature = open_signature and kind == "signed" and line.isupper()
    return found


def word_files(papers: Sequence[UnseenPaper], folder: Path, *, ruled: bool = True) -> list[Path]:
    """Each paper as a .docx."""
    paths = [folder / f"{paper.name}.docx" for paper in papers]
    for paper, path in zip(papers, paths, strict=True):
        path.write_bytes(_word(paper, ruled=ruled))
    return paths


def _word(paper: UnseenPaper, *, ruled: bool) -> bytes:
    manner, parts, press = Manner.of(paper), parts_of(paper.text), Press(paper.number)
    press.document.styles["Normal"].font.name = "Liberation Serif"
    press.document.styles["Normal"].font.size = Pt(13)
    if parts.left:
        press.letterhead(parts.left, parts.right)
    for kind, lines in parts.rest:
        if kind == "table":
            _table(press, [cells_of(line) for line in lines], manner, ruled=ruled)
        elif kind == "signed":
            press.letterhead(["Nơi nhận:", "- Như trên;", "- Lưu: VT."], lines)
            if manner.across and "table" in (kind for kind, _ in parts.rest):
                press.landscape()
        else:
            for line in lines:
                press.paragraph(line, bold=line.isupper())
    for section in press.document.sections:
        _page_number(section.footer.paragraphs[0])
        section.left_margin, section.right_margin = Pt(70), Pt(50)
    return press.data()


def _page_number(paragraph: Any) -> None:
    run = paragraph.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            run._r.append(node("w:fldChar", fldCharType=kind))
        else:
            code = OxmlElement("w:instrText")
            code.text = words
            run._r.append(code)
    paragraph.alignment = 1


def _table(press: Press, rows: Sequence[Row], manner: Manner, *, ruled: bool) -> None:
    table = press.table([[("" if cell == "^^" else cell) for cell in row] for row in rows],
                        repeat_heading=manner.repeats)  # fmt: skip
    if not ruled:
        table.style = "Normal Table"
    across = press.document.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    widths = [str(int(width * (14_000 if across else 9_600))) for width in shares(rows)]
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), width)
    for at, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        for tc, width in zip(row._tr.tc_lst, widths, strict=True):
            properties = tc.get_or_add_tcPr()
            properties.insert(0, node("w:tcW", w=width, type="dxa"))
            if manner.middle:
                properties.append(node("w:vAlign", val="center"))
            for paragraph in tc.p_lst if manner.tight else ():
                spacing = node("w:spacing", before="0", after="0")
                paragraph.get_or_add_pPr().append(spacing)
            for run in tc.iter(qn("w:r")):
                made = OxmlElement("w:rPr")
                if at == 0 or is_group(cells):
                    made.append(OxmlElement("w:b"))
                made.append(node("w:sz", val=str(2 * manner.size)))
                run.insert(0, made)
    for column in range(len(widths)):
        for first, last in merged(rows, column):
            merge_down(table, column, first, last)
    for at, cells in enumerate(rows):
        if is_group(cells) and manner.wide_groups:
            span_row(table, at, next(i for i, cell in reversed(list(enumerate(cells))) if cell))


def is_group(cells: Row) -> bool:
    """Whether a row heads those below it: nothing stands behind its first words."""
    filled = [i for i, cell in enumerate(cells) if cell]
    return 0 < len(filled) <= 2 and filled[-1] == len(filled) - 1


def merged(rows: Sequence[Row], column: int) -> list[tuple[int, int]]:
    """The first and last row of each merged cell of a column."""
    found: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        if row[column] == "^^":
            first = found.pop()[0] if found and found[-1][1] == at - 1 else at - 1
            found.append((first, at))
    return found


def shares(rows: Sequence[Row]) -> list[float]:
    """How much of the width each column takes: the longest word fits, more room for more words."""
    wants = []
    for column in range(len(rows[0])):
        texts = [row[column] for row in rows if not is_group(row)]
        longest = max(len(word) for text in texts for word in text.split() or [""])
        wants.append(max(longest + 2, (sum(map(len, texts)) / len(texts)) ** 0.75))
    return [want / sum(wants) for want in wants]


def workbooks(papers: Sequence[UnseenPaper], folder: Path) -> list[Path]:
    """Each paper with a table as a workbook: the lines before the table, then its rows."""
    paths = []
    for paper in papers:
        path = folder / f"{paper.name}.xlsx"
        paths.append(path)
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
            sheet, at = book.add_worksheet("Phụ lục"), 0
            parts = parts_of(paper.text)
            for line in (*parts.left, *parts.right):
                sheet.write_string(at, 0, line)
                at += 1
            for kind, lines in parts.rest:
                rows = [cells_of(line) for line in lines] if kind == "table" else [[line] for line in lines]
                for r, row in enumerate(rows):
                    for c, cell in enumerate(row):
                        if cell and cell != "^^":
                            sheet.write_string(at + r, c, cell)
                for column in range(len(rows[0]) if kind == "table" else 0):
                    for first, last in merged(rows, column):
                        sheet.merge_range(at + first, column, at + last, column, rows[first][column])
                at += len(rows)
    return paths


def browser_pages(papers: Sequence[UnseenPaper], folder: Path, *, ruled: bool) -> list[Path]:
    """Each paper printed by a browser."""
    return [print_pdf(_page(paper, ruled=ruled), folder / f"{paper.name}.pdf") for paper in papers]


def _page(paper: UnseenPaper, *, ruled: bool) -> str:
    manner, parts = Manner.of(paper), parts_of(paper.text)
    body = []
    if parts.left:
        sides = "".join(f"<td>{'<br>'.join(map(html.escape, side))}</td>" for side in (parts.left, parts.right))
        body.append(f'<table class="head"><tr>{sides}</tr></table>')
    for kind, lines in parts.rest:
        if kind == "table":
            rows = [cells_of(line) for line in lines]
            columns = "".join(f'<col style="width:{100 * share:.1f}%">' for share in shares(rows))
            body.append(as_html(rows).replace("<table>", f'<table class="rows"><colgroup>{columns}</colgroup>'))
        elif kind == "signed":
            body.append(
                f'<table class="head"><tr><td>Nơi nhận:<br>- Lưu: VT.</td><td>{"<br>".join(lines)}</td></tr></table>'
            )
        else:
            body += [f"<p{' class=c' if line.isupper() else ''}>{html.escape(line)}</p>" for line in lines]
    border = "1px solid black" if ruled else "none"
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><style>
@page {{ size: A4 {"landscape" if manner.across else "portrait"}; margin: 20mm 15mm 20mm 25mm;
  @bottom-center {{ content: counter(page); font-size: 12pt }} }}
body {{ font: 13pt "Liberation Serif"; margin: 0; text-align: justify }}
.c {{ text-align: center; font-weight: bold }}
.head {{ width: 100% }} .head td {{ text-align: center; vertical-align: top; white-space: nowrap }}
.rows {{ border-collapse: collapse; width: 100%; font-size: {manner.size}pt; text-align: left; table-layout: fixed }}
.rows td, .rows th {{ border: {border}; padding: {0 if manner.tight else 3}pt 5pt; vertical-align: {"middle" if manner.middle else "top"} }}
.rows p {{ margin: 0 }}
</style></head><body>{"".join(body)}</body></html>"""


def _office_pages(papers: Sequence[UnseenPaper], folder: Path, *, ruled: bool) -> list[Path]:
    return converted(word_files(papers, folder, ruled=ruled), "pdf")


FILES: Final[Mapping[str, Files]] = {
    "docx": word_files,
    "xlsx": workbooks,
    "pdf office": lambda papers, folder: _office_pages(papers, folder, ruled=True),
    "pdf office, no rules": lambda papers, folder: _office_pages(papers, folder, ruled=False),
    "pdf browser, no rules": lambda papers, folder: browser_pages(papers, folder, ruled=False),
}
