"""Papers, tasks and bodies as a network with their labels, for Gephi and its like: GraphML and GEXF."""

import io
import re
from collections.abc import Iterable
from typing import Final

import networkx as nx
import pyoxigraph as ox

from directive_kg.graph.terms import RDF_TYPE, term

# What becomes a node of the network, and what it is called there.
_KINDS: Final = {"dkg:Directive": "directive", "dkg:Task": "task", "dkg:Agency": "agency", "dkg:AgencyGroup": "group"}
# What becomes an edge: links between those.
_EDGES: Final = (
    "dkg:implements", "dkg:basedOn", "dkg:cites", "dkg:amends", "dkg:replaces", "dkg:inDirective", "dkg:partOfTask",
    "dkg:lead", "dkg:coordinating", "dkg:authority", "dkg:directedBy", "dkg:advising", "eli:passed_by",
    "org:subOrganizationOf",
)  # fmt: skip
_LABELS: Final = ("skos:prefLabel", "dkg:number", "dcterms:title")
_STAMP: Final = re.compile(rb' lastmodifieddate="[^"]*"')


def to_graphml(quads: Iterable[ox.Quad]) -> bytes:
    """GraphML; edges are named by their property."""
    out = io.BytesIO()
    nx.write_graphml(network(quads), out, named_key_ids=True)
    return out.getvalue()


def to_gexf(quads: Iterable[ox.Quad]) -> bytes:
    """GEXF 1.2; without the clock's time that the library puts into it."""
    out = io.BytesIO()
    nx.write_gexf(network(quads), out, version="1.2draft")
    return _STAMP.sub(b"", out.getvalue(), count=1)


def network(quads: Iterable[ox.Quad]) -> "nx.MultiDiGraph[str]":
    """Nodes have `kind` and `label`, edges `relation`; nodes and edges always come in the same order."""
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
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, kind in sorted(kind_of.items()):
        found.add_node(iri, kind=kind, label=_clean(min(labels.get(iri, [(0, False, iri)]))[2]))
    for source, name, target in sorted(set(links)):
        if source in kind_of and target in kind_of:
            found.add_edge(source, target, key=name, relation=name)
    return found


def _clean(text: str) -> str:
    """Without the control characters that XML has no way to write."""
    return "".join(c if c.isprintable() else " " for c in text)
