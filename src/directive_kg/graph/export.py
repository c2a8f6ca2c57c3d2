"""The graph in the formats of others."""

import io
from collections.abc import Iterable
from typing import Final

import networkx as nx
import pyoxigraph as ox

from directive_kg.graph.terms import RDF_TYPE, term
from directive_kg.names import PREFIXES

_RDF: Final = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}
FORMATS: Final = (*_RDF, "graphml")
# What becomes a node of the network, and what it is called there.
_KINDS: Final = {"dkg:Directive": "directive", "dkg:Task": "task", "dkg:Agency": "agency", "dkg:AgencyGroup": "group"}
# What becomes an edge: links between those.
_EDGES: Final = (
    "dkg:implements", "dkg:basedOn", "dkg:cites", "dkg:amends", "dkg:replaces", "dkg:inDirective", "dkg:partOfTask",
    "dkg:lead", "dkg:coordinating", "dkg:authority", "dkg:directedBy", "dkg:advising", "eli:passed_by",
    "org:subOrganizationOf",
)  # fmt: skip
_LABELS: Final = ("skos:prefLabel", "dkg:number", "dcterms:title")


def export(quads: Iterable[ox.Quad], form: str) -> bytes:
    """All statements in one of FORMATS; the same statements always give the same bytes.

    'ttl' is the union of all graphs; 'graphml' is the network of papers, tasks and bodies with their labels.
    """
    if form == "graphml":
        return _graphml(quads)
    dataset = ox.Dataset(quads)
    # Blank nodes get other labels at every reading; their canonical ones are always the same.
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    ordered = sorted(dataset, key=_order)
    if form == "ttl":
        triples = dict.fromkeys(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in ordered)
        return ox.serialize(sorted(triples, key=str), format=_RDF[form], prefixes=_used_prefix()) or b""
    return ox.serialize(ordered, format=_RDF[form]) or b""


def _used_prefix() -> dict[str, str]:
    # One prefix only: pyoxigraph 0.5 writes several in an order that changes from run to run.
    return {"dkg": PREFIXES["dkg"]}


def _order(quad: ox.Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)


def _graphml(quads: Iterable[ox.Quad]) -> bytes:
    kinds = {term(curie).value: kind for curie, kind in _KINDS.items()}
    edges = {term(curie).value: curie for curie in _EDGES}
    ranks = {term(curie).value: rank for rank, curie in enumerate(_LABELS)}
    kind_of: dict[str, str] = {}
    labels: dict[str, list[tuple[int, bool, str]]] = {}
    links: list[tuple[str, str, str]] = []
    for quad in quads:
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, ox.NamedNode):
            continue
        if isinstance(value, ox.NamedNode):
            if predicate == RDF_TYPE.value and value.value in kinds:
                kind_of[subject.value] = kinds[value.value]
            elif predicate in edges:
                links.append((subject.value, edges[predicate], value.value))
        elif isinstance(value, ox.Literal) and predicate in ranks:
            # A name before a title, Vietnamese before other languages.
            labels.setdefault(subject.value, []).append((ranks[predicate], value.language == "en", value.value))
    network = nx.MultiDiGraph()
    for iri, kind in sorted(kind_of.items()):
        network.add_node(iri, kind=kind, label=_clean(min(labels.get(iri, [(0, False, iri)]))[2]))
    for source, name, target in sorted(set(links)):
        if source in kind_of and target in kind_of:
            network.add_edge(source, target, key=name, relation=name)
    out = io.BytesIO()
    nx.write_graphml(network, out, named_key_ids=True)
    return out.getvalue()


def _clean(text: str) -> str:
    """Without the control characters that XML has no way to write."""
    return "".join(c if c.isprintable() else " " for c in text)
