"""Pages of HTML to blocks: what a browser shows is read, once, whatever program wrote the page."""

from html import escape
from pathlib import Path

import pytest

from directive_kg.readers.blocks import Paragraph, RawTable
from directive_kg.readers.html import html_blocks, is_html
from directive_kg.readers.text import read_text

BODY = "Thực hiện nhiệm vụ của các cơ quan theo quyết định của Ủy ban nhân dân trong năm."
# What an office program writes around every word.
HEAD = "<html><head><style>" + ".a{mso-style-unhide:no}" * 4000 + "</style></head><body>"
STYLED = "<p class=MsoNormal style='mso-pagination:none;line-height:115%'><span lang=VI style='font-size:13.0pt'>{}</span></p>\n"


def _rows(table: RawTable | None) -> list[list[str]]:
    assert table is not None
    return [[cell.text for cell in row] for row in table.rows]


def _tables(page: str) -> list[list[list[str]]]:
    return [_rows(block) for block in html_blocks(page) if isinstance(block, RawTable)]


def _paragraphs(page: str) -> list[str]:
    return [block.text for block in html_blocks(page) if isinstance(block, Paragraph)]


def test_html_with_merged_cells_speaks_for_each_row() -> None:
    page = (
        "<html><body><script>x</script><p><b>KẾ</b><b> HOẠCH</b></p><div>Việc <i>một</i><br>Việc hai</div>"
        "<table><tr><th>TT</th><th>Việc</th><th>Chủ trì</th></tr>"
        "<tr><td>1</td><td>Đo đất</td><td rowspan=2>Sở A</td></tr><tr><td>2</td><td>Đo nước</td></tr></table></body></html>"
    )
    assert is_html(page)
    blocks = html_blocks(page)
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == ["KẾ HOẠCH", "Việc một", "Việc hai"]
    assert blocks[0] == Paragraph("KẾ HOẠCH", 1, bold=True)
    (table,) = [b for b in blocks if isinstance(b, RawTable)]
    assert _rows(table) == [["TT", "Việc", "Chủ trì"], ["1", "Đo đất", "Sở A"], ["2", "Đo nước", "Sở A"]]


def test_running_text_with_a_few_tags_is_no_page() -> None:
    assert not is_html("Một văn bản có <b>chữ đậm</b> và <sup>1</sup>. " * 5 + "Nội dung khác của văn bản. " * 20)


def test_absurd_spans_are_capped() -> None:
    page = "<table>" + "<tr><td rowspan=99999999 colspan=99999>a</td><td>b</td></tr>" * 3 + "</table>"
    assert html_blocks(page)


def _numbered(text: str) -> str:
    return "".join(letter if ord(letter) < 128 else f"&#{ord(letter)};" for letter in text)


LEGACY = "Thùc hiÖn nhiÖm vô cña c¸c c¬ së vÒ viÖc thùc hiÖn kÕ ho¹ch"


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + STYLED.format(_numbered(BODY)) * 9).encode(),
        (HEAD + STYLED.format(BODY) * 9).encode("utf-16-le"),
        (HEAD + STYLED.format(LEGACY) * 9).encode("latin-1"),
        (HEAD + STYLED.format(_numbered(LEGACY)) * 9).encode(),
    ],
    ids=["numbers", "utf-16", "tcvn3", "tcvn3 in numbers"],
)
def test_letters_are_told_among_much_markup(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "trang.doc"
    path.write_bytes(data)
    (first, *_) = read_text(path).blocks
    assert isinstance(first, Paragraph)
    assert first.text.startswith("Thực hiện nhiệm vụ của các cơ")


def test_a_table_that_only_lays_the_page_out_hides_no_table() -> None:
    rows = "<tr><th>TT<th>Việc<th>Chủ trì</tr><tr><td>1<td>Đo đất<td>Sở A</tr>"
    page = f"<table><tr><td>Trái<td><p>KẾ HOẠCH</p><div><table>{rows}</table></div></table>"
    assert _paragraphs(page) == ["Trái", "KẾ HOẠCH"]
    assert _tables(page) == [[["TT", "Việc", "Chủ trì"], ["1", "Đo đất", "Sở A"]]]


def test_a_table_in_a_cell_is_part_of_the_cell() -> None:
    inner = "<table><tr><td>Vốn<td>5 tỷ</tr><tr><td>Đất<td>2 ha</tr></table>"
    page = f"<table><tr><td>1<td>Đo đất<td>Sở A<td>{inner}</tr></table>"
    assert _tables(page) == [[["1", "Đo đất", "Sở A", "Vốn; 5 tỷ\nĐất; 2 ha"]]]


@pytest.mark.parametrize(
    "hidden",
    ["<del>Sở B</del>", "<span style='display: none'>Sở B</span>", "<strike>Sở B</strike>", "<i hidden>Sở B</i>"],
)
def test_what_a_page_does_not_show_or_strikes_out_is_not_read(hidden: str) -> None:
    assert _paragraphs(f"<p>Sở A {hidden}</p>") == ["Sở A"]


def test_marks_of_footnotes_are_no_part_of_a_name() -> None:
    page = "<p>Sở A<sup>1</sup>, Sở B<a href='#_ftn2'><span>[2]</span></a>: 5 m<sup>2</sup></p>"
    assert _paragraphs(page) == ["Sở A, Sở B: 5 m2"]


def test_a_list_prints_its_numbers() -> None:
    page = "<ol start=3><li><p>Sở A<li>Sở B</ol><ol type=i><li>1. Sở C<li>Sở D</ol><ul><li>Sở E</ul>"
    assert _paragraphs(page) == ["3. Sở A", "4. Sở B", "1. Sở C", "ii. Sở D", "Sở E"]
    assert _tables("<table><tr><td><ol start=7><li></ol><td>Đo đất<td>Sở A</table>") == [[["7.", "Đo đất", "Sở A"]]]


def test_tables_in_tables_without_end_are_read_as_far_as_anybody_looks() -> None:
    assert _paragraphs(f"<p>{escape(BODY)}</p>" + "<table><tr><td>" * 5000)[0] == BODY
