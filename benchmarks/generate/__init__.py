"""Graphs of any size in the shape of docs/model.md, the same for the same seed, with faults that are counted.

    python benchmarks/generate graph 100000 --seed 1 --out graph.nq  # N-Quads, a line each (.nt: without the graphs)
    python benchmarks/generate graph 100000 --seed 1 --out folder/   # a folder as `directive-kg check --graph` reads it

From Python: `generate.papers(tasks, seed)` yields one `Part` (graph, N-Triples lines, faults) after another and holds no
more than one paper; `generate.write(out, tasks, seed)` writes them and returns how often each shape has to find a fault.

Papers as files, and the figures that their sizes are drawn from (`distribution.json`: numbers alone, no paper's words):

    python benchmarks/generate papers 1000 --seed 1 --out folder/                      # .docx and .txt by turns
    python benchmarks/generate measure ../shared/corpus ../shared/wild                 # writes distribution.json again

`generate.year.year(papers, register, seed)` yields each with what has to be read from it; `generate.compared` compares.
"""

from generate.graph import BY_QUERY, FAULTS, Part, papers
from generate.output import write

__all__ = ["BY_QUERY", "FAULTS", "Part", "papers", "write"]
