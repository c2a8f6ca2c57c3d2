"""Every shape has an example that passes and one that fails, in the folder of its code."""

from collections import defaultdict
from pathlib import Path

import pyshacl
import pytest
from rdflib import SH, Graph, Namespace

from directive_kg import resources
from directive_kg.check.findings import CheckReport, State
from directive_kg.check.run import run_check
from directive_kg.check.shapes import Shape, ShapeSet, alone, load_shapes

HERE = Path(__file__).parent
SHIPPED = load_shapes([resources.shapes_dir()])
CODES = sorted({shape.code for shape in SHIPPED.shapes})
FINDS = Namespace("urn:test:").finds


def shapes_of(code: str) -> list[Shape]:
    return [shape for shape in SHIPPED.shapes if shape.code == code]


def check(code: str, example: str) -> tuple[Graph, CheckReport]:
    data = Graph().parse(HERE / code / f"{example}.ttl", format="turtle")
    only = ShapeSet(SHIPPED.graph, tuple(shapes_of(code)))
    return data, run_check(data, only)


def test_every_folder_is_of_a_rule() -> None:
    folders = sorted(path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("__"))
    assert folders == CODES


@pytest.mark.parametrize("code", CODES)
def test_passing_example(code: str) -> None:
    _, report = check(code, "pass")
    assert [finding.message.en for finding in report.findings] == []
    (summary,) = report.summary
    assert summary.state is State.PASSED
    assert summary.checked > 0


@pytest.mark.parametrize("code", CODES)
def test_failing_example(code: str) -> None:
    data, report = check(code, "fail")
    expected: dict[str, set[str]] = defaultdict(set)
    for shape, node in data.subject_objects(FINDS):
        expected[str(shape)].add(str(node))
    assert set(expected) == {str(shape.iri) for shape in shapes_of(code)}, "a shape without a failing example"
    named = set().union(*expected.values())
    found: dict[str, set[str]] = defaultdict(set)
    for finding in report.findings:
        # A rule that runs once a paper is about a task of it, or about the paper.
        found[finding.shape].add(finding.task if finding.task in named and finding.task else finding.focus)
    assert found == expected
    (summary,) = report.summary
    assert summary.state is State.FAILED
    assert summary.found == len(report.findings) == sum(map(len, expected.values()))
    for finding in report.findings:
        for text in (finding.message.vi, finding.message.en):
            assert "{" not in text
            assert text.strip()


@pytest.mark.parametrize("code", CODES)
def test_the_run_finds_what_plain_pyshacl_finds(code: str) -> None:
    data, report = check(code, "fail")
    for shape in shapes_of(code):
        _, plain, _ = pyshacl.validate(data, shacl_graph=alone(SHIPPED.graph, shape.iri))
        assert isinstance(plain, Graph)
        expected = sorted(str(plain.value(result, SH.focusNode)) for result in plain.objects(None, SH.result))
        assert sorted(finding.focus for finding in report.findings if finding.shape == str(shape.iri)) == expected
