"""Which server gets the password, and which addresses are none."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from directive_kg.errors import StoreError, UsageError
from directive_kg.store.address import HOST, PASSWORD, USER, Credentials, check_address, credentials_for
from directive_kg.store.endpoint import EndpointStore
from directive_kg.store.writers import GraphStoreWriter

_BOTH = {USER: "an", PASSWORD: "bí mật"}


def test_credentials_come_from_the_environment() -> None:
    assert credentials_for("http://a/sparql", _BOTH) == Credentials("an", "bí mật")
    assert credentials_for("http://a/sparql", {USER: "an"}) is None
    assert credentials_for("http://a/sparql", {}) is None


def test_only_the_named_host_gets_them() -> None:
    named = {**_BOTH, HOST: "a:8890"}
    assert credentials_for("http://a:8890/sparql", named, alone=False) is not None
    assert credentials_for("http://a/sparql", named) is None
    assert credentials_for("http://b:8890/sparql", named) is None


def test_of_several_servers_none_gets_them_unless_it_is_named() -> None:
    assert credentials_for("http://a/sparql", _BOTH, alone=False) is None


def test_a_password_is_not_shown() -> None:
    assert "bí mật" not in repr(Credentials("an", "bí mật"))


@pytest.mark.parametrize("url", ["http://an:x@a/sparql", "ftp://a/", "a", "http://[", "http://a:99999/"])
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(UsageError):
        check_address(url)


def test_a_server_that_points_elsewhere_gets_no_password_there() -> None:
    seen: list[tuple[str, str | None]] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.reply()

        def do_PUT(self) -> None:
            self.do_POST()

        def do_GET(self) -> None:
            self.reply()

        def do_HEAD(self) -> None:
            self.reply()

        def reply(self) -> None:
            seen.append((self.path, self.headers["Authorization"]))
            self.send_response(302 if self.path.startswith("/here") else 200)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/there")  # type: ignore[attr-defined]
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            pass

    class Content:
        graph = "urn:g"
        lines = ('<urn:a> <urn:b> "c" .',)
        connected = False

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        try:
            here = f"http://127.0.0.1:{server.server_port}/here"
            credentials = Credentials("an", "x")
            with pytest.raises(StoreError):
                EndpointStore(here, credentials=credentials).ask("ASK { ?s ?p ?o }")
            with pytest.raises(StoreError):
                GraphStoreWriter(here, credentials).put(Content())
        finally:
            server.shutdown()
    assert [password for path, password in seen if path.startswith("/there")] == [None]
    assert ("/here", "Basic YW46eA==") in seen
