"""The site in a real browser, opened as files: search, and how pages fit a phone."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from directive_kg import resources
from directive_kg.site.build import build_site
from directive_kg.store.embedded import open_store
from tests.site.crawl import dead_links

CHROMIUM = shutil.which("chromium")
PLAN = "ubnd-tp-hai-phong/2026/7001-kh-ubnd"
KINDS = (
    "index.html", "trace/quoc-hoi-2025-900-2025-qh15.html", f"paper/{PLAN}/index.html", f"task/{PLAN}/14.html",
    "body/so-tai-chinh-tp-hai-phong.html", "body/index.html", "deadlines.html", "checks.html",
    "questions/tasks-under-directive.html", "about.html", "deadlines/thang-2026-06.html", "checks/R1-nguoi.html",
)  # fmt: skip

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


def search(page: Page, site: Path, text: str) -> Page:
    """Type into the home page's search."""
    page.goto(f"{site.as_uri()}/index.html")
    page.get_by_role("searchbox").fill(text)
    expect(page.get_by_role("status")).not_to_be_empty()
    return page


def found(page: Page) -> list[str]:
    """What the search shows, best first."""
    return page.locator(".search-results .what").all_inner_texts()


def test_a_body_is_found_without_marks(page: Page, site: Path) -> None:
    search(page, site, "so tai chinh")
    assert found(page)[0] == "Sở Tài chính thành phố Hải Phòng"


def test_a_number_finds_the_resolution_and_opens_its_trace(page: Page, site: Path) -> None:
    search(page, site, "900")
    assert found(page)[0] == "Nghị quyết 900/2025/QH15"
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nghị quyết 900/2025/QH15")
    assert page.url.endswith("trace/quoc-hoi-2025-900-2025-qh15.html")


@pytest.fixture(scope="module")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the graph that the project ships."""
    out = tmp_path_factory.mktemp("shipped") / "site"
    build_site(open_store(resources.graph_dir()), out)
    return out


def test_in_the_shipped_graph_263_leads_to_its_trace_and_a_body_is_found(page: Page, shipped_site: Path) -> None:
    assert dead_links(shipped_site) == []
    search(page, shipped_site, "so tai chinh")
    assert found(page)[0].startswith("Sở Tài chính")
    search(page, shipped_site, "263")
    assert found(page)[0] == "Nghị quyết 263/2025/QH15"
    page.locator(".search-results a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nghị quyết 263/2025/QH15")
    assert page.locator("table.tasks tbody tr").count() > 30


@pytest.mark.parametrize("typed", ["900/2025", "900/2025/QH15", "900 2025 qh15", "9002025qh15", "nghi quyet 900"])
def test_a_number_may_be_typed_any_way(page: Page, site: Path, typed: str) -> None:
    assert found(search(page, site, typed))[0] == "Nghị quyết 900/2025/QH15"


@pytest.mark.parametrize("typed", ["7001 khubnd", "7001kh", "7001-KH-UBND", "7001 kh ubnd"])
def test_a_plan_s_number_may_be_typed_any_way(page: Page, site: Path, typed: str) -> None:
    assert found(search(page, site, typed))[0] == "Kế hoạch 7001/KH-UBND"


def test_exact_marks_come_first_and_d_with_stroke_is_d(page: Page, site: Path) -> None:
    plain = found(search(page, site, "co quan la"))
    marked = found(search(page, site, "cơ quan lạ"))
    assert marked[0] == "Việc của cơ quan lạ, số thứ tự nhảy từ 12 sang 14"
    assert marked[0] in plain
    assert found(search(page, site, "hoi dong"))[0] == "Hội đồng nhân dân thành phố Hải Phòng"


def test_nothing_found_is_said(page: Page, site: Path) -> None:
    search(page, site, "xyzzy")
    expect(page.get_by_role("status")).to_contain_text("Không tìm thấy")
    assert found(page) == []


def test_search_works_from_a_page_deep_below(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/task/{PLAN}/1.html")
    page.get_by_role("searchbox").fill("so noi vu")
    page.locator(".search-results a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sở Nội vụ")


def test_results_can_be_walked_with_the_keyboard(page: Page, site: Path) -> None:
    search(page, site, "ben nuoc")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("[...document.querySelectorAll('.search-results a')].indexOf(document.activeElement)") == 1
    page.keyboard.press("Escape")
    expect(page.locator(".search-results")).to_be_hidden()


def test_a_hostile_title_is_text_in_the_results(page: Page, hostile_site: Path) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    search(page, hostile_site, "script alert")
    assert any("<script>alert(1)</script>" in text for text in found(page))


@pytest.mark.parametrize("path", KINDS)
def test_no_page_is_wider_than_a_phone(page: Page, site: Path, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site.as_uri()}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_script_there_is_no_search_box_and_a_word_why(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    expect(page.locator("form.search")).to_be_hidden()
    expect(page.get_by_text("Ô tìm kiếm cần JavaScript")).to_be_visible()
    page.get_by_role("link", name="Nghị quyết 900/2025/QH15").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nghị quyết 900/2025/QH15")
    context.close()


BODY = "body/so-tai-chinh-tp-hai-phong.html"


def test_choices_narrow_the_list_agree_with_their_counts_and_stay_in_the_address(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/{BODY}")
    rows = page.locator("table.tasks tbody tr")
    whole = rows.count()
    choice = page.get_by_label("Chưa rõ")
    for value in choice.locator("option").evaluate_all("all => all.map((one) => [one.value, one.text])"):
        choice.select_option(value[0])
        assert value[1].endswith(f"({page.locator('table.tasks tbody tr:not([hidden])').count()})")
    choice.select_option("Thời hạn: trống")
    assert 0 < page.locator("table.tasks tbody tr:not([hidden])").count() < whole
    shown = page.locator("table.tasks tbody tr:not([hidden])").all_inner_texts()
    page.reload()
    assert page.locator("table.tasks tbody tr:not([hidden])").all_inner_texts() == shown
    page.get_by_role("button", name="Bỏ lọc").click()
    assert page.locator("table.tasks tbody tr:not([hidden])").count() == whole
    assert "?" not in page.url


def test_two_choices_are_both_kept_and_a_foreign_value_is_none(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/{BODY}?vai-tro=Ch%E1%BB%A7+tr%C3%AC&loai-han=x%22%3E%3Cimg%3E")
    whole = page.locator("table.tasks tbody tr").count()
    leads = page.locator("#vai-lead tbody tr").count()
    assert page.locator("table.tasks tbody tr:not([hidden])").count() == leads < whole
    expect(page.locator(".facets [role=status]")).to_contain_text(f"Đang hiện {leads} / {whole} nhiệm vụ")


def test_without_script_the_whole_list_shows(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{BODY}?vai-tro=x")
    assert page.locator("table.tasks tbody tr").count() == page.locator("table.tasks tbody tr:visible").count() > 8
    assert page.locator(".facets").count() == 0
    context.close()
