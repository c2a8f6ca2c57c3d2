"""The findings of one graph beside what was accepted of them: for whoever accepts and ends, one decision after another."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rdflib import Graph

from directive_kg.check.audit import Engine, audit
from directive_kg.check.findings import Finding
from directive_kg.check.run import run_check
from directive_kg.check.shapes import ShapeSet
from directive_kg.check.view import ReportView
from directive_kg.check.waivers import Waiver, accept, apply_waivers, changing, end, load_waivers, save_waivers
from directive_kg.errors import UnknownNameError


@dataclass(slots=True)
class Ledger:
    """The rules are run once, when it is made; the waivers are read anew each time, for others may write them too."""

    graph_dir: Path
    today: Callable[[], date]
    _view: ReportView

    @classmethod
    def of(
        cls, graph_dir: Path, graph: Graph, shapes: ShapeSet, today: Callable[[], date], engine: Engine = run_check
    ) -> "Ledger":
        """Run the rules. Raises as the engine does."""
        return cls(graph_dir, today, audit(graph, shapes, today=today(), engine=engine))

    def view(self) -> ReportView:
        """The report as things stand now. Raises BrokenGraphError for a broken waivers.trig."""
        return self._now(load_waivers(self.graph_dir))

    def history(self, finding_id: str) -> tuple[Waiver, ...]:
        """Every acceptance of one finding, the first one first."""
        return tuple(waiver for waiver in load_waivers(self.graph_dir) if waiver.finding == finding_id)

    def finding(self, finding_id: str) -> Finding:
        """One finding as things stand. Raises UnknownNameError where there is none."""
        for finding in self.view().report.findings:
            if finding.id == finding_id:
                return finding
        raise UnknownNameError(f"không có phát hiện / no such finding: {finding_id}")

    def accept(self, finding_id: str, *, reason: str, by: str, until: date) -> None:
        """Accept a finding. Raises as `waivers.accept` does."""
        finding = self.finding(finding_id)
        with changing(self.graph_dir) as waivers:
            save_waivers(self.graph_dir, accept(waivers, finding, reason=reason, by=by, on=self.today(), until=until))

    def end(self, finding_id: str, *, by: str) -> None:
        """End the acceptance of a finding. Raises as `waivers.end` does."""
        with changing(self.graph_dir) as waivers:
            save_waivers(self.graph_dir, end(waivers, finding_id, by=by, on=self.today()))

    def _now(self, waivers: tuple[Waiver, ...]) -> ReportView:
        return replace(self._view, report=apply_waivers(self._view.report, waivers, self.today()))
