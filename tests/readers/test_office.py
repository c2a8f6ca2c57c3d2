"""Formats that LibreOffice opens for us: what is asked of it, and what is said where it is absent or fails."""

import hashlib
import sys
from pathlib import Path

import pytest

from directive_kg.errors import UnreadablePaperError
from directive_kg.readers import office, read_paper
from directive_kg.readers.blocks import RawTable
from directive_kg.readers.office import read_converted
from tests.readers.forms.office import SOFFICE, converted
from tests.readers.forms.sources import SourcePaper
from tests.readers.forms.word import MANNERS, word_file
from tests.readers.word_press import Press

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = b"{\\rtf1\\ansi Th\\'fc}"
BODY = "Thực hiện nhiệm vụ của các cơ quan theo quyết định của Ủy ban nhân dân trong năm."


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing on it but what a test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def _program(folder: Path, body: str) -> None:
    """A stand-in for LibreOffice: it takes the same arguments."""
    path = folder / "soffice"
    path.write_text(
        f"#!{sys.executable}\nimport sys, time, pathlib\n"
        "arguments = sys.argv[1:]\n"
        "out = pathlib.Path(arguments[arguments.index('--outdir') + 1])\n"
        f"kind = arguments[arguments.index('--convert-to') + 1]\n{body}\n",
        encoding="utf-8",
    )
    path.chmod(0o755)


def _file(tmp_path: Path, data: bytes, name: str = "-rf giấy;.doc") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (RTF, "RTF"),
        (OLE2 + bytes(504) + "WordDocument".encode("utf-16-le"), "Word 97"),
        (OLE2 + bytes(504) + "Workbook".encode("utf-16-le"), "Excel 97"),
    ],
)
def test_without_libreoffice_one_line_says_what_is_missing(
    tmp_path: Path, programs: Path, data: bytes, name: str
) -> None:
    with pytest.raises(UnreadablePaperError, match="LibreOffice") as told:
        read_paper(_file(tmp_path, data))
    assert name in str(told.value)
    assert "\n" not in str(told.value)


def test_a_converted_paper_keeps_its_own_source(tmp_path: Path, programs: Path) -> None:
    press = Press()
    press.paragraph(BODY)
    ready = _file(tmp_path, press.data(), "ready.docx")
    _program(programs, f"out.mkdir(); (out / f'paper.{{kind}}').write_bytes(pathlib.Path({str(ready)!r}).read_bytes())")
    reading = read_paper(_file(tmp_path, RTF))
    assert [line.text for line in reading.lines] == [BODY]
    assert (reading.source.file, reading.source.format) == ("-rf giấy;.doc", "rtf")
    assert reading.source.sha256 == hashlib.sha256(RTF).hexdigest()


def test_the_name_of_a_paper_never_reaches_the_command(tmp_path: Path, programs: Path) -> None:
    seen = tmp_path / "seen"
    _program(programs, f"pathlib.Path({str(seen)!r}).write_text(' '.join(arguments))")
    with pytest.raises(UnreadablePaperError):
        read_paper(_file(tmp_path, RTF))
    assert "-rf" not in seen.read_text()
    assert "--headless" in seen.read_text()


def test_what_libreoffice_makes_nothing_of_is_refused(tmp_path: Path, programs: Path) -> None:
    _program(programs, "sys.exit(0)")
    with pytest.raises(UnreadablePaperError, match="cannot open"):
        read_paper(_file(tmp_path, RTF))


def test_an_error_of_the_converted_file_names_the_paper(tmp_path: Path, programs: Path) -> None:
    _program(programs, "out.mkdir(); (out / f'paper.{kind}').write_bytes(b'PK')")
    with pytest.raises(UnreadablePaperError, match="giấy") as told:
        read_converted(_file(tmp_path, RTF), "rtf")
    assert "paper.docx" not in str(told.value)


def test_a_conversion_that_never_ends_is_stopped(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "SECONDS", 0.3)
    _program(programs, "time.sleep(100)")
    with pytest.raises(UnreadablePaperError, match="stopped"):
        read_paper(_file(tmp_path, RTF))


@pytest.mark.parametrize(
    "data",
    [
        OLE2 + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        OLE2 + bytes(504) + b"\xec\xa5" + bytes(9) + b"\x01" + "WordDocument".encode("utf-16-le"),
    ],
)
def test_an_encrypted_file_is_told_apart(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadablePaperError, match="encrypted"):
        read_paper(_file(tmp_path, data))


def test_ole2_that_holds_no_paper_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePaperError, match="no paper"):
        read_paper(_file(tmp_path, OLE2 + bytes(600)))


ROWS = (
    ("1", "Rà soát tài sản công của tỉnh", "Sở Tài chính", "Quý I/2026"),
    ("2", "Báo cáo kết quả thực hiện kế hoạch", "Sở Tài chính", "Trước ngày 30/6/2026"),
)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One paper as Word has it, with merged cells and counted numbers, and as LibreOffice saves it in its other formats."""
    rows = [dict(zip(("stt", "title", "lead", "deadline"), row, strict=True)) for row in ROWS]
    paper = SourcePaper("giay", {}, ("UBND TỈNH NAM AN", "Số: 12/KH-UBND"), ("Độc lập - Tự do - Hạnh phúc",), ("KẾ HOẠCH",),
                        (BODY,), ("PHỤ LỤC",), tuple(rows[0]), rows, ("Chủ tịch", "Trần Văn Bình"))  # fmt: skip
    path = tmp_path_factory.mktemp("office") / "giay.docx"
    path.write_bytes(word_file(paper, MANNERS["counted"]))
    return {kind: converted([path], kind)[0] for kind in ("odt", "rtf", "doc")}


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice to save and open its formats with")
@pytest.mark.parametrize("kind", ["odt", "rtf", "doc"])
def test_a_paper_that_libreoffice_saved_is_read_as_word_has_it(papers: dict[str, Path], kind: str) -> None:
    reading = read_paper(papers[kind])
    assert reading.source.format == kind
    (table,) = [block for block in reading.blocks if isinstance(block, RawTable)]
    assert [[cell.text for cell in row] for row in table.rows[1:]] == [[f"{row[0]}.", *row[1:]] for row in ROWS]
    assert BODY in [line.text for line in reading.lines]


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice to open a damaged file with")
@pytest.mark.parametrize("keep", [0.02, 0.5])
def test_a_file_that_was_cut_off_gives_one_line_or_what_is_left(
    papers: dict[str, Path], tmp_path: Path, keep: float
) -> None:
    data = papers["doc"].read_bytes()
    cut = _file(tmp_path, data[: int(keep * len(data))])
    told = ""
    try:
        read_paper(cut)
    except UnreadablePaperError as error:
        told = str(error)
    assert "\n" not in told
