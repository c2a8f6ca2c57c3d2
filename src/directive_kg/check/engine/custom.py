"""Constraint components that a shapes graph defines itself, with SELECT or ASK validators (SHACL 6)."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from directive_kg.check.engine.components import EachValue
from directive_kg.check.engine.found import Constraint
from directive_kg.check.engine.model import Shape
from directive_kg.check.engine.rewrite import ask_group, set_query
from directive_kg.check.engine.sparql import SparqlConstraint, bound_in, messages_of, prefixes_of, prologue
from directive_kg.check.engine.terms import Token, token_of
from directive_kg.errors import CheckError

_NAME: Final = re.compile(r"\w+$")


def components(graph: Graph) -> list[URIRef]:
    """The constraint components of a shapes graph."""
    kinds = set(graph.transitive_subjects(RDFS.subClassOf, SH.ConstraintComponent))
    found = {node for kind in kinds for node in graph.subjects(RDF.type, kind)}
    return sorted(node for node in found if isinstance(node, URIRef) and (node, SH.parameter, None) in graph)


def parameters_of(graph: Graph) -> frozenset[Node]:
    """The properties that are parameters of one of them."""
    return frozenset(
        path
        for component in components(graph)
        for parameter in graph.objects(component, SH.parameter)
        for path in graph.objects(parameter, SH.path)
    )


def constraints_of_components(shape: Shape) -> Iterator[Constraint]:
    """Every constraint that a shape declares with them. Raises CheckError for a component that cannot run."""
    for component in components(shape.graph):
        for terms in _parameter_values(shape, component):
            yield _constraint(shape, component, terms)


def _parameter_values(shape: Shape, component: URIRef) -> Iterator[dict[str, Token]]:
    """Each set of values that the parameters have in a shape; none where a required one is missing."""
    graph = shape.graph
    choices: list[list[tuple[str, Token | None]]] = []
    for parameter in sorted(graph.objects(component, SH.parameter), key=str):
        path = graph.value(parameter, SH.path)
        name = _NAME.search(str(path))
        if not isinstance(path, URIRef) or name is None:
            raise CheckError(f"sh:parameter hỏng / a broken sh:parameter: {component}")
        values: list[tuple[str, Token | None]] = [(name[0], token_of(value)) for value in shape.values(path)]
        optional = graph.value(parameter, SH.optional)
        if not values and isinstance(optional, Literal) and optional.toPython() is True:
            values = [(name[0], None)]
        choices.append(values)
    for choice in product(*choices):
        yield {name: token for name, token in choice if token is not None}


def _constraint(shape: Shape, component: URIRef, terms: dict[str, Token]) -> Constraint:
    graph = shape.graph
    own = SH.nodeValidator if shape.path is None else SH.propertyValidator
    validator = _first(graph, component, own) or _first(graph, component, SH.validator)
    if validator is None:
        raise CheckError(f"thành phần ràng buộc không có validator / a component without a validator: {component}")
    messages = messages_of(graph, validator)
    select, ask = graph.value(validator, SH.select), graph.value(validator, SH.ask)
    prefixes, bound = prefixes_of(graph, validator), {**bound_in(shape), **terms}
    if select is not None:
        query = set_query(prologue(prefixes), str(select), bound)
        return SparqlConstraint(component, query, messages, None, of_node_shape=shape.path is None, terms=terms)
    if ask is None:
        raise CheckError(f"validator không có truy vấn / a validator without a query: {component}")
    groups = [ask_group(prefixes, str(ask), {**bound, "this": "?f", "value": value}) for value in ("?v", "?f")]
    return EachValue(component, shape.path, *(f"FILTER NOT EXISTS {group}" for group in groups))


def _first(graph: Graph, component: URIRef, predicate: URIRef) -> Node | None:
    return min(graph.objects(component, predicate), key=str, default=None)
