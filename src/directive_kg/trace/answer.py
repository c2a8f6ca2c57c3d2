"""The answer to a question, in the forms that people and programs read: a table, CSV, SPARQL results JSON."""

import csv
import io
import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from directive_kg.store.protocol import Solutions, Store, Term
from directive_kg.store.several import Sourced
from directive_kg.trace.catalogue import Column, Label, Question
from directive_kg.trace.lookup import vietnamese_date

SOURCE: Final = "source"  # the variable that says which of several servers a row came from
_GAP: Final = "  "
_NARROWEST: Final = 6
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMERIC: Final = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double", "float", "int", "long")
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and what the store said to it."""

    question: Question
    solutions: Solutions


def answer(question: Question, query: str, store: Store) -> Answered:
    """Run a filled query (see `fill`). Raises StoreError where the store fails."""
    return Answered(question, store.select(query))


def merged(answers: Sequence[Sourced[Answered]]) -> Answered:
    """The answers of several servers to one question, one after the other, each row with where it came from."""
    rows = []
    variables: tuple[str, ...] = ()
    question: Question | None = None
    for one in answers:
        if one.found is not None:
            question, variables = one.found.question, one.found.solutions.variables
            rows += [(*row, Term("literal", one.source)) for row in one.found.solutions.rows]
    assert question is not None  # ask_each raises where no server answers
    columns = (*question.columns, Column(SOURCE, "text", Label("Nguồn", "Source")))
    return Answered(replace(question, columns=columns), Solutions((*variables, SOURCE), tuple(rows)))


def to_table(answered: Answered, width: int | None = None, base: str = "") -> str:
    """An aligned table with Vietnamese headings; cells are folded so that it fits `width` where one is given.

    IRIs under `base` are shown without it.
    """
    columns = columns_of(answered)
    rows = [
        [shown(cell, column, base) for cell, column in zip(row, columns, strict=True)]
        for row in answered.solutions.rows
    ]
    headings = [column.title.vi for column in columns]
    widths = _fit([max(map(len, cells)) for cells in zip(headings, *rows, strict=True)], width)
    lines = [*_lines(headings, widths), _GAP.join("─" * w for w in widths)]
    for row in rows:
        lines += _lines(row, widths)
    return "\n".join([*lines, f"({len(rows)} dòng / rows)"]) + "\n"


def to_csv(answered: Answered) -> str:
    """CSV with the variables as headings; a text that a spreadsheet would run as a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(answered.solutions.variables)
    for row in answered.solutions.rows:
        writer.writerow(["" if cell is None else harmless(cell) for cell in row])
    return out.getvalue()


def to_json(answered: Answered) -> str:
    """W3C SPARQL 1.1 query results JSON."""
    bindings = [
        {
            name: _json_term(cell)
            for name, cell in zip(answered.solutions.variables, row, strict=True)
            if cell is not None
        }
        for row in answered.solutions.rows
    ]
    document = {"head": {"vars": list(answered.solutions.variables)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def harmless(cell: Term) -> str:
    """The text of a term for a spreadsheet: numbers as they are, a text that looks like a formula made plain."""
    if cell.value.startswith(_FORMULA_STARTS) and cell.datatype not in _NUMERIC:
        return "'" + cell.value
    return cell.value


def columns_of(answered: Answered) -> list[Column]:
    """The columns in the order of the variables."""
    by_name = {column.variable: column for column in answered.question.columns}
    return [by_name[name] for name in answered.solutions.variables]


def shown(cell: Term | None, column: Column, base: str = "") -> str:
    """A value for people, on one line; IRIs under `base` without it."""
    if cell is None:
        return ""
    # A control character could drive the terminal; a line break would break the row.
    value = " ".join("".join(c if c.isprintable() else " " for c in cell.value).split())
    if column.type == "date":
        return vietnamese_date(value) or ""
    if column.type == "iri" and base:
        return value.removeprefix(base)
    if cell.datatype == "http://www.w3.org/2001/XMLSchema#boolean":
        return {"true": "có", "1": "có", "false": "không", "0": "không"}.get(value, value)
    return value


def _fit(natural: list[int], width: int | None) -> list[int]:
    """Column widths: the natural ones, the widest made narrower until the table fits."""
    widths = list(natural)
    room = None if width is None else width - len(_GAP) * (len(widths) - 1)
    while room is not None and sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(cells: list[str], widths: list[int]) -> list[str]:
    folded = [textwrap.wrap(cell, size) or [""] for cell, size in zip(cells, widths, strict=True)]
    height = max(map(len, folded))
    filled = [[*part, *[""] * (height - len(part))] for part in folded]
    return [
        _GAP.join(part.ljust(size) for part, size in zip(line, widths, strict=True)).rstrip()
        for line in zip(*filled, strict=True)
    ]


def _json_term(cell: Term) -> dict[str, str]:
    found = {"type": cell.kind, "value": cell.value}
    if cell.language:
        found["xml:lang"] = cell.language
    elif cell.datatype and cell.datatype != "http://www.w3.org/2001/XMLSchema#string":
        found["datatype"] = cell.datatype
    return found
