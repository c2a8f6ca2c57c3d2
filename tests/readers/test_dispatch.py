"""What a file is, its bytes tell; whatever they are, no reader breaks."""

import io
import zipfile
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # openpyxl ships no types
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directive_kg.errors import DirectiveKgError, UnreadablePaperError
from directive_kg.readers import kind_of, read_paper
from tests.readers.word_press import Press, merge_down

BODY = "Thực hiện nhiệm vụ của các cơ quan theo quyết định của Ủy ban nhân dân trong năm."
HEADING = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")


def _word() -> bytes:
    press = Press()
    press.paragraph(BODY)
    merge_down(press.table([HEADING, ("1", "Việc", "Sở Y tế", "Quý I"), ("2", "Việc hai", "", "Quý II")]), 2, 1, 2)
    return press.data()


def _excel() -> bytes:
    book = openpyxl.Workbook()
    for row in ((BODY,), HEADING, (1, "Việc", "Sở Y tế", "Quý I")):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _zip(*entries: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in entries:
            package.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (BODY.encode(), "text"),
        (_word(), "docx"),
        (_excel(), "xlsx"),
        (_zip(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "")), "odt"),
        (_zip(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "")), "ods"),
        (b"{\\rtf1\\ansi }", "rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "ole2"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"II*\x00", "image"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image"),
    ],
)
def test_a_file_is_known_by_its_bytes_whatever_its_name(tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "giay.txt"
    path.write_bytes(data)
    assert kind_of(path) == kind


def test_a_word_file_under_another_name_is_read(tmp_path: Path) -> None:
    path = tmp_path / "giay.pdf"
    path.write_bytes(_word())
    assert read_paper(path).source.format == "docx"


@pytest.mark.parametrize(
    "data", [b"", b" \n", _zip(("a.txt", "x")), _zip(), b"PK\x03\x04 and no more", b"\x00\x01\x02" * 50]
)
def test_what_is_no_paper_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "giay"
    path.write_bytes(data)
    with pytest.raises(UnreadablePaperError) as told:
        read_paper(path)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("name", ["", "khong-co"])
def test_a_folder_or_a_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadablePaperError):
        read_paper(tmp_path / name)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


# Files that were read once, and what may be broken in them.
WHOLE = (_word(), _excel())
PARTS = tuple(_parts(data) for data in WHOLE)
_TOUCHED = ("word/document.xml", "word/numbering.xml", "word/styles.xml", "word/_rels/document.xml.rels", "_rels/.rels",
            "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/styles.xml",
            "xl/sharedStrings.xml")  # fmt: skip
FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(st.sampled_from(WHOLE), st.data())
def test_bytes_changed_anywhere_raise_nothing_but_our_errors(tmp_path: Path, whole: bytes, data: st.DataObject) -> None:
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(4, len(broken) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "giay"
    path.write_bytes(bytes(broken[: data.draw(st.integers(4, len(broken)))]))
    _only_our_errors(path)


@FUZZ
@given(st.sampled_from(PARTS), st.data())
def test_parts_changed_inside_the_package_raise_nothing_but_our_errors(
    tmp_path: Path, parts: dict[str, bytes], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from([name for name in _TOUCHED if name in parts]))
    part = bytearray(parts[name])
    words = (b"", b"<", b"/>", b'w:val="-1"', b"999999999999", b'"', b"</w:p>", b"\x00", b"<w:tbl>", b"A1:A0", b"rId1")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(part) - 1))
        part[at : at + data.draw(st.integers(0, 12))] = data.draw(st.sampled_from(words))
    path = tmp_path / "giay"
    with zipfile.ZipFile(path, "w") as package:
        for entry, content in parts.items():
            package.writestr(entry, bytes(part) if entry == name else content)
    _only_our_errors(path)


def _only_our_errors(path: Path) -> None:
    told = ""
    try:
        read_paper(path)
    except DirectiveKgError as error:
        told = str(error)
    assert "\n" not in told
