"""The real servers, each started once for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.store.servers import SERVERS, Server, missing


@pytest.fixture(scope="session", params=sorted(SERVERS))
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An empty server; what a test puts there is found there by the next."""
    name: str = request.param
    if reason := missing(name):
        pytest.skip(reason)
    with SERVERS[name](tmp_path_factory.mktemp(name)) as running:
        yield running
