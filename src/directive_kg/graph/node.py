"""Reading one thing after another out of the graph of a paper."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from directive_kg.errors import BrokenGraphError
from directive_kg.graph.terms import code_of, term, unsegment
from directive_kg.graph.trig import natural
from directive_kg.records import Place


class Node:
    """A thing in a graph, asked for its values by prefixed name."""

    def __init__(self, index: "Index", iri: str) -> None:
        self.index = index
        self.iri = iri

    @property
    def name(self) -> str:
        """The last segment of its IRI as the key that it was made from."""
        return unsegment(code_of(self.iri))

    def values(self, curie: str) -> list[str]:
        """All values, as strings."""
        return [value.value for value in self.index.get(self.iri, curie)]

    def value(self, curie: str) -> str | None:
        """The one value, or None. Raises BrokenGraphError when there are several."""
        found = self.values(curie)
        if len(found) > 1:
            raise BrokenGraphError(f"<{self.iri}> có nhiều {curie} / has more than one {curie}: {', '.join(found)}")
        return found[0] if found else None

    def text(self, curie: str) -> str:
        """The one value, or an empty string."""
        return self.value(curie) or ""

    def localized(self, curie: str, language: str) -> str:
        """The value in a language, or an empty string."""
        found = (v for v in self.index.get(self.iri, curie) if isinstance(v, ox.Literal) and v.language == language)
        return next((v.value for v in found), "")

    def required(self, curie: str) -> str:
        """The one value. Raises BrokenGraphError where there is none."""
        found = self.value(curie)
        if found is None:
            raise BrokenGraphError(f"<{self.iri}> thiếu {curie} / has no {curie}")
        return found

    def integer(self, curie: str) -> int | None:
        """The one value as a number."""
        found = self.value(curie)
        return None if found is None else int(found)

    def decimal(self, curie: str) -> Decimal | None:
        """The one value as a decimal."""
        found = self.value(curie)
        return None if found is None else Decimal(found)

    def day(self, curie: str) -> date | None:
        """The one value as a day."""
        found = self.value(curie)
        return None if found is None else date.fromisoformat(found)

    def flag(self, curie: str) -> bool:
        """Whether it is said to be true."""
        return self.value(curie) == "true"

    def is_a(self, curie: str) -> bool:
        """Whether it is a thing of that class."""
        return term(curie).value in self.values("rdf:type")

    def code(self, curie: str) -> str | None:
        """The code of the one vocabulary term or body."""
        found = self.value(curie)
        return None if found is None else unsegment(code_of(found))

    def confidence(self) -> float:
        """How sure the reading is; certain where the graph does not say."""
        return float(self.value("dkg:confidence") or 1)

    def node(self, curie: str) -> "Node | None":
        """The one thing it points to."""
        found = self.value(curie)
        return None if found is None else Node(self.index, found)

    def nodes(self, curie: str) -> list["Node"]:
        """The things it points to, by their dkg:position and then by name."""
        found = [Node(self.index, value) for value in self.values(curie)]
        return sorted(found, key=lambda node: (node.integer("dkg:position") or 0, natural(node.iri)))

    def place(self) -> Place:
        """Itself as a place in the paper."""
        raw = self.value("dkg:rawWords")
        numbers = {name: self.integer(f"dkg:{name}") for name in ("line", "page", "table", "row", "column")}
        return Place(self.text("dkg:words") if raw is None else raw, **numbers)

    def own_place(self) -> Place | None:
        """The place that it points to."""
        found = self.node("dkg:hasPlace")
        return None if found is None else found.place()


class Index:
    """Statements by subject and property."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._values: dict[tuple[str, str], list[ox.NamedNode | ox.Literal]] = {}
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                self._values.setdefault((quad.subject.value, quad.predicate.value), []).append(quad.object)

    def get(self, iri: str, curie: str) -> list[ox.NamedNode | ox.Literal]:
        """The values of a property, in the order of the file."""
        return self._values.get((iri, term(curie).value), [])

    def subjects(self, curie: str, value: str) -> list[Node]:
        """The things of which a property has this value, by IRI."""
        wanted = term(curie).value
        found = {s for (s, p), values in self._values.items() if p == wanted and any(v.value == value for v in values)}
        return [Node(self, iri) for iri in sorted(found, key=natural)]
