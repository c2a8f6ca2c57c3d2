"""Loading shapes: what is refused, what a city can set."""

from pathlib import Path

import pyshacl
import pytest
import rdflib.plugins.sparql
from rdflib import SH, Graph

from directive_kg import resources
from directive_kg.check.findings import Severity, State
from directive_kg.check.run import run_check
from directive_kg.check.shapes import DKG, Shape, load_shapes
from directive_kg.errors import BadInputError, BrokenGraphError
from tests.check.examples import LEAD, PREFIXES, check, data, shapes

SHIPPED = load_shapes([resources.shapes_dir()])
REACHING = {
    "SERVICE": "SELECT $this WHERE { SERVICE <http://example.org/> { $this ?p ?o } }",
    "service in lower case": "SELECT $this WHERE { service <http://example.org/> { $this ?p ?o } }",
    "SERVICE in EXISTS": "SELECT $this WHERE { FILTER EXISTS { SERVICE <http://example.org/> { $this ?p ?o } } }",
    "SERVICE in OPTIONAL": "SELECT $this WHERE { OPTIONAL { SERVICE SILENT <http://example.org/> { $this ?p ?o } } }",
    "SERVICE in MINUS": "SELECT $this WHERE { $this ?p ?o MINUS { SERVICE <http://example.org/> { $this ?p ?o } } }",
    "SERVICE in a subselect": "SELECT $this WHERE { { SELECT $this { SERVICE <http://e.org/> { $this ?p ?o } } } }",
    "SERVICE in a BIND": "SELECT $this WHERE { BIND (EXISTS { SERVICE <http://e.org/> { $this ?p ?o } } AS ?value) }",
    "FROM": "SELECT $this FROM <file:///etc/passwd> WHERE { $this ?p ?o }",
    "FROM NAMED": "SELECT $this FROM NAMED <http://example.org/> WHERE { GRAPH ?g { $this ?p ?o } }",
    "LOAD": "LOAD <http://example.org/>",
    "an escape that hides it": "SELECT $this WHERE { \\u0053ERVICE <http://example.org/> { $this ?p ?o } }",
}


def with_query(query: str) -> str:
    text = query.replace("\\", "\\\\").replace('"', '\\"')
    return f's:q a sh:NodeShape ; dkg:code "Q" ; sh:targetClass dkg:Task ; sh:sparql [ sh:select "{text}" ] .'


@pytest.mark.parametrize("query", REACHING.values(), ids=REACHING)
def test_a_query_that_reaches_outside_is_refused_before_anything_runs(query: str) -> None:
    with pytest.raises(BadInputError, match="outside the graph"):
        shapes(LEAD + with_query(query))


@pytest.mark.parametrize("predicate", ["sh:ask", "sh:construct", "sh:update"])
def test_every_text_that_would_run_is_read(predicate: str) -> None:
    with pytest.raises(BadInputError):
        shapes(f's:x {predicate} "ASK {{ SERVICE <http://example.org/> {{ ?s ?p ?o }} }}" .')


def test_a_reaching_word_behind_declared_prefixes_is_refused() -> None:
    prefixes = 's:p sh:declare [ sh:prefix "x" ; sh:namespace "http://x.org/" ] .'
    shape = """s:q a sh:NodeShape ; dkg:code "Q" ; sh:targetClass dkg:Task ;
        sh:sparql [ sh:prefixes s:p ; sh:select "SELECT $this WHERE { SERVICE x:y { $this ?p ?o } }" ] ."""
    with pytest.raises(BadInputError, match="SERVICE"):
        shapes(prefixes + shape)


def test_javascript_is_refused() -> None:
    with pytest.raises(BadInputError, match="JavaScript"):
        shapes('s:j a sh:NodeShape ; dkg:code "J" ; sh:targetClass dkg:Task ; sh:js [ sh:jsFunctionName "f" ] .')


@pytest.mark.parametrize("words", ["SERVICE", "LOAD <x> FROM y"])
def test_a_literal_or_comment_with_such_a_word_passes(words: str) -> None:
    query = f'SELECT $this ?value WHERE {{ $this dkg:group "{words}" . # {words}\n BIND ("{words}" AS ?value) }}'
    shape = with_query("PREFIX dkg: <https://w3id.org/directive-kg/ontology#> " + query).replace("\n", "\\n")
    (rule,) = check(shape).summary
    assert rule.state is State.PASSED


def test_a_run_switches_off_what_rdflib_would_fetch() -> None:
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = True
    run_check(data(), shapes(LEAD))
    assert rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS is False


def test_a_city_adds_shapes_and_sets_severities(tmp_path: Path) -> None:
    mine = LEAD + "<https://w3id.org/directive-kg/shapes/C3-mo-coi> dkg:severityHere sh:Violation ."
    (tmp_path / "ours.ttl").write_text(PREFIXES + mine, encoding="utf-8")
    both = load_shapes([resources.shapes_dir(), tmp_path])
    assert {shape.code for shape in both.shapes} == {shape.code for shape in SHIPPED.shapes} | {"X1"}
    (shape,) = (shape for shape in both.shapes if shape.code == "C3-mo-coi")
    assert shape.severity is Severity.VIOLATION
    assert [str(o) for o in both.graph.objects(shape.iri, SH.severity)] == [str(SH.Violation)]


def test_a_shape_can_be_switched_off() -> None:
    assert shapes(LEAD + "s:lead sh:deactivated true .").shapes == ()


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ('[] a sh:NodeShape ; dkg:code "N" ; sh:targetClass dkg:Task ; sh:nodeKind sh:IRI .', "without an IRI"),
        ("s:n a sh:NodeShape ; sh:targetClass dkg:Task ; sh:nodeKind sh:IRI .", "without dkg:code"),
        (LEAD.replace("sh:Warning", "s:Terrible"), "unknown sh:severity"),
    ],
)
def test_a_shape_that_cannot_be_reported_is_bad_input(shape: str, reason: str) -> None:
    with pytest.raises(BrokenGraphError, match=reason):
        shapes(shape)


def test_a_file_that_does_not_parse_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("@prefix a: <http://a.org/> .\n\na:b a:c ;; nonsense\n", encoding="utf-8")
    with pytest.raises(BrokenGraphError, match=r"broken\.ttl:3: "):
        load_shapes([tmp_path])


def test_a_missing_folder_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BrokenGraphError, match="no such shapes folder"):
        load_shapes([tmp_path / "none"])


@pytest.mark.parametrize("shape", SHIPPED.shapes, ids=lambda shape: str(shape.iri).rsplit("/", 1)[-1])
def test_shipped_shapes_are_complete(shape: Shape) -> None:
    for predicate in (SH.name, SH.message):
        assert {getattr(text, "language", None) for text in SHIPPED.graph.objects(shape.iri, predicate)} == {"vi", "en"}
    for predicate in (SH.severity, DKG.code, DKG.placeField, DKG.legalGround):
        assert len(list(SHIPPED.graph.objects(shape.iri, predicate))) == 1, predicate
    assert str(shape.iri).rsplit("/", 1)[-1].startswith(shape.code)


def test_every_rule_has_a_main_shape() -> None:
    names = {str(shape.iri).rsplit("/", 1)[-1] for shape in SHIPPED.shapes}
    assert {shape.code for shape in SHIPPED.shapes} <= names


def test_the_rules_of_the_catalogue_are_here() -> None:
    counts = {"R": 6, "K": 3, "T": 7, "C": 10, "X": 5, "F": 4}
    wanted = sorted(f"{letter}{number}" for letter, last in counts.items() for number in range(1, last + 1))
    assert wanted == sorted({shape.code.split("-")[0] for shape in SHIPPED.shapes})


def test_severity_stands_on_the_shape_only() -> None:
    # On a sh:sparql node every engine ignores it.
    targeted = {shape.iri for shape in SHIPPED.shapes}
    assert set(SHIPPED.graph.subjects(SH.severity)) == targeted


def test_shipped_shapes_are_valid_shacl() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=SHIPPED.graph, meta_shacl=True)
    assert conforms, text


CITY = """
@prefix dkg: <https://w3id.org/directive-kg/ontology#> .
@prefix dkgs: <https://w3id.org/directive-kg/shapes/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def shipped_with(tmp_path: Path, text: str) -> dict[str, Severity]:
    """Severity of each shipped shape, by the end of its IRI, with a severities file."""
    path = tmp_path / "severities.ttl"
    path.write_text(CITY + text, encoding="utf-8")
    return {s.iri.rsplit("/", 1)[-1]: s.severity for s in load_shapes([resources.shapes_dir()], path).shapes}


def test_a_city_sets_severities_in_one_file(tmp_path: Path) -> None:
    of = shipped_with(
        tmp_path,
        '[] dkg:code "R6-tham-quyen" ; dkg:severityHere sh:Warning . dkgs:R6-tham-quyen dkg:severityHere sh:Violation .',
    )
    assert (of["R6-tham-quyen-tu-duyet"], of["R6-tham-quyen"], of["C3-mo-coi"]) == (
        Severity.WARNING,
        Severity.VIOLATION,
        Severity.INFO,
    )


@pytest.mark.parametrize(
    "text",
    [
        "dkgs:R9-khong-co dkg:severityHere sh:Warning .",
        '[] dkg:code "R9" ; dkg:severityHere sh:Warning .',
        "dkgs:R1-nguoi dkg:severityHere sh:Serious .",
        "dkgs:R1-nguoi dkg:severityHere",
    ],
    ids=["no such shape", "no such rule", "no such severity", "broken"],
)
def test_a_slip_in_that_file_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrokenGraphError):
        shipped_with(tmp_path, text)
