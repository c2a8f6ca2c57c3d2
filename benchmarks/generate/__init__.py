"""A national year of any size, the same for the same seed, as papers and as a graph, with faults that are counted.

    python benchmarks/generate graph 100000 --out folder/     # so many tasks, a folder as `directive-kg check --graph` reads it
    python benchmarks/generate graph 1% --out graph.nq        # a part of the year, N-Quads (.nt: without the graphs)
    python benchmarks/generate papers 1000 --out folder/      # so many papers, .docx and .txt by turns
    python benchmarks/generate measure ../shared/corpus ../shared/wild   # writes distribution.json again: numbers, no words

All with `--seed`. What comes out is one stream of papers (`year.year`): each as files (`pages`), as records (`recorded`) and
from these as the graph that `ingest` makes of them (`output`). From Python: `generate.write(out, tasks, seed)` writes a graph and
returns how often each shape has to find a fault; `generate.compared` holds what was read of a paper to what it was made with.
"""

from generate.output import write
from generate.year import BY_QUERY, CENTRAL, FAULTS

__all__ = ["BY_QUERY", "CENTRAL", "FAULTS", "write"]
