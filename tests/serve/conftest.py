"""A running service on a small graph, shared by the tests that ask it over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from directive_kg.store.disk import build
from tests.fixtures.papers import fixture_graph
from tests.serve.test_server import serving
from tests.serve.waiting import PATIENCE

SECONDS = 60  # that a query may take here: none of an honest user is cut on a slow machine


@pytest.fixture(scope="session")
def store_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small graph as a store on disk."""
    folder = tmp_path_factory.mktemp("served")
    store = folder / "store"
    build(fixture_graph(folder), store)
    return store


@pytest.fixture(scope="session")
def site_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one page."""
    site = tmp_path_factory.mktemp("site")
    (site / "index.html").write_text("<h1>Trang chủ</h1>", encoding="utf-8")
    return site


@pytest.fixture(scope="session")
def address(store_dir: Path, site_dir: Path) -> Iterator[str]:
    """The address of a service."""
    options = ("--site", str(site_dir), "--store", str(store_dir), "--time-limit", str(SECONDS))
    with serving("--port", "0", *options) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out, err) == (0, "", ""), "it ends quietly, whatever was asked of it"


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """An HTTP client at the service."""
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        yield client
