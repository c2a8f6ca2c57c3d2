"""The page of answers as the server makes it: the same answers as in a browser, and harmless whatever is asked."""

import json
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from directive_kg.serve.app import build_app
from directive_kg.serve.search import SearchPages
from directive_kg.site.build import build_site
from directive_kg.store.embedded import open_store
from tests.fixtures.papers import fixture_graph


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the fixture papers."""
    folder = tmp_path_factory.mktemp("searched")
    build_site(open_store(fixture_graph(folder)), folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def client(site: Path) -> TestClient:
    """A client at the pages."""
    return TestClient(build_app(site, SearchPages(site).routes()))


@pytest.mark.parametrize("path", ["/search.html", "/search"])
def test_a_question_is_answered_without_script(client: TestClient, path: str) -> None:
    page = LexborHTMLParser(client.get(path, params={"q": "so tai chinh"}).text)
    names = [node.text() for node in page.css(".search-answers .what")]
    assert names[0] == "Sở Tài chính thành phố Hải Phòng"
    assert page.css("h2")[0].text().startswith("Cơ quan")
    assert page.css_first(".no-script") is None
    status = page.css_first("[role=status]")
    assert status is not None
    assert status.text() == f"{len(names)} kết quả / results"


def test_what_it_leads_to_is_there(client: TestClient) -> None:
    page = LexborHTMLParser(client.get("/search", params={"q": "900"}).text)
    for link in page.css(".search-answers a"):
        assert client.get(f"/{link.attributes['href']}").status_code == 200


@pytest.mark.parametrize("asked", ["", "   ", "…", "xyzzy"])
def test_nothing_asked_or_found_is_a_page_too(client: TestClient, asked: str) -> None:
    answer = client.get("/search.html", params={"q": asked})
    assert answer.status_code == 200
    assert "search-answers" not in answer.text


@pytest.mark.parametrize(
    "asked", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7 * 191 }}", "\x00\u202e", "ế" * 5000]
)
def test_a_hostile_question_is_text(client: TestClient, asked: str) -> None:
    answer = client.get("/search.html", params={"q": asked})
    assert answer.status_code == 200
    page = LexborHTMLParser(answer.text)
    assert [node for node in page.css("script") if not node.attributes.get("src")] == []
    assert page.css("img") == []
    assert "1337" not in answer.text
    assert "\u202e" not in answer.text
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_site_without_an_index_has_no_such_page(tmp_path: Path) -> None:
    client = TestClient(build_app(tmp_path, SearchPages(tmp_path).routes()))
    assert client.get("/search", params={"q": "x"}).status_code == 404
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "index.js").write_text(f"put({json.dumps('index')},[1", encoding="ascii")
    assert client.get("/search", params={"q": "x"}).status_code == 404
