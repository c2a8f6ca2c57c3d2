"""A graph into one file and back, and what is no backup."""

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest

from directive_kg.backup import restore, save
from directive_kg.cli.main import main
from directive_kg.errors import BadInputError, ExitCode
from directive_kg.graph.version import record_version
from tests.fixtures.papers import fixture_graph


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_there_and_back(tmp_path: Path) -> None:
    graph = fixture_graph(tmp_path)
    record_version(graph, "0.1.0")
    one, other = tmp_path / "1.tar.gz", tmp_path / "2.tar.gz"
    saved = save(graph, one)
    save(graph, other)
    assert one.read_bytes() == other.read_bytes()
    assert restore(one, tmp_path / "new" / "graph") == saved
    assert _files(tmp_path / "new" / "graph") == _files(graph)
    assert (tmp_path / "new" / "graph").stat().st_mode & 0o777 == 0o755


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph, out = fixture_graph(tmp_path), tmp_path / "backup.tar.gz"
    assert main(["backup", "save", "--graph", str(graph), "--out", str(out)]) == ExitCode.OK
    assert main(["backup", "restore", str(out), "--into", str(tmp_path / "again")]) == ExitCode.OK
    assert main(["backup", "restore", str(out), "--into", str(tmp_path / "again")]) == ExitCode.BAD_INPUT
    assert "holds something" in capsys.readouterr().err


def _archive(path: Path, members: dict[str, bytes], link: str | None = None) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
        if link:
            entry = tarfile.TarInfo(link)
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc"
            tar.addfile(entry)
    return path


@pytest.mark.parametrize(
    "name", ["../x.ttl", "/etc/x.ttl", "graph/../../x.ttl", "x.ttl", "graph/.hidden", "graph/a\\..\\x.ttl"]
)
def test_nothing_leaves_the_folder(name: str, tmp_path: Path) -> None:
    bad = _archive(tmp_path / "bad.tar.gz", {name: b"x", "backup.json": b'{"files": {}}'})
    with pytest.raises(BadInputError, match="no backup"):
        restore(bad, tmp_path / "into" / "graph")
    assert list((tmp_path / "into").iterdir()) == []


def test_links_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no backup"):
        restore(_archive(tmp_path / "bad.tar.gz", {}, link="graph/x"), tmp_path / "graph")


def test_a_changed_or_missing_file_is_noticed(tmp_path: Path) -> None:
    manifest = json.dumps({"files": {"a.ttl": "0" * 64, "b.ttl": "0" * 64}}).encode()
    bad = _archive(tmp_path / "bad.tar.gz", {"graph/a.ttl": b"# other", "backup.json": manifest})
    with pytest.raises(BadInputError, match=r"a\.ttl, b\.ttl"):
        restore(bad, tmp_path / "graph")
    assert not (tmp_path / "graph").exists()


def test_what_is_no_backup(tmp_path: Path) -> None:
    graph, good = fixture_graph(tmp_path), tmp_path / "good.tar.gz"
    save(graph, good)
    cases = {
        "cut": good.read_bytes()[:-200],
        "text": b"hello",
        "gzip": gzip.compress(b"hello"),
        "empty": b"",
        "no-manifest": _archive(tmp_path / "x.tar.gz", {"graph/a.ttl": b""}).read_bytes(),
        "odd-manifest": _archive(tmp_path / "y.tar.gz", {"backup.json": b"[]"}).read_bytes(),
    }
    for name, data in cases.items():
        bad = tmp_path / name
        bad.write_bytes(data)
        with pytest.raises(BadInputError):
            restore(bad, tmp_path / "graph-of" / name)
    with pytest.raises(BadInputError, match="no such file"):
        restore(tmp_path / "missing", tmp_path / "graph-of" / "missing")
