"""The store folder on disk."""

import json
import tempfile
from pathlib import Path

import pytest

from directive_kg.errors import BadInputError, BrokenGraphError, StoreError
from directive_kg.graph.files import write_file
from directive_kg.store import disk
from directive_kg.store.disk import build, fingerprint, open_disk
from tests.fixtures.papers import fixture_graph

_ANY = "SELECT ?s { ?s ?p 'Thêm' }"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """The fixture graph."""
    return fixture_graph(tmp_path)


def test_built_once(graph: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = build(graph, store)
    assert first is not None
    assert build(graph, store) is None
    assert sorted(p.name.split("-")[0] for p in store.iterdir()) == ["current", "index", "index"]


def test_a_change_of_the_graph_is_seen(graph: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(graph, store)
    reader = open_disk(store)
    write_file(graph / "more.ttl", "<urn:a> <urn:p> 'Thêm' .")
    assert build(graph, store) is not None
    assert len(open_disk(store).select(_ANY).rows) == 1
    # A reader that had the old index open is not disturbed.
    assert reader.ask("ASK { ?s ?p ?o }")
    (graph / "more.ttl").unlink()
    assert build(graph, store) is not None
    assert open_disk(store).select(_ANY).rows == ()


def test_a_build_cut_short_leaves_the_old_one_whole(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    build(graph, store)
    write_file(graph / "more.ttl", "<urn:a> <urn:p> 'Thêm' .")

    def killed(path: Path, content: str) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_file", killed)
        with pytest.raises(KeyboardInterrupt):
            build(graph, store)
    assert open_disk(store).ask("ASK { ?s a <https://w3id.org/directive-kg/ontology#Task> }")
    assert open_disk(store).select(_ANY).rows == ()
    assert build(graph, store) is not None
    assert len([path for path in store.glob("index-*") if path.is_dir()]) == 1


def test_a_folder_with_other_things_is_left_alone(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("…", encoding="utf-8")
    with pytest.raises(BadInputError, match="holds other files"):
        build(graph, tmp_path / "mine")
    with pytest.raises(BadInputError, match="holds other files"):
        build(graph, tmp_path / "mine" / "thesis.txt")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    "current",
    [
        None, "", "[]", "{}", '{"index": "../graph", "fingerprint": ""}', '{"index": 1, "fingerprint": ""}',
        '{"index": "index-/../../x", "fingerprint": ""}',
    ],
)  # fmt: skip
def test_no_store(tmp_path: Path, current: str | None) -> None:
    if current is not None:
        (tmp_path / "current").write_text(current, encoding="utf-8")
    with pytest.raises(BadInputError, match="run `directive-kg build`"):
        open_disk(tmp_path)


def test_an_index_that_is_gone(tmp_path: Path) -> None:
    found = {"index": "index-x", "fingerprint": ""}
    (tmp_path / "current").write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(BadInputError, match="run `directive-kg build`"):
        open_disk(tmp_path)
    (tmp_path / "index-x").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        open_disk(tmp_path)


def test_a_graph_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BrokenGraphError):
        build(tmp_path / "none", tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_fingerprint_is_of_names_and_bytes(graph: Path) -> None:
    before = fingerprint(graph)
    assert fingerprint(graph) == before
    (graph / "agencies.ttl").rename(graph / "agencies2.ttl")
    assert fingerprint(graph) != before


def test_a_relative_folder_keeps_the_index_that_was_just_made(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plain = tempfile.mkdtemp

    def absolute(prefix: str, dir: Path) -> str:  # noqa: A002 - the name that mkdtemp has
        return str(Path(plain(prefix=prefix, dir=dir)).resolve())

    monkeypatch.setattr("directive_kg.store.disk.tempfile.mkdtemp", absolute)
    build(graph, Path("store"))
    assert open_disk(Path("store")).ask("ASK { ?s ?p ?o }")
