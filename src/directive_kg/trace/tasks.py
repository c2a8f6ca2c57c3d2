"""Tasks as the store has them: their bodies, deliverable and deadline in one record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import URIRef

from directive_kg.records import DeadlineKind, Origin, Role
from directive_kg.store.protocol import Store, Term
from directive_kg.trace.lookup import PREFIX_LINES, text

# The columns are read for the chosen tasks only: each store works from the few rows of the subselect.
_TASKS: Final = """
SELECT ?task ?paper ?position ?stt ?title ?origin ?whole ?deliverable ?deadline ?kind ?start ?end WHERE {
  { SELECT DISTINCT ?task ?paper WHERE { %s ?task dkg:inDirective ?paper ; a dkg:Task . } }
  ?task dcterms:title ?title .
  OPTIONAL { ?task dkg:position ?position }
  OPTIONAL { ?task dkg:stt ?stt }
  OPTIONAL { ?task dkg:origin ?origin }
  OPTIONAL { ?task dkg:partOfTask ?whole }
  OPTIONAL { ?task dkg:hasDeliverable ?product . ?product dkg:words ?deliverable }
  OPTIONAL {
    ?task dkg:hasDeadline ?limit . ?limit dkg:deadlineKind ?kind .
    OPTIONAL { ?limit dkg:words ?deadline }
  }
  OPTIONAL { ?task dkg:dueStart ?start }
  OPTIONAL { ?task dkg:dueEnd ?end }
}
ORDER BY STR(?paper) ?position STR(?task)
"""

_BODIES: Final = """
SELECT ?task ?role ?name ?agency ?class ?position WHERE {
  { SELECT DISTINCT ?task WHERE { %s ?task dkg:inDirective ?paper ; a dkg:Task . } }
  ?task dkg:hasAssignment ?assignment .
  ?assignment dkg:role ?role ; dkg:agentName ?name .
  OPTIONAL { ?assignment dkg:agent ?agency . OPTIONAL { ?agency a dkg:AgencyGroup . BIND(true AS ?group) } }
  OPTIONAL { ?assignment dkg:isClass ?marked }
  OPTIONAL { ?assignment dkg:position ?position }
  BIND(COALESCE(?marked, ?group, false) AS ?class)
}
ORDER BY STR(?task) STR(?role) ?position STR(?name)
"""

# What stands in a cell of bodies that names none: 'Theo quy định của Luật …'.
_CELLS: Final = """
SELECT ?task ?field ?words WHERE {
  { SELECT DISTINCT ?task WHERE { %s ?task dkg:inDirective ?paper ; a dkg:Task . } }
  ?task dkg:hasPlace ?cell .
  ?cell dkg:field ?field ; dkg:words ?words .
  FILTER (?field IN ("lead", "coordinating", "authority", "directing_leader"))
}
ORDER BY STR(?task) ?field
"""
_ROLE_OF_FIELD: Final = {
    "lead": Role.LEAD,
    "coordinating": Role.COORDINATING,
    "authority": Role.APPROVING,
    "directing_leader": Role.DIRECTING,
}

_ROLE_ORDER: Final = {role: place for place, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class ChainBody:
    """A body with its role in a task."""

    role: Role
    name: str  # as the paper names it
    agency: str | None = None  # IRI in the register; None where the register does not know it
    is_class: bool = False  # a class of bodies: not a responsible body


@dataclass(frozen=True, slots=True)
class ChainTask:
    """A task with what the annex says of it."""

    iri: str
    paper: str  # IRI
    title: str
    stt: str | None = None
    origin: Origin = Origin.ANNEX_ROW
    part_of: str | None = None  # IRI of the task that it is a part of
    assigned: tuple[ChainBody, ...] = ()
    deliverable: str | None = None  # words
    deadline: str | None = None  # words
    kind: DeadlineKind = DeadlineKind.NONE
    start: str | None = None  # ISO day
    end: str | None = None  # ISO day
    no_body: tuple[tuple[Role, str], ...] = ()  # words of cells in which no body could be read

    def bodies(self, role: Role) -> tuple[ChainBody, ...]:
        """The bodies of one role, in the paper's order."""
        return tuple(body for body in self.assigned if body.role is role)


def tasks_of(store: Store, papers: Iterable[str]) -> list[ChainTask]:
    """The tasks of these papers, in the papers' own order."""
    iris = sorted(papers)
    return list(_read(store, f"VALUES ?paper {{ {_terms(iris)} }}")) if iris else []


def tasks_naming(store: Store, papers: Iterable[str]) -> list[tuple[str, ChainTask]]:
    """The tasks of any paper that name one of these papers, each with the IRI of the paper that it names."""
    iris = sorted(papers)
    if not iris:
        return []
    named = f"VALUES ?named {{ {_terms(iris)} }} ?task dkg:cites ?named ."
    tasks = {task.iri: task for task in _read(store, named)}
    pairs = store.select(
        f"{PREFIX_LINES}SELECT DISTINCT ?task ?named WHERE {{ {named} ?task a dkg:Task }} ORDER BY ?named ?task"
    )
    naming = {(row["named"].value, row["task"].value) for row in pairs.dicts()}
    return [(iri, task) for iri in iris for task in tasks.values() if (iri, task.iri) in naming]


def _read(store: Store, chosen: str) -> Iterator[ChainTask]:
    bodies: dict[str, list[ChainBody]] = {}
    for row in store.select(PREFIX_LINES + _BODIES % chosen).dicts():
        # A role that the vocabulary does not have is for the checks to tell, not for a tree to fall over.
        if (role := _code(row["role"])) in set(Role):
            body = ChainBody(Role(role), row["name"].value, text(row, "agency"), row["class"].value in {"true", "1"})
            bodies.setdefault(row["task"].value, []).append(body)
    cells: dict[str, list[tuple[Role, str]]] = {}
    for row in store.select(PREFIX_LINES + _CELLS % chosen).dicts():
        cells.setdefault(row["task"].value, []).append((_ROLE_OF_FIELD[row["field"].value], row["words"].value))
    seen: set[str] = set()
    for row in store.select(PREFIX_LINES + _TASKS % chosen).dicts():
        iri = row["task"].value
        if iri not in seen:
            seen.add(iri)
            yield ChainTask(
                iri=iri,
                paper=row["paper"].value,
                title=row["title"].value,
                stt=text(row, "stt"),
                origin=Origin(origin) if (origin := _code(row.get("origin"))) in set(Origin) else Origin.ANNEX_ROW,
                part_of=text(row, "whole"),
                assigned=tuple(sorted(bodies.get(iri, ()), key=lambda body: _ROLE_ORDER[body.role])),
                deliverable=text(row, "deliverable"),
                deadline=text(row, "deadline"),
                kind=DeadlineKind(kind) if (kind := _code(row.get("kind"))) in set(DeadlineKind) else DeadlineKind.NONE,
                start=text(row, "start"),
                end=text(row, "end"),
                no_body=tuple(
                    (role, words)
                    for role, words in cells.get(iri, ())
                    if all(body.role is not role for body in bodies.get(iri, ()))
                ),
            )


def _code(concept: Term | None) -> str:
    return concept.value.rpartition("/")[2] if concept else ""


def _terms(iris: list[str]) -> str:
    return " ".join(URIRef(iri).n3() for iri in iris)
