"""The limits that a started program has."""

import subprocess
import sys
from pathlib import Path

import pytest

from directive_kg.serve.child import LAUNCH
from tests.serve.waiting import PATIENCE, until

START = [sys.executable, "-I", "-S", str(LAUNCH)]


def test_memory_and_core_files_are_limited() -> None:
    ask = "import resource as r; print(r.getrlimit(r.RLIMIT_AS)[0], r.getrlimit(r.RLIMIT_CORE)[0])"
    answer = subprocess.run(
        [*START, str(300 << 20), sys.executable, "-c", ask], check=True, capture_output=True, text=True
    )
    assert answer.stdout.split() == [str(300 << 20), "0"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a program that its parent ended")
def test_it_ends_with_its_parent_however_that_ends() -> None:
    child = [*START, str(1 << 30), sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()"]
    parent = (
        "import subprocess, sys\n"
        f"child = subprocess.Popen({child!r}, stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        assert _runs(pid)
        process.kill()
        process.wait(timeout=PATIENCE)
        assert until(lambda: not _runs(pid))


def _runs(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
