"""Pages that list: home, checks, about."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg import __version__
from directive_kg.check.findings import RuleSummary, State
from directive_kg.site import words
from directive_kg.site.charts import Chart
from directive_kg.site.contexts_body import Bodies, lead_chart
from directive_kg.site.contexts_deadlines import DeadlinesContext, TaskGroup, month_chart
from directive_kg.site.contexts_place import places
from directive_kg.site.contexts_trace import TraceIndexContext, traced
from directive_kg.site.parts import parted
from directive_kg.site.pieces import FindingView, Frame, PaperRef, Ref, TaskLine
from directive_kg.site.views import Site
from directive_kg.site.words import Label

_ON_HOME: Final = 8
_PRESSING_ON_HOME: Final = 6
_MONTHS_ON_HOME: Final = 18
_MOST_FINDINGS: Final = 150  # of one page


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it counts."""

    number: int
    label: Label
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Pressing:
    """Tasks that press, the nearest day first, with the first few of them."""

    title: Label
    page: str
    total: int
    bad: bool
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class HomeContext:
    """What the home page shows."""

    frame: Frame
    counts: tuple[Count, ...]
    resolutions: tuple[tuple[PaperRef, int, int], ...]
    papers: tuple[PaperRef, ...]
    bodies: Chart  # those that lead most
    today: str
    pressing: tuple[Pressing, ...]  # overdue, and due soon: only where a day was given
    unclear: tuple[TaskGroup, ...]
    chart: Chart


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule with what it found."""

    rule: RuleSummary
    page: str | None  # of its findings
    severity: Label
    state: Label
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class ChecksContext:
    """What the checks page shows."""

    frame: Frame
    ran: bool
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class RuleContext:
    """What one page of a rule shows of its findings."""

    frame: Frame
    view: RuleView
    findings: tuple[FindingView, ...]
    parts: tuple[Ref, ...]  # the pages of the rule, where there is more than one


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A paper with the file that it was read from."""

    paper: PaperRef
    file: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class AboutContext:
    """What the about page shows."""

    frame: Frame
    version: str
    counts: tuple[Count, ...]
    sources: tuple[SourceLine, ...]
    problems: tuple[str, ...]  # files of the graph that could not be read


def home_context(
    site: Site, bodies: Bodies, resolutions: TraceIndexContext, deadlines: DeadlinesContext
) -> HomeContext:
    """The home page."""
    # From the month of the day given on; without one, from the first month that the papers name.
    first = f"deadlines/thang-{site.today:%Y-%m}.html" if site.today else ""
    months = tuple(group for group in deadlines.months if group.page >= first)[:_MONTHS_ON_HOME]
    return HomeContext(
        frame=site.frame("index.html", Label("Từ nghị quyết đến trách nhiệm", "From resolution to duty"), "home"),
        counts=_counts(site),
        resolutions=resolutions.papers[:_ON_HOME],
        papers=tuple(site.paper(row.iri) for row in site.held[:_ON_HOME]),
        bodies=lead_chart(site, bodies, _ON_HOME),
        today=deadlines.today,
        pressing=tuple(_pressing(site, group) for group in deadlines.pressing),
        unclear=deadlines.unclear,
        chart=month_chart(site, months),
    )


def _pressing(site: Site, group: TaskGroup) -> Pressing:
    late = bool(group.late)
    # Of what is overdue the latest days are the ones that can still be mended; of what comes, the next ones.
    rows = list(reversed(group.rows)) if late else list(group.rows)
    return Pressing(group.title, group.page, len(rows), late, tuple(map(site.task, rows[:_PRESSING_ON_HOME])))


def checks_context(site: Site) -> ChecksContext:
    """The rules with their findings."""
    by_code: dict[str, list[FindingView]] = defaultdict(list)
    for finding in site.checks.findings:
        by_code[finding.code].append(site.finding(finding))
    return ChecksContext(
        frame=site.frame("checks.html", Label("Kiểm tra", "Checks"), "checks", wide=True),
        ran=site.checks.ran,
        rules=tuple(
            RuleView(
                rule=rule,
                page=site.rule_page(rule.code),
                severity=words.SEVERITIES.get(rule.severity, Label(rule.severity)),
                state=words.STATES.get(rule.state, Label(rule.state)),
                findings=tuple(by_code.get(rule.code, ())),
            )
            for rule in sorted(site.checks.rules, key=_pressing_first)
        ),
    )


def _pressing_first(rule: RuleSummary) -> tuple[bool, bool, int, str]:
    """What broke, then what found something, the gravest first."""
    return rule.state is not State.BROKEN, rule.state is not State.FAILED, -rule.severity.level, rule.code


def rule_pages(site: Site, checks: ChecksContext) -> Iterator[RuleContext]:
    """The pages of every rule that found something; at most `_MOST_FINDINGS` on one."""
    for view in checks.rules:
        if view.page is not None:
            parts, names = parted(view.page, view.findings, _MOST_FINDINGS)
            title = Label(f"{view.rule.code}: {view.rule.title.vi}")
            for path, findings in parts:
                yield RuleContext(site.frame(path, title, "checks"), view, tuple(findings), names)


def about_context(site: Site, problems: Sequence[str]) -> AboutContext:
    """What the graph holds and how it was made."""
    lines = []
    for row in site.held:
        source = site.tables.sources.get(row.source or "")
        name, form = (source.file_name or "", source.format or "") if source else ("", "")
        digest = (row.source or "").removeprefix("urn:sha256:")
        lines.append(SourceLine(site.paper(row.iri), name, form, digest))
    return AboutContext(
        frame=site.frame("about.html", Label("Giới thiệu", "About"), "about", wide=True),
        version=__version__,
        counts=_counts(site),
        sources=tuple(lines),
        problems=tuple(problems),
    )


def _counts(site: Site) -> tuple[Count, ...]:
    tables = site.tables
    severities = Counter(finding.severity.value for finding in site.checks.findings)
    counts = [
        Count(len(site.held), Label("văn bản", "papers held"), "paper/index.html"),
        Count(len(tables.tasks), Label("nhiệm vụ", "tasks"), "deadlines.html"),
        Count(sum(not row.is_class for row in tables.agencies.values()), Label("cơ quan", "bodies"), "body/index.html"),
        Count(
            len(traced(tables)),
            Label("văn bản được viện dẫn", "papers cited"),
            "trace/index.html",
        ),
    ]
    of_places = places(site)
    if of_places:
        counts.append(Count(len(of_places), Label("địa phương", "places"), "place/index.html"))
    if site.checks.ran:
        counts += [
            Count(severities[code], Label(label.vi.lower(), label.en.lower()), "checks.html")
            for code, label in words.SEVERITIES.items()
        ]
    return tuple(counts)
