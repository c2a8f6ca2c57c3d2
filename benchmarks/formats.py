"""How much of a paper each form of it gives back: Word in many manners, LibreOffice's formats, sheets, pages, scans.

Lays papers out whose tasks are known (see tests/readers/forms/sources.py), reads each file from its bytes to its tasks,
and scores it with ../shared/gold/score.py. Prints a line a form: papers, the mean and the worst overall figure, header
fields, seconds. --show FORM prints the differences. Exit 0 when every form reaches its floor, 1 when one does not.
"""

import argparse
import importlib.util
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from directive_kg.errors import DirectiveKgError
from directive_kg.extract.json_form import paper_object
from directive_kg.extract.paper import extract_paper
from directive_kg.register import Register, load_register

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the papers are laid out by the tests' own presses

from tests.readers.forms import office, page, scan, sheet  # the line above makes them importable
from tests.readers.forms.sources import GOLD, SourcePaper, gold_paper, shortened, wild_paper
from tests.readers.forms.word import MANNERS, word_file
from tests.shared import SHARED

TABLES = ("005-dongnai-179-kh-ubnd.txt", "002-hanoi-310-kh-ubnd.txt", "061-ubtvqh-105-2025-html.txt",
          "077-nqcp-105-2026-pdf.txt", "081-nqcp-100-2026-pdf.txt")  # fmt: skip
RUNNING = ("035-cantho-09-ct-ubnd.txt", "011-tphcm-172-kh-ubnd.txt", "083-nqcp-122-2026-pdf.txt")
FLOORS = {"word": 0.95, "office": 0.95, "sheet": 0.0, "html": 0.95, "pdf": 0.95, "scan": 0.85}
Form = Callable[[Sequence[SourcePaper], Path], Sequence[Path]]  # one file a paper, in order


def forms() -> dict[str, Form]:
    """Every form by its name; the word before the first '/' is its family."""
    made: dict[str, Form] = {f"word/{name}": _word(name) for name in MANNERS}
    manners = ("merged", "counted", "storeys", "tcvn3", "vni")
    made |= {f"office/{kind}-{name}": _office(name, kind) for kind in ("odt", "rtf", "doc") for name in manners}
    made |= {f"sheet/{name}": _sheet(name) for name in sheet.MANNERS}
    made |= {"html/office": _office("merged", "html"), "html/office-plain": _office("plain", "html")}
    made |= {f"pdf/office-{name}": _office(name, "pdf") for name in MANNERS}
    made |= {f"pdf/browser-{name}": _browser(name) for name in page.STYLES}
    made |= {f"scan/{name}": _scan(name) for name in scan.SCANNERS}
    return made


def _word(manner: str) -> Form:
    def press(papers: Sequence[SourcePaper], folder: Path) -> list[Path]:
        paths = [folder / f"{paper.name}.docx" for paper in papers]
        for paper, path in zip(papers, paths, strict=True):
            path.write_bytes(word_file(paper, MANNERS[manner]))
        return paths

    return press


def _office(manner: str, kind: str) -> Form:
    return lambda papers, folder: office.converted(_word(manner)(papers, folder), kind)


def _sheet(manner: str) -> Form:
    return lambda papers, folder: [sheet.workbook(paper, manner, folder) for paper in papers]


def _browser(style: str) -> Form:
    return lambda papers, folder: [page.printed(paper, style, folder) for paper in papers]


def _scan(scanner: str) -> Form:
    return lambda papers, folder: [
        scan.scanned(path, scanner) for path in _office(scan.SCANNERS[scanner].manner, "pdf")(papers, folder)
    ]


def scorer() -> Any:
    """The folder's own score.py, as a module."""
    spec = importlib.util.spec_from_file_location("gold_score", SHARED / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(truth: Mapping[str, Any], path: Path, register: Register, score: Any) -> tuple[dict[str, float], list[str]]:
    """Figures and differences of one file; a file that is refused has none right."""
    try:
        found = paper_object(extract_paper(path, register))
    except DirectiveKgError as error:
        return {"overall": 0.0}, [str(error)]
    # Rows alone are in a sheet; what stands outside of the table is not asked of it.
    wanted = dict(truth)
    if path.suffix == ".xlsx":
        wanted |= {"citations": found["citations"], "implements": found["implements"], "indicators": []}
    result: tuple[dict[str, float], list[str]] = score.score(wanted, found)
    return result


def main() -> int:
    """Lay out, read, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("forms", nargs="*", metavar="FORM", help="beginnings of names, such as word or pdf/office")
    parser.add_argument("--papers", default="", help="beginnings of papers' names, with commas between")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="the first N differences of each paper")
    parser.add_argument("--keep", type=Path, help="leave the files in this folder")
    arguments = parser.parse_args()
    if not (SHARED / "gold").is_dir():
        print(f"formats: {SHARED}: no transcriptions here", file=sys.stderr)
        return 2
    register, score = load_register(), scorer()
    whole = [p for p in _papers() if p.name.startswith(tuple(arguments.papers.split(",")))]
    short = [shortened(paper, 14, 12) for paper in whole if paper.columns and paper.name in {*GOLD, "005", "081"}]
    reached = True
    with tempfile.TemporaryDirectory() as folder:
        for name, form in forms().items():
            if arguments.forms and not name.startswith(tuple(arguments.forms)):
                continue
            family = name.split("/")[0]
            papers = short if family == "scan" else [p for p in whole if p.columns or family != "sheet"]
            place = (arguments.keep or Path(folder)) / name.replace("/", "-")
            place.mkdir(parents=True, exist_ok=True)
            overall, header, seconds = [], [], 0.0
            shown: list[str] = []
            for paper, path in zip(papers, form(papers, place), strict=True):
                start = time.perf_counter()
                got, misses = figures(paper.truth, path, register, score)
                seconds += time.perf_counter() - start
                overall.append(got["overall"])
                header.append(
                    statistics.mean(got.get(f"document.{x}", 0.0) for x in ("number", "type", "issuer", "date"))
                )
                if arguments.show:
                    low = ", ".join(f"{k} {v:.2f}" for k, v in got.items() if v < 0.95)
                    shown += [
                        f"    {paper.name} {got['overall']:.3f}: {low}",
                        *(f"      {m}" for m in misses[: arguments.show]),
                    ]
            worst = min(zip(overall, (p.name for p in papers), strict=True))
            print(f"{name:24} {len(papers):2} papers  mean {statistics.mean(overall):.3f}  worst {worst[0]:.3f} ({worst[1]})  "
                  f"header {statistics.mean(header):.2f}  {seconds:.1f} s", flush=True)  # fmt: skip
            for line in shown:
                print(line)
            reached = reached and statistics.mean(overall) >= FLOORS[family]
    return 0 if reached else 1


def _papers() -> Iterator[SourcePaper]:
    yield from map(gold_paper, GOLD)
    yield from map(wild_paper, (*TABLES, *RUNNING))


if __name__ == "__main__":
    sys.exit(main())
