"""An older graph becomes what this version's writer would have made of the same papers."""

import fcntl
import os
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from directive_kg.errors import BadInputError, BrokenGraphError
from directive_kg.graph.files import FileProblem, load_union
from directive_kg.graph.migrate import Migrated, migrate
from directive_kg.graph.retired import Retired, load_retired
from directive_kg.graph.version import VERSION_FILE, read_version, record_version
from directive_kg.ingest import Ingest
from directive_kg.names import ONTOLOGY, VOCABULARY
from tests.fixtures.older import older_graph, retired_ontology
from tests.fixtures.papers import fixture_graph
from tests.killed import KILLED, gone_at

HAND_WRITTEN = """# Sổ cơ quan, người viết / written by people
@prefix dkg: <https://w3id.org/directive-kg/ontology#> .
@prefix ex: <https://example.org/> .

ex:việc   a dkg:Duty ;   # dkg:Duty
    dkg:gone "dkg:Duty"@vi ;
    dkg:zBody [ a dkg:Duty ; dkg:number 1 ] , [ dkg:round ( ex:a dkg:Errand ) ] .
"""


@pytest.fixture
def retired(tmp_path: Path) -> Retired:
    return load_retired(sorted(retired_ontology(tmp_path).iterdir()))


def files(graph: Path) -> dict[str, bytes]:
    return {p.relative_to(graph).as_posix(): p.read_bytes() for p in graph.rglob("*") if p.is_file()}


def test_what_the_ontology_says(retired: Retired) -> None:
    assert retired.successors == {
        f"{ONTOLOGY}Duty": f"{ONTOLOGY}Task",
        f"{ONTOLOGY}Errand": f"{ONTOLOGY}Task",
        f"{ONTOLOGY}zBody": f"{ONTOLOGY}agent",
        f"{VOCABULARY}role/principal": f"{VOCABULARY}role/lead",
    }
    assert retired.without == {ONTOLOGY + name for name in ("gone", "forked", "round", "circle")}


def test_the_shipped_graph_is_up_to_date() -> None:
    shipped = Path(__file__).resolve().parents[2] / "graph"
    assert not list(migrate(shipped, load_retired(), dry_run=True))


def test_an_older_graph(tmp_path: Path, retired: Retired) -> None:
    new, old = fixture_graph(tmp_path / "new"), older_graph(tmp_path / "old")
    assert not isomorphic(load_union(old, ontology=False), load_union(new, ontology=False))
    told = list(migrate(old, retired))
    assert [one.file.suffix for one in told] == [".trig"] * 3
    assert isomorphic(load_union(old, ontology=False), load_union(new, ontology=False))
    # The very bytes, so that the next ingest finds them unchanged; what had no version has one now.
    assert files(old) == {**files(new), VERSION_FILE: b"0.2.0\n"}
    assert not list(migrate(old, retired))


def test_a_paper_gets_the_statements_that_its_writer_makes_by_now(tmp_path: Path) -> None:
    new, old = fixture_graph(tmp_path / "new"), fixture_graph(tmp_path / "old")
    lacking = {}
    for path in sorted(old.rglob("directives/**/*.trig")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.lstrip().startswith("dkg:leadWords ")]
        lacking[path] = len(lines) - len(kept)
        path.write_text("".join(kept), encoding="utf-8")
    edited = max(lacking)  # says what its words do not: a person has to look
    edited.write_text(
        edited.read_text(encoding="utf-8").replace("dkg:deadlineWords ", 'dkg:deadlineWords "x", '), "utf-8"
    )
    kept_bytes = edited.read_bytes()
    told = {one.file: one.added for one in migrate(old, load_retired()) if isinstance(one, Migrated)}
    assert told == {path: count for path, count in lacking.items() if count and path != edited}
    assert {n: b for n, b in files(old).items() if n != edited.relative_to(old).as_posix() and n != VERSION_FILE} == {
        n: b for n, b in files(new).items() if n != edited.relative_to(old).as_posix() and n != VERSION_FILE
    }
    assert edited.read_bytes() == kept_bytes


def test_the_version_is_recorded_when_nothing_is_left_to_do(tmp_path: Path, retired: Retired) -> None:
    graph = older_graph(tmp_path)
    (graph / "z.ttl").write_text(f"<http://x> a <{ONTOLOGY}gone> .", encoding="utf-8")
    list(migrate(graph, retired, dry_run=True))
    list(migrate(graph, retired))
    assert read_version(graph) is None, "a term is left that a person has to choose another for"
    (graph / "z.ttl").write_text("broken", encoding="utf-8")
    list(migrate(graph, retired))
    assert read_version(graph) is None, "nobody knows what is in a broken file"
    (graph / "z.ttl").unlink()
    record_version(graph, "0.1.9")
    list(migrate(graph, retired))
    assert read_version(graph) == "0.2.0"


def test_a_graph_of_a_later_version_is_left_alone(tmp_path: Path, retired: Retired) -> None:
    graph = older_graph(tmp_path)
    record_version(graph, "0.10.0")
    before = files(graph)
    for refused in (lambda: list(migrate(graph, retired)), lambda: Ingest(graph)):
        with pytest.raises(BadInputError, match=r"0\.10\.0"):
            refused()
    assert files(graph) == before


@pytest.mark.parametrize("told", [b"", b"soon", b"1.0.0-rc", b"\xff", b"1" * 1000])
def test_what_is_no_version(tmp_path: Path, told: bytes) -> None:
    (tmp_path / VERSION_FILE).write_bytes(told)
    with pytest.raises(BrokenGraphError, match=VERSION_FILE):
        read_version(tmp_path)


def test_a_file_that_people_write(tmp_path: Path, retired: Retired) -> None:
    graph = tmp_path / "graph"
    graph.mkdir()
    path = graph / "agencies.ttl"
    path.write_text(HAND_WRITTEN, encoding="utf-8")
    (one,) = migrate(graph, retired)
    assert one == Migrated(
        path,
        {f"{ONTOLOGY}Duty": 2, f"{ONTOLOGY}Errand": 1, f"{ONTOLOGY}zBody": 2},
        {f"{ONTOLOGY}gone": 1, f"{ONTOLOGY}round": 1},
    )
    wanted = (
        HAND_WRITTEN.replace("a dkg:Duty", "a dkg:Task")
        .replace("dkg:zBody", "dkg:agent")
        .replace("dkg:Errand", "dkg:Task")
    )
    assert path.read_text(encoding="utf-8") == wanted
    (again,) = migrate(graph, retired)  # what no successor stands for is still told of, and nothing is written
    assert isinstance(again, Migrated)
    assert not again.replaced
    assert path.read_text(encoding="utf-8") == wanted


def test_terms_at_every_place(tmp_path: Path) -> None:
    """Subject, predicate, object, datatype, name of the graph; several graphs and blank nodes in one file."""
    new = {f"http://o/{name}": f"http://n/{name}" for name in "spodg"}
    quad = '<http://o/g> {{ <http://o/s> <http://o/p> <http://o/o>, "1"^^<http://o/d>, _:o . }} <http://{0}/g2> {{ _:o <http://{0}/q> 1 }}'
    path = tmp_path / "graph" / "x.trig"
    path.parent.mkdir()
    path.write_text(quad.format("x"), encoding="utf-8")
    list(migrate(path.parent, Retired(new, frozenset())))
    wanted = ox.Dataset(ox.parse(quad.format("x").replace("http://o/", "http://n/"), format=ox.RdfFormat.TRIG))
    got = ox.Dataset(ox.parse(path=path))
    for each in (wanted, got):
        each.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert got == wanted


def test_two_terms_become_one(tmp_path: Path, retired: Retired) -> None:
    path = tmp_path / "graph" / "x.ttl"
    path.parent.mkdir()
    path.write_text(f"<http://x> a <{ONTOLOGY}Duty>, <{ONTOLOGY}Task> .", encoding="utf-8")
    list(migrate(path.parent, retired))
    assert len(rdflib.Graph().parse(path)) == 1


def test_a_dry_run_changes_nothing(tmp_path: Path, retired: Retired) -> None:
    graph = older_graph(tmp_path)
    before = files(graph)
    assert len(list(migrate(graph, retired, dry_run=True))) == 3
    assert files(graph) == before


def test_bad_files_are_told_and_the_others_go_on(tmp_path: Path, retired: Retired) -> None:
    graph, new = older_graph(tmp_path), fixture_graph(tmp_path / "new")
    bad = {
        "a.ttl": f"<http://x> a <{ONTOLOGY}Duty> .\n<http://y> a ;\n".encode(),
        "z.trig": b"\xff\xfe",
        "relative.ttl": f"<x> a <{ONTOLOGY}Duty> .".encode(),
    }
    for name, content in bad.items():
        (graph / name).write_bytes(content)
    problems = [one for one in migrate(graph, retired) if isinstance(one, FileProblem)]
    assert {one.file.name for one in problems} == set(bad)
    assert read_version(graph) is None
    assert next(one for one in problems if one.file.name == "a.ttl").line == 2
    assert files(graph) == {**files(new), **bad}


def test_killed_at_every_moment(tmp_path: Path, retired: Retired) -> None:
    """Before and after every renaming of a file, and while one is being written."""
    whole, old = files(fixture_graph(tmp_path / "new")), files(older_graph(tmp_path / "old"))
    whole[VERSION_FILE] = b"0.2.0\n"
    moment = 0
    while True:
        moment += 1
        graph = older_graph(tmp_path / str(moment))
        child = os.fork()
        if not child:
            _migrate_until(graph, retired, moment)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        left = {name: data for name, data in files(graph).items() if not name.endswith(".tmp")}
        assert old.keys() <= left.keys() <= whole.keys()
        assert all(data in (whole[name], old.get(name)) for name, data in left.items())
        assert VERSION_FILE not in left or left == whole, "the version is said when all is done, not before"
        list(migrate(graph, retired))
        assert files(graph) == whole  # nothing is left of the killed run
        if code == 0:
            break
        assert code == KILLED
    assert moment == 9  # three files and the version, before and after each, and the run that nobody killed


def _migrate_until(graph: Path, retired: Retired, moment: int) -> None:
    try:
        gone_at(moment)
        list(migrate(graph, retired))
    except BaseException:  # noqa: BLE001 - nothing of the test may go on in the copy
        os._exit(1)
    os._exit(0)


def test_a_full_disk(tmp_path: Path, retired: Retired, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    graph = older_graph(tmp_path)
    before = files(graph)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(BadInputError, match="No space left"):
            list(migrate(graph, retired))
    assert files(graph) == before


def test_an_edit_that_would_say_something_else_is_not_written(
    tmp_path: Path, retired: Retired, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = tmp_path / "graph"
    graph.mkdir()
    (graph / "agencies.ttl").write_text(HAND_WRITTEN, encoding="utf-8")
    for wrong in (lambda text, _: text, lambda text, _: text.replace("1", "2"), lambda *_: ""):
        monkeypatch.setattr("directive_kg.graph.migrate.rename_iris", wrong)
        (problem,) = migrate(graph, retired)
        assert isinstance(problem, FileProblem)
        assert (graph / "agencies.ttl").read_text(encoding="utf-8") == HAND_WRITTEN


def test_refusals(tmp_path: Path, retired: Retired) -> None:
    with pytest.raises(BrokenGraphError):
        list(migrate(tmp_path / "none", retired))
    graph = older_graph(tmp_path)
    other = os.open(graph, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    with pytest.raises(BadInputError, match="another command"):
        list(migrate(graph, retired))
    os.close(other)
    broken = tmp_path / "broken.ttl"
    broken.write_text("<http://x>\n nonsense", encoding="utf-8")
    with pytest.raises(BrokenGraphError, match=r"broken\.ttl:2"):
        load_retired([broken])
