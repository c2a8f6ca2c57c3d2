"""Rows of the tables -> the pieces that pages show. Every link it gives leads to a page that is built."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Final

from directive_kg.check.findings import Finding, Spot
from directive_kg.names import VOCABULARY
from directive_kg.site import words
from directive_kg.site.briefs import Brief, briefs
from directive_kg.site.clarity import SURE
from directive_kg.site.findings import Checks
from directive_kg.site.links import Links, root_from, safe_segment
from directive_kg.site.pieces import (
    BodyRef,
    CellView,
    DoubtView,
    File,
    FindingView,
    Frame,
    PaperRef,
    PlaceText,
    Ref,
    ReviewView,
    TaskLine,
    When,
)
from directive_kg.site.questions import Asked
from directive_kg.site.reads import Noted
from directive_kg.site.rows import AssignmentRow, DoubtRow, PaperRow, PlaceRow, ReviewRow, TaskRow
from directive_kg.site.tables import Tables
from directive_kg.site.words import Label

SOON: Final = 30  # days before its last day in which a task is due soon
_KEPT: Final = 4096  # things made a moment ago: a page and its files show the same tasks
LONGEST_IN_LIST: Final = 600  # characters of a title in a list; its own page has all of it
UNNAMED: Final = "(không có tên)"
_CELL_OF_ROLE: Final = {
    "lead": "lead",
    "coordinating": "coordinating",
    "approving": "authority",
    "directing": "directing_leader",
}


@dataclass(frozen=True)
class Site:
    """All that the pages are made from."""

    tables: Tables
    links: Links
    checks: Checks = field(default_factory=Checks)
    questions: Sequence[Asked] = ()
    today: date | None = None  # only with a day given is anything overdue

    @cached_property
    def held(self) -> tuple[PaperRow, ...]:
        """The papers held, newest first."""
        held = sorted((row for row in self.tables.papers.values() if row.held), key=lambda row: row.iri)
        return tuple(sorted(held, key=lambda row: row.issued_from or date.min, reverse=True))

    @cached_property
    def briefs(self) -> Mapping[str, Brief]:
        """Every task in brief."""
        return Noted("brief", {brief.iri: brief for brief in briefs(self)}, self.tables.reads)

    @cached_property
    def _briefs_of(self) -> Mapping[str, Sequence[Brief]]:
        found: dict[str, list[Brief]] = defaultdict(list)
        for brief in self.briefs.values():
            found[brief.paper].append(brief)
        for paper, of in found.items():
            places = {row.iri: place for place, row in enumerate(self.tables.paper_tasks.get(paper, ()))}
            of.sort(key=lambda brief: places.get(brief.iri, len(places)))
        return found

    def briefs_of(self, paper: str) -> Sequence[Brief]:
        """The tasks of a paper in brief, in the paper's order."""
        self.tables.reads.note("briefs of", paper)
        return self._briefs_of.get(paper, ())

    def parts_of(self, task: str) -> Sequence[str]:
        """The tasks that say that they are part of this one."""
        self.tables.reads.note("parts of", task)
        return self._parts.get(task, ())

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for paper in self.held:
            for brief in self.briefs_of(paper.iri):
                if brief.parent:
                    found[brief.parent].append(brief.iri)
        return found

    def task_doubts(self, task: str) -> Sequence[DoubtRow]:
        """The doubts about a task or a part of it, whichever paper they are said of."""
        self.tables.reads.note("doubting", task)
        papers = self._doubting.get(task, ())
        return [row for paper in papers for row in self.tables.doubts[paper] if self._task_of(row.about) == task]

    @cached_property
    def _doubting(self) -> Mapping[str, Sequence[str]]:
        """Task -> the papers among whose doubts are some about it."""
        found: dict[str, list[str]] = defaultdict(list)
        for paper, rows in self.tables.doubts.items():
            for task in sorted({task for row in rows if (task := self._task_of(row.about))}):
                found[task].append(paper)
        return found

    @cached_property
    def built(self) -> str:
        """Which papers, and which day, the site was built from: the day given, else the newest paper's."""
        count = f"{len(self.held)} văn bản"
        if self.today:
            return f"{count}, ngày {words.day(self.today)}"
        newest = words.partial_day(self.held[0].date) if self.held else ""
        return f"{count}, mới nhất ngày {newest}" if newest else count

    @cached_property
    def stamp(self) -> date:
        """The day that files are dated with: the day given, else the newest paper's; never the clock's."""
        return self.today or max((row.issued_from for row in self.held if row.issued_from), default=date(1980, 1, 1))

    def prepare(self) -> None:
        """Join what is joined over all tables, so that no part of the site is taken to have gone through them."""
        _ = self.built, self.stamp, self._briefs_of, self._parts, self._doubting, self._rules_with_findings

    def joined(self) -> Iterator[tuple[str, str, Iterator[str]]]:
        """(what was joined, of what, what it is, in pieces) for every look-up of it."""
        yield from (("briefs of", paper, map(repr, of)) for paper, of in self._briefs_of.items())
        yield from (("parts of", task, map(repr, parts)) for task, parts in self._parts.items())
        yield from (("doubting", task, map(repr, papers)) for task, papers in self._doubting.items())

    def forget(self) -> None:
        """Let go of what was made a moment ago, so that it is looked up, and noted, again."""
        for name in ("_paper", "_bodies", "_when"):
            self.__dict__.pop(name, None)
        self.links.forget()

    def frame(
        self, path: str, title: Label, section: str, *, wide: bool = False, files: tuple[File, ...] = ()
    ) -> Frame:
        """What stands around a page's matter."""
        short = Label(words.shorten(title.vi), words.shorten(title.en))
        return Frame(path, root_from(path), short, section, self.built, words.day(self.today), wide, files)

    def label(self, iri: str | None) -> Label:
        """The name of a vocabulary's term, or its code where the vocabulary does not have it."""
        row = self.tables.labels.get(iri or "")
        if row is None or row.vi is None:
            return Label(words.code(iri))
        return Label(row.vi, row.en or "")

    def term(self, scheme: str, code: str) -> Label:
        """The name of a vocabulary's term by its code."""
        return self.label(f"{VOCABULARY}{scheme}/{code}")

    def paper_name(self, row: PaperRow) -> str:
        """'Kế hoạch 71/KH-UBND'; of a paper without a number, what there is of it and a word that it is blank."""
        kind = row.type_name or self.label(row.type).vi
        number = row.number or (f"số (trống){row.number_partial}" if row.number_partial else "(không số)")
        return f"{kind} {number}".strip()

    def paper(self, iri: str) -> PaperRef:
        """A paper in a list; one that the graph only names is shown by the end of its IRI."""
        return self._paper(iri)

    @cached_property
    def _paper(self) -> Callable[[str], PaperRef]:
        return lru_cache(maxsize=_KEPT)(self._make_paper)

    def _make_paper(self, iri: str) -> PaperRef:
        row = self.tables.papers.get(iri)
        if row is None:
            return PaperRef(words.code(iri), "", "", "", held=False, href=None, trace=None)
        issuer = row.issuer_name or self.body_name(row.issuer)
        return PaperRef(
            name=self.paper_name(row),
            title=row.title or "",
            issuer=issuer,
            date=words.partial_day(row.date),
            held=row.held,
            href=self.links.page(iri),
            trace=self.links.trace(iri),
            tasks=len(self.tables.paper_tasks.get(iri, ())),
        )

    def paper_link(self, iri: str) -> Ref:
        """A paper in running text."""
        return Ref(self.paper(iri).name, self.links.any(iri))

    def papers(self, iris: Iterable[str]) -> tuple[PaperRef, ...]:
        """Papers in a list, each once, oldest first."""
        rows = self.tables.papers

        def order(iri: str) -> tuple[str, str]:
            row = rows.get(iri)
            return (row.date or "" if row else "", iri)

        return tuple(self.paper(iri) for iri in sorted(set(iris), key=order))

    def body_name(self, iri: str | None) -> str:
        """The register's name of a body."""
        row = self.tables.agencies.get(iri or "")
        return "" if row is None else row.name or row.identifier or words.code(row.iri)

    def place_name(self, iri: str) -> str:
        """A place's name, else the code in its IRI."""
        row = self.tables.locations.get(iri)
        name = (row.name if row else None) or words.code(iri)
        return name[:1].upper() + name[1:]

    def body(self, iri: str) -> BodyRef:
        """A body by its IRI."""
        row = self.tables.agencies.get(iri)
        name = self.body_name(iri) or words.code(iri)
        return BodyRef(name, self.links.page(iri), bool(row and row.is_class), row is not None, None)

    def assigned(self, row: AssignmentRow) -> BodyRef:
        """A body as the paper names it in a task."""
        agency = self.tables.agencies.get(row.agent or "")
        return BodyRef(
            name=row.agent_name or self.body_name(row.agent) or words.code(row.agent) or UNNAMED,
            href=self.links.page(row.agent),
            is_class=row.is_class or bool(agency and agency.is_class),
            known=agency is not None,
            doubt=doubt(row.confidence),
        )

    def bodies(self, task: str, role: str) -> tuple[BodyRef, ...]:
        """The bodies of one role in a task, in the paper's order; the cell's words where they name none."""
        return self._bodies(task, role)

    @cached_property
    def _bodies(self) -> Callable[[str, str], tuple[BodyRef, ...]]:
        return lru_cache(maxsize=_KEPT)(self._make_bodies)

    def _make_bodies(self, task: str, role: str) -> tuple[BodyRef, ...]:
        rows = self.tables.assignments.get(task, ())
        found = tuple(self.assigned(row) for row in rows if words.code(row.role) == role)
        return found or tuple(
            BodyRef(cell.words, None, is_class=False, known=False, doubt=doubt(cell.confidence), names_body=False)
            for cell in self.tables.places.get(task, ())
            if cell.field == _CELL_OF_ROLE.get(role) and cell.words
        )

    def state(self, task: str) -> str:
        """How a task stands to its last day: the code that `when` tells."""
        brief = self.briefs[task]
        return "done" if self._completed(brief.completed) else self._due_state(brief.kind, brief.end)

    def lead_bodies(self, task: str) -> tuple[str, ...]:
        """The single known bodies that lead a task, in the paper's order: no class of bodies, no unknown name."""
        rows = self.tables.assignments.get(task, ())
        known = self.tables.agencies
        agents = (row.agent for row in rows if words.code(row.role) == "lead" and row.agent and not row.is_class)
        return tuple(dict.fromkeys(agent for agent in agents if agent in known and not known[agent].is_class))

    def when(self, task: str) -> When:
        """A task's deadline; one that the graph says nothing of is of kind 'none'."""
        return self._when(task)

    @cached_property
    def _when(self) -> Callable[[str], When]:
        return lru_cache(maxsize=_KEPT)(self._make_when)

    def _make_when(self, task: str) -> When:
        row = self.tables.deadlines.get(task)
        if row is None:
            state = "done" if self._done(task) else "none"
            return When(
                "", self.term("deadline-kind", "none"), "none", "", "", state, words.DUE_STATES[state], doubt=None
            )
        code = words.code(row.kind) or "none"
        state = "done" if self._done(task) else self._due_state(code, row.end)
        return When(
            words=row.words or "",
            kind=self.term("deadline-kind", code),
            kind_code=code,
            days=words.span(row.start, row.end),
            awaits=row.awaits or "",
            state_code=state,
            state=words.DUE_STATES.get(state, Label("")),
            doubt=doubt(row.confidence),
        )

    def _done(self, task: str) -> bool:
        """Whether the last report says that it is done, by the day given."""
        row = self.tables.tasks.get(task)
        return self._completed(row.completed if row else None)

    def _completed(self, completed: date | None) -> bool:
        return completed is not None and (self.today is None or completed <= self.today)

    def _due_state(self, kind: str, end: date | None) -> str:
        """'' where no day was given to tell by; a standing or a waiting task is never late."""
        if kind not in {"by", "during"} or end is None:
            return kind if kind in words.DUE_STATES else "none"
        if self.today is None:
            return ""
        if end < self.today:
            return "overdue"
        return "soon" if end <= self.today + timedelta(days=SOON) else "later"

    def deliverable(self, task: str) -> str:
        """The words of what must come out of a task."""
        return "; ".join(row.words for row in self.tables.deliverables.get(task, ()) if row.words)

    def task_name(self, row: TaskRow) -> str:
        """'35.1', or where the row has no number, a word that it has none."""
        return row.stt or "(không số)"

    def task(self, task: TaskRow | Brief) -> TaskLine:
        """A task as one line of a list."""
        row = self.tables.tasks[task.iri] if isinstance(task, Brief) else task
        return TaskLine(
            href=self.links.page(row.iri) or "",
            stt=row.stt or "",
            title=words.shorten(row.title or UNNAMED, LONGEST_IN_LIST),
            leads=self.bodies(row.iri, "lead"),
            coordinating=self.bodies(row.iri, "coordinating"),
            authorities=self.bodies(row.iri, "approving"),
            deliverable=self.deliverable(row.iri),
            when=self.when(row.iri),
            paper=self.paper_link(row.paper),
            findings=len(self.findings_of(row.iri)),
            doubt=doubt(row.confidence),
            fields=self.fields_of_work(row.iri),
            products=self.product_kinds(row.iri),
        )

    def fields_of_work(self, task: str) -> tuple[str, ...]:
        """The fields of work of the bodies that lead a task, by name."""
        found = {row.field for body in self.lead_bodies(task) for row in self.tables.fields.get(body, ())}
        return tuple(sorted(self.label(field).vi for field in found))

    def product_kinds(self, task: str) -> tuple[str, ...]:
        """What kinds of things must come out of a task, by name."""
        kinds = {row.kind for row in self.tables.deliverables.get(task, ()) if row.kind}
        return tuple(sorted(self.label(kind).vi for kind in kinds))

    def place(self, row: PlaceRow, paper: str) -> PlaceText:
        """Where a value stands in the file of its paper."""
        where = _where(page=row.page, table=row.table, row=row.row, column=row.column, line=row.line)
        return PlaceText(self.file_name(paper), where)

    def file_name(self, paper: str) -> str:
        """The name of the file that a paper was read from."""
        row = self.tables.papers.get(paper)
        source = self.tables.sources.get(row.source or "") if row else None
        return source.file_name or "" if source else ""

    def cell(self, row: PlaceRow, paper: str) -> CellView:
        """A cell's words with their place."""
        return CellView(
            field=field_label(row.field or ""),
            words=row.words or "",
            raw=row.raw_words if row.raw_words and row.raw_words != row.words else "",
            place=self.place(row, paper),
            doubt=doubt(row.confidence),
            reviews=tuple(self.review(said) for said in self.tables.reviews.get(row.iri, ())),
        )

    def review(self, row: ReviewRow) -> ReviewView:
        """What a person said of a value."""
        changed = row.read_words if row.read_words != row.words else None
        return ReviewView(self.label(row.status), row.by or "", words.day(row.on), changed or "")

    def finding(self, row: Finding) -> FindingView:
        """A finding with links to what it is about."""
        about = row.task or row.focus
        task = self.tables.tasks.get(about)
        paper = row.directive or (task.paper if task else None)
        return FindingView(
            code=row.code,
            severity=row.severity,
            severity_label=words.SEVERITIES.get(row.severity, Label(row.severity)),
            rule=self.rule_page(row.code) or "checks.html",
            message=Label(row.message.vi, row.message.en),
            value=row.value if row.value and row.value != row.place.text else "",
            words=row.place.text,
            place=_spot(row.place),
            about=Ref(self.thing_name(about), self.links.any(about)),
            paper=self.paper_link(paper) if paper else Ref(""),
            field=row.place.field,
            accepted=_accepted(row),
        )

    def rule_page(self, code: str) -> str | None:
        """The first page of what a rule found; None for one that found nothing."""
        return f"checks/{safe_segment(code)}.html" if code in self._rules_with_findings else None

    @cached_property
    def _rules_with_findings(self) -> frozenset[str]:
        found = {finding.code for finding in self.checks.findings}
        return frozenset(rule.code for rule in self.checks.rules if rule.code in found)

    def findings_of(self, iri: str) -> Sequence[Finding]:
        """What the checks found about a thing, as they say it."""
        self.tables.reads.note("checks", iri)
        return self.checks.of(iri)

    def findings(self, iri: str) -> tuple[FindingView, ...]:
        """The findings about a thing or a part of it."""
        return tuple(self.finding(row) for row in self.findings_of(iri))

    def thing_name(self, iri: str) -> str:
        """What to call a thing: a paper, task, body, mention or term by its name, a part of a task by the task's."""
        task = self.tables.tasks.get(self._task_of(iri) or "")
        if task:
            name = f"Nhiệm vụ {self.task_name(task)}"
            part = words.FIELDS.get(words.code(iri)) if iri != task.iri else None
            return f"{name}: {part.vi}" if part else name
        if iri in self.tables.papers:
            return self.paper(iri).name
        citation = self.tables.citations.get(iri)
        if citation:
            return f"Viện dẫn {citation.number or words.code(iri)}"
        return self.body_name(iri) or self.label(iri).vi or iri

    def doubt(self, row: DoubtRow) -> DoubtView:
        """A doubt of the reading, with the place it is about."""
        place = next(iter(self.tables.places.get(row.iri, ())), None)
        about = row.about or row.paper
        return DoubtView(
            about=Ref(self.thing_name(about), self.links.any(self._task_of(about) or about)),
            reason=Label(row.reason_vi or "", row.reason_en or ""),
            words=row.words or "",
            place=self.place(place, row.paper) if place else None,
            confidence=percent(row.confidence),
        )

    def _task_of(self, iri: str | None) -> str | None:
        """The task that a thing is, or is a part of, by its IRI."""
        while iri:
            if iri in self.tables.tasks:
                return iri
            iri = iri.rpartition("/")[0]
        return None


def _where(**numbers: int | None) -> Label:
    """'trang 5, bảng 1, hàng 36' of what is known."""
    known = [(name, number) for name, number in numbers.items() if number is not None]
    vietnamese = ", ".join(f"{words.PLACES[name]} {number}" for name, number in known)
    return Label(vietnamese, ", ".join(f"{name} {number}" for name, number in known))


def _accepted(row: Finding) -> str:
    """'Sở đã báo cáo – Nguyễn Văn A, 01/03/2026, đến 31/12/2026' of a finding that somebody accepted."""
    waiver = row.waived
    if waiver is None:
        return ""
    until = f", đến {words.day(waiver.until)}" if waiver.until else ""
    return f"{waiver.reason} – {waiver.by}, {words.day(waiver.on)}{until}"


def _spot(spot: Spot) -> PlaceText:
    return PlaceText(spot.file or "", _where(page=spot.page, row=spot.row, column=spot.column))


def field_label(name: str) -> Label:
    """What a field of a row is called; an unknown one by its own name."""
    return words.FIELDS.get(name, Label(name))


def percent(confidence: float) -> int:
    """A confidence as whole percent, within 0 and 100 whatever the graph says."""
    return round(100 * min(max(confidence, 0.0), 1.0)) if confidence == confidence else 0  # noqa: PLR0124 - NaN differs from itself


def doubt(confidence: float) -> int | None:
    """The percent of a confidence that is below the line, else None."""
    return None if confidence >= SURE else percent(confidence)
