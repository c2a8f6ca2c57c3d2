"""The picture of a value: found on its page by its words, cut out of the paper's own file."""

import hashlib
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
from PIL import Image, ImageDraw

from directive_kg.errors import BadInputError, UnreadablePaperError
from directive_kg.readers.page import Page, Rule, Word
from directive_kg.review.desk import Desk
from directive_kg.review.originals import Originals
from directive_kg.review.picture import cut_out, find_box
from tests.fixtures.papers import fixture_graph
from tests.readers.page_press import Style, print_pdf, scanned_pdf
from tests.readers.test_pdf import needs_chromium, paper
from tests.readers.test_scan import needs_tesseract

TEXTS = (("1", "Rà soát bến nước trên địa bàn", "Sở Tài chính"), ("2", "Báo cáo kết quả rà soát", "Sở Nội vụ"))
XS, YS = (50.0, 90.0, 330.0, 480.0), (100.0, 140.0, 180.0)


def words(text: str, x: float, y: float) -> list[Word]:
    """A printed line."""
    found: list[Word] = []
    for piece in text.split():
        found.append(Word(piece, x, x + 5.5 * len(piece), y, y + 11))
        x += 5.5 * len(piece) + 4
    return found


def page() -> Page:
    """A ruled table of two rows, and a paragraph under it."""
    cells = [w for r, row in enumerate(TEXTS) for c, text in enumerate(row) for w in words(text, XS[c] + 4, YS[r] + 12)]
    below = words("Giao Sở Xây dựng chủ trì, báo cáo trước ngày 30/6/2026", 50, 240)
    across = tuple(Rule(y, XS[0], XS[-1]) for y in YS)
    down = tuple(Rule(x, YS[0], YS[-1]) for x in XS)
    return Page(1, 595, 842, (*cells, *below), across, down)


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("Sở Nội vụ", (330, 140, 480, 180)),
        ("So Noi vu", (330, 140, 480, 180)),
        ("Rà soát bến nước trên địa bàn", (90, 100, 330, 140)),
    ],
)
def test_a_cell_is_found_by_its_words(text: str, box: tuple[float, ...]) -> None:
    found = find_box(page(), text)
    assert found
    assert [round(side) for side in found] == pytest.approx(box, abs=2)


def test_one_of_two_like_cells_is_the_one_beside_its_title() -> None:
    same = page()
    moved = [
        replace(w, top=w.top - 40, bottom=w.bottom - 40) for w in same.words if w.x0 > 330 and w.y > 140 and w.y < 200
    ]
    both = replace(same, words=(*(w for w in same.words if not (w.x0 > 330 and w.y < 140)), *moved))
    for title, top in ((TEXTS[0][1], 100), (TEXTS[1][1], 140)):
        found = find_box(both, "Sở Nội vụ", title)
        assert found
        assert round(found.top) == top


def test_running_text_is_found_by_its_lines() -> None:
    found = find_box(page(), "Giao Sở Xây dựng chủ trì, báo cáo trước ngày 30/6/2026")
    assert found
    assert (round(found.top), round(found.bottom)) == (240, 251)


@pytest.mark.parametrize("text", ["", "Đề án khác hẳn về giao thông thủy nội địa và cảng cạn", "…"])
def test_what_is_not_on_the_page(text: str) -> None:
    assert find_box(page(), text) is None


@needs_tesseract
def test_the_cell_of_a_scan(tmp_path: Path) -> None:
    picture = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(picture)
    scale = 150 / 72
    for y in YS:
        draw.line([(XS[0] * scale, y * scale), (XS[-1] * scale, y * scale)], fill=0, width=3)
    for x in XS:
        draw.line([(x * scale, YS[0] * scale), (x * scale, YS[-1] * scale)], fill=0, width=3)
    for r, row in enumerate((("1", "Lap bao cao", "So Tai chinh"), ("2", "Trinh ban hanh", "So Noi vu"))):
        for c, text in enumerate(row):
            draw.text(((XS[c] + 6) * scale, (YS[r] + 10) * scale), text, fill=0, font_size=30)
    scan = scanned_pdf([picture], tmp_path / "scan.pdf", dpi=150)
    png = cut_out(scan, number=1, words="Sở Nội vụ", row="", scanned=True)
    assert png
    part = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    assert part is not None
    height, width = part.shape[:2]
    # The cell is 150 by 40 points, with 14 of margin on each side.
    assert width / height == pytest.approx(178 / 68, rel=0.15)
    with pytest.raises(UnreadablePaperError):
        cut_out(scan, number=7, words="Sở Nội vụ", row="", scanned=True)


@needs_chromium
@pytest.mark.parametrize("degrees", [90, 180])
def test_the_cell_of_a_page_that_lies_on_its_side_stands_in_the_picture(degrees: int, tmp_path: Path) -> None:
    path = print_pdf(paper(Style()), tmp_path / "giay.pdf")
    with pypdfium2.PdfDocument(path) as document:
        document[1].set_rotation(degrees)
        document.save(tmp_path / "quay.pdf")
    parts = []
    for file in (path, tmp_path / "quay.pdf"):
        png = cut_out(file, number=2, words="Tháng 4/2026", row="", scanned=False)
        assert png
        part = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
        assert part is not None
        parts.append(part[:100, :200].astype(int))
    assert np.abs(parts[0] - parts[1]).mean() < 10  # grey levels; drawing and turning leave other edges


def test_papers_are_found_by_their_bytes(tmp_path: Path) -> None:
    item = Desk(fixture_graph(tmp_path)).items("7001/KH-UBND")[0]
    folder = tmp_path / "papers"
    folder.mkdir()
    assert Originals(folder).lines(item) == ()
    assert Originals(folder).picture(item) is None
    text = "\n".join(f"Dòng thứ {n} của kế hoạch về nhiệm vụ được giao" for n in range(1, 200))
    (folder / "tên khác.txt").write_text(text, encoding="utf-8")
    originals = Originals(folder)
    same = replace(item, sha256=hashlib.sha256(text.encode()).hexdigest())
    shown = originals.lines(same)
    assert item.value.place
    assert [line.split()[0] for line in shown] == [str(n) for n in range(112, 120)]
    with pytest.raises(BadInputError, match="not a folder"):
        Originals(folder / "none")
