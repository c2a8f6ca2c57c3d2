"""The graph -> the tasks that bodies have to report on."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from directive_kg.graph.terms import DEFAULT_NAMES, RDF_TYPE, code_of, term
from directive_kg.graph.trig import natural
from directive_kg.names import Names
from directive_kg.progress.records import Duty

_WANTED: Final = {
    term(curie).value: curie
    for curie in (
        "dkg:stt", "dkg:position", "dcterms:title", "dkg:inDirective", "dkg:lead", "dkg:coordinating", "dkg:hasDeadline",
        "dkg:hasDeliverable", "dkg:words", "dkg:number",
    )
}  # fmt: skip


def duties(quads: Iterable[ox.Quad], names: Names = DEFAULT_NAMES) -> dict[str, Duty]:
    """Every task of the graph, by IRI, in the order of the papers."""
    said: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    tasks = set()
    kind, task = RDF_TYPE.value, term("dkg:Task")
    for quad in quads:
        if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode | ox.Literal):
            continue
        if quad.predicate.value == kind and quad.object == task:
            tasks.add(quad.subject.value)
        elif (curie := _WANTED.get(quad.predicate.value)) is not None:
            said[quad.subject.value][curie].append(quad.object.value)

    def one(subject: str, curie: str) -> str:
        return min(said[subject][curie], default="") if subject in said else ""

    found = []
    for iri in tasks:
        own, paper = said[iri], one(iri, "dkg:inDirective")
        found.append(
            Duty(
                iri=iri,
                name=iri.removeprefix(names.directive("")),
                paper=one(paper, "dkg:number") or _short(one(paper, "dcterms:title")),
                stt=one(iri, "dkg:stt"),
                title=one(iri, "dcterms:title"),
                deliverable=one(one(iri, "dkg:hasDeliverable"), "dkg:words"),
                deadline=one(one(iri, "dkg:hasDeadline"), "dkg:words"),
                leads=frozenset(map(code_of, own["dkg:lead"])),
                coordinating=frozenset(map(code_of, own["dkg:coordinating"])),
                position=int(one(iri, "dkg:position") or 0),
            )
        )
    found.sort(key=lambda duty: (natural(duty.name.partition("/task/")[0]), duty.position, natural(duty.name)))
    return {duty.iri: duty for duty in found}


def _short(title: str) -> str:
    return title if len(title) <= 80 else f"{title[:79]}…"
