"""The W3C SHACL test suite: its cases, how each comes out, and the page that lists them.

`python -m tests.check.engine.suite > docs/shacl-suite.md` writes the page.
"""

import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from directive_kg.check.engine.choice import Engine
from directive_kg.check.engine.run import validate_graph
from directive_kg.errors import BadInputError
from tests.shared import SHARED

ROOT = SHARED / "w3c" / "shacl"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
_BASE = "https://example.org/suite/"

# What does not pass, and why.
NOT_PASSED = {
    "sparql/pre-binding/shapesGraph-001": "`$shapesGraph` is optional in SHACL (5.3.1) and not supported here, nor by pySHACL",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One test of the suite."""

    name: str  # its path, without '.ttl'
    label: str
    data: Path
    shapes: Path
    expected: Counter[tuple[str, ...]] | None  # None: validation has to fail

    def outcome(self, engine: Engine) -> str:
        """'' where it passes with an engine, else what is wrong."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # rdflib warns of the suite's ill-typed literals
                report = validate_graph(read(self.shapes), read(self.data), engine)
        except BadInputError as refusal:
            return "" if self.expected is None else str(refusal)
        trouble = [run.trouble for run in report.runs if run.trouble]
        if self.expected is None:
            return "" if trouble else "was validated, while it has to fail"
        if trouble:
            return trouble[0]
        found = Counter(_key(r.focus, r.path, r.value, r.component, r.shape, r.severity) for r in report.results)
        missing, extra = self.expected - found, found - self.expected
        return f"missing {sorted(missing)}, too many {sorted(extra)}" if missing or extra else ""

    def tried_by(self, engine: Engine) -> set[Engine | None]:
        """Which engines tried its shapes where this one came first."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return {run.engine for run in validate_graph(read(self.shapes), read(self.data), engine).runs}


@cache
def cases() -> tuple[Case, ...]:
    """Every test, by its path."""
    return tuple(case for path in sorted(ROOT.rglob("*.ttl")) for case in _cases_of(path))


@cache
def read(path: Path) -> Graph:
    """A file as it is written: rdflib's own reader turns 'none'^^xsd:boolean into false."""
    graph = Graph()
    base = _BASE + path.relative_to(ROOT).as_posix()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=base):
            graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    return graph


def page() -> str:
    """The list of all tests in Markdown."""
    lines = [
        "# W3C SHACL test suite",
        "",
        "Made by `python -m tests.check.engine.suite > docs/shacl-suite.md`; do not edit.",
        "Both engines, columns and queries, on every test of the suite's core and SPARQL parts: same focus node, path, "
        "value, component, source shape and severity, each as often. Where one leaves a shape to the next, it says so.",
        "",
    ]
    outcomes = [(case, case.outcome(Engine.COLUMNS) or case.outcome(Engine.QUERIES)) for case in cases()]
    passed = sum(not outcome for _, outcome in outcomes)
    lines += [f"{passed} of {len(outcomes)} pass.", "", "| test | outcome |", "|---|---|"]
    for case, outcome in outcomes:
        reason = NOT_PASSED.get(case.name, outcome)
        shown = f"**not passed**: {reason}" if outcome else "passed" + _note(case)
        lines.append(f"| {case.name} | {shown} |")
    return "\n".join(lines)


def _note(case: Case) -> str:
    if case.expected is None:
        return " (refused)"
    if Engine.PYSHACL in case.tried_by(Engine.QUERIES):
        return " (by pySHACL: no store keeps this datatype)"
    return " (by queries, not for columns)" if Engine.QUERIES in case.tried_by(Engine.COLUMNS) else ""


def _cases_of(path: Path) -> Iterator[Case]:
    graph = read(path)
    for test in sorted(graph.subjects(RDF.type, SHT.Validate), key=str):
        action, result = graph.value(test, MF.action), graph.value(test, MF.result)
        expected = Counter(_key(*(graph.value(node, p) for p in _PARTS)) for node in graph.objects(result, SH.result))
        yield Case(
            name=path.relative_to(ROOT).with_suffix("").as_posix(),
            label=str(graph.value(test, URIRef("http://www.w3.org/2000/01/rdf-schema#label"))),
            data=_path(graph.value(action, SHT.dataGraph)),
            shapes=_path(graph.value(action, SHT.shapesGraph)),
            expected=None if result == SHT.Failure else expected,
        )


_PARTS = (
    *(SH.focusNode, SH.resultPath, SH.value),
    *(SH.sourceConstraintComponent, SH.sourceShape, SH.resultSeverity),
)


def _key(*nodes: Node | None) -> tuple[str, ...]:
    return tuple("" if node is None else "_:" if isinstance(node, BNode) else node.n3() for node in nodes)


def _path(node: Node | None) -> Path:
    return ROOT / str(node).removeprefix(_BASE)


def _node(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    plain = datatype == "http://www.w3.org/2001/XMLSchema#string"
    return Literal(term.value, datatype=None if plain else URIRef(datatype), normalize=False)


if __name__ == "__main__":
    sys.stdout.write(page() + "\n")
