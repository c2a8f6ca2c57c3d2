"""Statements about one paper, in the making."""

from pyoxigraph import NamedNode

from directive_kg.graph.terms import RDF_TYPE, Term, decimal, integer, segment, term, text
from directive_kg.graph.trig import Statement
from directive_kg.names import Names
from directive_kg.records import Place


class Statements:
    """Collects what is said of one paper and its parts; None is nothing to say."""

    def __init__(self, key: str, names: Names) -> None:
        self.items: list[Statement] = []
        self.names = names
        self.key = key
        self.paper = NamedNode(names.directive(key))

    def part(self, kind: str, name: str, *deeper: str) -> NamedNode:
        """The IRI of a part of the paper: part('task', '35.1', 'lead', '1')."""
        path = "/".join(segment(piece) for piece in (name, *deeper))
        return NamedNode(self.names.part(self.key, kind, path))

    def agency(self, code: str | None) -> NamedNode | None:
        """The IRI of a body that the register knows."""
        return None if code is None else NamedNode(self.names.agency(segment(code)))

    def type(self, subject: NamedNode, curie: str) -> None:
        """Say what a thing is."""
        self.items.append((subject, RDF_TYPE, term(curie)))

    def add(self, subject: NamedNode, curie: str, *values: Term | None) -> None:
        """Say a property of a thing."""
        predicate = term(curie)
        self.items += [(subject, predicate, value) for value in values if value is not None]

    def text(self, subject: NamedNode, curie: str, value: str | None, language: str | None = None) -> None:
        """Say a string; an empty one says nothing."""
        if value:
            self.add(subject, curie, text(value, language))

    def number(self, subject: NamedNode, curie: str, value: int | None) -> None:
        """Say an integer."""
        if value is not None:
            self.add(subject, curie, integer(value))

    def confidence(self, subject: NamedNode, value: float) -> None:
        """Say how sure the reading is, from 0 to 1."""
        self.add(subject, "dkg:confidence", decimal(value))

    def place(self, node: NamedNode, place: Place, words: str | None = None) -> NamedNode:
        """Describe a place in the paper; `words` where they were repaired and differ from those that stand there."""
        self.type(node, "dkg:Place")
        shown = place.text if words is None else words
        self.text(node, "dkg:words", shown)
        if shown != place.text:
            self.add(node, "dkg:rawWords", text(place.text))
        for name in ("line", "page", "table", "row", "column"):
            self.number(node, f"dkg:{name}", getattr(place, name))
        return node
