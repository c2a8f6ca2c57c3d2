"""The served site under its own Content-Security-Policy, in a real browser."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from directive_kg.site.build import build_site
from directive_kg.store.embedded import open_store
from tests.fixtures.papers import fixture_graph
from tests.serve.test_server import serving
from tests.serve.waiting import PATIENCE

CHROMIUM = shutil.which("chromium")


@pytest.mark.needs_browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_pages_and_search_work_under_the_policy(tmp_path: Path, store_dir: Path) -> None:
    site = tmp_path / "site"
    build_site(open_store(fixture_graph(tmp_path)), site)
    trouble: list[str] = []
    with (
        serving("--port", "0", "--site", str(site), "--store", str(store_dir)) as process,
        sync_playwright() as playwright,
    ):
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(address)
        page.get_by_role("combobox").fill("900")
        page.locator(".search-results a").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Nghị quyết 900/2025/QH15", timeout=PATIENCE * 1000)
        assert page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") != "none"
        assert trouble == [], "the policy let everything through that the pages need"
        browser.close()
