"""The site in a real browser, opened as files: how pages fit a phone, and the choices above lists."""

import shutil
from datetime import date
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Browser, Page, expect

from directive_kg.site.build import build_site
from directive_kg.store.embedded import EmbeddedStore

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


LISTS = (
    BODY, "trace/quoc-hoi-2025-900-2025-qh15.html", f"paper/{PLAN}/index.html", "deadlines/thang-2026-06.html",
    "deadlines/chua-ro-thoi-han.html", "trace/quoc-hoi-2025-900-2025-qh15.theo-linh-vuc.html",
)  # fmt: skip
ROWS = "table.tasks tbody tr, table.annex tbody tr[data-kind], .leaves li"


@pytest.fixture(scope="module")
def dated_site(store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the fixture papers on a day on which some tasks are late."""
    out = tmp_path_factory.mktemp("dated") / "site"
    build_site(store, out, today=date(2026, 8, 1))
    return out


def visible(page: Page) -> list[str]:
    """The rows that show."""
    return page.locator(ROWS).locator("visible=true").all_inner_texts()


def test_every_choice_on_every_list_shows_as_many_rows_as_it_says(page: Page, dated_site: Path) -> None:
    met: set[str] = set()
    for path in LISTS:
        page.goto(f"{dated_site.as_uri()}/{path}")
        whole = len(visible(page))
        for select in page.locator(".facets select").all():
            met.add(select.get_attribute("name") or "")
            for value, text in select.locator("option").evaluate_all("all => all.map((one) => [one.value, one.text])"):
                select.select_option(value)
                assert text.endswith(f"({len(visible(page))})"), f"{path}: {text}"
            select.select_option("")
        assert len(visible(page)) == whole
    assert met >= {"chu-tri", "phoi-hop", "vai-tro", "linh-vuc", "loai-han", "tinh-trang", "chua-ro", "san-pham"}


def test_a_choice_stays_in_the_address(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/{BODY}")
    whole = visible(page)
    page.get_by_label("Rõ hay chưa rõ").select_option("Chưa rõ thời hạn")
    shown = visible(page)
    assert 0 < len(shown) < len(whole)
    page.reload()
    assert visible(page) == shown
    page.get_by_role("button", name="Bỏ lọc").click()
    assert visible(page) == whole
    assert "?" not in page.url


def test_all_holes_of_a_row_are_those_that_the_list_of_holes_has(page: Page, dated_site: Path) -> None:
    """The choice by what is unclear and the pages of what is unclear tell the same of the tasks that one body leads."""
    page.goto(f"{dated_site.as_uri()}/{BODY}")
    for hole, name in (("chua-ro-thoi-han", "Chưa rõ thời hạn"), ("chua-ro-san-pham", "Chưa rõ sản phẩm")):
        page.goto(f"{dated_site.as_uri()}/{BODY}?vai-tro=Ch%E1%BB%A7+tr%C3%AC&chua-ro={quote_plus(name)}")
        here = set(page.locator("table.tasks tbody th a").locator("visible=true").all_inner_texts())
        page.goto(f"{dated_site.as_uri()}/deadlines/{hole}.html")
        rows = page.locator("table.tasks tbody tr").filter(has=page.locator("td:nth-child(3)", has_text="Sở Tài chính"))
        assert here == set(rows.locator("th a").all_inner_texts()), hole


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


def test_a_list_of_tasks_has_the_same_headings_as_table_and_as_cards(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/trace/quoc-hoi-2025-900-2025-qh15.html")
    headings = page.locator("table.tasks").first.locator("thead .vi").all_inner_texts()
    page.set_viewport_size({"width": 390, "height": 844})
    cells = page.locator("table.tasks").first.locator("tbody tr").first.locator("> *")
    shown = cells.evaluate_all("all => all.map((cell) => getComputedStyle(cell, '::before').content)")
    assert shown == [f'"{heading}"' for heading in headings]
    assert len(shown) == 8


def test_a_phone_shows_first_what_is_overdue(page: Page, dated_site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{dated_site.as_uri()}/index.html")
    expect(page.get_by_role("heading", name="Quá hạn")).to_be_in_viewport()
    first = page.locator(".pressing li").first.bounding_box()
    assert first is not None
    assert first["y"] + first["height"] <= 844


def test_on_a_phone_the_choices_open_on_demand_and_stand_open_where_one_was_made(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site.as_uri()}/{BODY}")
    choice = page.get_by_label("Rõ hay chưa rõ")
    expect(choice).to_be_hidden()
    page.get_by_text("Lọc danh sách").click()
    choice.select_option("Chưa rõ thời hạn")
    page.reload()
    expect(choice).to_be_visible()


def test_an_answer_on_a_phone_says_its_headings_in_every_cell(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site.as_uri()}/questions/tasks-without-lead.html")
    headings = page.locator("table.answer thead .vi").all_inner_texts()
    cells = page.locator("table.answer tbody tr").first.locator("td")
    shown = cells.evaluate_all("all => all.map((cell) => getComputedStyle(cell, '::before').content)")
    assert shown == [f'"{heading}"' for heading in headings] != []
