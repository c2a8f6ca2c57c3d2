"""Every kind of page against axe-core (WCAG 2.2 A and AA), narrow and wide, light and dark; keyboard; languages."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.site.kinds import PAGE_OF_KIND
from tests.site.rare import RARE_KINDS, rare_site

CHROMIUM = shutil.which("chromium")
WCAG: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def violations(page: Page, run_only: Any = WCAG) -> list[str]:
    """What axe-core finds on the page, with the elements it is about."""
    response: dict[str, Any] = Axe().run(page, options={"runOnly": run_only, "resultTypes": ["violations"]}).response
    return [f"{found['id']}: {[node['html'][:120] for node in found['nodes'][:3]]}" for found in response["violations"]]


@pytest.fixture(scope="module")
def rare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of rare kinds of pages."""
    return rare_site(tmp_path_factory.mktemp("rare"))


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_kind_has_a_violation_in_light_or_dark(browser: Browser, site: Path, rare: Path, width: int) -> None:
    pages = {kind: site / path for kind, path in PAGE_OF_KIND.items()}
    pages |= {kind: max(rare.glob(pattern)) for kind, pattern in RARE_KINDS.items()}
    # axe-core is put into the page as a script of its own, which the page's policy would stop.
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    found = {}
    for kind, path in pages.items():
        page.goto(path.as_uri())
        broken = violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            broken.append("wider than the screen")
        page.emulate_media(color_scheme="dark")
        broken += violations(page, {"type": "rule", "values": ["color-contrast"]})  # nothing else differs
        page.emulate_media(color_scheme="light")
        if broken:
            found[kind] = broken
    context.close()
    assert found == {}


def test_a_violation_would_be_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html><body><img src="x"><p style="color:#aaa;background:#fff">mờ</p></body></html>')
    assert {line.split(":")[0] for line in violations(page)} >= {"image-alt", "color-contrast", "html-has-lang"}
    page.close()


def test_the_policy_of_the_page_stops_a_script_that_got_in(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p id=here onclick=\"document.title=1337\">x</p>')")
    page.evaluate("document.getElementById('here').click()")
    assert "1337" not in page.title()
    assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", "its own stylesheet is let in"
    page.close()


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/body/index.html")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.close()


def test_the_language_is_chosen_once_and_the_place_on_the_page_is_kept(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 500})
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{PAGE_OF_KIND['paper']}")
    heading = page.locator("#bo-cuc h2")
    expect(heading).to_have_text("Bố cục Outline")
    heading.evaluate("node => scrollTo(0, node.offsetTop - 60)")
    place = "document.querySelector('#bo-cuc h2').getBoundingClientRect().top"
    before = page.evaluate(place)
    page.evaluate("document.querySelector('.languages [value=vi]').click()")
    assert heading.inner_text().strip() == "Bố cục"
    assert abs(page.evaluate(place) - before) < 2
    page.goto(f"{site.as_uri()}/deadlines.html")
    assert page.get_by_role("heading", level=1).inner_text().strip() == "Thời hạn"
    page.get_by_role("radio", name="English").check()
    assert page.get_by_role("heading", level=1).inner_text().strip() == "Deadlines"
    page.go_back()
    expect(page.get_by_role("radio", name="English")).to_be_checked()
    context.close()


def test_the_switch_needs_no_script_and_takes_the_keyboard(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/deadlines.html")
    heading = page.get_by_role("heading", level=1)
    assert heading.inner_text().split() == ["Thời", "hạn", "Deadlines"]
    page.get_by_role("radio", name="Việt – Anh").focus()
    page.keyboard.press("ArrowRight")
    assert heading.inner_text().strip() == "Deadlines"
    page.emulate_media(media="print")
    assert heading.inner_text().strip() == "Deadlines"
    page.emulate_media(media="screen")
    page.get_by_text("Tiếng Việt").click()
    assert heading.inner_text().strip() == "Thời hạn"
    context.close()
