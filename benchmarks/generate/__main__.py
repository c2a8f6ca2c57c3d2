"""`python benchmarks/generate TASKS --out FILE`, `… papers NUMBER --out FOLDER`, `… measure FOLDER…`: see the package."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from directive_kg.register import load_register
from generate import distribution, write
from generate.measure import measure
from generate.pages import write_papers
from generate.year import year


def main(words: Sequence[str]) -> None:
    """Do what the first word says; a number alone means a graph of so many tasks."""
    work = {"papers": _papers, "measure": _measure}.get(words[0] if words else "")
    if work:
        work(words[1:])
    else:
        _graph(words)


def _graph(words: Sequence[str]) -> None:
    """Write a graph; print the faults that were put in."""
    parser = argparse.ArgumentParser(description="a graph of so many tasks, with known faults")
    parser.add_argument("tasks", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help=".nq, .nt, or a folder")
    arguments = parser.parse_args(words)
    for shape, number in sorted(write(arguments.out, arguments.tasks, arguments.seed).items()):
        print(f"{number:>8}  {shape}")


def _papers(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description="so many papers, Word and text by turns")
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="a folder")
    arguments = parser.parse_args(words)
    made = sum(1 for _ in write_papers(year(arguments.number, load_register(), arguments.seed), arguments.out))
    print(f"{made:>8}  papers")


def _measure(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description="the figures of real papers, that generated ones are drawn from")
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=distribution.MEASURED)
    arguments = parser.parse_args(words)
    found = measure(arguments.folders)
    found.save(arguments.out)
    print(f"{found.papers:>8}  papers\n{found.tasks:>8}  tasks")


if __name__ == "__main__":
    main(sys.argv[1:])
