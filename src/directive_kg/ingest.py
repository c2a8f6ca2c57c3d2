"""Papers into graph/: one file a paper, then the links between all of them.

A graph is written by one process at a time. Every file is written whole or not at all, the paper before what follows from
all papers: a run that was killed is made good by the next one.
"""

import gc
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from directive_kg import resources
from directive_kg.compare.write import MATCHES, make_matches
from directive_kg.errors import BadInputError, BrokenGraphError
from directive_kg.extract.paper import extract_paper
from directive_kg.extract.reviews import carry
from directive_kg.graph.files import LINKS, FileProblem, list_files, paper_key, paper_path, write_file
from directive_kg.graph.links import make_links
from directive_kg.graph.local_agencies import LOCAL_AGENCIES, make_local_agencies
from directive_kg.graph.lock import lock_folder
from directive_kg.graph.read import paper_from_trig, superseded_iris
from directive_kg.graph.resolve import issuer_identity
from directive_kg.graph.retired import load_retired
from directive_kg.graph.terms import DEFAULT_NAMES
from directive_kg.graph.version import VERSION_FILE, record_version, refuse_newer
from directive_kg.graph.write import paper_to_trig
from directive_kg.names import Names, fold, fold_number
from directive_kg.records import Paper
from directive_kg.register import Register, load_register

_REGISTER: Final = "agencies.ttl"
_AT_THE_TOP: Final = (VERSION_FILE, LINKS, MATCHES, LOCAL_AGENCIES, _REGISTER)
State = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A paper with the text of its file in graph/, both made by the process that read it."""

    paper: Paper
    trig: str | None  # None for a paper that cannot be named, or that has to be looked at beside the others first


def prepare(path: Path, register: Register, names: Names = DEFAULT_NAMES) -> Prepared:
    """Read a paper and lay out its file. Raises as `extract_paper` does."""
    paper = extract_paper(path, register)
    try:
        return Prepared(paper, paper_to_trig(paper, names))
    except ValueError:  # `Ingest.add` says why
        return Prepared(paper, None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one paper."""

    paper: Paper  # as it stands in the graph
    state: State
    superseded: tuple[str, ...] = ()  # keys of papers that went because this one is the same with its number known
    known_as: str | None = None  # key of the numbered paper in the graph, where this one is its version without number
    kept_reviews: int = 0  # values that people reviewed before and that stay


@dataclass(slots=True)
class _Held:
    """A paper in the graph."""

    paper: Paper
    path: Path
    former: tuple[str, ...]  # IRIs that it had before


class Ingest:
    """A graph folder that papers are put into. `finish` makes the links and has to be called at the end.

    With `alone` nobody else who asks for that can put papers into the folder, until the context is left.
    """

    def __init__(self, graph_dir: Path, names: Names = DEFAULT_NAMES, *, alone: bool = False) -> None:
        """Load the graph.

        Raises BadInputError for what is no folder, one that somebody else is writing to, or one of a later version.
        """
        if graph_dir.exists() and not graph_dir.is_dir():
            raise BadInputError(f"không phải thư mục / not a folder: {graph_dir}")
        self._dir = graph_dir
        self._names = names
        self._alone = alone
        self._lock: int | None = None
        self._held: dict[str, _Held] = {}
        self._keys_of_file: defaultdict[str, set[str]] = defaultdict(set)  # sha256 of the file -> keys
        self._unnumbered: defaultdict[object, set[str]] = defaultdict(set)  # occasion -> keys of papers without number
        self._key_of_former: dict[str, str] = {}  # an IRI that a paper had before -> its key
        self._written = False
        self.problems: list[FileProblem] = []  # files of the graph that could not be read
        self._version = load_retired().version
        refuse_newer(graph_dir, self._version)
        if graph_dir.is_dir():
            self._keep_others_out()
        for path in list_files(graph_dir) if graph_dir.is_dir() else ():
            if (graph_dir / "directives") in path.parents:
                self._load(path)

    def __enter__(self) -> "Ingest":
        """Itself; leaving lets others in."""
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @property
    def papers(self) -> list[Paper]:
        """The papers in the graph, by key."""
        return [self._held[key].paper for key in sorted(self._held)]

    @cached_property
    def register(self) -> Register:
        """The graph's own register of bodies; the shipped one where it has none yet."""
        own = self._dir / _REGISTER
        return load_register(own if own.is_file() else None)

    def add(self, reading: Paper | Prepared) -> Outcome:
        """Put a reading of a paper into the graph, whole or not at all, with what people said of an earlier one.

        Raises BadInputError for a paper that cannot be named.
        """
        prepared = reading if isinstance(reading, Prepared) else Prepared(reading, None)
        paper = prepared.paper
        earlier_reading = self._earlier_reading(paper)
        if earlier_reading is not None and earlier_reading.reviews:
            paper = carry(earlier_reading.reviews, paper, self.register)
        same = min(self._keys_of_file.get(paper.source.sha256, ()), default=None)
        if same is not None:
            # The same bytes under another name are the same paper, and its place among others is settled.
            stem, _, count = same.rpartition("-")
            counted = stem == paper.key and count.isdigit()
            paper = replace(paper, key=same if counted else paper.key, source=self._held[same].paper.source)
        else:
            key = self._free_key(paper)
            paper = paper if key == paper.key else replace(paper, key=key)
            if numbered := self._key_of_former.get(self._names.directive(paper.key)):
                return Outcome(paper, "unchanged", known_as=numbered)
        # What was laid out elsewhere holds as long as nothing of the paper is other than it was there.
        return self._write(paper, self._earlier(paper), prepared.trig if paper is prepared.paper else None)

    def put(self, paper: Paper) -> Outcome:
        """Put a paper of the graph back in, changed by a person."""
        return self._write(paper, self._earlier(paper))

    def finish(self) -> bool:
        """Make links.trig and matches.trig again, and give a new graph the shipped register; whether anything changed."""
        if not self._held and not self._written:
            return False
        papers = self.papers
        gc.freeze()  # what is held stays: looking for garbage in it takes a third of the time of comparing
        try:
            return self._finish(papers)
        finally:
            gc.unfreeze()

    def _finish(self, papers: Sequence[Paper]) -> bool:
        changed = write_file(self._dir / LINKS, make_links(papers, self._names))
        register = self._dir / _REGISTER
        if not register.exists():
            shipped = resources.graph_dir() / _REGISTER
            changed |= write_file(register, shipped.read_text(encoding="utf-8"))
        changed |= write_file(self._dir / MATCHES, make_matches(papers, self.register, self._names))
        if local := make_local_agencies(papers, self.register, base=self._names.base):
            changed |= write_file(self._dir / LOCAL_AGENCIES, local)
        return changed or self._written

    def _keep_others_out(self) -> None:
        if self._lock is not None or not self._alone:
            return
        self._lock = lock_folder(self._dir)
        # What a killed run was writing; nobody else writes these while the folder is ours.
        for name in ("directives/**/.*.trig", *(f".{file}" for file in _AT_THE_TOP)):
            for left_over in self._dir.glob(f"{name}.*.tmp"):
                left_over.unlink(missing_ok=True)

    def _earlier_reading(self, paper: Paper) -> Paper | None:
        """What the graph has of this paper: of the same file, else of the same key, else from before its number was known."""
        of_file = self._keys_of_file.get(paper.source.sha256)
        if of_file:
            return self._held[min(of_file)].paper
        held = self._held.get(paper.key)
        if held is not None and _same_paper(held.paper, paper):
            return held.paper
        unnumbered = self._unnumbered.get(_occasion(paper), set()) if paper.header.number else set()
        return next((self._held[key].paper for key in sorted(unnumbered)), None)

    def _earlier(self, paper: Paper) -> list[_Held]:
        """The papers under other keys that this one takes the place of."""
        keys = set(self._keys_of_file.get(paper.source.sha256, ()))
        if paper.header.number:
            keys |= self._unnumbered.get(_occasion(paper), set())
        return [self._held[key] for key in sorted(keys - {paper.key})]

    def _hold(self, held: _Held) -> None:
        paper = held.paper
        if paper.key in self._held:
            self._let_go(self._held[paper.key])
        self._held[paper.key] = held
        self._keys_of_file[paper.source.sha256].add(paper.key)
        if not paper.header.number:
            self._unnumbered[_occasion(paper)].add(paper.key)
        self._key_of_former.update(dict.fromkeys(held.former, paper.key))

    def _let_go(self, held: _Held) -> None:
        paper = held.paper
        del self._held[paper.key]
        self._keys_of_file[paper.source.sha256].discard(paper.key)
        if not self._keys_of_file[paper.source.sha256]:
            del self._keys_of_file[paper.source.sha256]
        self._unnumbered[_occasion(paper)].discard(paper.key)
        for iri in held.former:
            if self._key_of_former.get(iri) == paper.key:
                del self._key_of_former[iri]

    def _load(self, path: Path) -> None:
        try:
            trig = path.read_text(encoding="utf-8")
            paper = paper_from_trig(trig, self._names)
        except (BrokenGraphError, UnicodeError, OSError) as error:
            self.problems.append(FileProblem(path, None, str(error)))
            return
        self._hold(_Held(paper, path, superseded_iris(trig)))

    def _write(self, paper: Paper, earlier: list[_Held], trig: str | None = None) -> Outcome:
        held = self._held.get(paper.key)
        former = {self._names.directive(h.paper.key) for h in earlier}.union(*(h.former for h in earlier))
        former.update(held.former if held else ())
        try:
            path = paper_path(self._dir, paper.key, paper.home)
            known = path.exists() and paper_key(path) == paper.key
            supersedes = sorted(former - {self._names.directive(paper.key)})
            if trig is None or supersedes:
                trig = paper_to_trig(paper, self._names, supersedes=supersedes)
        except ValueError as error:
            raise BadInputError(
                f"{paper.source.file}: không đặt được tên / cannot be put into the graph: {error}"
            ) from error
        self._dir.mkdir(parents=True, exist_ok=True)
        self._keep_others_out()
        if not self._held and not self.problems and not (self._dir / VERSION_FILE).exists():
            record_version(self._dir, self._version)
        changed = write_file(path, trig)
        gone = [h.path for h in earlier]
        if held is not None and held.path != path:
            gone.append(held.path)
        for old in gone:
            old.unlink(missing_ok=True)
        for h in earlier:
            self._let_go(h)
        self._hold(_Held(paper, path, tuple(sorted(former))))
        self._written |= changed or bool(gone)
        state: State = "unchanged" if not changed else "changed" if known or gone else "new"
        superseded = tuple(sorted(h.paper.key for h in earlier))
        return Outcome(paper, state, superseded, kept_reviews=sum(review.holds for review in paper.reviews))

    def _free_key(self, paper: Paper) -> str:
        """Its own key; two letters without number of one month that carry out the same are told apart by counting."""
        key, count = paper.key, 2
        while (held := self._held.get(key)) and not _same_paper(held.paper, paper):
            key, count = f"{paper.key}-{count}", count + 1
        return key


def _same_paper(held: Paper, paper: Paper) -> bool:
    """Whether two papers of one key are one: those with a number are, others when their titles agree."""
    return bool(held.header.number) or fold(held.header.title or "") == fold(paper.header.title or "")


def _occasion(paper: Paper) -> tuple[object, ...]:
    """Issuer, month and what a paper carries out; the title where it carries out nothing by number."""
    header = paper.header
    carried_out = frozenset(fold_number(citation.number) for citation in paper.implements)
    subject = carried_out or fold(header.title or "")
    return issuer_identity(header.issuer_agency, header.issuer, paper.home), (header.date or "")[:7], subject
