"""The SKOS vocabularies: complete, in both languages, and with the codes that the records use."""

from collections import Counter
from enum import StrEnum
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from directive_kg import resources
from directive_kg.names import ONTOLOGY, VOCABULARY, slug
from directive_kg.records import CitationRole, DeadlineKind, Origin, ReviewStatus, Role
from tests.shared import SHARED, needs_shared

DKG = Namespace(ONTOLOGY)
PATHS = sorted((resources.ontology_dir() / "vocabularies").glob("*.ttl"))
SCHEMES = {path.stem: Graph().parse(path) for path in PATHS}


def concepts(scheme: str) -> list[Node]:
    return sorted(SCHEMES[scheme].subjects(RDF.type, SKOS.Concept), key=str)


def codes(scheme: str) -> set[str]:
    return {str(concept).removeprefix(f"{VOCABULARY}{scheme}/") for concept in concepts(scheme)}


def texts(graph: Graph, node: Node, predicate: URIRef) -> dict[str | None, str]:
    return {v.language: str(v) for v in graph.objects(node, predicate) if isinstance(v, Literal)}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_concepts_are_complete(path: Path) -> None:
    graph, scheme = SCHEMES[path.stem], URIRef(VOCABULARY + path.stem)
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    for concept in [scheme, *concepts(path.stem)]:
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert set(texts(graph, concept, predicate)) == {"vi", "en"}, concept
    for concept in concepts(path.stem):
        assert (concept, SKOS.inScheme, scheme) in graph
        assert str(concept).startswith(f"{scheme}/")
        broader = graph.value(concept, SKOS.broader)
        assert broader is None or (broader, RDF.type, SKOS.Concept) in graph, concept


@pytest.mark.parametrize("scheme", sorted(set(SCHEMES) - {"document-type"}))
def test_notation_is_the_code(scheme: str) -> None:
    for concept in concepts(scheme):
        assert [str(n) for n in SCHEMES[scheme].objects(concept, SKOS.notation)] == [str(concept).rsplit("/", 1)[-1]]


@pytest.mark.parametrize("scheme", sorted(SCHEMES))
def test_labels_are_not_double(scheme: str) -> None:
    labels = Counter(
        (language, text)
        for concept in concepts(scheme)
        for language, text in texts(SCHEMES[scheme], concept, SKOS.prefLabel).items()
    )
    assert [label for label, count in labels.items() if count > 1] == []


@pytest.mark.parametrize(
    ("scheme", "enum"),
    [
        ("role", Role),
        ("deadline-kind", DeadlineKind),
        ("origin", Origin),
        ("citation-role", CitationRole),
        ("review-status", ReviewStatus),
    ],
)
def test_codes_are_those_of_the_records(scheme: str, enum: type[StrEnum]) -> None:
    assert codes(scheme) == {member.value for member in enum}


def test_document_types_are_coded_by_their_name() -> None:
    graph = SCHEMES["document-type"]
    for concept in concepts("document-type"):
        assert str(concept).rsplit("/", 1)[-1] == slug(texts(graph, concept, SKOS.prefLabel)["vi"])


def test_every_kind_of_body_has_a_rank_and_a_known_level() -> None:
    graph = SCHEMES["agency-kind"]
    for concept in concepts("agency-kind"):
        rank, level = graph.value(concept, DKG.rank), graph.value(concept, DKG.level)
        assert isinstance(rank, Literal)
        assert int(rank) > 0
        assert level is None or str(level) in {"central", "provincial", "communal"}


def test_ranks_fall_from_the_centre_to_the_commune() -> None:
    graph = SCHEMES["agency-kind"]
    ranks: dict[str, list[int]] = {"central": [], "provincial": [], "communal": []}
    for concept in concepts("agency-kind"):
        level = graph.value(concept, DKG.level)
        if level is not None:
            ranks[str(level)].append(int(str(graph.value(concept, DKG.rank))))
    assert max(ranks["central"]) < min(ranks["provincial"])
    assert max(ranks["provincial"]) < min(ranks["communal"])


def notations() -> dict[str, set[str]]:
    graph = SCHEMES["document-type"]
    return {
        texts(graph, concept, SKOS.prefLabel)["vi"]: {str(n) for n in graph.objects(concept, SKOS.notation)}
        for concept in concepts("document-type")
    }


@needs_shared
def test_symbols_of_the_decree_on_clerical_work_are_held() -> None:
    lines = (SHARED / "lists" / "nd30-2020-phu-luc-III-viet-tat.csv").read_text(encoding="utf-8").splitlines()[1:]
    held = {slug(name): symbols for name, symbols in notations().items()}
    assert len(lines) > 25
    for line in lines:
        name, symbol = line.rsplit(",", 1)
        key = slug(name.replace("(cá biệt)", ""))
        assert symbol in held.get(key, set()), name


@pytest.mark.parametrize(
    ("name", "symbol"),
    [("Kết luận", "KL"), ("Quy định", "QĐi"), ("Thông tri", "TT"), ("Công văn", "CV"), ("Chương trình", "CTr")],
)
def test_symbols_of_the_party_are_held(name: str, symbol: str) -> None:
    assert symbol in notations()[name]
