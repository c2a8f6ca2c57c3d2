"""The named graph of a paper -> its records: the way back of `graph.write`."""

from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from directive_kg.errors import BrokenGraphError
from directive_kg.graph.node import Index, Node
from directive_kg.graph.terms import DEFAULT_NAMES, term
from directive_kg.names import Names
from directive_kg.records import (
    Assignment,
    Body,
    Cell,
    Citation,
    CitationRole,
    Deadline,
    DeadlineKind,
    Deliverable,
    Doubt,
    Header,
    Indicator,
    Investment,
    Origin,
    Paper,
    Place,
    Provision,
    Review,
    ReviewStatus,
    Role,
    Source,
    Target,
    Task,
)


def paper_from_trig(trig: str, names: Names = DEFAULT_NAMES) -> Paper:
    """The records of the one paper in a file of graph/.

    Equal to what was written, but for the words of provisions without a heading (they stay in the paper) and the order
    of assignments (by role, then as in the paper). Raises BrokenGraphError for a text that is not such a file.
    """
    return read_paper(trig, names)[0]


def read_paper(trig: str, names: Names = DEFAULT_NAMES) -> tuple[Paper, tuple[str, ...]]:
    """The same, with the IRIs that the paper had before, sorted."""
    try:
        quads = list(ox.parse(trig, format=ox.RdfFormat.TRIG))
    except SyntaxError as error:
        raise BrokenGraphError(f"tệp đồ thị hỏng / a broken graph file: {error.msg}") from None
    index = Index(quads)
    papers = [n for n in index.subjects("rdf:type", term("dkg:Directive").value) if n.flag("dkg:held")]
    if len(papers) != 1:
        raise BrokenGraphError(f"tệp phải có đúng một văn bản / a file holds one paper, this one has {len(papers)}")
    former = term("dkg:supersedesIri")
    had = (quad.object for quad in quads if quad.predicate == former)
    try:
        return _paper(papers[0], names), tuple(sorted(iri.value for iri in had if isinstance(iri, ox.NamedNode)))
    except (ValueError, ArithmeticError) as error:
        raise BrokenGraphError(f"giá trị sai trong đồ thị / a wrong value in the graph: {error}") from error


def _paper(node: Node, names: Names) -> Paper:
    source = node.node("prov:wasDerivedFrom")
    if source is None:
        raise BrokenGraphError(f"<{node.iri}> thiếu prov:wasDerivedFrom / has no prov:wasDerivedFrom")
    all_tasks = tuple(_task(task) for task in node.nodes("dkg:hasTask"))
    orders = tuple(task for task in all_tasks if task.origin is Origin.BODY_ORDER)
    # In a paper that has neither rows nor labels, the orders of its text are its tasks.
    tasks = tuple(task for task in all_tasks if task.origin is not Origin.BODY_ORDER)
    columns = sorted((value.partition(" ") for value in node.values("dkg:tableColumn")), key=lambda v: int(v[0]))
    provisions = node.index.subjects("dkg:inDirective", node.iri)
    return Paper(
        key=names.directive_key(node.iri),
        source=Source(
            source.text("dkg:fileName"), source.iri.removeprefix("urn:sha256:"), source.text("dcterms:format")
        ),
        header=_header(node),
        home=node.code("dkg:jurisdiction") or "",
        citations=tuple(_citation(citation) for citation in node.nodes("dkg:hasCitation")),
        table_columns=tuple(column for _, _, column in columns),
        tasks=tasks or orders,
        orders=orders if tasks else (),
        provisions=tuple(
            sorted((_provision(p, node) for p in provisions if p.is_a("dkg:Provision")), key=lambda p: p.position)
        ),
        indicators=tuple(_indicator(indicator) for indicator in node.nodes("dkg:hasIndicator")),
        investments=tuple(_investment(investment) for investment in node.nodes("dkg:hasInvestment")),
        doubts=tuple(_doubt(doubt) for doubt in node.nodes("dkg:hasDoubt")),
        reviews=tuple(_review(review) for review in node.nodes("dkg:hasReview")),
    )


def _header(node: Node) -> Header:
    return Header(
        type=node.value("dkg:typeName"),
        number=node.value("dkg:number"),
        number_partial=node.value("dkg:numberPartial"),
        title=node.value("dcterms:title"),
        issuer=node.value("dkg:issuerName"),
        issuer_agency=node.code("eli:passed_by"),
        date=node.value("eli:date_document"),
        place_name=node.value("dkg:placeName"),
        signatory=node.value("dkg:signatory"),
        signatory_role=node.value("dkg:signatoryRole"),
        places=tuple((place.text("dkg:field"), place.place()) for place in node.nodes("dkg:hasPlace")),
    )


def _citation(node: Node) -> Citation:
    return Citation(
        key=node.name,
        number=node.required("dkg:number"),
        type=node.value("dkg:typeName"),
        issuer=node.value("dkg:issuerName"),
        issuer_agency=node.code("eli:passed_by"),
        date=node.value("eli:date_document"),
        role=CitationRole(node.code("dkg:citationRole") or ""),
        places=tuple(place.place() for place in node.nodes("dkg:hasPlace")),
        carries_out=tuple(cited.name for cited in node.nodes("dkg:carriesOut")),
        raw_number=node.value("dkg:rawNumber"),
        subjects=tuple(sorted(node.values("dkg:statedSubject"))),
        confidence=node.confidence(),
    )


def _provision(node: Node, paper: Node) -> Provision:
    parent = node.node("eli:is_part_of")
    heading = node.value("dcterms:title")
    line, page = node.integer("dkg:line"), node.integer("dkg:page")
    return Provision(
        key=node.name,
        number=node.text("dkg:number"),
        position=int(node.required("dkg:position")),
        parent=None if parent is None or parent.iri == paper.iri else parent.name,
        heading=heading,
        place=None if line is None and page is None else Place(heading or "", line, page),
        fingerprint=node.text("dkg:textFingerprint").removeprefix("sha256:"),
        orders_work=node.flag("dkg:ordersWork"),
    )


def _task(node: Node) -> Task:
    cells = {cell.iri: cell for cell in node.nodes("dkg:hasPlace")}
    title = next((_cell(cell) for cell in cells.values() if cell.text("dkg:field") == "title"), None)
    if title is None:
        raise BrokenGraphError(f"<{node.iri}> thiếu ô 'title' / has no cell 'title'")
    parent, provision = node.node("dkg:partOfTask"), node.node("dkg:underProvision")
    assignments = [_assignment(assignment) for assignment in node.nodes("dkg:hasAssignment")]
    deliverable, body_deadline = node.node("dkg:hasDeliverable"), node.node("dkg:bodyDeadline")
    return Task(
        key=node.name,
        origin=Origin(node.code("dkg:origin") or ""),
        title=title,
        stt=node.value("dkg:stt"),
        parent=None if parent is None else parent.name,
        group=node.value("dkg:group"),
        cells=tuple(_cell(cell) for cell in cells.values() if cell.integer("dkg:position") is not None),
        assignments=tuple(sorted(assignments, key=lambda a: list(Role).index(a.role))),
        deadline=_deadline(node.node("dkg:hasDeadline")),
        deliverable=None if deliverable is None else _deliverable(deliverable),
        cites=tuple(cited.name for cited in node.nodes("dkg:hasCitation")),
        provision=None if provision is None else provision.name,
        confidence=node.confidence(),
        body_deadline=None if body_deadline is None else _deadline(body_deadline),
    )


def _cell(node: Node) -> Cell:
    return Cell(node.text("dkg:field"), node.text("dkg:words"), node.place(), node.confidence())


def _assignment(node: Node) -> Assignment:
    body = Body(
        node.text("dkg:agentName"), node.code("dkg:agent"), node.flag("dkg:isClass"), confidence=node.confidence()
    )
    return Assignment(Role(node.code("dkg:role") or ""), body, node.own_place() or Place(""))


def _deadline(node: Node | None) -> Deadline:
    if node is None:
        return Deadline("", DeadlineKind.NONE)
    return Deadline(
        words=node.text("dkg:words"),
        kind=DeadlineKind(node.code("dkg:deadlineKind") or ""),
        start=node.day("dkg:start"),
        end=node.day("dkg:end"),
        edtf=node.value("dkg:edtf"),
        awaits=node.value("dkg:awaits"),
        place=node.own_place(),
        confidence=node.confidence(),
    )


def _deliverable(node: Node) -> Deliverable:
    return Deliverable(
        node.text("dkg:words"), node.code("dkg:deliverableKind"), node.day("dkg:namedDay"), node.own_place()
    )


def _indicator(node: Node) -> Indicator:
    targets = tuple(
        Target(
            target.text("dkg:words"),
            target.text("dkg:comparator"),
            Decimal(target.required("dkg:value")),
            target.decimal("dkg:upperValue"),
            target.value("dkg:unit"),
        )
        for target in node.nodes("dkg:hasTarget")
    )
    place = node.own_place() or Place("")
    return Indicator(node.text("dkg:number"), node.text("dkg:words"), place, targets, node.confidence())


def _investment(node: Node) -> Investment:
    return Investment(
        no=node.value("dkg:number"),
        name=node.text("dcterms:title"),
        place=node.own_place() or Place(""),
        location=node.value("dkg:location"),
        total=node.decimal("dkg:figure"),
        unit=node.value("dkg:unit"),
        raw_name=node.value("dkg:rawWords"),
        confidence=node.confidence(),
    )


def _doubt(node: Node) -> Doubt:
    return Doubt(
        subject=node.text("dkg:subject"),
        reason_vi=node.localized("rdfs:comment", "vi"),
        reason_en=node.localized("rdfs:comment", "en"),
        place=node.own_place(),
        confidence=node.confidence(),
    )


def _review(node: Node) -> Review:
    return Review(
        subject=node.required("dkg:subject"),
        status=ReviewStatus(node.code("adms:status") or ""),
        by=node.required("dkg:reviewedBy"),
        on=date.fromisoformat(node.required("dkg:reviewedOn")),
        value=node.text("dkg:words"),
        seen=node.text("dkg:rawWords"),
        read=node.text("dkg:readWords"),
        row=node.text("dkg:rowWords"),
    )
