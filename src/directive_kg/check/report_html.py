"""A check report -> one page that stands by itself: no script, no foreign host, Vietnamese first.

Filters are CSS: every finding carries the keys of its body, paper and rule as classes, and a chosen option or an address
such as '#body-b3' hides the others. So they work from a file, without a server, and on paper.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from directive_kg.check import wording
from directive_kg.check.findings import Bilingual, Finding, RuleSummary, Severity
from directive_kg.check.history import HEIGHT, WIDTH, history_of
from directive_kg.check.labels import Cell
from directive_kg.check.score import CLARITIES
from directive_kg.check.view import ReportView, day, note

_WORST_FIRST: Final = tuple(sorted(Severity, key=lambda severity: -severity.level))


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as the page shows it."""

    finding: Finding
    state: str
    classes: str  # what the filters go by
    paper: Bilingual
    body: Bilingual
    note: str  # what was accepted, or why it is back
    row: tuple[Cell, ...]  # the row of the annex, from left to right


@dataclass(frozen=True, slots=True)
class RuleSection:
    """A rule with its findings."""

    key: str  # 'r1': also its class
    rule: RuleSummary
    counts: tuple[int, ...]  # open findings, the worst severity first
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What a body or a paper has: open findings by severity, the worst first."""

    key: str  # 'b1', 'p1'
    label: Bilingual
    counts: tuple[int, ...]
    accepted: int

    @property
    def total(self) -> int:
        """All open ones."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What the template is given."""

    view: ReportView
    sections: tuple[RuleSection, ...]
    totals: tuple[tuple[Severity, int], ...]  # open findings, the worst first
    accepted: int
    bodies: tuple[Group, ...]  # the most findings first
    papers: tuple[Group, ...]

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """Kind and key of everything that can be filtered by."""
        keys = [("body", group.key) for group in self.bodies] + [("paper", group.key) for group in self.papers]
        return (*keys, *(("rule", section.key) for section in self.sections if section.findings))


def page_of(view: ReportView) -> ReportPage:
    """The context of the page."""
    findings = view.report.findings
    bodies = _groups("b", findings, lambda f: f.agency, view.labels.body)
    papers = _groups("p", findings, lambda f: f.directive, view.labels.paper)
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_rule[finding.code].append(finding)
    sections = []
    for number, rule in enumerate(view.report.summary, 1):
        own = by_rule[rule.code]
        shown = tuple(_shown(view, f, f"r{number}", bodies[f.agency].key, papers[f.directive].key) for f in own)
        sections.append(RuleSection(f"r{number}", rule, _counts(own), shown))
    counts = _counts(findings)
    return ReportPage(
        view,
        tuple(sections),
        tuple(zip(_WORST_FIRST, counts, strict=True)),
        len(findings) - sum(counts),
        tuple(bodies.values()),
        tuple(papers.values()),
    )


def to_html(view: ReportView) -> str:
    """The page as text."""
    environment = Environment(
        loader=PackageLoader("directive_kg.check"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html")
    return template.render(
        page=page_of(view),
        words=wording,
        severities=_WORST_FIRST,
        states=tuple(wording.FINDING_STATE),
        clarities=CLARITIES,
        history=history_of(view),
        chart=(WIDTH, HEIGHT),
        day=day,
        percent=lambda value: "–" if value is None else f"{value:.1f}".replace(".", ","),
    )


def _shown(view: ReportView, finding: Finding, *keys: str) -> FindingView:
    state = view.state(finding)
    return FindingView(
        finding,
        state,
        " ".join((finding.severity.value, state, *keys)),
        view.labels.paper(finding.directive),
        view.labels.body(finding.agency),
        note(view, finding),
        view.labels.row(finding.task),
    )


def _groups(
    letter: str,
    findings: Sequence[Finding],
    key: Callable[[Finding], str | None],
    label: Callable[[str | None], Bilingual],
) -> dict[str | None, Group]:
    members: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        members[key(finding)].append(finding)
    order = sorted(members, key=lambda iri: (-sum(_counts(members[iri])), label(iri).vi, iri or ""))
    return {
        iri: Group(
            f"{letter}{number}",
            label(iri),
            _counts(members[iri]),
            sum(1 for finding in members[iri] if finding.waived is not None),
        )
        for number, iri in enumerate(order, 1)
    }


def _counts(findings: Sequence[Finding]) -> tuple[int, ...]:
    return tuple(sum(f.severity is severity and f.waived is None for f in findings) for severity in _WORST_FIRST)
