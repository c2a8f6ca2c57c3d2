"""The paper page: its head, its links to other papers, and its annex as the paper's own table."""

from collections.abc import Sequence
from dataclasses import dataclass

from directive_kg.site import links, words
from directive_kg.site.annex import Annex, annex_of
from directive_kg.site.contexts_matrix import matrix_path
from directive_kg.site.exports.files import files_beside
from directive_kg.site.exports.lists import annexed
from directive_kg.site.pieces import DoubtView, FindingView, Frame, PaperRef, PlaceText, Ref, TaskLine
from directive_kg.site.rows import CitationRow, ProvisionRow, TargetRow, TaskRow
from directive_kg.site.views import Site, doubt, field_label
from directive_kg.site.words import Label


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a paper's head: what it is called, its words, and where they stand."""

    name: Label
    value: Ref
    place: PlaceText | None = None


@dataclass(frozen=True, slots=True)
class CitationLine:
    """A mention of another paper."""

    anchor: str
    name: Ref  # 'Nghị quyết 263/2025/QH15', leading to the paper where that is certain
    raw: str
    issuer: str
    date: str
    role: Label
    places: tuple[PlaceText, ...]
    doubt: int | None


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A numbered part of the body, `depth` levels below the paper (at most 5)."""

    anchor: str
    depth: int
    number: str
    heading: str
    line: int | None
    orders_work: bool
    tasks: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """A numbered target with its figures."""

    number: str
    words: str
    figures: tuple[str, ...]
    places: tuple[PlaceText, ...]
    doubt: int | None


@dataclass(frozen=True, slots=True)
class InvestmentLine:
    """A work of an investment list."""

    number: str
    name: str
    raw: str
    location: str
    figure: str  # in the paper's unit
    total: str  # in VND
    places: tuple[PlaceText, ...]
    doubt: int | None


@dataclass(frozen=True, slots=True)
class PaperContext:
    """What a paper page shows."""

    frame: Frame
    paper: PaperRef
    facts: tuple[Fact, ...]
    relations: tuple[tuple[Label, tuple[PaperRef, ...]], ...]
    matrix: str | None  # its matrix page, where it has tasks
    annex: Annex | None
    orders: tuple[TaskLine, ...]
    citations: tuple[CitationLine, ...]
    outline: tuple[OutlineLine, ...]
    indicators: tuple[IndicatorLine, ...]
    investments: tuple[InvestmentLine, ...]
    doubts: tuple[DoubtView, ...]
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class PaperIndexContext:
    """What the list of papers shows."""

    frame: Frame
    papers: tuple[PaperRef, ...]


def paper_context(site: Site, iri: str) -> PaperContext:
    """The page of one held paper."""
    paper = site.paper(iri)
    assert paper.href is not None
    tasks = site.tables.paper_tasks.get(iri, ())
    ordered = [row for row in tasks if words.code(row.origin) == "body-order"]
    listed = [row for row in tasks if words.code(row.origin) != "body-order"]
    files = files_beside(paper.href, annexed(site, paper.name, iri, [*listed, *ordered]))
    return PaperContext(
        frame=site.frame(paper.href, Label(paper.name), "paper", wide=True, files=files),
        paper=paper,
        facts=_facts(site, iri),
        relations=_relations(site, iri),
        matrix=matrix_path(paper.href) if tasks else None,
        annex=annex_of(site, iri, listed) if listed else None,
        orders=tuple(site.task(row) for row in ordered),
        citations=tuple(_citation(site, row) for row in site.tables.paper_citations.get(iri, ())),
        outline=_outline(site, iri, tasks),
        indicators=_indicators(site, iri),
        investments=_investments(site, iri),
        doubts=tuple(site.doubt(row) for row in site.tables.doubts.get(iri, ())),
        findings=site.findings(iri),
    )


def paper_index_context(site: Site) -> PaperIndexContext:
    """The list of the papers held, newest first."""
    title = Label("Văn bản", "Papers")
    return PaperIndexContext(
        site.frame("paper/index.html", title, "paper"), tuple(site.paper(row.iri) for row in site.held)
    )


def provision_anchor(row: ProvisionRow) -> str:
    """The fragment of a numbered part on its paper's page."""
    return links.anchor("phan", row.path or words.code(row.iri))


def citation_anchor(row: CitationRow) -> str:
    """The fragment of a mention on its paper's page."""
    return links.anchor("vien-dan", words.code(row.iri))


def _facts(site: Site, iri: str) -> tuple[Fact, ...]:
    row = site.tables.papers[iri]
    source = site.tables.sources.get(row.source or "")
    places = {place.field: site.place(place, iri) for place in site.tables.places.get(iri, ())}
    number = row.number or (f"(trống){row.number_partial}" if row.number_partial else "")
    listed = (
        ("type", Ref(row.type_name or site.label(row.type).vi)),
        ("number", Ref(number)),
        ("date", Ref(words.partial_day(row.date))),
        ("issuer", Ref(row.issuer_name or site.body_name(row.issuer), site.links.page(row.issuer))),
        ("signatory", Ref(row.signatory or "")),
        ("signatory_role", Ref(row.signatory_role or "")),
    )
    facts = [Fact(field_label(name), value, places.get(name)) for name, value in listed]
    facts.append(Fact(Label("Tệp đã đọc", "File read"), Ref(source.file_name or "" if source else "")))
    return tuple(facts)


def _relations(site: Site, iri: str) -> tuple[tuple[Label, tuple[PaperRef, ...]], ...]:
    found = []
    for kind, (own, other) in words.RELATIONS.items():
        if kind == "cites":
            continue  # the table of mentions says it, with its places
        for label, iris in (
            (own, [r.target for r in site.tables.links_from.get(iri, ()) if words.code(r.relation) == kind]),
            (other, [r.source for r in site.tables.links_to.get(iri, ()) if words.code(r.relation) == kind]),
        ):
            # What a paper carries out and what carries it out is told even where there is nothing.
            if iris or kind == "implements":
                found.append((label, site.papers(iris)))
    return tuple(found)


def _citation(site: Site, row: CitationRow) -> CitationLine:
    kind = row.type_name or (site.label(row.type).vi if row.type else "")
    return CitationLine(
        anchor=citation_anchor(row),
        name=Ref(f"{kind} {row.number or ''}".strip(), site.links.any(row.target)),
        raw=row.raw_number if row.raw_number and row.raw_number != row.number else "",
        issuer=row.issuer_name or site.body_name(row.issuer),
        date=words.partial_day(row.date),
        role=site.label(row.role) if row.role else Label(""),
        places=_places(site, row.iri, row.paper),
        doubt=doubt(row.confidence),
    )


def _places(site: Site, owner: str, paper: str) -> tuple[PlaceText, ...]:
    return tuple(site.place(place, paper) for place in site.tables.places.get(owner, ()))


def _outline(site: Site, iri: str, tasks: Sequence[TaskRow]) -> tuple[OutlineLine, ...]:
    rows = site.tables.paper_provisions.get(iri, ())
    under: dict[str, list[Ref]] = {}
    for task in tasks:
        if task.provision:
            under.setdefault(task.provision, []).append(Ref(site.task_name(task), site.links.page(task.iri)))
    return tuple(
        OutlineLine(
            anchor=provision_anchor(row),
            depth=_depth(site, row),
            number=row.number or "",
            heading=row.title or "",
            line=row.line,
            orders_work=row.orders_work,
            tasks=tuple(under.get(row.iri, ())),
        )
        for row in rows
    )


def _depth(site: Site, row: ProvisionRow) -> int:
    depth, parent = 0, site.tables.provisions.get(row.parent or "")
    while parent is not None and depth < 5:
        depth, parent = depth + 1, site.tables.provisions.get(parent.parent or "")
    return depth


def _indicators(site: Site, iri: str) -> tuple[IndicatorLine, ...]:
    return tuple(
        IndicatorLine(
            number=row.number or "",
            words=row.words or "",
            figures=tuple(
                _figure(target) for target in site.tables.targets.get(row.iri, ()) if target.value is not None
            ),
            places=_places(site, row.iri, iri),
            doubt=doubt(row.confidence),
        )
        for row in site.tables.indicators.get(iri, ())
    )


def _figure(row: TargetRow) -> str:
    """'≥ 90 %', '15 – 17 %'."""
    comparator = words.COMPARATORS.get(row.comparator or "", row.comparator or "")
    upper = f"– {words.amount(row.upper)}" if row.upper is not None else ""
    return " ".join(part for part in (comparator, words.amount(row.value), upper, row.unit) if part)


def _investments(site: Site, iri: str) -> tuple[InvestmentLine, ...]:
    return tuple(
        InvestmentLine(
            number=row.number or "",
            name=row.title or "",
            raw=row.raw_words if row.raw_words and row.raw_words != row.title else "",
            location=row.location or "",
            figure=f"{words.amount(row.figure)} {row.unit or ''}".strip() if row.figure is not None else "",
            total=words.amount(row.total),
            places=_places(site, row.iri, iri),
            doubt=doubt(row.confidence),
        )
        for row in site.tables.investments.get(iri, ())
    )
