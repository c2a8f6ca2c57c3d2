"""The graph `…/graph/derived`: what follows from all statements of a store and is too dear to be worked out at every asking.

Each file of queries/derived says a part of it as rows of subject, predicate and object. It is no part of graph/: whoever
fills a store (`disk.build`, `embedded.open_store`, `upload`) makes it anew at the end, so it is never behind the papers.
"""

from typing import Final

import pyoxigraph as ox

from directive_kg import resources
from directive_kg.graph.terms import DEFAULT_NAMES, RDF_TYPE, term
from directive_kg.store.protocol import Store, Term

GRAPH: Final = ox.NamedNode(DEFAULT_NAMES.graph("derived"))


def derive(store: Store) -> list[ox.Quad]:
    """The graph's statements, as the others of a store have them. Raises as `Store.select` does."""
    # The graph says that it is there, also where nothing follows.
    found = [ox.Quad(GRAPH, RDF_TYPE, term("dkg:DerivedGraph"), GRAPH)]
    for path in sorted((resources.queries_dir() / "derived").glob("*.rq")):
        for subject, predicate, value in store.select(path.read_text(encoding="utf-8")).rows:
            assert subject is not None
            assert predicate is not None
            assert value is not None
            found.append(ox.Quad(ox.NamedNode(subject.value), ox.NamedNode(predicate.value), _term(value), GRAPH))
    return found


def _term(value: Term) -> ox.NamedNode | ox.Literal:
    if value.kind == "uri":
        return ox.NamedNode(value.value)
    if value.datatype is None:
        return ox.Literal(value.value, language=value.language)
    return ox.Literal(value.value, datatype=ox.NamedNode(value.datatype))
