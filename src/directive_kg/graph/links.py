"""What mentions of a number say together: which paper each of them is, and what is known of papers that are only cited."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from directive_kg.graph.resolve import Directive, Mention, Resolution, year_of
from directive_kg.graph.statements import Statements
from directive_kg.graph.terms import (
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
from directive_kg.graph.trig import Statement
from directive_kg.names import Names, fold_number, slug
from directive_kg.records import Citation, CitationRole, Paper

_LINK: Final = {
    CitationRole.BASED_ON: "dkg:basedOn",
    CitationRole.CITES: "dkg:cites",
    CitationRole.AMENDS: "dkg:amends",
    CitationRole.REPLACES: "dkg:replaces",
}
_UNKNOWN_ISSUER: Final = "khong-ro-co-quan"
_UNKNOWN_YEAR: Final = "khong-ro-nam"


@dataclass(frozen=True, slots=True)
class Linked:
    """What follows from all mentions of one number."""

    resolved: Mapping[tuple[str, str], str]  # key of a paper and of a citation in it -> key of the paper that it names
    said: Mapping[str, Sequence[Statement]]  # key of a paper -> what its file of links says of this number besides


def link_mentions(resolutions: Sequence[Resolution], is_held: Callable[[str], bool], names: Names) -> Linked:
    """What resolutions of all numbers with one slug say.

    A paper that is only cited is described where it is cited first, by the order of keys. `is_held` tells the keys in use.
    """
    links = _Links(names, _keys([d for r in resolutions for d in r.directives], is_held))
    for resolution in resolutions:
        links.resolution(resolution)
    return Linked(links.resolved, links.said)


def links_of(paper: Paper, resolved: Mapping[str, str], names: Names) -> list[Statement]:
    """What a paper and its tasks have to do with others; `resolved` has the key of the paper behind each citation.

    But for what carries out what: that several papers may say of one (`carried_in`).
    """
    own = NamedNode(names.directive(paper.key))
    nodes = {citation: NamedNode(names.directive(key)) for citation, key in resolved.items()}
    found: list[Statement] = []

    def link(subject: NamedNode | None, curie: str, target: NamedNode | None) -> None:
        # Where both ends are known; no paper has to do with itself.
        if subject is not None and target is not None and subject != target:
            found.append((subject, term(curie), target))

    for citation in paper.citations:
        cited = nodes.get(citation.key)
        link(Statements(paper.key, names).part("citation", citation.key), "dkg:resolvesTo", cited)
        if citation.role is not CitationRole.IMPLEMENTS:
            link(own, _LINK[citation.role], cited)
    for task in paper.tasks + paper.orders:
        node = Statements(paper.key, names).part("task", task.key)
        for key in task.cites:
            link(node, "dkg:cites", nodes.get(key))
    return found


def carried_in(key: str, citations: Iterable[Citation], resolved: Mapping[str, str]) -> set[tuple[str, str]]:
    """Which papers carry out which, by the words of the paper `key`: pairs of keys."""
    found: set[tuple[str | None, str | None]] = set()
    for citation in citations:
        cited = resolved.get(citation.key)
        if citation.role is CitationRole.IMPLEMENTS:
            found.add((key, cited))
        found |= {(cited, resolved.get(carried)) for carried in citation.carries_out}
    return {(one, other) for one, other in found if one and other and one != other}


def _keys(directives: list[Directive], is_held: Callable[[str], bool]) -> dict[int, str]:
    """A key for every directive, by its id(): held ones have theirs, the others get issuer, year and number."""
    keys = {id(d): d.held.paper for d in directives if d.held is not None}
    wanted: defaultdict[str, list[Directive]] = defaultdict(list)
    for directive in directives:
        if directive.held is None:
            year = (directive.date or year_of(directive.number) or "")[:4] or _UNKNOWN_YEAR
            number = slug(directive.number) or "khong-so"
            wanted[f"{segment(directive.issuer or _UNKNOWN_ISSUER)}/{year}/{number}"].append(directive)
    taken: set[str] = set()
    for key, sharing in sorted(wanted.items()):
        alone = len(sharing) == 1 and not is_held(key)
        for directive in sorted(sharing, key=lambda d: (d.date or "", fold_number(d.number))):
            # Two of one number in a year are told apart by their day; what is still alike, by counting. No slug has two
            # hyphens together, so that no paper's own name is ever taken.
            base = key if alone else f"{key}--{directive.date or 0}"
            name, count = base, 2
            while name in taken:
                name, count = f"{base}--{count}", count + 1
            taken.add(name)
            keys[id(directive)] = name
    return keys


class _Links:
    """Collects what is said, by the paper in whose file it goes."""

    def __init__(self, names: Names, keys: dict[int, str]) -> None:
        self.resolved: dict[tuple[str, str], str] = {}
        self.said: defaultdict[str, list[Statement]] = defaultdict(list)
        self._names = names
        self._keys = keys
        self._file = ""  # key of the paper that is told of now

    def resolution(self, resolution: Resolution) -> None:
        """Say the papers behind one number and what each citation of it resolves to."""
        of_issuer: defaultdict[str | None, list[Directive]] = defaultdict(list)
        for directive in resolution.directives:
            of_issuer[directive.issuer].append(directive)
        for directive in resolution.directives:
            self._file = directive.held.paper if directive.held else min(m.paper for m in directive.mentions)
            if directive.held is None:
                self._cited_only(self._node(directive), directive)
            for mention in directive.mentions:
                if mention.citation is not None:
                    self.resolved[mention.paper, mention.citation.key] = self._keys[id(directive)]
            self._doubt_dates(directive, of_issuer[directive.issuer] if directive.issuer else [])
        for mention, candidates in resolution.open:
            self._file = mention.paper
            self._doubt_citation(mention, candidates)

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

    def _doubt_dates(self, directive: Directive, of_issuer: Sequence[Directive]) -> None:
        if len(dates := sorted({m.date for m in directive.mentions if m.exact and m.date})) > 1:
            listed = ", ".join(dates)
            self._doubt(
                NamedNode(f"{self._node(directive).value}/doubt/dates"),
                self._node(directive),
                f"số {directive.number} được dẫn với nhiều ngày: {listed}",
                f"{directive.number} is cited with several dates: {listed}",
            )
        others = [d for d in of_issuer if d is not directive]
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
        self._say(NamedNode(self._names.directive(mention.paper)), "dkg:hasDoubt", node)

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
        return Statements(mention.paper, self._names).part("citation", mention.citation.key)

    def _type(self, subject: NamedNode, curie: str) -> None:
        self.said[self._file].append((subject, RDF_TYPE, term(curie)))

    def _say(self, subject: NamedNode, curie: str, value: Term | None) -> None:
        if value is not None:
            self.said[self._file].append((subject, term(curie), value))


def _most(values: Iterable[str | None]) -> str | None:
    """The value given most often, the first in the alphabet of several."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value), default=None)
