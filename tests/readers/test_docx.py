"""Word papers to blocks: what is printed is read, once, in its order, and nothing else."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from directive_kg.errors import SecretPaperError, UnreadablePaperError
from directive_kg.readers import read_paper
from directive_kg.readers.blocks import Paragraph, RawTable, Reading
from directive_kg.readers.docx import read_docx
from tests.readers.word_press import (
    Press,
    add_list,
    as_word_leaves_it,
    merge_down,
    node,
    number_with,
    put,
    span_row,
)

BODY = "Thực hiện nhiệm vụ của các cơ quan theo quyết định của Ủy ban nhân dân trong năm."
HEADING = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")


def _read(tmp_path: Path, press: Press) -> Reading:
    path = tmp_path / "giay.docx"
    path.write_bytes(press.data())
    return read_docx(path)


def _paragraphs(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if isinstance(block, Paragraph)]


def _tables(reading: Reading) -> list[list[list[str]]]:
    return [[[c.text for c in row] for row in block.rows] for block in reading.blocks if isinstance(block, RawTable)]


@pytest.fixture
def press() -> Press:
    made = Press()
    made.paragraph(BODY)
    return made


def test_blocks_come_in_the_order_of_the_paper_with_their_lines(tmp_path: Path, press: Press) -> None:
    press.table([HEADING, ("1", "Lập kế hoạch", "Sở Tài chính", "Quý I")])
    press.paragraph("Nơi nhận: như trên.", bold=True)
    reading = _read(tmp_path, press)
    first, table, last = reading.blocks
    assert isinstance(table, RawTable)
    assert isinstance(last, Paragraph)
    assert (first.line, table.line, last.line) == (1, 2, 10)
    assert [cell.line for cell in table.rows[1]] == [6, 7, 8, 9]
    assert last.bold
    assert [line.text for line in reading.lines][2] == "1\tLập kế hoạch\tSở Tài chính\tQuý I"
    assert reading.source.format == "docx"


@pytest.mark.parametrize("seed", range(4))
def test_words_in_many_runs_are_read_as_in_one(tmp_path: Path, press: Press, seed: int) -> None:
    press.paragraph("I. MỤC ĐÍCH, YÊU CẦU", bold=True)
    press.table([HEADING, ("1", "Lập kế hoạch phòng, chống thiên tai\nvà cứu nạn", "Sở Tài chính", "Quý I")])
    worn = tmp_path / "worn.docx"
    worn.write_bytes(as_word_leaves_it(press.data(), seed))
    assert read_docx(worn).blocks == _read(tmp_path, press).blocks


@pytest.mark.parametrize("after", ["</w:style>", "</w:style><!-- hết -->", "/>"], ids=["whole", "comment", "empty"])
def test_a_style_of_tables_hides_no_style_behind_it(tmp_path: Path, after: str) -> None:
    table = '<w:style w:type="table" w:styleId="Luoi"' + (after if after == "/>" else f'><w:name w:val="Lưới"/>{after}')
    heading = '<w:style w:type="paragraph" w:styleId="Dam"><w:name w:val="Đậm"/><w:rPr><w:b/></w:rPr></w:style>'
    made = Press()
    made.paragraph(BODY)
    for style in made.document.styles.element.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table":
            style.getparent().remove(style)
    text = made.paragraph("Phần thứ nhất của văn bản")
    text.runs[0].bold = None
    text._p.get_or_add_pPr().append(node("w:pStyle", val="Dam"))
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made.data())) as package, zipfile.ZipFile(whole, "w") as changed:
        for name in package.namelist():
            part = package.read(name)
            if name == "word/styles.xml":
                part = part.replace(b"</w:styles>", f"{table}{heading}</w:styles>".encode())
            changed.writestr(name, part)
    path = tmp_path / "styles.docx"
    path.write_bytes(whole.getvalue())
    last = read_docx(path).blocks[-1]
    assert isinstance(last, Paragraph)
    assert last.bold


def test_a_merged_cell_speaks_for_its_rows_but_its_number_only_once(tmp_path: Path, press: Press) -> None:
    rows = [HEADING, ("1", "Việc một", "Sở Y tế", "Quý I"), ("", "Việc hai", "", "Quý II"), ("2", "Việc ba", "", "")]
    table = press.table(rows)
    merge_down(table, 0, 1, 2)
    merge_down(table, 2, 1, 3)
    (found,) = _tables(_read(tmp_path, press))
    assert found[1:] == [
        ["1", "Việc một", "Sở Y tế", "Quý I"],
        ["", "Việc hai", "Sở Y tế", "Quý II"],
        ["2", "Việc ba", "Sở Y tế", ""],
    ]


def test_a_row_with_nothing_but_merged_cells_is_no_row(tmp_path: Path, press: Press) -> None:
    table = press.table([HEADING, ("1", "Việc", "Sở Y tế", "Quý I"), ("", "", "", "")])
    for column in range(4):
        merge_down(table, column, 1, 2)
    (found,) = _tables(_read(tmp_path, press))
    assert len(found) == 2


def test_a_group_row_that_spans_the_table_is_one_cell(tmp_path: Path, press: Press) -> None:
    table = press.table([HEADING, ("I. VỀ KINH TẾ", "", "", ""), ("1", "Việc", "Sở Y tế", "Quý I")])
    span_row(table, 1)
    (found,) = _tables(_read(tmp_path, press))
    assert found[1] == ["I. VỀ KINH TẾ", "", "", ""]


def test_a_heading_in_two_storeys_becomes_one_row(tmp_path: Path, press: Press) -> None:
    rows = [
        ("STT", "Nhiệm vụ", "Cơ quan", "", "Thời hạn"),
        ("", "", "Chủ trì", "Phối hợp", ""),
        ("1", "Việc", "Sở Y tế", "Sở Tài chính", "Quý I"),
    ]
    table = press.table(rows)
    for column in (0, 1, 4):
        merge_down(table, column, 0, 1)
    tcs = table.rows[0]._tr.tc_lst
    tcs[2].get_or_add_tcPr().append(node("w:gridSpan", val="2"))
    tcs[3].getparent().remove(tcs[3])
    (found,) = _tables(_read(tmp_path, press))
    assert found == [["STT", "Nhiệm vụ", "Chủ trì (Cơ quan)", "Phối hợp (Cơ quan)", "Thời hạn"], list(rows[2])]


def test_lines_of_a_cell_stay_apart(tmp_path: Path, press: Press) -> None:
    press.table([HEADING, ("1", "- Việc một\n- Việc hai", "Sở Y tế", "Quý I")])
    (found,) = _tables(_read(tmp_path, press))
    assert found[1][1] == "- Việc một\n- Việc hai"


def test_a_letterhead_becomes_paragraphs_line_by_line(tmp_path: Path, press: Press) -> None:
    press.letterhead(
        ["ỦY BAN NHÂN DÂN", "TỈNH ĐÔNG", "Số: 12/KH-UBND"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Đông, ngày 01 tháng 02 năm 2026"],
    )
    reading = _read(tmp_path, press)
    assert not _tables(reading)
    assert {"TỈNH ĐÔNG", "Số: 12/KH-UBND", "Đông, ngày 01 tháng 02 năm 2026"} <= set(_paragraphs(reading))


def test_numbers_that_word_counts_are_printed(tmp_path: Path, press: Press) -> None:
    levels = [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "")]
    sections = add_list(press.document, levels)
    for text, level in (("Mục đích", 0), ("Yêu cầu", 0), ("Một", 1), ("Hai", 1), ("Điểm", 2), ("Gạch", 3), ("Ba", 1)):
        number_with(press.paragraph(text)._p, sections, level)
    for text, level in (("Tổ chức", 0), ("Bốn", 1)):
        number_with(press.paragraph(text)._p, sections, level)
    found = _paragraphs(_read(tmp_path, press))[1:]
    assert found[:6] == ["I. Mục đích", "II. Yêu cầu", "1. Một", "2. Hai", "a) Điểm", "- Gạch"]
    assert found[6:] == ["3. Ba", "III. Tổ chức", "1. Bốn"]


def test_numbers_of_several_levels_and_a_start_of_their_own(tmp_path: Path, press: Press) -> None:
    numbers = add_list(press.document, [("decimal", "%1."), ("decimal", "%1.%2.")], start=4)
    for level in (0, 1, 1, 0, 1):
        number_with(press.paragraph("Việc")._p, numbers, level)
    assert _paragraphs(_read(tmp_path, press))[1:] == ["4. Việc", "4.4. Việc", "4.5. Việc", "5. Việc", "5.4. Việc"]


def test_a_style_brings_its_numbers_and_a_paragraph_may_refuse_them(tmp_path: Path, press: Press) -> None:
    numbers = add_list(press.document, [("decimal", "Điều %1.")])
    style = press.document.styles["Heading 1"]
    number_with(style.element, numbers)
    for text in ("Phạm vi", "Đối tượng"):
        press.document.add_paragraph(text, style=style)
    plain = press.document.add_paragraph("Không số", style=style)
    number_with(plain._p, 0)
    reading = _read(tmp_path, press)
    assert _paragraphs(reading)[1:] == ["Điều 1. Phạm vi", "Điều 2. Đối tượng", "Không số"]
    assert all(block.bold for block in reading.blocks[1:] if isinstance(block, Paragraph))


def test_an_empty_cell_with_a_counted_number_holds_the_number(tmp_path: Path, press: Press) -> None:
    table = press.table([HEADING, *[("", f"Việc {n}", "Sở Y tế", "Quý I") for n in range(3)]])
    numbers = add_list(press.document, [("decimal", "%1")])
    for row in table.rows[1:]:
        number_with(row._tr.tc_lst[0].p_lst[0], numbers)
    (found,) = _tables(_read(tmp_path, press))
    assert [row[0] for row in found] == ["STT", "1", "2", "3"]


def _tracked(tag: str, text: str, inner: str = "w:t") -> Any:
    change = node(tag, id="9", author="A")
    run = node("w:r")
    words = node(inner)
    words.text = text
    run.append(words)
    change.append(run)
    return change


def test_of_tracked_changes_the_new_words_are_read(tmp_path: Path, press: Press) -> None:
    paragraph = press.paragraph("Hoàn thành ")._p
    paragraph.append(_tracked("w:del", "quý I", "w:delText"))
    paragraph.append(_tracked("w:moveFrom", "quý II"))
    paragraph.append(_tracked("w:ins", "quý III"))
    table = press.table([HEADING, ("1", "Việc", "Sở Y tế", "Quý I"), ("2", "Việc bỏ", "Sở Y tế", "Quý I")])
    table.rows[2]._tr.get_or_add_trPr().append(node("w:del", id="8", author="A"))
    reading = _read(tmp_path, press)
    assert _paragraphs(reading)[1] == "Hoàn thành quý III"
    assert [row[0] for row in _tables(reading)[0]] == ["STT", "1"]


def test_hidden_words_and_field_codes_are_not_printed(tmp_path: Path, press: Press) -> None:
    paragraph = press.paragraph("Trang ")
    paragraph.add_run("ẩn").font.hidden = True
    code = node("w:r")
    code.append(OxmlElement("w:instrText"))
    code[0].text = " PAGE "
    paragraph._p.append(code)
    paragraph.add_run("hai")
    assert _paragraphs(_read(tmp_path, press))[1] == "Trang hai"


@pytest.mark.parametrize("switch", ["vanish", "strike", "dstrike"])
@pytest.mark.parametrize("by_style", [False, True])
def test_words_that_are_hidden_or_struck_out_are_not_meant(
    tmp_path: Path, press: Press, switch: str, by_style: bool
) -> None:
    paragraph = press.paragraph("Sở Tài chính")
    switches = paragraph.add_run(" và Sở Xây dựng")._r.get_or_add_rPr()
    if by_style:
        for name, base in (("Bo", ""), ("BoNua", '<w:basedOn w:val="Bo"/>')):
            switch_on = "" if base else f"<w:rPr><w:{switch}/></w:rPr>"
            style = f'<w:style {nsdecls("w")} w:type="character" w:styleId="{name}">{base}{switch_on}</w:style>'
            press.document.styles.element.append(parse_xml(style))
        switches.append(node("w:rStyle", val="BoNua"))
    else:
        switches.append(node(f"w:{switch}"))
    paragraph.add_run(" chủ trì")._r.get_or_add_rPr().append(node(f"w:{switch}", val="0"))
    assert _paragraphs(_read(tmp_path, press))[1] == "Sở Tài chính chủ trì"


@pytest.mark.parametrize(
    ("font", "code", "printed", "sure"),
    [
        ("Symbol", "F0B3", "Đạt ≥ 95%", True),
        ("Symbol", "2265", "Đạt ≥ 95%", True),
        ("Webdings", "F040", "Đạt \uf040 95%", False),
    ],
)
def test_signs_are_printed_and_those_that_nobody_knows_are_doubts(
    tmp_path: Path, press: Press, font: str, code: str, printed: str, sure: bool
) -> None:
    paragraph = press.paragraph("Đạt ")
    run = node("w:r")
    run.append(node("w:sym", font=font, char=code))
    paragraph._p.append(run)
    paragraph.add_run(" 95%")
    path = tmp_path / "dau.docx"
    path.write_bytes(press.data())
    found = read_paper(path).blocks[1]
    assert isinstance(found, Paragraph)
    assert (found.text, found.confidence > 0.5) == (printed, sure)


BOX = """<w:r {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>
<mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>
<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>
</mc:AlternateContent></w:r>"""


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path, press: Press) -> None:
    press.paragraph("Kính gửi các Sở.")._p.append(parse_xml(BOX.format(ns=nsdecls("w"), text="Hỏa tốc")))
    assert _paragraphs(_read(tmp_path, press))[1:] == ["Kính gửi các Sở.", "Hỏa tốc"]


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT"])
def test_a_stamp_of_secrecy_in_a_text_box_is_seen(tmp_path: Path, press: Press, mark: str) -> None:
    press.paragraph("")._p.append(parse_xml(BOX.format(ns=nsdecls("w"), text=mark)))
    with pytest.raises(SecretPaperError):
        _read(tmp_path, press)


def test_a_stamp_of_secrecy_in_the_page_header_is_seen(tmp_path: Path, press: Press) -> None:
    press.document.sections[0].header.paragraphs[0].text = "MẬT"
    with pytest.raises(SecretPaperError):
        _read(tmp_path, press)


def test_a_footnote_follows_the_paragraph_that_it_is_for(tmp_path: Path, press: Press) -> None:
    paragraph = press.paragraph("Theo nghị quyết")._p
    run = node("w:r")
    run.append(node("w:footnoteReference", id="2"))
    paragraph.append(run)
    press.paragraph("Đoạn sau.")
    notes = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>Nghị quyết số 5/NQ-HĐND.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    path = tmp_path / "giay.docx"
    path.write_bytes(_with_part(press.data(), "word/footnotes.xml", notes, "footnotes"))
    assert _paragraphs(read_docx(path))[1:] == ["Theo nghị quyết", "Nghị quyết số 5/NQ-HĐND.", "Đoạn sau."]


def test_raised_figures_typed_by_hand_are_marks_of_notes_and_powers_are_not(tmp_path: Path, press: Press) -> None:
    paragraph = press.paragraph("Sở Tài chính")
    paragraph.add_run("12").font.superscript = True
    paragraph.add_run(" rà soát 5 m")
    paragraph.add_run("2").font.superscript = True
    assert _paragraphs(_read(tmp_path, press))[1] == "Sở Tài chính rà soát 5 m2"


def test_a_paper_that_is_signed_in_the_last_row_of_its_list_has_no_task_there(tmp_path: Path, press: Press) -> None:
    table = press.table([HEADING, ("1", "Việc", "Sở Y tế", "Quý I"), ("Nơi nhận:\n- Như trên;", "TM. ỦY BAN", "", "")])
    span_row(table, 2, 1)
    reading = _read(tmp_path, press)
    assert [row[0] for row in _tables(reading)[0]] == ["STT", "1"]
    assert _paragraphs(reading)[1:] == ["Nơi nhận:", "- Như trên;", "TM. ỦY BAN"]


def test_a_table_inside_a_frame_is_a_table(tmp_path: Path, press: Press) -> None:
    frame = press.document.add_table(rows=1, cols=1)
    inner = frame.rows[0].cells[0].add_table(rows=2, cols=4)
    for row, texts in zip(inner.rows, (HEADING, ("1", "Việc", "Sở Y tế", "Quý I")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            put(cell._tc, text)
    (found,) = _tables(_read(tmp_path, press))
    assert found[1] == ["1", "Việc", "Sở Y tế", "Quý I"]


def test_a_small_table_inside_a_cell_is_part_of_the_cell(tmp_path: Path, press: Press) -> None:
    table = press.table([HEADING, ("1", "Việc:", "Sở Y tế", "Quý I")])
    inner = table.rows[1].cells[1].add_table(rows=1, cols=3)
    for cell, text in zip(inner.rows[0].cells, ("một", "hai", "ba"), strict=True):
        put(cell._tc, text)
    (found,) = _tables(_read(tmp_path, press))
    assert found[1][1] == "Việc:\nmột; hai; ba"


def test_content_controls_are_read_through(tmp_path: Path, press: Press) -> None:
    paragraph = press.paragraph("Nội dung trong khung.")._p
    control, content = node("w:sdt"), node("w:sdtContent")
    paragraph.addprevious(control)
    control.append(content)
    content.append(paragraph)
    assert _paragraphs(_read(tmp_path, press))[1] == "Nội dung trong khung."


def test_a_sentence_that_runs_on_is_joined(tmp_path: Path, press: Press) -> None:
    press.paragraph("Giao Sở Tài chính chủ trì, phối hợp với")
    press.paragraph("các sở, ngành xây dựng Kế hoạch.")
    press.paragraph("2. Việc sau.")
    joined = "Giao Sở Tài chính chủ trì, phối hợp với các sở, ngành xây dựng Kế hoạch."
    assert _paragraphs(_read(tmp_path, press))[1:] == [joined, "2. Việc sau."]


def test_a_paper_in_another_language_is_refused(tmp_path: Path) -> None:
    press = Press()
    press.paragraph("The quick brown fox jumps over the lazy dog, again and again.")
    with pytest.raises(UnreadablePaperError, match="Vietnamese"):
        _read(tmp_path, press)


def _with_part(data: bytes, name: str, text: str | bytes, kind: str = "") -> bytes:
    """The package with a part put in or replaced, and the document related to it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "word/_rels/document.xml.rels" and kind:
                office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                relation = f'<Relationship Id="rX" Type="{office}/{kind}" Target="{name.removeprefix("word/")}"/>'
                content = content.replace(b"</Relationships>", f"{relation}</Relationships>".encode())
            if entry != name:
                new.writestr(entry, content)
        new.writestr(name, text)
    return out.getvalue()


def _document(body: str, prolog: str = "") -> Callable[[bytes], bytes]:
    text = f"{prolog}<w:document {nsdecls('w')}><w:body>{body}</w:body></w:document>"
    return lambda data: _with_part(data, "word/document.xml", text)


def _many_parts(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        for number in range(6_000):
            package.writestr(f"x/{number}", "")
    return out.getvalue()


_UTF16 = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE w [<!ENTITY a "b">]><w/>'.encode("utf-16")
HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "doctype": _document("<w:p/>", '<!DOCTYPE w [<!ENTITY a "b">]>'),
    "deep nesting": _document("<w:sdt>" * 20_000 + "</w:sdt>" * 20_000),
    "a bomb": _document("<w:p/>" * 2_000_000),
    "not xml": lambda data: _with_part(data, "word/document.xml", "<w:document"),
    "no body": lambda data: _with_part(data, "word/document.xml", f"<w:document {nsdecls('w')}/>"),
    "too many parts": _many_parts,
    "cut short": lambda data: data[: len(data) // 2],
    "utf-16 doctype": lambda data: _with_part(data, "word/document.xml", _UTF16),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(tmp_path: Path, press: Press, name: str) -> None:
    path = tmp_path / "giay.docx"
    path.write_bytes(HOSTILE[name](press.data()))
    with pytest.raises(UnreadablePaperError) as told:
        read_docx(path)
    assert "\n" not in str(told.value)
    assert "giay.docx" in str(told.value)


def test_ten_thousand_merged_cells_cost_no_more_than_others(tmp_path: Path, press: Press) -> None:
    first = '<w:tc><w:tcPr><w:gridSpan w:val="999999"/><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>Việc của các sở</w:t></w:r></w:p></w:tc>'
    under = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>"
    body = f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p><w:tbl><w:tr>{first}{first}</w:tr>{under * 10_000}</w:tbl>"
    path = tmp_path / "giay.docx"
    path.write_bytes(_document(body)(press.data()))
    (found,) = _tables(read_docx(path))
    assert len(found) == 1


def test_a_long_cell_merged_over_thousands_of_rows_is_not_said_again_without_end(tmp_path: Path, press: Press) -> None:
    long = "việc của các sở " * 4_000
    first = f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>{long}</w:t></w:r></w:p></w:tc>'
    row = (
        "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>Việc</w:t></w:r></w:p></w:tc></w:tr>"
    )
    path = tmp_path / "giay.docx"
    path.write_bytes(_document(f"<w:tbl><w:tr>{first}</w:tr>{row * 300}</w:tbl>")(press.data()))
    (found,) = _tables(read_docx(path))
    assert len(found) == 301
    assert sum(len(text) for row in found for text in row) < 3_000_000


def test_word_and_python_docx_agree_on_the_words(tmp_path: Path, press: Press) -> None:
    """Read by another reader of the same file, a paper without merges or changes has the same words."""
    press.table([HEADING, ("1", "Lập kế hoạch", "Sở Tài chính", "Quý I/2026")])
    press.paragraph("Các sở báo cáo kết quả.")
    path = tmp_path / "giay.docx"
    path.write_bytes(press.data())
    other = docx.Document(str(path))
    theirs = [p.text for p in other.paragraphs] + [c.text for t in other.tables for r in t.rows for c in r.cells]
    ours = [b.text for b in read_docx(path).blocks if isinstance(b, Paragraph)]
    ours += [c.text for b in read_docx(path).blocks if isinstance(b, RawTable) for r in b.rows for c in r]
    assert ours == theirs
    assert other.element.find(qn("w:body")) is not None
