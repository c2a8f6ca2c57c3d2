"""The day that a check goes by, beside every task with a due day: what the rule on overdue work (T6) compares with.

Without it that rule has nothing to check, and says so: no clock is asked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from rdflib import XSD, Graph, Literal

from directive_kg.check.shapes import DKG


@contextmanager
def checked_on(graph: Graph, today: date | None) -> Iterator[None]:
    """While it lasts, tasks with a due day carry `dkg:checkedOn`; afterwards the graph is as it was."""
    if today is None:
        yield
        return
    day = Literal(today.isoformat(), datatype=XSD.date)
    added = [(task, DKG.checkedOn, day) for task in set(graph.subjects(DKG.dueEnd))]
    for statement in added:
        graph.add(statement)
    try:
        yield
    finally:
        for statement in added:
            graph.remove(statement)
