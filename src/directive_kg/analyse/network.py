"""The graph as networks: who works with whom, which paper carries out which, and who took over from whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

import networkx as nx

from directive_kg.records import Role
from directive_kg.store.protocol import Store
from directive_kg.trace.chain import implementation_graph
from directive_kg.trace.lookup import PREFIX_LINES, PaperRef, list_papers

# Classes of bodies are no bodies: they never count, and so are left out from the start.
_ASSIGNED: Final = """
SELECT ?task ?role ?agency WHERE {
  ?task dkg:hasAssignment ?assignment .
  ?assignment dkg:role ?role ; dkg:agent ?agency .
  ?agency a dkg:Agency .
}
"""
_TASKS: Final = """
SELECT ?task ?paper ?title ?end WHERE {
  ?task a dkg:Task ; dkg:inDirective ?paper ; dcterms:title ?title . OPTIONAL { ?task dkg:dueEnd ?end }
}
"""
_NAMES: Final = 'SELECT ?agency ?name WHERE { ?agency a dkg:Agency ; skos:prefLabel ?name FILTER(LANG(?name) = "vi") }'
_CHANGES: Final = """
SELECT ?former ?later ?when WHERE {
  ?event a org:ChangeEvent ; org:originalOrganization ?former ; org:resultingOrganization ?later .
  OPTIONAL { ?event dcterms:date ?when }
}
"""


@dataclass(frozen=True, slots=True)
class AnalysedTask:
    """A task with the bodies that have a part in it, as they answer for it on the day asked about."""

    iri: str
    paper: str
    title: str
    end: date | None
    bodies: Mapping[Role, tuple[str, ...]]  # IRIs, in a fixed order

    def with_role(self, role: Role) -> tuple[str, ...]:
        """The bodies of one role."""
        return self.bodies.get(role, ())


@dataclass(frozen=True)
class Network:
    """All that the measures work on."""

    tasks: tuple[AnalysedTask, ...]
    names: Mapping[str, str]  # body -> its Vietnamese name
    papers: Mapping[str, PaperRef]
    implementation: "nx.DiGraph[str]" = field(repr=False)  # a paper -> the papers that carry it out
    heirs: Mapping[str, str] = field(default_factory=dict)  # body -> who answers for its work on the day

    @cached_property
    def cooperation(self) -> "nx.Graph[str]":
        """Bodies joined where one leads and the other coordinates; `tasks` counts how often, `distance` is 1/`tasks`."""
        together: dict[tuple[str, str], int] = defaultdict(int)
        for task in self.tasks:
            pairs = {
                (min(lead, other), max(lead, other))
                for lead in task.with_role(Role.LEAD)
                for other in task.with_role(Role.COORDINATING)
                if lead != other
            }
            for pair in pairs:
                together[pair] += 1
        graph: nx.Graph[str] = nx.Graph()
        for (one, other), count in sorted(together.items()):
            graph.add_edge(one, other, tasks=count, distance=1 / count)
        return graph

    def name(self, iri: str) -> str:
        """A body's name, or its IRI where it has none."""
        return self.names.get(iri, iri)


def read_network(store: Store, day: date | None = None) -> Network:
    """The networks of a store.

    With a `day`, the work of a body that a merger had certainly ended by then counts for its successor; a merger that is
    dated to a month or year counts from its last day on. Without one, every body counts for itself.
    """
    heirs = _heirs(_changes(store), day) if day else {}
    bodies: dict[str, dict[Role, set[str]]] = defaultdict(lambda: defaultdict(set))
    roles = {role.value: role for role in Role}
    for row in store.select(PREFIX_LINES + _ASSIGNED).dicts():
        role = roles.get(row["role"].value.rpartition("/")[2])
        if role is not None:
            agency = row["agency"].value
            bodies[row["task"].value][role].add(heirs.get(agency, agency))
    tasks = {
        row["task"].value: AnalysedTask(
            iri=row["task"].value,
            paper=row["paper"].value,
            title=row["title"].value,
            end=date.fromisoformat(row["end"].value) if "end" in row else None,
            bodies={role: tuple(sorted(own)) for role, own in bodies[row["task"].value].items()},
        )
        for row in store.select(PREFIX_LINES + _TASKS).dicts()
    }
    names = {row["agency"].value: row["name"].value for row in store.select(PREFIX_LINES + _NAMES).dicts()}
    papers = {paper.iri: paper for paper in list_papers(store)}
    implementation = implementation_graph(store)
    return Network(tuple(tasks[iri] for iri in sorted(tasks)), names, papers, implementation, heirs)


def _changes(store: Store) -> list[tuple[str, str, date | None]]:
    found = []
    for row in store.select(PREFIX_LINES + _CHANGES).dicts():
        when = _last_day(row["when"].value) if "when" in row else None
        found.append((row["former"].value, row["later"].value, when))
    return sorted(found, key=lambda change: (change[0], change[1]))


def _last_day(when: str) -> date:
    """The last day of '2025', '2025-07' or '2025-07-01': from then on a merger is certain."""
    year, month, day = [*(int(part) for part in when.split("-")), 0, 0][:3]
    if day:
        return date(year, month, day)
    following = date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _heirs(changes: Iterable[tuple[str, str, date | None]], day: date) -> dict[str, str]:
    """Every body that is no more on that day, and the body that does its work then."""
    next_of = {former: later for former, later, when in changes if former != later and (when is None or when <= day)}
    heirs: dict[str, str] = {}
    for former, later in next_of.items():
        seen = {former}
        body = later
        while body in next_of and body not in seen:
            seen.add(body)
            body = next_of[body]
        heirs[former] = body
    return heirs
