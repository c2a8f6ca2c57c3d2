"""Papers into graph/: one file a paper, then the links between all of them."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from directive_kg import resources
from directive_kg.compare.write import MATCHES, make_matches
from directive_kg.errors import BadInputError, BrokenGraphError
from directive_kg.graph.files import LINKS, FileProblem, list_files, paper_key, paper_path, write_file
from directive_kg.graph.links import make_links
from directive_kg.graph.local_agencies import LOCAL_AGENCIES, make_local_agencies
from directive_kg.graph.read import paper_from_trig, superseded_iris
from directive_kg.graph.resolve import issuer_identity
from directive_kg.graph.terms import DEFAULT_NAMES
from directive_kg.graph.write import paper_to_trig
from directive_kg.names import Names, fold, fold_number
from directive_kg.records import Paper
from directive_kg.register import load_register

State = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one paper."""

    paper: Paper  # as it stands in the graph
    state: State
    superseded: tuple[str, ...] = ()  # keys of papers that went because this one is the same with its number known
    known_as: str | None = None  # key of the numbered paper in the graph, where this one is its version without number


@dataclass(slots=True)
class _Held:
    """A paper in the graph."""

    paper: Paper
    path: Path
    former: tuple[str, ...]  # IRIs that it had before


class Ingest:
    """A graph folder that papers are put into. `finish` makes the links and has to be called at the end."""

    def __init__(self, graph_dir: Path, names: Names = DEFAULT_NAMES) -> None:
        if graph_dir.exists() and not graph_dir.is_dir():
            raise BadInputError(f"không phải thư mục / not a folder: {graph_dir}")
        self._dir = graph_dir
        self._names = names
        self._held: dict[str, _Held] = {}
        self._written = False
        self.problems: list[FileProblem] = []  # files of the graph that could not be read
        for path in list_files(graph_dir) if graph_dir.is_dir() else ():
            if (graph_dir / "directives") in path.parents:
                self._load(path)

    def add(self, paper: Paper) -> Outcome:
        """Put a paper into the graph, whole or not at all. Raises BadInputError for a paper that cannot be named."""
        same = next((h.paper for h in self._held.values() if h.paper.source.sha256 == paper.source.sha256), None)
        if same is not None:
            # The same bytes under another name are the same paper, and its place among others is settled.
            stem, _, count = same.key.rpartition("-")
            counted = stem == paper.key and count.isdigit()
            paper = replace(paper, key=same.key if counted else paper.key, source=same.source)
        else:
            paper = replace(paper, key=self._free_key(paper))
            if numbered := self._numbered_version(paper):
                return Outcome(paper, "unchanged", known_as=numbered)
        earlier = [h for h in self._held.values() if h.paper.key != paper.key and self._is_earlier(h.paper, paper)]
        return self._write(paper, earlier)

    def finish(self) -> bool:
        """Make links.trig and matches.trig again, and give a new graph the shipped register; whether anything changed."""
        if not self._held and not self._written:
            return False
        changed = write_file(self._dir / LINKS, make_links((h.paper for h in self._held.values()), self._names))
        register = self._dir / "agencies.ttl"
        if not register.exists():
            shipped = resources.graph_dir() / "agencies.ttl"
            changed |= write_file(register, shipped.read_text(encoding="utf-8"))
        papers = [held.paper for held in self._held.values()]
        loaded = load_register(register)
        changed |= write_file(self._dir / MATCHES, make_matches(papers, loaded, self._names))
        if local := make_local_agencies(papers, loaded, base=self._names.base):
            changed |= write_file(self._dir / LOCAL_AGENCIES, local)
        return changed or self._written

    def _load(self, path: Path) -> None:
        try:
            trig = path.read_text(encoding="utf-8")
            paper = paper_from_trig(trig, self._names)
        except (BrokenGraphError, UnicodeError, OSError) as error:
            self.problems.append(FileProblem(path, None, str(error)))
            return
        self._held[paper.key] = _Held(paper, path, superseded_iris(trig))

    def _write(self, paper: Paper, earlier: list[_Held]) -> Outcome:
        held = self._held.get(paper.key)
        former = {self._names.directive(h.paper.key) for h in earlier}.union(*(h.former for h in earlier))
        former.update(held.former if held else ())
        try:
            path = paper_path(self._dir, paper.key, paper.home)
            known = path.exists() and paper_key(path) == paper.key
            trig = paper_to_trig(paper, self._names, supersedes=sorted(former - {self._names.directive(paper.key)}))
        except ValueError as error:
            raise BadInputError(
                f"{paper.source.file}: không đặt được tên / cannot be put into the graph: {error}"
            ) from error
        changed = write_file(path, trig)
        gone = [h.path for h in earlier]
        if held is not None and held.path != path:
            gone.append(held.path)
        for old in gone:
            old.unlink(missing_ok=True)
        for h in earlier:
            del self._held[h.paper.key]
        self._held[paper.key] = _Held(paper, path, tuple(sorted(former)))
        self._written |= changed or bool(gone)
        state: State = "unchanged" if not changed else "changed" if known or gone else "new"
        return Outcome(paper, state, tuple(sorted(h.paper.key for h in earlier)))

    def _free_key(self, paper: Paper) -> str:
        """Its own key; two letters without number of one month that carry out the same are told apart by counting."""
        key, count = paper.key, 2
        while (held := self._held.get(key)) and not _same_paper(held.paper, paper):
            key, count = f"{paper.key}-{count}", count + 1
        return key

    def _numbered_version(self, paper: Paper) -> str | None:
        iri = self._names.directive(paper.key)
        return next((h.paper.key for h in self._held.values() if iri in h.former), None)

    @staticmethod
    def _is_earlier(old: Paper, new: Paper) -> bool:
        """Whether one paper under another key: from the same file, or from before its number was known."""
        if old.source.sha256 == new.source.sha256:
            return True
        return bool(new.header.number) and not old.header.number and _occasion(old) == _occasion(new)


def _same_paper(held: Paper, paper: Paper) -> bool:
    """Whether two papers of one key are one: those with a number are, others when their titles agree."""
    return bool(held.header.number) or fold(held.header.title or "") == fold(paper.header.title or "")


def _occasion(paper: Paper) -> tuple[object, ...]:
    """Issuer, month and what a paper carries out; the title where it carries out nothing by number."""
    header = paper.header
    carried_out = frozenset(fold_number(citation.number) for citation in paper.implements)
    subject = carried_out or fold(header.title or "")
    return issuer_identity(header.issuer_agency, header.issuer, paper.home), (header.date or "")[:7], subject
