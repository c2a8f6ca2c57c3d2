"""Generated graphs on disk."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

import pyoxigraph as ox

from generate.graph import Part, papers
from generate.terms import GRAPH

_ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"


def write(out: Path, tasks: int, seed: int = 1) -> Counter[str]:
    """Write a graph with the ontology: N-Quads, N-Triples, or a folder. How often each shape has to find a fault."""
    parts = papers(tasks, seed)
    if out.suffix not in (".nq", ".nt"):
        return _folder(out, parts)
    faults = Counter[str]()
    quads = out.suffix == ".nq"
    with out.open("w", encoding="utf-8") as file:
        for path in sorted(_ONTOLOGY.rglob("*.ttl")):
            if path.name != "alignments.ttl":
                _lines(file, _triples(path), f" <{GRAPH}ontology>" if quads else "")
        for part in parts:
            _lines(file, part.lines, f" <{part.graph}>" if quads else "")
            faults += part.faults
    return faults


def _folder(out: Path, parts: Iterator[Part]) -> Counter[str]:
    """A file for each graph; N-Triples between the braces of a graph are TriG."""
    faults = Counter[str]()
    with ExitStack() as stack:
        shared: dict[str, TextIO] = {}
        for part in parts:
            faults += part.faults
            name = part.graph.removeprefix(GRAPH)
            if part.home:
                path = out / "directives" / part.home / "2026" / f"{name.rsplit('/', 1)[-1]}.trig"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(f"GRAPH <{part.graph}> {{\n" + "\n".join(part.lines) + "\n}\n", encoding="utf-8")
                continue
            if name not in shared:
                out.mkdir(parents=True, exist_ok=True)
                shared[name] = stack.enter_context((out / f"{name}.trig").open("w", encoding="utf-8"))
                shared[name].write(f"GRAPH <{part.graph}> {{\n")
            shared[name].write("\n".join(part.lines) + "\n")
        for file in shared.values():
            file.write("}\n")
    return faults


def _triples(path: Path) -> Iterator[str]:
    """The statements of a Turtle file; blank nodes are named by their turn, for a reader names them anew each time."""
    names: dict[ox.BlankNode, str] = {}

    def named(term: object) -> object:
        return names.setdefault(term, f"_:{path.stem}-{len(names)}") if isinstance(term, ox.BlankNode) else term

    for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
        yield f"{named(quad.subject)} {quad.predicate} {named(quad.object)} ."


def _lines(file: TextIO, lines: Iterator[str] | list[str], graph: str) -> None:
    end = f"{graph} .{os.linesep}"
    file.writelines(line.removesuffix(" .") + end for line in lines)
