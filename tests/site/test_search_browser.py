"""Search in a real browser, the site opened as files: what is found, the keyboard, and what is loaded for it."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from directive_kg import resources
from directive_kg.site.build import build_site
from directive_kg.site.search.find import find, read_from
from directive_kg.store.embedded import open_store
from tests.site.crawl import dead_links

PLAN = "ubnd-tp-hai-phong/2026/7001-kh-ubnd"
QUESTIONS = (
    "900", "9", "so tai chinh", "Sở Tài chính", "sở tài chinh", "STC", "ubnd", "đ", "d", "ke hoach 7001/KH-UBND",
    "7001khubnd", "tham mưu", "tham muu", "ben nuoc", "báo cáo", "bao cao tháng", "2026", "nhiem vu", "n", "thuc hien nghi",
    "khong co that", "…", "hoi dong nhan dan thanh pho", "KH&CN", "việc của cơ quan lạ", "İß ﬁ 𝒳 ½", "30/6", "<script>",
)  # fmt: skip

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium on this machine"),
]


@pytest.fixture(scope="module")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the graph that the project ships."""
    out = tmp_path_factory.mktemp("shipped") / "site"
    build_site(open_store(resources.graph_dir()), out)
    return out


def search(page: Page, site: Path, text: str) -> Page:
    """Type into the home page's search."""
    page.goto(f"{site.as_uri()}/index.html")
    page.get_by_role("combobox").fill(text)
    expect(page.get_by_role("status")).not_to_be_empty()
    return page


def found(page: Page) -> list[str]:
    """What the search shows, best first."""
    return page.locator(".search-results .what").all_inner_texts()


@pytest.mark.parametrize("which", ["site", "shipped_site", "hostile_site"])
def test_browser_and_server_find_the_same(page: Page, which: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(which)
    page.goto(f"{folder.as_uri()}/index.html")
    for question in QUESTIONS:
        answer: list[dict[str, Any]] = page.evaluate("text => window.DIRECTIVE_KG_SEARCH.find(text, 7)", question)
        here = [(group["kind"], group["total"], [hit["href"] for hit in group["hits"]]) for group in answer]
        there = [
            (group.kind, group.total, [hit.href for hit in group.hits])
            for group in find(read_from(folder), question, 7)
        ]
        assert here == there, question


def test_a_body_is_found_without_marks(page: Page, site: Path) -> None:
    search(page, site, "so tai chinh")
    assert found(page)[0] == "Sở Tài chính thành phố Hải Phòng"


@pytest.mark.parametrize("typed", ["stc", "STC", "sở tc", "tài chính"])
def test_a_body_is_found_by_what_people_call_it(page: Page, shipped_site: Path, typed: str) -> None:
    assert "Sở Tài chính thành phố Hải Phòng" in found(search(page, shipped_site, typed))[:6]


@pytest.mark.parametrize("typed", ["KHCN", "kh&cn", "sở khcn", "so khcn", "khoa hoc cong nghe"])
def test_a_short_form_finds_the_body_and_what_it_leads(page: Page, shipped_site: Path, typed: str) -> None:
    search(page, shipped_site, typed)
    groups = page.locator(".search-results [role=group]")
    assert found(page)[0] == "Sở Khoa học và Công nghệ thành phố Hải Phòng"
    assert groups.filter(has_text="Nhiệm vụ").locator("[role=option]").count() > 0


def test_a_number_finds_the_resolution_and_opens_its_trace(page: Page, site: Path) -> None:
    search(page, site, "900")
    assert found(page)[0] == "Nghị quyết 900/2025/QH15"
    page.get_by_role("combobox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nghị quyết 900/2025/QH15")
    assert page.url.endswith("trace/quoc-hoi-2025-900-2025-qh15.html")


def test_in_the_shipped_graph_263_leads_to_its_trace_and_a_body_is_found(page: Page, shipped_site: Path) -> None:
    assert dead_links(shipped_site) == []
    search(page, shipped_site, "so tai chinh")
    assert found(page)[0].startswith("Sở Tài chính")
    search(page, shipped_site, "263")
    assert found(page)[0] == "Nghị quyết 263/2025/QH15"
    page.locator(".search-results a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nghị quyết 263/2025/QH15")


@pytest.mark.parametrize("typed", ["900/2025", "900/2025/QH15", "900 2025 qh15", "9002025qh15", "nghi quyet 900"])
def test_a_number_may_be_typed_any_way(page: Page, site: Path, typed: str) -> None:
    assert found(search(page, site, typed))[0] == "Nghị quyết 900/2025/QH15"


@pytest.mark.parametrize("typed", ["7001 khubnd", "7001kh", "7001-KH-UBND", "7001 kh ubnd", "kế hoạch 7001 khubnd"])
def test_a_plan_s_number_may_be_typed_any_way(page: Page, site: Path, typed: str) -> None:
    assert found(search(page, site, typed))[0] == "Kế hoạch 7001/KH-UBND"


@pytest.mark.parametrize("typed", ["57 nq tw", "57-NQ/TW", "57nqtw", "nq 57"])
def test_a_party_paper_s_number_may_be_typed_any_way(page: Page, shipped_site: Path, typed: str) -> None:
    assert found(search(page, shipped_site, typed))[0] == "Nghị quyết 57-NQ/TW"


def test_exact_marks_come_first_and_d_with_stroke_is_d(page: Page, site: Path) -> None:
    plain = found(search(page, site, "co quan la"))
    marked = found(search(page, site, "cơ quan lạ"))
    assert marked[0] == "Việc của cơ quan lạ, số thứ tự nhảy từ 12 sang 14"
    assert marked[0] in plain
    assert found(search(page, site, "hoi dong"))[0] == "Hội đồng nhân dân thành phố Hải Phòng"


def test_a_task_is_found_by_what_must_come_out_of_it_and_says_who_and_when(page: Page, shipped_site: Path) -> None:
    search(page, shipped_site, "nghị quyết của hđnd")
    tasks = page.locator(".search-results [role=group]").filter(has_text="Nhiệm vụ")
    expect(tasks.locator("[role=option]").first).to_contain_text("Nghị quyết của HĐND")


def test_answers_stand_by_kind_with_how_many_there_are(page: Page, shipped_site: Path) -> None:
    search(page, shipped_site, "ubnd")
    groups = page.locator(".search-results [role=group]")
    names = [groups.nth(number).locator(".kind").inner_text() for number in range(groups.count())]
    assert [name.split(" ")[0] for name in names] == ["Cơ", "Chuỗi", "Văn", "Nhiệm"]
    assert found(page)[0] == "Ủy ban nhân dân thành phố Hải Phòng"
    page.get_by_role("option", name="Xem tất cả").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tìm kiếm")
    expect(page.locator(".search-answers .what").first).to_be_visible()  # a script fills the page
    shown = page.locator(".search-answers .what").count()
    assert shown > 20
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(".search-answers .what")).to_have_count(shown)


def test_nothing_found_is_said(page: Page, site: Path) -> None:
    search(page, site, "xyzzy")
    expect(page.get_by_role("status")).to_contain_text("Không tìm thấy")
    assert found(page) == []


def test_search_works_from_a_page_deep_below(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/task/{PLAN}/1.html")
    page.get_by_role("combobox").fill("so noi vu")
    page.locator(".search-results a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sở Nội vụ")


def test_results_can_be_walked_with_the_keyboard(page: Page, site: Path) -> None:
    search(page, site, "ben nuoc")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("option")
    assert options.count() > 2
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "")
    expect(box).to_be_focused()
    box.press("ArrowUp")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None, "above the first option is the box itself"
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.locator(".search-results")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    target = options.first.locator(".what").inner_text()
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(target)


def test_a_hostile_title_is_text_in_the_results(page: Page, hostile_site: Path) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    search(page, hostile_site, "script alert")
    assert any("<script>alert(1)</script>" in text for text in found(page))
    page.goto(f"{hostile_site.as_uri()}/search.html?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert any("<script>alert(1)</script>" in text for text in page.locator(".search-answers .what").all_inner_texts())
    expect(page.get_by_role("searchbox")).to_have_value("<script>alert(1)</script>")


def test_without_script_the_page_of_answers_says_why_there_are_none(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    expect(page.get_by_text("Không có JavaScript thì ô tìm kiếm")).to_be_visible()
    page.get_by_role("combobox").fill("900")
    page.get_by_role("combobox").press("Enter")
    expect(page.get_by_text("Trang mở từ thư mục cần JavaScript để tìm")).to_be_visible()
    page.get_by_role("link", name="Nghị quyết").first.click()
    page.get_by_role("link", name="Nghị quyết 900/2025/QH15").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nghị quyết 900/2025/QH15")
    context.close()


def test_one_search_loads_the_files_of_its_words_and_no_more(page: Page, shipped_site: Path) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{shipped_site.as_uri()}/index.html")
    assert not [url for url in loaded if "/search/" in url], "nothing is loaded before somebody searches"
    page.get_by_role("combobox").fill("khcn")
    expect(page.get_by_role("status")).not_to_be_empty()
    assert sum("/search/t" in url for url in loaded) <= 5
    assert sum("/search/index.js" in url for url in loaded) == 1
