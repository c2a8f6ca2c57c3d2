"""The set-based engine and pySHACL find the same: every component, path and target on graphs made to break them."""

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import chain

import pytest
from rdflib import SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from directive_kg.check.engine.choice import Engine
from directive_kg.check.engine.fallback import all_with_pyshacl
from directive_kg.check.engine.found import EngineResult
from directive_kg.check.engine.run import EngineReport, validate_graph
from tests.check.engine.shapes_of_every_kind import ON_PATHS, ON_VALUES, PATHS, SPARQL, TARGETS, graph, shape, sparql

SEEDS = (1, 2)
# Where pySHACL leaves the standard: it orders days and numbers among each other, IRIs as strings, and
# stops at a blank node.
# Oxigraph keeps '3.0' as 3: the length of its words is another.
_NOT_COMPARED: dict[str, set[URIRef | None]] = {
    "range": {XSD.date},
    "open range": {XSD.date},
    "days": {XSD.integer, XSD.decimal},
    "length": {XSD.decimal},
}
_ORDERED_BY_STANDARD = ("less", "less or equal")


def told(results: Iterable[EngineResult]) -> Counter[tuple[str, ...]]:
    return Counter(
        (_text(r.focus), _path(r.path), _text(r.value), r.component, _text(r.shape), str(r.severity), _messages(r))
        for r in results
    )


def both(turtle: str, data: Graph) -> tuple[EngineReport, Counter[tuple[str, ...]]]:
    """What the queries found and what pySHACL did; the columns have found what the queries did."""
    shapes = Graph().parse(data=turtle, format="turtle")
    report = validate_graph(shapes, data, Engine.QUERIES)
    on_columns = validate_graph(shapes, data, Engine.COLUMNS)
    assert told(on_columns.results) == told(report.results)
    assert [run.checked for run in on_columns.runs] == [run.checked for run in report.runs]
    return report, told(all_with_pyshacl(data, shapes))


def agree(turtle: str, without: Collection[URIRef | None] = ()) -> None:
    found = 0
    for seed in SEEDS:
        data = graph(seed)
        for triple in [t for t in data if isinstance(t[2], Literal) and t[2].datatype in without]:
            data.remove(triple)
        report, wanted = both(turtle, data)
        assert not [run.trouble for run in report.runs if run.trouble]
        assert not [run.fallback for run in report.runs if run.fallback]
        assert told(report.results) == wanted
        found += len(report.results)
    assert found or "deactivated" in turtle, "a comparison in which nothing is found compares nothing"


@pytest.mark.parametrize("name", ON_VALUES)
def test_node_shapes(name: str) -> None:
    agree(
        shape(ON_VALUES[name], "sh:targetSubjectsOf ex:p , ex:q ; sh:targetObjectsOf ex:p"),
        without=_NOT_COMPARED.get(name, ()),
    )


@pytest.mark.parametrize("name", ON_VALUES)
def test_property_shapes(name: str) -> None:
    agree(shape(ON_VALUES[name], path="ex:p"), without=_NOT_COMPARED.get(name, ()))


@pytest.mark.parametrize("name", [name for name in ON_PATHS if name not in _ORDERED_BY_STANDARD])
def test_shapes_of_paths(name: str) -> None:
    agree(shape(ON_PATHS[name], path="ex:p"))


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("constraint", ["sh:class ex:B", "sh:minCount 2", "sh:maxCount 1", "sh:hasValue ex:n1"])
def test_paths(name: str, constraint: str) -> None:
    agree(shape(constraint, "sh:targetClass ex:Top", PATHS[name]))


@pytest.mark.parametrize("name", TARGETS)
def test_targets(name: str) -> None:
    agree(shape("sh:nodeKind sh:BlankNode ; sh:property [ sh:path ex:p ; sh:minCount 1 ]", TARGETS[name]))


@pytest.mark.parametrize("name", SPARQL)
def test_queries(name: str) -> None:
    data = graph(3)
    for node in [node for node in chain(data.subjects(), data.objects()) if isinstance(node, BNode)]:
        data.remove((node, None, None))  # pySHACL binds a blank node by its name, and finds every node instead
        data.remove((None, None, node))
    report, wanted = both(sparql(SPARQL[name]), data)
    assert bool(report.runs[0].fallback) == (name == "limit")
    assert not report.runs[0].trouble
    assert told(report.results) == wanted
    assert wanted


@pytest.mark.parametrize(("name", "wrong"), [("less", {"3", "2"}), ("less or equal", {"3"})])
def test_order(name: str, wrong: set[str]) -> None:
    data = Graph().parse(
        data="""@prefix ex: <https://example.org/> .
        ex:a a ex:A ; ex:p 1 ; ex:q 2 . ex:b a ex:A ; ex:p 2 ; ex:q 2 . ex:c a ex:A ; ex:p 3 ; ex:q 2 . ex:d a ex:A ; ex:p 4 .""",
        format="turtle",
    )
    report, wanted = both(shape(ON_PATHS[name], path="ex:p"), data)
    assert told(report.results) == wanted
    assert {str(result.value) for result in report.results} == wrong


def _text(node: Node | None) -> str:
    # A shape without a name is called otherwise by everybody who reads it; what it says is in the other columns.
    if isinstance(node, Literal):
        return node.n3()
    return "" if node is None else str(node)


def _path(node: Node | None) -> str:
    return str(node) if isinstance(node, URIRef) else "_:" if isinstance(node, BNode) else ""


def _messages(result: EngineResult) -> str:
    """What pySHACL says where a shape has no message is its own."""
    own = isinstance(result.shape, URIRef) and result.component != SH.SPARQLConstraintComponent
    return "|".join(sorted(map(str, result.messages))) if own else ""
