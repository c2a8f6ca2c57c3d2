"""The pages on which findings are accepted: for this machine only, from our own pages only."""

import re
from datetime import date
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from directive_kg.check.ledger import Ledger
from directive_kg.check.waivers import FILE, load_waivers
from directive_kg.cli.main import main
from directive_kg.serve.app import build_app
from directive_kg.serve.waiver_pages import WaiverPages
from tests.check.examples import LEAD, PAPER, data, shapes

HERE = "http://127.0.0.1:8000"
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def app(tmp_path: Path, site_dir: Path) -> Starlette:
    """The pages alone, over one task without a lead."""
    ledger = Ledger.of(tmp_path, data(PAPER), shapes(LEAD), lambda: date(2026, 11, 25))
    return build_app(site_dir, WaiverPages(ledger, "Lê Thị Lan").routes())


def asking(app: Starlette, address: str = "127.0.0.1") -> httpx.AsyncClient:
    """A client at that address."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 5000)), base_url=HERE)


async def one(client: httpx.AsyncClient) -> tuple[str, str]:
    """Path and token of the one finding."""
    (path,) = set(re.findall(r'href="(/audit/[a-z0-9-]+)"', (await client.get("/audit")).text))
    (token,) = set(re.findall(r'name="token" value="([^"]+)"', (await client.get(path)).text))  # of every form the same
    return path, token


@pytest.mark.anyio
async def test_accepted_and_ended(app: Starlette, tmp_path: Path) -> None:
    async with asking(app) as client:
        path, token = await one(client)
        fields = {"token": token, "choice": "accept", "reason": HOSTILE, "until": "2026-12-31"}
        done = await client.post(path, data=fields, headers={"Origin": HERE})
        assert (done.status_code, done.headers["location"]) == (303, f"{path}?done=accept")
        page = (await client.get(path)).text
        assert "<script" not in page
        assert "Lê Thị Lan chấp nhận đến hết 31/12/2026" in page
        assert path in (await client.get("/audit?state=accepted")).text
        assert path not in (await client.get("/audit?state=open")).text
        twice = await client.post(path, data=fields, headers={"Origin": HERE})
        assert (twice.status_code, "accepted already" in twice.text) == (422, True)
        ended = await client.post(path, data={"token": token, "choice": "end"}, headers={"Origin": HERE})
        assert ended.status_code == 303
    (waiver,) = load_waivers(tmp_path)
    assert (waiver.acceptance.reason, waiver.ended_by) == (HOSTILE, "Lê Thị Lan")


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("fields", "headers", "address", "status"),
    [
        ({"choice": "accept"}, {"Origin": "http://example.org"}, "127.0.0.1", 403),
        ({"choice": "accept"}, {}, "127.0.0.1", 403),
        ({"choice": "accept"}, {"Origin": HERE}, "203.0.113.9", 403),
        ({"choice": "accept"}, {"Origin": HERE, "Host": "example.org"}, "127.0.0.1", 403),
        ({"choice": "accept", "token": "khac"}, {"Origin": HERE}, "127.0.0.1", 403),
        ({"choice": "?"}, {"Origin": HERE}, "127.0.0.1", 400),
        ({"choice": "accept", "reason": "", "until": "2026-12-31"}, {"Origin": HERE}, "127.0.0.1", 422),
        ({"choice": "accept", "reason": "x", "until": "mai"}, {"Origin": HERE}, "127.0.0.1", 422),
        ({"choice": "accept", "reason": "x", "until": "2020-01-01"}, {"Origin": HERE}, "127.0.0.1", 422),
        ({"choice": "end"}, {"Origin": HERE}, "127.0.0.1", 404),
    ],
    ids=[
        "other page",
        "no page",
        "other machine",
        "other name",
        "token",
        "no choice",
        "no reason",
        "no day",
        "over",
        "nothing to end",
    ],
)
async def test_what_changes_nothing(
    app: Starlette, tmp_path: Path, fields: dict[str, str], headers: dict[str, str], address: str, status: int
) -> None:
    async with asking(app) as client:
        path, token = await one(client)
    async with asking(app, address) as client:
        answer = await client.post(path, data={"token": token, **fields}, headers=headers)
    assert answer.status_code == status
    assert not (tmp_path / FILE).exists()


@pytest.mark.anyio
async def test_no_such_finding_and_no_script(app: Starlette) -> None:
    async with asking(app) as client:
        assert (await client.get("/audit/x1-000000000000")).status_code == 404
        for path in ("/audit", (await one(client))[0]):
            assert "<script" not in (await client.get(path)).text
    async with asking(app, "203.0.113.9") as client:
        assert (await client.get("/audit")).status_code == 403


@pytest.mark.parametrize(
    "options", [["--audit"], ["--audit", "--by", "A", "--host", "0.0.0.0"]], ids=["nobody", "open"]
)
def test_not_started_for_everybody(options: list[str]) -> None:
    assert main(["serve", "--port", "0", *options]) == 2
