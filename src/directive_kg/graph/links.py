"""links.trig: what follows from all papers together. Made again at every ingest, never by hand."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode

from directive_kg.graph.fulfilled import fulfilments
from directive_kg.graph.resolve import Directive, Mention, Resolution, resolutions_of, year_of
from directive_kg.graph.statements import Statements
from directive_kg.graph.terms import (
    DEFAULT_NAMES,
    RDF_TYPE,
    Term,
    boolean,
    day,
    decimal,
    partial_date,
    segment,
    term,
    text,
    type_code,
)
from directive_kg.graph.trig import Statement, write_trig
from directive_kg.names import Names, fold_number, slug
from directive_kg.records import CitationRole, Paper, Task

_LINK: Final = {
    CitationRole.IMPLEMENTS: "dkg:implements",
    CitationRole.BASED_ON: "dkg:basedOn",
    CitationRole.CITES: "dkg:cites",
    CitationRole.AMENDS: "dkg:amends",
    CitationRole.REPLACES: "dkg:replaces",
}
_UNKNOWN_ISSUER: Final = "khong-ro-co-quan"
_UNKNOWN_YEAR: Final = "khong-ro-nam"


def make_links(papers: Iterable[Paper], names: Names = DEFAULT_NAMES) -> str:
    """The text of links.trig for these papers, whatever their order: papers that are only cited, and the links."""
    held = sorted(papers, key=lambda paper: paper.key)
    resolutions = resolutions_of(held)
    links = _Links(names, _keys([d for r in resolutions for d in r.directives], {paper.key for paper in held}))
    for resolution in resolutions:
        links.resolution(resolution)
    for paper in held:
        links.paper(paper)
    for paper, task, product in fulfilments(held):
        links.fulfilled(paper, task, product)
    shorter = {"agency": names.agency("")}
    return write_trig(names.graph("links"), links.statements, prefixes=shorter)


def _keys(directives: list[Directive], taken: set[str]) -> dict[int, str]:
    """A key for every directive, by its id(): held ones have theirs, the others get issuer, year and number."""
    keys = {id(d): d.held.key for d in directives if d.held is not None}
    wanted: defaultdict[str, list[Directive]] = defaultdict(list)
    for directive in directives:
        if directive.held is None:
            year = (directive.date or year_of(directive.number) or "")[:4] or _UNKNOWN_YEAR
            number = slug(directive.number) or "khong-so"
            wanted[f"{segment(directive.issuer or _UNKNOWN_ISSUER)}/{year}/{number}"].append(directive)
    for key, sharing in sorted(wanted.items()):
        for directive in sorted(sharing, key=lambda d: (d.date or "", fold_number(d.number))):
            # Two of one number in a year are told apart by their day; what is still alike, by counting.
            alone = len(sharing) == 1 and key not in taken
            base = key if alone or directive.date is None else f"{key}-{directive.date}"
            name, count = base, 2
            while name in taken:
                name, count = f"{base}-{count}", count + 1
            taken.add(name)
            keys[id(directive)] = name
    return keys


class _Links:
    """Collects the statements of links.trig."""

    def __init__(self, names: Names, keys: dict[int, str]) -> None:
        self.statements: list[Statement] = []
        self._names = names
        self._keys = keys
        self._resolved: dict[tuple[str, str], NamedNode] = {}  # (key of the paper, key of the citation)

    def resolution(self, resolution: Resolution) -> None:
        """Say the papers behind one number and what each citation of it resolves to."""
        for directive in resolution.directives:
            node = self._node(directive)
            if directive.held is None:
                self._cited_only(node, directive)
            for mention in directive.mentions:
                if mention.citation is not None:
                    self._resolved[mention.paper.key, mention.citation.key] = node
                    self._say(self._citation(mention), "dkg:resolvesTo", node)
        self._doubt_dates(resolution.directives)
        for mention, candidates in resolution.open:
            self._doubt_citation(mention, candidates)

    def paper(self, paper: Paper) -> None:
        """Say what a paper and its tasks have to do with other papers."""
        own = NamedNode(self._names.directive(paper.key))
        for citation in paper.citations:
            cited = self._resolved.get((paper.key, citation.key))
            self._link(own, _LINK[citation.role], cited)
            for key in citation.carries_out:
                self._link(cited, "dkg:implements", self._resolved.get((paper.key, key)))
        for task in paper.tasks + paper.orders:
            node = Statements(paper.key, self._names).part("task", task.key)
            for key in task.cites:
                self._link(node, "dkg:cites", self._resolved.get((paper.key, key)))

    def fulfilled(self, paper: Paper, task: Task, product: Paper) -> None:
        """Say that a deliverable is a paper that we hold."""
        deliverable = Statements(paper.key, self._names).part("task", task.key, "deliverable")
        self._say(deliverable, "dkg:fulfilledBy", NamedNode(self._names.directive(product.key)))

    def _cited_only(self, node: NamedNode, directive: Directive) -> None:
        citations = [mention.citation for mention in directive.mentions if mention.citation is not None]
        self._type(node, "dkg:Directive")
        self._say(node, "dkg:held", boolean(False))
        self._say(node, "dkg:number", text(_most([c.number for c in citations]) or directive.number))
        if (type_name := _most([c.type for c in citations])) is not None:
            self._say(node, "eli:type_document", type_code(type_name))
            self._say(node, "dkg:typeName", text(type_name))
        if (issuer := _most([c.issuer for c in citations])) is not None:
            self._say(node, "dkg:issuerName", text(issuer))
        if (agency := _most([c.issuer_agency for c in citations])) is not None:
            self._say(node, "eli:passed_by", NamedNode(self._names.agency(segment(agency))))
        if directive.date is not None:
            self._say(node, "eli:date_document", partial_date(directive.date))
        if directive.days is not None:
            self._say(node, "dkg:issuedFrom", day(directive.days[0]))
            self._say(node, "dkg:issuedUntil", day(directive.days[1]))

    def _doubt_dates(self, directives: tuple[Directive, ...]) -> None:
        for directive in directives:
            if len(dates := sorted({m.date for m in directive.mentions if m.exact and m.date})) > 1:
                listed = ", ".join(dates)
                self._doubt(
                    NamedNode(f"{self._node(directive).value}/doubt/dates"),
                    self._node(directive),
                    f"số {directive.number} được dẫn với nhiều ngày: {listed}",
                    f"{directive.number} is cited with several dates: {listed}",
                )
            others = [d for d in directives if d is not directive and d.issuer == directive.issuer and d.issuer]
            near = [d for d in others if d.date and directive.date and d.date[:4] == directive.date[:4]]
            if near:
                listed = ", ".join(sorted(d.date for d in [directive, *near] if d.date))
                self._doubt(
                    NamedNode(f"{self._node(directive).value}/doubt/twin"),
                    self._node(directive),
                    f"số {directive.number} của một cơ quan có hai ngày trong một năm ({listed}): để thành hai văn bản",
                    f"{directive.number} of one body has two dates in one year ({listed}): kept as two papers",
                    near,
                )

    def _doubt_citation(self, mention: Mention, candidates: tuple[Directive, ...]) -> None:
        citation = self._citation(mention)
        node = NamedNode(f"{citation.value}/doubt")
        self._doubt(
            node,
            citation,
            f"số {mention.number} có thể là nhiều văn bản; chưa đủ cơ quan, ngày ban hành để xác định",
            f"{mention.number} could be several papers: issuer and date do not tell which",
            candidates,
        )
        self._say(NamedNode(self._names.directive(mention.paper.key)), "dkg:hasDoubt", node)

    def _doubt(self, node: NamedNode, about: NamedNode, vi: str, en: str, candidates: Iterable[Directive] = ()) -> None:
        self._type(node, "dkg:Doubt")
        self._say(node, "dkg:about", about)
        self._say(node, "rdfs:comment", text(vi, "vi"))
        self._say(node, "rdfs:comment", text(en, "en"))
        self._say(node, "dkg:confidence", decimal(0.0))
        for candidate in candidates:
            self._say(node, "rdfs:seeAlso", self._node(candidate))

    def _node(self, directive: Directive) -> NamedNode:
        return NamedNode(self._names.directive(self._keys[id(directive)]))

    def _citation(self, mention: Mention) -> NamedNode:
        assert mention.citation is not None
        return Statements(mention.paper.key, self._names).part("citation", mention.citation.key)

    def _link(self, subject: NamedNode | None, curie: str, target: NamedNode | None) -> None:
        """A link where both ends are known; no paper has to do with itself."""
        if subject is not None and target is not None and subject != target:
            self._say(subject, curie, target)

    def _type(self, subject: NamedNode, curie: str) -> None:
        self.statements.append((subject, RDF_TYPE, term(curie)))

    def _say(self, subject: NamedNode, curie: str, value: Term | None) -> None:
        if value is not None:
            self.statements.append((subject, term(curie), value))


def _most(values: Iterable[str | None]) -> str | None:
    """The value given most often, the first in the alphabet of several."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value), default=None)
