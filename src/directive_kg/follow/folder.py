"""A graph folder with its index: takes papers in and out, and keeps in step the files that follow from them.

What is written: `links/<place>/<year>/<slug>.trig` beside each paper of `directives/`, and `local-agencies.ttl`. A run that was
killed is made good by the next one: what has to be written is noted in the index before the first file is.
"""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from directive_kg import resources
from directive_kg.compare.wording import COUNTS
from directive_kg.errors import BrokenGraphError
from directive_kg.follow.file import Writer
from directive_kg.follow.index import INDEX, Index, Listed, Touched
from directive_kg.follow.lines import from_lines
from directive_kg.follow.numbers import settle_carried, settle_numbers, settle_slips
from directive_kg.follow.tasks import matches_of, settle_matches, settle_products
from directive_kg.graph.files import DIRECTIVES, LINKS, FileProblem, links_path, write_file
from directive_kg.graph.local_agencies import LOCAL_AGENCIES, make_local_agencies
from directive_kg.graph.read import read_paper
from directive_kg.graph.resolve import issuer_identity
from directive_kg.names import Names, fold, fold_number
from directive_kg.records import Paper
from directive_kg.register import Register

OLDER: Final = ("links.trig", "matches.trig")  # what stood in the place of links/ once
_RACY: Final = 2_000_000_000  # nanoseconds; file systems tell times to two seconds at worst


@dataclass(frozen=True, slots=True)
class _File:
    size: int
    changed: int  # st_mtime_ns


class Folder:
    """A graph folder of which this process alone writes directives/ and links/."""

    def __init__(self, graph_dir: Path, register: Register, names: Names) -> None:
        """Bring the index in step with the papers' files."""
        self._dir = graph_dir
        self._register = register
        self._names = names
        self._writer = Writer(register, names)
        self.problems: list[FileProblem] = []  # files of papers that could not be read
        self._fresh: dict[str, Paper] = {}  # by path: papers that were put in since `settle`
        with _telling(graph_dir):
            self.index = Index(graph_dir / INDEX, _mark(graph_dir, names))
            self._sync()

    def close(self) -> None:
        """Let go of the index."""
        self.index.close()

    @property
    def fresh(self) -> int:
        """How many papers are held in memory until `settle`."""
        return len(self._fresh)

    def put(self, paper: Paper, path: Path, former: Iterable[str]) -> None:
        """Take a paper in that was written there."""
        with _telling(self._dir):
            self._put(paper, path.relative_to(self._dir).as_posix(), path.read_bytes(), former)

    def remove(self, listed: Listed) -> None:
        """Take a paper out, with its files."""
        (self._dir / listed.path).unlink(missing_ok=True)
        self._links(listed.path).unlink(missing_ok=True)
        self._fresh.pop(listed.path, None)
        self.index.remove(listed.id)

    def paper(self, listed: Listed) -> Paper:
        """A paper of the index. Raises BrokenGraphError where its file has gone bad meanwhile."""
        if listed.path in self._fresh:
            return self._fresh[listed.path]
        try:
            return read_paper((self._dir / listed.path).read_text(encoding="utf-8"), self._names)[0]
        except (OSError, UnicodeError) as error:
            raise BrokenGraphError(f"{listed.path}: không đọc được / cannot be read: {error}") from error

    def settle(self) -> bool:
        """Make what follows from the papers, where it can have changed; whether any file did."""
        with _telling(self._dir):
            return self._settle()

    def _settle(self) -> bool:
        settle(self.index, self._names)
        codes = self.index.touched.codes
        self.index.touched = Touched()
        self.index.keep(time.time_ns())
        changed = sum(self._write(listed) for listed in self.index.stale()) > 0
        for older in OLDER:
            if (path := self._dir / older).exists():
                path.unlink()
                changed = True
        if codes:
            local = make_local_agencies(self.index.codes(), self.index.homes(), self._register, base=self._names.base)
            changed |= bool(local) and write_file(self._dir / LOCAL_AGENCIES, local or "")
        self._fresh.clear()
        self.index.keep(time.time_ns())
        return changed

    def _write(self, listed: Listed) -> bool:
        path = self._links(listed.path)
        text = text_of(self.index, listed, self.paper(listed), self._writer)
        if text is None:
            changed = path.exists()
            path.unlink(missing_ok=True)
            self.index.written(listed.id, None)
            return changed
        changed = write_file(path, text)
        status = path.stat()
        self.index.written(listed.id, (status.st_size, status.st_mtime_ns))
        return changed

    def _links(self, path: str) -> Path:
        return links_path(self._dir, self._dir / path)

    def _sync(self) -> None:
        """Take in what changed in the folder since the index was kept: by size and time, then by fingerprint."""
        papers = dict(_files(self._dir, DIRECTIVES))
        links = dict(_files(self._dir, LINKS))
        kept = self.index.kept()
        for number, path, size, changed, digest, links_size, links_changed in list(self.index.files()):
            now = papers.pop(path, None)
            beside = links.pop(LINKS + path.removeprefix(DIRECTIVES), None)
            if now is None:
                self.index.remove(number)
                self._links(path).unlink(missing_ok=True)
                continue
            if now != _File(size, changed) or changed > kept - _RACY:
                self._read(path, number, digest)
            if (beside and beside.size, beside and beside.changed) != (links_size, links_changed):
                self.index.mark_stale([number])
        for stray in links.keys() - {LINKS + path.removeprefix(DIRECTIVES) for path in papers}:
            (self._dir / stray).unlink()
        for path in sorted(papers):
            self._read(path)

    def _read(self, path: str, number: int | None = None, known: str | None = None) -> None:
        """Take in the paper of a file, unless its bytes are the `known` ones."""
        whole = self._dir / path
        try:
            data = whole.read_bytes()
            if known is not None and sha256(data).hexdigest() == known:
                status = whole.stat()
                self.index.db.execute(
                    "UPDATE paper SET size = ?, changed = ? WHERE id = ?", (status.st_size, status.st_mtime_ns, number)
                )
                return
            paper, former = read_paper(data.decode("utf-8"), self._names)
        except (BrokenGraphError, UnicodeError, OSError) as error:
            self.problems.append(FileProblem(whole, None, str(error)))
            if number is not None:
                self.index.remove(number)
            return
        held = self.index.at(paper.key)
        if held is not None and held.path < path and (self._dir / held.path).exists():
            reason = f"cùng văn bản với / the same paper as {held.path}"
            self.problems.append(FileProblem(whole, None, reason))
            return
        self._put(paper, path, data, former, fresh=False)

    def _put(self, paper: Paper, path: str, data: bytes, former: Iterable[str], *, fresh: bool = True) -> None:
        status = (self._dir / path).stat()
        state = status.st_size, status.st_mtime_ns, sha256(data).hexdigest()
        self.index.put(
            paper, path, state=state, former=former, occasion=None if paper.header.number else occasion(paper)
        )
        if fresh:
            self._fresh[path] = paper


def settle(index: Index, names: Names) -> None:
    """Work out what follows from what was touched."""
    touched = index.touched
    settle_numbers(index, touched.slugs, names)
    settle_carried(index, touched.carried, names)
    settle_slips(index, touched.numbers, names)
    settle_products(index, touched.promises, names)
    settle_matches(index, touched.tasks, touched.runs)


def text_of(index: Index, listed: Listed, paper: Paper, writer: Writer) -> str | None:
    """What the file of links of a paper says; None for nothing."""
    said = from_lines(index.said(listed.id))
    return writer.file(paper, index.resolved(listed.id), matches_of(index, listed.id), said)


def links_of_all(papers: Iterable[Paper], writer: Writer) -> Mapping[str, str]:
    """The files of links of these papers, by key, whatever their order; nothing is written."""
    index = Index(None, "")
    by_key = {paper.key: paper for paper in papers}
    for key, paper in by_key.items():
        index.put(paper, key, state=(0, 0, ""), former=(), occasion=None)
    settle(index, writer.names)
    texts = {listed.key: text_of(index, listed, by_key[listed.key], writer) for listed in index.stale()}
    return {key: text for key, text in sorted(texts.items()) if text is not None}


def occasion(paper: Paper) -> str:
    """Issuer, month and what a paper carries out; the title where it carries out nothing by number."""
    header = paper.header
    carried_out = sorted({fold_number(citation.number) for citation in paper.implements})
    subject = "\t".join(carried_out) or fold(header.title or "")
    issuer = issuer_identity(header.issuer_agency, header.issuer, paper.home) or ""
    return "\n".join([issuer, (header.date or "")[:7], subject])


@contextmanager
def _telling(graph_dir: Path) -> Iterator[None]:
    """Raises BrokenGraphError where the index fails: a full disk, a folder that must not be written to, a spoilt file."""
    try:
        yield
    except sqlite3.Error as error:
        raise BrokenGraphError(
            f"{graph_dir / INDEX}: chỉ mục hỏng hoặc không ghi được, xóa tệp này rồi chạy lại "
            f"/ the index is broken or cannot be written, delete this file and run again: {error}"
        ) from error


def _files(graph_dir: Path, folder: str) -> Iterator[tuple[str, _File]]:
    """Files below a folder by their paths in the graph, with their size and time."""
    for place, _, names in os.walk(graph_dir / folder):
        below = Path(place).relative_to(graph_dir).as_posix()
        for name in names:
            if name.endswith(".trig") and not name.startswith("."):
                status = os.stat(f"{place}/{name}")  # noqa: PTH116 - of a hundred thousand files
                yield f"{below}/{name}", _File(status.st_size, status.st_mtime_ns)


def _mark(graph_dir: Path, names: Names) -> str:
    """What else than the papers decides what follows from them: another one, and all is worked out anew."""
    from directive_kg import __version__  # noqa: PLC0415

    own = graph_dir / "agencies.ttl"
    ontology = resources.ontology_dir()
    read = [
        own if own.is_file() else resources.graph_dir() / "agencies.ttl",
        ontology / "central-papers.ttl",
        ontology / "vocabularies" / "field.ttl",
        COUNTS,
    ]
    digest = sha256(f"{__version__}\n{names.base}".encode())
    for path in read:
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()
