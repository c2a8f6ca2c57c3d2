"""One site of the fixture papers and one of a hostile graph, built once for all tests that only look."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from directive_kg.check.findings import Bilingual, CheckReport, Finding, RuleSummary, Severity, Spot, State
from directive_kg.site.build import build_site
from directive_kg.site.findings import Checks
from directive_kg.site.joined import ask_all
from directive_kg.store.embedded import EmbeddedStore, open_store
from tests.fixtures.papers import fixture_graph
from tests.site.hostile import hostile_graph

PLAN = "https://w3id.org/directive-kg/id/directive/ubnd-tp-hai-phong/2026/7001-kh-ubnd"


def report() -> CheckReport:
    """A check report with a finding at a task, a rule that is broken, and one that found nothing."""
    title = Bilingual("Rõ người", "Who is clear")
    finding = Finding(
        code="R1-nguoi",
        severity=Severity.VIOLATION,
        focus=f"{PLAN}/task/2",
        path=None,
        value=None,
        message=Bilingual("Nhiệm vụ 2 không có cơ quan chủ trì", "Task 2 has no lead"),
        directive=PLAN,
        number="7001/KH-UBND",
        task=f"{PLAN}/task/2",
        agency=None,
        place=Spot("ke-hoach.txt", 1, 2, 5, "", field="lead"),
    )
    rules = (
        RuleSummary("R1-nguoi", Severity.VIOLATION, title, State.FAILED, 19, 1),
        RuleSummary("R2-viec", Severity.WARNING, Bilingual("Rõ việc", "What is clear"), State.PASSED, 19, 0),
        RuleSummary("F1-stt", Severity.WARNING, Bilingual("Số thứ tự", "Numbering"), State.BROKEN, 0, 0, "shape hỏng"),
    )
    return CheckReport(rules, (finding,))


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """The fixture papers."""
    return open_store(fixture_graph(tmp_path_factory.mktemp("papers")))


@pytest.fixture(scope="session")
def site(store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the fixture papers, with findings and questions, no day given."""
    out = tmp_path_factory.mktemp("built") / "site"
    build_site(store, out, checks=Checks(report()), questions=ask_all(store))
    return out


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a graph that somebody wrote in order to do harm."""
    folder = tmp_path_factory.mktemp("hostile")
    build_site(open_store(hostile_graph(folder)), folder / "out" / "site")
    return folder / "out" / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab that fails the test on any script error or request that leaves the site."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: None if request.url.startswith("file://") else trouble.append(request.url))
    yield page
    context.close()
    assert trouble == []
