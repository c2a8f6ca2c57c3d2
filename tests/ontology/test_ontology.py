"""The ontology defines every word that the project uses, in both languages."""

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from directive_kg import resources
from directive_kg.names import ONTOLOGY

ROOT = Path(__file__).resolve().parents[2]
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
CORE = Graph().parse(resources.ontology_dir() / "directive-kg.ttl")
TERMS = sorted(
    URIRef(str(term)) for kind in KINDS for term in CORE.subjects(RDF.type, kind) if str(term).startswith(ONTOLOGY)
)
USERS = sorted(
    path
    for folder, pattern in (("docs", "model.md"), ("shapes", "*.ttl"), ("queries", "*.rq"))
    for path in (ROOT / folder).rglob(pattern)
)
_TERM = re.compile(r"\bdkg:([A-Za-z][A-Za-z0-9]*)")


def languages(subject: Node, predicate: URIRef) -> list[str]:
    return sorted(
        str(v.language) for v in CORE.objects(subject, predicate) if isinstance(v, Literal) and str(v).strip()
    )


@pytest.mark.parametrize("term", TERMS, ids=lambda term: str(term).rsplit("#", 1)[-1])
def test_term_has_label_and_definition_in_both_languages(term: URIRef) -> None:
    assert languages(term, RDFS.label) == ["en", "vi"]
    assert languages(term, SKOS.definition) == ["en", "vi"]


@pytest.mark.parametrize("path", USERS, ids=lambda path: path.name)
def test_used_terms_are_defined(path: Path) -> None:
    used = {URIRef(ONTOLOGY + name) for name in _TERM.findall(path.read_text(encoding="utf-8"))}
    assert sorted(used - set(TERMS)) == []


def test_there_are_users_of_every_kind() -> None:
    assert {path.suffix for path in USERS} == {".md", ".ttl", ".rq"}


def test_terms_that_the_writer_uses_are_defined() -> None:
    sources = sorted((ROOT / "src" / "directive_kg" / "graph").glob("*.py"))
    used = {URIRef(ONTOLOGY + name) for path in sources for name in _TERM.findall(path.read_text(encoding="utf-8"))}
    assert used
    assert sorted(used - set(TERMS)) == []


def test_domains_and_ranges_are_declared_terms_or_foreign() -> None:
    for predicate in (RDFS.domain, RDFS.range):
        for term, value in CORE.subject_objects(predicate):
            for node in members(value):
                assert not str(node).startswith(ONTOLOGY) or node in TERMS, term


def members(value: Node) -> list[Node]:
    union = CORE.value(value, OWL.unionOf)
    return [value] if union is None else list(CORE.items(union))


def test_properties_have_a_domain_or_say_why_not() -> None:
    without = {
        str(term).removeprefix(ONTOLOGY)
        for term in TERMS
        if (term, RDF.type, OWL.Class) not in CORE and CORE.value(term, RDFS.domain) is None
    }
    # A merger and a rule both have a legal ground.
    assert without == {"legalGround"}


def test_version() -> None:
    ontology = URIRef(ONTOLOGY.rstrip("#"))
    version = CORE.value(ontology, OWL.versionInfo)
    assert CORE.value(ontology, OWL.versionIRI) == URIRef(f"{ontology}/{version}")


def test_nothing_is_imported() -> None:
    for path in resources.ontology_dir().rglob("*.ttl"):
        assert (None, OWL.imports, None) not in Graph().parse(path)


def test_alignments_speak_of_our_terms_only() -> None:
    graph = Graph().parse(resources.ontology_dir() / "alignments.ttl")
    ours = {s for s, p in graph.subject_predicates() if p in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)}
    assert ours
    assert ours <= set(TERMS)
    namespaces = " ".join(str(o) for o in graph.objects() if isinstance(o, URIRef))
    for vocabulary in ("eli/ontology", "ns/org", "ns/prov", "ns/oa", "csvw", "p-plan", "odrl", "m8g", "adms", "cube"):
        assert vocabulary in namespaces
