"""`python benchmarks/generate graph TASKS --out FILE`, `… papers NUMBER --out FOLDER`, `… measure FOLDER…`: see the package."""

import argparse
import sys
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from directive_kg.register import load_register
from generate import distribution
from generate.measure import measure
from generate.output import parts, write_parts
from generate.pages import write_papers
from generate.year import sized, year


def main() -> None:
    """Do what the first word says."""
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(required=True, metavar="graph|papers|measure")
    graph = kinds.add_parser("graph", help="a graph of so many tasks; prints the faults that were put in")
    graph.add_argument("size", metavar="TASKS|SHARE%", help="so many tasks, or papers of a part of the year")
    graph.set_defaults(work=_graph)
    papers = kinds.add_parser("papers", help="so many papers, Word and text by turns")
    papers.add_argument("number", type=int)
    papers.set_defaults(work=_papers)
    for part, out in ((graph, ".nq, .nt, or a folder"), (papers, "a folder")):
        part.add_argument("--seed", type=int, default=1)
        part.add_argument("--out", type=Path, required=True, help=out)
    measuring = kinds.add_parser("measure", help="the figures of real papers, that generated ones are drawn from")
    measuring.add_argument("folders", type=Path, nargs="+")
    measuring.add_argument("--out", type=Path, default=distribution.MEASURED)
    measuring.set_defaults(work=_measure)
    arguments = parser.parse_args()
    arguments.work(arguments)


def _graph(arguments: argparse.Namespace) -> None:
    register = load_register()
    made = sized(arguments.size, register, arguments.seed)
    for shape, number in sorted(write_parts(arguments.out, parts(made, register)).items()):
        print(f"{number:>8}  {shape}")


def _papers(arguments: argparse.Namespace) -> None:
    made = islice(year(load_register(), arguments.seed), arguments.number)
    print(f"{sum(1 for _ in write_papers(made, arguments.out)):>8}  papers")


def _measure(arguments: argparse.Namespace) -> None:
    found = measure(arguments.folders)
    found.save(arguments.out)
    print(f"{found.papers:>8}  papers\n{found.tasks:>8}  tasks")


if __name__ == "__main__":
    main()
