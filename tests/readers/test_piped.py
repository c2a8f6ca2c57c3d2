"""Tables drawn with '|' and letterheads set as tables."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from directive_kg.readers.blocks import Paragraph, RawTable
from directive_kg.readers.paragraphs import SourceLine
from directive_kg.readers.piped import lone_pipe_table, pipe_table
from directive_kg.readers.text import read_text

BODY = "Thực hiện nhiệm vụ của các cơ quan theo quyết định của Ủy ban nhân dân trong năm.\n\n"


def _lines(text: str) -> list[SourceLine]:
    return [SourceLine(line, number, None) for number, line in enumerate(text.split("\n"), start=1)]


def _rows(table: RawTable | None) -> list[list[str]]:
    assert table is not None
    return [[cell.text for cell in row] for row in table.rows]


def _lone(*rows: tuple[str, ...]) -> str:
    return "\n".join("|\n" + "".join(f"{cell}\n|\n" if cell else "|\n" for cell in row).rstrip("\n") for row in rows)


def test_one_cell_a_block_with_a_group_row_and_an_empty_cell() -> None:
    text = _lone(
        ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"),
        ("I", "Nhóm việc"),
        ("1", "Xây dựng kế\nhoạch", "Sở A", "2026"),
        ("2", "Lập đề án", "", "2027"),
    )
    table, end = lone_pipe_table(_lines(text), 0)
    assert _rows(table) == [
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
        ["I", "Nhóm việc"],
        ["1", "Xây dựng kế\nhoạch", "Sở A", "2026"],
        ["2", "Lập đề án", "", "2027"],
    ]
    assert end == len(text.split("\n"))


def test_text_behind_the_table_is_no_cell() -> None:
    text = _lone(("TT", "Việc", "Bên"), ("1", "Đo đạc", "Sở A")) + "\n\n\nPhần tiếp theo của văn bản.\n"
    lines = _lines(text)
    table, end = lone_pipe_table(lines, 0)
    assert _rows(table)[-1] == ["1", "Đo đạc", "Sở A"]
    assert any(line.raw.startswith("Phần tiếp") for line in lines[end:])


def test_a_pipe_row_split_over_lines_is_one_and_a_lost_number_is_blank() -> None:
    text = "\n".join(
        (
            "| TT | Tên | Trình | Soạn | Hạn | |",
            "| --- | --- | --- | --- | --- |",
            "| I. Nhóm |",
            "| Nghị quyết thứ nhất | Sở A",
            "| Sở B",
            "| Tháng 5 | |",
            "| | Nghị quyết thứ hai | Sở C | Sở D | Tháng 6 | |",
        )
    )
    table, _ = pipe_table(_lines(text), 0)
    assert _rows(table) == [
        ["TT", "Tên", "Trình", "Soạn", "Hạn"],
        ["I. Nhóm"],
        ["", "Nghị quyết thứ nhất", "Sở A", "Sở B", "Tháng 5"],
        ["", "Nghị quyết thứ hai", "Sở C", "Sở D", "Tháng 6"],
    ]


@given(st.lists(st.sampled_from(["|", "", "| |", "|||", "a", "| a | b |", "1", "**b**", "|---|"]), max_size=40))
def test_no_drawing_stops_the_reader(lines: list[str]) -> None:
    read = [SourceLine("|", 1, None)] + [SourceLine(line, n, None) for n, line in enumerate(lines, start=2)]
    _, end = lone_pipe_table(read, 0)
    assert 0 < end <= len(read)
    read[0] = SourceLine("| a |", 1, None)
    assert 0 < pipe_table(read, 0)[1] <= len(read)


def test_a_letterhead_in_cells_becomes_its_paragraphs(tmp_path: Path) -> None:
    head = _lone(
        ("**ỦY BAN NHÂN\nDÂN **\nTHÀNH PHỐ A\n-------", "**CỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM**\nĐộc lập - Tự do"),
        ("Số: 12/KH-UBND", "*A, ngày 3 tháng\n4 năm 2026*"),
    )
    path = tmp_path / "giay.txt"
    path.write_text(
        head + "\n\n\n" + BODY + "| Nơi nhận: - Sở A; - Lưu: VT. | KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Văn B |\n|---|---|\n"
    )
    blocks = read_text(path).blocks
    texts = [b.text for b in blocks if isinstance(b, Paragraph)]
    assert texts[:6] == [
        "ỦY BAN NHÂN DÂN",
        "THÀNH PHỐ A",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do",
        "Số: 12/KH-UBND",
        "A, ngày 3 tháng 4 năm 2026",
    ]
    assert texts[-2:] == ["KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "Trần Văn B"]
    assert "- Sở A;" in texts


def test_blank_lines_part_paragraphs_where_lines_are_only_wrapped(tmp_path: Path) -> None:
    item = "- Sở Tài chính chủ trì, phối hợp với các\nsở, ban, ngành của tỉnh rà soát hồ sơ và trình\nỦy ban nhân dân tỉnh quyết định\n\n"
    path = tmp_path / "giay.txt"
    path.write_text("**I. MỤC\nĐÍCH**\n\n" + item * 12)
    texts = [b.text for b in read_text(path).blocks if isinstance(b, Paragraph)]
    assert texts[0] == "I. MỤC ĐÍCH"
    assert len(texts) == 13
    assert texts[1].endswith("trình Ủy ban nhân dân tỉnh quyết định")
