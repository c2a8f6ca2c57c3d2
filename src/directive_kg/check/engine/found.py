"""What a constraint has found, before and after it is told as a SHACL result."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from rdflib import Literal, URIRef
from rdflib.term import Node

from directive_kg.check.engine.domain import Domain
from directive_kg.check.engine.terms import Token


class Found(NamedTuple):
    """One violation of a constraint."""

    focus: Token
    value: Token | None = None
    path: Token | None = None  # where it is not the shape's own
    messages: tuple[Literal, ...] | None = None  # where they are not the shape's own
    constraint: Node | None = None  # of sh:sparql


class Constraint(Protocol):
    """One constraint of one shape."""

    @property
    def component(self) -> URIRef:
        """What kind of constraint it is."""
        ...

    def failing(self, domain: Domain) -> set[Token]:
        """The focus nodes that it does not hold of."""
        ...

    def found(self, domain: Domain) -> Iterator[Found]:
        """Every violation among the focus nodes."""
        ...


@dataclass(frozen=True, slots=True)
class EngineResult:
    """A validation result (SHACL 3.6.2). Severity, path and shape are as the shapes graph has them."""

    focus: Node
    path: Node | None
    value: Node | None
    component: URIRef
    shape: Node
    severity: Node
    messages: tuple[Literal, ...]
    constraint: Node | None = None
