"""How often pairs of syllables stand in the titles of tasks: `python -m directive_kg.compare.count GRAPH…` prints pair_counts.tsv.

What two titles have in common is weighed by these fixed counts and by nothing of the graph that they stand in, so that a
match does not change with papers that it has nothing to do with. The shipped counts are of corpus and wild, as ingested.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from directive_kg.compare.wording import pairs
from directive_kg.graph.files import list_files
from directive_kg.graph.read import paper_from_trig

_LEAST: Final = 3  # titles that have a pair; a rarer one tells nothing of others


def counted(titles: Iterable[str]) -> Iterator[str]:
    """Lines of the table: the number of titles, then `pair<tab>titles that have it`, by name."""
    found: Counter[str] = Counter()
    total = 0
    for title in titles:
        found.update(" ".join(pair) for pair in pairs(title))
        total += 1
    yield str(total)
    yield from (f"{pair}\t{count}" for pair, count in sorted(found.items()) if count >= _LEAST)


def main() -> None:
    """Print the table of the graph folders that are named."""
    papers = (
        paper_from_trig(path.read_text(encoding="utf-8"))
        for folder in sys.argv[1:]
        for path in list_files(Path(folder) / "directives")
    )
    lines = counted(task.title.text for paper in papers for task in paper.tasks)
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    main()
