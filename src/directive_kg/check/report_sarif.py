"""A check report -> SARIF 2.1.0 (OASIS), the form that code hosts and editors show beside the file."""

import json
from dataclasses import asdict
from typing import Final
from urllib.parse import quote

from directive_kg import __version__
from directive_kg.check import wording
from directive_kg.check.findings import Finding, RuleSummary, Severity, State
from directive_kg.check.identity import fingerprint
from directive_kg.check.view import ReportView, day

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def to_sarif(view: ReportView) -> str:
    """One run; a broken rule is a notification of the tool, no result. No trailing newline."""
    report = view.report
    place = {rule.code: number for number, rule in enumerate(report.summary)}
    run = {
        "tool": {
            "driver": {
                "name": "directive-kg",
                "semanticVersion": __version__,
                "language": "vi",
                "rules": [_rule(rule) for rule in report.summary],
            }
        },
        "language": "vi",
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.broken,
                "toolExecutionNotifications": [_notification(rule, place[rule.code]) for rule in report.broken],
            }
        ],
        "results": [_result(view, finding, place[finding.code]) for finding in report.findings],
    }
    told = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _rule(rule: RuleSummary) -> dict[str, object]:
    counted = f"Đã xem {rule.checked}, thấy {rule.found}. / Checked {rule.checked}, found {rule.found}."
    return {
        "id": rule.code,
        "name": rule.code,
        "shortDescription": {"text": f"{rule.title.vi} / {rule.title.en}"},
        "help": {
            "text": f"{rule.title.vi}. {rule.title.en}. {counted}",
            "markdown": f"**{rule.title.vi}**\n\n*{rule.title.en}*\n\n{counted}",
        },
        "defaultConfiguration": {"level": _LEVEL[rule.severity], "enabled": rule.state is not State.BROKEN},
        "properties": {
            "title": asdict(rule.title),
            "state": rule.state,
            "checked": rule.checked,
            "found": rule.found,
            "waived": rule.waived,
        },
    }


def _notification(rule: RuleSummary, number: int) -> dict[str, object]:
    return {
        "level": "error",
        "message": {"text": f"quy tắc hỏng / broken rule: {rule.trouble}"},
        "associatedRule": {"id": rule.code, "index": number},
    }


def _result(view: ReportView, finding: Finding, number: int) -> dict[str, object]:
    told: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": _LEVEL[finding.severity],
        "message": {"text": f"{finding.message.vi}\n{finding.message.en}"},
        "locations": [_location(view, finding)],
        "partialFingerprints": {"findingId/v1": finding.id, "cell/v1": fingerprint(finding)},
        "properties": {
            "focus": finding.focus,
            "agency": finding.agency,
            "paper": view.labels.paper(finding.directive).vi,
            "task": finding.task,
            "stt": finding.task_label,
            "field": wording.field(finding.place.field).vi,
            "state": view.state(finding),
        },
    }
    if view.changes is not None:
        told["baselineState"] = "new" if view.state(finding) in ("new", "returned") else "unchanged"
    if finding.waived is not None:
        until = f" (đến hết {day(finding.waived.until)})" if finding.waived.until else ""
        told["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": f"{finding.waived.reason} · {finding.waived.by}{until}",
            }
        ]
    return told


def _location(view: ReportView, finding: Finding) -> dict[str, object]:
    """The paper's file and line. A paper that is no text has no lines: then page, row and column say where."""
    spot = finding.place
    told: dict[str, object] = {
        "logicalLocations": [
            {"fullyQualifiedName": finding.focus, "name": view.labels.title(finding.task) or finding.focus}
        ],
        "properties": {"page": spot.page, "row": spot.row, "column": spot.column},
    }
    if spot.file:
        physical: dict[str, object] = {"artifactLocation": {"uri": quote(spot.file)}}
        if spot.line is not None and spot.line > 0:
            physical["region"] = {"startLine": spot.line, "snippet": {"text": spot.text}}
        told["physicalLocation"] = physical
    place = wording.place(spot)
    if place:
        told["message"] = {"text": place}
    return told
