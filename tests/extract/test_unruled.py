"""Tables without rules, in a paper of our own writing and in the one whose transcription lies beside the checkout."""

import json
import random
import re
import unicodedata
from collections.abc import Sequence

import pytest

from directive_kg.extract.unruled import UnruledTable, read_unruled
from directive_kg.readers.blocks import Line
from directive_kg.register import load_register
from tests.extract.unruled_press import HEADINGS, printed, random_row
from tests.shared import SHARED, needs_shared

_USUAL = ("title", "deliverable", "deadline", "lead", "coordinating", "authority")

PAPER = """\
PHỤ LỤC
(Kèm theo Kế hoạch số 918/KH-UBND)

TT Nội dung công việc
Cơ quan
chủ trì
Thời gian
hoàn thành
Sản phẩm

1

Lập bản đồ các điểm ngập úng khu vực nội đô và
đề xuất phương án đặt trạm bơm lưu động

Sở Xây
dựng
Quý
IV/2026

Bản đồ số, hồ
sơ và báo cáo

2
Thay thế đèn chiếu sáng công cộng cũ

Sở Công
Thương
Tháng
12/2026

- Danh mục
tuyến đường
- Kế hoạch

7

TT Nội dung công việc
Cơ quan
chủ trì
Thời gian
hoàn thành
Sản phẩm

mua sắm được

duyệt

3

Xây dựng bãi đỗ xe thông minh theo Quyết định
số 4711/QĐ-
UBND của thành phố

Sở Tài
chính
Năm 2027

Dự án được
phê duyệt

Nơi nhận:
- Như trên.
"""


def _lines(text: str) -> list[Line]:
    return [Line(unicodedata.normalize("NFC", line).strip(), n) for n, line in enumerate(text.split("\n"), start=1)]


def _paper() -> UnruledTable:
    table = read_unruled(_lines(PAPER))
    assert table is not None
    return table


def test_columns_stand_in_the_papers_order() -> None:
    assert _paper().columns == ("stt", "title", "lead", "deadline", "deliverable")


def test_cells_of_a_small_table() -> None:
    rows = {row.stt: {name: cell.text for name, cell in row.cells.items()} for row in _paper().rows}
    assert rows == {
        "1": {
            "title": "Lập bản đồ các điểm ngập úng khu vực nội đô và đề xuất phương án đặt trạm bơm lưu động",
            "lead": "Sở Xây dựng",
            "deadline": "Quý IV/2026",
            "deliverable": "Bản đồ số, hồ sơ và báo cáo",
        },
        "2": {
            "title": "Thay thế đèn chiếu sáng công cộng cũ",
            "lead": "Sở Công Thương",
            "deadline": "Tháng 12/2026",
            "deliverable": "Danh mục tuyến đường\nKế hoạch mua sắm được duyệt",
        },
        "3": {
            "title": "Xây dựng bãi đỗ xe thông minh theo Quyết định số 4711/QĐ-UBND của thành phố",
            "lead": "Sở Tài chính",
            "deadline": "Năm 2027",
            "deliverable": "Dự án được phê duyệt",
        },
    }


def test_a_cell_knows_its_first_line_page_and_column() -> None:
    first, _, third = _paper().rows
    lines = PAPER.split("\n")
    assert lines[first.cells["lead"].line - 1] == "Sở Xây"
    assert (first.page, third.page) == (1, 2)
    assert third.cells["deliverable"].column == 5


def test_the_table_ends_before_what_follows_it() -> None:
    table, lines = _paper(), PAPER.split("\n")
    assert lines[table.first_line - 1].startswith("TT Nội dung")
    assert lines[table.last_line - 1] == "phê duyệt"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kế hoạch\n1\nTham mưu\n2\nBáo cáo",
        "STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\tSản phẩm\n1\tA\tB\tC\tD\n2\tA\tB\tC\tD",
        "STT Nhiệm vụ Cơ quan chủ trì Thời hạn\n1\nMột hàng thôi thì không phải bảng\nSở Y tế\nNăm 2026",
        "STT Tên công trình Tiến độ Ghi chú\n1\nCầu Rạch Mới\nNăm 2027\nVốn tỉnh\n2\nĐường ven đê\nNăm 2028\nVốn xã",
        "STT Họ và tên Ngày sinh Chức vụ\n1\nTrần Văn Ất\n01/01/1970\nLái xe\n2\nLê Thị Bính\n02/02/1971\nKế toán",
    ],
)
def test_no_table_where_there_is_none(text: str) -> None:
    assert read_unruled(_lines(text)) is None


def test_groups_and_numbers_that_begin_anew() -> None:
    row = "Rà soát quy trình quản lý chợ đầu mối\nSở Công Thương\nQuý III/2026\nBáo cáo"
    heading = "TT\nNhiệm vụ\nCơ quan chủ trì\nThời hạn\nSản phẩm"
    text = f"{heading}\nI\nVề thương mại\n1\n{row}\n2\n{row}\nII\nVề y tế\n1\n{row}"
    table = read_unruled(_lines(text))
    assert table is not None
    assert [(r.stt, r.groups) for r in table.rows] == [
        ("1", ("I. Về thương mại",)),
        ("2", ("I. Về thương mại",)),
        ("1", ("II. Về y tế",)),
    ]


def test_a_number_left_alone_by_the_wrap_opens_no_row() -> None:
    rng = random.Random(4)
    rows = [random_row(rng, _USUAL) for _ in range(6)]
    rows[1]["deadline"] = "Tháng 2, 3"
    lines = printed(rows, _USUAL)
    at = next(i for i, line in enumerate(lines) if line.text == "Tháng 2, 3")
    broken = [line.text for line in lines[:at]] + ["Tháng 2,", "3"] + [line.text for line in lines[at + 1 :]]
    table = read_unruled([Line(text, n) for n, text in enumerate(broken, start=1)])
    assert table is not None
    assert [row.stt for row in table.rows] == ["1", "2", "3", "4", "5", "6"]
    assert table.rows[1].cells["deadline"].text == "Tháng 2, 3"


def _plain(text: str) -> str:
    return re.sub(r"[\s\-]", "", text)


def _recovered(table: UnruledTable | None, rows: Sequence[dict[str, str]], fields: Sequence[str]) -> float:
    if table is None or len(table.rows) != len(rows):
        return 0.0
    hits = [
        name in row.cells and _plain(row.cells[name].text) == _plain(want[name])
        for row, want in zip(table.rows, rows, strict=True)
        for name in fields
    ]
    return sum(hits) / len(hits)


@pytest.mark.parametrize("seed", range(6))
def test_what_was_printed_is_read_back(seed: int) -> None:
    """Random rows, columns in random order, random widths and gaps: at least 95 % of the cells come back."""
    rng = random.Random(seed)
    fields = ["title", *rng.sample(_USUAL[1:], rng.randint(3, 5))]
    if "lead" not in fields:
        fields.insert(2, "lead")
    rows = [random_row(rng, fields) for _ in range(14)]
    lines = printed(rows, fields, gap=rng.choice([1, 2]), rows_a_page=rng.randint(3, 7), scale=rng.uniform(0.8, 1.3))
    table = read_unruled(lines, register=load_register(), home="hai-phong")
    assert table is not None
    assert table.columns == ("stt", *fields)
    assert _recovered(table, rows, fields) >= 0.95


@pytest.mark.parametrize("seed", range(3))
def test_no_word_of_a_row_is_lost_or_moved(seed: int) -> None:
    """However a row is cut, its cells hold its words in their order, even where the words make no sense."""
    rng = random.Random(seed)
    words = ["Sở", "và", "7/2026", "các", "Quý", "–", "(thành)", "của;", "Tháng", "không,", "“Đề", "12", "án”"]
    rows = [[" ".join(rng.choices(words, k=rng.randint(1, 4))) for _ in range(rng.randint(5, 25))] for _ in range(5)]
    heading = ["STT", *(HEADINGS[name] for name in _USUAL)]
    texts = [*heading, *(text for n, row in enumerate(rows, start=1) for text in [str(n), "Rà soát", *row])]
    table = read_unruled([Line(text, n) for n, text in enumerate(texts, start=1)])
    assert table is not None
    for row, want in zip(table.rows[:-1], rows, strict=False):
        got = _plain("".join(cell.text for cell in row.cells.values()))
        assert re.sub(r"\W", "", got) == re.sub(r"\W", "", _plain("Rà soát" + "".join(want)))


def test_a_row_over_three_long_pages_is_read_with_low_confidence() -> None:
    rng = random.Random(1)
    fields = ("title", "lead", "deadline", "deliverable")
    rows = [random_row(rng, fields) for _ in range(4)]
    rows[1]["title"] = " ".join(random_row(rng, fields)["title"] for _ in range(60))
    lines = printed(rows, fields)
    heading = [line.text for line in lines[: next(i for i, line in enumerate(lines) if line.text == "1")]]
    start = next(i for i, line in enumerate(lines) if line.text == "2")
    texts = [line.text for line in lines]
    for cut in (start + 70, start + 35):
        texts[cut:cut] = heading
    table = read_unruled([Line(text, n) for n, text in enumerate(texts, start=1)])
    assert table is not None
    assert [row.stt for row in table.rows] == ["1", "2", "3", "4"]
    assert table.rows[1].confidence < 0.9


def _fold(value: str | None) -> str:
    """As gold/score.py folds a cell's words."""
    marks = str.maketrans({"“": '"', "”": '"', "–": "-", "…": "...", "\u00a0": " "})
    text = unicodedata.normalize("NFC", value or "").translate(marks).lower()
    text = re.sub(r"\s*([;,:/\-])\s*", r"\1", text)
    return re.sub(r"\s+", " ", text).strip().rstrip(".;, ").lstrip("-+• ")


@needs_shared
def test_the_transcribed_paper() -> None:
    gold = json.loads((SHARED / "gold" / "003.json").read_text(encoding="utf-8"))
    text = next((SHARED / "corpus").glob("003_*.txt")).read_text(encoding="utf-8-sig")
    table = read_unruled(_lines(text), register=load_register(), home="hai-phong")
    assert table is not None
    assert list(table.columns) == gold["table_columns"]
    rows = {row.stt: row for row in table.rows}
    assert list(rows) == [task["stt"] for task in gold["tasks"]]
    wrong = []
    for task in gold["tasks"]:
        for name in _USUAL:
            cell = rows[task["stt"]].cells.get(name)
            if _fold(cell.text if cell else None) != _fold(task[name]):
                wrong.append((task["stt"], name, cell.confidence if cell else 0.0))
    assert len(wrong) <= 0.02 * len(gold["tasks"]) * len(_USUAL), wrong
    assert all(confidence < 0.9 for _, _, confidence in wrong), wrong


UNNUMBERED = """\
Hoạt động
Đơn vị thực hiện
Sản phẩm
Thời gian hoàn thành
DU LỊCH
Xây dựng bộ tiêu chí công nhận điểm đến du lịch xanh trên địa bàn các xã ven biển và hải
đảo
Sở Du lịch
Bộ tiêu chí
Quý I/2026
Đào tạo hướng dẫn viên
Trường Cao đẳng Du lịch, Hiệp hội Du lịch tỉnh
Báo cáo kết quả
Hằng năm
ĐIỆN ẢNH
Tổ chức Tuần lễ phim
Sở Văn hóa, Thể thao và Du lịch
10 phim được chiếu
Tháng 10/2026
Các đơn vị nghiêm túc thực hiện Kế hoạch này, báo cáo kết quả theo quy định.
"""


def test_rows_without_numbers_are_told_by_what_their_cells_hold() -> None:
    lines = [Line(text, number) for number, text in enumerate(UNNUMBERED.splitlines(), start=1)]
    table = read_unruled(lines)
    assert table is not None
    assert table.columns == ("stt", "title", "lead", "deliverable", "deadline")
    read = [[row.cells[name].text if name in row.cells else "" for name in table.columns[1:]] for row in table.rows]
    assert read == [
        [
            "Xây dựng bộ tiêu chí công nhận điểm đến du lịch xanh trên địa bàn các xã ven biển và hải đảo",
            "Sở Du lịch",
            "Bộ tiêu chí",
            "Quý I/2026",
        ],
        ["Đào tạo hướng dẫn viên", "Trường Cao đẳng Du lịch, Hiệp hội Du lịch tỉnh", "Báo cáo kết quả", "Hằng năm"],
        ["Tổ chức Tuần lễ phim", "Sở Văn hóa, Thể thao và Du lịch", "10 phim được chiếu", "Tháng 10/2026"],
    ]
    assert [row.groups for row in table.rows] == [("DU LỊCH",), ("DU LỊCH",), ("ĐIỆN ẢNH",)]
    assert table.last_line == 19, "running text behind the rows is none of them"
    assert all(cell.confidence < 0.9 for row in table.rows for cell in row.cells.values())


def test_of_two_columns_of_bodies_one_empty_neither_is_sure() -> None:
    text = "TT\nNhiệm vụ\nCơ quan chủ trì\nCơ quan phối hợp\nThời hạn\n" + "".join(
        f"{n}\nXây dựng kế hoạch tuyên truyền số {n}\nSở Tư pháp\n{also}Quý {'I' * n}/2026\n"
        for n, also in ((1, "Sở Nội vụ\n"), (2, ""), (3, "Sở Nội vụ\n"))
    )
    table = read_unruled([Line(words, number) for number, words in enumerate(text.splitlines(), start=1)])
    assert table is not None
    leads = [row.cells["lead"] for row in table.rows]
    assert [cell.text for cell in leads] == ["Sở Tư pháp"] * 3
    assert leads[1].confidence < 0.9
