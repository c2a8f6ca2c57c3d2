"""What was read from one paper: frozen records, each value with its place in the paper.

Readers and extractors make them, the graph is written from them, and nothing here knows of either.
Dates are what the paper gives and no more: a month stays a month ('2026-04'), a blank day stays blank.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

_PARTIAL_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Role(StrEnum):
    """What a body does in a task (vocabulary 'role')."""

    LEAD = "lead"
    COORDINATING = "coordinating"
    APPROVING = "approving"
    DIRECTING = "directing"
    ADVISING = "advising"


class DeadlineKind(StrEnum):
    """How a deadline binds (vocabulary 'deadline-kind')."""

    BY = "by"
    DURING = "during"
    ONGOING = "ongoing"
    RECURRING = "recurring"
    CONDITIONAL = "conditional"
    NONE = "none"


class Origin(StrEnum):
    """Where in its paper a task stands (vocabulary 'origin')."""

    ANNEX_ROW = "annex-row"
    LABELLED_ITEM = "labelled-item"
    BODY_ORDER = "body-order"


class CitationRole(StrEnum):
    """Why a paper names another (vocabulary 'citation-role')."""

    IMPLEMENTS = "implements"
    BASED_ON = "based-on"
    CITES = "cites"
    AMENDS = "amends"
    REPLACES = "replaces"


class ReviewStatus(StrEnum):
    """What became of a value that a person looked at (vocabulary 'review-status')."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    TEXT_CHANGED = "text-changed"  # the paper's words are others now: the value stays and is to be looked at again
    GONE = "gone"  # the paper no longer has the row or mention that it was about


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in the paper. Numbers count from 1; None where the format does not tell."""

    text: str  # the words as they stand there, NFC, white space folded, nothing repaired
    line: int | None = None  # first line of the value in the file (text formats)
    page: int | None = None
    table: int | None = None  # which table of the paper
    row: int | None = None  # which row of that table once its broken pieces are joined, headings not counted
    column: int | None = None

    def __post_init__(self) -> None:
        for value in (self.line, self.page, self.table, self.row, self.column):
            if value is not None and value < 1:
                raise ValueError(f"line, page, table, row, column count from 1, not {value}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a task's row, as the paper has it."""

    field: str  # title, deliverable, deadline, lead, coordinating, authority, directing_leader, …
    text: str  # the cell's words; of a ruined paper the repaired words, and place.text has the raw ones
    place: Place
    confidence: float = 1.0  # 0..1; below 0.9 a person should look

    def __post_init__(self) -> None:
        _check_confidence(self.confidence)


@dataclass(frozen=True, slots=True)
class Body:
    """A body as a paper names it, and what the register makes of it."""

    name: str  # the paper's words, abbreviations spelled out
    agency: str | None = None  # code in the register; None when the register does not know it
    is_class: bool = False  # a class of bodies ('các sở, ban, ngành'): never a responsible body
    confidence: float = 1.0

    def __post_init__(self) -> None:
        _check_confidence(self.confidence)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who does what in a task."""

    role: Role
    body: Body
    place: Place


@dataclass(frozen=True, slots=True)
class Deadline:
    """When: the words, and the first and last day only where the words give them."""

    words: str  # '' when the cell is empty
    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    edtf: str | None = None  # EDTF level 1/2: '2026', '2026-03', '2026-34' (second quarter), '2026-10/2027-06'
    awaits: str | None = None  # for a conditional one: the words of what it waits for
    place: Place | None = None
    confidence: float = 1.0

    def __post_init__(self) -> None:
        _check_confidence(self.confidence)
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"a deadline that ends before it starts: {self.words}")


@dataclass(frozen=True, slots=True)
class Deliverable:
    """What must come out."""

    words: str
    kind: str | None = None  # code in the vocabulary 'deliverable-kind'
    named_day: date | None = None  # the last day by which the words promise a result (check T5)
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the annex, a labelled item, or an order of the body text."""

    key: str  # unique in the paper and stable: '35', '35.1', 'row-7', 'order-II.2'
    origin: Origin
    title: Cell
    stt: str | None = None  # the number as printed, without dot or brackets; dash rows get '35.1', '35.2'
    parent: str | None = None  # key of the task that this one is a part of
    group: str | None = None  # the heading rows it stands under, joined by ' / '
    cells: tuple[Cell, ...] = ()  # every non-empty cell, the title's included
    assignments: tuple[Assignment, ...] = ()
    deadline: Deadline = field(default_factory=lambda: Deadline("", DeadlineKind.NONE))
    deliverable: Deliverable | None = None
    cites: tuple[str, ...] = ()  # keys of citations named anywhere in the row
    provision: str | None = None  # key of the provision of the body that it belongs to
    confidence: float = 1.0
    body_deadline: Deadline | None = None  # of a row: what the sentence of the body behind it says (check T3)

    def __post_init__(self) -> None:
        _check_confidence(self.confidence)

    def cell(self, name: str) -> Cell | None:
        """The row's cell of that field, or None where it is empty or there is no such column."""
        return next((c for c in self.cells if c.field == name), None)

    def bodies(self, role: Role) -> tuple[Body, ...]:
        """The bodies of one role, in the paper's order."""
        return tuple(a.body for a in self.assignments if a.role is role)


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper named by number in the text, once however often it is named."""

    key: str  # unique in the paper
    number: str
    type: str | None = None  # 'Nghị quyết', 'Kế hoạch', …
    issuer: str | None = None  # in full; None where neither words nor symbol tell
    issuer_agency: str | None = None  # code in the register
    date: str | None = None  # ISO, as much of it as the paper gives
    role: CitationRole = CitationRole.CITES
    places: tuple[Place, ...] = ()
    carries_out: tuple[str, ...] = ()  # keys of the cited papers that, by this paper's words, it carries out
    raw_number: str | None = None  # the number as it stands in a ruined paper
    subjects: tuple[str, ...] = ()  # what the words say that it is about: 'về phát triển …', sorted
    confidence: float = 1.0

    def __post_init__(self) -> None:
        _check_partial_date(self.date)
        _check_confidence(self.confidence)


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered part of the body text. Its prose stays in the paper: here are its number, heading and fingerprint."""

    key: str  # 'II.1.14'
    number: str  # as printed, without the trailing dot: 'II', '1.14', 'a'
    position: int  # order in the paper, from 1
    parent: str | None = None
    heading: str | None = None  # only where the part has one; never its prose
    place: Place | None = None  # place.text is the heading or the first words
    fingerprint: str = ""  # sha256 of the part's folded text
    orders_work: bool = False  # its text orders something (check C9)


@dataclass(frozen=True, slots=True)
class Target:
    """One figure of an indicator."""

    words: str
    comparator: str  # '=', '>=', '<=', '>', '<', 'range'
    value: Decimal
    upper: Decimal | None = None  # the second figure of a range
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A numbered target (chỉ tiêu) of the body."""

    no: str
    text: str
    place: Place
    targets: tuple[Target, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Investment:
    """A work in an investment list."""

    no: str | None
    name: str
    place: Place
    location: str | None = None
    total: Decimal | None = None  # in the unit below; None where the figure could not be read for certain
    unit: str | None = None  # 'triệu đồng'
    raw_name: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read."""

    file: str  # its name, without folders
    sha256: str
    format: str  # 'text', 'docx', …


@dataclass(frozen=True, slots=True)
class Header:
    """The head and foot of a paper."""

    type: str | None = None  # 'Kế hoạch', 'Công văn', …
    number: str | None = None  # None where the paper leaves it blank
    number_partial: str | None = None  # what stands where the number is blank: '/VP-TH'
    title: str | None = None
    issuer: str | None = None  # full name
    issuer_agency: str | None = None
    date: str | None = None  # ISO, as much of it as the paper gives
    place_name: str | None = None  # 'Hải Phòng'
    signatory: str | None = None
    signatory_role: str | None = None
    places: tuple[tuple[str, Place], ...] = ()  # (field, where it stands)

    def __post_init__(self) -> None:
        _check_partial_date(self.date)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in the paper that was not understood, or is read with low confidence."""

    subject: str  # 'task/35.1/deadline', 'header/date', 'citation/3', …
    reason_vi: str
    reason_en: str
    place: Place | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said of one value; it outlives every new reading of the paper."""

    subject: (
        str  # of what, as in `Doubt.subject`, by the fields of cells: 'task/35.1/lead', 'citation/3', 'header/date'
    )
    status: ReviewStatus
    by: str  # the person's name
    on: date
    value: str  # the words that hold since; '' where only a doubt was looked at
    seen: str  # the paper's own words when they were looked at, as they stand there
    read: str  # what the machine had made of them
    row: str = ""  # of a task's value: its title in the paper's own words, to know the row again

    @property
    def holds(self) -> bool:
        """Whether the paper still says what the person looked at."""
        return self.status in (ReviewStatus.ACCEPTED, ReviewStatus.CORRECTED)


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that was read from one paper."""

    key: str  # 'issuer/year/slug': names its IRI, its named graph and (by place) its file
    source: Source
    header: Header
    home: str  # slug of the province or city whose bodies the paper means by bare names: 'hai-phong'
    citations: tuple[Citation, ...] = ()
    table_columns: tuple[str, ...] = ()  # fields of the annex in the paper's own order
    tasks: tuple[Task, ...] = ()  # rows and labelled items; in a paper with neither, its orders
    orders: tuple[Task, ...] = ()  # orders of the body text of a paper that has rows or labels
    provisions: tuple[Provision, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    investments: tuple[Investment, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    reviews: tuple[Review, ...] = ()  # one a subject, the latest

    def __post_init__(self) -> None:
        for what, keys in (
            ("task", [t.key for t in self.tasks + self.orders]),
            ("citation", [c.key for c in self.citations]),
            ("provision", [p.key for p in self.provisions]),
            ("review", [r.subject for r in self.reviews if r.status is not ReviewStatus.GONE]),
        ):
            if len(set(keys)) != len(keys):
                raise ValueError(f"two of one {what} key in {self.source.file}")

    @property
    def implements(self) -> tuple[Citation, ...]:
        """The higher papers that this one exists to carry out."""
        return tuple(c for c in self.citations if c.role is CitationRole.IMPLEMENTS)


def _check_partial_date(value: str | None) -> None:
    if value is not None and not _PARTIAL_DATE.fullmatch(value):
        raise ValueError(f"not an ISO date, month or year: {value!r}")


def _check_confidence(value: float) -> None:
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"confidence runs from 0 to 1, not {value}")
