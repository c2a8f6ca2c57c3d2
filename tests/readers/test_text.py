"""Text papers to blocks: joined paragraphs, table fragments, and what bad input gets."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.errors import SecretPaperError, UnreadablePaperError
from directive_kg.readers.blocks import Paragraph, RawTable
from directive_kg.readers.markup import strip_markup
from directive_kg.readers.text import read_text

BODY = "Thực hiện nhiệm vụ của các cơ quan theo quyết định của Ủy ban nhân dân trong năm.\n"


def _read(tmp_path: Path, text: str | bytes, name: str = "giay.txt") -> list[Paragraph | RawTable]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read_text(path).blocks)


def test_a_sentence_broken_by_a_page_is_joined(tmp_path: Path) -> None:
    blocks = _read(tmp_path, "Phân công rõ cơ quan\n\n\n\nchủ trì từng việc.\n\n" + BODY)
    assert isinstance(blocks[0], Paragraph)
    assert blocks[0].text == "Phân công rõ cơ quan chủ trì từng việc."
    assert blocks[0].line == 1


def test_a_footnote_does_not_break_the_sentence_over_it(tmp_path: Path) -> None:
    text = (
        "Xây dựng các đề án về y tế<sup>1</sup> và về\n\n<sup>1</sup> Đề án thứ nhất.\n\ngiáo dục của thành phố.\n\n"
        + BODY
    )
    blocks = [b.text for b in _read(tmp_path, text) if isinstance(b, Paragraph)]
    assert blocks[0] == "Xây dựng các đề án về y tế và về giáo dục của thành phố."
    assert blocks[1] == "Đề án thứ nhất."


def test_wrapped_lines_become_paragraphs_and_list_items_stay_apart(tmp_path: Path) -> None:
    lines = []
    for number in range(6):
        lines += [
            f"{number + 1}. Các cơ quan của thành phố tiếp tục thực hiện nhiệm vụ được giao theo",
            "Kế hoạch của Ủy ban nhân dân thành phố và báo cáo kết quả thực hiện theo quy",
            "định của pháp luật.",
        ]
    blocks = [b.text for b in _read(tmp_path, "\n\n".join(lines)) if isinstance(b, Paragraph)]
    assert len(blocks) == 6
    assert all(text.endswith("định của pháp luật.") for text in blocks)


def test_headings_glued_together_are_two(tmp_path: Path) -> None:
    blocks = [b.text for b in _read(tmp_path, "**I. MỤC ĐÍCH****1. Mục đích**\n\n" + BODY) if isinstance(b, Paragraph)]
    assert blocks[:2] == ["I. MỤC ĐÍCH", "1. Mục đích"]


def test_a_table_row_keeps_its_cells_and_their_line(tmp_path: Path) -> None:
    blocks = _read(tmp_path, BODY + "\nSTT\tNhiệm vụ\tThời hạn\n<b>1</b>\t<i>Việc</i>\t\n\n" + BODY)
    table = blocks[1]
    assert isinstance(table, RawTable)
    assert [[cell.text for cell in row] for row in table.rows] == [["STT", "Nhiệm vụ", "Thời hạn"], ["1", "Việc", ""]]
    assert table.rows[1][1].line == 4


@pytest.mark.parametrize(
    "content", [b"", b"  \n\t ", b"%PDF-1.7\n1 0 obj", b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"ti\xfang"]
)
def test_what_is_no_text_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadablePaperError) as refused:
        _read(tmp_path, content)
    assert "\n" not in str(refused.value)
    assert "giay.txt" in str(refused.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "khong-co.txt", tmp_path):
        with pytest.raises(UnreadablePaperError):
            read_text(path)


def test_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePaperError, match="tiếng Việt"):
        _read(tmp_path, "The quick brown fox jumps over the lazy dog, again and again, all day long.\n" * 5)


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "**MẬT**", "Độ mật: TỐI MẬT".upper()])
def test_a_paper_marked_secret_is_refused(tmp_path: Path, mark: str) -> None:
    with pytest.raises(SecretPaperError):
        _read(tmp_path, f"ỦY BAN NHÂN DÂN\n{mark}\n\nKẾ HOẠCH\n\n{BODY * 3}")


def test_the_word_in_a_sentence_is_no_mark(tmp_path: Path) -> None:
    assert _read(tmp_path, "Bảo vệ bí mật nhà nước, tài liệu MẬT theo quy định.\n\n" + BODY)


@given(st.lists(st.text(alphabet="abcđê ", min_size=1).filter(str.strip), min_size=1, max_size=5))
def test_stripping_markup_leaves_the_words_and_nothing_else(words: list[str]) -> None:
    marked = "".join(f"<p><b>{word}</b></p>" for word in words)
    assert strip_markup(marked).split() == " ".join(words).split()
