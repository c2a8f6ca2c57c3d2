"""The graph from Python: `directive_kg.open()` and what one does with it.

>>> import directive_kg
>>> graph = directive_kg.open()
>>> graph.trace("263/2025/QH15").root.paper.name
'Nghị quyết 263/2025/QH15'
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from directive_kg import resources
from directive_kg.analyse.measures import Analysis, analyse
from directive_kg.analyse.network import Network, read_network
from directive_kg.check.audit import audit
from directive_kg.check.data import CheckData, of_folder, of_server, of_store, tried_on
from directive_kg.check.shapes import load_shapes
from directive_kg.check.today import with_day
from directive_kg.check.view import ReportView
from directive_kg.check.waivers import load_waivers
from directive_kg.errors import UsageError
from directive_kg.store.address import Credentials
from directive_kg.store.disk import open_disk
from directive_kg.store.embedded import open_store
from directive_kg.store.endpoint import EndpointStore
from directive_kg.store.protocol import Solutions, Store, Term
from directive_kg.trace.answer import Answered, answer
from directive_kg.trace.catalogue import Catalogue, Column, Question, load_catalogue
from directive_kg.trace.chain import Chain, trace
from directive_kg.trace.fill import fill

if TYPE_CHECKING:
    import pandas
    import polars

Value = str | int | Decimal | date | None

_CURRENT: Final = "current"  # the file that tells a store folder from a graph folder


@dataclass(frozen=True)
class Records(Sequence[Mapping[str, Value]]):
    """The answer to a question: a sequence of rows, each a mapping from column to value.

    Values are typed as the question's metadata says: `date`, `int`, `Decimal`, else `str`; None where nothing is known.
    A date of which the paper gives only the month or year stays a `str` ('2026-04').
    """

    question: Question
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Value], ...]

    def __len__(self) -> int:
        """How many rows."""
        return len(self.rows)

    def __getitem__(self, index: Any) -> Any:
        """One row, or a slice of them."""
        return self.rows[index]

    def __iter__(self) -> Iterator[Mapping[str, Value]]:
        """Row by row."""
        return iter(self.rows)

    def to_pandas(self) -> "pandas.DataFrame":
        """A DataFrame; dates become `datetime64`. Raises UsageError where pandas is not installed."""
        try:
            import pandas as pd  # noqa: PLC0415 - an extra, and slow to load
        except ImportError:
            raise _needs("pandas") from None
        frame = pd.DataFrame([dict(row) for row in self.rows], columns=[column.variable for column in self.columns])
        for column in self.columns:
            whole = all(isinstance(row[column.variable], date | None) for row in self.rows)
            if column.type == "date" and whole:
                frame[column.variable] = pd.to_datetime(frame[column.variable])
        return frame

    def to_polars(self) -> "polars.DataFrame":
        """A polars DataFrame. Raises UsageError where polars is not installed."""
        try:
            import polars as pl  # noqa: PLC0415 - an extra, and slow to load
        except ImportError:
            raise _needs("polars") from None
        return pl.DataFrame(
            [dict(row) for row in self.rows],
            schema=[column.variable for column in self.columns],
            infer_schema_length=None,
        )


class KnowledgeGraph:
    """A graph that was opened: ask it, trace in it, check it, measure it. Made by `open`."""

    def __init__(self, store: Store, folder: Path | None = None, index: Path | None = None) -> None:
        self.store = store
        self.folder = folder  # graph/ where it was opened from there
        self._index = index  # the store folder where it was opened from there
        self._catalogue: Catalogue = load_catalogue(resources.queries_dir())

    @property
    def questions(self) -> tuple[Question, ...]:
        """The canned questions with their parameters, columns and titles, by name."""
        return tuple(self._catalogue)

    def trace(self, number: str, issuer: str | None = None, date: str | None = None) -> Chain:
        """From a paper down to the responsible bodies; the number in any spelling.

        Raises UnknownNameError with the nearest numbers for one that is not there, UsageError where several papers have
        it and neither issuer nor date tells which.
        """
        return trace(self.store, number, issuer, date)

    def query(self, name: str, /, **values: str | int | date) -> Records:
        """The answer to a canned question: `query("tasks-of-body", agency="Sở Tài chính")`.

        A parameter whose name is a word of Python gets an underscore: `query("due-between", from_="1/3/2026", to=…)`.
        Raises UnknownNameError for a question or name that is not there, UsageError for a value that cannot be used.
        """
        question = self._catalogue.get(name)
        typed = {key.removesuffix("_"): str(value) for key, value in values.items()}
        return _records(answer(question, fill(question, typed, self.store), self.store))

    def sparql(self, query: str) -> Solutions:
        """The rows of a SELECT; the default graph is the union of all.

        Raises UsageError for a query that does not parse or reaches outside the graph, StoreError where the store fails.
        """
        return self.store.select(query)

    def check(self, shapes: Sequence[Path] = (), today: date | None = None) -> ReportView:
        """What the rules find, with `shapes` as folders of further rules; `.report.findings` are the findings.

        Without `today` nothing is overdue and no waiver is over. Raises BadInputError for a shape that may not run,
        StoreError where a server fails.
        """
        rules = with_day(load_shapes([resources.shapes_dir(), *shapes]), today)
        waivers = load_waivers(self.folder) if self.folder else ()
        with self._data() as data:
            return audit(data.facts, rules, waivers=waivers, today=today, scores=True, engine=tried_on(data))

    def _data(self) -> AbstractContextManager[CheckData]:
        if self.folder is not None:
            return of_folder(self.folder)
        return of_store(self._index) if self._index is not None else of_server(self.store)

    def network(self, day: date | None = None) -> Network:
        """Bodies, papers and tasks as networkx graphs; with a `day`, merged bodies count for who took over by then."""
        return read_network(self.store, day)

    def analyse(self, day: date | None = None) -> Analysis:
        """Load, bottlenecks, chains, rings and groups of bodies (see `directive_kg.analyse.measures`)."""
        return analyse(self.network(day))


def open(  # noqa: A001 - `directive_kg.open` is what one looks for
    where: str | Path | None = None, *, credentials: tuple[str, str] | None = None, timeout: int = 60
) -> KnowledgeGraph:
    """Open a graph folder, a store folder that `build` made, or a SPARQL server; the shipped graph unless told.

    `credentials` are a user's name and password for a server, `timeout` is in seconds for each of its answers.
    Raises BrokenGraphError for a folder whose files cannot be read, UsageError for an address that is none.
    """
    if isinstance(where, str) and "://" in where:
        return KnowledgeGraph(EndpointStore(where, timeout, Credentials(*credentials) if credentials else None))
    folder = Path(where) if where is not None else resources.graph_dir()
    if (folder / _CURRENT).is_file():
        return KnowledgeGraph(open_disk(folder), index=folder)
    return KnowledgeGraph(open_store(folder), folder)


def _records(answered: Answered) -> Records:
    by_name = {column.variable: column for column in answered.question.columns}
    columns = tuple(by_name[name] for name in answered.solutions.variables)
    rows = tuple(
        {column.variable: _value(cell, column) for column, cell in zip(columns, row, strict=True)}
        for row in answered.solutions.rows
    )
    return Records(answered.question, columns, rows)


def _value(cell: Term | None, column: Column) -> Value:
    if cell is None:
        return None
    if column.type == "date":
        try:
            return date.fromisoformat(cell.value)
        except ValueError:
            return cell.value
    if column.type == "integer":
        return int(cell.value)
    return Decimal(cell.value) if column.type == "number" else cell.value


def _needs(package: str) -> UsageError:
    return UsageError(f"cần cài {package} / needs {package}: pip install 'directive-kg[analysis]'")
