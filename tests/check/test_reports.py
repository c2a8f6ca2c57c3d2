"""The reports: the same rows in every one, each in the form that its reader takes, none that runs what a paper says."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # openpyxl ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, SH, Graph, Literal, Namespace, URIRef

from directive_kg.check import wording
from directive_kg.check.report_csv import harmless, to_csv
from directive_kg.check.report_html import to_html
from directive_kg.check.report_json import to_json
from directive_kg.check.report_sarif import to_sarif
from directive_kg.check.report_table import to_table
from directive_kg.check.report_ttl import to_ttl
from directive_kg.check.report_xlsx import height, sheet_names, to_xlsx
from directive_kg.check.view import COLUMNS, ReportView
from directive_kg.check.waivers import accept
from tests.check.examples import LEAD, PAPER, audited

DKG = Namespace("https://w3id.org/directive-kg/ontology#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
BROKEN = 's:b dkg:code "B" ; a sh:NodeShape ; sh:targetClass dkg:Task .'
# Every task has a title: two findings, of two bodies. And one about the paper.
TITLE = """
s:title a sh:PropertyShape ; dkg:code "X2" ; dkg:placeField "title" ; sh:targetClass dkg:Task ; sh:severity sh:Violation ;
    sh:name "Không tiêu đề"@vi , "No title"@en ; sh:message "{task} có “{words}”"@vi , "{task} has “{words}”"@en ;
    sh:path dcterms:title ; sh:maxCount 0 .
s:paper a sh:PropertyShape ; dkg:code "X3" ; dkg:placeField "number" ; sh:targetClass dkg:Directive ; sh:severity sh:Info ;
    sh:name "Không số"@vi , "No number"@en ; sh:message "{paper}"@vi , "{paper}"@en ;
    sh:path [ sh:inversePath dkg:inDirective ] ; sh:maxCount 0 .
"""
HOSTILE = PAPER.replace("Lập báo cáo quý", "=HYPERLINK(1) <script>alert(1)</script> & “x”").replace(
    "Model Department", "M"
)
Row = tuple[str, str, str, str]  # id, code, state, advice


@pytest.fixture(scope="module")
def view() -> ReportView:
    """Findings of three severities, one of them accepted."""
    bare = audited(LEAD + TITLE + BROKEN, HOSTILE)
    first = next(finding for finding in bare.report.findings if finding.code == "X2")
    waivers = accept((), first, reason="đã rõ", by="Nguyễn Văn A", on=date(2026, 1, 2), until=date(2026, 12, 31))
    return audited(LEAD + TITLE + BROKEN, HOSTILE, waivers=waivers, today=date(2026, 6, 1), scores=True)


def rows_of(view: ReportView) -> set[Row]:
    return {(f.id, f.code, view.state(f), f.message.vi) for f in view.report.findings}


def of_json(view: ReportView) -> set[Row]:
    text = to_json(view)
    findings = json.loads(text)["findings"]
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    return {(f["id"], f["code"], f["state"], f["message"]["vi"]) for f in findings}


def of_csv(view: ReportView) -> set[Row]:
    names = {column.head: column.name for column in COLUMNS}
    reader = csv.DictReader(io.StringIO(to_csv(view).removeprefix("\ufeff")))
    return {sheet_row({names[head]: text for head, text in line.items()}) for line in reader}


def of_xlsx(view: ReportView) -> set[Row]:
    names = {column.head: column.name for column in COLUMNS}
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(view)))
    found = set()
    for sheet in book.worksheets[1:]:
        heads, *lines = list(sheet.iter_rows(min_row=4, values_only=True))
        for line in lines:
            cells = {names[str(h)]: str(t or "") for h, t in zip(heads, line, strict=True) if str(h) in names}
            found.add(sheet_row(cells))
    return found


def sheet_row(cells: dict[str, str]) -> Row:
    states = {words.vi: state for state, words in wording.FINDING_STATE.items()}
    return cells["id"], cells["code"], states[cells["state"]], cells["advice"]


def of_sarif(view: ReportView) -> set[Row]:
    results = json.loads(to_sarif(view))["runs"][0]["results"]
    return {
        (
            r["partialFingerprints"]["findingId/v1"],
            r["ruleId"],
            r["properties"]["state"],
            r["message"]["text"].split("\n")[0],
        )
        for r in results
    }


def of_ttl(view: ReportView) -> set[Row]:
    graph = Graph().parse(data=to_ttl(view), format="turtle")
    return {
        (
            str(graph.value(result, DCTERMS.identifier)),
            str(graph.value(result, DKG.ruleCode)),
            str(graph.value(result, DKG.findingState)),
            next(
                str(m) for m in graph.objects(result, SH.resultMessage) if isinstance(m, Literal) and m.language == "vi"
            ),
        )
        for result in graph.objects(None, SH.result)
    }


def of_html(view: ReportView) -> set[Row]:
    page = Page()
    page.feed(to_html(view))
    by_id = {finding.id: finding for finding in view.report.findings}
    return {
        (own, by_id[own].code, next(s for s in wording.FINDING_STATE if s in classes), by_id[own].message.vi)
        for own, classes, text in page.articles
        if by_id[own].message.vi in text
    }


def of_table(view: ReportView) -> set[Row]:
    states = {words.vi: state for state, words in wording.FINDING_STATE.items()}
    codes = {rule.code for rule in view.report.summary}
    found, code, lines = set(), "", to_table(view).split("\n")
    for number, line in enumerate(lines):
        if line.split(" · ")[0] in codes:
            code = line.split(" · ")[0]
        if head := re.fullmatch(r"  \[([^\]]+)\] (.*)", line):
            marks = head[1].split(", ")
            state = states[marks[1]] if len(marks) > 1 else "open"
            found.add((lines[number + 2].rsplit(" · ", 1)[-1].strip(), code, state, head[2]))
    return found


READERS = {
    "json": of_json,
    "csv": of_csv,
    "xlsx": of_xlsx,
    "sarif": of_sarif,
    "ttl": of_ttl,
    "html": of_html,
    "table": of_table,
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_the_same_rows_in_every_format(view: ReportView, read: Callable[[ReportView], set[Row]]) -> None:
    expected = rows_of(view)
    assert {state for _, _, state, _ in expected} == {"open", "accepted"}
    assert len(expected) == 4
    assert read(view) == expected


def test_json_has_the_form_of_the_design(view: ReportView) -> None:
    told = json.loads(to_json(replace(view, today=None, scores=None)))
    assert list(told) == ["summary", "findings"]
    broken, rule = told["summary"][:2]
    assert list(rule)[:6] == ["code", "severity", "title", "state", "checked", "found"]
    assert rule["title"] == {"vi": "Có chủ trì", "en": "Has a lead"}
    assert (rule["severity"], rule["state"], rule["checked"], rule["found"]) == ("warning", "failed", 2, 1)
    assert broken["state"] == "broken"
    finding = told["findings"][0]
    assert list(finding)[:12] == [
        *("code", "severity", "focus", "path", "value", "message"),
        *("directive", "number", "task", "agency", "place", "waived"),
    ]
    place = finding["place"]
    assert (place["file"], place["page"], place["row"], place["column"]) == ("ke-hoach.txt", 3, 2, 3)
    assert (place["text"], place["field"]) == ("", "lead")
    accepted = next(f["waived"] for f in told["findings"] if f["waived"])
    assert (accepted["reason"], accepted["by"], accepted["until"]) == ("đã rõ", "Nguyễn Văn A", "2026-12-31")


def test_table_tells_rules_findings_and_places(view: ReportView) -> None:
    text = to_table(view)
    assert "quy tắc hỏng" in text
    assert "[cảnh báo] Nhiệm vụ 2 “Kiểm tra” thiếu chủ trì" in text
    assert "lacks a lead" in text
    assert "ke-hoach.txt, trang 3, hàng 2, cột 3" in text
    assert "Nguyễn Văn A chấp nhận đến hết 31/12/2026: đã rõ" in text


class Page(HTMLParser):
    """The links, scripts, ids and findings of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.articles: list[tuple[str, list[str], str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("href", "src"):
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)
        told = dict(attrs)
        if tag == "article":
            self.articles.append((told["id"] or "", (told["class"] or "").split(), ""))

    def handle_data(self, text: str) -> None:
        if self.articles:
            own, classes, before = self.articles[-1]
            self.articles[-1] = (own, classes, before + text)


def test_page_stands_by_itself_and_escapes_what_papers_say(view: ReportView) -> None:
    text = to_html(view)
    page = Page()
    page.feed(text)
    assert "script" not in page.tags
    assert page.handlers == []
    assert "b" not in page.tags, "the title's own markup"
    assert "&lt;script&gt;" in text
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert len(page.ids) == len(set(page.ids))
    assert not {"link", "img", "iframe", "object"} & set(page.tags)
    assert "url(" not in text
    assert "@import" not in text
    assert text.startswith('<!doctype html>\n<html lang="vi">')


def test_page_shows_the_row_with_the_cell_marked(view: ReportView) -> None:
    text = to_html(view)
    assert '<td class="here">=HYPERLINK(1) &lt;script&gt;' in text
    assert '<th scope="col">Cơ quan chủ trì</th>' in text


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(view: ReportView) -> None:
    text = to_csv(view)
    assert text.startswith("\ufeffVăn bản,STT,")
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert any("'=HYPERLINK(1)" in cell for line in lines for cell in line)
    assert not any(cell.startswith("=") for line in lines for cell in line)


@given(st.text())
def test_no_cell_begins_as_a_formula(text: str) -> None:
    cell = harmless(text)
    assert cell in (text, f"'{text}")
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def test_workbook_is_for_reading_and_sending(view: ReportView) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(view)))
    assert book.sheetnames == ["Tổng hợp", "UBND", "Đã chấp nhận"]
    overview, sheet, accepted = book.worksheets
    assert overview["A1"].value == "Kết quả kiểm tra"
    assert sheet["A1"].value == "Ủy ban nhân dân"
    assert sheet.freeze_panes == "C5"
    assert sheet.auto_filter.ref == "A4:M7"
    assert [cell.value for cell in sheet[4]][-3:] == ["Ý kiến của đơn vị", "Ngày hoàn thành", "Mã phát hiện"]
    severities = [row[7].value for row in sheet.iter_rows(min_row=5)]
    assert severities == ["vi phạm", "cảnh báo", "lưu ý"], "the worst first"
    assert all(cell.alignment.wrap_text for cell in sheet[5])
    said = [cell for row in accepted.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert said
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in said)


def test_rows_are_as_high_as_their_longest_cell() -> None:
    assert height(["abc", "x" * 47], [10, 20]) == 3 * 15 + 3
    assert height(["một\nhai", ""], [10, 20]) == 2 * 15 + 3
    assert height(["x" * 30_000], [10]) == 409


def test_the_same_workbook_twice(view: ReportView) -> None:
    assert to_xlsx(view) == to_xlsx(view)


@given(st.lists(st.text(max_size=60), max_size=8))
def test_sheet_names_are_what_excel_takes(labels: list[str]) -> None:
    names = sheet_names(labels)
    assert len({name.casefold() for name in names} | {"tổng hợp", "đã chấp nhận"}) == len(labels) + 2
    for name in names:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert name.strip("'") == name


def test_long_bodies_of_one_beginning_have_sheets_of_their_own() -> None:
    long = "Ban Quản lý dự án Đầu tư xây dựng công trình "
    assert sheet_names([long + "Giao thông", long + "Thủy lợi", "tổng hợp", "Ủy ban nhân dân thành phố Mẫu"]) == [
        "Ban Quản lý dự án Đầu tư xây",
        "Ban Quản lý dự án Đầu tư (2)",
        "tổng hợp (2)",
        "UBND TP Mẫu",
    ]


def test_sarif_points_at_the_line_of_the_paper(view: ReportView) -> None:
    lined = PAPER.replace("dkg:page 3", "dkg:line 12").replace("ke-hoach.txt", "kế hoạch.txt")
    told = json.loads(to_sarif(audited(LEAD + BROKEN, lined)))
    assert (told["version"], len(told["runs"])) == ("2.1.0", 1)
    run = told["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["B", "X1"]
    assert rules[1]["help"]["text"].startswith("Có chủ trì. Has a lead.")
    assert run["invocations"][0]["executionSuccessful"] is False
    (result,) = run["results"]
    assert (result["ruleId"], rules[result["ruleIndex"]]["id"], result["level"]) == ("X1", "X1", "warning")
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "k%E1%BA%BF%20ho%E1%BA%A1ch.txt"}
    assert physical["region"]["startLine"] == 12
    suppressed = [r["suppressions"] for r in json.loads(to_sarif(view))["runs"][0]["results"] if "suppressions" in r]
    assert [s[0]["justification"] for s in suppressed] == ["đã rõ · Nguyễn Văn A (đến hết 31/12/2026)"]


def test_turtle_is_a_validation_report_with_measurements() -> None:
    view = audited(LEAD + TITLE)
    text = to_ttl(view)
    graph = Graph().parse(data=text, format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms) == Literal(False)
    (result,) = graph.subjects(DKG.ruleCode, Literal("X1"))
    assert graph.value(result, SH.focusNode) == URIRef("https://example.org/id/t2")
    assert graph.value(result, SH.resultSeverity) == SH.Warning
    assert graph.value(result, SH.sourceShape) == URIRef("https://example.org/shapes/lead")
    assert graph.value(result, SH.resultPath) == DKG.lead
    assert {m.language for m in graph.objects(result, SH.resultMessage) if isinstance(m, Literal)} == {"vi", "en"}
    (inverse,) = graph.subjects(DKG.ruleCode, Literal("X3"))
    path = graph.value(inverse, SH.resultPath)
    assert path is not None
    assert graph.value(path, SH.inversePath) == DKG.inDirective
    values = {
        str(graph.value(m, DQV.isMeasurementOf)).split("/metric/")[1]: graph.value(m, DQV.value)
        for m in graph.subjects(RDF.type, DQV.QualityMeasurement)
    }
    assert values["X1/checked"] == Literal(2)
    assert values["X1/found"] == Literal(1)
    assert to_ttl(audited(LEAD + TITLE)) == text


@pytest.mark.parametrize("write", [to_table, to_json, to_html, to_csv, to_ttl, to_sarif, to_xlsx])
def test_reports_of_nothing_are_reports(write: Callable[[ReportView], Any]) -> None:
    assert write(audited(LEAD, "", scores=True))


def test_nothing_checked_is_told() -> None:
    view = audited(LEAD, "")
    assert "không có gì để kiểm tra" in to_table(view)
    assert "không có gì để kiểm tra" in to_html(view)
    assert json.loads(to_json(view))["findings"] == []
