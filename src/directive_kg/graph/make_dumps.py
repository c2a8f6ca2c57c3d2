"""The process that makes the dumps of an index on disk: `python -m directive_kg.graph.make_dumps INDEX OUT`."""

import os
import sys
from pathlib import Path

import pyoxigraph as ox

from directive_kg.errors import DirectiveKgError
from directive_kg.graph.dumps import write_dumps


def main(index: str, out: str) -> int:
    """Make them, and let everything else go first."""
    os.nice(10)
    try:
        write_dumps(ox.Store.read_only(index), Path(out))
    except (DirectiveKgError, OSError):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
