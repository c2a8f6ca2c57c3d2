"""The day that a check goes by, beside every task with a due day: what the rule on overdue work (T6) compares with.

Without it that rule has nothing to check, and says so: no clock is asked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from rdflib import SH, XSD, Graph, Literal

from directive_kg.check.shapes import DKG, ShapeSet


def with_day(shapes: ShapeSet, today: date | None) -> ShapeSet:
    """The same rules for data that nothing can be added to: what they compare with `dkg:checkedOn` is the day itself."""
    if today is None:
        return shapes
    day = Literal(today.isoformat(), datatype=XSD.date)
    graph = Graph()
    graph += shapes.graph
    for shape in list(graph.subjects(SH.targetSubjectsOf, DKG.checkedOn)):
        graph.remove((shape, SH.targetSubjectsOf, DKG.checkedOn))
        graph.add((shape, SH.targetSubjectsOf, DKG.dueEnd))
    for shape in list(graph.subjects(SH.path, DKG.checkedOn)):
        # The day is no later than every value of the other property.
        for other in list(graph.objects(shape, SH.lessThanOrEquals)):
            graph.set((shape, SH.path, other))
            graph.remove((shape, SH.lessThanOrEquals, other))
            graph.add((shape, SH.minInclusive, day))
    return ShapeSet(graph, shapes.shapes)


def asks_for_day(shapes: ShapeSet) -> bool:
    """Whether rules look for the day beside the tasks: those of `with_day` have it themselves."""
    return (None, None, DKG.checkedOn) in shapes.graph


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
