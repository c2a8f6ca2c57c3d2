"""pyshifty on one file, in an environment of its own: `python shifty_run.py DATA SHAPES ANSWER`.

It reads and checks in one call; what reading takes is measured by a call with a shape that is about nothing.
"""

import sys
import time
from pathlib import Path

import rdflib
import shifty

NOTHING = "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape ; sh:targetClass <urn:none> ; sh:nodeKind sh:IRI ."


def main() -> None:
    """Write seconds and results."""
    data, shapes, answer = sys.argv[1:]
    start = time.perf_counter()
    shifty.PreparedValidator(NOTHING.encode()).validate(Path(data), infer=False)
    loaded = time.perf_counter()
    _, report, _ = shifty.PreparedValidator(Path(shapes)).validate(Path(data), infer=False)
    end = time.perf_counter()
    sh = rdflib.SH
    names = (sh.sourceConstraintComponent, sh.sourceShape, sh.focusNode, sh.resultPath, sh.value, sh.resultSeverity)
    with Path(answer).open("w", encoding="utf-8") as file:
        reading = loaded - start
        print(reading, end - loaded - reading, file=file)
        for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
            print(
                "\t".join(
                    text(report.value(result, name)).removeprefix(str(rdflib.SH) * (name == sh.resultSeverity))
                    for name in names
                ),
                file=file,
            )


def text(node: object) -> str:
    """A term as all rivals write it."""
    if node is None or isinstance(node, rdflib.BNode):
        return "" if node is None else "_:"
    return str(node).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


if __name__ == "__main__":
    main()
