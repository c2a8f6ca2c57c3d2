"""The paper page: its head, its links to other papers, and its annex as the paper's own table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from directive_kg.site import links, words
from directive_kg.site.annex import Annex, annex_of
from directive_kg.site.compare import Compared, compared_with
from directive_kg.site.contexts_matrix import matrix_path
from directive_kg.site.exports.files import files_beside
from directive_kg.site.exports.lists import annexed
from directive_kg.site.grouping import Section
from directive_kg.site.legislation import legislation
from directive_kg.site.parts import MOST_PAPERS, parted
from directive_kg.site.pieces import DoubtView, FindingView, Frame, PaperRef, PlaceText, Ref, TaskLine
from directive_kg.site.rows import CitationRow, ProvisionRow, TargetRow, TaskRow
from directive_kg.site.sections import SectionsContext, section_pages
from directive_kg.site.views import Site, doubt, field_label
from directive_kg.site.words import Label

_MOST_CHARACTERS: Final = 110_000  # of the annex on one page
_MOST_ORDERS: Final = 60
_DOUBTS_ON_PAGE: Final = 20
_MOST_DOUBTS: Final = 200


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a paper's head: what it is called, its words, and where they stand."""

    name: Label
    value: Ref
    place: PlaceText | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above and below a paper's matter; '' for what the paper leaves blank."""

    kind: str
    number: str
    place: str
    signatory: str
    signatory_role: str


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
    head: Head
    facts: tuple[Fact, ...]
    relations: tuple[tuple[Label, tuple[PaperRef, ...]], ...]
    matrix: str | None  # its matrix page, where it has tasks
    compared: tuple[Compared, ...]  # papers that say the same of something
    annex: Annex | None
    annex_parts: tuple[Ref, ...]  # the pages of the annex, where there is more than one
    orders: tuple[TaskLine, ...]
    order_parts: tuple[Ref, ...]
    citations: tuple[CitationLine, ...]
    outline: tuple[OutlineLine, ...]
    indicators: tuple[IndicatorLine, ...]
    investments: tuple[InvestmentLine, ...]
    doubts: tuple[DoubtView, ...]  # the first of them
    doubt_count: int
    doubt_page: str | None  # of all of them, where they are many
    findings: tuple[FindingView, ...]
    legislation: Markup  # JSON-LD of schema.org


@dataclass(frozen=True, slots=True)
class AnnexContext:
    """What a further page of a paper's annex shows."""

    frame: Frame
    paper: Ref
    annex: Annex
    parts: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class DoubtsContext:
    """What a page of nothing but a paper's doubts shows."""

    frame: Frame
    paper: Ref
    doubts: tuple[DoubtView, ...]
    total: int
    parts: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class PaperIndexContext:
    """What the list of papers shows."""

    frame: Frame
    papers: tuple[PaperRef, ...]
    parts: tuple[Ref, ...]  # the pages of the list, where there is more than one


def paper_pages(
    site: Site, iri: str
) -> Iterator[tuple[str, PaperContext | AnnexContext | DoubtsContext | SectionsContext]]:
    """The pages of one held paper as (template, context): its own, then what is too long for it."""
    paper = site.paper(iri)
    assert paper.href is not None
    shares = paper_shares(site, iri)
    name = Ref(paper.name, paper.href)
    doubts = tuple(site.doubt(row) for row in site.tables.doubts.get(iri, ()))
    doubt_pages, doubt_names = parted(beside(paper.href, "doc-chua-chac"), doubts, _MOST_DOUBTS)
    yield "paper.html", _paper_context(site, iri, shares, doubts)
    for number, (path, rows) in enumerate(shares.annex[1:], start=2):
        frame = site.frame(path, Label(f"{paper.name}: phụ lục ({number})", "Annex"), "paper", wide=True)
        yield "annex.html", AnnexContext(frame, name, annex_of(site, iri, rows), shares.annex_names)
    for number, (path, rows) in enumerate(shares.orders[1:], start=2):
        yield "sections.html", _more_orders(site, name, path, rows, (number, shares.order_names))
    if len(doubts) > _DOUBTS_ON_PAGE:
        for path, part in doubt_pages:
            frame = site.frame(path, Label(f"{paper.name}: đọc chưa chắc", "Read with doubt"), "paper")
            yield "doubts.html", DoubtsContext(frame, name, tuple(part), len(doubts), doubt_names)


@dataclass(frozen=True, slots=True)
class Shares:
    """Which page of a paper shows which of its tasks; the first page of either is the paper's own."""

    annex: Sequence[tuple[str, Sequence[TaskRow]]]
    annex_names: tuple[Ref, ...]
    orders: Sequence[tuple[str, Sequence[TaskRow]]]
    order_names: tuple[Ref, ...]


def paper_shares(site: Site, iri: str) -> Shares:
    """Cut a paper's tasks into pages: the rows of its annex, and the orders of its running text."""
    page = site.links.page(iri)
    assert page is not None
    tasks = site.tables.paper_tasks.get(iri, ())
    listed = [row for row in tasks if words.code(row.origin) != "body-order"]
    ordered = [row for row in tasks if words.code(row.origin) == "body-order"]
    annex, annex_names = parted(beside(page, "phu-luc"), listed, _MOST_CHARACTERS, lambda row: _characters(site, row))
    orders, order_names = parted(beside(page, "giao-viec"), ordered, _MOST_ORDERS)
    own = {annex[0][0]: page, orders[0][0]: page}

    def named(names: tuple[Ref, ...], anchor: str) -> tuple[Ref, ...]:
        return tuple(Ref(ref.text, f"{page}#{anchor}" if (ref.href or "") in own else ref.href) for ref in names)

    return Shares(
        [(own.get(path, path), rows) for path, rows in annex],
        named(annex_names, "phu-luc"),
        [(own.get(path, path), rows) for path, rows in orders],
        named(order_names, "giao-viec"),
    )


def task_anchors(site: Site, paper: str) -> Iterator[tuple[TaskRow, str]]:
    """(task, where it stands on a page of its paper) of every task of a held paper."""
    shares = paper_shares(site, paper)
    for path, rows in shares.annex:
        for row in rows:
            yield row, f"{path}#{links.anchor('nhiem-vu', words.code(row.iri))}"
    for number, (path, rows) in enumerate(shares.orders):
        for row in rows:
            yield row, f"{path}#{'nhiem-vu' if number else 'giao-viec'}"


def beside(page: str, name: str) -> str:
    """A page beside that of a paper."""
    return page.replace("index.html", f"{name}.html")


def _characters(site: Site, row: TaskRow) -> int:
    """About how many characters a row of the annex takes on its page, its markup included."""
    return 450 + 2 * sum(len(place.words or "") for place in site.tables.places.get(row.iri, ()))


def _more_orders(
    site: Site, paper: Ref, path: str, rows: Sequence[TaskRow], part: tuple[int, tuple[Ref, ...]]
) -> SectionsContext:
    number, names = part
    way = Label("Giao việc trong lời văn", "Orders of the running text")
    briefs = tuple(site.briefs[row.iri] for row in rows)
    laid = section_pages(site, path, [Section(way, None, briefs)], len(rows) * 10**6)
    return SectionsContext(
        frame=site.frame(path, Label(f"{paper.text}: giao việc ({number})", way.en), "paper", wide=True),
        kicker=Label("Văn bản", "Paper"),
        of=paper,
        way=way,
        ways=(),
        matrix=None,
        as_table=True,
        explanation=Label(""),
        links=(),
        sections=laid.pages[0][1],
        parts=names,
    )


def _paper_context(site: Site, iri: str, shares: Shares, doubts: tuple[DoubtView, ...]) -> PaperContext:
    paper = site.paper(iri)
    assert paper.href is not None
    tasks = site.tables.paper_tasks.get(iri, ())
    whole = [row for part in (shares.annex, shares.orders) for _, rows in part for row in rows]
    files = files_beside(paper.href, annexed(site, paper.name, iri, whole))
    many = len(doubts) > _DOUBTS_ON_PAGE
    row = site.tables.papers[iri]
    return PaperContext(
        frame=site.frame(paper.href, Label(paper.name), "paper", wide=True, files=files),
        paper=paper,
        head=Head(
            kind=row.type_name or site.label(row.type).vi,
            number=row.number or (f"(trống){row.number_partial}" if row.number_partial else ""),
            place=row.place_name or "",
            signatory=row.signatory or "",
            signatory_role=row.signatory_role or "",
        ),
        facts=_facts(site, iri),
        relations=_relations(site, iri),
        matrix=matrix_path(paper.href) if tasks else None,
        compared=compared_with(site, iri),
        annex=annex_of(site, iri, shares.annex[0][1]) if shares.annex[0][1] else None,
        annex_parts=shares.annex_names,
        orders=tuple(site.task(row) for row in shares.orders[0][1]),
        order_parts=shares.order_names,
        citations=tuple(_citation(site, row) for row in site.tables.paper_citations.get(iri, ())),
        outline=_outline(site, iri, tasks),
        indicators=_indicators(site, iri),
        investments=_investments(site, iri),
        doubts=doubts[:_DOUBTS_ON_PAGE],
        doubt_count=len(doubts),
        doubt_page=beside(paper.href, "doc-chua-chac") if many else None,
        findings=site.findings(iri),
        legislation=legislation(site, iri),
    )


def paper_index_pages(site: Site) -> Iterator[PaperIndexContext]:
    """The list of the papers held, newest first, on a page or more."""
    parts, names = parted("paper/index.html", site.held, MOST_PAPERS)
    for path, held in parts:
        frame = site.frame(path, Label("Văn bản", "Papers"), "paper")
        yield PaperIndexContext(frame, tuple(site.paper(row.iri) for row in held), names)


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
    if row.place and site.links.page(row.place):
        facts.append(Fact(Label("Địa phương", "Place"), Ref(site.place_name(row.place), site.links.page(row.place))))
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
