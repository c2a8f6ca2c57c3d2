"""Which engine tries a shape first: columns where they are installed and the data is at hand, else queries."""

from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING

from rdflib import Graph

from directive_kg.check.engine.source import OxigraphSource, Source
from directive_kg.errors import UsageError

if TYPE_CHECKING:
    from directive_kg.check.engine.columns.run import ColumnEngine


class Engine(StrEnum):
    """The engines; each that cannot try a shape leaves it to the next."""

    AUTO = "auto"
    COLUMNS = "columns"
    QUERIES = "queries"
    PYSHACL = "pyshacl"


def columns_installed() -> bool:
    """Whether the extra `columns` is there."""
    return find_spec("polars") is not None and find_spec("numpy") is not None


def column_engine(shapes: Graph, source: Source, engine: Engine) -> "ColumnEngine | None":
    """The column engine for a source, None where queries are to do.

    Raises UsageError where it was asked for by name and is not installed or the data is elsewhere.
    """
    if engine not in (Engine.AUTO, Engine.COLUMNS):
        return None
    if not columns_installed():
        if engine is Engine.COLUMNS:
            raise UsageError("--engine columns: cần / needs: pip install 'directive-kg[columns]'")
        return None
    from directive_kg.check.engine.columns.held import ColumnSource  # noqa: PLC0415 - an optional extra
    from directive_kg.check.engine.columns.run import ColumnEngine  # noqa: PLC0415
    from directive_kg.check.engine.columns.table import Columns  # noqa: PLC0415

    if isinstance(source, ColumnSource):
        return ColumnEngine(shapes, source.columns, source)
    if isinstance(source, OxigraphSource):
        return ColumnEngine(shapes, Columns(source.blocks()), source)
    if engine is Engine.COLUMNS:
        raise UsageError("--engine columns: chỉ cho dữ liệu tại chỗ / only for data at hand, not for a server")
    return None
