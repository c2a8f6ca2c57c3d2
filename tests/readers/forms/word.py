"""Word files in the manners of many offices, each by its name: `word_file(paper, manner)`."""

import random
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.readers.forms.old_letters import has_no_code, to_tcvn3, to_vni
from tests.readers.forms.sources import Row, SourcePaper
from tests.readers.headings import HEADINGS
from tests.readers.word_press import Press, add_list, merge_down, node, number_with, put, span_row

WIDTHS: Final = {"stt": 5, "title": 30, "deliverable": 15, "deadline": 11, "lead": 13, "coordinating": 14, "authority": 12,
                 "directing_leader": 12}  # fmt: skip


@dataclass(frozen=True)
class Manner:
    """The habits of one office."""

    seed: int = 0
    letterhead: str = "table"  # or 'boxes', 'nested'
    landscape: bool = True
    borders: bool = True
    size: float = 12
    wide_groups: bool = True  # a group heading is one merged cell
    merged: tuple[str, ...] = ()  # fields whose equal cells under one another are one
    merged_across: bool = False  # 'Thời gian' and 'Sản phẩm' left empty are one cell
    heading: str = "repeated"  # or 'typed' every 12 rows, 'split' into tables with one each, 'bare' tables, 'storeys'
    counted: bool = False  # Word counts the numbers
    lines: bool = False  # cells broken by hand, tabs, soft hyphens, odd blanks
    tracked: bool = False
    notes: bool = False  # footnotes in body and cells
    in_table: bool = False  # a cell holds a table of its own
    legacy: str = ""  # 'tcvn3' or 'vni': letters of an old font
    shuffled: bool = False
    column_numbers: bool = False  # a row (1) (2) (3) below the heading


MANNERS: Final[Mapping[str, Manner]] = {
    "plain": Manner(),
    "merged": Manner(1, merged=("lead", "deadline"), shuffled=True, column_numbers=True),
    "counted": Manner(2, counted=True, merged=("lead",), letterhead="nested", size=11),
    "typed": Manner(3, heading="typed", wide_groups=False, landscape=False, size=10),
    "split": Manner(4, heading="split", lines=True, letterhead="boxes"),
    "bare": Manner(5, heading="bare", shuffled=True, merged=("coordinating", "authority")),
    "storeys": Manner(6, heading="storeys", merged=("lead", "coordinating"), column_numbers=True),
    "tracked": Manner(7, tracked=True, notes=True, lines=True, shuffled=True),
    "in-table": Manner(8, in_table=True, merged_across=True, counted=True),
    "unruled": Manner(9, borders=False, size=11),
    "tcvn3": Manner(10, legacy="tcvn3", merged=("lead",)),
    "vni": Manner(11, legacy="vni", heading="typed"),
}


def word_file(paper: SourcePaper, manner: Manner) -> bytes:
    """The paper as a .docx."""
    press = Press(manner.seed)
    chance = press.random
    _letterhead(press, paper, manner)
    for text in paper.title:
        press.paragraph(text, bold=True).alignment = 1
    for text in paper.body:
        press.paragraph(text, bold=text.isupper())
    _signature(press, paper)
    if paper.columns:
        if manner.landscape:
            press.landscape()
        else:
            press.document.add_page_break()
        for text in paper.annex:
            press.paragraph(text, bold=True).alignment = 1
        _table(press, paper, manner, chance)
    for part in _all_paragraphs(press.document.element.body):
        _dress(part, manner, chance)
    return press.data()


def _letterhead(press: Press, paper: SourcePaper, manner: Manner) -> None:
    if manner.letterhead == "boxes":
        for lines in (paper.left, paper.right):
            press.paragraph("")._p.append(_text_box(lines))
    elif manner.letterhead == "nested":
        outer = press.document.add_table(rows=1, cols=1).rows[0].cells[0]
        inner = outer.add_table(rows=1, cols=2).rows[0]
        for cell, lines in zip(inner.cells, (paper.left, paper.right), strict=True):
            put(cell._tc, "\n".join(lines))
    else:
        press.letterhead(paper.left, paper.right)


def _text_box(lines: Sequence[str]) -> Any:
    inner = "".join(f"<w:p><w:r><w:t>{_escaped(line)}</w:t></w:r></w:p>" for line in lines)
    return parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape style="width:260pt;height:110pt">'
        f"<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _signature(press: Press, paper: SourcePaper) -> None:
    cells = press.document.add_table(rows=1, cols=2).rows[0]._tr.tc_lst
    put(cells[0], "Nơi nhận:\n- Như trên;\n- Lưu: VT.")
    role, name = paper.signature
    put(cells[1], "\n".join(x for x in (role.upper(), "", name) if x or not role))


def _table(press: Press, paper: SourcePaper, manner: Manner, chance: random.Random) -> None:
    order = list(paper.columns)
    if manner.shuffled:
        rest = order[2:]
        chance.shuffle(rest)
        order = order[:2] + rest
    names = {name: chance.choice(HEADINGS[name]) for name in order}
    pieces = [list(paper.rows)]
    if manner.heading in {"split", "bare"}:
        pieces = _pieces(paper.rows, 9)
    counted = _Counter(press) if manner.counted else None
    for at, rows in enumerate(pieces):
        heads = _heading(order, names, manner) if at == 0 or manner.heading == "split" else []
        lines: list[tuple[str, list[str], Row | None]] = [("heading", row, None) for row in heads]
        for index, row in enumerate(rows):
            if manner.heading == "typed" and index and index % 12 == 0 and not isinstance(row, str):
                lines += [("heading", row, None) for row in heads]
            lines.append(("row", _cells(row, order, manner), row))
        table = press.table([cells for _, cells, _ in lines], repeat_heading=False)
        for row in table.rows[: len(heads)]:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        _set_widths(table, order, manner)
        if not manner.borders:
            table.style = "Normal Table"
        _shape(table, lines, order, manner, counted)
        press.paragraph("")


def _set_widths(table: Any, order: Sequence[str], manner: Manner) -> None:
    """Columns as wide as what they hold wants."""
    room = (13900 if manner.landscape else 9000) / sum(WIDTHS[name] for name in order)
    widths = [str(int(room * WIDTHS[name])) for name in order]
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), width)
    for row in table.rows:
        for tc, width in zip(row._tr.tc_lst, widths, strict=True):
            tc.get_or_add_tcPr().insert(0, node("w:tcW", w=width, type="dxa"))


def _pieces(rows: Sequence[Row], size: int) -> list[list[Row]]:
    """The rows in pieces that begin with a task."""
    pieces: list[list[Row]] = [[]]
    for row in rows:
        if len(pieces[-1]) >= size and not isinstance(row, str):
            pieces.append([])
        pieces[-1].append(row)
    return pieces


def _heading(order: Sequence[str], names: Mapping[str, str], manner: Manner) -> list[list[str]]:
    heads = [[names[name] for name in order]]
    if manner.heading == "storeys" and _neighbours(order):
        over = ["Phân công thực hiện" if name in {"lead", "coordinating"} else names[name] for name in order]
        heads = [over, [names[name] if name in {"lead", "coordinating"} else "" for name in order]]
    if manner.column_numbers:
        heads.append([f"({i})" for i in range(1, len(order) + 1)])
    return heads


def _cells(row: Row, order: Sequence[str], manner: Manner) -> list[str]:
    if not isinstance(row, str):
        return [row.get(name, "") for name in order]
    cells = [""] * len(order)
    number, _, words = row.partition(" ")
    if manner.wide_groups:
        cells[0] = row
    elif number.endswith((".", ")")) and words:
        cells[:2] = [number.rstrip("."), words]
    else:
        cells[1] = row
    return cells


def _shape(
    table: Any,
    lines: Sequence[tuple[str, list[str], Row | None]],
    order: Sequence[str],
    manner: Manner,
    counted: "_Counter | None",
) -> None:
    for index, (kind, _, row) in enumerate(lines):
        cells = table.rows[index]._tr.tc_lst
        if kind == "heading":
            for tc in cells:
                _embolden(tc)
        elif isinstance(row, str):
            for tc in cells:
                _embolden(tc)
            if manner.wide_groups:
                span_row(table, index)
        elif counted is not None and row is not None and (row["stt"] == "-" or row["stt"].isdigit()):
            put(cells[0], "")
            counted.number(cells[0].p_lst[0], row["stt"])
    if manner.heading == "storeys" and _neighbours(order):
        _storeys(table, order)
    for name in manner.merged:
        if name in order:
            _merge_equal(table, lines, order.index(name))
    if manner.merged_across:
        for index, (_, cells, row) in enumerate(lines):
            if row is not None and not isinstance(row, str) and cells[-1] == cells[-2] == "":
                span_row(table, index, len(order) - 2)
    if manner.in_table:
        _nest(table, lines)


class _Counter:
    """Word's own numbers: a list that begins anew where the paper's numbers do."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._next = -1
        self._list = 0

    def number(self, paragraph: Any, stt: str) -> None:
        """Let Word print this number (or a dash) before a paragraph."""
        if (stt.isdigit() and int(stt) != self._next) or not self._list:
            self._list = add_list(
                self._press.document, [("decimal", "%1."), ("bullet", "-")], start=int(stt) if stt.isdigit() else 1
            )
        if stt.isdigit():
            self._next = int(stt) + 1
        number_with(paragraph, self._list, int(stt == "-"))


def _neighbours(order: Sequence[str]) -> bool:
    return "coordinating" in order and abs(order.index("lead") - order.index("coordinating")) == 1


def _storeys(table: Any, order: Sequence[str]) -> None:
    first = min(order.index("lead"), order.index("coordinating"))
    for column in range(len(order)):
        if column not in {first, first + 1}:
            merge_down(table, column, 0, 1)
    cells = table.rows[0]._tr.tc_lst
    cells[first].get_or_add_tcPr().append(node("w:gridSpan", val="2"))
    cells[first + 1].getparent().remove(cells[first + 1])


def _merge_equal(table: Any, lines: Sequence[tuple[str, list[str], Row | None]], column: int) -> None:
    index = 0
    while index < len(lines):
        last = index
        while last + 1 < len(lines) and all(
            isinstance(lines[i][2], Mapping) and lines[i][1][column] == lines[index][1][column] != ""
            for i in (index, last + 1)
        ):
            last += 1
        if last > index:
            merge_down(table, column, index, last)
        index = last + 1


def _nest(table: Any, lines: Sequence[tuple[str, list[str], Row | None]]) -> None:
    """The first cell of a list of several works holds them as a table."""
    for index, (_, cells, row) in enumerate(lines):
        if row is None or isinstance(row, str):
            continue
        for column, text in enumerate(cells):
            parts = text.split("; ")
            if column and len(parts) > 2 and len(table.rows[index]._tr.tc_lst) == len(cells):
                inner = table.rows[index].cells[column].add_table(rows=len(parts), cols=1)
                for inner_row, part in zip(inner.rows, parts, strict=True):
                    put(inner_row._tr.tc_lst[0], part if part is parts[-1] else f"{part};")
                tc = table.rows[index]._tr.tc_lst[column]
                for p in tc.p_lst[:1]:
                    tc.remove(p)
                return


def _embolden(tc: Any) -> None:
    for run in tc.iter(qn("w:r")):
        properties = run.find(qn("w:rPr"))
        if properties is None:
            properties = OxmlElement("w:rPr")
            run.insert(0, properties)
        properties.append(OxmlElement("w:b"))


def _all_paragraphs(body: Any) -> list[Any]:
    return list(body.iter(qn("w:p")))


def _dress(paragraph: Any, manner: Manner, chance: random.Random) -> None:
    """What an office does to the words of a paragraph."""
    in_cell = paragraph.getparent().tag == qn("w:tc")
    in_rows = in_cell and len(paragraph.getparent().getparent().findall(qn("w:tc"))) > 2
    for run in list(paragraph.iter(qn("w:r"))):
        words = run.find(qn("w:t"))
        if words is None or not words.text:
            continue
        if manner.legacy:
            _old_letters(run, words, manner.legacy)
        if in_cell and manner.size != 12:
            _run_properties(run).append(node("w:sz", val=str(int(2 * manner.size))))
        if manner.lines and in_rows and len(words.text) > 30:
            _break_lines(run, words, chance)
        if manner.tracked and len(words.text) > 20 and chance.random() < 0.3:
            _track(run, run.findall(qn("w:t"))[-1], chance)


def _run_properties(run: Any) -> Any:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = OxmlElement("w:rPr")
        run.insert(0, properties)
    return properties


def _break_lines(run: Any, words: Any, chance: random.Random) -> None:
    text = words.text
    at = text.find(" ", len(text) // 2)
    if at < 0:
        return
    longest = max(text[:at].split(), key=len)
    if len(longest) > 4 and longest.isalpha():
        text = text.replace(longest, f"{longest[:2]}\u00ad{longest[2:]}", 1)
        at += 1
    words.text = text[:at].replace(" ", "\u00a0", 1) if len(text) > 80 else text[:at]
    rest = OxmlElement("w:t")
    rest.text = text[at + 1 :]
    rest.set(qn("xml:space"), "preserve")
    words.set(qn("xml:space"), "preserve")
    words.addnext(rest)
    words.addnext(OxmlElement(chance.choice(("w:br", "w:tab", "w:br"))))


def _track(run: Any, words: Any, chance: random.Random) -> None:
    """The second half of a run is newly inserted; other words before it are struck out."""
    text = words.text
    at = text.find(" ", len(text) // 2)
    if at < 0:
        return
    words.text = text[:at]
    inserted = node("w:ins", id=str(chance.randrange(1 << 20)), author="A")
    gone = node("w:del", id=str(chance.randrange(1 << 20)), author="A")
    new = OxmlElement("w:r")
    rest = OxmlElement("w:t")
    rest.text = text[at:]
    rest.set(qn("xml:space"), "preserve")
    new.append(rest)
    inserted.append(new)
    old = OxmlElement("w:r")
    struck = OxmlElement("w:delText")
    struck.text = " và các nội dung khác"
    old.append(struck)
    gone.append(old)
    run.addnext(inserted)
    run.addnext(gone)


def _old_letters(run: Any, words: Any, encoding: str) -> None:
    """The words in a font of the nineties; capitals that it has not in the capitals' font, as one did."""
    if encoding == "vni":
        pieces = [("VNI-Times", to_vni(words.text))]
    elif words.text.isupper():
        pieces = [(".VnTimeH", to_tcvn3(words.text.lower()))]
    else:
        parts = [(has_no_code(letter), letter) for letter in words.text]
        grouped = [(lone, "".join(c for _, c in some)) for lone, some in groupby(parts, key=lambda part: part[0])]
        pieces = [
            (".VnTimeH" if lone else ".VnTime", to_tcvn3(text.lower() if lone else text)) for lone, text in grouped
        ]
    after = run
    for font, text in pieces:
        made = run if after is run and words.get("used") is None else deepcopy(run)
        if made is not run:
            after.addnext(made)
        made.find(qn("w:t")).text = text
        made.find(qn("w:t")).set(qn("xml:space"), "preserve")
        properties = _run_properties(made)
        for old in properties.findall(qn("w:rFonts")):
            properties.remove(old)
        fonts = OxmlElement("w:rFonts")
        for name in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{name}"), font)
        properties.insert(0, fonts)
        words.set("used", "1")
        after = made
    for made in run.getparent().iter(qn("w:t")):
        made.attrib.pop("used", None)
