"""A query that runs on parts of a graph answers as on the whole of it."""

import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from directive_kg.check.engine.columns import parts
from directive_kg.check.engine.columns.asked import Asked
from directive_kg.check.engine.columns.reach import FOCUS, algebra_of, seen_from
from directive_kg.check.engine.columns.table import Columns
from directive_kg.check.engine.source import OxigraphSource
from directive_kg.check.engine.terms import token_of
from directive_kg.errors import CheckError

EX = "http://example.org/"
# Each with a variable that a reckless narrowing would take for known, or with what narrows well.
GROUPS = (
    "$this ex:p ?value . ?value ex:q ?x",
    "$this ex:p ?value . ?x ex:q ?value",
    "$this ex:p/^ex:q ?value",
    "$this ex:p ?value OPTIONAL { ?value ex:q ?x } OPTIONAL { ?this ex:r ?x } FILTER (!BOUND(?x))",
    "OPTIONAL { $this ex:p ?x } ?value ex:q ?x",
    "$this ex:p ?value { $this ex:q ?y OPTIONAL { ?y ex:r ?value } }",
    "$this ex:p ?value { $this ex:q ?y FILTER NOT EXISTS { ?y ex:r ?value } }",
    "{ $this ex:p ?value } UNION { $this ex:q ?value } ?value ex:r ?x",
    "$this ex:p ?value FILTER NOT EXISTS { ?value ex:q ?x }",
    "$this ex:p ?value OPTIONAL { $this ex:r ?x } FILTER NOT EXISTS { ?value ex:q ?x }",
    "$this ex:p ?value FILTER NOT EXISTS { ?value ex:q ex:n1 } FILTER NOT EXISTS { ?value ex:q ?value }",
    "$this ex:p ?value FILTER NOT EXISTS { ?value ex:q ?x FILTER (?x = $this) }",
    "$this ex:p ?y . ?y ex:q ?value FILTER (?y = ex:n2)",
    "$this ex:p ?value OPTIONAL { ?value ex:q ?y } FILTER (?y = ex:n2 || !BOUND(?y))",
    '$this ex:p ?y . ?y ex:s ?value FILTER (?value = "a")',
    "$this ex:p ?y . ?y ex:s ?value FILTER (?value = 1)",
    "$this ex:p ?value FILTER EXISTS { $this ex:q+ ?value }",
    "$this ex:p ?y . ?y (ex:q|ex:r)* ?value",
    "$this ex:p ?value { SELECT $this (COUNT(?value) AS ?n) { $this ex:p ?value } GROUP BY $this } FILTER (?n > 1)",
    "{ SELECT $this ?value { $this ex:p ?x . ?x ex:q ?value } } $this ex:r ?x",
    "$this ex:p ?value BIND (?value AS ?x) OPTIONAL { ?x ex:q ?y } FILTER (BOUND(?y))",
    "?value ex:q ?x . $this ex:p ?y",
)
_nodes = st.sampled_from([ox.NamedNode(f"{EX}n{n}") for n in range(4)])
_words = st.sampled_from([ox.Literal("a"), ox.Literal("a", language="vi"), ox.Literal(1), ox.Literal("b\x0c\tc")])
_triples = st.one_of(
    st.builds(ox.Triple, _nodes, st.sampled_from([ox.NamedNode(f"{EX}{p}") for p in "pqr"]), _nodes),
    st.builds(ox.Triple, _nodes, st.just(ox.NamedNode(f"{EX}s")), _words),
)


def query(group: str) -> str:
    body = group.replace("$this", "?this")
    return f"PREFIX ex: <{EX}> SELECT ?this ?value {{ ?this {token_of(FOCUS)} {token_of(FOCUS)} . {body} }}"


@pytest.mark.parametrize("group", GROUPS)
@settings(max_examples=25)
@given(triples=st.lists(_triples, max_size=14), size=st.integers(1, 3))
def test_parts_answer_as_the_whole(group: str, triples: list[ox.Triple], size: int) -> None:
    columns = Columns([ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""])
    asked = Asked(columns.dictionary, OxigraphSource(ox.Store()))
    named = [f"<{EX}n{n}>" for n in range(3)]
    focus = np.sort(columns.dictionary.ids(named))
    mark = ox.NamedNode(str(FOCUS))
    whole = OxigraphSource.of_quads(
        [
            *(ox.Quad(*triple) for triple in triples),
            *(ox.Quad(ox.NamedNode(name[1:-1]), mark, mark) for name in named),
        ]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "_FIRST", size)
        patch.setattr(parts, "_AT_ONCE", 3)
        found = parts.Parts(columns, focus, asked.number).rows(query(group))
    assert set(found) == set(whole.rows(query(group)))


def test_no_more_is_taken_than_is_seen() -> None:
    lines = "".join(f"<{EX}n{n}> <{EX}{p}> <{EX}n{n + 1}> .\n" for n in range(100) for p in "pqr")
    columns = Columns([lines.encode()])
    focus = columns.dictionary.ids([f"<{EX}n5>"])
    asked = Asked(columns.dictionary, OxigraphSource(ox.Store()))
    seen = seen_from(focus, algebra_of(query("$this ex:p ?x OPTIONAL { ?x ex:q ?value }")), columns, asked.number)
    assert {iri: len(pairs.first) for iri, pairs in seen.items()} == {URIRef(f"{EX}p"): 1, URIRef(f"{EX}q"): 1}


@pytest.mark.parametrize("group", ["$this ?p ?value", "$this !ex:p ?value", "$this ex:p ?x . ?y ex:q* ?value"])
def test_what_may_look_at_anything_is_said(group: str) -> None:
    columns = Columns([f"<{EX}n0> <{EX}p> <{EX}n1> .\n".encode()])
    asked = Asked(columns.dictionary, OxigraphSource(ox.Store()))
    with pytest.raises(CheckError):
        seen_from(columns.dictionary.ids([f"<{EX}n0>"]), algebra_of(query(group)), columns, asked.number)


def test_literals_are_numbered_as_oxigraph_writes_them() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    columns = Columns([f'<{EX}a> <{EX}p> "01"^^<{xsd}integer> .\n<{EX}b> <{EX}p> "1"^^<{xsd}integer> .\n'.encode()])
    one, other = columns.property(URIRef(f"{EX}p")).second
    asked = Asked(columns.dictionary, OxigraphSource(ox.Store()))
    assert one == other == asked.number(Literal("001", datatype=URIRef(f"{xsd}integer")))
