"""The graph in the formats of others; the same statements always give the same bytes."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

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
STREAMED: Final = ("nq", "trig")  # those of FORMATS that are written without holding the whole
FOLDERS: Final = ("csvw", "parquet")  # several files each
# https://spdx.org/licenses/: the same as the ontology's.
LICENSE: Final = "https://spdx.org/licenses/MIT"


def export(quads: Iterable[ox.Quad], form: str) -> bytes:
    """All statements in one of FORMATS.

    'ttl', 'nt' and 'rdfxml' are the union of all graphs; 'graphml' and 'gexf' the network of papers, tasks and bodies.
    """
    if form in _NETWORKS:
        return _NETWORKS[form](quads)
    dataset = ox.Dataset(quads)
    # Blank nodes get other labels at every reading; their canonical ones are always the same.
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    if form in _DATASETS:
        return ox.serialize(sorted(dataset, key=_order), format=_DATASETS[form]) or b""
    triples = sorted({ox.Triple(quad.subject, quad.predicate, quad.object) for quad in dataset}, key=str)
    return ox.serialize(triples, format=_UNIONS[form], prefixes=_prefixes(form)) or b""


def export_parts(store: ox.Store, form: str) -> Iterator[bytes]:
    """The bytes of `export` in one of STREAMED, a graph at a time: what is held at once is one graph, however many there are."""
    # Canonical labels hang on the statements with blank nodes alone (RDF Dataset Canonicalization 1.0, 4.4).
    blank = ox.Dataset(filter(_has_blank, store))
    blank.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    for graph in sorted([ox.DefaultGraph(), *store.named_graphs()], key=str):
        quads = [quad for quad in store.quads_for_pattern(None, None, None, graph) if not _has_blank(quad)]
        quads += blank.quads_for_graph_name(graph)
        yield ox.serialize(sorted(quads, key=_order), format=_DATASETS[form]) or b""


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
