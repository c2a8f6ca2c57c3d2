"""The answer to a question as one HTML file that needs nothing beside it."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from directive_kg.trace.answer import Answered, columns_of, shown


def to_html(answered: Answered) -> str:
    """The page; every value is escaped, days are dd/mm/yyyy."""
    columns = columns_of(answered)
    rows = [[shown(cell, column) for cell, column in zip(row, columns, strict=True)] for row in answered.solutions.rows]
    page: str = (
        _environment().get_template("answer.html").render(question=answered.question, columns=columns, rows=rows)
    )
    return page


@cache
def _environment() -> Any:
    return Environment(
        loader=PackageLoader("directive_kg.trace"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
