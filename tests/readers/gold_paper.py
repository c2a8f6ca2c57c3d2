"""A transcribed paper of ../shared/gold laid out again, as a Word file or a sheet, in the manner a seed decides."""

import io
import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # XlsxWriter ships no types

from directive_kg.readers.blocks import Paragraph
from directive_kg.readers.text import read_text
from tests.readers.headings import HEADINGS
from tests.readers.word_press import Press, add_list, merge_down, number_with, put, span_row
from tests.shared import SHARED

Gold = Mapping[str, Any]


def load(stem: str) -> Gold:
    """The transcription."""
    found: Gold = json.loads((SHARED / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    return found


def paragraphs_of(gold: Gold) -> list[Paragraph]:
    """The running text of the paper itself."""
    reading = read_text(SHARED / "corpus" / gold["source"])
    return [block for block in reading.blocks if isinstance(block, Paragraph)]


def table_of(gold: Gold, order: Sequence[str], headings: Mapping[str, str]) -> list[list[str]]:
    """Heading, rows, and before each change of group its heading alone in the first cell, marked by None cells."""
    rows = [[headings[name] for name in order]]
    groups: list[str] = []
    for task in gold["tasks"]:
        wanted = (task["group"] or "").split(" / ") if task["group"] else []
        rows += [[words] for depth, words in enumerate(wanted) if wanted[: depth + 1] != groups[: depth + 1]]
        groups = wanted
        rows.append([_cell(task, name) for name in order])
    return rows


def _cell(task: Mapping[str, Any], name: str) -> str:
    if name == "stt":
        return "-" if task["parent"] else str(task["stt"] or "")
    return str(task.get(name) or "")


def word_paper(gold: Gold, seed: int) -> bytes:
    """The paper as a Word file."""
    press = Press(seed)
    chance = press.random
    order = list(gold["table_columns"])
    if seed:
        rest = order[2:]
        chance.shuffle(rest)
        order = order[:2] + rest
    headings = {name: chance.choice(HEADINGS[name]) for name in order}
    annexed = False
    for paragraph in paragraphs_of(gold):
        if paragraph.text.startswith("PHỤ LỤC") and not annexed:
            press.landscape()
            annexed = True
        press.paragraph(paragraph.text, bold=paragraph.bold)
    rows = table_of(gold, order, headings)
    width = len(order)
    table = press.table([row + [""] * (width - len(row)) for row in rows])
    if chance.random() < 0.6:
        _merge_equal(table, rows, order.index("lead"))
    for index, row in enumerate(rows):
        if len(row) == 1:
            span_row(table, index)
    if seed % 2:
        _number_rows(press, table, rows)
    return press.data()


def _merge_equal(table: Any, rows: Sequence[Sequence[str]], column: int) -> None:
    """Cells of one body under each other become one, as offices do."""
    index = 1
    while index < len(rows):
        last = index
        while last + 1 < len(rows) and len(rows[index]) > 1 and len(rows[last + 1]) > 1 and rows[index][column] and (
            rows[last + 1][column] == rows[index][column]
        ):  # fmt: skip
            last += 1
        if last > index:
            merge_down(table, column, index, last)
        index = last + 1


def _number_rows(press: Press, table: Any, rows: Sequence[Sequence[str]]) -> None:
    """Word counts the numbers; dashes are a second level."""
    text = press.random.choice(("%1", "%1.", "(%1)"))
    numbers = add_list(press.document, [("decimal", text), ("bullet", "-")])
    for index, row in enumerate(rows[1:], start=1):
        if len(row) > 1:
            tc = table.rows[index]._tr.tc_lst[0]
            put(tc, "")
            number_with(tc.p_lst[0], numbers, 1 if row[0] == "-" else 0)


def _issued_with(gold: Gold) -> str:
    document = gold["document"]
    year, month, day = ([*document["date"].split("-"), "", ""])[:3]
    number = document["number"] or document["number_partial"]
    return f"(Kèm theo {document['type']} số {number} ngày {day} tháng {month} năm {year} của {document['issuer']})"


def sheet(gold: Gold, seed: int) -> bytes:
    """The rows as a workbook, with a title above and merged cells."""
    chance = random.Random(seed)
    order = list(gold["table_columns"])
    headings = {name: chance.choice(HEADINGS[name]) for name in order}
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("Phụ lục")
        wrap = book.add_format({"text_wrap": True})
        first = chance.choice((0, 1))  # many sheets leave the first column empty
        page.write(0, first, "PHỤ LỤC NHIỆM VỤ")
        page.merge_range(1, first, 1, first + len(order) - 1, _issued_with(gold), wrap)
        for index, row in enumerate(table_of(gold, order, headings), start=3):
            if len(row) == 1:
                page.merge_range(index, first, index, first + len(order) - 1, row[0], wrap)
                continue
            for column, text in enumerate(row, start=first):
                if column == first and text.isdigit():
                    page.write_number(index, column, int(text))
                else:
                    page.write(index, column, text, wrap)
    return out.getvalue()
