"""Progress as records: the tasks of a body, and what it says of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """How far a task is; codes of the vocabulary 'progress-status'."""

    NOT_STARTED = "chua-bat-dau"
    UNDER_WAY = "dang-thuc-hien"
    DONE = "hoan-thanh"
    BLOCKED = "vuong-mac"
    STOPPED = "dung-thuc-hien"


# What the cell may say, the first as the sheet offers it.
WORDS: Final = {
    Status.NOT_STARTED: ("Chưa bắt đầu", "chưa thực hiện", "chưa triển khai"),
    Status.UNDER_WAY: ("Đang thực hiện", "đang triển khai", "đang làm"),
    Status.DONE: ("Hoàn thành", "đã hoàn thành", "đã xong", "xong"),
    Status.BLOCKED: ("Vướng mắc", "gặp vướng mắc", "khó khăn, vướng mắc"),
    Status.STOPPED: ("Dừng thực hiện", "không thực hiện", "đã dừng"),
}


@dataclass(frozen=True, slots=True)
class Duty:
    """A task as its body sees it."""

    iri: str
    name: str  # short and stable: 'ubnd-tp-hai-phong/2026/71-kh-ubnd/task/35.1'
    paper: str  # number of the paper, '' where it is blank
    stt: str
    title: str
    deliverable: str
    deadline: str
    leads: frozenset[str]  # codes of the bodies
    coordinating: frozenset[str]
    position: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What one body says of one task on one day."""

    task: str  # IRI
    body: str  # code of the body that reports
    status: Status
    reported: date
    completed: date | None = None  # of a task that is done
    evidence: str = ""  # the paper that shows it, as written
    note: str = ""
    file: str = ""  # name of the sheet
    row: int | None = None  # in the sheet, from 1

    @property
    def said(self) -> tuple[object, ...]:
        """What is said, whenever and wherever: two reports alike in this are one."""
        return self.task, self.body, self.status, self.completed, self.evidence, self.note


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell of a sheet."""

    row: int  # from 1
    column: str  # its head
    vi: str
    en: str

    def __str__(self) -> str:
        return f"hàng / row {self.row}, cột / column “{self.column}”: {self.vi} / {self.en}"
