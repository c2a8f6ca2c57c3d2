"""Papers into graph/: one file a paper, then a file of what follows for each that they concern.

A graph is written by one process at a time. Every file is written whole or not at all, the paper before what follows: a run
that was killed is made good by the next one.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from directive_kg import resources
from directive_kg.errors import BadInputError, BrokenGraphError
from directive_kg.extract.paper import extract_paper
from directive_kg.extract.reviews import carry
from directive_kg.follow.folder import Folder, occasion
from directive_kg.follow.index import Listed
from directive_kg.graph.files import DIRECTIVES, LINKS, FileProblem, list_files, paper_key, paper_path, write_file
from directive_kg.graph.local_agencies import LOCAL_AGENCIES
from directive_kg.graph.lock import lock_folder
from directive_kg.graph.read import read_paper
from directive_kg.graph.retired import load_retired
from directive_kg.graph.terms import DEFAULT_NAMES
from directive_kg.graph.version import VERSION_FILE, record_version, refuse_newer
from directive_kg.graph.write import paper_to_trig
from directive_kg.names import Names, fold
from directive_kg.records import Paper
from directive_kg.register import Register, load_register

_REGISTER: Final = "agencies.ttl"
_AT_THE_TOP: Final = (VERSION_FILE, LOCAL_AGENCIES, _REGISTER)
_AT_ONCE: Final = 1000  # papers that are taken in before what follows from them is made
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


class Ingest:
    """A graph folder that papers are put into. `finish` makes the links and has to be called at the end.

    With `alone` nobody else who asks for that can put papers into the folder, until the context is left.
    """

    def __init__(self, graph_dir: Path, names: Names = DEFAULT_NAMES, *, alone: bool = False) -> None:
        """Open the graph.

        Raises BadInputError for what is no folder, one that somebody else is writing to, or one of a later version.
        """
        if graph_dir.exists() and not graph_dir.is_dir():
            raise BadInputError(f"không phải thư mục / not a folder: {graph_dir}")
        self._dir = graph_dir
        self._names = names
        self._alone = alone
        self._lock: int | None = None
        self._opened: Folder | None = None
        self._written = False
        self._version = load_retired().version
        refuse_newer(graph_dir, self._version)
        if graph_dir.is_dir():
            self._keep_others_out()

    def __enter__(self) -> "Ingest":
        """Itself; leaving lets others in."""
        return self

    def __exit__(self, *_: object) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @property
    def papers(self) -> list[Paper]:
        """The papers in the graph, by key."""
        papers, _ = self._read
        return [papers[key] for key in sorted(papers)]

    @property
    def problems(self) -> Sequence[FileProblem]:
        """Files of the graph that could not be read."""
        if self._alone and self._dir.is_dir():
            return self._folder.problems
        return self._opened.problems if self._opened is not None else self._read[1]

    @cached_property
    def _read(self) -> tuple[dict[str, Paper], list[FileProblem]]:
        """All papers, for who looks at them and need not write."""
        papers: dict[str, Paper] = {}
        problems: list[FileProblem] = []
        folder = self._dir / DIRECTIVES
        for path in list_files(folder) if folder.is_dir() else ():
            try:
                paper, _ = read_paper(path.read_text(encoding="utf-8"), self._names)
            except (BrokenGraphError, UnicodeError, OSError) as error:
                problems.append(FileProblem(path, None, str(error)))
            else:
                papers[paper.key] = paper
        return papers, problems

    @property
    def _folder(self) -> Folder:
        """The graph with its index, made at the first need: who only looks writes nothing."""
        if self._opened is None:
            self._dir.mkdir(parents=True, exist_ok=True)
            self._keep_others_out()
            self._opened = Folder(self._dir, self.register, self._names)
        return self._opened

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
        if not self._dir.exists():
            self._named(paper)
        earlier_reading = self._earlier_reading(paper)
        if earlier_reading is not None and earlier_reading.reviews:
            paper = carry(earlier_reading.reviews, paper, self.register)
        index = self._folder.index
        same = next(iter(index.of_source(paper.source.sha256)), None)
        if same is not None:
            # The same bytes under another name are the same paper, and its place among others is settled.
            stem, _, count = same.key.rpartition("-")
            counted = stem == paper.key and count.isdigit()
            key = same.key if counted else paper.key
            paper = replace(paper, key=key, source=self._folder.paper(same).source)
        else:
            key = self._free_key(paper)
            paper = paper if key == paper.key else replace(paper, key=key)
            if numbered := index.of_former(self._names.directive(paper.key)):
                return Outcome(paper, "unchanged", known_as=numbered.key)
        # What was laid out elsewhere holds as long as nothing of the paper is other than it was there.
        return self._write(paper, self._earlier(paper), prepared.trig if paper is prepared.paper else None)

    def put(self, paper: Paper) -> Outcome:
        """Put a paper of the graph back in, changed by a person."""
        return self._write(paper, self._earlier(paper))

    def finish(self) -> bool:
        """Make what follows where it can have changed, and give a new graph the shipped register; whether anything changed."""
        if not self._dir.is_dir():
            return False
        changed = self._folder.settle()
        register = self._dir / _REGISTER
        if not register.exists() and self._folder.index.homes():
            shipped = resources.graph_dir() / _REGISTER
            changed |= write_file(register, shipped.read_text(encoding="utf-8"))
        return changed or self._written

    def _keep_others_out(self) -> None:
        if self._lock is not None or not self._alone:
            return
        self._lock = lock_folder(self._dir)
        # What a killed run was writing; nobody else writes these while the folder is ours.
        for name in (f"{DIRECTIVES}/**/.*.trig", f"{LINKS}/**/.*.trig", *(f".{file}" for file in _AT_THE_TOP)):
            for left_over in self._dir.glob(f"{name}.*.tmp"):
                left_over.unlink(missing_ok=True)

    def _earlier_reading(self, paper: Paper) -> Paper | None:
        """What the graph has of this paper: of the same file, else of the same key, else from before its number was known."""
        index, load = self._folder.index, self._folder.paper
        if of_file := index.of_source(paper.source.sha256):
            return load(of_file[0])
        if (listed := index.at(paper.key)) and _same_paper(held := load(listed), paper):
            return held
        unnumbered = index.of_occasion(occasion(paper)) if paper.header.number else []
        return load(unnumbered[0]) if unnumbered else None

    def _earlier(self, paper: Paper) -> list[Listed]:
        """The papers under other keys that this one takes the place of."""
        index = self._folder.index
        found = {listed.key: listed for listed in index.of_source(paper.source.sha256)}
        if paper.header.number:
            found |= {listed.key: listed for listed in index.of_occasion(occasion(paper))}
        return [found[key] for key in sorted(found) if key != paper.key]

    def _named(self, paper: Paper) -> Path:
        """Where the file of a paper lies. Raises BadInputError for a paper that cannot be named."""
        try:
            return paper_path(self._dir, paper.key, paper.home)
        except ValueError as error:
            raise _unnamed(paper, error) from error

    def _write(self, paper: Paper, earlier: list[Listed], trig: str | None = None) -> Outcome:
        index = self._folder.index
        held = index.at(paper.key)
        former = {self._names.directive(h.key) for h in earlier}.union(*map(index.former, earlier))
        former.update(index.former(held) if held else ())
        path = self._named(paper)
        known = path.exists() and paper_key(path) == paper.key
        supersedes = sorted(former - {self._names.directive(paper.key)})
        try:
            if trig is None or supersedes:
                trig = paper_to_trig(paper, self._names, supersedes=supersedes)
        except ValueError as error:
            raise _unnamed(paper, error) from error
        if not self._folder.problems and not (self._dir / VERSION_FILE).exists() and not index.homes():
            record_version(self._dir, self._version)
        changed = write_file(path, trig)
        gone = [*earlier, *([held] if held is not None and self._dir / held.path != path else [])]
        for listed in gone:
            self._folder.remove(listed)
        if changed or gone or held is None:
            self._folder.put(paper, path, former)
        self._written |= changed or bool(gone)
        if "_read" in self.__dict__:
            papers, _ = self._read
            for listed in earlier:
                papers.pop(listed.key, None)
            papers[paper.key] = paper
        if self._folder.fresh >= _AT_ONCE:
            self._written |= self._folder.settle()
        state: State = "unchanged" if not changed else "changed" if known or gone else "new"
        superseded = tuple(sorted(listed.key for listed in earlier))
        return Outcome(paper, state, superseded, kept_reviews=sum(review.holds for review in paper.reviews))

    def _free_key(self, paper: Paper) -> str:
        """Its own key; two letters without number of one month that carry out the same are told apart by counting."""
        key, count = paper.key, 2
        while (held := self._folder.index.at(key)) and not _same_paper(self._folder.paper(held), paper):
            key, count = f"{paper.key}-{count}", count + 1
        return key


def _unnamed(paper: Paper, error: ValueError) -> BadInputError:
    return BadInputError(f"{paper.source.file}: không đặt được tên / cannot be put into the graph: {error}")


def _same_paper(held: Paper, paper: Paper) -> bool:
    """Whether two papers of one key are one: those with a number are, others when their titles agree."""
    return bool(held.header.number) or fold(held.header.title or "") == fold(paper.header.title or "")
