"""A check report -> the W3C's: sh:ValidationReport (SHACL 3.6) with DQV measurements beside it, as Turtle."""

from collections.abc import Iterator, Sequence
from typing import Final

import pyoxigraph as ox
from pyparsing import ParseBaseException
from rdflib import URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql import prepareQuery

from directive_kg.check.findings import CheckReport, Finding, RuleSummary, Severity
from directive_kg.check.identity import fingerprint
from directive_kg.check.view import ReportView
from directive_kg.graph.terms import DEFAULT_NAMES, RDF_TYPE, Term, boolean, integer, term, text
from directive_kg.graph.trig import Statement, write_trig
from directive_kg.names import PREFIXES, Names

_DQV: Final = "http://www.w3.org/ns/dqv#"
_SH: Final = PREFIXES["sh"]
_SEVERITY: Final = {Severity.VIOLATION: "Violation", Severity.WARNING: "Warning", Severity.INFO: "Info"}
_MULTIPLE: Final = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def to_ttl(view: ReportView, names: Names = DEFAULT_NAMES) -> str:
    """The report with an IRI for every result, so that two reports can be compared; no trailing newline.

    SHACL knows no waivers: `sh:conforms` is false where anything was found; `dkg:findingState` tells what is accepted.
    """
    statements = list(_Writer(names).statements(view))
    return write_trig(None, statements, prefixes={"dqv": _DQV}).rstrip("\n")


class _Writer:
    def __init__(self, names: Names) -> None:
        self._names = names
        self._report = ox.NamedNode(names.finding("report"))

    def statements(self, view: ReportView) -> Iterator[Statement]:
        report = view.report
        yield self._report, RDF_TYPE, term("sh:ValidationReport")
        yield self._report, term("sh:conforms"), boolean(not report.findings and not report.broken)
        for finding in report.findings:
            yield from self._result(view, finding)
        yield from self._measurements(report)

    def _result(self, view: ReportView, finding: Finding) -> Iterator[Statement]:
        node = ox.NamedNode(self._names.finding(finding.id))
        said: list[tuple[str, Term | None]] = [
            ("sh:focusNode", _node(finding.focus)),
            ("sh:resultSeverity", ox.NamedNode(_SH + _SEVERITY[finding.severity])),
            ("sh:resultMessage", text(finding.message.vi, "vi")),
            ("sh:resultMessage", text(finding.message.en, "en")),
            ("sh:sourceShape", _node(finding.shape)),
            ("sh:sourceConstraintComponent", ox.NamedNode(finding.component) if finding.component else None),
            ("sh:value", _value(finding)),
            ("dcterms:identifier", text(finding.id)),
            ("dkg:ruleCode", text(finding.code)),
            ("dkg:findingState", text(view.state(finding))),
            ("dkg:cellFingerprint", text(fingerprint(finding))),
            ("dkg:words", text(finding.place.text) if finding.place.text else None),
            ("dkg:answerable", _node(finding.agency) if finding.agency else None),
            ("dkg:inDirective", _node(finding.directive) if finding.directive else None),
        ]
        yield self._report, term("sh:result"), node
        yield node, RDF_TYPE, term("sh:ValidationResult")
        yield from ((node, term(name), value) for name, value in said if value is not None)
        path = _parse(finding.path) if finding.path else None
        if path is not None:
            root, parts = _path(path, node.value + "/path")
            yield node, term("sh:resultPath"), root
            yield from parts

    def _measurements(self, report: CheckReport) -> Iterator[Statement]:
        """Of each rule that ran, how much it checked and found."""
        graph = ox.NamedNode(self._names.base)
        for rule in report.summary:
            for measure, value in _counts(rule):
                metric = ox.NamedNode(self._names.finding(f"metric/{rule.code}/{measure}"))
                node = ox.NamedNode(self._names.finding(f"measurement/{rule.code}/{measure}"))
                yield metric, RDF_TYPE, _dqv("Metric")
                yield metric, term("skos:prefLabel"), text(f"{rule.title.vi}: {_MEASURES[measure][0]}", "vi")
                yield metric, term("skos:prefLabel"), text(f"{rule.title.en}: {_MEASURES[measure][1]}", "en")
                yield metric, term("dcterms:identifier"), text(f"{rule.code} {measure}")
                yield metric, _dqv("expectedDataType"), term("xsd:integer")
                yield node, RDF_TYPE, _dqv("QualityMeasurement")
                yield node, _dqv("isMeasurementOf"), metric
                yield node, _dqv("computedOn"), graph
                yield node, _dqv("value"), integer(value)


_MEASURES: Final = {
    "checked": ("đã xem", "checked"),
    "found": ("thấy", "found"),
    "waived": ("đã chấp nhận", "accepted"),
}


def _counts(rule: RuleSummary) -> tuple[tuple[str, int], ...]:
    return ("checked", rule.checked), ("found", rule.found), ("waived", rule.waived)


def _dqv(name: str) -> ox.NamedNode:
    return ox.NamedNode(_DQV + name)


def _node(iri: str) -> ox.NamedNode | None:
    """An IRI; what is none (a blank node of the data) has no name to give."""
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _value(finding: Finding) -> Term | None:
    if finding.value is None or finding.value == finding.place.text:
        return None
    if "://" in finding.value and not any(c.isspace() for c in finding.value):
        return _node(finding.value)
    return text(finding.value)


def _parse(path: str) -> URIRef | Path | None:
    """The path that the text of a finding says; None for one that does not parse."""
    try:
        query = prepareQuery(f"SELECT * {{ ?s {path} ?o }}", initNs=PREFIXES)
    except (ParseBaseException, RecursionError, Exception):  # noqa: BLE001 - rdflib raises plain Exception for a prefix
        return None
    triples = query.algebra.p.p.get("triples") or []
    return triples[0][1] if len(triples) == 1 and isinstance(triples[0][1], URIRef | Path) else None


def _path(path: URIRef | Path, iri: str) -> tuple[ox.NamedNode, list[Statement]]:
    """A path as SHACL writes it (SHACL 2.3.1), its parts named below `iri`."""
    node = ox.NamedNode(iri)
    if isinstance(path, URIRef):
        return ox.NamedNode(str(path)), []
    if isinstance(path, SequencePath):
        return _list(path.args, iri)
    if isinstance(path, AlternativePath):
        inner, parts = _list(path.args, f"{iri}/or")
        return node, [(node, term("sh:alternativePath"), inner), *parts]
    if isinstance(path, InvPath):
        inner, parts = _path(path.arg, f"{iri}/inverse")
        return node, [(node, term("sh:inversePath"), inner), *parts]
    if isinstance(path, MulPath):
        inner, parts = _path(path.path, f"{iri}/of")
        return node, [(node, term(f"sh:{_MULTIPLE[path.mod]}"), inner), *parts]
    raise ValueError(f"a path that SHACL does not have: {path}")


def _list(members: Sequence[URIRef | Path], iri: str) -> tuple[ox.NamedNode, list[Statement]]:
    statements: list[Statement] = []
    rest = term("rdf:nil")
    for number in range(len(members), 0, -1):
        node = ox.NamedNode(f"{iri}/{number}")
        first, parts = _path(members[number - 1], f"{iri}/{number}/step")
        statements += [(node, term("rdf:first"), first), (node, term("rdf:rest"), rest), *parts]
        rest = node
    return rest, statements
