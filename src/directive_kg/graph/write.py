"""Records of one paper -> its named graph, as docs/model.md has it."""

from collections.abc import Iterable
from hashlib import sha256

from pyoxigraph import Literal, NamedNode

from directive_kg.graph.money import in_dong
from directive_kg.graph.statements import Statements
from directive_kg.graph.terms import (
    DEFAULT_NAMES,
    boolean,
    code,
    day,
    days_of,
    decimal,
    partial_date,
    segment,
    term,
    text,
    type_code,
)
from directive_kg.graph.trig import Statement, write_trig
from directive_kg.graph.write_tasks import write_task
from directive_kg.names import Names
from directive_kg.records import Citation, Doubt, Indicator, Investment, Paper, Provision, Review


def paper_to_trig(paper: Paper, names: Names = DEFAULT_NAMES, *, supersedes: Iterable[str] = ()) -> str:
    """The text of the paper's file in graph/: the same records always give the same bytes.

    `supersedes` are the IRIs that the paper had before, while its number was not known.
    Raises ValueError for a figure that is no number (NaN, infinity).
    """
    base = names.directive(paper.key)
    shorter = {"agency": names.agency(""), "place": names.place("")}
    statements = paper_to_statements(paper, names)
    statements += [(NamedNode(base), term("dkg:supersedesIri"), NamedNode(iri)) for iri in supersedes]
    return write_trig(names.graph(paper.key), statements, base=base, prefixes=shorter)


def paper_to_statements(paper: Paper, names: Names = DEFAULT_NAMES) -> list[Statement]:
    """All that the graph says of a paper from the paper alone, without its links to others."""
    out = Statements(paper.key, names)
    _write_header(out, paper)
    for position, column in enumerate(paper.table_columns, start=1):
        out.add(out.paper, "dkg:tableColumn", text(f"{position} {column}"))
    for position, citation in enumerate(paper.citations, start=1):
        _write_citation(out, citation, position)
    for provision in paper.provisions:
        _write_provision(out, provision)
    for position, task in enumerate(paper.tasks + paper.orders, start=1):
        write_task(out, task, position, paper.header)
    for position, indicator in enumerate(paper.indicators, start=1):
        _write_indicator(out, indicator, position)
    for position, investment in enumerate(paper.investments, start=1):
        _write_investment(out, investment, position)
    minted = {subject.value for subject, _, _ in out.items}
    for position, doubt in enumerate(paper.doubts, start=1):
        _write_doubt(out, doubt, position, minted)
    for position, review in enumerate(paper.reviews, start=1):
        _write_review(out, review, position, minted)
    return out.items


def write_date(out: Statements, subject: NamedNode, value: str | None, *, period: bool) -> None:
    """Say a partial date and, with `period`, the first and last day that it allows."""
    if value is None:
        return
    out.add(subject, "eli:date_document", partial_date(value))
    days = days_of(value)
    if period and days:
        out.add(subject, "dkg:issuedFrom", day(days[0]))
        out.add(subject, "dkg:issuedUntil", day(days[1]))


def write_type(out: Statements, subject: NamedNode, name: str | None) -> None:
    """Say a document type: its term, and its name as the paper has it."""
    if name is not None:
        out.add(subject, "eli:type_document", type_code(name))
        out.text(subject, "dkg:typeName", name)


def _write_header(out: Statements, paper: Paper) -> None:
    header, node = paper.header, out.paper
    out.type(node, "dkg:Directive")
    out.add(node, "dkg:held", boolean(True))
    out.text(node, "dkg:number", header.number)
    out.text(node, "dkg:numberPartial", header.number_partial)
    write_type(out, node, header.type)
    out.text(node, "dcterms:title", header.title, "vi")
    write_date(out, node, header.date, period=True)
    out.add(node, "eli:passed_by", out.agency(header.issuer_agency))
    out.text(node, "dkg:issuerName", header.issuer)
    out.text(node, "dkg:placeName", header.place_name)
    out.text(node, "dkg:signatory", header.signatory)
    out.text(node, "dkg:signatoryRole", header.signatory_role)
    out.add(node, "dkg:jurisdiction", NamedNode(out.names.place(segment(paper.home))))
    for field, place in header.places:
        where = out.place(out.part("header", field), place)
        out.text(where, "dkg:field", field)
        out.add(node, "dkg:hasPlace", where)
    source = NamedNode(f"urn:sha256:{segment(paper.source.sha256)}")
    out.add(node, "prov:wasDerivedFrom", source)
    out.type(source, "prov:Entity")
    out.text(source, "dkg:fileName", paper.source.file)
    out.text(source, "dcterms:format", paper.source.format)


def _write_citation(out: Statements, citation: Citation, position: int) -> None:
    node = out.part("citation", citation.key)
    out.add(out.paper, "dkg:hasCitation", node)
    out.type(node, "dkg:Citation")
    out.number(node, "dkg:position", position)
    out.text(node, "dkg:number", citation.number)
    out.text(node, "dkg:rawNumber", citation.raw_number)
    write_type(out, node, citation.type)
    out.text(node, "dkg:issuerName", citation.issuer)
    out.add(node, "eli:passed_by", out.agency(citation.issuer_agency))
    write_date(out, node, citation.date, period=False)
    out.add(node, "dkg:citationRole", code("citation-role", citation.role))
    for subject in citation.subjects:
        out.text(node, "dkg:statedSubject", subject, "vi")
    for key in citation.carries_out:
        out.add(node, "dkg:carriesOut", out.part("citation", key))
    for number, place in enumerate(citation.places, start=1):
        out.add(node, "dkg:hasPlace", out.place(out.part("citation", citation.key, "place", str(number)), place))
    out.confidence(node, citation.confidence)


def _write_provision(out: Statements, provision: Provision) -> None:
    node = out.part("provision", provision.key)
    out.type(node, "dkg:Provision")
    out.add(node, "dkg:inDirective", out.paper)
    if provision.parent is None:
        out.add(node, "eli:is_part_of", out.paper)
        out.add(out.paper, "eli:has_part", node)
    else:
        out.add(node, "eli:is_part_of", out.part("provision", provision.parent))
    out.text(node, "dkg:path", provision.key)
    out.text(node, "dkg:number", provision.number)
    out.number(node, "dkg:position", provision.position)
    out.text(node, "dcterms:title", provision.heading, "vi")
    # Where it stands, without the words: the prose of a paper is not copied into the graph.
    if provision.place:
        out.number(node, "dkg:line", provision.place.line)
        out.number(node, "dkg:page", provision.place.page)
    out.text(node, "dkg:textFingerprint", provision.fingerprint and f"sha256:{provision.fingerprint}")
    out.add(node, "dkg:ordersWork", boolean(provision.orders_work))


def _write_indicator(out: Statements, indicator: Indicator, position: int) -> None:
    name = str(position)
    node = out.part("indicator", name)
    out.add(out.paper, "dkg:hasIndicator", node)
    out.type(node, "dkg:Indicator")
    out.add(node, "dkg:inDirective", out.paper)
    out.number(node, "dkg:position", position)
    out.text(node, "dkg:number", indicator.no)
    out.text(node, "dkg:words", indicator.text)
    out.add(node, "dkg:hasPlace", out.place(out.part("indicator", name, "place"), indicator.place))
    out.confidence(node, indicator.confidence)
    for number, target in enumerate(indicator.targets, start=1):
        figure = out.part("indicator", name, "target", str(number))
        out.add(node, "dkg:hasTarget", figure)
        out.type(figure, "dkg:Target")
        out.text(figure, "dkg:words", target.words)
        out.text(figure, "dkg:comparator", target.comparator)
        out.add(figure, "dkg:value", decimal(target.value))
        out.add(figure, "dkg:upperValue", None if target.upper is None else decimal(target.upper))
        out.text(figure, "dkg:unit", target.unit)


def _write_investment(out: Statements, investment: Investment, position: int) -> None:
    name = str(position)
    node = out.part("investment", name)
    out.add(out.paper, "dkg:hasInvestment", node)
    out.type(node, "dkg:Investment")
    out.add(node, "dkg:inDirective", out.paper)
    out.number(node, "dkg:position", position)
    out.text(node, "dkg:number", investment.no)
    out.text(node, "dcterms:title", investment.name, "vi")
    out.text(node, "dkg:rawWords", investment.raw_name)
    out.text(node, "dkg:location", investment.location)
    if investment.total is not None:
        amount = in_dong(investment.total, investment.unit)
        out.add(node, "dkg:figure", decimal(investment.total))
        out.add(node, "dkg:total", None if amount is None else decimal(amount))
    out.text(node, "dkg:unit", investment.unit)
    out.add(node, "dkg:hasPlace", out.place(out.part("investment", name, "place"), investment.place))
    out.confidence(node, investment.confidence)


def _write_doubt(out: Statements, doubt: Doubt, position: int, minted: set[str]) -> None:
    node = out.part("doubt", str(position))
    out.add(out.paper, "dkg:hasDoubt", node)
    out.type(node, "dkg:Doubt")
    out.add(node, "dkg:about", _about(out, doubt.subject, minted))
    out.text(node, "dkg:subject", doubt.subject)
    for language, reason in (("vi", doubt.reason_vi), ("en", doubt.reason_en)):
        out.add(node, "rdfs:comment", Literal(text(reason).value, language=language))
    if doubt.place is not None:
        out.text(node, "dkg:words", doubt.place.text)
        out.add(node, "dkg:hasPlace", out.place(out.part("doubt", str(position), "place"), doubt.place))
    out.confidence(node, doubt.confidence)


def _write_review(out: Statements, review: Review, position: int, minted: set[str]) -> None:
    """Say what a person decided; of what still holds, the value itself says so too."""
    node, value = out.part("review", str(position)), _value(out, review.subject, minted)
    person = NamedNode(out.names.person(review.by))
    out.add(out.paper, "dkg:hasReview", node)
    out.type(node, "dkg:Review")
    out.number(node, "dkg:position", position)
    out.add(node, "dkg:about", value or _about(out, review.subject, minted))
    out.text(node, "dkg:subject", review.subject)
    out.text(node, "dkg:words", review.value)
    out.text(node, "dkg:rawWords", review.seen)
    out.text(node, "dkg:readWords", review.read)
    out.text(node, "dkg:rowWords", review.row)
    out.text(node, "dkg:reviewedBy", review.by)
    for thing in (node, value) if review.holds and value else (node,):
        out.add(thing, "adms:status", code("review-status", review.status))
        out.add(thing, "prov:wasAttributedTo", person)
        out.add(thing, "dkg:reviewedOn", day(review.on))
        out.text(thing, "dkg:textFingerprint", fingerprint(review.seen))
    out.type(person, "prov:Person")
    out.text(person, "rdfs:label", review.by)


def fingerprint(words: str) -> str:
    """SHA-256 of words of a paper, white space aside.

    >>> fingerprint("Sở  Y tế") == fingerprint("Sở Y tế")
    True
    """
    return "sha256:" + sha256(" ".join(words.split()).encode("utf-8", "surrogatepass")).hexdigest()


def _value(out: Statements, subject: str, minted: set[str]) -> NamedNode | None:
    """The very value that a review names, a cell rather than what was read from it; None where the graph has none."""
    kind, *path = subject.split("/")
    for tried in ([*path[:-1], "cell", path[-1]] if len(path) > 1 else [], path):
        node = out.part(segment(kind), tried[0], *tried[1:]) if tried else None
        if node is not None and node.value in minted:
            return node
    return None


def _about(out: Statements, subject: str, minted: set[str]) -> NamedNode:
    """The thing that 'task/35.1/deadline' names: the deepest part of it that the graph has, else the paper."""
    pieces = subject.split("/")
    for depth in range(len(pieces), 1, -1):
        kind, *path = pieces[:depth]
        # A key may hold a slash itself, and a cell stands one step deeper than its field's name.
        for tried in (path, ["/".join(path)], [*path[:-1], "cell", path[-1]]):
            node = out.part(segment(kind), tried[0], *tried[1:])
            if node.value in minted:
                return node
    return out.paper
