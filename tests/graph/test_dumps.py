"""The folder of dumps and its manifest."""

import hashlib
import json
from pathlib import Path

import pytest

from directive_kg.errors import UsageError
from directive_kg.graph.dumps import MANIFEST, write_dumps
from directive_kg.graph.export import FOLDERS, FORMATS
from directive_kg.graph.files import load
from tests.fixtures.papers import fixture_graph
from tests.graph.exported import store_of


def test_the_manifest_tells_every_file_and_its_hash(tmp_path: Path) -> None:
    store = store_of(load(fixture_graph(tmp_path / "g")).quads)
    out = tmp_path / "dumps"
    manifest = write_dumps(store, out)
    assert json.loads((out / MANIFEST).read_text(encoding="utf-8")) == manifest
    assert {file["format"] for file in manifest["files"]} == {*FORMATS, *FOLDERS}
    for file in manifest["files"]:
        content = (out / file["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert there == {file["path"] for file in manifest["files"]} | {MANIFEST}
    (out / "left-over.txt").write_text("old", encoding="utf-8")
    assert write_dumps(store, out) == manifest, "the same bytes"
    assert not (out / "left-over.txt").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"g", "dumps"}, "nothing is left beside it"


def test_of_very_many_statements_only_what_is_written_piece_by_piece(tmp_path: Path) -> None:
    store = store_of(load(fixture_graph(tmp_path / "g")).quads)
    assert not write_dumps(store, tmp_path / "dumps", most=len(store))["leftOut"]
    manifest = write_dumps(store, tmp_path / "dumps", most=len(store) - 1)
    assert set(manifest["leftOut"]) == {"graphml", "gexf", "csvw", "parquet"}
    assert {file["format"] for file in manifest["files"]} == {"nq", "trig", "jsonld", "ttl", "nt", "rdfxml"}


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "work.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds something else"):
        write_dumps(store_of([]), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["work.txt"]
