"""graph/ on disk."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from directive_kg import resources
from directive_kg.errors import BrokenGraphError
from directive_kg.graph import files
from directive_kg.graph.files import list_files, load, load_union, paper_path, write_file
from directive_kg.graph.write import paper_to_trig
from directive_kg.store.embedded import open_store
from tests.fixtures.papers import city_plan, fixture_graph, ward_resolution


def test_layout(tmp_path: Path) -> None:
    graph = fixture_graph(tmp_path)
    assert [path.relative_to(graph).as_posix() for path in list_files(graph)] == [
        "agencies.ttl",
        "directives/hai-phong/2026/12-nq-hdnd.trig",
        "directives/hai-phong/2026/7001-kh-ubnd.trig",
        "directives/hai-phong/2026/khong-so-04-7001-kh-ubnd.trig",
        "links/hai-phong/2026/12-nq-hdnd.trig",
        "links/hai-phong/2026/7001-kh-ubnd.trig",
        "links/hai-phong/2026/khong-so-04-7001-kh-ubnd.trig",
    ]


def test_two_bodies_of_one_place_with_one_number(tmp_path: Path) -> None:
    first = paper_path(tmp_path, "ubnd-a/2026/05-kh-ubnd", "x")
    write_file(first, "GRAPH <https://w3id.org/directive-kg/graph/ubnd-a/2026/05-kh-ubnd> {\n}\n")
    assert paper_path(tmp_path, "ubnd-a/2026/05-kh-ubnd", "x") == first
    assert paper_path(tmp_path, "ubnd-b/2026/05-kh-ubnd", "x").name == "05-kh-ubnd--ubnd-b.trig"


def test_a_long_name_is_cut_and_stays_its_own(tmp_path: Path) -> None:
    one = paper_path(tmp_path, f"a/2026/{'x' * 300}1", "x").name
    other = paper_path(tmp_path, f"a/2026/{'x' * 300}2", "x").name
    assert len(one) < 120
    assert one != other


@pytest.mark.parametrize(
    "key", ["../../x", "a/2026/..", "a/../x", "a/2026", "a/2026/x/y", "/a/b", "a/2026/x\n", "A/2026/x"]
)
def test_a_key_never_leaves_the_folder(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="not the key"):
        paper_path(tmp_path, key, "x")


@pytest.mark.parametrize("home", ["..", "", "a/b", "."])
def test_a_place_never_leaves_the_folder(tmp_path: Path, home: str) -> None:
    with pytest.raises(ValueError, match="not the key"):
        paper_path(tmp_path, "a/2026/x", home)


def test_writing_the_same_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.trig"
    assert write_file(path, "ô") is True
    before = path.stat()
    assert write_file(path, "ô") is False
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert write_file(path, "ơ") is True
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.trig"
    write_file(path, "old")

    def fail(self: Path, target: Path) -> Path:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_file(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.trig"]


def test_a_broken_file_is_told_of_and_the_others_load(tmp_path: Path) -> None:
    graph = fixture_graph(tmp_path)
    whole = len(load(graph).quads)
    broken = graph / "directives" / "hai-phong" / "2026" / "99-kh.trig"
    broken.write_text(paper_to_trig(city_plan()).replace("dkg:held true ;", "dkg:held true"), encoding="utf-8")
    (graph / "latin.ttl").write_bytes(b"<urn:a> <urn:b> '\xff' .")
    (graph / "plain.ttl").write_text("<urn:a> <urn:b> 'c'\n", encoding="utf-8")
    (graph / ".half.trig.tmp").write_text("{", encoding="utf-8")
    result = load(graph)
    assert len(result.quads) == whole
    assert [problem.file for problem in result.problems] == [broken, graph / "latin.ttl", graph / "plain.ttl"]
    line = next(
        i for i, text in enumerate(broken.read_text(encoding="utf-8").splitlines(), 1) if "dkg:issuedFrom" in text
    )
    assert result.problems[0].line == line
    assert f"99-kh.trig:{line}: " in str(result.problems[0])
    assert all("\n" not in str(problem) for problem in result.problems)
    assert open_store(graph).problems == result.problems


def test_nothing_that_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(BrokenGraphError, match="no such graph folder"):
        load(tmp_path / "none")
    (tmp_path / "a.ttl").write_text("nonsense", encoding="utf-8")
    with pytest.raises(BrokenGraphError, match="no file of the graph can be read"):
        load(tmp_path)


def test_an_empty_graph_is_a_graph(tmp_path: Path) -> None:
    assert load(tmp_path, ontology=False).quads == ()


def test_union_for_shacl(tmp_path: Path) -> None:
    graph = fixture_graph(tmp_path)
    union = load_union(graph, ontology=False)
    quads = load(graph, ontology=False).quads
    assert len(union) == len({(q.subject, q.predicate, q.object) for q in quads})
    task = rdflib.URIRef(f"https://w3id.org/directive-kg/id/directive/{city_plan().key}/task/1")
    dkg = rdflib.Namespace("https://w3id.org/directive-kg/ontology#")
    assert union.value(task, dkg.dueEnd) == rdflib.Literal("2026-06-30", datatype=rdflib.XSD.date)
    assert str(union.value(task, dkg.confidence)) == "1.0"
    assert len(load_union(graph)) > len(union)


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.ttl").write_text(f"_:x <urn:p> '{name}' .", encoding="utf-8")
    assert len(set(load_union(tmp_path, ontology=False).subjects())) == 2


def test_each_turtle_file_is_a_graph(tmp_path: Path) -> None:
    (tmp_path / "agencies.ttl").write_text("<urn:a> <urn:p> 'x' .", encoding="utf-8")
    (quad,) = load(tmp_path, ontology=False).quads
    assert quad.graph_name == ox.NamedNode("https://w3id.org/directive-kg/graph/agencies")


@pytest.mark.parametrize("shipped", [False, True])
def test_no_statement_stands_in_two_graphs(tmp_path: Path, shipped: bool) -> None:
    """Oxigraph's union of graphs counts such a statement twice."""
    quads = load(resources.graph_dir() if shipped else fixture_graph(tmp_path)).quads
    counted = Counter((q.subject, q.predicate, q.object) for q in quads)
    assert [triple for triple, count in counted.items() if count > 1] == []


def test_paper_key_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    write_file(path, paper_to_trig(ward_resolution()))
    assert files.paper_key(path) == ward_resolution().key
    write_file(path, "nothing")
    assert files.paper_key(path) is None
