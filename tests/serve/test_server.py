"""The real server, started as a user starts it and waited for by its own word."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from directive_kg.errors import ExitCode, StoreError, UsageError
from directive_kg.serve.server import address_of, bind
from tests.serve.waiting import PATIENCE

START = "import sys; from directive_kg.cli.main import main; sys.exit(main(sys.argv[1:]))"


@contextmanager
def serving(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """`directive-kg serve`; killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-c", START, "serve", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of one page."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("<h1>Trang chủ</h1>", encoding="utf-8")
    return folder


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_tells_its_address_serves_and_ends_quietly(site: Path, store_dir: Path, stop: signal.Signals) -> None:
    with serving("--port", "0", "--site", str(site), "--store", str(store_dir)) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/", address)
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            assert "Trang chủ" in answer.read().decode("utf-8")
        process.send_signal(stop)
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out, err) == (0, "", "")


def test_a_port_in_use_is_one_clear_line(site: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with serving("--port", port, "--site", str(site)) as process:
            out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == ExitCode.FAILED
    assert out == ""
    assert err.count("\n") == 1
    assert f"cổng {port}" in err


def test_bind_refuses_what_is_no_host() -> None:
    with pytest.raises(UsageError, match="no such host"):
        bind("..", 0)


def test_bind_says_when_a_port_is_taken() -> None:
    with bind("127.0.0.1", 0) as first:
        first.listen()
        with pytest.raises(StoreError, match="--port"):
            bind("127.0.0.1", first.getsockname()[1])


def test_an_ipv6_address_stands_in_brackets() -> None:
    try:
        bound = bind("::1", 0)
    except (StoreError, UsageError):
        pytest.skip("this machine has no IPv6 loopback")
    with bound:
        assert re.fullmatch(r"http://\[::1\]:[0-9]+/", address_of(bound))
