"""Scans: a page printed, turned and roughened as a scanner does, and pictures that are no papers."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import cv2
import numpy as np
import pytesseract  # type: ignore[import-untyped]  # it ships no types
import pytest
from PIL import Image, ImageDraw

from directive_kg.errors import UnreadablePaperError
from directive_kg.readers import scan, scan_cells, scan_picture, scan_repair
from directive_kg.readers.blocks import Paragraph, RawTable
from directive_kg.readers.page import Page, Word
from directive_kg.readers.scan_repair import repair_line, settle_numbers
from tests.readers.page_press import CHROMIUM, Style, paper_html, print_pdf, scan_pages, scanned_pdf


def _has_tesseract() -> bool:
    try:
        scan.require_tesseract()
    except UnreadablePaperError:
        return False
    return True


needs_tesseract = pytest.mark.skipif(not _has_tesseract(), reason="no Tesseract with Vietnamese data")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to print pages with")

ROWS: list[dict[str, str] | str] = [
    {
        "stt": "1",
        "title": "Rà soát quy hoạch phòng, chống thiên tai",
        "lead": "Sở Xây dựng",
        "deadline": "Tháng 6/2026",
    },
    {"stt": "2", "title": "Báo cáo kết quả sử dụng đất đai", "lead": "Sở Tài chính", "deadline": "Quý III/2026"},
]


def _word(text: str, confidence: float = 0.95) -> Word:
    return Word(text, 0, 10, 0, 10, confidence=confidence)


@needs_tesseract
@needs_chromium
def test_a_scanned_paper_gives_its_words_and_its_table(tmp_path: Path) -> None:
    html = (
        paper_html(
            ["UBND TỈNH NAM AN", "Số: 12/KH-UBND"],
            ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
            ["KẾ HOẠCH"],
            ["Ủy ban nhân dân tỉnh ban hành kế hoạch với các nội dung sau:"],
            [],
            ("stt", "title", "lead", "deadline"),
            ROWS,
            Style(landscape=False),
        )
        .replace("break-before: page", "")
        .replace("page: annex;", "")
    )
    pictures = scan_pages(print_pdf(html, tmp_path / "giay.pdf"))
    path = scanned_pdf(pictures[:1], tmp_path / "quet.pdf")
    reading = scan.read_scan(path)
    (table,) = [block for block in reading.blocks if isinstance(block, RawTable)]
    assert [[cell.text for cell in row[1:]] for row in table.rows[1:]] == [
        [row["title"], row["lead"], row["deadline"]] for row in ROWS if not isinstance(row, str)
    ]
    assert [row[0].text for row in table.rows[1:]] == ["1", "2"]
    assert all(0 < cell.confidence <= 1 for row in table.rows for cell in row)
    texts = [block.text for block in reading.blocks if isinstance(block, Paragraph)]
    assert "Số: 12/KH-UBND" in texts
    assert "Ủy ban nhân dân tỉnh ban hành kế hoạch với các nội dung sau:" in texts


def test_a_turned_page_is_set_upright() -> None:
    grey = np.full((1000, 800), 255, np.uint8)
    for y in range(100, 900, 30):
        cv2.rectangle(grey, (100, y), (700, y + 8), (0,), -1)
    turn = cv2.getRotationMatrix2D((400, 500), 1.5, 1.0)
    turned = cv2.warpAffine(grey, turn, (800, 1000), borderValue=(255,)).astype(np.uint8)
    assert scan_picture.skew(turned) == pytest.approx(-1.5, abs=0.15)
    assert scan_picture.skew(grey) == pytest.approx(0, abs=0.05)


def test_ruled_lines_are_found_and_wiped_out() -> None:
    grey = np.full((1000, 800), 255, np.uint8)
    cv2.rectangle(grey, (100, 100), (700, 500), (0,), 2)
    cv2.line(grey, (300, 100), (300, 500), (0,), 2)
    across, down, wiped = scan_picture.ruled_lines(scan_picture.Picture(grey, 0.5))
    assert sorted(round(rule.at) for rule in across) == [50, 250]
    assert sorted(round(rule.at) for rule in down) == [50, 150, 350]
    assert int((wiped < 128).sum()) == 0


def test_the_missing_program_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing() -> list[str]:
        raise pytesseract.TesseractNotFoundError

    monkeypatch.setattr(pytesseract, "get_languages", missing)
    path = tmp_path / "anh.png"
    Image.new("L", (50, 50), 255).save(path)
    with pytest.raises(UnreadablePaperError, match="tesseract-ocr-vie"):
        scan.read_scan(path)


@pytest.mark.parametrize("side", [8_000, 9_500, 14_000])
def test_a_picture_that_is_too_large_is_refused(side: int, tmp_path: Path) -> None:
    path = tmp_path / "lon.png"
    Image.new("1", (side, side)).save(path)
    with pytest.raises(UnreadablePaperError, match="quá lớn"):
        list(scan_picture.pictures_of_image(path))


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, b"\xff\xd8\xff\xe0" + b"\x01" * 60, b"II*\x00" + b"\xff" * 60]
)
def test_a_damaged_picture_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "vo.img"
    path.write_bytes(data)
    with pytest.raises(UnreadablePaperError, match="hỏng"):
        list(scan_picture.pictures_of_image(path))


def test_letters_of_one_shape_follow_their_line() -> None:
    line = [_word(text) for text in ("CƠ", "quan", "cỦa", "UBND", "Ở", "xã")]
    assert [word.text for word in repair_line(line)] == ["Cơ", "quan", "của", "UBND", "ở", "xã"]
    capitals = [_word(text) for text in ("CƠ", "QUAN", "CỦA")]
    assert [word.text for word in repair_line(capitals)] == ["CƠ", "QUAN", "CỦA"]


@pytest.mark.parametrize(
    ("read", "meant"), [("11/2026", "II/2026"), ("1II", "III"), ("1/2026", "1/2026"), ("lV,", "IV,")]
)
def test_a_quarter_is_no_eleven(read: str, meant: str) -> None:
    assert [word.text for word in repair_line([_word("Quý"), _word(read)])] == ["Quý", meant]


def test_doubtful_numbers_are_settled_by_their_neighbours_and_stay_doubtful() -> None:
    column = [
        _word("STT"),
        _word("j", 0.0),
        _word("2"),
        _word("3"),
        _word("D", 0.2),
        _word("5"),
        _word("6"),
        _word("b", 0.3),
    ]
    settled = settle_numbers(column)
    assert [word.text for word in settled] == ["STT", "1", "2", "3", "4", "5", "6", "7"]
    assert [word.confidence < 0.9 for word in settled] == [False, True, False, False, True, False, False, True]


def test_a_doubtful_number_without_neighbours_stays_as_it_was_read() -> None:
    column = [_word("2"), _word("j", 0.1), _word("7")]
    assert [word.text for word in settle_numbers(column)] == ["2", "j", "7"]


def test_pages_are_read_side_by_side_in_order_and_few_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    both = Barrier(2, timeout=60)
    taken: list[int] = []

    def page(number: int, _: scan_picture.Picture) -> Page:
        both.wait()  # ends only where two are at work
        return Page(number, 1, 1, ())

    def pictures() -> Iterator[tuple[int, scan_picture.Picture]]:
        for number in range(1, 9):
            taken.append(number)
            yield number, scan_picture.Picture(np.full((1, 1), 255, np.uint8), 1.0)

    monkeypatch.setattr(scan, "page_of", page)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    found = scan.pages_of(pictures())
    assert next(found).number == 1
    assert taken == [1, 2, 3]
    assert [page.number for page in found] == [2, 3, 4, 5, 6, 7, 8]


def test_a_number_whose_point_was_not_seen_is_settled_by_its_neighbours() -> None:
    read = [
        ("STT", 0.96),
        ("(1)", 0.5),
        ("111", 0.6),
        ("2.1", 0.96),
        ("22", 0.5),
        ("2.3", 0.96),
        ("251", 0.5),
        ("3", 0.5),
    ]
    settled = settle_numbers([_word(text, sure) for text, sure in read])
    assert [word.text for word in settled] == ["STT", "(1)", "1.1", "2.1", "2.2", "2.3", "251", "3"]
    assert [word.confidence < 0.9 for word in settled] == [False, True, True, False, True, False, True, True]


@needs_tesseract
@pytest.mark.parametrize("text", ["1.1", "2.7", "3", "12", "4.3"])
def test_a_doubtful_number_is_read_again_as_figures(text: str) -> None:
    cell = Image.new("L", (130, 60), 255)
    ImageDraw.Draw(cell).text((30, 8), text, fill=0, font_size=36)
    crop = scan_cells._Crop(np.asarray(cell), 0, 0, is_number=True)
    ((_, (word,)),) = scan_cells._figures([crop], [[_word("Z1", 0.1)]])
    assert word.text == text
    assert word.confidence < 0.9


def test_a_numeral_in_letters_is_not_read_as_figures() -> None:
    assert not scan_cells._is_odd([_word("II", 0.95)])
    assert scan_cells._in_letters([_word("II.", 0.3)])
    assert not scan_cells._in_letters([_word("1I", 0.3)])


def test_dark_edges_and_shadows_do_not_turn_a_page_or_hide_its_words() -> None:
    grey = np.full((1000, 800), 255, np.uint8)
    for y in range(200, 800, 30):
        cv2.rectangle(grey, (150, y), (650, y + 8), (0,), -1)
    turn = cv2.getRotationMatrix2D((400, 500), 1.5, 1.0)
    turned = np.asarray(cv2.warpAffine(grey, turn, (800, 1000), borderValue=(255,)), np.float32)
    turned *= np.linspace(1.0, 0.6, 800, dtype=np.float32)[None, :]
    turned[:, :20] = 10
    turned[-25:, :] = 20
    level = scan_picture.upright(turned.astype(np.uint8))
    assert scan_picture.skew(level) == pytest.approx(0, abs=0.15)
    assert int(level[:, :18].min()) > 200
    assert int(level[:150, 700:].min()) > 230
    ink = np.flatnonzero((level < 128).any(axis=1))
    assert 150 < int(ink[0]) < 250
    assert 750 < int(ink[-1]) < 850


def test_a_red_seal_over_the_words_is_gone() -> None:
    page = Image.new("RGB", (400, 300), "white")
    page.paste((0, 0, 0), (50, 100, 350, 110))
    page.paste((220, 50, 60), (100, 50, 140, 250))
    page.paste((30, 30, 160), (200, 200, 300, 210))
    grey = np.asarray(scan_picture._grey(page))
    assert int(grey[60, 120]) > 200
    assert int(grey[105, 300]) < 40
    assert int(grey[205, 250]) < 80


def _scanned_page(texts: list[tuple[str, float]]) -> Page:
    words = [Word(text, 10 * i, 10 * i + 9, 0, 10, confidence=sure) for i, (text, sure) in enumerate(texts)]
    return Page(1, 500, 500, tuple(words))


def test_a_doubtful_word_takes_the_marks_that_the_paper_gives_it_elsewhere() -> None:
    sure = [(word, 0.96) for word in ("các", "tổ", "chức,") * 3]
    (page,) = scan_repair.settle_words([_scanned_page([*sure, ("Tố", 0.7), ("chức", 0.95)])])
    assert [word.text for word in page.words[-2:]] == ["Tổ", "chức"]
    assert page.words[-2].confidence < 0.9
    few = _scanned_page([("tổ", 0.96), ("chức", 0.96), ("tố", 0.7), ("chức", 0.95)])
    certain = _scanned_page([*sure, ("tố", 0.96), ("chức", 0.95)])
    for page in (few, certain):
        assert scan_repair.settle_words([page]) == [page]


@pytest.mark.parametrize(("read", "is_doubt"), [("1/2026", True), ("I/2026", True), ("I", True), ("II/2026", False)])
def test_one_stroke_for_a_quarter_is_a_doubt(read: str, is_doubt: bool) -> None:
    (_, quarter) = repair_line([_word("Quý"), _word(read)])
    assert (quarter.confidence < 0.9) is is_doubt


def test_an_h_in_a_numeral_is_two_strokes() -> None:
    assert repair_line([_word("IH."), _word("Nâng"), _word("cao")])[0].text == "III."
    assert repair_line([_word("H."), _word("Huyện")])[0].text == "H."


@needs_tesseract
def test_a_number_that_a_narrow_column_parts_is_read_as_one() -> None:
    grey = np.full((400, 500), 255, np.uint8)
    for at, text in enumerate(("2.", "7")):
        cv2.putText(grey, text, (30, 90 + 45 * at), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (0,), 2, cv2.LINE_AA)
    crop = scan_cells._Crop(grey[50:145, 10:120], 0, 0, is_number=True)
    misread = [_word("Z", 0.1), _word("7")]
    ((at, (word,)),) = scan_cells._figures([crop], [misread])
    assert (at, word.text) == (0, "2.7")
    assert word.confidence < 0.9
    assert list(scan_cells._figures([replace(crop, is_number=False)], [misread])) == []
