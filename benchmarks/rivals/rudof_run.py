"""pyrudof on one file, in an environment of its own: `python rudof_run.py DATA SHAPES ANSWER`."""

import sys
import time
from pathlib import Path

import pyrudof


def main() -> None:
    """Write seconds and results."""
    data, shapes, answer = map(Path, sys.argv[1:])
    start = time.perf_counter()
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(str(data), format=pyrudof.RDFFormat.NTriples)
    rudof.read_shacl(str(shapes))
    loaded = time.perf_counter()
    results = list(rudof.validate_shacl())
    end = time.perf_counter()
    with answer.open("w", encoding="utf-8") as file:
        print(loaded - start, end - loaded, file=file)
        for one in results:
            row = (
                one.constraint_component,
                one.source_shape,
                one.focus_node,
                "_:" if one.path and "(" in one.path else one.path,
                one.value,
                one.severity,
            )
            print("\t".join(map(text, row)), file=file)


def text(word: object) -> str:
    """A term as all rivals write it."""
    if word is None or str(word).startswith("_:"):
        return "" if word is None else "_:"
    return str(word).strip("<>").replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


if __name__ == "__main__":
    main()
