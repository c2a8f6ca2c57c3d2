"""A query about one node, run over all of them."""

import pytest

from directive_kg.check.engine.rewrite import set_query
from directive_kg.errors import CheckError

NODES = "?FOCUS a <https://example.org/A> ."


def over_all(query: str) -> str:
    return " ".join(set_query("", query, {"PATH": "<https://example.org/p>"}).over(NODES, ("value",)).split())


def test_the_focus_nodes_come_first_in_every_group_that_speaks_of_them() -> None:
    text = over_all("SELECT $this WHERE { ?x ?y ?z . OPTIONAL { ?z ?q ?r FILTER (?r != $this) } { ?a ?b ?c } }")
    assert text.count("?this a <https://example.org/A> .") == 2
    assert "{ ?a ?b ?c }" in text


def test_the_path_is_put_in_and_words_of_strings_are_left() -> None:
    text = over_all('SELECT $this ?value WHERE { $this $PATH ?value FILTER (?value != "$this MINUS { VALUES") }')
    assert "?this <https://example.org/p> ?value" in text
    assert '"$this MINUS { VALUES"' in text


def test_a_variable_that_must_be_the_focus_node_is_the_focus_node() -> None:
    text = over_all("SELECT $this WHERE { $this ?p ?v FILTER NOT EXISTS { ?o ?q ?n FILTER (?n = $this && ?o != ?v) } }")
    assert "?o ?q ?this" in text


def test_a_variable_that_stands_outside_as_well_keeps_its_name() -> None:
    text = over_all("SELECT $this WHERE { $this ?p ?n FILTER NOT EXISTS { ?o ?q ?n FILTER (?n = $this) } }")
    assert "?o ?q ?n" in text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this WHERE { $this ?p ?v MINUS { $this ?q ?w } }",
        "SELECT $this WHERE { $this ?p ?v VALUES ?v { 1 } }",
        "SELECT (?v AS $this) WHERE { ?v ?p ?o }",
        "SELECT $this WHERE { { SELECT ?v WHERE { ?v ?p $this } } }",
        "SELECT $this WHERE { { SELECT * WHERE { ?v ?p $this } } }",
        "SELECT $this WHERE { $this ?p ?v } LIMIT 1",
        "SELECT $this (COUNT(?v) AS ?value) WHERE { $this ?p ?v }",
        "SELECT $this WHERE { GRAPH ?g { $this ?p ?v } }",
        "SELECT $this WHERE { $this ?p ?v ",
        "SELECT $this WHERE { SERVICE <http://localhost:9/> { $this ?p ?v } }",
        "ASK { $this ?p ?v }",
    ],
)
def test_what_cannot_be_asked_of_all_at_once(query: str) -> None:
    with pytest.raises(CheckError):
        over_all(query)
