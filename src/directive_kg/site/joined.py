"""What the steps before this one know, brought into the site's own form: the checks, and the canned questions."""

from collections.abc import Sequence
from datetime import date

from directive_kg import resources
from directive_kg.check.audit import audit
from directive_kg.check.data import CheckData, tried_on
from directive_kg.check.labels import no_labels
from directive_kg.check.shapes import load_shapes
from directive_kg.check.today import with_day
from directive_kg.check.waivers import Waiver
from directive_kg.errors import UnknownNameError
from directive_kg.site.findings import Checks
from directive_kg.site.questions import Asked, Asking
from directive_kg.site.words import Label
from directive_kg.store.protocol import Store
from directive_kg.trace.answer import answer, to_csv, to_json
from directive_kg.trace.answer_xlsx import to_xlsx
from directive_kg.trace.catalogue import Column, ParameterType, Question, load_catalogue
from directive_kg.trace.fill import fill


def check_all(data: CheckData, today: date | None = None, waivers: Sequence[Waiver] = ()) -> Checks:
    """Every shape run, as `directive-kg check --today` does: what is overdue on that day, what was accepted.

    Raises BrokenGraphError for shapes that do not parse, StoreError where a server fails.
    """
    shapes = with_day(load_shapes([resources.shapes_dir()]), today)
    view = audit(data.facts, shapes, waivers=waivers, today=today, labels=no_labels, engine=tried_on(data))
    return Checks(view.report)


def ask_all(store: Store, served: bool = False, today: date | None = None) -> Sequence[Asked]:
    """Every canned question with the answer for its example parameters; `served`: a server answers for others.

    Days that a question asks for are moved so that the earliest of its examples is `today`, where that is given.

    Raises BrokenGraphError for a question that is not well formed, StoreError where the store fails.
    """
    return tuple(_ask(question, store, served, today) for question in load_catalogue(resources.queries_dir()))


def _ask(question: Question, store: Store, served: bool, today: date | None) -> Asked:
    examples = {parameter.name: parameter.example for parameter in question.parameters}
    days = {p.name: date.fromisoformat(p.example) for p in question.parameters if p.type is ParameterType.DATE}
    if today and days:
        first = min(days.values())
        examples |= {name: (today + (day - first)).isoformat() for name, day in days.items()}
    try:
        query = fill(question, examples, store)
    except UnknownNameError:
        query = question.query  # a graph that lacks the example's paper or body: the query as it stands finds nothing
    answered = answer(question, query, store)
    found = answered.solutions
    columns = {column.variable: column for column in question.columns}
    return Asked(
        name=question.name,
        title=Label(question.title.vi, question.title.en),
        description=Label(question.description.vi, question.description.en),
        answer=question.answer,
        parameters=tuple(
            Asking(
                p.name,
                p.type.value,
                Label(p.title.vi, p.title.en),
                examples[p.name],
                tuple((choice.code, Label(choice.title.vi, choice.title.en)) for choice in p.choices),
            )
            for p in question.parameters
        ),
        sparql="\n".join(line for line in query.splitlines() if not line.startswith("#+")).strip(),
        columns=tuple(_title(columns.get(name), name) for name in found.variables),
        types=tuple(columns[name].type if name in columns else "text" for name in found.variables),
        rows=found.rows,
        files=(
            ("xlsx", to_xlsx(answered)),
            ("csv", to_csv(answered).encode("utf-8-sig")),
            ("json", to_json(answered).encode()),
        ),
        ask_at=f"query/{question.name}" if served else None,
    )


def _title(column: Column | None, name: str) -> Label:
    return Label(column.title.vi, column.title.en) if column else Label(name)
