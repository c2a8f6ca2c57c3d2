"""The review pages: for this machine only, from our own pages only, and the default stays read-only."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect, sync_playwright
from starlette.applications import Starlette

from directive_kg.cli.main import main
from directive_kg.review.desk import Desk
from directive_kg.review.items import item_id
from directive_kg.serve.app import build_app
from directive_kg.serve.in_turn import DeskInTurn
from directive_kg.serve.review import ReviewPages
from tests.fixtures.papers import city_plan, files_of, fixture_graph
from tests.serve.test_server import serving

CHROMIUM = shutil.which("chromium")
HERE = "http://127.0.0.1:8000"
LEAD = item_id(city_plan().key, "task/14/lead")
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """The fixture papers."""
    return fixture_graph(tmp_path)


@pytest.fixture
def app(graph: Path, site_dir: Path) -> Iterator[Starlette]:
    """The pages alone."""
    with Desk(graph, alone=True) as desk:
        pages = ReviewPages(DeskInTurn(desk), "Lê Thị Lan", None, lambda: date(2026, 11, 25))
        yield build_app(site_dir, pages.routes())


def asking(app: Starlette, address: str = "127.0.0.1") -> httpx.AsyncClient:
    """A client at that address."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 5000)), base_url=HERE)


async def token_and_stamp(client: httpx.AsyncClient) -> dict[str, str]:
    """What the form of the value has in it."""
    page = (await client.get(f"/review/{LEAD}")).text
    return dict(re.findall(r'name="(token|stamp)" value="([^"]+)"', page))


def state(graph: Path) -> dict[str, bytes]:
    """Every file of the graph."""
    return files_of(graph)


@pytest.mark.anyio
async def test_a_decision(app: Starlette, graph: Path) -> None:
    async with asking(app) as client:
        listed = (await client.get("/review")).text
        assert f'href="/review/{LEAD}"' in listed
        fields = {**await token_and_stamp(client), "choice": "correct"}
        wrong = await client.post(f"/review/{LEAD}", data={**fields, "words": HOSTILE}, headers={"Origin": HERE})
        assert wrong.status_code == 422
        assert "does not know" in wrong.text
        assert "<script" not in wrong.text
        done = await client.post(f"/review/{LEAD}", data={**fields, "words": "Sở Nội vụ"}, headers={"Origin": HERE})
        assert done.status_code == 303
        following = (await client.get(done.headers["location"])).text
        assert "Sở Nội vụ thành phố Hải Phòng" in following
        assert f'href="/review/{LEAD}"' not in (await client.get("/review")).text
        old = await client.post(f"/review/{LEAD}", data={**fields, "words": "Sở Tài chính"}, headers={"Origin": HERE})
        assert (old.status_code, "has changed since" in old.text) == (422, True)
        kept = {**await token_and_stamp(client), "choice": "correct", "words": HOSTILE, "as-written": "1"}
        assert (await client.post(f"/review/{LEAD}", data=kept, headers={"Origin": HERE})).status_code == 303
        assert "<script" not in (await client.get(f"/review/{LEAD}")).text
    (found,) = [p.reviews for p in Desk(graph)._ingest.papers if p.reviews]
    assert (found[0].by, found[0].value) == ("Lê Thị Lan", HOSTILE)


@pytest.mark.anyio
async def test_nobody_else_gets_in(app: Starlette, graph: Path) -> None:
    before = state(graph)
    async with asking(app) as client:
        fields = {**await token_and_stamp(client), "choice": "accept"}
        page = f"/review/{LEAD}"
        for headers in (
            {},
            {"Origin": "null"},
            {"Origin": "http://evil.example"},
            {"Origin": "https://127.0.0.1:8000"},
        ):
            assert (await client.post(page, data=fields, headers=headers)).status_code == 403, headers
        for host in ("evil.example", "127.0.0.1.evil.example", "192.168.1.5:8000", ""):
            assert (await client.get(page, headers={"Host": host})).status_code == 403, host
        ours = {"Origin": HERE}
        for changed, status in (
            ({"token": "x"}, 403),
            ({"token": ""}, 403),
            ({"choice": "delete"}, 400),
            ({"choice": ""}, 400),
        ):
            assert (await client.post(page, data={**fields, **changed}, headers=ours)).status_code == status
        assert (await client.post(page, json=fields, headers=ours)).status_code == 415
        assert (await client.post(page, data={**fields, "words": "x" * 300_000}, headers=ours)).status_code == 413
        assert (await client.post("/review/" + "0" * 12, data=fields, headers=ours)).status_code == 404
        assert (await client.put(page, headers=ours)).status_code == 405
        for path in ("/review/nothing", "/review?paper=khac", f"{page}/picture.png"):
            assert (await client.get(path)).status_code == 404, path
    async with asking(app, "192.168.1.5") as client:
        assert (await client.get("/review")).status_code == 403
    assert state(graph) == before


@pytest.mark.anyio
async def test_headers(app: Starlette) -> None:
    async with asking(app) as client:
        answer = await client.get(f"/review/{LEAD}")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "access-control-allow-origin" not in answer.headers
    assert "script" not in answer.text


@pytest.fixture
def anyio_backend() -> str:
    """The one that the server runs on."""
    return "asyncio"


@pytest.mark.parametrize(
    "options", [["--review"], ["--review", "--by", " "], ["--review", "--by", "Lan", "--host", "0.0.0.0"]]
)
def test_it_is_not_opened_by_mistake(options: list[str]) -> None:
    assert main(["serve", "--port", "0", *options]) == 2


def test_the_default_has_no_such_page(address: str) -> None:
    assert httpx.get(f"{address}review").status_code == 404
    assert httpx.post(f"{address}review/{LEAD}").status_code == 405


@pytest.mark.needs_browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_a_clerk_without_javascript(graph: Path, site_dir: Path, store_dir: Path) -> None:
    options = (
        "--review",
        "--by",
        "Lê Thị Lan",
        "--graph",
        str(graph),
        "--site",
        str(site_dir),
        "--store",
        str(store_dir),
    )
    with serving("--port", "0", *options) as process, sync_playwright() as playwright:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.endswith("/review")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{address}?paper=7001/KH-UBND")
        page.goto(f"{address}/{LEAD}")
        page.get_by_label("Giá trị đúng").fill("Sở Nội vụ")
        page.get_by_role("button", name="Sửa thành giá trị này").click()
        expect(page.get_by_role("status")).to_contain_text("Sở Nội vụ thành phố Hải Phòng")
        page.get_by_role("button", name="Đúng như đã đọc").click()
        expect(page.get_by_role("status")).to_contain_text("Đã ghi")
        browser.close()
        process.terminate()
        assert process.wait(20) == 0
    assert sum(len(paper.reviews) for paper in Desk(graph)._ingest.papers) == 2
