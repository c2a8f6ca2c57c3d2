"""Workbooks in the manners of many offices, each by its name."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]  # XlsxWriter ships no types

from tests.readers.forms.sources import SourcePaper
from tests.readers.headings import HEADINGS


@dataclass(frozen=True)
class Manner:
    """The habits of one office."""

    seed: int = 0
    title_rows: int = 2
    left: int = 0  # columns left empty
    merged: bool = False  # equal leads under one another are one cell
    cover: bool = False  # a first sheet with a letterhead, hidden sheets behind
    hidden: bool = False  # hidden rows with what was struck out, a hidden column of remarks
    dates: bool = False  # days as dates, numbers counted by formulas
    storeys: bool = False


MANNERS: Final[Mapping[str, Manner]] = {
    "plain": Manner(),
    "merged": Manner(1, merged=True, left=1, title_rows=4),
    "cover": Manner(2, cover=True, dates=True),
    "hidden": Manner(3, hidden=True, storeys=True, merged=True),
}


def workbook(paper: SourcePaper, name: str, folder: Path) -> Path:
    """The rows of a paper as a workbook."""
    manner = MANNERS[name]
    chance = random.Random(manner.seed)
    path = folder / f"{paper.name}.xlsx"
    order = list(paper.columns)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        wrap = book.add_format({"text_wrap": True})
        if manner.cover:
            cover = book.add_worksheet("Bìa")
            for row, line in enumerate([*paper.left, *paper.right, *paper.title]):
                cover.write(row, 0, line)
            hidden = book.add_worksheet("Nháp")
            hidden.write_row(0, 0, ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"])
            hidden.write_row(1, 0, ["1", "Việc đã bỏ", "Sở Xây dựng", "Quý I/2020"])
            hidden.hide()
        page = book.add_worksheet("Phụ lục")
        left = manner.left
        last = left + len(order) - 1
        titles = [*paper.annex, *paper.title][: manner.title_rows] or ["PHỤ LỤC"]
        for row, line in enumerate(titles):
            page.merge_range(row, left, row, last, line, wrap)
        at = len(titles) + 1
        names = [chance.choice(HEADINGS[n]) for n in order]
        at = _heading(page, at, left, order, names, wrap, storeys=manner.storeys)
        if manner.hidden:
            page.write(at - 1, last + 1, "Nhận xét")
            page.set_column(last + 1, last + 1, None, None, {"hidden": True})
        _rows(book, page, paper, order, at, manner, wrap)
    return path


def _heading(page: Any, at: int, left: int, order: list[str], names: list[str], wrap: Any, *, storeys: bool) -> int:
    pair = [order.index(n) for n in ("lead", "coordinating") if n in order]
    if not storeys or len(pair) != 2 or abs(pair[0] - pair[1]) != 1:
        page.write_row(at, left, names, wrap)
        return at + 1
    for column, text in enumerate(names):
        if column in pair:
            page.write(at + 1, left + column, text, wrap)
        else:
            page.merge_range(at, left + column, at + 1, left + column, text, wrap)
    page.merge_range(at, left + min(pair), at, left + max(pair), "Phân công", wrap)
    return at + 2


def _rows(book: Any, page: Any, paper: SourcePaper, order: list[str], at: int, manner: Manner, wrap: Any) -> None:
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    last = manner.left + len(order) - 1
    lead = order.index("lead") if "lead" in order else -1
    held: list[tuple[int, str]] = []

    def flush() -> None:
        if len(held) > 1:
            page.merge_range(held[0][0], manner.left + lead, held[-1][0], manner.left + lead, held[0][1], wrap)
        elif held:
            page.write(held[0][0], manner.left + lead, held[0][1], wrap)
        held.clear()

    for index, row in enumerate(paper.rows):
        if manner.hidden and index % 7 == 3:
            page.write_row(at, manner.left, ["99", "Việc đã bỏ", *["x"] * (len(order) - 2)])
            page.set_row(at, None, None, {"hidden": True})
            flush()
            at += 1
        if isinstance(row, str):
            flush()
            page.merge_range(at, manner.left, at, last, row, wrap)
            at += 1
            continue
        for column, name in enumerate(order):
            text = row.get(name, "")
            if column == lead and manner.merged:
                if held and held[-1][1] != text:
                    flush()
                held.append((at, text))
            elif name == "stt" and text.isdigit() and manner.dates:
                page.write_formula(at, manner.left, f"={int(text)}", None, int(text))
            elif name == "stt" and text.isdigit():
                page.write_number(at, manner.left, int(text))
            elif name == "deadline" and manner.dates and (day := _day(text)):
                page.write_datetime(at, manner.left + column, day, days)
            else:
                page.write(at, manner.left + column, text, wrap)
        at += 1
    flush()


def _day(text: str) -> Any:
    parts = text.split("/")
    if len(parts) == 3 and all(p.isdigit() for p in parts) and len(parts[2]) == 4:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    return None
