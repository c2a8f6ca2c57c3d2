"""From a resolution down: the papers that carry it out, their tasks, and who must deliver what by when.

Papers are linked by `dkg:implements` alone. A task elsewhere that names a paper of the chain is a mention, shown apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import networkx as nx
from rdflib import URIRef

from directive_kg.names import fold, fold_number
from directive_kg.records import Role
from directive_kg.store.protocol import Store
from directive_kg.trace.lookup import PREFIX_LINES, PaperRef, find_paper, list_papers
from directive_kg.trace.tasks import ChainTask, tasks_naming, tasks_of

# Links between papers other than carrying out: the property, and what the lower paper does to the upper one.
_OTHER_LINKS: Final = {
    "basedOn": ("lấy làm căn cứ", "is based on it"),
    "cites": ("nhắc tới", "mentions it"),
    "amends": ("sửa đổi, bổ sung", "amends it"),
    "replaces": ("thay thế", "replaces it"),
}
# Shorter numbers differ by one character all the time: 71/KH-UBND and 72/KH-UBND are simply two papers.
_NEAR_MISS_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a reader of the chain should know, in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Link:
    """What a paper outside the chain does to a paper of it."""

    words: Note  # 'nhắc tới'
    to: PaperRef


@dataclass(frozen=True, slots=True)
class NamingTask:
    """A task outside the chain, and the papers of the chain that its row names."""

    task: ChainTask
    names: tuple[PaperRef, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A paper outside the chain that names papers of it, and its tasks that do."""

    paper: PaperRef
    links: tuple[Link, ...]
    tasks: tuple[NamingTask, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainPaper:
    """A paper in its place in the chain."""

    paper: PaperRef
    tasks: tuple[ChainTask, ...] = ()
    carried_out_by: tuple["ChainPaper", ...] = ()
    also_implements: tuple[PaperRef, ...] = ()  # other papers that it carries out, besides the one above it
    shown_above: bool = False  # already shown in full elsewhere in the tree: cut here
    cycle: bool = False  # cut because the papers carry out each other in a ring


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole answer to `trace`."""

    root: ChainPaper
    upper: tuple[PaperRef, ...]  # what the root itself carries out, one step up
    mentions: tuple[Mention, ...]
    notes: tuple[Note, ...]

    def papers(self) -> list[ChainPaper]:
        """Every paper of the tree once, from the top down."""
        found: list[ChainPaper] = []
        waiting = [self.root]
        while waiting:
            node = waiting.pop(0)
            if not node.shown_above and not node.cycle:
                found.append(node)
            waiting[:0] = node.carried_out_by
        return found

    def tasks(self) -> list[ChainTask]:
        """Every task of the papers of the chain."""
        return [task for node in self.papers() for task in node.tasks]

    def leads(self) -> list[str]:
        """The bodies that lead a task of the chain, once each however they are written, classes of bodies left out."""
        found: dict[str, str] = {}
        for body in (b for task in self.tasks() for b in task.bodies(Role.LEAD) if not b.is_class):
            found.setdefault(body.agency or fold(body.name), body.name)
        return sorted(found.values())


def trace(store: Store, number: str, issuer: str | None = None, when: str | None = None) -> Chain:
    """The chain below the paper that a number names (see `lookup.find_paper`, which also says what is raised)."""
    papers = {paper.iri: paper for paper in list_papers(store)}
    start = find_paper(papers.values(), number, issuer, when)
    below = implementation_graph(store)
    below.add_node(start.iri)
    chain = {start.iri, *nx.descendants(below, start.iri)}
    tasks: dict[str, list[ChainTask]] = {}
    for task in tasks_of(store, chain):
        tasks.setdefault(task.paper, []).append(task)
    root = _Builder(below, papers, tasks).build(start.iri)
    upper = tuple(papers[iri] for iri in sorted(below.predecessors(start.iri)) if iri in papers)
    notes = [*_cycle_notes(below.subgraph(chain), papers), *_near_misses(start, papers.values(), store)]
    return Chain(root, upper, tuple(_mentions(store, chain, papers)), tuple(notes))


def implementation_graph(store: Store) -> "nx.DiGraph[str]":
    """Every paper with an edge to each paper that carries it out."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    query = PREFIX_LINES + "SELECT DISTINCT ?lower ?upper WHERE { ?lower dkg:implements ?upper } ORDER BY ?upper ?lower"
    graph.add_edges_from((row["upper"].value, row["lower"].value) for row in store.select(query).dicts())
    return graph


class _Builder:
    """Turns the links between papers into a tree: each paper in full once, rings and repetitions cut and marked."""

    def __init__(
        self, below: "nx.DiGraph[str]", papers: Mapping[str, PaperRef], tasks: Mapping[str, Sequence[ChainTask]]
    ) -> None:
        self._below = below
        self._papers = papers
        self._tasks = tasks
        self._seen: set[str] = set()

    def build(self, iri: str, path: tuple[str, ...] = ()) -> ChainPaper:
        """The paper with all below it; `path` leads to it from the root."""
        paper = self._papers.get(iri) or PaperRef(iri)
        if iri in path:
            return ChainPaper(paper, cycle=True)
        if iri in self._seen:
            return ChainPaper(paper, shown_above=True)
        self._seen.add(iri)
        children = tuple(
            self.build(child, (*path, iri)) for child in sorted(self._below.successors(iri), key=self._order)
        )
        others = [self._papers[i] for i in sorted(self._below.predecessors(iri)) if i in self._papers and i not in path]
        return ChainPaper(paper, tuple(self._tasks.get(iri, ())), children, tuple(others) if path else ())

    def _order(self, iri: str) -> tuple[str, str]:
        paper = self._papers.get(iri)
        return (paper.date if paper and paper.date else "9999", iri)


def _mentions(store: Store, chain: set[str], papers: dict[str, PaperRef]) -> list[Mention]:
    """Papers outside the chain that name one of it, those with tasks that do so first."""
    kinds = " ".join(f"dkg:{name}" for name in _OTHER_LINKS)
    query = (
        f"{PREFIX_LINES}SELECT DISTINCT ?paper ?link ?of WHERE {{ {_values('of', chain)} VALUES ?link {{ {kinds} }} "
        "?paper ?link ?of . ?paper a dkg:Directive } ORDER BY ?paper ?link ?of"
    )
    links: dict[str, dict[str, list[str]]] = {}  # citing paper -> paper of the chain -> kinds of link
    for row in store.select(query).dicts():
        kind = row["link"].value.rpartition("#")[2]
        links.setdefault(row["paper"].value, {}).setdefault(row["of"].value, []).append(kind)
    tasks: dict[str, dict[str, tuple[ChainTask, list[str]]]] = {}  # citing paper -> task -> papers that it names
    for named, task in tasks_naming(store, chain):
        tasks.setdefault(task.paper, {}).setdefault(task.iri, (task, []))[1].append(named)
        # The row names the paper, so its paper does, whether or not that is said once more of the whole.
        links.setdefault(task.paper, {}).setdefault(named, ["cites"])

    def ref(iri: str) -> PaperRef:
        return papers.get(iri) or PaperRef(iri)

    found = [
        Mention(
            ref(paper),
            tuple(Link(Note(*_OTHER_LINKS[kind]), ref(of)) for of in sorted(own) for kind in own[of]),
            tuple(NamingTask(task, tuple(map(ref, names))) for task, names in tasks.get(paper, {}).values()),
        )
        for paper, own in links.items()
        if paper not in chain
    ]
    return sorted(found, key=lambda m: (not m.tasks, m.paper.date or "9999", m.paper.iri))


def _cycle_notes(chain: "nx.DiGraph[str]", papers: dict[str, PaperRef]) -> Iterable[Note]:
    for ring in sorted(sorted(part) for part in nx.strongly_connected_components(chain)):
        if len(ring) > 1 or chain.has_edge(ring[0], ring[0]):
            names = ", ".join(papers[iri].name if iri in papers else iri for iri in ring)
            yield Note(f"vòng lặp: {names} triển khai lẫn nhau", f"a ring: {names} carry out each other")


def _near_misses(start: PaperRef, papers: Iterable[PaperRef], store: Store) -> Iterable[Note]:
    """Numbers one character from the one that was traced: perhaps a slip of the pen, never taken for the same paper."""
    if start.number is None or sum(c.isdigit() for c in start.number.split("/")[0]) < _NEAR_MISS_DIGITS:
        return
    near = [
        p
        for p in papers
        if p.number and not p.held and _one_apart(start.number, p.number) and not _on_other_days(start, p)
    ]
    together = _cited_together(store, start.iri) - _doubted(store) if near else set()
    for paper in near:
        # Whoever names both in one paper means two papers, unless the reader doubted the number there.
        if paper.iri not in together:
            yield Note(
                f"số gần giống: {paper.description}, khác một ký tự; không coi là một",
                f"a number one character apart: {paper.number}; not taken for the same paper",
            )


def _cited_together(store: Store, iri: str) -> set[str]:
    query = (
        f"{PREFIX_LINES}SELECT DISTINCT ?other WHERE {{ {_values('this', [iri])} "
        "?one dkg:resolvesTo ?this . ?paper dkg:hasCitation ?one , ?two ; a dkg:Directive . "
        "?two dkg:resolvesTo ?other } ORDER BY STR(?other)"
    )
    return {row["other"].value for row in store.select(query).dicts()}


def _doubted(store: Store) -> set[str]:
    """Papers that are known from a citation only whose reading is in doubt."""
    query = (
        f"{PREFIX_LINES}SELECT DISTINCT ?paper WHERE {{ ?doubt a dkg:Doubt ; dkg:about ?citation . "
        "?citation a dkg:Citation ; dkg:resolvesTo ?paper } ORDER BY STR(?paper)"
    )
    return {row["paper"].value for row in store.select(query).dicts()}


def _on_other_days(one: PaperRef, other: PaperRef) -> bool:
    days = [paper.date for paper in (one, other) if paper.date and len(paper.date) == len("2025-12-11")]
    return len(set(days)) > 1


def _one_apart(one: str, other: str) -> bool:
    """Whether two numbers differ by exactly one character replaced, added or left out."""
    left, right = sorted((fold_number(one), fold_number(other)), key=len)
    if left == right or len(right) - len(left) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), len(left))
    return left[start + (len(left) == len(right)) :] == right[start + 1 :]


def _values(variable: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(URIRef(iri).n3() for iri in sorted(iris))} }}"
