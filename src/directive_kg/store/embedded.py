"""The graph in Oxigraph, in this process: in memory from graph/, or from a store folder that `build` made."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from directive_kg.errors import StoreError, UsageError
from directive_kg.graph.files import FileProblem, load
from directive_kg.store.derived import derive
from directive_kg.store.guard import allow
from directive_kg.store.protocol import Solutions, Term, Values

_Answer = TypeVar("_Answer")


class EmbeddedStore:
    """`store.protocol.Store` on pyoxigraph; its default graph is the union of all graphs."""

    def __init__(self, inner: ox.Store, problems: Iterable[FileProblem] = ()) -> None:
        self._inner = inner
        self.problems = tuple(problems)  # files of graph/ that were left out

    @classmethod
    def of_quads(cls, quads: Iterable[ox.Quad], problems: Iterable[FileProblem] = ()) -> "EmbeddedStore":
        """A store in memory that holds these statements."""
        inner = ox.Store()
        inner.bulk_extend(quads)
        return cls(inner, problems)

    def select(self, query: str) -> Solutions:
        """Run a SELECT. Raises UsageError for a query that does not parse or reaches out, StoreError when it fails."""
        return self._run(allow(query, "SELECT"), _solutions)

    def ask(self, query: str) -> bool:
        """Run an ASK; raises as `select` does."""
        return self._run(allow(query, "ASK"), bool)

    def stream(self, query: str) -> tuple[tuple[str, ...], Iterator[Values]]:
        """Run a SELECT and hand out its rows one by one; raises as `select` does."""
        text = allow(query, "SELECT")
        with _failures():
            answer = self._inner.query(text, use_default_graph_as_union=True)
            assert isinstance(answer, ox.QuerySolutions)
            return tuple(variable.value for variable in answer.variables), _values(answer)

    def _run(self, text: str, read: Callable[[object], _Answer]) -> _Answer:
        with _failures():
            # Reading the answer is part of running: Oxigraph works while it is read.
            return read(self._inner.query(text, use_default_graph_as_union=True))


@contextmanager
def _failures() -> Iterator[None]:
    """What Oxigraph raises, as the errors of this package."""
    try:
        yield
    except SyntaxError as error:
        raise UsageError(f"câu hỏi SPARQL sai / the query does not parse: {_what_is_wrong(error)}") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"kho dữ liệu lỗi / the store failed: {' '.join(str(error).split())}") from error


def _values(answer: ox.QuerySolutions) -> Iterator[Values]:
    with _failures():
        for row in answer:
            yield tuple([None if value is None else value.value for value in row])


def open_store(graph_dir: Path) -> EmbeddedStore:
    """The graph of a folder with the ontology and what follows from it, in memory.

    Raises BrokenGraphError as `graph.files.load` does.
    """
    result = load(graph_dir)
    return EmbeddedStore(in_memory(result.quads), result.problems)


def in_memory(quads: Iterable[ox.Quad]) -> ox.Store:
    """A store in memory that holds these statements and what follows from them."""
    inner = ox.Store()
    inner.bulk_extend(quads)
    inner.extend(derive(EmbeddedStore(inner)))
    return inner


def _what_is_wrong(error: SyntaxError) -> str:
    """The place and the start of what Oxigraph says; it goes on with every character that it would have taken."""
    message = " ".join(str(error).split())
    where, _, expected = message.partition(": expected ")
    if "Prefix not found" in expected:
        return f"{where}: tiền tố chưa khai báo / a prefix that is not declared"
    return message[:200]


def _solutions(answer: object) -> Solutions:
    assert isinstance(answer, ox.QuerySolutions)
    names = tuple(variable.value for variable in answer.variables)
    terms = _Terms()
    return Solutions(names, tuple(tuple([terms[value] for value in row]) for row in answer))


class _Terms(dict[object, Term | None]):
    """Each term of an answer once: a kind or a paper stands in ten thousand rows."""

    def __missing__(self, value: object) -> Term | None:
        term = self[value] = _term(value)
        return term


def _term(value: object) -> Term | None:
    if value is None:
        return None
    if isinstance(value, ox.NamedNode):
        return Term("uri", value.value)
    if isinstance(value, ox.BlankNode):
        return Term("bnode", value.value)
    assert isinstance(value, ox.Literal)
    if value.language:
        return Term("literal", value.value, None, value.language)
    datatype = value.datatype.value
    return Term("literal", value.value, None if datatype == "http://www.w3.org/2001/XMLSchema#string" else datatype)
