"""The papers of `year` as files: Word, and plain text with tabs between cells."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument

from generate.year import Named, WrittenPaper

HEADINGS: Final = (
    "STT",
    "Nhiệm vụ",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Sản phẩm",
    "Thời hạn hoàn thành",
    "Cấp phê duyệt",
)
_STATE: Final = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_SIGNED: Final = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu")
_SENT: Final = "Nơi nhận:\n- Như trên;\n- Lưu: VT."


def write_papers(papers: Iterable[WrittenPaper], folder: Path) -> Iterator[Path]:
    """A file for each, Word and text by turns, in the order of the papers."""
    folder.mkdir(parents=True, exist_ok=True)
    for turn, paper in enumerate(papers):
        path = folder / f"{paper.name}.{('docx', 'txt')[turn % 2]}"
        if path.suffix == ".docx":
            _save(_word(paper), path)
        else:
            path.write_text(text(paper), encoding="utf-8")
        yield path


def _save(document: WordDocument, path: Path) -> None:
    """As the library saves it, but for the time of day that it writes beside each part."""
    saved = io.BytesIO()
    document.save(saved)
    with ZipFile(saved) as parts, ZipFile(path, "w", ZIP_DEFLATED) as timeless:
        for name in parts.namelist():
            timeless.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)


def text(paper: WrittenPaper) -> str:
    """The paper as plain text, paragraphs with a blank line between, a row of the annex in a line."""
    parts = [*_left(paper), *_STATE, _dated(paper), *_body(paper), _SENT, *_SIGNED, *_annex(paper)]
    table = "\n".join("\t".join(row) for row in _rows(paper))
    return "\n\n".join(parts) + f"\n\n{table}\n"


def _word(paper: WrittenPaper) -> WordDocument:
    document = Document()
    head = document.add_table(rows=1, cols=2).rows[0].cells
    head[0].text, head[1].text = "\n".join(_left(paper)), "\n".join((*_STATE, _dated(paper)))
    for words in _body(paper):
        document.add_paragraph(words)
    foot = document.add_table(rows=1, cols=2).rows[0].cells
    foot[0].text, foot[1].text = _SENT, "\n".join(_SIGNED)
    document.add_page_break()  # type: ignore[no-untyped-call]  # of the library
    for words in _annex(paper):
        document.add_paragraph(words)
    rows = list(_rows(paper))
    table = document.add_table(rows=len(rows), cols=len(HEADINGS), style="Table Grid")
    for line, row in zip(table.rows, rows, strict=True):
        for cell, words in zip(line.cells, row, strict=True):
            cell.text = words
    return document


def _left(paper: WrittenPaper) -> tuple[str, ...]:
    return "ỦY BAN NHÂN DÂN", paper.place.upper(), f"Số: {paper.number or '      /KH-UBND'}"


def _dated(paper: WrittenPaper) -> str:
    bare = paper.place.removeprefix("thành phố ").removeprefix("tỉnh ").removeprefix("phường ").removeprefix("xã ")
    issued = paper.issued
    return f"{bare.removeprefix('đặc khu ')}, ngày {issued.day:02} tháng {issued.month:02} năm {issued.year}"


def _body(paper: WrittenPaper) -> Iterator[str]:
    yield "KẾ HOẠCH"
    yield paper.title
    for basis in paper.bases:
        yield f"Căn cứ {basis};"
    who = paper.issuer.name
    yield f"{who} ban hành Kế hoạch triển khai thực hiện {paper.bases[-1]} như sau:"
    yield "I. MỤC ĐÍCH, YÊU CẦU"
    yield "1. Xác định rõ nội dung công việc, thời hạn và trách nhiệm của từng cơ quan, đơn vị."
    if paper.place != paper.province:
        yield f"2. Bảo đảm thống nhất với chỉ đạo chung của {paper.province}."
    yield "II. NHIỆM VỤ"
    yield "Các nhiệm vụ cụ thể được nêu tại Phụ lục kèm theo Kế hoạch này."


def _annex(paper: WrittenPaper) -> Iterator[str]:
    yield "PHỤ LỤC"
    yield "DANH MỤC NHIỆM VỤ"
    yield f"(Kèm theo Kế hoạch số {paper.number or '      /KH-UBND'} của {paper.issuer.name})"


def _rows(paper: WrittenPaper) -> Iterator[tuple[str, ...]]:
    yield HEADINGS
    for task in paper.tasks:
        bodies = (_list(task.lead), _list(task.coordinating))
        yield (task.stt, task.title, *bodies, task.deliverable, task.due.words, _list(task.authority))


def _list(bodies: Iterable[Named]) -> str:
    return "; ".join(body.name for body in bodies)
