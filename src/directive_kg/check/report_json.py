"""A check report -> the JSON of the shared design, 'Commands'."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from directive_kg.check.findings import Acceptance, Finding, RuleSummary
from directive_kg.check.score import ScoreRow, Scores, Tally
from directive_kg.check.since import Changes
from directive_kg.check.view import ReportView


def to_json(view: ReportView) -> str:
    """One object with `summary` and `findings`, and `today`, `since`, `score` where they were asked for.

    UTF-8, keys in the order of the design, no trailing newline.
    """
    return "".join(json_parts(view))


def json_parts(view: ReportView) -> Iterator[str]:
    """The same text, a finding at a time."""
    yield '{\n "summary": '
    yield from _listed(_rule(rule) for rule in view.report.summary)
    yield ',\n "findings": '
    yield from _listed(_finding(view, finding) for finding in view.report.findings)
    if view.today is not None:
        yield f',\n "today": {_written(view.today.isoformat(), 1)}'
    if view.changes is not None:
        yield f',\n "since": {_written(_changes(view.changes), 1)}'
    if view.scores is not None:
        yield f',\n "score": {_written(_scores(view.scores), 1)}'
    yield "\n}"


def _listed(items: Iterable[object]) -> Iterator[str]:
    begin = "["
    for item in items:
        yield f"{begin}\n  {_written(item, 2)}"
        begin = ","
    yield "[]" if begin == "[" else "\n ]"


def _written(value: object, depth: int) -> str:
    """JSON as it stands so deep in the whole; a line feed in it is never one of a string."""
    return json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n" + " " * depth)


def _rule(rule: RuleSummary) -> dict[str, object]:
    told: dict[str, object] = {
        "code": rule.code,
        "severity": rule.severity,
        "title": asdict(rule.title),
        "state": rule.state,
        "checked": rule.checked,
        "found": rule.found,
        "waived": rule.waived,
    }
    if rule.trouble:
        told["trouble"] = rule.trouble
    return told


def _finding(view: ReportView, finding: Finding) -> dict[str, object]:
    told: dict[str, object] = {
        "code": finding.code,
        "severity": finding.severity,
        "focus": finding.focus,
        "path": finding.path,
        "value": finding.value,
        "message": asdict(finding.message),
        "directive": finding.directive,
        "number": finding.number,
        "task": finding.task,
        "agency": finding.agency,
        "place": asdict(finding.place),
        "waived": None if finding.waived is None else _acceptance(finding.waived),
        "id": finding.id,
        "state": view.state(finding),
        "shape": finding.shape,
    }
    if finding.returned is not None:
        told["returned"] = {
            "because": finding.returned.because,
            "acceptance": _acceptance(finding.returned.acceptance),
        }
    return told


def _acceptance(acceptance: Acceptance) -> dict[str, object]:
    return {
        "reason": acceptance.reason,
        "by": acceptance.by,
        "on": acceptance.on.isoformat(),
        "until": None if acceptance.until is None else acceptance.until.isoformat(),
        "fingerprint": acceptance.fingerprint,
    }


def _changes(changes: Changes) -> dict[str, object]:
    return {
        "runs": [{"name": run.name, "open": len(run.open), "score": run.score} for run in changes.runs],
        "new": sorted(changes.new),
        "returned": sorted(changes.returned),
        "fixed": [
            {"id": own, "code": told.code, "number": told.paper or None, "message": asdict(told.message)}
            for own, told in changes.fixed.items()
        ],
        "unknown": sorted(changes.unknown),
    }


def _scores(scores: Scores) -> dict[str, object]:
    return {
        "all": _score(scores.all),
        "places": [_score(row) for row in scores.places],
        "bodies": [_score(row) for row in scores.bodies],
        "papers": [_score(row) for row in scores.papers],
        "tasks": [_score(row) for row in scores.tasks],
    }


def _score(row: ScoreRow) -> dict[str, object]:
    clarities = {code: _tally(tally) for code, tally in row.clarities.items()}
    return {
        "iri": row.iri or None,
        "label": asdict(row.label),
        "tasks": row.tasks,
        **_tally(row.all),
        "clarities": clarities,
    }


def _tally(tally: Tally) -> dict[str, object]:
    return {"percent": tally.percent, "points": tally.earned / 2, "asked": tally.asked, "accepted": tally.accepted}
