"""Table fragments to rows: pieces joined over pages, groups, parts, numbers."""

from hypothesis import given
from hypothesis import strategies as st

from directive_kg.extract.columns import field_of_heading, fields_of_headings
from directive_kg.extract.tables import bare_number, cell_text, number_style, task_tables
from directive_kg.readers.blocks import RawCell, RawTable

HEAD = ("STT", "Nhiệm vụ", "Sản phẩm", "Thời hạn", "Cơ quan chủ trì")


def _fragment(*rows: tuple[str, ...], bold: tuple[int, ...] = ()) -> RawTable:
    return RawTable(
        tuple(
            tuple(RawCell(text, line, None, column, bold=line in bold) for column, text in enumerate(row, 1))
            for line, row in enumerate(rows, 1)
        ),
        1,
    )


def test_a_row_broken_by_a_page_is_joined_cell_by_cell() -> None:
    (table,) = task_tables(
        [
            _fragment(HEAD, ("1.", "Xây dựng kế", "Kế", "Quý", "Sở")),
            _fragment(
                HEAD, ("", "hoạch năm", "hoạch", "II/2026", "Y tế"), ("2.", "Việc hai", "Báo cáo", "", "Sở Nội vụ")
            ),
        ]
    )
    assert [row.stt for row in table.rows] == ["1", "2"]
    first = table.rows[0]
    assert (first.text("title"), first.text("deadline"), first.text("lead")) == (
        "Xây dựng kế hoạch năm",
        "Quý II/2026",
        "Sở Y tế",
    )


def test_headings_of_groups_stand_over_their_rows() -> None:
    (table,) = task_tables(
        [
            _fragment(
                HEAD,
                ("1", "Nhóm một", "", "", ""),
                ("", "a) Nhóm con", "", "", ""),
                ("(1)", "Việc một", "Báo cáo", "Năm 2026", "Sở Y tế"),
                ("b) Nhóm con nữa", "", "", "", ""),
                ("(2)", "Việc hai", "Báo cáo", "Năm 2026", "Sở Y tế"),
                ("2.", "Nhóm hai", "", "", ""),
                ("(3)", "Việc ba", "Báo cáo", "Năm 2026", "Sở Y tế"),
                bold=(3,),
            )
        ]
    )
    assert [(row.stt, row.group) for row in table.rows] == [
        ("1", "1. Nhóm một / a) Nhóm con"),
        ("2", "1. Nhóm một / b) Nhóm con nữa"),
        ("3", "2. Nhóm hai"),
    ]


def test_dash_rows_are_parts_of_the_row_above_which_stays_a_task() -> None:
    (table,) = task_tables(
        [
            _fragment(
                HEAD,
                ("1.", "Việc một", "Báo cáo", "Năm 2026", "Sở Y tế"),
                ("2.", "Việc lớn", "", "", ""),
                ("-", "Phần một", "Báo cáo", "Năm 2026", "Sở Y tế"),
                ("-", "Phần hai", "Báo cáo", "Năm 2026", "Sở Y tế"),
                ("3.", "Việc ba", "Báo cáo", "Năm 2026", "Sở Y tế"),
            )
        ]
    )
    assert [(row.stt, row.part_of) for row in table.rows] == [
        ("1", None),
        ("2", None),
        ("2.1", "2"),
        ("2.2", "2"),
        ("3", None),
    ]


def test_a_number_that_heads_numbers_below_it_is_a_group() -> None:
    (table,) = task_tables(
        [
            _fragment(
                HEAD,
                ("6", "Nhóm sáu", "", "", ""),
                ("6.1", "Việc", "Báo cáo", "Năm 2026", "Sở Y tế"),
                ("6.2", "Việc nữa", "Báo cáo", "Năm 2026", "Sở Y tế"),
            )
        ]
    )
    assert [(row.stt, row.group) for row in table.rows] == [("6.1", "6. Nhóm sáu"), ("6.2", "6. Nhóm sáu")]


def test_an_indicator_table_is_no_task_table() -> None:
    assert task_tables([_fragment(("STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch 2026"), ("1", "GRDP", "%", "13"))]) == []


def test_list_items_of_a_cell_are_parted_by_semicolons() -> None:
    assert cell_text(["- Các sở, ngành - Các doanh nghiệp"]) == "Các sở, ngành; Các doanh nghiệp"
    assert cell_text(["- Một;\n- Hai"]) == "Một; Hai"
    assert cell_text(["Lào Cai - Hà Nội"]) == "Lào Cai - Hà Nội"
    assert cell_text(["Quý IV/2026\n- Quý II/2027"]) == "Quý IV/2026 - Quý II/2027"
    assert cell_text(["Từ năm 2026\n- 2030"]) == "Từ năm 2026 - 2030"
    assert cell_text(["Trình năm 2026\n- Ban hành năm 2027"]) == "Trình năm 2026; Ban hành năm 2027"


def test_headings_say_what_a_column_holds_whatever_their_wording() -> None:
    for heading, field in {
        "Đơn vị tham mưu": "lead",
        "Cơ quan chủ trì thực hiện": "lead",
        "Cơ quan, đơn vị phối hợp": "coordinating",
        "Thời gian thực hiện/hoàn thành": "deadline",
        "Tiến độ": "deadline",
        "Kết quả/Sản phẩm": "deliverable",
        "Cấp trình": "authority",
        "Lãnh đạo UBND thành phố chỉ đạo": "directing_leader",
        "Nguồn vốn": "resources",
        "Nhiệm vụ chủ trì": "title",
        "TT": "stt",
        "Màu sắc": None,
    }.items():
        assert field_of_heading(heading) == field, heading
    assert fields_of_headings(["TT", "Nội dung", "Số lượng"]) is None


@given(st.integers(1, 999))
def test_numbers_keep_their_figures_in_every_dress(number: int) -> None:
    for dress, style in ((f"({number})", "(n)"), (f"{number}.", "n"), (str(number), "n"), (f"{number}.1", "n.n")):
        assert number_style(dress) == style
        assert bare_number(dress).startswith(str(number))


@given(st.lists(st.text(alphabet="abcđê -+\n", max_size=12), max_size=4))
def test_cell_text_is_one_line_without_loose_blanks(pieces: list[str]) -> None:
    text = cell_text(pieces)
    assert text == " ".join(text.split())


def test_a_list_that_orders_nothing_ends_the_table_above_it() -> None:
    assert fields_of_headings(["TT", "Tên dự án", "Chủ đầu tư", "Tổng mức đầu tư", "Thời gian thực hiện"]) is None
    assert fields_of_headings(["TT", "Hoạt động", "Chủ trì", "Thời gian bắt đầu", "Thời gian kết thúc"]) == (
        "stt", "title", "lead", "start", "deadline",
    )  # fmt: skip
    assert field_of_heading("Chủ trì (Cơ quan chủ trì, phối hợp)") == "lead"
