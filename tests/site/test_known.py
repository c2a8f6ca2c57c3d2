"""A build that takes over what has not changed gives the same bytes as one that makes everything."""

import gzip
import json
import os
import random
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pyoxigraph as ox
import pytest

from directive_kg.errors import StoreError
from directive_kg.graph.files import load
from directive_kg.site import build, work
from directive_kg.site.build import Built, build_site
from directive_kg.site.findings import Checks
from directive_kg.site.known import NAME
from directive_kg.site.pages import Part
from directive_kg.site.search import index
from directive_kg.store.embedded import EmbeddedStore
from tests.fixtures.papers import fixture_graph
from tests.site.conftest import PLAN, report

DAY = date(2026, 4, 1)
Quads = list[ox.Quad]


def content(site: Path) -> dict[str, bytes]:
    """Every file of a site but what it remembers of itself."""
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file() and p.name != NAME}


def made(store: EmbeddedStore, out: Path, **how: object) -> tuple[Built, list[Part]]:
    """A build with the parts that it made."""
    parts: list[Part] = []

    def noting(making: object, part: Part, output: object) -> work.Made:
        parts.append(part)
        return work.make(making, part, output)  # type: ignore[arg-type]  # passed on as they come

    with patch.object(build, "make", noting):
        return build_site(store, out, **how), parts  # type: ignore[arg-type]  # as `build_site` has them


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> Quads:
    return sorted(load(fixture_graph(tmp_path_factory.mktemp("papers"))).quads, key=str)


def changed(quads: Quads, chance: random.Random) -> Quads:
    """The graph with a few statements of its papers gone, said otherwise, or said of another thing."""
    found = list(quads)
    own = [place for place, quad in enumerate(found) if "ontology" not in str(quad.graph_name)]
    for _ in range(chance.choice((1, 1, 2, 5))):
        place = chance.choice(own)
        quad, other = found[place], found[chance.choice(own)]
        alike = [q for q in quads if q.predicate == quad.predicate and q.object != quad.object]
        value = chance.choice((_edited(quad.object), chance.choice(alike or [quad]).object))
        found[place] = chance.choice(
            (
                other,  # gone
                ox.Quad(quad.subject, quad.predicate, value, quad.graph_name),
                ox.Quad(other.subject, quad.predicate, quad.object, quad.graph_name),
            )
        )
    return found


def _edited(term: object) -> ox.Literal | ox.NamedNode:
    if isinstance(term, ox.Literal) and term.language:
        return ox.Literal(f"Sửa {term.value}", language=term.language)
    if isinstance(term, ox.Literal):
        return ox.Literal(f"Sửa {term.value}", datatype=term.datatype)
    return term if isinstance(term, ox.NamedNode) else ox.NamedNode("urn:x")


@pytest.mark.parametrize("seed", range(6))
def test_whatever_changes_the_pages_are_those_of_a_whole_build(quads: Quads, seed: int, tmp_path: Path) -> None:
    chance, now = random.Random(seed), quads
    build_site(EmbeddedStore.of_quads(now), tmp_path / "site", today=DAY)
    for step in range(2):
        now = changed(now, chance)
        store = EmbeddedStore.of_quads(now)
        build_site(store, tmp_path / "site", today=DAY)
        build_site(store, tmp_path / f"whole-{step}", today=DAY)
        assert content(tmp_path / "site") == content(tmp_path / f"whole-{step}")


def test_only_parts_that_show_what_changed_are_made_again(quads: Quads, tmp_path: Path) -> None:
    _, whole = made(EmbeddedStore.of_quads(quads), tmp_path / "site", today=DAY)
    place = next(
        n for n, q in enumerate(quads) if str(q.subject) == f"<{PLAN}/task/2>" and "title" in q.predicate.value
    )
    now = list(quads)
    now[place] = ox.Quad(
        quads[place].subject, quads[place].predicate, _edited(quads[place].object), quads[place].graph_name
    )
    _, parts = made(EmbeddedStore.of_quads(now), tmp_path / "site", today=DAY)
    assert ("paper", PLAN) in parts
    assert {iri for kind, iri in parts if kind == "paper"} != {iri for kind, iri in whole if kind == "paper"}
    assert len(parts) < len(whole) / 2


def test_nothing_but_the_overviews_is_made_where_nothing_changed(quads: Quads, tmp_path: Path) -> None:
    store = EmbeddedStore.of_quads(quads)
    first, _ = made(store, tmp_path / "site", today=DAY)
    again, parts = made(store, tmp_path / "site", today=DAY)
    assert parts == [("overviews", "")]
    assert (again.pages, again.written, again.kept) == (first.pages, 0, first.written)


@pytest.mark.parametrize("how", [{"today": date(2026, 9, 1)}, {"checks": Checks(report())}], ids=["day", "checks"])
def test_another_day_or_other_findings_make_other_pages(quads: Quads, how: dict[str, object], tmp_path: Path) -> None:
    store = EmbeddedStore.of_quads(quads)
    build_site(store, tmp_path / "site", today=DAY)
    made(store, tmp_path / "site", **how)
    made(store, tmp_path / "whole", **how)
    assert content(tmp_path / "site") == content(tmp_path / "whole")


@pytest.mark.parametrize(
    "said",
    [b"", b"rubbish", gzip.compress(b"[1"), gzip.compress(b'[1,"x"]\n[]'), gzip.compress(b"\xff\n") + b"half"],
    ids=["empty", "rubbish", "cut short", "of another program", "half a file"],
)
def test_what_cannot_be_read_of_the_site_before_is_made_again(quads: Quads, said: bytes, tmp_path: Path) -> None:
    store = EmbeddedStore.of_quads(quads)
    _, whole = made(store, tmp_path / "site", today=DAY)
    (tmp_path / "site" / NAME).write_bytes(said)
    assert made(store, tmp_path / "site", today=DAY)[1] == whole


def test_of_a_record_that_was_cut_short_what_can_be_read_is_taken_over(quads: Quads, tmp_path: Path) -> None:
    store, site = EmbeddedStore.of_quads(quads), tmp_path / "site"
    _, whole = made(store, site, today=DAY)
    before = content(site)
    lines = gzip.decompress((site / NAME).read_bytes()).splitlines(keepends=True)
    (site / NAME).write_bytes(gzip.compress(b"".join(lines[: len(lines) // 2]) + b'["paper", '))
    _, parts = made(store, site, today=DAY)
    assert 1 < len(parts) < len(whole)
    assert content(site) == before


def test_a_record_that_names_files_outside_the_site_is_not_followed(quads: Quads, tmp_path: Path) -> None:
    store, site = EmbeddedStore.of_quads(quads), tmp_path / "site"
    made(store, site)
    whole = content(site)
    lines = gzip.decompress((site / NAME).read_bytes()).decode().splitlines()
    (tmp_path / "secret").write_text("kept", encoding="utf-8")
    changed = []
    for line in lines[1:]:
        known = json.loads(line)
        known[5] = [["../secret", 4, (tmp_path / "secret").stat().st_mtime_ns]]
        changed.append(json.dumps(known))
    (site / NAME).write_bytes(gzip.compress("\n".join([lines[0], *changed]).encode()))
    made(store, site)
    assert content(site) == whole
    assert (tmp_path / "secret").read_text(encoding="utf-8") == "kept"


def test_a_file_that_somebody_changed_is_made_again_and_no_other_name_of_it_is_touched(
    quads: Quads, tmp_path: Path
) -> None:
    store = EmbeddedStore.of_quads(quads)
    build_site(store, tmp_path / "site", today=DAY)
    before = content(tmp_path / "site")
    page = next((tmp_path / "site" / "body").rglob("*.html"))
    page.unlink()
    page.write_text("x", encoding="utf-8")
    (tmp_path / "beside.html").hardlink_to(page)
    build_site(store, tmp_path / "site", today=DAY)
    assert content(tmp_path / "site") == before
    assert (tmp_path / "beside.html").read_text(encoding="utf-8") == "x"


def test_processes_beside_each_other_write_what_one_writes(quads: Quads, tmp_path: Path) -> None:
    store = EmbeddedStore.of_quads(quads)
    one = build_site(store, tmp_path / "one", today=DAY, checks=Checks(report()), processes=1)
    two = build_site(store, tmp_path / "two", today=DAY, checks=Checks(report()), processes=2)
    assert (one.pages, one.written) == (two.pages, two.written)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    again = build_site(store, tmp_path / "two", today=DAY, checks=Checks(report()), processes=2)
    assert (again.written, again.kept) == (0, two.written)


def test_an_index_put_together_from_many_runs_is_that_of_one(quads: Quads, tmp_path: Path) -> None:
    store = EmbeddedStore.of_quads(quads)
    build_site(store, tmp_path / "one", today=DAY)
    with patch.object(index, "_RUN", 7):
        build_site(store, tmp_path / "many", today=DAY)
    assert content(tmp_path / "one") == content(tmp_path / "many")


def test_a_process_that_is_stopped_leaves_the_old_site(quads: Quads, tmp_path: Path) -> None:
    store = EmbeddedStore.of_quads(quads)
    build_site(store, tmp_path / "site", today=DAY)
    before = content(tmp_path / "site")
    killed = patch.object(work.Crew, "make", _broken)
    with killed, pytest.raises(StoreError, match="run again"):
        build_site(store, tmp_path / "site", processes=2)
    assert content(tmp_path / "site") == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def _broken(crew: work.Crew, parts: Sequence[Part]) -> Iterator[work.Made]:
    """A crew of which a process ends before it answers."""
    return crew._results(crew._pool.map(os._exit, [1 for _ in parts]))
