"""The process that makes the dumps of a graph folder: `python -m directive_kg.graph.make_dumps GRAPH OUT`."""

import os
import sys
from pathlib import Path

from directive_kg.errors import DirectiveKgError
from directive_kg.graph.dumps import write_dumps
from directive_kg.graph.files import load


def main(graph_dir: str, out: str) -> int:
    """Make them, and let everything else go first."""
    os.nice(10)
    try:
        write_dumps(load(Path(graph_dir)).quads, Path(out))
    except (DirectiveKgError, OSError):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
