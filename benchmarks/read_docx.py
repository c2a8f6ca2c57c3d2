"""What reading a Word paper costs beside what python-docx alone takes for the same file.

Lays the transcribed papers of ../shared/gold (or the Word files that are named) out as .docx, reads each with python-docx
(every paragraph and every cell, as its documentation shows), then with our reader, then to records, and prints medians
in milliseconds and the ratios. What was kept of a paper's cells is forgotten before each reading, as if it came for the
first time; the register's own names stay, for they serve every paper. Exit 0 when the ratio of reading and extracting
stays at or below --most, 1 when not.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import docx

from directive_kg.extract.paper import extract_paper
from directive_kg.readers.docx import read_docx
from directive_kg.register import load_register

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the papers are laid out by the tests' own press

from tests.readers.gold_paper import load, word_paper  # the line above makes it importable

_CACHED = type(lru_cache(len))
GOLD = ("000", "001", "003")


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


def main() -> int:
    """Measure every file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--most", type=float, default=1.5)
    arguments = parser.parse_args()
    register = load_register()
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        files = arguments.files or [Path(folder) / f"{stem}.docx" for stem in GOLD]
        if not arguments.files:
            for stem, path in zip(GOLD, files, strict=True):
                path.write_bytes(word_paper(load(stem), 1))
        for path in files:
            alone = median_ms(lambda path=path: with_python_docx(path), arguments.rounds)
            reading = median_ms(lambda path=path: read_docx(path), arguments.rounds)
            whole = median_ms(lambda path=path: extract_paper(path, register), arguments.rounds)
            worst = max(worst, whole / alone)
            print(
                f"{path.name}: python-docx {alone:.0f} ms, reading {reading:.0f} ms ({reading / alone:.2f}), "
                f"reading and extracting {whole:.0f} ms ({whole / alone:.2f})"
            )
    return 0 if worst <= arguments.most else 1


if __name__ == "__main__":
    sys.exit(main())
