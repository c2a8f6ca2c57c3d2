"""The pages of the service itself: the SPARQL editor, the answer to a query, a canned question. No script in any."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlencode

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from directive_kg.names import PREFIXES
from directive_kg.serve.formats import CSV, GRAPHS, HTML, JSON, SOLUTIONS
from directive_kg.site.answers import Node
from directive_kg.site.charts import Chart
from directive_kg.site.render import visible
from directive_kg.trace.catalogue import Catalogue, Label, Question

_SHOWN: Final = 1000  # rows on a page
_SHOWN_CHARACTERS: Final = 200_000  # of a graph on a page


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for people."""

    headings: Sequence[Label]
    rows: Sequence[Sequence[str]]
    total: int


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A canned question with its form, and its answer once it has one."""

    question: Question
    values: Mapping[str, str]
    problem: str | None = None
    table: Table | None = None
    previous: str | None = None  # addresses of the pages beside this one
    following: str | None = None
    tree: Sequence[Node] = ()  # the answer as its metadata says, above its rows
    chart: Chart | None = None

    def address(self, form: str) -> str:
        """The same answer in another form."""
        return f"/query/{self.question.name}?{urlencode({**self.values, 'format': form})}"


def editor_page(catalogue: Catalogue, example: str | None = None) -> str:
    """The editor, with the query of a canned question in it where one is named."""
    question = catalogue.questions.get(example or "")
    return render("editor.html", query=plain_query(question) if question else _opening(), questions=list(catalogue))


def answer_page(query: str, content: bytes, solutions: bool, catalogue: Catalogue) -> str:
    """The answer to a query beside the query; `content` is SPARQL results JSON for solutions, Turtle for a graph."""
    table, verdict, turtle = None, None, None
    if not solutions:
        turtle = content.decode()[:_SHOWN_CHARACTERS]
    else:
        found = json.loads(content)
        verdict = found.get("boolean")
        if verdict is None:
            names = found["head"]["vars"]
            rows = found["results"]["bindings"]
            table = Table(
                [Label(name, "") for name in names],
                [[_shown(row.get(name)) for name in names] for row in rows[:_SHOWN]],
                len(rows),
            )
    return render(
        "answer.html",
        query=query,
        table=table,
        verdict=verdict,
        turtle=turtle,
        formats=[form.name for form in (SOLUTIONS if solutions else GRAPHS) if form is not HTML],
        questions=list(catalogue),
    )


def question_page(page: QuestionPage) -> str:
    """A canned question."""
    return render(
        "question.html", page=page, forms=(JSON.name, CSV.name, "xlsx", "table"), sparql=plain_query(page.question)
    )


def questions_page(catalogue: Catalogue) -> str:
    """All canned questions."""
    return render("questions.html", questions=list(catalogue))


def plain_query(question: Question) -> str:
    """The query of a question without its metadata."""
    return "\n".join(line for line in question.query.splitlines() if not line.startswith("#+")).strip() + "\n"


def _opening() -> str:
    """An empty query with all prefixes."""
    lines = [f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items()]
    body = "SELECT ?paper ?number ?title\nWHERE {\n  ?paper a dkg:Directive ; dcterms:title ?title .\n"
    return "\n".join(lines) + f"\n\n{body}  OPTIONAL {{ ?paper dkg:number ?number }}\n}}\nORDER BY ?number\nLIMIT 100\n"


def _shown(term: Mapping[str, object] | None) -> str:
    if term is None:
        return ""
    value = str(term["value"])
    return f"_:{value}" if term["type"] == "bnode" else value


def render(template: str, **names: object) -> str:
    """A page of the service. Raises jinja2.UndefinedError for a name that the template wants and is not given."""
    return _environment().get_template(template).render(**names)


@cache
def _environment() -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader("directive_kg.serve"), PackageLoader("directive_kg.site")]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finalize(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
