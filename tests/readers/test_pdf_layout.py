"""Pages with positions to blocks: grids, merged cells, columns without lines, letterheads, running heads."""

from collections.abc import Sequence

from directive_kg.readers.blocks import Paragraph, RawTable
from directive_kg.readers.page import Page, Rule, Word, join_lines
from directive_kg.readers.page_flow import read_flow
from directive_kg.readers.page_grid import find_grids, merge_rules
from directive_kg.readers.page_tables import fragment

A4 = (595.0, 842.0)


def line(text: str, x: float, y: float, *, bold: bool = False) -> list[Word]:
    """Words set from x on, 6 points a letter and 3 a space, 12 points high."""
    words = []
    for word in text.split():
        words.append(Word(word, x, x + 6 * len(word), y, y + 12, bold))
        x += 6 * len(word) + 3
    return words


def page(
    words: Sequence[Sequence[Word]],
    number: int = 1,
    across: Sequence[Rule] = (),
    down: Sequence[Rule] = (),
) -> Page:
    return Page(number, *A4, tuple(w for group in words for w in group), tuple(across), tuple(down))


def box(xs: Sequence[float], ys: Sequence[float]) -> tuple[list[Rule], list[Rule]]:
    """A full grid of ruled lines."""
    return [Rule(y, xs[0], xs[-1]) for y in ys], [Rule(x, ys[0], ys[-1]) for x in xs]


XS = (50, 90, 290, 400, 540)
HEADING = ("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn")


def row(texts: Sequence[str], y: float, xs: Sequence[float] = XS, *, bold: bool = False) -> list[list[Word]]:
    return [line(text, x + 4, y, bold=bold) for text, x in zip(texts, xs, strict=False) if text]


def texts(table: RawTable) -> list[list[str]]:
    return [[cell.text for cell in cells] for cells in table.rows]


def tables(pages: Sequence[Page]) -> list[RawTable]:
    return [block for block in read_flow(pages).blocks if isinstance(block, RawTable)]


def paragraphs(pages: Sequence[Page]) -> list[str]:
    return [block.text for block in read_flow(pages).blocks if isinstance(block, Paragraph)]


def test_dashes_of_one_line_are_joined_and_short_strokes_dropped() -> None:
    pieces = [Rule(100, 10, 40), Rule(101, 42, 90), Rule(100, 200, 203)]
    assert merge_rules(pieces) == [Rule(100 + 1 / 3, 10, 90)]


def test_a_ruled_table_gives_its_cells_with_their_places() -> None:
    across, down = box(XS, (100, 120, 140, 160))
    words = [
        *row(HEADING, 104),
        *row(("1", "Lập kế hoạch", "Sở Y tế", "2026"), 124),
        *row(("2", "Báo cáo", "", ""), 144),
    ]
    (table,) = tables([page(words, 3, across, down)])
    assert texts(table) == [
        list(HEADING),
        ["1", "Lập kế hoạch", "Sở Y tế", "2026"],
        ["2", "Báo cáo", "", ""],
    ]
    assert {cell.page for cells in table.rows for cell in cells} == {3}
    assert [cell.column for cell in table.rows[1]] == [1, 2, 3, 4]


def test_a_frame_around_words_is_no_table() -> None:
    across, down = box((50, 540), (100, 160))
    assert find_grids(page([line("Một khung chữ", 60, 120)], 1, across, down)) == []


def test_a_cell_merged_over_rows_speaks_for_each_and_its_number_for_the_first() -> None:
    across, down = box(XS, (100, 120, 140, 160))
    # No line between the two rows in the first and the last column.
    across[2] = Rule(140, 90, 400)
    words = [
        *row(HEADING, 104),
        *row(("1", "Lập kế hoạch", "Sở Y tế", "Quý I"), 124),
        *row(("", "Báo cáo", "Sở Nội vụ", ""), 144),
    ]
    (grid,) = find_grids(page(words, 1, across, down))
    rows = [[cell.text for cell in cells] for cells in fragment(grid).rows]
    assert rows[1:] == [["1", "Lập kế hoạch", "Sở Y tế", "Quý I"], ["", "Báo cáo", "Sở Nội vụ", "Quý I"]]


def test_a_heading_in_two_storeys_is_one_row_and_column_numbers_are_none() -> None:
    across, down = box(XS, (100, 120, 140, 160, 180))
    across[1] = Rule(120, 290, 540)  # only under the heading that spans two columns
    down[3] = Rule(400, 120, 180)
    words = [
        *row(("STT", "Nhiệm vụ"), 114),
        line("Cơ quan", 380, 104),
        *row(("", "", "chủ trì", "phối hợp"), 124),
        *row(("1", "2", "3", "4"), 144),
        *row(("1", "Lập kế hoạch", "Sở Y tế", "Công an"), 164),
    ]
    (table,) = tables([page(words, 1, across, down)])
    assert texts(table) == [
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp"],
        ["1", "Lập kế hoạch", "Sở Y tế", "Công an"],
    ]


def test_a_row_that_the_page_cut_is_whole_again() -> None:
    across, down = box(XS, (700, 720, 800))
    first = page([*row(HEADING, 704), *row(("1", "Lập kế hoạch phòng,", "Sở Y tế", "2026"), 780)], 1, across[:2], down)
    across, down = box(XS, (60, 90, 120))
    second = page([*row(("", "chống dịch.", "", ""), 64), *row(("2", "Báo cáo", "Sở Nội vụ", ""), 94)], 2, across, down)
    one, two = tables([first, second])
    assert texts(one)[1] == ["1", "Lập kế hoạch phòng, chống dịch.", "Sở Y tế", "2026"]
    assert texts(two) == [list(HEADING), ["2", "Báo cáo", "Sở Nội vụ", ""]]


def test_columns_without_lines_are_found_under_their_headings() -> None:
    words = [
        *row(HEADING, 100, bold=True),
        *row(("1", "Lập kế hoạch phòng", "Sở Y tế", "2026"), 124),
        *row(("", "chống dịch", "thành phố", ""), 137),
        *row(("2", "Báo cáo kết quả", "Công an", "2027"), 158),
        line("II. Các việc khác của ngành và các đơn vị có liên quan trong thành phố", 54, 179),
        *row(("3", "Tổng kết", "Sở Nội vụ", ""), 200),
    ]
    (table,) = tables([page(words)])
    assert texts(table) == [
        list(HEADING),
        ["1", "Lập kế hoạch phòng chống dịch", "Sở Y tế thành phố", "2026"],
        ["2", "Báo cáo kết quả", "Công an", "2027"],
        ["II.", "Các việc khác của ngành và các đơn vị có liên quan trong thành phố", "", ""],
        ["3", "Tổng kết", "Sở Nội vụ", ""],
    ]


MIDDLE = [
    *row(("", "Lập kế hoạch phòng", "", ""), 124),
    *row(("1", "", "Sở Y tế", "2026"), 131),
    *row(("", "chống dịch bệnh", "", ""), 138),
    *row(("", "Tổ chức hội nghị", "Công an", ""), 162),
    *row(("2", "của tỉnh, báo cáo", "và Sở", "2027"), 176),
    *row(("", "với Chính phủ", "Nội vụ", ""), 190),
]


def test_cells_set_in_the_middle_belong_to_one_row_and_so_does_a_number_over_two_lines() -> None:
    heading = [line("Số", 54, 93), *row(("", *HEADING[1:]), 100), line("TT", 54, 107)]
    last = [*row(("5.1.", "Tổng kết", "Sở Y tế", "2028"), 214), line("12", 54, 228)]
    (table,) = tables([page([*heading, *MIDDLE, *last])])
    assert texts(table) == [
        list(HEADING),
        ["1", "Lập kế hoạch phòng chống dịch bệnh", "Sở Y tế", "2026"],
        ["2", "Tổ chức hội nghị của tỉnh, báo cáo với Chính phủ", "Công an và Sở Nội vụ", "2027"],
        ["5.1.12", "Tổng kết", "Sở Y tế", "2028"],
    ]


def test_a_heading_whose_lines_stand_as_far_apart_as_those_of_the_rows_is_whole() -> None:
    heading = [*row(("STT", "Nhiệm vụ", "Cơ quan", "Thời hạn"), 100, bold=True),
               *row(("", "của đơn vị", "chủ trì", ""), 117, bold=True)]  # fmt: skip
    rows = [*row(("1", "Lập kế hoạch", "Sở Y tế", "2026"), 144), *row(("", "phòng dịch", "và Sở", ""), 161),
            *row(("", "bệnh", "Nội vụ", ""), 178), *row(("2", "Báo cáo", "Công an", "2027"), 205)]  # fmt: skip
    (table,) = tables([page([*heading, *rows])])
    assert texts(table)[0] == ["STT", "Nhiệm vụ của đơn vị", "Cơ quan chủ trì", "Thời hạn"]
    assert [cells[0] for cells in texts(table)[1:]] == ["1", "2"]


def test_a_table_without_lines_goes_on_over_a_page_that_begins_with_the_rest_of_one_cell() -> None:
    first = page([*row(HEADING, 100, bold=True), *row(("1", "Lập kế hoạch", "Sở Y tế", "2026"), 124)], 1)
    rest = [line("nội dung của kế hoạch", 94, 60 + 13 * n) for n in range(14)]
    second = page([*rest, *row(("2", "Báo cáo", "Công an", "2027"), 260)], 2)
    one, two = tables([first, second])
    assert texts(one)[1] == ["1", "Lập kế hoạch" + " nội dung của kế hoạch" * 14, "Sở Y tế", "2026"]
    assert texts(two)[1:] == [["2", "Báo cáo", "Công an", "2027"]]


def test_a_letterhead_is_read_column_by_column() -> None:
    words = [
        line("UBND TỈNH NAM AN", 60, 60),
        line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 290, 60),
        line("Số: 12/KH-UBND", 65, 76),
        line("Độc lập - Tự do - Hạnh phúc", 310, 76),
        line("Nam An, ngày 02 tháng 3 năm 2026", 310, 92),
        line("KẾ HOẠCH", 250, 130, bold=True),
    ]
    assert paragraphs([page(words)]) == [
        "UBND TỈNH NAM AN",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Nam An, ngày 02 tháng 3 năm 2026",
        "KẾ HOẠCH",
    ]


def test_running_heads_and_page_numbers_go_and_a_sentence_runs_over_the_page() -> None:
    long = "Ủy ban nhân dân tỉnh ban hành kế hoạch này để các sở ngành và"
    pages = [
        page([line(f"CÔNG BÁO/Số 7 {n + 40}", 200, 30), line(long if n < 3 else "địa phương thực hiện.", 50, 80)], n)
        for n in (1, 2, 3)
    ]
    pages[1] = page([line("CÔNG BÁO/Số 7 42", 200, 30), line("các đơn vị thực hiện.", 50, 80), line("2", 300, 810)], 2)
    found = paragraphs(pages)
    assert not any("CÔNG BÁO" in text for text in found)
    assert "2" not in found
    assert found[0] == f"{long} các đơn vị thực hiện."


def test_names_cut_at_a_hyphen_are_whole_again() -> None:
    assert join_lines(["Kết luận số 213-", "KL/TW, kinh tế -", "xã hội"]) == "Kết luận số 213-KL/TW, kinh tế - xã hội"
