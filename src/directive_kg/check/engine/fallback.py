"""pySHACL for the few shapes that no query can say, on just the nodes concerned."""

from collections.abc import Callable, Iterable
from typing import Final

import pyshacl
import rdflib.plugins.sparql
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from directive_kg.check.engine.found import EngineResult
from directive_kg.check.engine.model import TARGETS
from directive_kg.errors import CheckError

_FOCUS: Final = SH.targetNode


def pyshacl_fallback(data: Graph) -> Callable[[Graph, Node, frozenset[Node]], Iterable[EngineResult]]:
    """A function that validates one shape on some nodes of the data; it raises CheckError when pySHACL fails."""

    def run(shapes: Graph, shape: Node, focus: frozenset[Node]) -> Iterable[EngineResult]:
        return with_pyshacl(data, shapes, shape, focus)

    return run


def with_pyshacl(data: Graph, shapes: Graph, shape: Node, focus: frozenset[Node]) -> tuple[EngineResult, ...]:
    """The results of one shape on some nodes. Raises CheckError when pySHACL fails."""
    part = Graph()
    for triple in shapes:
        if triple[1] not in TARGETS and not (triple[0] == shape and triple[1] == RDF.type):
            part.add(triple)
    part.add((shape, RDF.type, SH.PropertyShape if (shape, SH.path, None) in shapes else SH.NodeShape))
    for node in focus:
        part.add((shape, _FOCUS, node))
    return all_with_pyshacl(data, part)


def all_with_pyshacl(data: Graph, shapes: Graph) -> tuple[EngineResult, ...]:
    """The results of all shapes of a graph. Raises CheckError when pySHACL fails."""
    # rdflib would read files and addresses that a query names with FROM.
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=shapes, inplace=True, advanced=False, inference="none", do_owl_imports=False
        )
    except Exception as error:
        # pySHACL raises whatever its parts raise; all of it means that the shape could not run.
        raise CheckError(f"pySHACL: {' '.join(str(error).split())[:300]}") from error
    if not isinstance(report, Graph):
        raise CheckError(f"pySHACL: {' '.join(str(report or text).split())[:300]}")
    reports = report.objects(report.value(predicate=RDF.type, object=SH.ValidationReport), SH.result)
    return tuple(_result(report, result) for result in reports)


def _result(report: Graph, node: Node) -> EngineResult:
    focus, component = report.value(node, SH.focusNode), report.value(node, SH.sourceConstraintComponent)
    shape = report.value(node, SH.sourceShape)
    assert focus is not None
    assert isinstance(component, URIRef)
    assert shape is not None
    messages = sorted((m for m in report.objects(node, SH.resultMessage) if isinstance(m, Literal)), key=repr)
    return EngineResult(
        focus,
        report.value(node, SH.resultPath),
        report.value(node, SH.value),
        component,
        shape,
        report.value(node, SH.resultSeverity) or SH.Violation,
        tuple(messages),
        report.value(node, SH.sourceConstraint),
    )
