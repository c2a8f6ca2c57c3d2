"""Every test of the W3C SHACL test suite, core and SPARQL."""

import pytest

from directive_kg.check.engine.choice import Engine
from tests.check.engine.suite import NOT_PASSED, ROOT, Case, cases
from tests.shared import needs_shared

CASES = cases() if ROOT.is_dir() else ()


@needs_shared
def test_the_suite_is_all_there() -> None:
    assert len(CASES) == 121


@needs_shared
@pytest.mark.parametrize("engine", [Engine.COLUMNS, Engine.QUERIES])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, engine: Engine) -> None:
    # One that is listed and passes after all has to come off the list.
    assert bool(case.outcome(engine)) == (case.name in NOT_PASSED)
