"""What every home of the graph can do: answer SPARQL. The default graph of a query is the union of all named graphs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, runtime_checkable


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


Values = tuple[str | None, ...]  # the texts of the terms of one row, None where a variable is unbound


@runtime_checkable
class Streaming(Protocol):
    """A store that hands out the rows of an answer as it finds them."""

    def stream(self, query: str) -> tuple[tuple[str, ...], Iterator[Values]]:
        """The variables of a SELECT, and its rows one by one; raises as `Store.select` does, also while it is read."""
        ...


def stream(store: Store, query: str) -> tuple[tuple[str, ...], Iterator[Values]]:
    """The variables and the rows of a SELECT, of any store; one that cannot stream gives the answer as a whole."""
    if isinstance(store, Streaming):
        return store.stream(query)
    answer = store.select(query)
    return answer.variables, (tuple([None if term is None else term.value for term in row]) for row in answer.rows)
