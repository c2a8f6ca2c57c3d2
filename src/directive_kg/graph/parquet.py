"""The tables as Parquet: one file a table, days as days, several values of one property as a list."""

import io
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from directive_kg.errors import UsageError
from directive_kg.graph.tables import IRI, Column, Table
from directive_kg.names import PREFIXES

if TYPE_CHECKING:
    import pyarrow as pa

_XSD: Final = PREFIXES["xsd"]


def to_parquet(found: Iterable[Table]) -> dict[str, bytes]:
    """Each file by its name. Raises UsageError where pyarrow is not installed."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet as pq  # noqa: PLC0415 - as above
    except ImportError:
        raise UsageError(
            "Parquet cần pyarrow: pip install 'directive-kg[analysis]' / Parquet needs the extra `analysis`"
        ) from None
    files: dict[str, bytes] = {}
    for table in found:
        readers = {column.name: _reader(pa, table, column) for column in table.columns}
        fields = [pa.field(IRI, pa.string(), nullable=False)]
        arrays = [pa.array([iri for iri, _ in table.rows], pa.string())]
        for column in table.columns:
            kind, read = readers[column.name]
            values = [[read(v) for v in row[column.name]] if column.name in row else None for _, row in table.rows]
            kind = pa.list_(kind) if column.many else kind
            cells = values if column.many else [value[0] if value else None for value in values]
            arrays.append(pa.array(cells, kind))
            fields.append(pa.field(column.name, kind, metadata=_metadata(column)))
        schema = pa.schema(fields, metadata={"class": table.class_iri})
        out = io.BytesIO()
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
        files[f"{table.name}.parquet"] = out.getvalue()
    return files


def _metadata(column: Column) -> dict[str, str]:
    found = {"property": column.predicate, **{f"label.{language}": text for language, text in column.labels.items()}}
    return {**found, "language": column.language} if column.language else found


def _reader(pa: Any, table: Table, column: Column) -> "tuple[pa.DataType, Callable[[str], Any]]":
    """The type of a column and how its texts are read; text where one of its values is not what its type says."""
    values = [value for _, row in table.rows for value in row.get(column.name, ())]
    for kind, read in _candidates(pa, column.type, values):
        try:
            pa.array([read(value) for value in values], kind)
        except (ValueError, ArithmeticError, pa.ArrowException):
            continue
        return kind, read
    return pa.string(), str


def _candidates(pa: Any, datatype: str, values: list[str]) -> "list[tuple[pa.DataType, Callable[[str], Any]]]":
    match datatype.removeprefix(_XSD):
        case "date":
            return [(pa.date32(), date.fromisoformat)]
        case "boolean":
            return [(pa.bool_(), lambda text: {"true": True, "1": True, "false": False, "0": False}[text])]
        case "integer" | "long" | "int" | "nonNegativeInteger" | "positiveInteger":
            return [(pa.int64(), int)]
        case "double" | "float":
            return [(pa.float64(), float)]
        case "decimal":
            exponents = [Decimal(value).as_tuple().exponent for value in values if _is_decimal(value)]
            scale = max((-exponent for exponent in exponents if isinstance(exponent, int)), default=0)
            return [(pa.decimal128(38, max(scale, 0)), Decimal)]
        case _:
            return []


def _is_decimal(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except ArithmeticError:
        return False
