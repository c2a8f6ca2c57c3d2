"""Load of the bodies and coverage of the central resolutions: counted over answers of the store."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from directive_kg.records import Role
from directive_kg.trace.tasks import ChainTask


@dataclass(frozen=True, slots=True)
class Load:
    """How many tasks a body has in each role."""

    agency: str  # IRI
    tasks: Mapping[Role, int]  # a role that it never has is absent

    @property
    def total(self) -> int:
        """Every task once for each role that the body has in it."""
        return sum(self.tasks.values())


@dataclass(frozen=True, slots=True)
class Coverage:
    """What becomes of one higher paper."""

    paper: str  # IRI
    plans: tuple[str, ...]  # IRIs of the held papers that carry it out, at any depth
    tasks: int  # in those papers

    @property
    def has_plan(self) -> bool:
        """Whether any held paper carries it out."""
        return bool(self.plans)


def loads(tasks: Iterable[ChainTask]) -> list[Load]:
    """The load of each body of the register, those that lead most first. Classes of bodies bear none."""
    counted: dict[str, Counter[Role]] = {}
    for task in tasks:
        for agency, role in {(b.agency, b.role) for b in task.assigned if b.agency and not b.is_class}:
            if agency:
                counted.setdefault(agency, Counter())[role] += 1
    found = [Load(agency, dict(roles)) for agency, roles in counted.items()]
    return sorted(found, key=lambda load: (-load.tasks.get(Role.LEAD, 0), -load.total, load.agency))


def coverage(
    wanted: Iterable[str], implemented_by: "nx.DiGraph[str]", held: set[str], tasks: Mapping[str, int]
) -> list[Coverage]:
    """What becomes of each wanted paper: `implemented_by` is `chain.implementation_graph`, `tasks` counts by paper."""
    found: list[Coverage] = []
    for paper in sorted(set(wanted)):
        below = nx.descendants(implemented_by, paper) - {paper} if paper in implemented_by else set()
        plans = tuple(sorted(below & held))
        found.append(Coverage(paper, plans, sum(tasks.get(plan, 0) for plan in plans)))
    return found


def working_together(tasks: Iterable[ChainTask]) -> "nx.Graph[str]":
    """Bodies joined where one leads and the other coordinates; the edge's `weight` is the number of such tasks."""
    graph: nx.Graph[str] = nx.Graph()
    for task in tasks:
        leads = {b.agency for b in task.bodies(Role.LEAD) if b.agency and not b.is_class}
        helpers = {b.agency for b in task.bodies(Role.COORDINATING) if b.agency and not b.is_class} - leads
        for lead in leads:
            for helper in helpers:
                before = graph.get_edge_data(lead, helper, {"weight": 0})["weight"]
                graph.add_edge(lead, helper, weight=before + 1)
    return graph
