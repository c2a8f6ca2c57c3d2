"""What reading a scan of many pages costs beside what Tesseract alone takes for the same pages.

Tesseract alone: each page's picture at 250 dpi, given whole to the program, one after the other, as its documentation
shows. Ours: the scan from its bytes to its tasks, on all cores. Prints seconds a page by the clock, for a person waits by
the clock, and the ratio. The scan is made of a transcribed paper, its pages repeated (or is the PDF that is named).
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytesseract  # type: ignore[import-untyped]  # as above

from directive_kg.extract.paper import extract_paper
from directive_kg.register import load_register

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the papers are laid out by the tests' own presses

from tests.readers.forms import office, scan  # the line above makes them importable
from tests.readers.forms.sources import gold_paper
from tests.readers.forms.word import MANNERS, word_file
from tests.readers.page_press import scanned_pdf

DPI = 250


def made(folder: Path, pages: int) -> Path:
    """A scan of so many pages."""
    paper = folder / "paper.docx"
    paper.write_bytes(word_file(gold_paper("000"), MANNERS["plain"]))
    (printed,) = office.converted([paper], "pdf")
    with pypdfium2.PdfDocument(scan.scanned(printed, "200")) as document:
        pictures = [document[i].render(scale=200 / 72).to_pil() for i in range(min(pages, len(document)))]
    return scanned_pdf(list(islice(cycle(pictures), pages)), folder / "scan.pdf", dpi=200)


def tesseract_alone(path: Path) -> int:
    """Pages read."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            pytesseract.image_to_data(page.render(scale=DPI / 72).to_pil(), lang="vie")
        return len(document)


def measured(path: Path) -> str:
    """The line that says so."""
    register = load_register()
    start = time.perf_counter()
    pages = tesseract_alone(path)
    alone = time.perf_counter() - start
    extract_paper(path, register)
    ours = time.perf_counter() - start - alone
    return (
        f"{path.name}, {pages} pages: Tesseract alone {alone / pages:.1f} s a page, reading and extracting "
        f"{ours / pages:.1f} s a page ({ours / alone:.2f})"
    )


def bench() -> Iterator[str]:
    """The line for `make bench`."""
    with tempfile.TemporaryDirectory() as folder:
        yield measured(made(Path(folder), 20))


def main() -> int:
    """Measure one scan."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
    parser.add_argument("--pages", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(measured(arguments.file or made(Path(folder), arguments.pages)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
