"""The rows of the tables behind the pages: one class a query of `queries/`, fields named as its variables."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper, held or only cited."""

    iri: str
    held: bool = False
    number: str | None = None
    number_partial: str | None = None
    type: str | None = None  # term of the vocabulary 'document-type'
    type_name: str | None = None  # as the paper has it
    title: str | None = None
    date: str | None = None  # as much of it as the paper gives: '2026-03-04', '2026-03', '2026'
    issued_from: dt.date | None = None
    issuer: str | None = None
    issuer_name: str | None = None
    signatory: str | None = None
    signatory_role: str | None = None
    source: str | None = None  # urn:sha256:…
    place: str | None = None  # where it holds
    place_name: str | None = None  # as the paper has it beside its date
    supersedes: str | None = None  # what it was called while its number was not known


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A file that a paper was read from."""

    iri: str
    file_name: str | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column of a paper's annex: '3 deliverable'."""

    paper: str
    column: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task."""

    iri: str
    paper: str
    stt: str | None = None
    position: int | None = None
    origin: str | None = None
    parent: str | None = None
    group: str | None = None
    title: str | None = None
    provision: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """When a task is due."""

    iri: str
    task: str
    words: str | None = None
    kind: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    awaits: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class DeliverableRow:
    """What must come out of a task."""

    iri: str
    task: str
    words: str | None = None
    kind: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """Who does what in a task."""

    iri: str
    task: str
    role: str
    agent: str | None = None
    agent_name: str | None = None
    is_class: bool = False
    position: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Where a value stands in its paper; `owner` is the task, citation, … that it belongs to."""

    iri: str
    owner: str
    field: str | None = None
    position: int | None = None  # of a cell in its row; None for what is no cell of the row
    words: str | None = None
    raw_words: str | None = None
    line: int | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class CitationRow:
    """A mention of a paper by its number."""

    iri: str
    paper: str
    number: str | None = None
    raw_number: str | None = None
    type: str | None = None
    type_name: str | None = None
    position: int | None = None
    issuer_name: str | None = None
    issuer: str | None = None
    date: str | None = None
    role: str | None = None
    target: str | None = None  # the paper it is, where that is certain
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class TaskCitationRow:
    """A mention that stands in a task's row."""

    task: str
    citation: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link from paper to paper."""

    source: str
    relation: str
    target: str


@dataclass(frozen=True, slots=True)
class TaskLinkRow:
    """A paper that a task names."""

    task: str
    target: str


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """A numbered part of a paper's body."""

    iri: str
    paper: str
    parent: str | None = None
    number: str | None = None
    path: str | None = None
    title: str | None = None
    position: int | None = None
    line: int | None = None
    orders_work: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A numbered target."""

    iri: str
    paper: str
    number: str | None = None
    position: int | None = None
    words: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One figure of an indicator."""

    iri: str
    indicator: str
    words: str | None = None
    comparator: str | None = None
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class InvestmentRow:
    """A work of an investment list; `figure` is in the paper's `unit`, `total` in VND."""

    iri: str
    paper: str
    number: str | None = None
    position: int | None = None
    title: str | None = None
    raw_words: str | None = None  # the name as it stands in a ruined paper
    location: str | None = None
    figure: Decimal | None = None
    total: Decimal | None = None
    unit: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """Something that was not understood, or read with low confidence."""

    iri: str
    paper: str
    about: str | None = None
    subject: str | None = None
    reason_vi: str | None = None
    reason_en: str | None = None
    words: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """A body, or a class of bodies."""

    iri: str
    is_class: bool = False
    name: str | None = None
    name_en: str | None = None
    kind: str | None = None
    parent: str | None = None
    identifier: str | None = None
    place: str | None = None  # none of a central body


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of work of a body."""

    agency: str
    field: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """What a person said of a value that had been read."""

    iri: str
    about: str
    words: str | None = None  # the value that holds since
    read_words: str | None = None  # what had been read
    status: str | None = None  # term of the vocabulary 'review-status'
    by: str | None = None
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LocationRow:
    """A city, a ward or another place."""

    iri: str
    name: str | None = None
    name_en: str | None = None
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class MatchRow:
    """Two tasks of two papers that are the same, or that one repeats; the left one is of the later paper."""

    iri: str
    left: str
    right: str
    score: float = 0.0
    because_vi: str | None = None
    because_en: str | None = None


@dataclass(frozen=True, slots=True)
class AliasRow:
    """Another spelling of a body's name."""

    agency: str
    alias: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A body that took over from another."""

    iri: str
    original: str
    resulting: str
    date: str | None = None
    legal_ground: str | None = None


@dataclass(frozen=True, slots=True)
class LabelRow:
    """The name of a vocabulary's term."""

    iri: str
    vi: str | None = None
    en: str | None = None
