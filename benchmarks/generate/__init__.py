"""Graphs of any size in the shape of docs/model.md, the same for the same seed, with faults that are counted.

    python benchmarks/generate 100000 --seed 1 --out graph.nq      # N-Quads, a line each (.nt: without the graphs)
    python benchmarks/generate 100000 --seed 1 --out folder/       # a folder as `directive-kg check --graph` reads it

From Python: `generate.papers(tasks, seed)` yields one `Part` (graph, N-Triples lines, faults) after another and holds no
more than one paper; `generate.write(out, tasks, seed)` writes them and returns how often each shape has to find a fault.
"""

from generate.graph import BY_QUERY, FAULTS, Part, papers
from generate.output import write

__all__ = ["BY_QUERY", "FAULTS", "Part", "papers", "write"]
