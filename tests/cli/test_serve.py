"""`directive-kg serve`: what is refused before anything is served. The running server is tested in tests/serve."""

from pathlib import Path

import pytest

from directive_kg.cli.main import main
from directive_kg.errors import ExitCode


@pytest.mark.parametrize("port", ["-1", "65536", "http", "８０"])
def test_a_port_that_is_none_is_wrong_use(port: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["serve", f"--port={port}"])
    assert stopped.value.code == ExitCode.USAGE


def test_a_folder_without_pages_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "0", "--site", str(tmp_path)]) == ExitCode.USAGE
    assert "directive-kg site --out" in capsys.readouterr().err


def test_a_host_that_is_none_is_wrong_use(tmp_path: Path) -> None:
    assert main(["serve", "--host", "..", "--port", "0", "--site", str(tmp_path)]) == ExitCode.USAGE
