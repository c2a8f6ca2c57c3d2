"""The graph in the formats of others; the same statements always give the same bytes.

RDF is written a graph at a time: what is held at once is one graph, however many there are.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import IO, Final

import pyoxigraph as ox

from directive_kg.graph.csvw import to_csvw
from directive_kg.graph.network import to_gexf, to_graphml
from directive_kg.graph.parquet import to_parquet
from directive_kg.graph.tables import tables
from directive_kg.names import PREFIXES

_DATASETS: Final = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
_UNIONS: Final = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdfxml": ox.RdfFormat.RDF_XML}
_NETWORKS: Final[dict[str, Callable[[Iterable[ox.Quad]], bytes]]] = {"graphml": to_graphml, "gexf": to_gexf}
FORMATS: Final = (*_DATASETS, *_UNIONS, *_NETWORKS)  # one file each
FOLDERS: Final = ("csvw", "parquet")  # several files each
WHOLE: Final = (*_NETWORKS, *FOLDERS)  # those for which every statement is held at once
# https://spdx.org/licenses/: the same as the ontology's.
LICENSE: Final = "https://spdx.org/licenses/MIT"


def export(store: ox.Store, form: str, out: IO[bytes]) -> None:
    """All statements in one of FORMATS.

    'ttl', 'nt' and 'rdfxml' are the union of all graphs; 'graphml' and 'gexf' the network of papers, tasks and bodies.
    """
    if form in _NETWORKS:
        out.write(_NETWORKS[form](store))
    elif form in _DATASETS:
        ox.serialize(_ordered(store), out, format=_DATASETS[form])
    else:
        ox.serialize(_union(store), out, format=_UNIONS[form], prefixes=_prefixes(form))


def _ordered(store: ox.Store) -> Iterator[ox.Quad]:
    """Every statement, graph after graph. Blank nodes get other labels at every reading; their canonical ones are always the same."""
    # Canonical labels hang on the statements with blank nodes alone (RDF Dataset Canonicalization 1.0, 4.4).
    blank = ox.Dataset(filter(_has_blank, store))
    blank.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    for graph in sorted([ox.DefaultGraph(), *store.named_graphs()], key=str):
        quads = [quad for quad in store.quads_for_pattern(None, None, None, graph) if not _has_blank(quad)]
        quads += blank.quads_for_graph_name(graph)
        yield from sorted(quads, key=_order)


def _union(store: ox.Store) -> Iterator[ox.Triple]:
    """Every statement once: in the first of its graphs."""
    for quad in _ordered(store):
        if _has_blank(quad):  # no two graphs of ours share a blank node
            yield quad.triple
            continue
        graphs = [other.graph_name for other in store.quads_for_pattern(quad.subject, quad.predicate, quad.object)]
        if len(graphs) == 1 or quad.graph_name == min(graphs, key=str):
            yield quad.triple


def _has_blank(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def export_folder(quads: Iterable[ox.Quad], form: str) -> dict[str, bytes]:
    """The records as tables in one of FOLDERS: each file by its name. Raises UsageError where an extra is missing."""
    found = tables(quads)
    return to_csvw(found, LICENSE) if form == "csvw" else to_parquet(found)


def _prefixes(form: str) -> dict[str, str] | None:
    if form == "nt":
        return None
    # In Turtle one prefix only: pyoxigraph 0.5 writes several in an order that changes from run to run.
    return {"dkg": PREFIXES["dkg"]} if form == "ttl" else dict(PREFIXES)


def _order(quad: ox.Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)
