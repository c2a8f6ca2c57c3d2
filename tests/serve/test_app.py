"""What the application answers."""

from pathlib import Path

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from directive_kg.serve.app import SECURITY_HEADERS, build_app
from directive_kg.site.output import MARK


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small site, and a secret beside it."""
    site = tmp_path / "site"
    (site / "trace").mkdir(parents=True)
    (site / "index.html").write_text("<h1>Trang chủ</h1>", encoding="utf-8")
    (site / "trace" / "index.html").write_text("<h1>Nghị quyết</h1>", encoding="utf-8")
    (site / MARK).write_text("", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (site / "link.txt").symlink_to(tmp_path / "secret.txt")
    return site


class Client:
    """A browser at an application, without a network."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    def request(self, method: str, path: str) -> httpx.Response:
        """Ask, and follow a redirection."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://site", follow_redirects=True) as client:
                return await client.request(method, path)

        return anyio.run(ask)

    def get(self, path: str) -> httpx.Response:
        """GET."""
        return self.request("GET", path)


@pytest.fixture
def client(folder: Path) -> Client:
    """A browser at the site."""
    return Client(build_app(folder))


def test_pages_are_served_with_their_index(client: Client) -> None:
    assert "Trang chủ" in client.get("/").text
    assert "Nghị quyết" in client.get("/trace/").text
    assert client.get("/").headers["content-type"] == "text/html; charset=utf-8"


def test_head_has_no_body(client: Client) -> None:
    answer = client.request("HEAD", "/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_but_reading_is_allowed(client: Client, method: str) -> None:
    answer = client.request(method, "/")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    [
        "/none.html",
        "/a/b/c",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/link.txt",
        f"/{MARK}",
        "/%00",
        "/" + "a" * 5000,
    ],
)
def test_what_is_not_a_page_gets_the_vietnamese_404(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text
    assert 'href="/static/site.css"' in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/none"), ("POST", "/"), ("HEAD", "/")])
def test_every_answer_carries_the_security_headers(client: Client, method: str, path: str) -> None:
    headers = client.request(method, path).headers
    assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


def test_other_routes_come_before_the_pages(folder: Path) -> None:
    async def endpoint(_request: object) -> PlainTextResponse:
        return PlainTextResponse("rows")

    client = Client(build_app(folder, [Route("/sparql", endpoint)]))
    assert client.get("/sparql").text == "rows"
    assert client.get("/").status_code == 200
