"""A real PDF, damaged the way files are: cut short, holed, doubled, its cross-reference table spoilt, bytes flipped."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directive_kg.errors import DirectiveKgError, UnreadablePaperError
from directive_kg.readers import pdf
from directive_kg.readers.blocks import Reading
from directive_kg.readers.pdf_page import read_page
from directive_kg.readers.sandbox import run_capped
from tests.shared import SHARED, needs_shared

PAPER = SHARED / "wild" / "080-nqcp-116-2026.pdf"
HANGS = 240.0  # seconds; the undamaged pages take about one
EXAMPLES = 12

pytestmark = needs_shared
damaged = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
share = st.floats(0, 1, exclude_max=True)


@pytest.fixture(scope="module")
def pages() -> bytes:
    """The first page of the paper, one of its middle and its last."""
    whole, some = pypdfium2.PdfDocument(PAPER), pypdfium2.PdfDocument.new()
    some.import_pages(whole, [0, len(whole) // 2, len(whole) - 1])
    file = BytesIO()
    some.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def words(pages: bytes, tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The words of the undamaged pages, with what stands at their head: beside fewer pages it is not told from text."""
    path = tmp_path_factory.mktemp("whole") / "ba-trang.pdf"
    path.write_bytes(pages)
    found = words_of(pdf.read_pdf(path))
    assert len(found) > 100
    with pdfplumber.open(path) as whole:
        return found.union(word.text for page in whole.pages for word in read_page(page).words)


def words_of(reading: Reading) -> frozenset[str]:
    """The words of a reading; a line drawn of '_' is none."""
    return frozenset(word for line in reading.lines for word in line.text.split() if word.strip("_"))


def read_text_layer(path: Path) -> Reading | str:
    """The reading, or what the reader says of the file. Raises whatever else comes out of the reader, by its name."""
    pdf.read_scan = _no_scan  # type: ignore[attr-defined]  # in a process of its own: character recognition is slow
    pdf.pictures_of_pdf = _no_scan  # type: ignore[assignment, attr-defined]
    try:
        return pdf.read_pdf(path)
    except DirectiveKgError as error:
        return str(error)


def _no_scan(path: Path, *_: object) -> Reading:
    raise UnreadablePaperError(f"{path}: bản quét / a scan")


def read(data: bytes, folder: Path) -> Reading | None:
    """What the reader makes of the bytes: None where it says in one line that it cannot read them."""
    path = folder / "hong.pdf"
    path.write_bytes(data)
    answer = run_capped(read_text_layer, path, seconds=HANGS)  # raises where the reader hangs, dies or fails
    if isinstance(answer, str):
        assert answer.startswith(f"{path}: ")
        assert "\n" not in answer
        return None
    return answer


def cut(data: bytes, at: int, size: int) -> bytes:
    return data[:at]


def holed(data: bytes, at: int, size: int) -> bytes:
    return data[:at] + data[at + size :]


def doubled(data: bytes, at: int, size: int) -> bytes:
    return data[: at + size] + data[at:]


def without_table(data: bytes, at: int, size: int) -> bytes:
    """The figures of the cross-reference table and of where it stands are others."""
    start = data.rfind(b"xref", 0, data.rfind(b"startxref"))
    table = bytearray(data[start:])
    for place in range(at % 7, len(table), 1 + size % 40):
        if table[place] in b"0123456789":
            table[place] = ord("0") + (table[place] + at) % 10
    return data[:start] + bytes(table)


@damaged
@given(kind=st.sampled_from([cut, holed, doubled, without_table]), where=share, size=st.integers(1, 3000))
def test_what_is_left_of_a_file_holds_no_word_of_its_own(
    kind: Callable[[bytes, int, int], bytes],
    where: float,
    size: int,
    pages: bytes,
    words: frozenset[str],
    tmp_path: Path,
) -> None:
    reading = read(kind(pages, int(where * len(pages)), size), tmp_path)
    if reading is not None:
        assert words_of(reading) <= words


@damaged
@given(flips=st.lists(st.tuples(share, st.integers(0, 255)), min_size=1, max_size=30))
def test_flipped_bytes_are_read_or_refused_in_one_line(
    flips: list[tuple[float, int]], pages: bytes, tmp_path: Path
) -> None:
    data = bytearray(pages)
    for where, value in flips:
        data[int(where * len(data))] = value
    read(bytes(data), tmp_path)


def test_a_page_that_cannot_be_unpacked_whole_is_not_read_in_part(pages: bytes, tmp_path: Path) -> None:
    path = tmp_path / "hong.pdf"
    with pdfplumber.open(BytesIO(pages)) as whole:
        drawn = whole.pages[0].page_obj.contents[0].objid
    start = pages.index(b"stream", pages.index(f"\n{drawn} 0 obj".encode()))
    path.write_bytes(holed(pages, start + 4000, 12))
    said = read_text_layer(path)
    assert said == f"{path}: trang 1 hỏng một phần, hãy lấy hoặc lưu lại tệp / " + (
        "a part of page 1 is damaged: get the file again, or save it anew"
    )
