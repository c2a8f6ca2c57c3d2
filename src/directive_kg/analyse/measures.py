"""What is measured, each with its formula in words, so that a figure can be argued with."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

import networkx as nx

from directive_kg.analyse.network import AnalysedTask, Network
from directive_kg.records import Role


@dataclass(frozen=True, slots=True)
class Explained:
    """How a measure is made, for people."""

    title_vi: str
    title_en: str
    formula_vi: str
    formula_en: str


LOAD: Final = Explained(
    "Tải trách nhiệm",
    "Responsibility load",
    "tải(cơ quan) = tổng, qua các việc cơ quan ấy chủ trì, của 1 ÷ số cơ quan cùng chủ trì; phối hợp đếm riêng",
    "load(body) = the sum, over the tasks that it leads, of 1 ÷ the number of leads; coordinating is counted apart",
)
PEAK: Final = Explained(
    "Tháng dồn việc",
    "Peak month",
    "tháng có nhiều việc do cơ quan ấy chủ trì đến hạn nhất; việc không có ngày không tính",
    "the month in which most of the tasks that it leads are due; tasks without a day are left out",
)
BETWEENNESS: Final = Explained(
    "Cơ quan đầu mối",
    "Bottleneck bodies",
    "độ trung gian trong mạng phối hợp: phần đường ngắn nhất giữa hai cơ quan bất kỳ đi qua cơ quan ấy; "
    "khoảng cách giữa cơ quan chủ trì và cơ quan phối hợp = 1 ÷ số việc làm chung",
    "betweenness in the network of co-operation: the share of the shortest ways between any two bodies that lead through "
    "it; the distance between a lead and a co-ordinating body is 1 ÷ the number of their common tasks",
)
CHAINS: Final = Explained(
    "Chuỗi dài nhất",
    "Critical chains",
    "với mỗi văn bản không triển khai văn bản nào: đường dài nhất xuống các văn bản triển khai, và ngày muộn nhất ở cuối đường",
    "for each paper that carries out no other: the longest way down the papers that carry it out, and the last due day at its end",
)
RINGS: Final = Explained(
    "Vòng lặp",
    "Cycles",
    "các văn bản triển khai lẫn nhau",
    "papers that carry out each other",
)
GROUPS: Final = Explained(
    "Nhóm phối hợp",
    "Communities of co-ordination",
    "các nhóm cơ quan làm chung với nhau nhiều hơn với nhóm khác: cực đại hóa độ mô-đun theo Clauset, Newman và Moore (2004), "
    "trọng số là số việc làm chung",
    "bodies that work more with each other than with others: greedy maximisation of modularity (Clauset, Newman, Moore 2004), "
    "weighted by the number of common tasks",
)
HEIRS: Final = Explained(
    "Ai trả lời thay",
    "Who answers today",
    "việc của cơ quan đã sắp xếp tính cho cơ quan kế tục, từ ngày chắc chắn của việc sắp xếp",
    "the tasks of a body that was merged count for the body that took over, from the day on which that is certain",
)


@dataclass(frozen=True, slots=True)
class Load:
    """One body's part of the work."""

    body: str
    load: float
    share: float  # of the load of all bodies, 0..1
    leads: int
    coordinates: int
    peak: str | None  # 'YYYY-MM'
    peak_tasks: int
    betweenness: float  # 0..1


@dataclass(frozen=True, slots=True)
class Chain:
    """The longest way down from one paper."""

    papers: tuple[str, ...]  # from the top
    last_day: date | None  # of the tasks of the last paper
    last_task: str | None
    tasks: int  # of all papers on the way


@dataclass(frozen=True, slots=True)
class Groups:
    """Bodies by whom they work with."""

    groups: tuple[tuple[str, ...], ...]  # the largest first
    modularity: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that is measured."""

    loads: tuple[Load, ...]  # the greatest load first
    chains: tuple[Chain, ...]  # the longest first
    rings: tuple[tuple[str, ...], ...]
    groups: Groups
    heirs: tuple[tuple[str, str], ...]  # a body that is no more and has tasks, and who answers for them


def analyse(network: Network) -> Analysis:
    """Measure a network. The same network gives the same figures in the same order."""
    return Analysis(
        loads(network),
        chains(network),
        rings(network),
        groups(network),
        tuple(sorted(network.heirs.items())),
    )


def loads(network: Network) -> tuple[Load, ...]:
    """Load, peak month and betweenness of every body that leads or co-ordinates."""
    load: dict[str, float] = defaultdict(float)
    leads: Counter[str] = Counter()
    coordinates: Counter[str] = Counter()
    months: dict[str, Counter[str]] = defaultdict(Counter)
    for task in network.tasks:
        leading = task.with_role(Role.LEAD)
        for body in leading:
            load[body] += 1 / len(leading)
            leads[body] += 1
            if task.end:
                months[body][f"{task.end:%Y-%m}"] += 1
        coordinates.update(task.with_role(Role.COORDINATING))
    through = nx.betweenness_centrality(network.cooperation, weight="distance")
    whole = sum(load.values())
    found = []
    for body in sorted({*leads, *coordinates}):
        # Of two months with as many tasks, the earlier one.
        peak, count = min(months[body].items(), key=lambda m: (-m[1], m[0]), default=(None, 0))
        share = load[body] / whole if whole else 0.0
        found.append(Load(body, load[body], share, leads[body], coordinates[body], peak, count, through.get(body, 0.0)))
    return tuple(sorted(found, key=lambda one: (-one.load, -one.coordinates, one.body)))


def chains(network: Network) -> tuple[Chain, ...]:
    """The longest way down from every paper that carries out no other and is carried out by one."""
    graph = network.implementation
    by_paper: dict[str, list[AnalysedTask]] = defaultdict(list)
    for task in network.tasks:
        by_paper[task.paper].append(task)
    # Rings have no longest way: each is one step of it.
    whole = nx.condensation(graph)
    best: dict[int, tuple[int, ...]] = {}
    for node in reversed(list(nx.topological_sort(whole))):
        below = [best[child] for child in sorted(whole.successors(node))]
        best[node] = (node, *max(below, key=lambda way: (len(way), _last(way, whole, by_paper)), default=()))
    found = []
    for node in whole.nodes:
        if whole.in_degree(node) == 0 and len(best[node]) > 1:
            papers = tuple(paper for step in best[node] for paper in sorted(whole.nodes[step]["members"]))
            dated = [(task.end, task.iri) for task in by_paper[papers[-1]] if task.end]
            last_day, last_task = max(dated, default=(None, None))
            found.append(Chain(papers, last_day, last_task, sum(len(by_paper[paper]) for paper in papers)))
    return tuple(sorted(found, key=lambda chain: (-len(chain.papers), -chain.tasks, chain.papers)))


def _last(way: tuple[int, ...], whole: "nx.DiGraph[int]", by_paper: dict[str, list[AnalysedTask]]) -> int:
    ends = [task.end for paper in whole.nodes[way[-1]]["members"] for task in by_paper[paper] if task.end]
    return max(ends).toordinal() if ends else 0


def rings(network: Network) -> tuple[tuple[str, ...], ...]:
    """Sets of papers that carry out each other, by IRI."""
    graph = network.implementation
    found = [
        tuple(sorted(part))
        for part in nx.strongly_connected_components(graph)
        if len(part) > 1 or graph.has_edge(*(2 * tuple(part)))
    ]
    return tuple(sorted(found))


def groups(network: Network) -> Groups:
    """Bodies that work together; none where no two do."""
    graph = network.cooperation
    if not graph.number_of_edges():
        return Groups((), 0.0)
    parts = nx.community.greedy_modularity_communities(graph, weight="tasks")
    modularity = nx.community.modularity(graph, parts, weight="tasks")
    return Groups(tuple(sorted((tuple(sorted(part)) for part in parts), key=lambda p: (-len(p), p))), modularity)
