"""The site in a real browser, opened as files: how pages fit a phone, and the choices above lists."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

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


@pytest.mark.parametrize("path", KINDS)
def test_no_page_is_wider_than_a_phone(page: Page, site: Path, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site.as_uri()}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


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
