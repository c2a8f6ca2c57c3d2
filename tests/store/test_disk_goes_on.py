"""An index that goes on from the one before equals an index made anew, whatever changed between them."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directive_kg.store import loading
from directive_kg.store.disk import build, in_use
from directive_kg.store.listing import from_lines, take, to_lines
from tests.fixtures.papers import fixture_graph
from tests.graph.exported import exported


def _content(store: Path) -> bytes:
    return exported(ox.Store.read_only(str(in_use(store)[0])), "nq")


def _fresh(graph: Path, folder: Path) -> bytes:
    shutil.rmtree(folder, ignore_errors=True)
    build(graph, folder)
    return _content(folder)


def _many(folder: Path, count: int) -> Path:
    """The fixture graph with so many small files beside it."""
    graph = fixture_graph(folder)
    for number in range(count):
        _write(graph / f"n{number:03}.ttl", f"<urn:s{number}> <urn:p> 'trước'")
    return graph


def _write(path: Path, text: str) -> None:
    path.write_text(f"{text} .\n", encoding="utf-8")


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["write", "shared", "blank", "gone", "broken", "nothing"]),
        st.integers(0, 39),
        st.integers(0, 3),
    ),
    max_size=3,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGES, min_size=1, max_size=3))
def test_the_same_as_made_anew(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, int, int]]]
) -> None:
    folder = tmp_path_factory.mktemp("goes-on")
    graph = _many(folder, 40)
    build(graph, folder / "store")
    for changes in rounds:
        for kind, number, value in changes:
            path = graph / f"n{number:03}.ttl"
            if kind == "write":
                _write(path, f"<urn:s{number}> <urn:p> 'sau {value}'")
            elif kind == "shared":
                # Two files that fill one graph.
                path.unlink(missing_ok=True)
                _write(
                    graph / f"n{number:03}.trig",
                    f"GRAPH <urn:shared> {{ <urn:s{number}> <urn:p> {value} }} <urn:a> <urn:b> 1",
                )
            elif kind == "blank":
                _write(path, f"<urn:s{number}> <urn:p> [ <urn:q> {value} ], [ <urn:q> 9 ]")
            elif kind == "gone":
                path.unlink(missing_ok=True)
            elif kind == "broken":
                path.write_text("nonsense <", encoding="utf-8")
        build(graph, folder / "store")
        assert _content(folder / "store") == _fresh(graph, folder / "fresh")


def test_only_what_changed_is_read(tmp_path: Path) -> None:
    graph, store = _many(tmp_path, 40), tmp_path / "store"
    first = build(graph, store)
    assert first is not None
    assert first.read == first.files
    _write(graph / "n007.ttl", "<urn:s7> <urn:p> 'sau'")
    second = build(graph, store)
    assert second is not None
    assert (second.read, second.files, second.statements) == (1, first.files, first.statements)
    assert build(graph, store) is None


def test_many_changes_make_it_anew(tmp_path: Path) -> None:
    graph, store = _many(tmp_path, 40), tmp_path / "store"
    build(graph, store)
    for number in range(20):
        _write(graph / f"n{number:03}.ttl", "<urn:s> <urn:p> 'sau'")
    again = build(graph, store)
    assert again is not None
    assert again.read == again.files


def test_many_files_are_read_by_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = _many(tmp_path, 90)
    assert _fresh(graph, tmp_path / "many") == _content(tmp_path / "many")
    monkeypatch.setattr(loading, "_FEW", 10_000)
    assert _fresh(graph, tmp_path / "few") == _content(tmp_path / "many")


def test_a_list_that_is_damaged_makes_it_anew(tmp_path: Path) -> None:
    graph, store = _many(tmp_path, 40), tmp_path / "store"
    build(graph, store)
    (listing,) = store.glob("*.files")
    listing.write_text("[1]\n[2]\n", encoding="utf-8")
    again = build(graph, store)
    assert again is not None
    assert again.read == again.files
    assert from_lines(["nonsense"]) is None


def test_a_change_that_keeps_size_and_time_is_seen_while_it_is_young(tmp_path: Path) -> None:
    graph = _many(tmp_path, 1)
    path = graph / "n000.ttl"
    before = take(graph)
    status = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("trước", "trướt"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert take(graph, before).fingerprint("x") != before.fingerprint("x")
    assert from_lines(to_lines(before)) == before


@pytest.mark.parametrize("step", ["listing", "loading", "current"])
def test_a_build_that_is_killed_leaves_the_old_index(step: str, tmp_path: Path) -> None:
    graph, store = _many(tmp_path, 40), tmp_path / "store"
    build(graph, store)
    old = _content(store)
    _write(graph / "n007.ttl", "<urn:s7> <urn:p> 'sau'")
    where = {
        "listing": "directive_kg.store.listing.take",
        "loading": "directive_kg.store.disk.replace_graphs",
        "current": "directive_kg.store.disk.write_file",
    }[step]
    module, name = where.rsplit(".", 1)
    code = (
        f"import os, signal, sys, importlib; m = importlib.import_module({module!r})\n"
        f"setattr(m, {name!r}, lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL))\n"
        "from pathlib import Path; from directive_kg.store.disk import build\n"
        "build(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(graph), str(store)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert _content(store) == old
    build(graph, store)
    assert _content(store) == _fresh(graph, tmp_path / "fresh")
    assert len([path for path in store.iterdir() if path.is_dir()]) == 1
