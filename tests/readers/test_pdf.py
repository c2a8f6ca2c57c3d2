"""PDF files: papers printed by a browser, and files that are damaged, locked or meant to harm."""

import contextlib
import ctypes
import json
import subprocess
import sys
import zlib
from pathlib import Path

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytesseract  # type: ignore[import-untyped]  # as above
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdfium2 import raw

from directive_kg.errors import DirectiveKgError, SecretPaperError, UnreadablePaperError
from directive_kg.extract.json_form import paper_object
from directive_kg.extract.paper import extract_paper
from directive_kg.readers import pdf, read_paper
from directive_kg.readers.blocks import Paragraph, RawTable
from directive_kg.readers.page import Page, Word
from directive_kg.readers.pdf_hidden import hidden_layers
from directive_kg.readers.pdf_page import PdfPages
from directive_kg.register import load_register
from tests.readers.gold_pages import html_of, load
from tests.readers.page_press import (
    CHROMIUM,
    Style,
    paper_html,
    print_pdf,
    scan_pages,
    scanned_pdf,
    style_of,
)
from tests.readers.test_scan import needs_tesseract
from tests.shared import SHARED, needs_shared

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to print pages with")

COLUMNS = ("stt", "title", "lead", "deadline")
BODY = [
    "Thực hiện Nghị quyết số 15/NQ-CP ngày 02/3/2026 của Chính phủ, Ủy ban nhân dân tỉnh ban hành kế hoạch với các nội "
    "dung sau đây để các sở, ban, ngành và địa phương trong tỉnh cùng tổ chức thực hiện thống nhất:",
    "1. Các sở, ban, ngành theo chức năng, nhiệm vụ được giao chủ động triển khai.",
]


def rows(count: int) -> list[dict[str, str] | str]:
    long = "Rà soát, bổ sung quy hoạch; lập danh mục công trình cần sửa chữa, báo cáo kết quả theo quy định hiện hành"
    made: list[dict[str, str] | str] = ["I. Nhóm việc thứ nhất"]
    for n in range(1, count + 1):
        made.append(
            {"stt": str(n), "title": f"{long} đợt {n}", "lead": "Sở Xây dựng", "deadline": f"Tháng {n % 12 + 1}/2026"}
        )
    return made


def paper(style: Style, count: int = 6, mark: str = "") -> str:
    return paper_html(
        ["UBND TỈNH NAM AN", "Số: 12/KH-UBND", *([mark] if mark else [])],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Nam An, ngày 05 tháng 3 năm 2026"],
        ["KẾ HOẠCH", "Thực hiện Nghị quyết số 15/NQ-CP"],
        BODY,
        ["PHỤ LỤC"],
        COLUMNS,
        rows(count),
        style,
    )


def cells_of(path: Path) -> list[list[str]]:
    found = pdf.read_pdf(path).blocks
    return [[cell.text for cell in row] for block in found if isinstance(block, RawTable) for row in block.rows]


@needs_chromium
@pytest.mark.parametrize("style", [Style(), Style(ruled=False, page_head="CÔNG BÁO/Số 9 ")], ids=["ruled", "unruled"])
def test_a_printed_paper_keeps_every_cell_and_paragraph(style: Style, tmp_path: Path) -> None:
    path = print_pdf(paper(style), tmp_path / "giay.pdf")
    wanted = [r if isinstance(r, str) else r["title"] for r in rows(6)]
    found = cells_of(path)
    assert [row[0] if "Nhóm" in row[0] else row[1] for row in found if row[0] != "STT"] == wanted
    texts = [block.text for block in pdf.read_pdf(path).blocks if isinstance(block, Paragraph)]
    assert [text for text in texts if text in BODY] == BODY
    assert texts.index("Số: 12/KH-UBND") < texts.index("Nam An, ngày 05 tháng 3 năm 2026") < texts.index("KẾ HOẠCH")
    assert not any("CÔNG BÁO" in text for text in texts)


@needs_chromium
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pages_that_lie_on_their_side_are_read_as_if_they_stood(degrees: int, tmp_path: Path) -> None:
    path = print_pdf(paper(Style(), 8), tmp_path / "giay.pdf")
    with pypdfium2.PdfDocument(path) as document:
        for page in list(document)[1:]:  # the annex alone, as printers leave it
            page.set_rotation(degrees)
        document.save(tmp_path / "quay.pdf")
    assert pdf.read_pdf(tmp_path / "quay.pdf").blocks == pdf.read_pdf(path).blocks


@needs_chromium
def test_a_table_over_pages_goes_on_without_its_heading(tmp_path: Path) -> None:
    path = print_pdf(paper(Style(repeat_heading=False, landscape=False), 40), tmp_path / "dai.pdf")
    register = load_register()
    tasks = extract_paper(path, register).tasks
    assert [task.stt for task in tasks] == [str(n) for n in range(1, 41)]
    assert [task.title.text[-2:].strip() for task in tasks] == [str(n) for n in range(1, 41)]
    assert {task.title.place.page for task in tasks} > {2, 3}


@needs_chromium
@needs_tesseract
def test_pages_that_are_pictures_are_recognised_among_pages_of_text(tmp_path: Path) -> None:
    printed = print_pdf(paper(Style(), 2), tmp_path / "giay.pdf")
    mixed = pypdfium2.PdfDocument.new()
    whole = pypdfium2.PdfDocument(printed)
    pictures = scanned_pdf(scan_pages(printed)[1:], tmp_path / "quet.pdf")
    mixed.import_pages(whole, [0])
    mixed.import_pages(pypdfium2.PdfDocument(pictures))
    mixed.save(tmp_path / "lai.pdf")
    reading = pdf.read_pdf(tmp_path / "lai.pdf")
    assert reading.source.format == "pdf"
    assert [block.text for block in reading.blocks if isinstance(block, Paragraph)][:1] == ["UBND TỈNH NAM AN"]
    found = [row for block in reading.blocks if isinstance(block, RawTable) for row in block.rows]
    assert [row[2].text for row in found if row[0].text.isdigit()] == ["Sở Xây dựng"] * 2
    assert all(cell.confidence < 1 for row in found for cell in row if cell.text)


@pytest.mark.parametrize(("lines", "is_scan"), [(3, True), (30, False)])
def test_a_scan_stays_one_whatever_is_stamped_on_it(lines: int, is_scan: bool, tmp_path: Path) -> None:
    path = scanned_pdf([Image.new("L", (1240, 1754), 255)], tmp_path / "quet.pdf", dpi=150)
    with pypdfium2.PdfDocument(path) as document:
        page, font = document[0], raw.FPDFText_LoadStandardFont(document.raw, b"Helvetica")
        for line in range(lines):
            words = ctypes.create_string_buffer("Ky boi: Uy ban nhan dan tinh Nam An".encode("utf-16-le") + bytes(2))
            text = raw.FPDFPageObj_CreateTextObj(document.raw, font, 8)
            raw.FPDFText_SetText(text, ctypes.cast(words, ctypes.POINTER(ctypes.c_ushort)))
            raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 300, 800 - 12 * line)
            raw.FPDFPage_InsertObject(page.raw, text)
        raw.FPDFPage_GenerateContent(page.raw)
        document.save(tmp_path / "dong-dau.pdf")
    with pdfplumber.open(tmp_path / "dong-dau.pdf") as stamped:
        found = PdfPages()
        found.add(stamped.pages[0])
    assert (1 in found.pictured) is is_scan


@needs_chromium
def test_a_secret_paper_is_refused(tmp_path: Path) -> None:
    path = print_pdf(paper(Style(), 2, mark="MẬT"), tmp_path / "mat.pdf")
    with pytest.raises(SecretPaperError):
        pdf.read_pdf(path)


@needs_chromium
@needs_shared
@pytest.mark.parametrize(("stem", "seed"), [("000", 1), ("003", 2)])
def test_transcribed_papers_laid_out_anew_are_read_right(stem: str, seed: int, tmp_path: Path) -> None:
    path = print_pdf(html_of(load(stem), style_of(seed)), tmp_path / "giay.pdf")
    found = tmp_path / "found.json"
    found.write_text(json.dumps(paper_object(extract_paper(path, load_register()))), encoding="utf-8")
    scored = subprocess.run(
        [sys.executable, SHARED / "gold" / "score.py", SHARED / "gold" / f"{stem}.json", found],
        check=True,
        capture_output=True,
        text=True,
    )
    overall = next(float(text.split()[1]) for text in scored.stdout.splitlines() if text.startswith("overall"))
    assert overall >= 0.95


@needs_shared
def test_the_gazette_pdf_gives_its_annex_whole() -> None:
    found = cells_of(SHARED / "wild" / "080-nqcp-116-2026.pdf")
    numbers = [row[0] for row in found if row[0] not in {"TT", "STT"}]
    assert [n for n in numbers if n.isalpha() and n] == ["I", "II", "III", "IV", "V", "VI"]
    assert [n for n in numbers if n.isdigit()] == [str(n) for count in (10, 7, 6, 4, 4, 2) for n in range(1, count + 1)]
    assert {len(row) for row in found} == {5}


def small_pdf(
    content: bytes = b"BT /F1 12 Tf 72 720 Td (Quyet dinh) Tj ET",
    *,
    pages: int = 1,
    extra: bytes = b"",
    font: bytes = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
) -> bytes:
    """A PDF written by hand; all pages share one content stream."""
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        font,
        b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), extra, content),
        *[
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        ]
        * pages,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(out),
    )


def words_in_font(name: str, text: str, folder: Path) -> list[str]:
    """What is read where a font of this name draws Western codes."""
    widths = f"/FirstChar 0 /LastChar 255 /Widths [{'500 ' * 256}]"
    descriptor = f"<< /Type /FontDescriptor /FontName /{name} /Flags 32 >>"
    font = f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} /Encoding /WinAnsiEncoding {widths} /FontDescriptor {descriptor} >>"
    lines = b" T* ".join(b"(%s) Tj" % line.encode("latin-1") for line in text.split("\n"))
    data = small_pdf(b"BT /F1 12 Tf 14 TL 72 720 Td " + lines + b" ET", font=font.encode())
    path = folder / "cu.pdf"
    path.write_bytes(data)
    return [line.text for line in pdf.read_pdf(path).lines]


TCVN3 = "\n".join(["Thñ t\xadíng giao Së T\xad ph¸p chñ tr×", "ph\xad¬ng ¸n theo QuyÕt ®Þnh sè 12/Q§-TTg"] * 9)


@pytest.mark.parametrize("font", [".VnTime", "ABCDEF+.VnTime", "F0"], ids=["named", "subset", "nameless"])
def test_letters_of_an_old_font_are_read_with_the_one_that_is_a_hyphen_elsewhere(font: str, tmp_path: Path) -> None:
    found = " ".join(words_in_font(font, TCVN3, tmp_path))
    assert found.startswith("Thủ tướng giao Sở Tư pháp chủ trì phương án theo Quyết định số 12/QĐ-TTg")


LACKING = Page(1, 100, 100, (Word("Sở", 0, 10, 0, 10), Word("T(cid:237)", 12, 20, 0, 10), Word("pháp", 22, 40, 0, 10)))


def test_a_word_that_lacks_letters_is_read_from_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Page(1, 100, 100, (Word("Số", 0, 10, 0, 10), Word("Tư", 12.5, 20.5, 1, 9, confidence=0.95)))
    monkeypatch.setattr(pdf, "has_tesseract", lambda: True)
    monkeypatch.setattr(pdf, "pictures_of_pdf", lambda _, numbers: [(number, None) for number in numbers])
    monkeypatch.setattr(pdf, "pages_of", lambda pictures: [seen for _ in pictures])
    whole = Page(2, 100, 100, (Word("Sở", 0, 10, 0, 10),))
    first, second = pdf._completed_by_picture(Path("x.pdf"), [LACKING, whole])
    assert [word.text for word in first.words] == ["Sở", "Tư", "pháp"]
    assert [word.confidence < 0.9 for word in first.words] == [False, True, False]
    assert second is whole
    monkeypatch.setattr(pdf, "has_tesseract", lambda: False)
    assert pdf._completed_by_picture(Path("x.pdf"), [LACKING]) == [LACKING]


def test_letters_that_a_file_does_not_give_are_a_doubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    differences = b"<< /Differences [224 /agrave 225 /aacute 227 /atilde 234 /ecircumflex 244 /ocircumflex] >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding " + differences + b" >>"
    text = "Công tác cán bô các xã trong toàn tinh theo ch\xed tiêu năm".replace("ă", "a").encode("latin-1")
    monkeypatch.setattr(pdf, "has_tesseract", lambda: False)
    path = tmp_path / "hong.pdf"
    path.write_bytes(small_pdf(b"BT /F1 12 Tf 72 720 Td (" + text + b") Tj ET", font=font))
    found = read_paper(path).blocks
    assert [(block.confidence > 0.5) for block in found if isinstance(block, Paragraph)] == [False]


@needs_tesseract
@needs_chromium
def test_a_text_layer_that_nobody_sees_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = print_pdf(paper(style_of(2), 2), tmp_path / "in.pdf")
    (picture, *_) = scan_pages(printed, skew=0.0, noise=0.0)
    lying = pytesseract.image_to_pdf_or_hocr(
        picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT), lang="vie", extension="pdf"
    )
    hidden = tmp_path / "quet.pdf"
    hidden.write_bytes(lying)
    assert hidden_layers(hidden, {1}) == {1}
    assert hidden_layers(printed, {1}) == set()
    monkeypatch.setattr(pdf, "has_tesseract", lambda: False)
    found = PdfPages([LACKING], covered={1})
    pdf._distrust_hidden(hidden, found)
    assert found.pictured == set()
    assert {word.confidence for word in found.pages[0].words} == {pdf._HIDDEN}
    monkeypatch.setattr(pdf, "has_tesseract", lambda: True)
    pdf._distrust_hidden(hidden, found)
    assert found.pictured == {1}


def test_the_second_hyphen_of_a_western_font_is_one(tmp_path: Path) -> None:
    assert words_in_font("Arial", "Công tác cán bô các xã trong toàn tinh 12/KH\xadUBND", tmp_path)[0].endswith(
        "12/KH-UBND"
    )


def refused(data: bytes, folder: Path) -> str:
    path = folder / "la.pdf"
    path.write_bytes(data)
    with pytest.raises(UnreadablePaperError) as raised:
        pdf.read_pdf(path)
    message = str(raised.value)
    assert "\n" not in message
    assert " / " in message
    return message


def test_files_that_cannot_be_read_are_refused_with_one_line(tmp_path: Path) -> None:
    assert "rỗng" in refused(b"  ", tmp_path)
    assert "không phải tệp PDF" in refused(b"Ke hoach", tmp_path)
    assert "trang" in refused(small_pdf(pages=0), tmp_path)
    assert str(pdf.MAX_PAGES) in refused(small_pdf(pages=pdf.MAX_PAGES + 1), tmp_path)
    assert "hỏng" in refused(b"%PDF-1.7\n" + b"\xff" * 400, tmp_path)


def test_a_locked_file_is_refused(tmp_path: Path) -> None:
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>] /Root" % (
        b"41" * 32,
        b"42" * 32,
    )
    assert "mật khẩu" in refused(small_pdf().replace(b"/Root", lock, 1), tmp_path)


def test_a_page_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_UNPACKED", 100_000)
    packed = zlib.compress(b" " * 1_000_000)
    assert "phình" in refused(small_pdf(packed, extra=b" /Filter /FlateDecode"), tmp_path)
    monkeypatch.undo()
    twice = zlib.compress(packed)
    assert "phình" in refused(small_pdf(twice, extra=b" /Filter [/FlateDecode /FlateDecode]"), tmp_path)


def test_a_page_of_endless_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_LETTERS", 500)
    text = b"BT /F1 12 Tf 72 720 Td " + b"(mot hai ba bon nam) Tj " * 100 + b"ET"
    assert "quá nhiều chữ" in refused(small_pdf(text), tmp_path)


def _no_scan(path: Path) -> None:
    raise UnreadablePaperError(f"{path}: bản quét / a scan")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(st.tuples(st.integers(0, 1_000_000), st.integers(0, 255)), min_size=1, max_size=12),
    cut=st.integers(0, 900),
)
def test_broken_files_never_raise_anything_else(
    changes: list[tuple[int, int]], cut: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "read_scan", _no_scan)
    data = bytearray(small_pdf(b"BT /F1 12 Tf 72 720 Td (Quyet dinh cua Uy ban nhan dan) Tj ET 50 50 m 90 90 l S"))
    for place, value in changes:
        data[place % len(data)] = value
    path = tmp_path / "vo.pdf"
    path.write_bytes(bytes(data[: len(data) - cut % 300]))
    with contextlib.suppress(DirectiveKgError):
        pdf.read_pdf(path)
