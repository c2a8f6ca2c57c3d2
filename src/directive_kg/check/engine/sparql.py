"""sh:sparql: a query whose every answer is a violation (SHACL 5)."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rdflib import OWL, SH, Graph, Literal, URIRef
from rdflib.term import Node

from directive_kg.check.engine.domain import Domain
from directive_kg.check.engine.found import Found
from directive_kg.check.engine.model import Shape
from directive_kg.check.engine.rewrite import SetQuery, set_query
from directive_kg.check.engine.source import Row, Source
from directive_kg.check.engine.terms import Token, is_blank, node_of, token_of
from directive_kg.errors import CheckError

_PREFIX: Final = re.compile(r"[\w.-]*")
_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """One query over all focus nodes."""

    component: URIRef
    query: SetQuery
    messages: tuple[Literal, ...]
    node: Node | None  # the constraint itself, of sh:sparql
    of_node_shape: bool
    terms: Mapping[str, Token]  # what parameters stand for, in messages

    def failing(self, domain: Domain) -> set[Token]:
        """The focus nodes with an answer."""
        return {found.focus for found in self.found(domain)}

    def found(self, domain: Domain) -> Iterator[Found]:
        """A result for each answer."""
        if any(is_blank(node) for node in domain.nodes) and domain.only is not None:
            raise CheckError("sh:sparql trên nút trống / sh:sparql on blank nodes, which no query can name")
        kinds = frozenset(node[0] for node in domain.nodes)
        nodes = domain.nodes
        return (found for found in self.answers(domain.source, domain.patterns, lambda: kinds) if found.focus in nodes)

    def answers(
        self, source: Source, patterns: tuple[str, ...], kinds: Callable[[], frozenset[str]]
    ) -> Iterator[Found]:
        """A result for each answer over what the patterns bind to ?FOCUS; `kinds` tells how the nodes' tokens begin."""
        more = self._more()
        if self.query.no_literals and '"' in kinds():
            raise CheckError("sh:sparql so sánh chuỗi với $this / sh:sparql compares literals with $this")
        rows = dict[Row, None]()
        for query in self.queries(patterns):
            rows.update(dict.fromkeys(source.rows(query)))
        for row in rows:
            focus, value, path = row[0], row[1], row[2]
            if focus is None:
                continue
            if value is None and self.of_node_shape:
                value = focus
            known = {**self.terms, "this": focus, "value": value, "path": path, **dict(zip(more, row[3:], strict=True))}
            messages = tuple(_filled(message, known) for message in self.messages)
            own_path = path if path is not None and path.startswith("<") else None
            yield Found(focus, value, own_path, messages or None, self.node)

    def queries(self, patterns: tuple[str, ...]) -> list[str]:
        """What is asked, a query for each pattern."""
        return [self.query.over(pattern, ("value", "path", *self._more())) for pattern in patterns]

    def _more(self) -> tuple[str, ...]:
        """Further variables that the messages name."""
        named = {name for message in self.messages for name in _PLACEHOLDER.findall(str(message))}
        return tuple(sorted(named - {"this", "value", "path", *self.terms}))


def sparql_constraints(shape: Shape) -> Iterator["SparqlConstraint"]:
    """The queries of a shape. Raises CheckError for one that cannot run over many nodes."""
    for node in shape.values(SH.sparql):
        graph = shape.graph
        deactivated = graph.value(node, SH.deactivated)
        if isinstance(deactivated, Literal) and deactivated.toPython() is True:
            continue
        texts = list(graph.objects(node, SH.select))
        if len(texts) != 1:
            raise CheckError(f"sh:sparql cần một sh:select / needs one sh:select: {node}")
        query = set_query(prologue(prefixes_of(graph, node)), str(texts[0]), bound_in(shape))
        messages = messages_of(graph, node)
        yield SparqlConstraint(
            SH.SPARQLConstraintComponent, query, messages, node, of_node_shape=shape.path is None, terms={}
        )


def bound_in(shape: Shape) -> dict[str, str]:
    """What stands for the variables that SHACL binds in every query of a shape."""
    bound = {"PATH": f"({shape.path.text})"} if shape.path is not None else {}
    if isinstance(shape.node, URIRef):
        bound["currentShape"] = token_of(shape.node)
    return bound


def messages_of(graph: Graph, node: Node) -> tuple[Literal, ...]:
    """The messages of a constraint, in one order every time."""
    return tuple(sorted((m for m in graph.objects(node, SH.message) if isinstance(m, Literal)), key=repr))


def prefixes_of(graph: Graph, node: Node) -> dict[str, str]:
    """The prefixes of a query (SHACL 5.2.1). Raises CheckError for one that stands for two namespaces."""
    found: dict[str, str] = {}
    waiting, seen = list(graph.objects(node, SH.prefixes)), set[Node]()
    while waiting:
        source = waiting.pop()
        if source in seen:
            continue
        seen.add(source)
        waiting += graph.objects(source, OWL.imports)
        for declaration in graph.objects(source, SH.declare):
            prefix, namespace = graph.value(declaration, SH.prefix), graph.value(declaration, SH.namespace)
            if prefix is None or namespace is None or not _PREFIX.fullmatch(str(prefix)):
                raise CheckError(f"sh:declare hỏng / a broken sh:declare: {source}")
            if found.setdefault(str(prefix), str(namespace)) != str(namespace):
                raise CheckError(f"một tiền tố cho hai không gian tên / one prefix for two namespaces: {prefix}")
    return found


def prologue(prefixes: Mapping[str, str]) -> str:
    """The PREFIX lines of a query."""
    return "\n".join(f"PREFIX {prefix}: {token_of(URIRef(iri))}" for prefix, iri in sorted(prefixes.items()))


def _filled(message: Literal, known: Mapping[str, Token | None]) -> Literal:
    def shown(found: "re.Match[str]") -> str:
        token = known.get(found[1])
        return found[0] if token is None else str(node_of(token))

    return Literal(_PLACEHOLDER.sub(shown, str(message)), lang=message.language)
