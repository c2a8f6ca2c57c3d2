"""The check report by what its findings are about; a site without one says that no checks were run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from directive_kg.check.findings import CheckReport, Finding, RuleSummary


@dataclass(frozen=True, slots=True)
class Checks:
    """A whole check report, or none."""

    report: CheckReport | None = None
    _of: Mapping[str, Sequence[Finding]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            about = {finding.focus, finding.task, finding.directive, finding.agency}
            for iri in sorted(iri for iri in about if iri):
                found[iri].append(finding)
        object.__setattr__(self, "_of", {iri: tuple(group) for iri, group in found.items()})

    @property
    def ran(self) -> bool:
        """Whether the checks were run at all."""
        return self.report is not None

    @property
    def rules(self) -> Sequence[RuleSummary]:
        """Every rule and how it came out."""
        return self.report.summary if self.report else ()

    @property
    def findings(self) -> Sequence[Finding]:
        """Every finding."""
        return self.report.findings if self.report else ()

    def by_thing(self) -> Iterable[tuple[str, Sequence[Finding]]]:
        """Every thing with the findings about it."""
        return self._of.items()

    def of(self, iri: str) -> Sequence[Finding]:
        """The findings about a thing, or about a part of it."""
        return self._of.get(iri, ())
