"""What the things in the findings are called: the bodies, the papers, and the row of the annex that a task stands in."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from rdflib import DCTERMS, Graph, URIRef

from directive_kg.check import wording
from directive_kg.check.engine.facts import fetched
from directive_kg.check.findings import Bilingual, CheckReport
from directive_kg.check.locate import ELI, Locator
from directive_kg.check.messages import shorten
from directive_kg.check.shapes import DKG


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a task's row."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Labels:
    """Names by IRI; one that is not here is shown by the end of its IRI."""

    bodies: Mapping[str, Bilingual] = field(default_factory=dict)
    papers: Mapping[str, Bilingual] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)  # of tasks
    rows: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)  # of tasks, from left to right

    def body(self, iri: str | None) -> Bilingual:
        """The name of a body."""
        return wording.NO_BODY if iri is None else self.bodies.get(iri, _last(iri))

    def paper(self, iri: str | None) -> Bilingual:
        """'Kế hoạch 71/KH-UBND', or the type and the title where the number is blank."""
        return wording.NO_PAPER if iri is None else self.papers.get(iri, _last(iri))

    def title(self, task: str | None) -> str:
        """The title of a task, '' for none."""
        return self.titles.get(task or "", "")

    def row(self, task: str | None) -> tuple[Cell, ...]:
        """The cells of a task's row; none where it stands in no table."""
        return self.rows.get(task or "", ())


def labels_of(graph: Graph, report: CheckReport) -> Labels:
    """The names of everything that a report speaks of."""
    locator = Locator(graph)
    tasks = fetched(graph, sorted({URIRef(f.task) for f in report.findings if f.task}), lambda task: (task,))
    titles, rows = dict[str, str](), dict[str, tuple[Cell, ...]]()
    for task in tasks:
        titles[str(task)] = locator.title(task)
        rows[str(task)] = _row(locator, task)
    return Labels(
        bodies={iri: body_label(locator, iri) for iri in _named(graph, {f.agency for f in report.findings})},
        papers={iri: paper_label(locator, iri) for iri in _named(graph, {f.directive for f in report.findings})},
        titles=titles,
        rows=rows,
    )


def _named(graph: Graph, iris: Set[str | None]) -> Iterator[str]:
    return fetched(graph, sorted(iri for iri in iris if iri), lambda iri: (URIRef(iri),))


def no_labels(_: Graph, __: CheckReport) -> Labels:
    """For reports that name things by their IRIs alone."""
    return Labels()


def body_label(locator: Locator, iri: str) -> Bilingual:
    """The name of a body, a place or a concept."""
    return Bilingual(locator.label(URIRef(iri), "vi"), locator.label(URIRef(iri), "en"))


def paper_label(locator: Locator, iri: str) -> Bilingual:
    """The name of a paper."""
    node = URIRef(iri)
    kind = locator.graph.value(node, ELI.type_document)
    kinds = Bilingual("Văn bản", "Paper") if kind is None else body_label(locator, str(kind))
    number = locator.text(node, DKG.number)
    if number:
        return Bilingual(f"{kinds.vi} {number}", f"{kinds.en} {number}")
    title = shorten(locator.text(node, DCTERMS.title), 100)
    return Bilingual(f"{kinds.vi} “{title}” (chưa có số)", f"{kinds.en} “{title}” (without number)")


def _row(locator: Locator, task: URIRef) -> tuple[Cell, ...]:
    cells = {
        (
            locator.number(place, DKG.column) or locator.number(place, DKG.position) or 0,
            locator.text(place, DKG.field),
        ): locator.text(place, DKG.words)
        for place in locator.graph.objects(task, DKG.hasPlace)
    }
    return tuple(Cell(name, words) for (_, name), words in sorted(cells.items()) if name)


def _last(iri: str) -> Bilingual:
    name = iri.rstrip("/").rsplit("/", 1)[-1]
    return Bilingual(name, name)
