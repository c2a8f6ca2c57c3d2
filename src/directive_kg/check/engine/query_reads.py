"""What a query looks at: from $this, pattern by pattern, to every statement that it can see (`reads.py`).

Which variables a pattern may start from is as narrow as in `columns/reach.py`: those that every answer binds before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from rdflib import BNode, Literal, URIRef, Variable
from rdflib.paths import InvPath, MulPath, Path, SequencePath
from rdflib.term import Node

from directive_kg.check.engine.steps import Again, Choice, Sequence, Step

Pattern = tuple[Node, Node | Path, Node]
Ways = dict[Node, Sequence]  # from $this to what a variable can be
HERE: Final = Sequence()
_THIS: Final[Ways] = {Variable("this"): HERE}


@dataclass(frozen=True, slots=True)
class Seen:
    """Statements of a property around the nodes at the end of a way; without a way, anywhere; without a property, any."""

    property: URIRef | None
    way: Sequence | None = None
    back: bool = False  # whether the node is the object


def seen_by(part: Any, known: Ways, seen: set[Seen]) -> Ways:
    """Add what a part of the algebra looks at; the ways to what it binds in every answer."""
    match part.name:
        case "BGP":
            return _patterns(list(steps(part.triples)), known, seen)
        case "Join":
            own = seen_by(part.p1, known, seen)
            return own | seen_by(part.p2, known | own, seen)
        case "LeftJoin":
            own = seen_by(part.p1, known, seen)
            right = seen_by(part.p2, own | _THIS, seen)
            _expression(part.expr, right | own, seen)
            return own
        case "Union":
            seen_by(part.p1, known, seen)
            seen_by(part.p2, known, seen)
            return {}
        case "Project":
            own = seen_by(part.p, dict(_THIS), seen)
            return {name: own[name] for name in part.PV if name in own}
        case "Minus" | "Graph" | "ServiceGraphPattern":
            seen.add(Seen(None))
            return {}
        case _ if part.p is None:
            seen.add(Seen(None))
            return {}
        case _:
            own = seen_by(part.p, known, seen)
            _expression({name: value for name, value in part.items() if name not in ("p", "_vars")}, own, seen)
            return own


def steps(patterns: list[Pattern]) -> Iterator[Pattern]:
    """Sequences as patterns one behind the other, steps back as patterns the other way."""
    for subject, way, value in patterns:
        if isinstance(way, SequencePath):
            between = [BNode() for _ in way.args[1:]]
            yield from steps(list(zip([subject, *between], way.args, [*between, value], strict=True)))
        elif isinstance(way, InvPath):
            yield from steps([(value, way.arg, subject)])
        else:
            yield subject, way, value


def properties_of_path(predicate: object) -> Iterator[object]:
    """Every property that a path of rdflib takes; of what is no path, itself."""
    if not isinstance(predicate, Path):
        yield predicate
        return
    for name in ("arg", "args", "path"):
        inner = getattr(predicate, name, None)
        if inner is not None:
            for one in inner if isinstance(inner, list | tuple) else [inner]:
                yield from properties_of_path(one)


def joined(way: Sequence, step: Step | Again | Choice) -> Sequence:
    """A way and a step behind it."""
    return Sequence((*way.parts, step))


def _patterns(patterns: list[Pattern], known: Ways, seen: set[Seen]) -> Ways:
    own: Ways = {}
    while patterns:
        ways = known | own
        pattern = next((p for p in patterns if p[0] in ways or p[2] in ways), patterns[0])
        patterns.remove(pattern)
        subject, step, value = pattern
        back = subject not in ways
        start, end = (value, subject) if back else (subject, value)
        again = isinstance(step, MulPath) and isinstance(step.path, URIRef)
        iri = step.path if isinstance(step, MulPath) and again else step
        if start not in ways or not isinstance(iri, URIRef):
            properties = [p if isinstance(p, URIRef) else None for p in properties_of_path(step)]
            seen.update(Seen(one) for one in properties)
            continue
        onward = Step(iri, back)
        way = joined(ways[start], Again(onward, 0, more=True)) if again else ways[start]
        seen.add(Seen(iri, way, back))
        if end not in ways and not isinstance(end, Literal | URIRef):
            own[end] = way if again else joined(way, onward)
    return own


def _expression(part: Any, known: Ways, seen: set[Seen]) -> None:
    """EXISTS, wherever it stands."""
    if getattr(part, "name", "") in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
        seen_by(part.graph, known | _THIS, seen)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name != "_vars":
                _expression(value, known, seen)
    elif isinstance(part, list | tuple):
        for value in part:
            _expression(value, known, seen)
