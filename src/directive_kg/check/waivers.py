"""Findings that were accepted: for a reason, by a person, until a day, as the cell then was. Kept in graph/waivers.trig.

A waiver is never erased: one that was ended says when and by whom, so that the file is the record of what was accepted.
It counts for nothing once it was ended, its last day is over, or the cell says something else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from directive_kg.check.findings import (
    Acceptance,
    Because,
    CheckReport,
    Finding,
    Return,
    RuleSummary,
    State,
)
from directive_kg.check.identity import fingerprint
from directive_kg.errors import BrokenGraphError, UnknownNameError, UsageError
from directive_kg.graph.files import parse_file, write_file
from directive_kg.graph.lock import turn_at
from directive_kg.graph.terms import DEFAULT_NAMES, RDF_TYPE, term, text
from directive_kg.graph.trig import Statement, write_trig
from directive_kg.names import PREFIXES, Names

FILE: Final = "waivers.trig"
_DATE: Final = ox.NamedNode(PREFIXES["xsd"] + "date")
_LONGEST: Final = 2000  # characters of a reason or a name


@dataclass(frozen=True, slots=True)
class Waiver:
    """One acceptance of one finding."""

    finding: str  # id of the finding
    turn: int  # from 1: a finding may be accepted again
    code: str  # the rule
    focus: str  # IRI of what the finding is about
    acceptance: Acceptance
    words: str = ""  # of the cell as it was accepted
    ended_on: date | None = None
    ended_by: str | None = None

    def in_force(self, today: date | None) -> bool:
        """Whether it still holds; without a day, one that nobody ended does."""
        if self.ended_on is not None:
            return False
        until = self.acceptance.until
        return today is None or until is None or today <= until


def load_waivers(graph_dir: Path) -> tuple[Waiver, ...]:
    """The waivers of a graph, by finding and turn; none where there is no file.

    Raises BrokenGraphError for a file that does not parse or a waiver that lacks a part: to leave one out quietly
    would bring back what was accepted, or worse.
    """
    path = graph_dir / FILE
    if not path.is_file():
        return ()
    said: dict[str, dict[str, str]] = defaultdict(dict)
    try:
        for quad in parse_file(path, DEFAULT_NAMES.graph("waivers")):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                said[quad.subject.value][quad.predicate.value] = quad.object.value
    except SyntaxError as error:
        raise BrokenGraphError(f"{path}:{error.lineno}: tệp hỏng / broken file: {error.msg}") from error
    except OSError as error:
        raise BrokenGraphError(f"{path}: không đọc được / cannot be read: {error.strerror}") from error
    kind = term("dkg:Waiver").value
    waivers = [_read(path, iri, what) for iri, what in said.items() if what.get(RDF_TYPE.value) == kind]
    return tuple(sorted(waivers, key=lambda waiver: (waiver.finding, waiver.turn)))


def save_waivers(graph_dir: Path, waivers: Iterable[Waiver], names: Names = DEFAULT_NAMES) -> bool:
    """Write graph/waivers.trig whole or not at all, always the same bytes for the same waivers; whether it changed."""
    statements = [statement for waiver in waivers for statement in _statements(waiver, names)]
    return write_file(graph_dir / FILE, write_trig(names.graph("waivers"), statements))


@contextmanager
def changing(graph_dir: Path) -> Iterator[tuple[Waiver, ...]]:
    """The waivers, to be saved before the block ends: nobody else's are lost. Raises as `load_waivers` and `turn_at` do."""
    with turn_at(graph_dir / FILE):
        yield load_waivers(graph_dir)


def accept(
    waivers: Sequence[Waiver], finding: Finding, *, reason: str, by: str, on: date, until: date
) -> tuple[Waiver, ...]:
    """The waivers with one more. Raises UsageError for an empty reason or name, a last day before the first,
    or a finding that is accepted already."""
    for name, value in (("--reason", reason), ("--by", by)):
        if not value.strip() or len(value) > _LONGEST:
            raise UsageError(f"{name}: cần từ 1 đến {_LONGEST} ký tự / 1 to {_LONGEST} characters are needed")
    if until < on:
        raise UsageError(f"--until {until}: trước ngày chấp nhận / before the day of acceptance: {on}")
    own = [waiver for waiver in waivers if waiver.finding == finding.id]
    acceptance = Acceptance(" ".join(reason.split()), " ".join(by.split()), on, until, fingerprint(finding))
    if any(w.in_force(on) and w.acceptance.fingerprint == acceptance.fingerprint for w in own):
        raise UsageError(f"{finding.id}: đã được chấp nhận / is accepted already")
    turn = max((waiver.turn for waiver in own), default=0) + 1
    new = Waiver(finding.id, turn, finding.code, finding.focus, acceptance, finding.place.text)
    return (*waivers, new)


def end(waivers: Sequence[Waiver], finding_id: str, *, by: str, on: date) -> tuple[Waiver, ...]:
    """The waivers with the last one of a finding ended. Raises UnknownNameError where none is there to end."""
    if not by.strip() or len(by) > _LONGEST:
        raise UsageError(f"--by: cần từ 1 đến {_LONGEST} ký tự / 1 to {_LONGEST} characters are needed")
    running = [waiver for waiver in waivers if waiver.finding == finding_id and waiver.ended_on is None]
    if not running:
        known = ", ".join(sorted({w.finding for w in waivers if w.ended_on is None})[:5])
        raise UnknownNameError(
            f"không có chấp nhận nào đang mở cho / no open waiver for: {finding_id}"
            + (f" (đang có / there are: {known})" if known else "")
        )
    return tuple(
        replace(waiver, ended_on=on, ended_by=" ".join(by.split())) if waiver in running else waiver
        for waiver in waivers
    )


def apply_waivers(report: CheckReport, waivers: Iterable[Waiver], today: date | None) -> CheckReport:
    """The report with what is accepted, and with what was and is back; rules whose findings are all accepted say so."""
    last: dict[str, Waiver] = {}
    for waiver in waivers:
        if waiver.finding not in last or waiver.turn > last[waiver.finding].turn:
            last[waiver.finding] = waiver
    findings = tuple(_judged(finding, last.get(finding.id), today) for finding in report.findings)
    accepted: dict[str, int] = defaultdict(int)
    for finding in findings:
        accepted[finding.code] += finding.waived is not None
    return replace(
        report, findings=findings, summary=tuple(_counted(rule, accepted[rule.code]) for rule in report.summary)
    )


def _judged(finding: Finding, waiver: Waiver | None, today: date | None) -> Finding:
    if waiver is None:
        return finding
    if waiver.ended_on is not None:
        because = Because.ENDED
    elif not waiver.in_force(today):
        because = Because.EXPIRED
    elif waiver.acceptance.fingerprint != fingerprint(finding):
        because = Because.CHANGED
    else:
        return replace(finding, waived=waiver.acceptance, returned=None)
    return replace(finding, waived=None, returned=Return(because, waiver.acceptance))


def _counted(rule: RuleSummary, accepted: int) -> RuleSummary:
    all_of_them = rule.state is State.FAILED and accepted == rule.found
    return replace(rule, waived=accepted, state=State.WAIVED if all_of_them else rule.state)


def _statements(waiver: Waiver, names: Names) -> list[Statement]:
    node = ox.NamedNode(names.waiver(waiver.finding, waiver.turn))
    acceptance = waiver.acceptance
    said: list[tuple[str, ox.NamedNode | ox.Literal | None]] = [
        ("dkg:findingId", text(waiver.finding)),
        ("dkg:turn", ox.Literal(str(waiver.turn), datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))),
        ("dkg:ruleCode", text(waiver.code)),
        ("dkg:waives", ox.NamedNode(waiver.focus)),
        ("dkg:reason", text(acceptance.reason)),
        ("dkg:acceptedBy", text(acceptance.by)),
        ("dkg:acceptedOn", _day(acceptance.on)),
        ("dkg:acceptedUntil", _day(acceptance.until)),
        ("dkg:cellFingerprint", text(acceptance.fingerprint)),
        ("dkg:acceptedWords", text(waiver.words) if waiver.words else None),
        ("dkg:endedOn", _day(waiver.ended_on)),
        ("dkg:endedBy", text(waiver.ended_by) if waiver.ended_by else None),
    ]
    statements: list[Statement] = [(node, RDF_TYPE, term("dkg:Waiver"))]
    return statements + [(node, term(name), value) for name, value in said if value is not None]


def _day(value: date | None) -> ox.Literal | None:
    return None if value is None else ox.Literal(value.isoformat(), datatype=_DATE)


def _read(path: Path, iri: str, said: dict[str, str]) -> Waiver:
    def get(name: str) -> str:
        return said[term(f"dkg:{name}").value]

    def day(name: str) -> date | None:
        value = said.get(term(f"dkg:{name}").value)
        return None if value is None else date.fromisoformat(value)

    try:
        acceptance = Acceptance(
            reason=get("reason"),
            by=get("acceptedBy"),
            on=date.fromisoformat(get("acceptedOn")),
            until=day("acceptedUntil"),
            fingerprint=get("cellFingerprint"),
        )
        return Waiver(
            finding=get("findingId"),
            turn=int(get("turn")),
            code=get("ruleCode"),
            focus=get("waives"),
            acceptance=acceptance,
            words=said.get(term("dkg:acceptedWords").value, ""),
            ended_on=day("endedOn"),
            ended_by=said.get(term("dkg:endedBy").value),
        )
    except (KeyError, ValueError) as error:
        raise BrokenGraphError(
            f"{path}: chấp nhận thiếu hoặc sai một phần / a waiver lacks a part or has a wrong one: {iri}: {error}"
        ) from error
