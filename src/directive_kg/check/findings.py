"""What a check says: frozen records, in the form that `check --format json` prints (shared design, 'Commands')."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """How bad a finding is; the names of SHACL."""

    INFO = "info"
    WARNING = "warning"
    VIOLATION = "violation"

    @property
    def level(self) -> int:
        """0 for the mildest."""
        return _LEVELS[self]


_LEVELS: Final = {Severity.INFO: 0, Severity.WARNING: 1, Severity.VIOLATION: 2}


class State(StrEnum):
    """How a rule came out."""

    PASSED = "passed"  # something was checked, nothing was found
    FAILED = "failed"
    NOTHING_CHECKED = "nothing-checked"  # nothing in the graph is of the kind that the rule is about
    BROKEN = "broken"  # the rule itself cannot run: that says nothing of the data
    WAIVED = "waived"  # everything found was accepted


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the paper a finding is. Numbers count from 1; None where the paper or its format does not tell."""

    file: str | None = None
    page: int | None = None
    row: int | None = None
    column: int | None = None
    text: str = ""  # the words there; '' for an empty cell
    line: int | None = None  # of a paper that is text
    field: str = ""  # which cell of the row or part of the head: 'lead', 'number'


class Because(StrEnum):
    """Why a finding that was accepted is back."""

    EXPIRED = "expired"
    CHANGED = "changed"  # the cell says something else than what was accepted
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a waiver says of a finding."""

    reason: str
    by: str  # the person
    on: date
    until: date | None  # the last day on which it holds
    fingerprint: str  # of the cell as it was accepted


@dataclass(frozen=True, slots=True)
class Return:
    """A finding that was accepted and is back."""

    because: Because
    acceptance: Acceptance


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing, impossible or contradictory."""

    code: str
    severity: Severity
    focus: str  # IRI of what was checked
    path: str | None  # SPARQL path of the value, where the rule is about one
    value: str | None  # the value that is wrong: words, a day, or an IRI
    message: Bilingual
    directive: str | None  # IRI of the paper
    number: str | None  # its number
    task: str | None  # IRI of the task
    agency: str | None  # IRI of the body that leads the task, or issued the paper, and so has to mend it
    place: Spot
    shape: str = ""  # IRI of the shape: a code may have several
    task_label: str = ""  # '35.1', for lists
    order: int = 0  # position of the task in its paper
    id: str = ""  # the same in every run that finds it again (check/identity.py); '' before it was given
    component: str = ""  # IRI of the SHACL constraint component, where the engine tells
    waived: Acceptance | None = None
    returned: Return | None = None


@dataclass(frozen=True, slots=True)
class RuleSummary:
    """One rule and how it came out."""

    code: str
    severity: Severity  # the highest of its shapes
    title: Bilingual
    state: State
    checked: int  # how many things the rule applied to
    found: int
    trouble: str = ""  # of a broken rule: what is wrong with it
    waived: int = 0  # how many of what was found are accepted


@dataclass(frozen=True, slots=True)
class CheckReport:
    """A whole check: rules by code, findings by code, paper and task."""

    summary: tuple[RuleSummary, ...]
    findings: tuple[Finding, ...]
    asked: Mapping[str, Set[str]] = field(default_factory=dict)  # code -> IRIs that the rule was about, if told

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody accepted."""
        return tuple(finding for finding in self.findings if finding.waived is None)

    def at_or_above(self, severity: Severity) -> tuple[Finding, ...]:
        """The open findings of that severity and of worse ones."""
        return tuple(f for f in self.open if f.severity.level >= severity.level)

    @property
    def broken(self) -> tuple[RuleSummary, ...]:
        """The rules that could not run."""
        return tuple(rule for rule in self.summary if rule.state is State.BROKEN)
