"""`/query`: every canned question by every form, the pages of an answer, and what is refused."""

import csv
import io
from datetime import datetime
from urllib.parse import urljoin

import httpx
import openpyxl  # type: ignore[import-untyped]  # openpyxl ships no types
import pytest

from directive_kg import resources
from directive_kg.serve.openapi import openapi
from directive_kg.serve.questions import OFFERED
from directive_kg.trace.catalogue import ParameterType, Question, load_catalogue

CATALOGUE = load_catalogue(resources.queries_dir())
# What the examples name may not be in the small graph: these are in it.
THERE = {ParameterType.DIRECTIVE: "900/2025/QH15", ParameterType.AGENCY: "Sở Tài chính"}


def _values(question: Question) -> dict[str, str]:
    return {p.name: THERE.get(p.type, p.example) for p in question.parameters}


@pytest.mark.parametrize("question", list(CATALOGUE), ids=lambda question: question.name)
def test_every_question_in_every_form(client: httpx.Client, question: Question) -> None:
    totals = set()
    for form in OFFERED:
        answer = client.get(f"query/{question.name}", params={**_values(question), "format": form.name, "limit": 5})
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == form.content_type
        totals.add(answer.headers["x-total-count"])
    assert len(totals) == 1
    rows = client.get(f"query/{question.name}", params=_values(question)).json()
    assert len(rows["results"]["bindings"]) == int(totals.pop())
    assert {column.variable for column in question.columns} == set(rows["head"]["vars"])


def test_no_question_has_a_parameter_named_as_ours() -> None:
    assert not {p.name for q in CATALOGUE for p in q.parameters} & {"format", "limit", "offset"}


def test_links_lead_through_all_rows(client: httpx.Client, address: str) -> None:
    whole = client.get("query/workload", headers={"accept": "text/csv"})
    rows = list(csv.reader(io.StringIO(whole.text)))[1:]
    assert len(rows) == 3
    found: list[list[str]] = []
    step: str | None = urljoin(address, "/query/workload?limit=2&format=csv")
    while step:
        answer = client.get(step)
        found += list(csv.reader(io.StringIO(answer.text)))[1:]
        assert answer.links["first"]["url"].endswith("offset=0")
        link = answer.links.get("next")
        step = urljoin(address, link["url"]) if link else None
    assert found == rows
    assert "prev" in answer.links
    beyond = client.get("query/workload", params={"offset": 10**6}).json()
    assert beyond["results"]["bindings"] == []


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("query/none", 404, "no such question"),
        ("query/workloa", 404, "workload"),
        ("query/due-between?from=2026-01-01", 422, "missing"),
        ("query/due-between?from=2026-01-01&to=2026-13-01", 422, "2026-13-01"),
        ("query/due-between?from=2026-01-01&to=hôm+nay", 422, "hôm nay"),
        ("query/due-between?from=2026-01-01&to=2026-02-01&from=2026-01-02", 422, "twice"),
        ("query/due-between?from=2026-01-01&to=2026-02-01&colour=red", 422, "colour"),
        ("query/workload?limit=0", 422, "limit"),
        ("query/workload?limit=100000", 422, "limit"),
        ("query/workload?offset=-1", 422, "offset"),
        ("query/workload?format=exe", 400, "json"),
        ("query/workload?graph=/etc/passwd", 422, "graph"),
        ("query/workload?store=/etc/passwd", 422, "store"),
        ("query?format=exe", 400, "json"),
        ("query?colour=red", 422, "colour"),
    ],
)
def test_what_cannot_be_asked_is_told_why(client: httpx.Client, path: str, status: int, says: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    assert says in answer.json()["title"]
    assert "--" not in answer.json()["title"], "the command line's words are not for an address"


def test_a_name_that_is_not_held_is_told_with_the_nearest(client: httpx.Client) -> None:
    question = next(q for q in CATALOGUE if any(p.type is ParameterType.DIRECTIVE for p in q.parameters))
    answer = client.get(f"query/{question.name}", params={**_values(question), question.parameters[0].name: "901/2025"})
    assert answer.status_code == 422
    assert "900/2025/QH15" in answer.json()["title"]


@pytest.mark.parametrize("value", ["x\n} SERVICE <http://x/> {", "> <urn:x", '"; DROP ALL', "\x00", "a" * 5000])
def test_values_stay_values(client: httpx.Client, value: str) -> None:
    for question in CATALOGUE:
        for parameter in question.parameters[:1]:
            answer = client.get(f"query/{question.name}", params={**_values(question), parameter.name: value})
            assert answer.status_code == 422 or parameter.type is ParameterType.TEXT
            assert answer.status_code in {200, 422}


def test_unchanged_answers_are_not_sent_again(client: httpx.Client) -> None:
    first = client.get("query/workload")
    again = client.get("query/workload", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("query/workload?limit=1", headers={"if-none-match": first.headers["etag"]}).status_code == 200


def test_people_get_a_form(client: httpx.Client) -> None:
    page = client.get("query/due-between", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert 'name="from"' in page.text
    wrong = client.get("query/due-between?from=x&to=2026-01-01", headers={"accept": "text/html"})
    assert wrong.status_code == 422
    assert 'role="alert"' in wrong.text
    assert "<script" not in page.text


def test_the_description_names_every_question(client: httpx.Client) -> None:
    described = client.get("openapi.json").json()
    assert described == openapi(CATALOGUE, 1000, 10_000)
    assert described["openapi"].startswith("3.1")
    for question in CATALOGUE:
        operation = described["paths"][f"/query/{question.name}"]["get"]
        names = [parameter["name"] for parameter in operation["parameters"]]
        assert names == [*(p.name for p in question.parameters), "limit", "offset", "format"]
        for status, response in operation["responses"].items():
            assert response["description"], status
    for described_parameter in described["paths"]["/query/bodies-by-role"]["get"]["parameters"][:1]:
        assert described_parameter["example"] in described_parameter["schema"].get("enum", [])


def test_a_workbook_has_the_rows_with_their_types(client: httpx.Client) -> None:
    asked = {"from": "2026-06-01", "to": "2026-12-31"}
    rows = client.get("query/due-between", params={**asked, "format": "csv"})
    answer = client.get("query/due-between", params={**asked, "format": "xlsx"})
    assert answer.headers["content-disposition"] == 'attachment; filename="due-between.xlsx"'
    assert answer.content == client.get("query/due-between", params={**asked, "format": "xlsx"}).content
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    table = list(csv.DictReader(io.StringIO(rows.text)))
    assert sheet.max_row == len(table) + 1
    place = [column.variable for column in CATALOGUE.get("due-between").columns].index("end")
    days = [row[place] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [day.date().isoformat() if isinstance(day, datetime) else day for day in days] == [r["end"] for r in table]
