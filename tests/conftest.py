"""What every test shares: where a skip is not allowed, it is a failure."""

import os

import pytest
from hypothesis import settings

# In CI the same examples every time: a change is judged by what it changed, not by the luck of the draw.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("default", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") or os.environ.get("DIRECTIVE_KG_NO_SKIPS") else "default")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]  # pluggy's wrapper has no public type
    """Under CI every test must run: a skip there hides a missing install step."""
    outcome = yield
    report = outcome.get_result()
    if os.environ.get("DIRECTIVE_KG_NO_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped where every test must run: {report.longrepr}"
