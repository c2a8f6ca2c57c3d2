"""Rows of tables that have neither ruled lines nor numbers."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.readers.page import Word, printed_lines
from directive_kg.readers.page_bands import Bands

_LEFT = (0.0, 200.0, 300.0, 400.0)
_WIDTH = (180.0, 80.0, 80.0, 80.0)
_LETTER, _PITCH = 5.0, 14.0
CELL = st.lists(st.sampled_from(("nước", "đường", "trường", "quản", "hội", "an")), min_size=0, max_size=12)
ROW = st.tuples(CELL, *[CELL.map(lambda words: words[:4])] * 3)


def _wrapped(words: list[str], width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and (len(lines[-1]) + 1 + len(word)) * _LETTER <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def _printed(rows: list[list[list[str]]], *, middle: bool) -> list[Word]:
    """The words of rows set one right under another, no white between them."""
    words: list[Word] = []
    top = 0.0
    for cells in rows:
        tallest = max(len(lines) for lines in cells)
        for left, lines in zip(_LEFT, cells, strict=True):
            start = top + ((tallest - len(lines)) / 2 if middle else 0) * _PITCH
            for at, line in enumerate(lines):
                x, y = left, start + at * _PITCH
                for text in line.split():
                    words.append(Word(text, x, x + len(text) * _LETTER, y, y + 11))
                    x += (len(text) + 1) * _LETTER
        top += tallest * _PITCH
    return words


def _column(word: Word) -> int:
    return sum(word.x > left for left in _LEFT[1:])


def _nowhere(line: Sequence[Word]) -> bool:
    return not line


def _cut(rows: list[list[list[str]]], *, middle: bool) -> list[str]:
    """The words of the first column of each row that is found."""
    found = Bands(printed_lines(_printed(rows, middle=middle)), _column, _nowhere).cut()
    return [" ".join(w.text for line in band for w in line if w.x < _LEFT[1]) for band in found]


@given(st.lists(ROW, min_size=2, max_size=7), st.booleans())
def test_no_word_is_lost_or_moved(drawn: list[tuple[list[str], ...]], middle: bool) -> None:
    rows = [[_wrapped(words, width) for words, width in zip(row, _WIDTH, strict=True)] for row in drawn]
    lines = printed_lines(_printed(rows, middle=middle))
    found = Bands(lines, _column, _nowhere).cut()
    assert [word for band in found for line in band for word in line] == [word for line in lines for word in line]


@pytest.mark.parametrize("middle", [False, True])
def test_rows_with_no_white_between_them_come_apart(middle: bool) -> None:
    rows = [
        [
            ["Xây dựng cầu qua sông Lô nối hai bờ", "phường Minh Xuân và xã An Tường"],
            ["Sở Xây dựng tỉnh"],
            ["Quý I/2026"],
            ["Cầu thông xe ở"],
        ],
        [["Sửa đường"], ["Sở Tài chính"], ["Quý II/2026"], ["Đường nhựa"]],
        [
            ["Lập quy hoạch chi tiết hai bên bờ", "sông Gâm"],
            ["Sở Nông nghiệp", "và Môi trường"],
            ["Năm 2027"],
            ["Đồ án"],
        ],
    ]
    assert [words.split()[0] for words in _cut(rows, middle=middle)] == ["Xây", "Sửa", "Lập"]


def test_a_heading_in_capitals_is_a_row_of_its_own() -> None:
    rows = [
        [["Xây dựng cầu qua sông Lô", "nối hai bờ"], ["Sở Xây dựng"], ["Quý I"], ["Cầu"]],
        [["ĐƯỜNG SÁ"], [], [], []],
        [["Sửa đường"], ["Sở Tài chính", "tỉnh"], ["Quý II"], ["Đường"]],
    ]
    assert _cut(rows, middle=False) == [
        "Xây dựng cầu qua sông Lô nối hai bờ",
        "ĐƯỜNG SÁ",
        "Sửa đường",
    ]


def test_numbers_in_the_middle_of_their_rows_tell_the_rows() -> None:
    rows = [
        [["Lập danh mục đất công", "bỏ hoang ở vùng ven"], ["1"], [], ["Sở Tài chính", "tỉnh", "Hà Nam"]],
        [["Đo đạc lại"], ["2"], [], ["Sở Xây dựng"]],
    ]
    lines = printed_lines(_printed(rows, middle=True))
    found = Bands(lines, _column, _nowhere, lambda line: any(w.text.isdigit() for w in line)).cut()
    assert [len(band) for band in found] == [len(lines) - 1, 1]
