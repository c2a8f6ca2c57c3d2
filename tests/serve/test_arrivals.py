"""Papers that come in over the browser: into the graph and the folder of papers, or refused with the reason."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect, sync_playwright
from starlette.applications import Starlette

from directive_kg.review.desk import Desk
from directive_kg.review.originals import Originals
from directive_kg.serve import arrivals
from directive_kg.serve.app import build_app
from directive_kg.serve.arrivals import ArrivalPages
from directive_kg.serve.in_turn import DeskInTurn
from tests.fixtures.papers import fixture_graph
from tests.serve.test_review import state
from tests.serve.test_server import serving

CHROMIUM = shutil.which("chromium")
HERE = "http://127.0.0.1:8000"
OURS = {"Origin": HERE}
PLAN = """ỦY BAN NHÂN DÂN
TỈNH NINH BÌNH
Số: 91/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Ninh Bình, ngày 12 tháng 3 năm 2026
KẾ HOẠCH
Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị
PHỤ LỤC
| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn hoàn thành | Sản phẩm |
|---|---|---|---|---|---|
| 1 | Xây dựng kho dữ liệu dùng chung của tỉnh | Sở Khoa học và Công nghệ | Các sở, ngành | Tháng 6/2026 | Kho dữ liệu |
| 2 | Bố trí kinh phí cho chuyển đổi số <b>x</b> | Sở Tài chánh | Sở Nội vụ | Thág 9 | Tờ trình |
"""


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """The fixture papers."""
    return fixture_graph(tmp_path)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """The folder that keeps the papers themselves."""
    folder = tmp_path / "van-ban-den"
    folder.mkdir()
    return folder


@pytest.fixture
def app(graph: Path, papers: Path, site_dir: Path) -> Iterator[Starlette]:
    """The pages alone."""
    with Desk(graph, alone=True) as desk:
        yield build_app(site_dir, ArrivalPages(DeskInTurn(desk), Originals(papers)).routes())


def asking(app: Starlette, address: str = "127.0.0.1") -> httpx.AsyncClient:
    """A client at that address."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 5000)), base_url=HERE, timeout=60)


async def token(client: httpx.AsyncClient) -> dict[str, str]:
    """What the form has in it."""
    return dict(re.findall(r'name="(token)" value="([^"]+)"', (await client.get("/arrivals")).text))


@pytest.mark.anyio
async def test_a_paper_and_a_bad_one_beside_it(app: Starlette, graph: Path, papers: Path) -> None:
    sent = [
        ("file", ("../../Kế hoạch 91.txt", PLAN.encode())),
        ("file", ("rac.docx", b"no Word file")),
        ("file", ("lich-hop.txt", "Lịch họp tuần sau của phòng.\n".encode())),
    ]
    async with asking(app) as client:
        answer = await client.post("/arrivals", data=await token(client), files=sent, headers=OURS)
        assert (answer.status_code, answer.headers["location"]) == (303, "/arrivals")
        listed = (await client.get("/arrivals")).text
        assert "91/KH-UBND" in listed
        assert listed.count("Không nhận:") == 2
        assert str(papers) not in listed
        (key,) = re.findall(r"/arrivals\?paper=([^\"]+)", listed)
        page = (await client.get(f"/arrivals?paper={key}")).text
        assert "Sở Khoa học và Công nghệ" in page
        assert "12/03/2026" in page
        assert "<b>" not in page
        assert page.count('class="tag doubt"') >= 2  # the body and the month that nobody knows
    assert [path.name for path in papers.iterdir()] == ["Kế hoạch 91.txt"]
    assert [p.header.number for p in Desk(graph)._ingest.papers].count("91/KH-UBND") == 1


@pytest.mark.anyio
async def test_the_same_paper_again_changes_nothing(app: Starlette, graph: Path, papers: Path) -> None:
    async with asking(app) as client:
        fields = await token(client)
        await client.post("/arrivals", data=fields, files={"file": ("a.txt", PLAN.encode())}, headers=OURS)
        before = state(graph)
        await client.post("/arrivals", data=fields, files={"file": ("b.txt", PLAN.encode())}, headers=OURS)
        assert state(graph) == before
        (papers / "a.txt").unlink()  # somebody tidied up
        await client.post("/arrivals", data=fields, files={"file": ("a.txt", PLAN.encode())}, headers=OURS)
        assert (papers / "a.txt").is_file()
        other = PLAN.replace("91/KH", "92/KH").encode()
        await client.post("/arrivals", data=fields, files={"file": ("a.txt", other)}, headers=OURS)
        assert "đã có, không đổi" in (await client.get("/arrivals")).text
    assert sorted(path.name for path in papers.iterdir()) == ["a (2).txt", "a.txt"]


@pytest.mark.anyio
async def test_nobody_else_gets_in(app: Starlette, papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = {"file": ("a.txt", PLAN.encode())}
    async with asking(app) as client:
        fields = await token(client)
        for headers in ({}, {"Origin": "null"}, {"Origin": "http://evil.example"}):
            assert (await client.post("/arrivals", data=fields, files=plan, headers=headers)).status_code == 403
        assert (await client.post("/arrivals", data={"token": "x"}, files=plan, headers=OURS)).status_code == 403
        many = [("file", (f"{number}.txt", b"x")) for number in range(60)]
        assert (await client.post("/arrivals", data=fields, files=many, headers=OURS)).status_code == 400
        assert (await client.get("/arrivals?paper=khac")).status_code == 404
        monkeypatch.setattr(arrivals, "LARGEST", 500)
        assert (await client.post("/arrivals", data=fields, files=plan, headers=OURS)).status_code == 413
    async with asking(app, "192.168.1.5") as client:
        assert (await client.get("/arrivals")).status_code == 403
    assert not list(papers.iterdir())


@pytest.mark.needs_browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_a_clerk_without_javascript(graph: Path, papers: Path, tmp_path: Path) -> None:
    came_in = tmp_path / "Kế hoạch 91.txt"
    came_in.write_text(PLAN, encoding="utf-8")
    options = ("--review", "--by", "Lan", "--graph", str(graph), "--papers", str(papers))
    with serving("--port", "0", *options) as process, sync_playwright() as playwright:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(address)
        page.get_by_role("link", name="Nhận văn bản mới").click()
        page.get_by_label("Tệp văn bản").set_input_files(came_in)
        page.get_by_role("button", name="Đọc và đưa vào đồ thị").click()
        page.get_by_role("link", name="91/KH-UBND").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("91/KH-UBND")
        page.get_by_role("row", name="Sở Tài chánh").get_by_role("link", name="xem lại").first.click()
        expect(page.get_by_role("button", name="Đúng như đã đọc")).to_be_visible()
        page.get_by_role("button", name="Dựng lại các trang").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Từ nghị quyết đến trách nhiệm")
        page.goto(f"{page.url}paper/index.html")
        expect(page.get_by_role("link", name="91/KH-UBND")).to_be_visible()
        browser.close()
        process.terminate()
        assert process.wait(20) == 0
