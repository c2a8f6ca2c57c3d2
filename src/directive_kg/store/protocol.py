"""What every home of the graph can do: answer SPARQL. The default graph of a query is the union of all named graphs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol


class Term(NamedTuple):
    """An RDF term as the SPARQL results formats have it."""

    kind: Literal["uri", "literal", "bnode"]
    value: str
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT: one tuple a row, None where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def dicts(self) -> Iterator[dict[str, Term]]:
        """Each row by variable name, unbound ones left out."""
        for row in self.rows:
            yield {name: term for name, term in zip(self.variables, row, strict=True) if term is not None}


class Store(Protocol):
    """A place that holds the graph. Read-only: it is rebuilt from graph/, never written to."""

    def select(self, query: str) -> Solutions:
        """Run a SELECT. Raises UsageError for a query that does not parse or reaches outside, StoreError when it fails."""
        ...

    def ask(self, query: str) -> bool:
        """Run an ASK; raises as `select` does."""
        ...
