"""Where in the papers a node of the graph belongs: its task, its paper, its body, its cell."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import DCTERMS, PROV, RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from directive_kg.check.engine.facts import PARTS, fetch
from directive_kg.check.findings import Spot
from directive_kg.check.shapes import DKG

ELI: Final = Namespace("http://data.europa.eu/eli/ontology#")
_OWNERS: Final = frozenset({DKG.Task, DKG.Directive})


@dataclass(frozen=True, slots=True)
class Location:
    """What a finding is about, as far up as the graph tells."""

    node: Node  # the thing itself
    task: Node | None
    directive: Node | None


class Locator:
    """Reads one graph; the same node is asked for by several rules."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._spelled: tuple[Node, dict[Node, set[str]]] | None = None  # of the paper that was asked for last

    def find(self, focus: Node, value: Node | None) -> Location:
        """Where a result belongs. A rule that runs once a paper names the task, or a part of one, as its value."""
        once_a_paper = value is not None and self._kind(focus) == DKG.Directive
        part = self._owner(value) if once_a_paper and value is not None else None
        node = focus if value is None or part is None else value
        owner = part or self._owner(focus)
        if owner is None:
            return Location(node, None, None)
        if self._is_task(owner):
            return Location(node, owner, self.graph.value(owner, DKG.inDirective) or self._parent(owner))
        return Location(node, None, owner)

    def spot(self, location: Location, place_field: str) -> Spot:
        """The cell of a field, or where it would stand if it is empty; for a part of a task its own place."""
        place = self._place(location, place_field)
        file = self._file(location.directive)
        if place is not None:
            return Spot(
                file=file,
                page=self.number(place, DKG.page),
                row=self.number(place, DKG.row),
                column=self.number(place, DKG.column),
                text=self.text(place, DKG.words),
                line=self.number(place, DKG.line),
                field=self.text(place, DKG.field) or place_field,
            )
        beside = self._field_place(location.task, "title")
        if beside is None:
            return Spot(file=file, field=place_field)
        return Spot(
            file=file,
            page=self.number(beside, DKG.page),
            row=self.number(beside, DKG.row),
            column=self._column(location.directive, place_field),
            line=self.number(beside, DKG.line),
            field=place_field,
        )

    def agency(self, location: Location) -> URIRef | None:
        """The body that has to mend it: the first lead of the task, else the issuer of the paper."""
        task = location.task
        if task is not None:
            leads = {node for node in self.graph.objects(task, DKG.lead) if isinstance(node, URIRef)}
            if leads:
                return min(leads, key=lambda lead: (self._turn(task, lead), lead))
        issuer = self.graph.value(location.directive, ELI.passed_by) if location.directive is not None else None
        return issuer if isinstance(issuer, URIRef) else None

    def text(self, node: Node | None, predicate: URIRef) -> str:
        """A literal of a node, '' where there is none."""
        values = [str(v) for v in self.graph.objects(node, predicate) if isinstance(v, Literal)] if node else []
        return min(values, default="")

    def label(self, node: Node, language: str) -> str:
        """The name of a body or concept in a language, else in any, else the last part of its IRI."""
        labels = {v.language: str(v) for v in self.graph.objects(node, SKOS.prefLabel) if isinstance(v, Literal)}
        return labels.get(language) or min(labels.values(), default="") or str(node).rsplit("/", 1)[-1]

    def spellings(self, directive: Node | None, agency: Node) -> list[str]:
        """In how many ways a paper writes the name of a body, sorted."""
        if directive is None:
            return []
        if self._spelled is None or self._spelled[0] != directive:
            self._spelled = (directive, self._spellings_in(directive))
        return sorted(self._spelled[1].get(agency, ()))

    def _spellings_in(self, directive: Node) -> dict[Node, set[str]]:
        """From the paper down: a body is named in more papers than one wants to see."""
        found = defaultdict[Node, set[str]](set)
        tasks = list(self.graph.subjects(DKG.inDirective, directive))
        fetch(self.graph, tasks)
        for task in tasks:
            for assignment in self.graph.objects(task, DKG.hasAssignment):
                names = {str(name) for name in self.graph.objects(assignment, DKG.agentName)}
                for agent in self.graph.objects(assignment, DKG.agent):
                    found[agent] |= names
        return found

    def position(self, task: Node | None) -> int:
        """The order of a task in its paper, 0 for none."""
        return (self.number(task, DKG.position) or 0) if task is not None else 0

    def title(self, node: Node | None) -> str:
        """The title of a task or paper."""
        return self.text(node, DCTERMS.title)

    def _kind(self, node: Node) -> Node | None:
        kinds = set(self.graph.objects(node, RDF.type)) & _OWNERS
        return min(kinds, key=str) if kinds else None

    def _is_task(self, node: Node) -> bool:
        return (node, RDF.type, DKG.Task) in self.graph

    def _owner(self, node: Node) -> Node | None:
        """The task, else the paper, that a node is or is a part of."""
        seen: set[Node] = set()
        level = [node]
        while level:
            owners = [n for n in level if self._kind(n) is not None]
            if owners:
                # A citation stands in the paper and in some of its tasks: it is the paper's.
                return min(owners, key=lambda n: (len(owners) > 1 and self._is_task(n), str(n)))
            seen.update(level)
            level = [parent for n in level for parent in self._parents(n) if parent not in seen]
        return None

    def _parents(self, node: Node) -> Iterator[Node]:
        for part in PARTS:
            yield from self.graph.subjects(part, node)
        yield from self.graph.objects(node, DKG.inDirective)

    def _parent(self, task: Node) -> Node | None:
        return self.graph.value(predicate=DKG.hasTask, object=task)

    def _place(self, location: Location, place_field: str) -> Node | None:
        if (location.node, RDF.type, DKG.Place) in self.graph:
            return location.node
        if location.node not in (location.task, location.directive):
            own = min(self.graph.objects(location.node, DKG.hasPlace), key=str, default=None)
            if own is not None:
                return own
        return self._field_place(location.task or location.directive, place_field)

    def _field_place(self, node: Node | None, place_field: str) -> Node | None:
        if node is None:
            return None
        places = (
            place for place in self.graph.objects(node, DKG.hasPlace) if self.text(place, DKG.field) == place_field
        )
        return min(places, key=str, default=None)

    def _file(self, directive: Node | None) -> str | None:
        sources = self.graph.objects(directive, PROV.wasDerivedFrom) if directive is not None else ()
        return min((name for name in (self.text(s, DKG.fileName) for s in sources) if name), default=None)

    def _column(self, directive: Node | None, place_field: str) -> int | None:
        for column in self.graph.objects(directive, DKG.tableColumn) if directive is not None else ():
            number, _, name = str(column).partition(" ")
            if name == place_field and number.isdecimal():
                return int(number)
        return None

    def number(self, node: Node, predicate: URIRef) -> int | None:
        """A whole number of a node, None where there is none."""
        value = self.text(node, predicate)
        return int(value) if value.isdecimal() else None

    def _turn(self, task: Node, lead: Node) -> int:
        """The position of a body's assignment in its cell."""
        turns = (
            self.number(assignment, DKG.position) or 0
            for assignment in self.graph.objects(task, DKG.hasAssignment)
            if (assignment, DKG.agent, lead) in self.graph
        )
        return min(turns, default=0)
