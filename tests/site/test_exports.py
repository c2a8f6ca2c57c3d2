"""Lists taken away: the same rows as on the page, harmless wherever they are opened, the same bytes every time."""

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from openpyxl import load_workbook  # type: ignore[import-untyped]  # it ships no types
from selectolax.lexbor import LexborHTMLParser

from directive_kg.site.build import build_site
from directive_kg.site.exports.calendar import to_ics
from directive_kg.site.exports.letter import to_docx
from directive_kg.site.exports.lists import Column, Record, TaskList
from directive_kg.site.exports.plain import to_csv, to_json
from directive_kg.site.exports.sheet import to_xlsx
from directive_kg.site.render import visible
from directive_kg.site.words import Label, shorten
from directive_kg.store.embedded import EmbeddedStore

ENDINGS = ("xlsx", "docx", "csv", "json", "ics")
BODY = "body/so-tai-chinh-tp-hai-phong"
ANNEX = "paper/ubnd-tp-hai-phong/2026/7001-kh-ubnd/nhiem-vu"
TRACE = "trace/quoc-hoi-2025-900-2025-qh15"
HARMFUL = ("=HYPERLINK(1)", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1")


def made(**cells: str) -> TaskList:
    """A list of one task without a day."""
    columns = tuple(Column(key, Label(key), 20) for key in cells)
    return TaskList("Danh sách", "1 văn bản", date(2026, 3, 4), columns, (Record("urn:t", cells, "none", None, None),))


def page_rows(site: Path, page: str, table: str) -> list[list[str]]:
    """The cells of every task of a page's tables; one that stands under two bodies of a chain counts once."""
    tree = LexborHTMLParser((site / page).read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for row in tree.css(f"{table} tbody tr"):
        cells = [" ".join(cell.text().split()) for cell in row.css("td, th")]
        task = str(row.css("th a")[0].attributes["href"]) if page == f"{TRACE}.html" else str(len(found))
        found.setdefault(task, cells)
    return list(found.values())


def records(site: Path, stem: str) -> list[dict[str, str]]:
    """What the JSON file holds."""
    found: list[dict[str, str]] = json.loads((site / f"{stem}.json").read_text(encoding="utf-8"))["tasks"]
    return found


@pytest.mark.parametrize(
    ("page", "stem", "table"), [(f"{BODY}.html", BODY, ".tasks"), (f"{TRACE}.html", TRACE, ".tasks")]
)
def test_a_file_has_the_rows_of_its_page(site: Path, page: str, stem: str, table: str) -> None:
    shown = page_rows(site, page, table)
    taken = records(site, stem)
    assert [row[0].replace("–", "") for row in shown] == [record["stt"] for record in taken]
    assert all(record["title"] in row[1] for row, record in zip(shown, taken, strict=True))
    assert len(list(csv.reader(io.StringIO((site / f"{stem}.csv").read_text(encoding="utf-8-sig"))))) == len(taken) + 1
    sheet = load_workbook(site / f"{stem}.xlsx").active
    assert sheet is not None
    assert sheet.max_row == len(taken) + 1
    assert len(Document(str(site / f"{stem}.docx")).tables[1].rows) == len(taken) + 1


def test_every_file_is_linked_with_its_size(site: Path) -> None:
    tree = LexborHTMLParser((site / f"{BODY}.html").read_text(encoding="utf-8"))
    links = [str(node.attributes["href"]) for node in tree.css(".files a")]
    assert [link.rsplit(".")[-1] for link in links] == list(ENDINGS)
    sizes = [int(size) for size in re.findall(r"([0-9]+) kB", tree.css(".files")[0].text())]
    assert sizes == [-(-(site / "body" / link).resolve().stat().st_size // 1000) for link in links]


def test_the_annex_keeps_its_own_columns_frozen_wrapped_and_filtered(site: Path) -> None:
    sheet = load_workbook(site / f"{ANNEX}.xlsx").active
    assert sheet is not None
    headings = [cell.value for cell in next(sheet.iter_rows(max_row=1))]
    assert headings[:7] == [
        "STT", "Nhiệm vụ", "Sản phẩm", "Thời hạn", "Cơ quan chủ trì", "Cơ quan phối hợp", "Cấp có thẩm quyền",
    ]  # fmt: skip
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{sheet.dimensions.split(':')[1]}"
    assert sheet.cell(2, 2).alignment.wrap_text
    assert sheet.column_dimensions["B"].width > 50
    days = headings.index("Đến ngày") + 1
    assert sheet.cell(2, days).value == datetime(2026, 6, 30)  # noqa: DTZ001 - a sheet's days have no zone
    assert sheet.cell(5, days).value is None, "task 4 has no deadline"
    assert headings[-5:] == ["Tình trạng", "Ngày hoàn thành", "Văn bản minh chứng", "Ghi chú báo cáo", "Mã việc"]
    taken = [record["iri"] for record in records(site, ANNEX)]
    assert [row[-1].value for row in sheet.iter_rows(min_row=2)] == taken, "what comes back says which task it is about"
    [choice] = sheet.data_validations.dataValidation
    assert choice.formula1 == '"Chưa thực hiện,Đang thực hiện,Hoàn thành"'
    assert sheet.row_dimensions[2].height >= 15


def test_a_calendar_invents_no_day(site: Path) -> None:
    text = (site / f"{ANNEX}.ics").read_bytes().decode()
    entries = re.findall(r"BEGIN:(VEVENT|VTODO)\r\n(.*?)END:\1", text.replace("\r\n ", ""), re.S)
    days = {record["iri"]: record["end"] for record in records(site, ANNEX)}
    assert len(entries) == len(days)
    dated = [body for kind, body in entries if kind == "VEVENT"]
    assert len(dated) == sum(day is not None for day in days.values())
    assert all("DTSTART;VALUE=DATE:" in body for body in dated)
    for kind, body in entries:
        if kind == "VTODO":
            assert "DUE" not in body
    waiting = next(body for _, body in entries if "chờ văn bản khác" in body)
    assert "Sau khi Chính phủ ban hành" in waiting


@pytest.mark.parametrize("which", ["site", "hostile_site"])
def test_every_calendar_is_read_by_a_library_as_it_was_meant(which: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(which)
    calendars = sorted(folder.rglob("*.ics"))
    assert calendars
    for path in calendars:
        taken = {record["iri"]: record for record in records(folder, path.relative_to(folder).as_posix()[:-4])}
        calendar = Calendar.from_ical(path.read_bytes())
        assert {entry.name for entry in calendar.subcomponents} <= {"VEVENT", "VTODO"}
        assert not any(entry.errors for entry in [calendar, *calendar.subcomponents]), path.name
        for entry, record in zip(calendar.subcomponents, taken.values(), strict=True):
            said = visible(record.get("title") or "(không có tên)")
            assert shorten(said, 200).rstrip("…")[:100] in str(entry["SUMMARY"])
            days = {str(entry.decoded(key)) for key in ("DTSTART", "DUE") if key in entry}
            assert days <= {record["start"], record["end"]}, "no day that the paper does not give"
            assert "RRULE" not in entry


def test_a_letter_has_the_form_of_the_decree(site: Path) -> None:
    document = Document(str(site / f"{ANNEX}.docx"))
    head = [cell.text for cell in document.tables[0].rows[0].cells]
    assert "Số:" in head[0]
    assert head[1].startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    assert document.paragraphs[0].text == "DANH MỤC NHIỆM VỤ"
    assert [cell.text.split("\n")[0] for cell in document.tables[-1].rows[0].cells] == [
        "Nơi nhận:", "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ",
    ]  # fmt: skip
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    assert [cell.text for cell in document.tables[1].rows[0].cells][:2] == ["STT", "Nhiệm vụ"]


def test_the_same_graph_gives_the_same_bytes(site: Path, store: EmbeddedStore, tmp_path: Path) -> None:
    build_site(store, tmp_path / "again")
    for ending in ENDINGS:
        assert (tmp_path / "again" / f"{BODY}.{ending}").read_bytes() == (site / f"{BODY}.{ending}").read_bytes()


@pytest.mark.parametrize("text", HARMFUL)
def test_no_text_becomes_a_formula(text: str) -> None:
    tasks = made(title=text)
    [_, row] = csv.reader(io.StringIO(to_csv(tasks).decode("utf-8-sig"), newline=""))
    assert row[0].startswith("'")
    sheet = load_workbook(io.BytesIO(to_xlsx(tasks))).active
    assert sheet is not None
    assert sheet.cell(2, 1).data_type == "s"
    assert json.loads(to_json(tasks))["tasks"][0]["title"] == text


@given(st.text(max_size=300))
def test_any_text_goes_into_every_form(text: str) -> None:
    tasks = made(stt="1", title=text, lead=text)
    calendar = to_ics(tasks)
    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))
    assert b"\n" not in calendar.replace(b"\r\n", b"")
    assert calendar.count(b"BEGIN:") == 2, "a text cannot begin an entry of its own"
    assert json.loads(to_json(tasks))["tasks"][0]["title"] == text
    document = Document(io.BytesIO(to_docx(tasks)))
    assert document.tables[1].rows[1].cells[0].text == "1"
    assert to_xlsx(tasks).startswith(b"PK")


def test_a_day_that_no_calendar_counts_further_is_kept() -> None:
    record = Record("urn:t", {"title": "x"}, "by", date(1, 1, 1), date(9999, 12, 31))
    tasks = TaskList("x", "", date(2026, 1, 1), (Column("title", Label("Nhiệm vụ"), 20),), (record,))
    assert b"DTSTART;VALUE=DATE:99991231" in to_ics(tasks)
    sheet = load_workbook(io.BytesIO(to_xlsx(tasks))).active
    assert sheet is not None
    assert [sheet.cell(2, 2).value, sheet.cell(2, 3).value] == ["0001-01-01", datetime(9999, 12, 31)]  # noqa: DTZ001


def test_packages_carry_no_time_of_their_making(site: Path) -> None:
    for ending in ("xlsx", "docx"):
        with zipfile.ZipFile(site / f"{BODY}.{ending}") as package:
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
