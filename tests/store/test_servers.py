"""The servers of the tests and benchmarks do not outlive whoever started them."""

import os
import select
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

_STARTER: Final = """
import sys
from pathlib import Path
from tests.store.servers import running

with running(["sh", "-c", "echo $$ > pid; echo Listening; exec sleep 600"], Path(sys.argv[1]), "Listening"):
    print("up", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv (Debian: util-linux)")
def test_a_server_is_killed_with_its_starter(tmp_path: Path) -> None:
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-c", _STARTER, str(tmp_path)]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == b"up\n"
        server = os.pidfd_open(int((tmp_path / "pid").read_text()))
        starter.send_signal(signal.SIGKILL)
    try:
        ended, _, _ = select.select([server], [], [], 60)
        assert ended, "still there after its starter was killed"
    finally:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(server, signal.SIGKILL)
        os.close(server)
