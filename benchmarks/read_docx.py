"""What reading a Word paper costs beside what python-docx alone takes for the same file.

python-docx alone: open the file, ask every paragraph and every cell for its text, as its documentation shows. Ours: the
same file to blocks, then to records. The papers are the transcribed ones of ../shared/gold, which have tables, and two of
running text (or the Word files that are named), each twice: as Word itself stores it, a paragraph's words in many runs with
their fonts; and as a program writes it that makes one run a paragraph, where python-docx has the least to do. Prints
medians in milliseconds and the ratios. What was kept of a paper's cells is forgotten before each reading, as if it came for
the first time; the register's own names and the spellings of single words stay, for they serve every paper. Exit 0 when the
ratio of reading and extracting stays at or below --most for every file named, and for every transcribed paper in Word's own
form, 1 when not.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path

import docx

from directive_kg.extract.paper import extract_paper
from directive_kg.readers.blocks import Paragraph
from directive_kg.readers.docx import read_docx
from directive_kg.readers.text import read_text
from directive_kg.register import load_register

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the papers are laid out by the tests' own press

from tests.readers.gold_paper import load, word_paper  # the line above makes it importable
from tests.readers.word_press import Press, as_word_leaves_it
from tests.shared import SHARED

_CACHED = type(lru_cache(len))
GOLD = ("000", "001", "003")
OF_TEXT = ("006-dongnai-182-kh-ubnd", "033-daklak-012-ct-ubnd")
PLAIN, TEXT = "-one-run", "-text"  # in the names of papers with one run a paragraph, and of running text


def pressed(folder: Path) -> list[Path]:
    """The papers as Word files: in Word's own form, then with one run a paragraph."""
    plain = {stem: word_paper(load(stem), 1) for stem in GOLD}
    plain |= {stem + TEXT: of_text(SHARED / "wild" / f"{stem}.txt") for stem in OF_TEXT}
    papers = {f"{stem}.docx": as_word_leaves_it(data) for stem, data in plain.items()}
    papers |= {f"{stem}{PLAIN}.docx": data for stem, data in plain.items()}
    for name, data in papers.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in papers]


def of_text(path: Path) -> bytes:
    """A paper of running text as a Word file."""
    press = Press()
    for block in read_text(path).blocks:
        if isinstance(block, Paragraph):
            press.paragraph(block.text, bold=block.bold)
    return press.data()


def with_python_docx(path: Path) -> int:
    """Letters of all paragraphs and cells."""
    document = docx.Document(str(path))
    letters = sum(len(paragraph.text) for paragraph in document.paragraphs)
    return letters + sum(len(c.text) for table in document.tables for row in table.rows for c in row.cells)


def forget() -> None:
    """Clear what the modules have kept of texts; what is made once, from the package's own files, has room for one."""
    kept = {
        id(found): found
        for name, module in list(sys.modules.items())
        if name.startswith("directive_kg.")
        for found in vars(module).values()
        if isinstance(found, _CACHED) and found.cache_parameters()["maxsize"] != 1
    }
    for found in kept.values():
        found.cache_clear()


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """The median time of some rounds, of this process alone: other work on the machine is not counted."""
    times = []
    for _ in range(rounds):
        forget()
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def measured(files: Sequence[Path], rounds: int) -> Iterator[tuple[Path, float, str]]:
    """Each file, the ratio of reading and extracting, and the line that says so."""
    register = load_register()
    for path in files:
        alone = median_ms(partial(with_python_docx, path), rounds)
        reading = median_ms(partial(read_docx, path), rounds)
        whole = median_ms(partial(extract_paper, path, register), rounds)
        yield (
            path,
            whole / alone,
            f"{path.name}: python-docx {alone:.0f} ms, reading {reading:.0f} ms ({reading / alone:.2f}), "
            f"reading and extracting {whole:.0f} ms ({whole / alone:.2f})",
        )


def bench() -> Iterator[str]:
    """The lines for `make bench`."""
    with tempfile.TemporaryDirectory() as folder:
        for _, _, line in measured(pressed(Path(folder)), 5):
            yield line


def main() -> int:
    """Measure every file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--most", type=float, default=1.5)
    arguments = parser.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for path, ratio, line in measured(arguments.files or pressed(Path(folder)), arguments.rounds):
            print(line)
            if arguments.files or (PLAIN not in path.name and TEXT not in path.name):
                worst = max(worst, ratio)
    return 0 if worst <= arguments.most else 1


if __name__ == "__main__":
    sys.exit(main())
