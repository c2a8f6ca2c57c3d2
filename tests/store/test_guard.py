"""No query writes or reaches outside the graph, however it is dressed up."""

import pytest

from directive_kg.errors import UsageError
from directive_kg.store.guard import allow, reaches_out

_OUT = "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }"

REFUSED = [
    f"SELECT * {{ {_OUT} }}",
    f"SELECT * {{ {_OUT.lower()} }}",
    "SELECT * { SERVICE SILENT ?where { ?s ?p ?o } }",
    f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {_OUT} }} }}",
    f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {_OUT} }} }}",
    f"SELECT * {{ ?s ?p ?o OPTIONAL {{ {_OUT} }} }}",
    f"SELECT * {{ ?s ?p ?o MINUS {{ {_OUT} }} }}",
    f"SELECT * {{ {{ SELECT * {{ {_OUT} }} }} UNION {{ ?a ?b ?c }} }}",
    f"SELECT * {{ GRAPH ?g {{ {_OUT} }} }}",
    f"SELECT (EXISTS {{ {_OUT} }} AS ?x) {{ ?s ?p ?o }}",
    f"SELECT * {{ ?s ?p ?o }} ORDER BY (EXISTS {{ {_OUT} }})",
    f"SELECT * {{ ?s ?p ?o }} HAVING (EXISTS {{ {_OUT} }})",
    f"SELECT * {{ ?s ?p '#' . {_OUT} }}",
    f"SELECT * {{ ?s ?p 'a\\'' . {_OUT} }}",
    f'SELECT * {{ ?s ?p """a"b""" . {_OUT} }}',
    f"SELECT * {{ <http://x/#> ?p ?o . {_OUT} }}",
    # A comment ends at a carriage return, and rdflib's parser does not know it.
    f"SELECT * {{ ?s ?p ?o . # comment\r {_OUT} }}",
    # A quote written as an escape ends the string for one engine and not for another.
    f"SELECT * {{ ?s ?p '\\u0027 # ' . {_OUT} }}",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { \\u005cu0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    # Parsers that need no space between two words, or try a short string after a long one has failed.
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p 1SERVICE:x { ?s ?p ?o } }",
    f"SELECT * {{ ?s ?p true{_OUT} }}",
    f"SELECT * {{ VALUES ?x {{ '''a' }} {_OUT} }}",
    f'SELECT * {{ VALUES ?x {{ """a" }} {_OUT} }}',
    "SELECT * { ?s ?p 'open }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://127.0.0.1:9/> { GRAPH ?g { ?s ?p ?o } }",
    "ASK FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
    "LOAD <http://127.0.0.1:9/>",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "DROP ALL",
    "CLEAR ALL",
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "SELECT * { ?s ?p '\\UFFFFFFFF' }",
    "SELECT * { ?s ?p '\\uD800' }",
    "SELECT * " + "{" * 3000 + "}" * 3000,
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE <urn:a>",
    "nothing at all",
    "",
]

ALLOWED = [
    "SELECT * { ?s ?p 'SERVICE <http://x> { }' }",
    'SELECT * { ?s ?p """FROM\n<x> SERVICE""" }',
    "SELECT * { ?s ?p ?o } # SERVICE FROM LOAD",
    "# FROM <x>\nSELECT * { ?s ?p ?o }",
    "SELECT ?service ?from { ?service ?p ?from }",
    "PREFIX x: <http://x/SERVICE#> SELECT * { ?s x:from x:SERVICE ; x:load x:add }",
    "PREFIX : <http://x/> PREFIX add: <http://x/> SELECT * { ?s :from :SERVICE ; add:x 1.5e3 }",
    "SELECT * { _:service ?p 'it\\'s' }",
    "SELECT * { <http://x/SERVICE> ?p ?o }",
    "SELECT * { ?s ?p 'x'@from }",
    "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
    "SELECT * { ?s ?p 'Nghị quyết về dịch vụ \\u0110 SERVICE' }",
    "SELECT * { ?s ?p '''it's #1 \\\\''' }",
    "SELECT * { VALUES ?x { 'from' } ?s ?p ?x }",
]


@pytest.mark.parametrize("query", REFUSED)
def test_refused(query: str) -> None:
    with pytest.raises(UsageError) as caught:
        allow(query, "SELECT", "ASK")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("query", ALLOWED)
def test_allowed(query: str) -> None:
    assert allow(query, "SELECT")
    assert reaches_out(query) is None


def test_what_was_checked_is_what_runs() -> None:
    assert allow("SELECT *\r\n{ ?s ?p '\\u0110' }", "SELECT") == "SELECT *\n{ ?s ?p 'Đ' }"


def test_forms() -> None:
    assert allow("ASK { ?s ?p ?o }", "ASK")
    assert allow("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT")
    with pytest.raises(UsageError, match="must be one of"):
        allow("ASK { ?s ?p ?o }", "SELECT")


def test_a_piece_of_a_query() -> None:
    """A constraint of a shapes file has no prefixes of its own and may have $this."""
    assert reaches_out("SELECT $this { $this dkg:lead ?x . SERVICE ?y { } }") == "SERVICE"
    assert reaches_out("SELECT $this { $this dkg:lead ?x }") is None


def test_the_mistake_is_shown_with_its_line() -> None:
    with pytest.raises(UsageError, match="line 2"):
        allow("SELECT *\n WHERE ?s ?p ?o }", "SELECT")


def test_a_long_hostile_query_is_read_in_time() -> None:
    for piece in ("'", '"', '"""', "<", "#", "\\u", "a:", "?", "'\\", '"\\"', "a1", "a1.", "@", "%", ":", "_"):
        assert reaches_out("SELECT * { " + piece * 20_000) in (None, "'", '"')
