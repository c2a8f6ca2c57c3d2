"""What several kinds of pages show: frozen pieces, ready for a template. Links are paths from the site's root."""

from dataclasses import dataclass

from directive_kg.site.words import Label


@dataclass(frozen=True, slots=True)
class File:
    """A file that lies beside a page, to be taken away."""

    path: str  # from the site's root
    name: Label
    content: bytes


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around its own matter."""

    path: str  # of the page itself, from the site's root
    root: str  # what leads from the page back to the root: '../../'
    title: Label
    section: str  # which entry of the menu it belongs to
    built: str  # which papers and which day the site was built from; '' where a server cannot tell
    today: str  # the day that it was built for; '' where none was given
    wide: bool = False  # its tables want the long side of the sheet
    files: tuple[File, ...] = ()  # its list of tasks, to be taken away


@dataclass(frozen=True, slots=True)
class Ref:
    """A text that leads somewhere, where there is somewhere to go."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class PaperRef:
    """A paper in a list."""

    name: str  # 'Kế hoạch 71/KH-UBND'
    title: str
    issuer: str
    date: str
    held: bool
    href: str | None  # its own page, of a held paper
    trace: str | None  # its trace page
    tasks: int = 0


@dataclass(frozen=True, slots=True)
class BodyRef:
    """A body as a paper names it."""

    name: str
    href: str | None
    is_class: bool  # a class of bodies is never a responsible body
    known: bool  # the register has it
    doubt: int | None  # percent of confidence, where it is below the line
    names_body: bool = True  # False for a cell's words in which no body could be read


@dataclass(frozen=True, slots=True)
class When:
    """A deadline."""

    words: str
    kind: Label
    kind_code: str
    days: str  # '01/06/2026 – 30/06/2026'; '' where the words give no day
    awaits: str
    state_code: str  # 'overdue', 'soon', 'later', else what keeps it from being late; '' where no day was given
    state: Label
    doubt: int | None

    @property
    def overdue(self) -> bool:
        """Whether its last day has passed, on the day that the site was built for."""
        return self.state_code == "overdue"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as one line of a list."""

    href: str
    stt: str
    title: str
    leads: tuple[BodyRef, ...]
    coordinating: tuple[BodyRef, ...]
    authorities: tuple[BodyRef, ...]
    deliverable: str
    when: When
    paper: Ref
    findings: int
    doubt: int | None
    fields: tuple[str, ...]  # of work, of the bodies that lead
    products: tuple[str, ...]  # kinds of its deliverables
    holes: tuple[Label, ...] = ()  # what it leaves open, on pages that tell


@dataclass(frozen=True, slots=True)
class PlaceText:
    """Where a value stands: 'trang 5, bảng 1, dòng 36, cột 5, dòng tệp 812'."""

    file: str
    where: Label


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell's words with their place."""

    field: Label
    words: str  # '' for an empty cell
    raw: str  # the words as they stand in the file, only where they differ
    place: PlaceText | None
    doubt: int | None
    findings: tuple["FindingView", ...] = ()  # that are about this cell
    reviews: tuple["ReviewView", ...] = ()  # what people said of it


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What a person said of a value that had been read."""

    status: Label
    by: str
    on: str
    read: str  # what had been read, where the person changed it


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding of the checks, at the thing it is about."""

    code: str
    severity: str
    severity_label: Label
    rule: str  # the page of all that its rule found
    message: Label
    value: str  # only where it is not the cell's words
    words: str  # of the cell
    place: PlaceText
    about: Ref
    paper: Ref
    field: str  # the cell that it is about, '' of a whole row or paper
    accepted: str  # why it was accepted, by whom and until when; '' of one that stands


@dataclass(frozen=True, slots=True)
class DoubtView:
    """Something that was not understood, or read with low confidence."""

    about: Ref
    reason: Label
    words: str
    place: PlaceText | None
    confidence: int
