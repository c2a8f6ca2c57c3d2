"""The pages of the canned questions: what each asks, its answer for an example, and where it is asked anew."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.site import words
from directive_kg.site.answers import COUNTS, Node, chart_from, plain, tree_from
from directive_kg.site.charts import Chart
from directive_kg.site.pieces import File, Frame, Ref
from directive_kg.site.questions import Asked, Asking
from directive_kg.site.views import Site
from directive_kg.site.words import Label
from directive_kg.store.protocol import Term

_MOST_CHARACTERS: Final = 200_000  # of the rows on a page
_CELL: Final = 50  # characters that the markup of a cell takes
_MOST_CHOICES: Final = 300
_INPUTS: Final = {"date": "date", "integer": "number"}
_FILE_NAMES: Final = {"xlsx": Label("Excel"), "csv": Label("CSV"), "json": Label("JSON")}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a question's form."""

    name: str
    title: Label
    input: str  # the type of the input
    value: str
    fixed: bool  # only a choice that is offered can be taken
    choices: tuple[Ref, ...]  # text, and as `href` the value that it stands for

    @property
    def shown(self) -> str:
        """The value as people write it."""
        return words.partial_day(self.value) if self.input == "date" else self.value


@dataclass(frozen=True, slots=True)
class QuestionContext:
    """What the page of a question shows."""

    frame: Frame
    asked: Asked
    fields: tuple[Field, ...]
    tree: tuple[Node, ...]
    chart: Chart | None
    measure: Label  # what the chart counts
    rows: tuple[tuple[Ref, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class QuestionIndexContext:
    """What the list of questions shows."""

    frame: Frame
    questions: tuple[tuple[Asked, str], ...]


def question_context(site: Site, asked: Asked, path: str) -> QuestionContext:
    """The page of one question with its answer."""
    cells = (tuple(_answer(site, term) for term in row) for row in asked.rows)
    shown = tuple(_fitting(cells, sum(len(column.vi) for column in asked.columns)))
    stem = path.removesuffix(".html")
    files = tuple(
        File(f"{stem}.{ending}", _FILE_NAMES.get(ending, Label(ending)), data) for ending, data in asked.files
    )
    rows = asked.rows[: len(shown)]
    return QuestionContext(
        frame=site.frame(path, asked.title, "questions", wide=True, files=files),
        asked=asked,
        fields=tuple(_field(site, parameter) for parameter in asked.parameters),
        tree=tree_from(asked.types, rows, shown) if asked.answer == "tree" else (),
        chart=chart_from(asked.types, rows, shown) if asked.answer == "chart" else None,
        measure=next((c for c, kind in zip(asked.columns, asked.types, strict=True) if kind in COUNTS), Label("")),
        rows=shown,
        total=len(asked.rows),
    )


def question_index_context(site: Site, pages: Sequence[tuple[Asked, str]]) -> QuestionIndexContext:
    """The list of questions."""
    title = Label("Câu hỏi", "Questions")
    return QuestionIndexContext(site.frame("questions/index.html", title, "questions"), tuple(pages))


def _fitting(rows: Iterable[tuple[Ref, ...]], headings: int) -> Iterable[tuple[Ref, ...]]:
    """As many rows as a page has room for; a phone shows the headings, of so many characters, in each."""
    room = _MOST_CHARACTERS
    for row in rows:
        room -= headings + sum(_CELL + len(ref.text) + len(ref.href or "") for ref in row)
        if room < 0:
            return
        yield row


def _field(site: Site, parameter: Asking) -> Field:
    choices: Iterable[Ref] = ()
    if parameter.type == "choice":
        choices = (Ref(name.vi, code) for code, name in parameter.choices)
    elif parameter.type == "directive":
        choices = _papers(site)
    elif parameter.type == "agency":
        choices = _bodies(site)
    return Field(
        name=parameter.name,
        title=parameter.title,
        input=_INPUTS.get(parameter.type, "text"),
        value=parameter.example,
        fixed=parameter.type == "choice",
        choices=tuple(choices)[:_MOST_CHOICES],
    )


def _papers(site: Site) -> Iterable[Ref]:
    """The papers held, then those that others carry out; one whose number is not its own alone goes by its IRI."""
    rows = site.tables.papers.values()
    numbers = Counter(row.number for row in rows)
    carried = {row.target for links in site.tables.links_from.values() for row in links}
    for row in (*site.held, *(row for row in rows if not row.held and row.iri in carried)):
        number = row.number if row.number and numbers[row.number] == 1 else row.iri
        yield Ref(f"{site.paper_name(row)} {words.shorten(row.title or '', 80)}".strip(), number)


def _bodies(site: Site) -> Iterable[Ref]:
    """The bodies that tasks name, by name."""
    named = {body for task in site.briefs.values() for _, body in task.roles}
    names = sorted((site.body_name(iri), iri) for iri in named if iri in site.tables.agencies)
    return (Ref(name, name) for name, _ in names)


def _answer(site: Site, term: Term | None) -> Ref:
    """A term of an answer for a person: things by name with a link, the rest as `plain` writes it."""
    if term is None:
        return Ref("")
    if term.kind == "uri":
        return Ref(_name(site, term.value), site.links.any(term.value))
    return Ref(plain(term))


def _name(site: Site, iri: str) -> str:
    task = site.tables.tasks.get(iri)
    return f"{site.task_name(task)} – {site.paper(task.paper).name}" if task else site.thing_name(iri)
