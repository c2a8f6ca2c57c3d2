"""What the pages say of the fixture papers."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from directive_kg.site.build import build_site
from directive_kg.site.contexts_body import BodyContext, body_pages, join_bodies
from directive_kg.site.contexts_task import task_context
from directive_kg.site.joined import ask_all
from directive_kg.site.pages import plan_links
from directive_kg.site.render import render
from directive_kg.site.rows import ChangeRow, ReviewRow
from directive_kg.site.tables import read_tables
from directive_kg.site.views import Site
from directive_kg.store.embedded import EmbeddedStore

PLAN = "ubnd-tp-hai-phong/2026/7001-kh-ubnd"


def read(site: Path, path: str) -> LexborHTMLParser:
    """A page of the site."""
    return LexborHTMLParser((site / path).read_text(encoding="utf-8"))


def text(tree: LexborHTMLParser, selector: str = "main") -> str:
    """The words below a selector, white space folded."""
    return " ".join(" ".join(node.text(deep=True) for node in tree.css(selector)).split())


def rows(tree: LexborHTMLParser, selector: str) -> list[list[str]]:
    """The cells of a table's rows."""
    return [[" ".join(cell.text().split()) for cell in row.css("td, th")] for row in tree.css(f"{selector} tbody tr")]


def test_trace_leads_from_the_resolution_to_task_body_deliverable_and_day(site: Path) -> None:
    page = read(site, "trace/quoc-hoi-2025-900-2025-qh15.html")
    chain = [" ".join(item.text().split()) for item in page.css("ol.chain > li")]
    assert chain[0].startswith("Cấp 1: Nghị quyết 901/NQ-CP")
    assert any(item.startswith("Cấp 1: Kế hoạch 7001/KH-UBND") for item in chain)
    assert sum(item.startswith("Cấp 2: Công văn số (trống)/VP-TH") for item in chain) == 2
    assert "đã nêu ở trên" in chain[-1]
    row = next(row for row in rows(page, "table.tasks") if row[1].startswith("Rà soát") and "Tài chính" in row[2])
    assert row[2] == "Sở Tài chính"
    assert row[3] == "Sở Nội vụ"
    assert row[4] == "Báo cáo"
    assert "01/06/2026 – 30/06/2026" in row[5]
    assert row[6].startswith("Ủy ban nhân dân thành phố")


def test_a_resolution_that_is_only_cited_has_a_trace_and_says_so(site: Path) -> None:
    [found] = site.glob("trace/*902-kh-bnv.html")
    page = read(site, found.relative_to(site).as_posix())
    assert "chưa có văn bản" in text(page)
    assert "Trong đồ thị chưa có văn bản nào triển khai" in text(page)
    assert "Kế hoạch 7001/KH-UBND" in text(page)


def test_the_annex_has_the_paper_s_own_columns_in_its_own_order(site: Path) -> None:
    page = read(site, f"paper/{PLAN}/index.html")
    headings = [node.text().split() for node in page.css("table.annex thead th")]
    assert [" ".join(words) for words in headings] == [
        "STT No.", "Nhiệm vụ Task", "Sản phẩm Deliverable", "Thời hạn Deadline", "Cơ quan chủ trì Lead body",
        "Cơ quan phối hợp Coordinating bodies", "Cấp có thẩm quyền Approving authority",
    ]  # fmt: skip
    letter = read(site, "paper/vp-ubnd-tp-hai-phong/2026/khong-so-04-7001-kh-ubnd/index.html")
    assert [node.text().split()[0] for node in letter.css("table.annex thead th")][:4] == ["STT", "Nhiệm", "Cơ", "Thời"]
    cells = rows(page, "table.annex")
    assert cells[0] == ["I. Việc chung"]
    assert next(row for row in cells if row[0].startswith("2 "))[4].split()[0] == "(trống)"


def test_a_paper_shows_its_outline_indicators_investments_citations_and_doubts(site: Path) -> None:
    page = read(site, f"paper/{PLAN}/index.html")
    assert "NHIỆM VỤ" in text(page, "#bo-cuc")
    assert "> 95 %" in text(page, "#chi-tieu")
    assert "1.200,5 triệu đồng" in text(page, "#dau-tu")
    assert "Nghị quyết 900/2025/QH15" in text(page, "#vien-dan")
    assert "dòng 8" in text(page, "#vien-dan")
    assert "cơ quan không có trong danh bạ" in text(page, "#chua-chac")
    assert "R1-nguoi" in text(page, "#phat-hien")


def test_every_cell_of_a_task_has_its_words_and_its_place(site: Path) -> None:
    page = read(site, f"task/{PLAN}/2.html")
    cells = {row[0]: row[1:] for row in rows(page, "table.cards")}
    assert cells["Sản phẩm Deliverable"][0] == "Báo cáo"
    assert cells["Sản phẩm Deliverable"][1].startswith("trang 1, bảng 1, hàng 2, cột 3, dòng 102")
    assert cells["Cơ quan chủ trì Lead body"][0].startswith("(trống)")
    assert cells["Cơ quan chủ trì Lead body"][1] == "–"
    assert "ke-hoach.txt" in text(page)
    assert "Nhiệm vụ 2 không có cơ quan chủ trì" in text(page)


def test_doubt_classes_and_standing_duties_are_told(site: Path) -> None:
    unknown = read(site, f"task/{PLAN}/14.html")
    assert "đọc chưa chắc 50%" in text(unknown)
    assert "chưa có trong danh bạ" in text(unknown)
    of_a_class = read(site, f"task/{PLAN}/3.html")
    assert "nhóm cơ quan" in text(of_a_class, ".facts")
    ongoing = text(read(site, f"task/{PLAN}/12.html"), ".facts")
    assert "Thường xuyên" in ongoing
    assert "không có ngày" in ongoing
    assert "/2026" not in ongoing.split("Thời hạn")[1].split("Sản phẩm")[0]


def test_a_body_page_lists_its_tasks_by_deadline_and_role(site: Path) -> None:
    page = read(site, "body/so-noi-vu-tp-hai-phong.html")
    leads = rows(page, "#vai-lead table")
    assert len(leads) == 6
    assert ["20/12/2026" in row[5] for row in leads].index(True) < len(leads) - 2, "those without a day come last"
    assert len(rows(page, "#vai-coordinating table")) == 1


def test_nothing_is_overdue_unless_a_day_is_given(site: Path, store: EmbeddedStore, tmp_path: Path) -> None:
    assert "quá hạn overdue" not in text(read(site, "deadlines.html"))
    build_site(store, tmp_path / "site", today=date(2026, 4, 1))
    page = read(tmp_path / "site", "deadlines.html")
    assert "Tính đến ngày 01/04/2026" in text(page)
    march = rows(read(tmp_path / "site", "deadlines/thang-2026-03.html"), "table")
    assert march
    assert all("quá hạn" in row[5] for row in march)
    assert "quá hạn" not in text(read(tmp_path / "site", "deadlines/thang-2026-06.html"))
    assert len(rows(read(tmp_path / "site", "deadlines/qua-han.html"), "table")) >= len(march)
    assert "Dựng từ 3 văn bản, ngày 01/04/2026." in text(page, "footer")


def test_the_last_day_itself_is_not_overdue(store: EmbeddedStore, tmp_path: Path) -> None:
    build_site(store, tmp_path / "site", today=date(2026, 3, 31))
    assert "quá hạn" not in text(read(tmp_path / "site", "deadlines/thang-2026-03.html"))


def test_every_task_stands_under_one_month_or_one_kind(site: Path) -> None:
    overview = read(site, "deadlines.html")
    bars = {str(node.attributes["href"]): node.css("text")[-1].text().split()[0] for node in overview.css(".chart a")}
    others = {
        str(node.attributes["href"]): number.text()
        for node, number in zip(overview.css(".months a"), overview.css(".months .number"), strict=True)
    }
    counted = bars | {page: count for page, count in others.items() if "/kieu-" in page}
    assert sum(map(int, counted.values())) == len(json.loads((site / "deadlines.json").read_text())["tasks"])
    for page, count in (bars | others).items():
        assert len(rows(read(site, page), "table")) == int(count), page


def test_what_is_unclear_is_told_on_the_home_page(site: Path) -> None:
    page = read(site, "deadlines/chua-ro-chu-tri.html")
    titles = [row[1] for row in rows(page, "table")]
    assert any(title.startswith("Lập danh mục bến không có cơ quan chủ trì") for title in titles)
    assert any(title.startswith("Tuyên truyền do một lớp") for title in titles), "a class of bodies is no body"
    assert not any(title.startswith("Rà soát các bến") for title in titles)
    assert f"Chưa rõ cơ quan chủ trì No single lead body {len(titles)}" in text(read(site, "index.html"))
    assert "Quá hạn" not in text(read(site, "index.html"))


def test_checks_page_shows_rules_states_and_findings(site: Path, store: EmbeddedStore, tmp_path: Path) -> None:
    page = read(site, "checks.html")
    states = {row[0]: row[3:] for row in rows(page, "table.cards")}
    assert states["R1-nguoi"] == ["Có phát hiện Findings", "19", "1"]
    assert states["F1-stt"][0].startswith("Phép kiểm bị hỏng")
    assert "Nhiệm vụ 2 không có cơ quan chủ trì" in text(read(site, "checks/R1-nguoi.html"))
    build_site(store, tmp_path / "site")
    assert "chưa chạy kiểm tra" in text(read(tmp_path / "site", "checks.html"))


@pytest.mark.parametrize("name", ["tasks-under-directive", "workload"])
def test_a_question_shows_its_sparql_and_its_answer(site: Path, name: str) -> None:
    page = read(site, f"questions/{name}.html")
    assert "SELECT" in text(page, "pre.sparql")
    assert "#+" not in text(page, "pre.sparql")
    assert page.css("table.answer thead th") or "Không có dòng nào" in text(page)


def test_about_names_every_file_with_its_hash(site: Path) -> None:
    lines = {row[1]: row[3] for row in rows(read(site, "about.html"), "table")}
    assert lines == {"ke-hoach.txt": "a" * 64, "cong-van.txt": "1" * 64, "nghi-quyet.txt": "2" * 64}


def test_where_pages_are_served_a_question_is_asked_with_choices_from_the_data(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    build_site(store, tmp_path / "site", questions=ask_all(store, served=True))
    page = read(tmp_path / "site", "questions/tasks-of-body.html")
    [form] = page.css("form.ask")
    assert form.attributes["action"] == "../query/tasks-of-body"
    choices = {node.attributes["value"] for node in form.css("datalist option")}
    assert "Sở Nội vụ thành phố Hải Phòng" in choices
    papers = read(tmp_path / "site", "questions/tasks-under-directive.html")
    assert "7001/KH-UBND" in {node.attributes["value"] for node in papers.css("datalist option")}


def test_a_question_of_days_is_answered_for_the_day_of_the_site(store: EmbeddedStore) -> None:
    asked = {question.name: question for question in ask_all(store, today=date(2026, 3, 20))}
    [day] = asked["overdue-at"].parameters
    assert day.example == "2026-03-20"
    assert 'VALUES ?day { "2026-03-20"' in asked["overdue-at"].sparql
    plain = {question.name: question for question in ask_all(store)}["due-between"].parameters
    moved = asked["due-between"].parameters
    first, last = (date.fromisoformat(parameter.example) for parameter in moved)
    assert first == date(2026, 3, 20)
    assert last - first == date.fromisoformat(plain[1].example) - date.fromisoformat(plain[0].example)


def test_from_a_file_a_question_says_where_it_can_be_asked(site: Path) -> None:
    page = read(site, "questions/tasks-of-body.html")
    assert page.css("form.ask") == []
    assert "directive-kg query tasks-of-body --agency" in text(page)
    assert [link.attributes["href"] for link in page.css(".files a")] == [
        "../questions/tasks-of-body.xlsx",
        "../questions/tasks-of-body.csv",
        "../questions/tasks-of-body.json",
    ]


def test_a_finding_stands_at_the_cell_that_it_is_about(site: Path) -> None:
    page = read(site, f"task/{PLAN}/2.html")
    cells = {row[0]: row[1] for row in rows(page, "table.cards")}
    assert [name for name, words in cells.items() if "R1-nguoi" in words] == ["Cơ quan chủ trì Lead body"]
    marked = read(site, f"paper/{PLAN}/index.html").css("table.annex td.found")
    assert [" ".join(cell.text().split()) for cell in marked] == ["(trống) R1-nguoi"]


def test_a_body_tells_whom_it_took_over_from_and_its_load(store: EmbeddedStore) -> None:
    tables = read_tables(store)
    agency = "https://w3id.org/directive-kg/id/agency/"
    own, old = f"{agency}so-tai-chinh-tp-hai-phong", f"{agency}so-noi-vu-tp-hai-phong"
    changes = tuple(ChangeRow("urn:x:change", original, own, "2025-03-01", "Đề án") for original in (own, old))
    views = Site(replace(tables, changes=changes), plan_links(tables), today=date(2026, 4, 1))
    bodies = join_bodies(views)
    _, before = next(body_pages(views, bodies, old))
    _, after = next(body_pages(views, bodies, own))
    assert isinstance(before, BodyContext)
    assert isinstance(after, BodyContext)
    assert [body.name for body in after.took_over] == ["Sở Nội vụ thành phố Hải Phòng"]
    assert [body.name for body in before.handed_to] == ["Sở Tài chính thành phố Hải Phòng"]
    assert (before.took_over, after.handed_to) == ((), ())
    assert after.load is not None
    assert [bar.label for bar in after.load.bars if bar.here] == ["Sở Tài chính thành phố Hải Phòng"]
    counts = [bar.count for bar in after.load.bars]
    assert counts == sorted(counts, reverse=True)


def test_what_a_person_said_of_a_cell_stands_at_the_cell(store: EmbeddedStore) -> None:
    tables = read_tables(store)
    task = next(row for row in tables.tasks.values() if tables.places.get(row.iri))
    cell = tables.places[task.iri][0]
    said = ReviewRow("urn:x:review", cell.iri, "mới", "cũ", None, "Lê Thị Lan", date(2026, 3, 2))
    views = Site(replace(tables, reviews={cell.iri: (said,)}), plan_links(tables))
    page = LexborHTMLParser(render("task.html", task_context(views, task, (), "index.html")))
    assert [" ".join(node.text().split()) for node in page.css(".said")] == [
        "– Lê Thị Lan, 02/03/2026. Trước đó đọc là Read before as: cũ"
    ]
