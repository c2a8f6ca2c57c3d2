"""How papers of other offices that no rule was written for are read, form by form, and how much a confidence is worth there.

Reads the papers of tests/extract/unseen (of our own invention, with their truth) from text in five layouts, Word, Excel and
PDF with and without ruled lines. Prints a line a form and kind: tasks wanted; recall, precision, leads and deadlines right
among the found; then the bands of confidence of all values, and those above 0.9 that are wrong.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the papers are laid out by the tests' own presses

from calibration import Judged, above, table, wrong

from directive_kg.errors import DirectiveKgError
from directive_kg.extract.paper import extract_paper
from directive_kg.records import Paper
from directive_kg.register import Register, load_register
from tests.extract.unseen_files import FILES
from tests.extract.unseen_papers import LAYOUTS, SERIES, Figures, UnseenPaper, is_row, printed, unseen_papers
from tests.extract.unseen_sure import values


def main() -> int:
    """Lay out, read, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("forms", nargs="*", metavar="FORM", help=f"beginnings of: {', '.join([*LAYOUTS, *FILES])}")
    parser.add_argument("--series", default=",".join(SERIES), help="with commas between")
    parser.add_argument("--faults", action="store_true", help="print everything that differs")
    parser.add_argument("--keep", type=Path, help="leave the files in this folder")
    arguments = parser.parse_args()
    papers = [paper for paper in unseen_papers() if paper.series in arguments.series.split(",")]
    register = load_register()
    every: list[Judged] = []
    with tempfile.TemporaryDirectory() as folder:
        for form in (*LAYOUTS, *FILES):
            if arguments.forms and not form.startswith(tuple(arguments.forms)):
                continue
            place = (arguments.keep or Path(folder)) / form.replace(" ", "-").replace(",", "")
            place.mkdir(parents=True, exist_ok=True)
            sums: dict[str, Figures] = {}
            judged: list[Judged] = []
            for paper, path in _files(papers, form, place):
                _count(paper, _read(path, register), sums, judged)
            for kind, figures in sorted(sums.items()):
                shares = " ".join(f"{share:.3f}" for share in figures.shares)
                beyond = (
                    f"  tasks of papers without: {figures.given}" if kind == "none" else f"{figures.wanted:4} {shares}"
                )
                print(f"{form:22} {kind:6} {beyond}", flush=True)
                if arguments.faults:
                    print("\n".join(f"    {fault}" for fault in figures.faults))
            every += [Judged(v.confidence, v.right, f"{form}: {v.what}") for v in judged]
    for line in (*table(every, "values"), *wrong(above(every), lambda _: True)):
        print(line)
    return 0


def _files(papers: list[UnseenPaper], form: str, folder: Path) -> Iterator[tuple[UnseenPaper, Path]]:
    if form in FILES:
        if form == "xlsx":
            papers = [paper for paper in papers if any(map(is_row, paper.text.split("\n")))]
        yield from zip(papers, FILES[form](papers, folder), strict=True)
        return
    for paper in papers:
        if form == "tabs" or any(map(is_row, paper.text.split("\n"))):
            path = folder / f"{paper.name}.txt"
            path.write_text(printed(paper.text, form), encoding="utf-8")
            yield paper, path


def _read(path: Path, register: Register) -> Paper | None:
    try:
        return extract_paper(path, register)
    except DirectiveKgError:
        return None


def _count(paper: UnseenPaper, read: Paper | None, sums: dict[str, Figures], judged: list[Judged]) -> None:
    kind = "table" if paper.has_table else "text" if paper.tasks else "none"
    sums.setdefault(kind, Figures()).count(paper.name, paper.tasks, read.tasks if read else ())
    if paper.orders or (read and read.orders):
        sums.setdefault("orders", Figures()).count(paper.name, paper.orders, read.orders if read else ())
    judged += [Judged(v.confidence, v.right, v.what) for v in values(paper, read)]


if __name__ == "__main__":
    sys.exit(main())
