"""`python benchmarks/generate TASKS --out FILE`: see the package."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from generate import write


def main() -> None:
    """Write a graph; print the faults that were put in."""
    parser = argparse.ArgumentParser(description="a graph of so many tasks, with known faults")
    parser.add_argument("tasks", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help=".nq, .nt, or a folder")
    arguments = parser.parse_args()
    for shape, number in sorted(write(arguments.out, arguments.tasks, arguments.seed).items()):
        print(f"{number:>8}  {shape}")


if __name__ == "__main__":
    main()
