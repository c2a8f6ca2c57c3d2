"""Tables over pages: merged cells speak for the rows of both, a cut row is one row, an empty cell stays empty."""

from collections.abc import Sequence
from dataclasses import replace

from directive_kg.readers.page import Page, Rule
from tests.readers.test_pdf_layout import HEADING, XS, box, page, row, tables, texts

LOW = (700, 720, 740, 760)
TOP = (60, 80, 100, 120)
LEAD = 2


def _grid(ys: Sequence[float], merged: tuple[int, int] | None = None) -> tuple[list[Rule], list[Rule]]:
    """A full grid; the lead's cells of rows first to last (from 0) are one."""
    across, down = box(XS, ys)
    if merged is None:
        return across, down
    kept: list[Rule] = []
    for at, rule in enumerate(across):
        inside = merged[0] < at <= merged[1]
        kept += [Rule(rule.at, XS[0], XS[LEAD]), Rule(rule.at, XS[LEAD + 1], XS[-1])] if inside else [rule]
    return kept, down


def _page(
    number: int, rows: Sequence[Sequence[str]], ys: Sequence[float], merged: tuple[int, int] | None = None
) -> Page:
    words = [line for cells, y in zip(rows, ys, strict=False) for line in row(cells, y + 4)]
    return page(words, number, *_grid(ys, merged))


def _rows(*pages: Page) -> list[list[str]]:
    found = [texts(table) for table in tables(pages)]
    return [cells for table in found for cells in table if cells[0] != "STT"]


FIRST = (HEADING, ("1", "Lập kế hoạch", "Sở Y tế", "2026"), ("2", "Báo cáo", "", "2026"))


def test_a_merged_cell_speaks_for_the_rows_of_the_next_page() -> None:
    first = _page(1, FIRST, LOW, merged=(1, 2))
    second = _page(2, (("3", "Kiểm tra", "", "2027"), ("4", "Tổng kết", "", "2027"), ("5", "Sơ kết", "Sở Xây dựng", "2027")), TOP,
                   merged=(0, 1))  # fmt: skip
    assert [cells[LEAD] for cells in _rows(first, second)] == ["Sở Y tế"] * 4 + ["Sở Xây dựng"]


def _misread(made: Page, text: str, number: str) -> Page:
    """The page, a word of it read unsurely as another."""
    words = (replace(w, text=number, confidence=0.3) if w.text == text else w for w in made.words)
    return replace(made, words=tuple(words))


def test_a_heading_whose_first_word_a_scan_does_not_show_is_one() -> None:
    first = _misread(_page(1, FIRST, LOW), "STT", "Sô5")
    assert [cells[0].text for cells in tables([first])[0].rows] == ["STT", "1", "2"]
    sure = _page(1, (("Sô5", *HEADING[1:]), *FIRST[1:]), LOW)
    assert tables([sure])[0].rows[0][0].text == "Sô5"


def test_a_heading_that_comes_again_with_a_number_for_its_first_word_is_no_row() -> None:
    first = _page(1, FIRST, LOW)
    second = _misread(_page(2, (HEADING, ("3", "Kiểm tra", "Sở Y tế", "2027")), TOP[:3]), "STT", "2")
    assert [cells[0] for cells in _rows(first, second)] == ["1", "2", "3"]


def test_what_one_row_of_the_next_page_leaves_out_is_said_with_doubt_or_not_at_all() -> None:
    first = _page(1, FIRST, LOW, merged=(1, 2))
    plain = _page(1, (HEADING, FIRST[1], ("2", "Báo cáo", "Sở Y tế", "2026")), LOW)
    second = _page(2, (("3", "Kiểm tra", "", "2027"), ("4", "Tổng kết", "Sở Xây dựng", "2027")), TOP[:3])
    last = tables([first, second])[-1].rows
    cell = next(cells for cells in last if cells[0].text == "3")[LEAD]
    assert (cell.text, cell.confidence < 0.9) == ("Sở Y tế", True)
    assert [cells[LEAD] for cells in _rows(plain, second)] == ["Sở Y tế", "Sở Y tế", "", "Sở Xây dựng"]


def test_a_merged_cell_whose_words_stand_below_the_break_speaks_for_the_rows_above() -> None:
    first = _page(1, (HEADING, ("1", "Lập kế hoạch", "", "2026"), ("2", "Báo cáo", "", "2026")), LOW, merged=(1, 2))
    second = _page(2, (("3", "Kiểm tra", "Sở Y tế", "2027"), ("4", "Tổng kết", "", "2027")), TOP[:3], merged=(0, 1))
    assert [cells[LEAD] for cells in _rows(first, second)] == ["Sở Y tế"] * 4


def test_the_words_of_a_merged_cell_that_the_break_parted_are_whole_in_every_row() -> None:
    rows = (HEADING, ("1", "Lập kế hoạch", "Sở Khoa học", "2026"), ("2", "Báo cáo", "", "2026"))
    first = _page(1, rows, LOW, merged=(1, 2))
    second = _page(
        2, (("3", "Kiểm tra", "và Công nghệ", "2027"), ("4", "Tổng kết", "", "2027")), TOP[:3], merged=(0, 1)
    )
    assert [cells[LEAD] for cells in _rows(first, second)] == ["Sở Khoa học và Công nghệ"] * 4


def test_a_row_that_the_page_cut_is_one_row() -> None:
    first = _page(
        1, (HEADING, ("1", "Lập kế hoạch", "Sở Y tế", "2026"), ("2", "Rà soát, bổ sung", "Sở Y tế", "2026")), LOW
    )
    second = _page(2, (("", "quy hoạch vùng", "", ""), ("3", "Tổng kết", "Sở Xây dựng", "2027")), TOP[:3])
    assert [cells[1] for cells in _rows(first, second)] == [
        "Lập kế hoạch",
        "Rà soát, bổ sung quy hoạch vùng",
        "Tổng kết",
    ]


def test_a_row_that_is_longer_than_a_page_is_one_row() -> None:
    first = _page(1, (HEADING, ("1", "Rà soát, bổ sung", "Sở Y tế", "2026")), LOW[:3])
    second = _page(2, (HEADING, ("", "quy hoạch vùng,", "", "")), TOP[:3])
    third = _page(3, (HEADING, ("", "quy hoạch tỉnh", "", ""), ("2", "Tổng kết", "Sở Xây dựng", "2027")), TOP)
    assert [cells[1] for cells in _rows(first, second, third)] == [
        "Rà soát, bổ sung quy hoạch vùng, quy hoạch tỉnh",
        "Tổng kết",
    ]


def test_a_row_without_number_is_a_row_of_its_own() -> None:
    first = _page(1, FIRST, LOW)
    second = _page(
        2, (("", "Tổ chức hội nghị", "Sở Nội vụ", "2027"), ("3", "Tổng kết", "Sở Xây dựng", "2027")), TOP[:3]
    )
    assert [cells[1] for cells in _rows(first, second)][2:] == ["Tổ chức hội nghị", "Tổng kết"]


def test_a_narrow_cell_parts_a_number_and_not_two_words() -> None:
    words = [
        *row(HEADING, 104),
        *row(("1", "Nghị quyết", "Sở Y tế", "12/202"), 124),
        *row(("", "226/2025/QH", "", "6"), 138),
        *row(("", "15 của", "", ""), 152),
    ]
    (table,) = tables([page(words, 1, *box(XS, (100, 120, 170)))])
    assert [cell.text for cell in table.rows[1]] == ["1", "Nghị quyết 226/2025/QH15 của", "Sở Y tế", "12/2026"]
