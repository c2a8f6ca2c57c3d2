"""Tables of a text file whose columns are set with spaces."""

from pathlib import Path

import pytest

from directive_kg.readers.blocks import Paragraph, RawTable
from directive_kg.readers.text import read_text

HEAD = "Ủy ban nhân dân tỉnh giao các cơ quan thực hiện những nhiệm vụ sau đây trong năm 2026:\n\n"
NUMBERED = """\
TT  Nội dung                             Đơn vị thực hiện          Thời gian
1   Giám sát ca bệnh tại cộng đồng ở     Trung tâm Y tế            Thường xuyên
    các xã vùng cao
2   Phun hóa chất                        Trạm Y tế các xã          Tháng 5/2026
"""
UNNUMBERED = """\
Nội dung công việc          Đơn vị chủ trì       Phối hợp           Thời gian
                                                                    hoàn thành
Lập danh sách hộ vay        Phòng Kinh tế        Ngân hàng Chính    Quý I/2026
vốn làm nhà                                      sách xã hội
Mở lớp xóa mù chữ           Phòng Văn hóa        Trường Tiểu học    Quý II/2026
"""


def blocks(text: str, folder: Path) -> list[Paragraph | RawTable]:
    path = folder / "paper.txt"
    path.write_text(HEAD + text + "\nCác đơn vị nghiêm túc thực hiện.\n", encoding="utf-8")
    return list(read_text(path).blocks)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            NUMBERED,
            [
                ["STT", "Nội dung", "Đơn vị thực hiện", "Thời gian"],
                ["1", "Giám sát ca bệnh tại cộng đồng ở các xã vùng cao", "Trung tâm Y tế", "Thường xuyên"],
                ["2", "Phun hóa chất", "Trạm Y tế các xã", "Tháng 5/2026"],
            ],
        ),
        (
            UNNUMBERED,
            [
                ["Nội dung công việc", "Đơn vị chủ trì", "Phối hợp", "Thời gian hoàn thành"],
                ["Lập danh sách hộ vay vốn làm nhà", "Phòng Kinh tế", "Ngân hàng Chính sách xã hội", "Quý I/2026"],
                ["Mở lớp xóa mù chữ", "Phòng Văn hóa", "Trường Tiểu học", "Quý II/2026"],
            ],
        ),
    ],
)
def test_columns_set_with_spaces_become_cells_with_their_lines(
    text: str, rows: list[list[str]], tmp_path: Path
) -> None:
    before, table, after = blocks(text, tmp_path)
    assert isinstance(table, RawTable)
    assert [[cell.text for cell in row] for row in table.rows] == rows
    source = (HEAD + text).split("\n")
    for row in table.rows[1:]:
        assert source[row[0].line - 1].startswith(row[0].text.split()[0])
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert after.text == "Các đơn vị nghiêm túc thực hiện."


LETTERHEAD = """\
   ỦY BAN NHÂN DÂN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
  TỈNH TUYÊN QUANG                    Độc lập - Tự do - Hạnh phúc
     -------                              ---------------
 Số: 118/KH-UBND                 Tuyên Quang, ngày 12 tháng 3 năm 2026

                              KẾ HOẠCH
          Phòng, chống thiên tai năm 2026 trên địa bàn tỉnh
"""


def test_a_letterhead_side_by_side_is_read_column_by_column(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(LETTERHEAD, encoding="utf-8")
    texts = [block.text for block in read_text(path).blocks if isinstance(block, Paragraph)]
    assert texts == [
        "ỦY BAN NHÂN DÂN TỈNH TUYÊN QUANG",
        "Số: 118/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Tuyên Quang, ngày 12 tháng 3 năm 2026",
        "KẾ HOẠCH",
        "Phòng, chống thiên tai năm 2026 trên địa bàn tỉnh",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế        Sở Nội vụ        Sở Tài chính        Sở Xây dựng\n",
        "ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI\nTỈNH        Độc lập\n",
    ],
)
def test_words_far_apart_are_no_table_by_themselves(text: str, tmp_path: Path) -> None:
    assert not any(isinstance(block, RawTable) for block in blocks(text, tmp_path))
