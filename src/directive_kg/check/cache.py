"""`check --cache DIR`: a check that goes on from an earlier one.

Files whose bytes changed are read; the statements that came and went are followed back along every path that a shape takes
(`engine/reads.py`) to the units whose results they can change. These are checked again, on no more than the statements that
the shapes see from there, and so are those that were told with something that is another now. All others are as they were
found. The report is that of a full check; rules, day or ontology that changed, a broken rule, or a change that reaches
far, and everything is checked.
"""

import hashlib
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from directive_kg.check.data import of_folder, statements_of
from directive_kg.check.engine.affected import Changes
from directive_kg.check.engine.checker import FastChecker
from directive_kg.check.engine.choice import Engine
from directive_kg.check.engine.facts import ReadOnlyStore, facts_of, term_in_store
from directive_kg.check.engine.judge import ShapeJudge
from directive_kg.check.engine.nearby import Nearby, Term
from directive_kg.check.engine.query_reads import HERE
from directive_kg.check.engine.reads import Reader, Reads
from directive_kg.check.engine.source import OxigraphSource, Source
from directive_kg.check.findings import CheckReport
from directive_kg.check.kept import Kept, Look, key_of, keys_in, parts_of, unit_of
from directive_kg.check.labels import Labels
from directive_kg.check.prepared import PreparedGraph
from directive_kg.check.shapes import ShapeSet
from directive_kg.check.units import Tried, by_unit, from_text, report_of, to_text, told
from directive_kg.errors import BadInputError, BrokenGraphError, CheckError, StoreError
from directive_kg.graph.files import FileProblem
from directive_kg.graph.lock import lock_folder
from directive_kg.store import listing
from directive_kg.store.listing import Listing

_FILE: Final = "check.db"
_NEW: Final = f"{_FILE}.new"
_ONTOLOGY: Final = "ontology/"
_EVERYWHERE: Final = "*"  # the unit of rules that may look at anything
_MOST: Final = 0.1  # of all units; for more of them everything takes no longer
_FEW: Final = 50


@dataclass(frozen=True, slots=True)
class Checked:
    """A check and how far it went."""

    report: CheckReport
    labels: Labels
    problems: tuple[FileProblem, ...]  # files that were left out
    again: int | None  # units that were checked; None: all
    fallbacks: dict[URIRef, str] = field(default_factory=dict)  # shapes that were left to pySHACL, and why


def mark_of(folders: Iterable[Path], today: date | None, severities: Path | None = None) -> str:
    """What stands for the rules of some folders, a city's severities and the day of a check: another mark, and all is
    checked again.
    """
    digest = hashlib.sha256(str(today).encode())
    if severities is not None:
        digest.update(b"\nseverities\n" + severities.read_bytes())
    for folder in folders:
        for path in sorted(folder.rglob("*.ttl")):
            digest.update(f"\n{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def check_on(
    folder: Path, graph_dir: Path, shapes: ShapeSet, mark: str, engine: Engine = Engine.AUTO
) -> Checked | None:
    """Check a graph folder with what a cache folder has of it; `mark` stands for the rules and the day of the check.

    None where a rule breaks: then nothing is kept, and the report is for whoever checks without a cache.

    Raises BadInputError for a folder that holds something else or that another process uses, BrokenGraphError as
    `graph.files.load` does, StoreError where the folder cannot be written.
    """
    ours = (_FILE, _NEW, f"{_FILE}-journal")
    if folder.exists() and (not folder.is_dir() or any(path.name not in ours for path in folder.iterdir())):
        raise BadInputError(f"{folder}: thư mục có tệp khác, không phải bộ nhớ đệm / holds other files, it is no cache")
    work = _Work(folder, graph_dir, shapes, mark, engine)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = lock_folder(folder)
        try:
            return work.on() or work.anew()
        finally:
            os.close(lock)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{folder}: không dùng được / cannot be used: {error}") from error


class _Work:
    """One check of one graph folder."""

    def __init__(self, folder: Path, graph_dir: Path, shapes: ShapeSet, mark: str, engine: Engine) -> None:
        self._folder = folder
        self._graph_dir = graph_dir
        self._shapes = shapes
        self._mark = mark
        self._engine = engine

    @cached_property
    def _reads(self) -> dict[URIRef, Reads]:
        """What each shape looks at."""
        graph = self._shapes.graph
        reader = Reader(graph, ShapeJudge(graph, OxigraphSource(ox.Store())).read)
        return {shape.iri: reader.of(shape.iri, shape.applies_to) for shape in self._shapes.shapes}

    @cached_property
    def _everywhere(self) -> ShapeSet:
        """The shapes of rules that may look at anything."""
        anywhere = {shape.code for shape in self._shapes.shapes if _may_be_anywhere(self._reads[shape.iri])}
        return replace(self._shapes, shapes=tuple(shape for shape in self._shapes.shapes if shape.code in anywhere))

    @cached_property
    def _local(self) -> ShapeSet:
        """All others."""
        others = set(self._everywhere.shapes)
        return replace(self._shapes, shapes=tuple(shape for shape in self._shapes.shapes if shape not in others))

    def on(self) -> Checked | None:
        """Go on from what is kept; None where there is nothing to go on from, or it does not pay."""
        path = self._folder / _FILE
        if not path.exists():
            return None
        done = None
        try:
            kept = Kept(path)
            try:
                done = self._on(kept) if kept.mark() == self._mark else None
            finally:
                kept.close(keep=done is not None)
        except (sqlite3.DatabaseError, zlib.error, CheckError, ValueError, KeyError, TypeError):
            return None  # damaged, or something that only a look at everything can tell
        return done

    def anew(self) -> Checked | None:
        """Check everything, and keep what was found; None where a rule broke."""
        now = listing.take(self._graph_dir)
        names = {path: name for name, path, _ in listing.paths_of(self._graph_dir)}
        kept, done = Kept(self._folder / _NEW, new=True), None
        try:
            with of_folder(self._graph_dir, lambda path, lines: kept.add(names[path], parts_of(lines))) as data:
                checker = self._checker(self._shapes, data.source, data.facts)
                found = self._tried(checker)
                if found is None:
                    return None
                self._tell(kept, data.facts, found, lambda _, __: None)
            kept.note(self._mark, now, {names[problem.file] for problem in data.problems})
            done = Checked(*self._report(kept), data.problems, None, checker.fallbacks)
        finally:
            kept.close(keep=done is not None)
        (self._folder / _NEW).replace(self._folder / _FILE)
        return done

    def _on(self, kept: Kept) -> Checked | None:
        before, paths = kept.listing(), {name: path for name, path, _ in listing.paths_of(self._graph_dir)}
        now = listing.take(self._graph_dir, before)
        other = {name for name in {*before.files, *now.files} if not _same(before, now, name)}
        if any(name.startswith(_ONTOLOGY) for name in other):
            return None
        lines, problems = set[bytes](), list[FileProblem]()
        for name in sorted(other):
            found = statements_of(paths[name]) if name in paths else b""
            if isinstance(found, FileProblem):
                problems.append(found)
                found = b""
            lines |= kept.replace(name, found)
        if problems and len(problems) == sum(not name.startswith(_ONTOLOGY) for name in now.files):
            raise BrokenGraphError(f"không tệp nào đọc được / no file can be read: {problems[0]}")
        again = self._again(kept, [quad.triple for quad in ox.parse(b"".join(lines), ox.RdfFormat.N_TRIPLES)])
        if again is None:
            return None
        left_out = {problem.file for problem in problems}
        kept.note(self._mark, now, {name for name, path in paths.items() if path in left_out})
        return Checked(*self._report(kept), tuple(problems), *again)

    def _again(self, kept: Kept, lines: Sequence[ox.Triple]) -> tuple[int, dict[URIRef, str]] | None:
        """Check what a change can have reached; None where that is too much. Raises CheckError where nobody can tell."""
        if not lines:
            return 0, {}
        nearby = _nearby(kept)
        changes = Changes(lines, nearby)
        if changes.of_classes:
            return None
        affected = frozenset[Term]().union(
            *(changes.focus_nodes(self._reads[shape.iri]) for shape in self._local.shapes)
        )
        units = {unit_of(_name(node)) for node in affected}
        looks = {(key_of(_name(line.subject)), "") for line in lines}
        looks |= {(key_of(_name(line.object)), line.predicate.value) for line in lines}
        units |= kept.told_with(looks)
        anywhere = _EVERYWHERE in units or any(
            changes.everywhere(self._reads[shape.iri]) for shape in self._everywhere.shapes
        )
        units.discard(_EVERYWHERE)
        if len(units) > max(_FEW, _MOST * kept.number_of_units()):
            return None
        self._come_near(nearby, affected, units)
        watched = facts_of(nearby.store)
        checker = self._checker(self._local, OxigraphSource(nearby.store), watched)
        found = self._tried(checker)
        if found is None:
            return None
        kept.put(dict.fromkeys(units, ("", ())))
        inside = {unit: tried for unit, tried in found.items() if unit in units}
        self._tell(kept, watched, inside, lambda node, by: nearby.look({term_in_store(node)}, by))
        fallbacks = dict(checker.fallbacks)
        if anywhere:
            with of_folder(self._graph_dir) as data:
                whole = self._checker(self._everywhere, data.source, data.facts)
                found = self._tried(whole)
                if found is None:
                    return None
                kept.put({_EVERYWHERE: ("", ())})
                self._tell(kept, data.facts, found, lambda _, __: None)
                fallbacks |= whole.fallbacks
        return len(units), fallbacks

    def _come_near(self, nearby: Nearby, nodes: Set[Term], units: Set[str]) -> None:
        """Fetch all that shapes see from everything in some units. Raises CheckError where that may be anything."""
        looks = frozenset().union(*(self._reads[shape.iri].looks for shape in self._local.shapes))
        keys = {ox.NamedNode(key) for unit in units for key in keys_in(unit)}
        nearby.look({*nodes, *keys})
        for look in looks:
            if look.back and look.way == HERE:  # a target may be there by this alone
                nearby.step(keys, look.property, back=True)
        said = {term for quad in nearby.store for term in (quad.subject, quad.object)}
        start = {term for term in said if not isinstance(term, ox.Literal) and unit_of(_name(term)) in units}
        ends = {way: nearby.ends(way, start) for way in {look.way for look in looks}}
        for look in looks:
            nearby.step(ends[look.way], look.property, back=look.back)

    def _checker(self, shapes: ShapeSet, source: Source, facts: Graph) -> FastChecker:
        return FastChecker(PreparedGraph(facts), shapes, source=source, facts=facts, engine=self._engine)

    def _tried(self, checker: FastChecker) -> dict[str, Tried] | None:
        """How shapes come out, by unit; None where one breaks."""
        outcomes = [checker.outcome(shape) for shape in checker.shapes.shapes]
        if any(outcome.trouble for outcome in outcomes):
            return None
        own = {shape.iri for shape in self._local.shapes}
        found = by_unit(outcome for outcome in outcomes if outcome.shape.iri in own)
        others = by_unit((outcome for outcome in outcomes if outcome.shape.iri not in own), lambda _: _EVERYWHERE)
        return found | others

    def _tell(self, kept: Kept, facts: Graph, found: Mapping[str, Tried], before: Callable[[Node, str], None]) -> None:
        """Keep what was found, with what was looked up to tell of it."""
        watched = _Watched(facts, before)
        graph = Graph(store=watched)
        for unit, tried in found.items():
            watched.looks = set()
            text = to_text(told(graph, tried))
            kept.put({unit: (text, watched.looks)})

    def _report(self, kept: Kept) -> tuple[CheckReport, Labels]:
        return report_of((from_text(found) for _, found in kept.units()), self._shapes.shapes)


class _Watched(ReadOnlyStore):
    """A view that notes what is looked up in it; `before` is told of it first."""

    def __init__(self, facts: Graph, before: Callable[[Node, str], None]) -> None:
        super().__init__()
        self.looks = set[Look]()
        self._inner = facts.store
        self._before = before

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """The statements that fit."""
        subject, iri, value = triple_pattern
        node, by = (subject, "") if subject is not None else (value, str(iri))
        if not isinstance(node, Literal):
            look = (key_of(f"_:{node}" if isinstance(node, BNode) else str(node)), by)
            if look not in self.looks:
                self.looks.add(look)
                self._before(node, by)
        return self._inner.triples(triple_pattern, context)

    def __len__(self, context: Any = None) -> int:
        """How many statements there are."""
        return len(self._inner)


def _nearby(kept: Kept) -> Nearby:
    """The graph as it is kept now, fetched part by part; the ontology is there from the first."""
    known = set[int]()
    asked = set[Look]()

    def fetch(things: Set[Term], by: str) -> Iterator[bytes]:
        looks = {(key_of(_name(thing)), by) for thing in things if not isinstance(thing, ox.Literal)} - asked
        asked.update(looks)
        for number, lines in kept.mentioning(looks) if by else kept.about(key for key, _ in looks):
            if number not in known:
                known.add(number)
                yield lines

    nearby = Nearby(fetch)
    for number, lines in kept.of_files(_ONTOLOGY):
        known.add(number)
        nearby.add(lines)
    return nearby


def _same(before: Listing, now: Listing, name: str) -> bool:
    one, other = before.files.get(name), now.files.get(name)
    return one is not None and other is not None and one.sha256 == other.sha256


def _name(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _may_be_anywhere(reads: Reads) -> bool:
    return reads.everything or bool(reads.properties)
