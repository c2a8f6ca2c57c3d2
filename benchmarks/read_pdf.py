"""What reading and extracting a PDF costs beside what the reader library alone takes for the same file: `make bench`.

Prints the best of some runs of each and their ratio; exit 1 when the ratio is above its limit.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from directive_kg.extract.paper import extract_paper
from directive_kg.register import load_register

MOST = 1.5


def main() -> int:
    """Time both ways of reading one file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=Path("../shared/wild/080-nqcp-116-2026.pdf"))
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    if not arguments.file.is_file():
        print(f"read_pdf: {arguments.file}: no such file", file=sys.stderr)
        return 2
    register = load_register()
    alone = best(lambda: library_alone(arguments.file), arguments.runs)
    ours = best(lambda: extract_paper(arguments.file, register), arguments.runs)
    print(f"pdfplumber alone {alone:.2f} s\nread and extract {ours:.2f} s\nratio {ours / alone:.2f} (at most {MOST})")
    return 0 if ours <= MOST * alone else 1


def best(work: Callable[[], object], runs: int) -> float:
    """The shortest of some runs, in seconds of this process's own work."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def library_alone(path: Path) -> None:
    """What its documentation says to do: the text and the tables of every page."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()


if __name__ == "__main__":
    sys.exit(main())
