"""The tables as CSV on the Web: one CSV a table, and the metadata by which each cell is a statement again.

https://www.w3.org/TR/tabular-metadata/. A property with several IRIs for one thing is a table of its own: a cell can hold
one link only. The cells are exact, without the apostrophe that spreadsheets need before a formula: these files are for
programs; `query --format xlsx` and the pages' downloads are for spreadsheets.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from directive_kg.graph.tables import IRI, Column, Table
from directive_kg.names import PREFIXES

METADATA: Final = "csvw-metadata.json"
_XSD: Final = PREFIXES["xsd"]
_LANG_STRING: Final = PREFIXES["rdf"] + "langString"
# Built-in datatypes of CSVW that have the same name in XSD.
_BUILT_IN: Final = frozenset(
    {
        "string", "boolean", "integer", "decimal", "double", "float", "date", "dateTime", "gYear", "gYearMonth", "gDay",
        "gMonth", "gMonthDay", "duration", "anyURI", "long", "int", "nonNegativeInteger", "positiveInteger",
    }
)  # fmt: skip
_SEPARATORS: Final = ("|", "¦", "‖", "␞")
_NO_VALUE: Final = "␀"  # in a column where the empty text is a value


def to_csvw(found: Iterable[Table], license_iri: str) -> dict[str, bytes]:
    """Each file by its name."""
    known = list(found)
    files: dict[str, bytes] = {}
    described: list[dict[str, Any]] = []
    for table in known:
        own = [column for column in table.columns if not _apart(column)]
        texts = {column.name: _cells(table, column) for column in own}
        rows = [[iri, *(texts[column.name].get(iri, _empty(table, column)) for column in own)] for iri, _ in table.rows]
        files[f"{table.name}.csv"] = _csv([IRI, *(column.name for column in own)], rows)
        described.append(_described(table, own))
        for column in filter(_apart, table.columns):
            name = f"{table.name}.{column.name}"
            pairs = [[iri, value] for iri, values in table.rows for value in values.get(column.name, ())]
            files[f"{name}.csv"] = _csv([IRI, column.name], pairs)
            described.append(_links(table, column, name))
    metadata = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "@type": "TableGroup",
        "dc:title": {"vi": "Chỉ đạo và trách nhiệm", "en": "Directives and responsibilities"},
        "dc:license": {"@id": license_iri},
        "tables": described,
    }
    files[METADATA] = (json.dumps(metadata, ensure_ascii=False, indent=1) + "\n").encode()
    return files


def _apart(column: Column) -> bool:
    return column.many and column.type == IRI


def _csv(headings: list[str], rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue().encode()


def _cells(table: Table, column: Column) -> dict[str, str]:
    separator = _separator(table, column)
    return {iri: (separator or "").join(values[column.name]) for iri, values in table.rows if column.name in values}


def _separator(table: Table, column: Column) -> str | None:
    if not column.many:
        return None
    text = "".join(value for _, values in table.rows for value in values.get(column.name, ()))
    return next((mark for mark in _SEPARATORS if mark not in text), "\x1f")


def _empty(table: Table, column: Column) -> str:
    return _NO_VALUE if any("" in values.get(column.name, ()) for _, values in table.rows) else ""


def _described(table: Table, own: list[Column]) -> dict[str, Any]:
    keys = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{column.target}.csv", "columnReference": IRI},
        }
        for column in own
        # A key that is empty in some row is no key for some validators.
        if column.target and all(column.name in values for _, values in table.rows)
    ]
    return _table(
        f"{table.name}.csv",
        table.labels,
        [_key(), *(_column(table, column) for column in own), _class(table)],
        {"primaryKey": IRI, **({"foreignKeys": keys} if keys else {})},
    )


def _links(table: Table, column: Column, name: str) -> dict[str, Any]:
    keys = [{"columnReference": IRI, "reference": {"resource": f"{table.name}.csv", "columnReference": IRI}}]
    if column.target:
        keys.append(
            {
                "columnReference": column.name,
                "reference": {"resource": f"{column.target}.csv", "columnReference": IRI},
            }
        )
    schema = {"primaryKey": [IRI, column.name], "foreignKeys": keys}
    return _table(f"{name}.csv", column.labels, [_key(), _column(table, column, alone=True)], schema)


def _table(url: str, labels: Mapping[str, str], columns: list[dict[str, Any]], schema: Any) -> dict[str, Any]:
    titled = {"dc:title": dict(labels)} if labels else {}
    return {"url": url, **titled, "tableSchema": {"aboutUrl": f"{{+{IRI}}}", "columns": columns, **schema}}


def _key() -> dict[str, Any]:
    return {"name": IRI, "titles": IRI, "datatype": "anyURI", "required": True, "suppressOutput": True}


def _class(table: Table) -> dict[str, Any]:
    return {"name": "class", "virtual": True, "propertyUrl": "rdf:type", "valueUrl": table.class_iri}


def _column(table: Table, column: Column, alone: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column.name, "titles": column.name, "propertyUrl": column.predicate}
    if column.labels:
        found["dc:title"] = dict(column.labels)
    if column.type == IRI:
        return {
            **found,
            "datatype": "anyURI",
            "valueUrl": f"{{+{column.name}}}",
            **({"required": True} if alone else {}),
        }
    found["datatype"] = _datatype(column.type)
    if column.language:
        found["lang"] = column.language
    if separator := _separator(table, column):
        found["separator"] = separator
    if empty := _empty(table, column):
        found["null"] = empty
    return found


def _datatype(iri: str) -> object:
    name = iri.removeprefix(_XSD)
    if iri == _LANG_STRING:
        return "string"
    if name in _BUILT_IN:
        return name
    return {"@id": iri, "base": "string"}
