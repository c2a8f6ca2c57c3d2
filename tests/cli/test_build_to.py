"""`build --to`: a graph folder into a real server, from the command line."""

from pathlib import Path

import pytest

from directive_kg.cli.main import main
from directive_kg.errors import ExitCode
from tests.fixtures.papers import fixture_graph
from tests.store.servers import oxigraph


def test_loads_and_then_has_nothing_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = fixture_graph(tmp_path)
    (tmp_path / "server").mkdir()
    with oxigraph(tmp_path / "server") as server:
        for protocol, address in (("graph-store", server.graph_store), ("update", server.update)):
            arguments = ["--graph", str(graph), "--to", address, "--endpoint", server.query, "--protocol", protocol]
            assert main(["build", *arguments]) == ExitCode.OK
            assert main(["build", *arguments]) == ExitCode.OK
            assert "0 gửi / sent" in capsys.readouterr().out.splitlines()[-1]
        assert main(["query", "workload", "--endpoint", server.query]) == ExitCode.OK


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--to", "http://127.0.0.1:9/"], ExitCode.USAGE),
        (["--endpoint", "http://127.0.0.1:9/"], ExitCode.USAGE),
        (["--to", "file:///etc/passwd", "--endpoint", "http://127.0.0.1:9/"], ExitCode.USAGE),
        (["--to", "http://127.0.0.1:9/", "--endpoint", "http://127.0.0.1:9/"], ExitCode.FAILED),
    ],
)
def test_mistakes_are_one_line(
    options: list[str], code: ExitCode, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--graph", str(fixture_graph(tmp_path)), *options]) == code
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
