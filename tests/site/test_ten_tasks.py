"""The ten things that policy staff come for, in a browser on the shipped graph; docs/pages.md tells the clicks."""

import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # it ships no types
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from directive_kg import resources
from directive_kg.check.data import of_folder
from directive_kg.site.build import build_site
from directive_kg.site.joined import check_all
from directive_kg.store.embedded import open_store

CHROMIUM = shutil.which("chromium")
DOCS = Path(__file__).parents[2] / "docs" / "pages.md"
TODAY: Final = date(2026, 4, 15)
MOST_CLICKS: Final = 3

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]


@dataclass
class Visitor:
    """Somebody who starts at the home page and counts what they click."""

    page: Page
    clicks: int = 0

    def click(self, target: Locator) -> None:
        """Click the first of what is seen, and wait until the page that comes is whole: lists are read at once."""
        self.clicks += 1
        target.first.click()
        self.page.wait_for_load_state()

    def main(self, name: str | re.Pattern[str]) -> Locator:
        """Links of the page's own matter, by their names."""
        return self.page.locator("main").get_by_role("link", name=name)

    @property
    def heading(self) -> str:
        """What the page says it is."""
        return self.page.get_by_role("heading", level=1).inner_text()


def lead_bodies_of_a_resolution(visitor: Visitor) -> None:
    visitor.page.locator("#tim").fill("263")
    expect(visitor.page.locator(".search-results a").first).to_contain_text("263/2025/QH15")
    visitor.page.locator("#tim").press("Enter")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Nghị quyết 263/2025/QH15")
    bodies = visitor.page.locator("ol.chain details li").all_inner_texts()
    assert any(re.search(r"^Sở Tài chính.* \d+", body) for body in bodies)


def work_of_a_body_by_deadline(visitor: Visitor) -> None:
    visitor.click(visitor.main(re.compile("^Sở Xây dựng")))
    assert visitor.heading.startswith("Sở Xây dựng")
    days = [
        "".join(reversed(re.findall(r"(\d{2})/(\d{2})/(\d{4})", text)[-1]))
        for text in visitor.page.locator("#vai-lead td:nth-child(6)").all_inner_texts()
        if re.search(r"\d{2}/\d{2}/\d{4}", text) and not text.strip().startswith("từ")
    ]
    assert len(days) > 5
    assert days == sorted(days)


def what_is_overdue(visitor: Visitor) -> None:
    visitor.click(visitor.main(re.compile("^Quá hạn")))
    rows = visitor.page.locator("table.tasks tbody tr")
    expect(rows.nth(5)).to_be_attached()
    assert all("quá hạn" in text for text in rows.locator("td:nth-child(6)").all_inner_texts())


def what_has_no_clear_lead(visitor: Visitor) -> None:
    visitor.click(visitor.main(re.compile("^Chưa rõ cơ quan chủ trì")))
    leads = visitor.page.locator("table.tasks td:nth-child(3)").all_inner_texts()
    assert leads
    assert all(re.search(r"\(trống\)|nhóm cơ quan|chưa có trong danh bạ|không nêu tên", lead) for lead in leads)


def whose_words_and_where(visitor: Visitor) -> None:
    visitor.click(visitor.main("Nghị quyết 263/2025/QH15"))
    visitor.click(visitor.page.locator("table.tasks th a"))
    cells = visitor.page.get_by_role("table").first
    expect(cells).to_contain_text("Cơ quan chủ trì")
    assert re.search(r"bảng \d+, hàng \d+, cột \d+", cells.inner_text())


def a_bodys_list_as_excel(visitor: Visitor) -> None:
    visitor.click(visitor.main(re.compile("^Sở Xây dựng")))
    with visitor.page.expect_download() as download:
        visitor.click(visitor.main("Excel"))
    sheet = load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert sheet is not None
    assert sheet.max_row == visitor.page.locator("table.tasks tbody tr").count() + 1


def which_days_are_coming(visitor: Visitor) -> None:
    visitor.click(visitor.page.get_by_role("navigation").get_by_role("link", name="Thời hạn"))
    today = visitor.page.locator(".calendar td.today")
    expect(today).to_contain_text(str(TODAY.day))
    visitor.click(visitor.page.locator(".calendar a"))
    assert visitor.heading.startswith(f"Tháng {TODAY.month:02}/{TODAY.year}")


def two_papers_on_the_same_task(visitor: Visitor) -> None:
    visitor.click(visitor.main("Kế hoạch 71/KH-UBND"))
    visitor.click(visitor.page.locator("#quan-he").get_by_role("link", name=re.compile("Chương trình hành động")))
    expect(visitor.page.locator("tr.differs").first).to_be_visible()
    assert "71/KH-UBND" in visitor.heading


def what_the_plan_orders_without_a_task(visitor: Visitor) -> None:
    visitor.click(visitor.main("Nghị quyết 263/2025/QH15"))
    visitor.click(visitor.page.locator(".ways").get_by_role("link", name=re.compile("^Ma trận")))
    expect(visitor.page.locator("tr.hole").first).to_contain_text("chưa có nhiệm vụ")


def what_the_checks_found_at_a_cell(visitor: Visitor) -> None:
    visitor.click(visitor.page.get_by_role("navigation").get_by_role("link", name="Kiểm tra"))
    visitor.click(visitor.main("R1-nguoi"))
    visitor.click(visitor.page.locator(".findings").get_by_role("link", name=re.compile("^Nhiệm vụ")))
    cell = visitor.page.get_by_role("row").filter(has_text="Cơ quan chủ trì")
    expect(cell.first).to_contain_text("R1-nguoi")


TASKS: Final[dict[str, Callable[[Visitor], None]]] = {
    "Nghị quyết 263 giao cho những cơ quan nào": lead_bodies_of_a_resolution,
    "Sở Xây dựng phải làm gì, việc nào đến hạn trước": work_of_a_body_by_deadline,
    "Việc nào đã quá hạn": what_is_overdue,
    "Việc nào chưa rõ cơ quan chủ trì": what_has_no_clear_lead,
    "Hạn này do văn bản nào nêu, ở dòng nào, bằng lời nào": whose_words_and_where,
    "Lấy danh sách việc của Sở Xây dựng ra Excel": a_bodys_list_as_excel,
    "Ngày nào trong tháng này có việc đến hạn": which_days_are_coming,
    "Hai văn bản nói khác nhau gì về cùng một việc": two_papers_on_the_same_task,
    "Mục nào của kế hoạch giao việc mà chưa có nhiệm vụ": what_the_plan_orders_without_a_task,
    "Kiểm tra phát hiện gì, ở ô nào": what_the_checks_found_at_a_cell,
}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the graph that the project ships, with its checks, on a day."""
    out = tmp_path_factory.mktemp("ten") / "site"
    with of_folder(resources.graph_dir()) as data:
        build_site(open_store(resources.graph_dir()), out, checks=check_all(data, TODAY), today=TODAY)
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def documented() -> dict[str, int]:
    """The table of docs/pages.md: what somebody comes for, and the clicks it takes."""
    rows = re.findall(r"^\| \d+ \| ([^|]+?) \| [^|]+ \| (\d) \|$", DOCS.read_text(encoding="utf-8"), re.M)
    return {name: int(clicks) for name, clicks in rows}


def test_the_documents_list_the_same_ten() -> None:
    assert list(documented()) == list(TASKS)
    assert len(TASKS) == 10


@pytest.mark.parametrize("name", TASKS)
def test_it_is_done_from_the_home_page_in_the_clicks_that_are_told(browser: Browser, shipped: Path, name: str) -> None:
    page = browser.new_page()
    page.goto(f"{shipped.as_uri()}/index.html")
    visitor = Visitor(page)
    TASKS[name](visitor)
    page.close()
    assert visitor.clicks == documented()[name] <= MOST_CLICKS


def test_no_page_of_the_shipped_graph_is_too_heavy(shipped: Path) -> None:
    sizes = {path.relative_to(shipped).as_posix(): path.stat().st_size for path in shipped.rglob("*.html")}
    assert max(sizes.values()) < 300_000
    first = {name: size for name, size in sizes.items() if re.fullmatch(r"trace/[^.]+\.html", name)}
    assert max(first.values()) < 100_000, max(first, key=lambda name: first[name])
