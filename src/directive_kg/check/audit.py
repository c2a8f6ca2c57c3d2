"""A whole audit: the rules run, ids given, waivers applied, earlier runs compared, the six clarities scored."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from rdflib import Graph

from directive_kg.check.findings import CheckReport, Finding
from directive_kg.check.identity import identify
from directive_kg.check.labels import Labels, labels_of
from directive_kg.check.run import run_check
from directive_kg.check.score import score
from directive_kg.check.shapes import ShapeSet
from directive_kg.check.since import Earlier, compare
from directive_kg.check.today import asks_for_day, checked_on
from directive_kg.check.view import ReportView
from directive_kg.check.waivers import Waiver, apply_waivers
from directive_kg.errors import UnknownNameError
from directive_kg.names import slug

Engine = Callable[[Graph, ShapeSet], CheckReport]


def audit(
    graph: Graph,
    shapes: ShapeSet,
    *,
    waivers: Sequence[Waiver] = (),
    earlier: Sequence[Earlier] = (),
    today: date | None = None,
    scores: bool = False,
    labels: Callable[[Graph, CheckReport], Labels] = labels_of,
    engine: Engine = run_check,
) -> ReportView:
    """What the reports show. `earlier` from the oldest to the last; without `today` no waiver is over, no task overdue."""
    with checked_on(graph, today if asks_for_day(shapes) else None):
        found = identify(engine(graph, shapes), graph)
    view = view_of(found, labels(graph, found), waivers=waivers, earlier=earlier, today=today)
    return replace(view, scores=score(view.report, graph)) if scores else view


def view_of(
    found: CheckReport,
    labels: Labels,
    *,
    waivers: Sequence[Waiver] = (),
    earlier: Sequence[Earlier] = (),
    today: date | None = None,
) -> ReportView:
    """The same of findings that have their ids, without scores."""
    report = apply_waivers(found, waivers, today)
    return ReportView(report, labels, compare(report, earlier) if earlier else None, today=today)


def find(graph: Graph, shapes: ShapeSet, finding_id: str, *, engine: Engine = run_check) -> Finding:
    """One finding by its id; only the rule that the id names is run. Raises UnknownNameError where it is not found."""
    code = finding_id.rpartition("-")[0]
    own = tuple(shape for shape in shapes.shapes if slug(shape.code) == code)
    report = identify(engine(graph, replace(shapes, shapes=own)), graph) if own else CheckReport((), ())
    for finding in report.findings:
        if finding.id == finding_id:
            return finding
    near = ", ".join(finding.id for finding in report.findings[:5])
    raise UnknownNameError(
        f"không có phát hiện / no such finding: {finding_id}"
        + (f" (quy tắc này có / this rule has: {near} …)" if near else "; xem / see: directive-kg check")
    )
