"""One doubtful value as a person is shown it: what the paper says, what was made of it, why that is doubtful."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from directive_kg.extract.review_values import Value, canonical, find_value, task_of
from directive_kg.extract.tasks import ROLE_OF_FIELD
from directive_kg.records import Body, DeadlineKind, Paper, Place, Review, ReviewStatus, Task
from directive_kg.register import Register

_ID_LENGTH: Final = 12  # hex digits: 48 bits tell a million values apart
_PLACES: Final = (("page", "trang"), ("table", "bảng"), ("row", "hàng"), ("column", "cột"), ("line", "dòng"))

FIELDS: Final = {
    "header/title": "Trích yếu",
    "title": "Nhiệm vụ",
    "deliverable": "Sản phẩm",
    "deadline": "Thời hạn",
    "lead": "Cơ quan chủ trì",
    "coordinating": "Cơ quan phối hợp",
    "authority": "Thẩm quyền",
    "directing_leader": "Lãnh đạo chỉ đạo",
    "citation": "Viện dẫn",
    "indicator": "Chỉ tiêu",
    "investment": "Công trình",
    "total": "Số tiền",
    "location": "Địa điểm",
    "number": "Số, ký hiệu",
    "type": "Loại văn bản",
    "issuer": "Cơ quan ban hành",
    "date": "Ngày ban hành",
    "place_name": "Nơi ban hành",
    "signatory": "Người ký",
    "signatory_role": "Chức vụ người ký",
    "stt": "Số thứ tự",
    "provision": "Mục",
    "annex": "Phụ lục",
    "table": "Bảng",
    "task": "Cả dòng",
    "resources": "Nguồn lực",
    "note": "Ghi chú",
}
_KINDS: Final = {
    DeadlineKind.BY: ("chậm nhất", "by"),
    DeadlineKind.DURING: ("trong", "during"),
    DeadlineKind.ONGOING: ("thường xuyên", "ongoing"),
    DeadlineKind.RECURRING: ("định kỳ", "recurring"),
    DeadlineKind.CONDITIONAL: ("chờ văn bản hoặc việc khác", "conditional"),
    DeadlineKind.NONE: ("không hiểu được ngày nào", "no day understood"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A value to look at."""

    id: str  # lasts while the paper has its name and the row its number
    key: str  # of the paper
    paper: str  # its number, or its title where it has none
    file: str
    sha256: str  # of the paper's file
    format: str  # of that file: 'text', 'docx', 'pdf', 'scan', …
    value: Value
    row_name: str  # '35.1', '' where it is of no row
    reasons: tuple[tuple[str, str], ...]  # Vietnamese, English
    meaning: str  # how grammar and register understand it, both languages; '' where there is nothing to understand
    row: tuple[tuple[str, str], ...] = ()  # the row's cells: (what, words)
    review: Review | None = None  # what somebody said of it before

    @property
    def name(self) -> str:
        """What the value is called."""
        return field_name(self.value.subject, self.value.field)

    @property
    def where(self) -> str:
        """'trang 5, bảng 1, hàng 36', as far as known."""
        return place_words(self.value.place)

    @property
    def stamp(self) -> str:
        """Fingerprint of what is shown: a decision made on other words than these is refused."""
        return sha256(f"{self.value.seen}\0{self.value.read}\0{self.meaning}".encode("utf-8", "replace")).hexdigest()[
            :16
        ]


def field_name(subject: str, field: str) -> str:
    """What a value is called: the title of a paper is no task's."""
    return FIELDS.get(subject) or FIELDS.get(field, field)


def item_id(key: str, subject: str) -> str:
    """The id of a value: made of the paper's key and the value's subject."""
    return sha256(f"{key}#{subject}".encode()).hexdigest()[:_ID_LENGTH]


def make_item(paper: Paper, value: Value, register: Register) -> Item:
    """A value of a paper as it is shown."""
    kind, *path = value.subject.split("/")
    task = task_of(paper, path[0]) if kind == "task" and path else None
    header = paper.header
    return Item(
        id=item_id(paper.key, value.subject),
        key=paper.key,
        paper=header.number or header.number_partial or header.title or paper.key,
        file=paper.source.file,
        sha256=paper.source.sha256,
        format=paper.source.format,
        value=value,
        row_name=(task.stt or task.key) if task else "",
        reasons=tuple(
            dict.fromkeys((d.reason_vi, d.reason_en) for d in paper.doubts if canonical(d.subject) == value.subject)
        ),
        meaning=_meaning(task, value, register) if task else "",
        row=tuple((FIELDS.get(c.field, c.field), c.text) for c in task.cells) if task else (),
        review=next(
            (r for r in paper.reviews if r.subject == value.subject and r.status is not ReviewStatus.GONE), None
        ),
    )


def find_item(paper: Paper, subject: str, register: Register) -> Item | None:
    """Any value of a paper, doubtful or not; None where it has no such value."""
    value = find_value(paper, subject)
    return make_item(paper, value, register) if value else None


def place_words(place: Place | None) -> str:
    """'trang 5, bảng 1, hàng 36', as far as known."""
    if place is None:
        return ""
    return ", ".join(f"{vi} {number}" for name, vi in _PLACES if (number := getattr(place, name)) is not None)


def _meaning(task: Task, value: Value, register: Register) -> str:
    if value.field == "deadline" and value.read:
        due = task.deadline
        vi, en = _KINDS[due.kind]
        days = " - ".join(f"{day:%d/%m/%Y}" for day in (due.start, due.end) if day)
        return " ".join(x for x in (vi, days, f"/ {en}") if x)
    role = ROLE_OF_FIELD.get(value.field)
    if role is None:
        return ""
    return "; ".join(_body(body, register) for body in task.bodies(role))


def _body(body: Body, register: Register) -> str:
    if body.is_class:
        return f"{body.name} (một lớp cơ quan / a class)"
    if body.agency is None:
        return f"{body.name} → chưa có trong danh bạ / not in the register"
    agency = register.agencies.get(body.agency)  # a body of a commune or of another province is known by its code alone
    return f"{body.name} → {agency.name if agency else body.agency}"
