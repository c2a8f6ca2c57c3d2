"""What the steps before this one know, brought into the site's own form: the checks, and the canned questions."""

from collections.abc import Sequence
from pathlib import Path

from directive_kg import resources
from directive_kg.check.engine.checker import run_fast_check
from directive_kg.check.shapes import load_shapes
from directive_kg.errors import UnknownNameError
from directive_kg.graph.files import load_union
from directive_kg.site.findings import Checks
from directive_kg.site.questions import Asked
from directive_kg.site.words import Label
from directive_kg.store.protocol import Store
from directive_kg.trace.catalogue import Question, load_catalogue
from directive_kg.trace.fill import fill


def check_all(graph_dir: Path) -> Checks:
    """Every shape run on the graph of a folder. Raises BrokenGraphError for shapes or a graph that do not parse."""
    report, _ = run_fast_check(load_union(graph_dir), load_shapes([resources.shapes_dir()]))
    return Checks(report)


def ask_all(store: Store) -> Sequence[Asked]:
    """Every canned question with the answer for its example parameters.

    Raises BrokenGraphError for a question that is not well formed, StoreError where the store fails.
    """
    return tuple(_ask(question, store) for question in load_catalogue(resources.queries_dir()))


def _ask(question: Question, store: Store) -> Asked:
    examples = {parameter.name: parameter.example for parameter in question.parameters}
    try:
        query = fill(question, examples, store)
    except UnknownNameError:
        query = question.query  # a graph that lacks the example's paper or body: the query as it stands finds nothing
    answer = store.select(query)
    titles = {column.variable: column.title for column in question.columns}
    return Asked(
        name=question.name,
        title=Label(question.title.vi, question.title.en),
        description=Label(question.description.vi, question.description.en),
        parameters=tuple((Label(p.title.vi, p.title.en), p.example) for p in question.parameters),
        sparql="\n".join(line for line in query.splitlines() if not line.startswith("#+")).strip(),
        columns=tuple(
            Label(titles[name].vi, titles[name].en) if name in titles else Label(name) for name in answer.variables
        ),
        rows=answer.rows,
    )
