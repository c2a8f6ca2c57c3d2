"""This check against earlier ones, given as the files of `check --format json`: what is new, fixed, or back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from directive_kg.check.findings import Bilingual, CheckReport
from directive_kg.errors import BadInputError

_LARGEST = 512 * 1024 * 1024  # bytes: a report of some hundred thousand findings


@dataclass(frozen=True, slots=True)
class Told:
    """What an earlier run said of one finding."""

    code: str
    paper: str  # its number, '' for none
    message: Bilingual


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier run said."""

    name: str  # its day if it tells one, else the file's name
    open: frozenset[str]  # ids of the findings that nobody had accepted
    accepted: frozenset[str]
    told: Mapping[str, Told]  # by id
    codes: frozenset[str]  # the rules that ran and could tell
    score: float | None  # of everything, percent; where it was asked for


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of findings, by what became of them since the last earlier run."""

    new: frozenset[str]  # never seen open before
    returned: frozenset[str]  # open in an earlier run or accepted in the last, then not, and open again
    fixed: Mapping[str, Told]  # open in the last run and gone, with what was said of it
    unknown: frozenset[str]  # open in the last run; the rule did not run this time
    runs: tuple[Earlier, ...]  # in the order given, the oldest first


def read_earlier(path: Path) -> Earlier:
    """One report of `check --format json`. Raises BadInputError for a file that is none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInputError(f"{path}: tệp quá lớn / the file is too large")
        told = json.loads(path.read_bytes())
        findings = [(_text(f, "id"), f) for f in told["findings"]]
        working = (rule for rule in told["summary"] if rule["state"] not in ("broken", "nothing-checked"))
        score = told.get("score")
        return Earlier(
            name=_text(told, "today") if told.get("today") else path.name,
            open=frozenset(own for own, finding in findings if not finding.get("waived")),
            accepted=frozenset(own for own, finding in findings if finding.get("waived")),
            told={own: _told(finding) for own, finding in findings},
            codes=frozenset(_text(rule, "code") for rule in working),
            score=float(score["all"]["percent"]) if score and score["all"]["percent"] is not None else None,
        )
    except OSError as error:
        raise BadInputError(f"{path}: không đọc được / cannot be read: {error.strerror}") from error
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise BadInputError(
            f"{path}: không phải kết quả của `check --format json` có mã phát hiện / "
            "not a report of `check --format json` whose findings have ids"
        ) from error


def compare(report: CheckReport, earlier: Sequence[Earlier]) -> Changes:
    """What changed; `earlier` from the oldest to the last, at least one."""
    last = earlier[-1]
    now = frozenset(finding.id for finding in report.open)
    before = frozenset[str]().union(*(run.open | run.accepted for run in earlier))
    # A rule that broke this time has found nothing, and has mended nothing.
    silent = {rule.code for rule in report.broken} | (last.codes - {rule.code for rule in report.summary})
    present = frozenset(finding.id for finding in report.findings)
    gone = sorted(last.open - present)
    unknown = frozenset(own for own in gone if last.told[own].code in silent)
    return Changes(
        new=now - before,
        returned=(now & before) - last.open,
        fixed={own: last.told[own] for own in gone if own not in unknown},
        unknown=unknown,
        runs=tuple(earlier),
    )


def _told(finding: Mapping[str, Any]) -> Told:
    message = finding["message"]
    return Told(
        _text(finding, "code"), finding.get("number") or "", Bilingual(_text(message, "vi"), _text(message, "en"))
    )


def _text(holder: Mapping[str, Any], key: str) -> str:
    value = holder[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value
